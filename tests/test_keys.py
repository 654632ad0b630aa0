"""Prepared keys: the same results, equality, wiping, and what they refuse."""

import copy
import hashlib
import pickle

import pytest
from helpers import tells_public, used

import pqpy
from pqpy import InvalidKey


def test_prepared_kem_keys(kem):
    """Prepared keys give what bytes give, as methods and as arguments."""
    seed, coins = bytes(kem.seed_bytes), bytes(range(kem.encaps_seed_bytes))
    public, secret = kem.keygen(seed=seed)
    pk, sk = kem.public_key(public), kem.secret_key(secret if tells_public(kem) else seed)
    result = kem.encaps(public, seed=coins)
    assert pk.encaps(seed=coins) == kem.encaps(pk, seed=coins) == result
    expected = result.shared_secret
    assert sk.decaps(result.ciphertext) == kem.decaps(sk, result.ciphertext) == expected
    assert sk.public_key == pk
    shared, ciphertext = sk.public_key.encaps()
    assert kem.decaps(secret, ciphertext) == shared


def test_prepared_signature_keys(scheme):
    """Prepared keys give what bytes give, as methods and as arguments."""
    public, secret = scheme.keygen(seed=bytes(32))
    pk, sk = scheme.public_key(public), scheme.secret_key(secret)
    signature = scheme.sign(secret, b"m", deterministic=True)
    assert sk.sign(b"m", deterministic=True) == signature
    assert scheme.sign(sk, b"m", deterministic=True) == signature
    pk.verify(b"m", signature)
    scheme.verify(pk, b"m", signature)
    assert pk.is_valid(b"m", signature)
    assert not pk.is_valid(b"n", signature)
    assert sk.public_key == pk
    assert sk.mu().digest() == pk.mu().digest() == scheme.mu(public).digest()
    rnd = bytes(scheme.sign_seed_bytes)
    assert sk.sign(b"m", seed=rnd) == scheme.sign(secret, b"m", seed=rnd)


def test_forms_of_a_key(instance):
    """Seed, expanded key and generate make equal keys; only a seed is remembered."""
    seed = bytes(range(instance.seed_bytes))
    public, secret = instance.keygen(seed=seed)
    from_seed, expanded = instance.secret_key(seed), instance.secret_key(secret)
    generated = instance.generate(seed=seed)
    assert from_seed == expanded == generated
    assert bytes(from_seed) == bytes(expanded) == bytes(generated) == secret
    assert from_seed.seed == generated.seed == seed
    assert expanded.seed is None
    assert bytes(from_seed.public_key) == public
    if tells_public(instance):
        assert bytes(expanded.public_key) == public
    else:
        with pytest.raises(ValueError, match="secret key does not tell its public key: keep the"):
            _ = expanded.public_key
    assert used(from_seed) == used(expanded) == used(generated)
    fresh = instance.generate()
    assert fresh != from_seed
    assert instance.secret_key(fresh.seed) == fresh
    assert len({instance.generate().seed for _ in range(20)}) == 20


def test_equality(instance):
    """Keys are equal if their bytes are; a key of another set or no key is not."""
    one, other = instance.generate(seed=bytes(instance.seed_bytes)), instance.generate()
    assert one == one
    assert one != other
    assert one.public_key != other.public_key
    assert one.public_key == instance.public_key(bytes(one.public_key))
    assert one != bytes(one)
    assert one.public_key != bytes(one.public_key)
    assert one != one.public_key
    assert (one == 1) is False


def test_constructors_check_lengths(instance):
    """The classes of keys are public: they let no wrong length through to C either."""
    key = instance.generate()
    for size in (0, 3, 300_000):
        with pytest.raises(ValueError, match="public_key must be"):
            type(key.public_key)(instance, bytes(size))
        with pytest.raises(ValueError, match="seed must be"):
            type(key)(instance, seed=bytes(size))
        with pytest.raises(ValueError, match="secret_key must be"):
            type(key)(instance, expanded=bytes(size))


def test_results_hide_their_secrets():
    """The repr of what keygen and encaps return shows sizes and no bytes."""
    pair = pqpy.ML_KEM_768.keygen()
    assert repr(pair) == "KeyPair(public_key=<1184 bytes>, secret_key=<2400 bytes>)"
    result = pqpy.ML_KEM_768.encaps(pair.public_key)
    assert repr(result) == "Encapsulation(shared_secret=<32 bytes>, ciphertext=<1088 bytes>)"
    assert f"{pair} {result}" == f"{pair!r} {result!r}"


def test_keys_of_two_sets_are_not_equal():
    """The same bytes are another key in another set."""
    public, _ = pqpy.Kyber768.keygen()
    assert pqpy.Kyber768.public_key(public) != pqpy.ML_KEM_768.public_key(public)
    seed = bytes(64)
    assert pqpy.Kyber768.secret_key(seed) != pqpy.ML_KEM_768.secret_key(seed)


def test_no_hash_no_order(instance):
    """Keys are neither hashable nor ordered."""
    key = instance.generate()
    for k in (key, key.public_key):
        with pytest.raises(TypeError, match="unhashable"):
            hash(k)
        with pytest.raises(TypeError):
            _ = k < k


def test_no_pickle_no_copy(instance):
    """Secret keys are neither pickled nor copied, public ones not pickled."""
    key = instance.generate()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for k in (key, key.public_key):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(k, protocol)
    for way in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be copied"):
            way(key)
        assert way(key.public_key) is key.public_key


def test_repr(instance):
    """repr names the set and nothing of the key."""
    key = instance.generate()
    assert repr(key) == str(key) == f"<{instance.name} secret key>"
    assert repr(key.public_key) == f"<{instance.name} public key>"
    key.wipe()
    assert repr(key) == f"<{instance.name} secret key, wiped>"


def calls_with_keys(instance):
    """Every method that takes a key as an argument, by the kind of key that it takes."""
    if isinstance(instance, pqpy.KEM):
        public = [instance.public_key, instance.encaps]
        secret = [instance.secret_key]
        secret.append(lambda key: instance.decaps(key, bytes(instance.ciphertext_bytes)))
        if isinstance(instance, pqpy.Round5CCA):
            pytest.importorskip("cryptography", reason="cryptography is not installed")
            public.append(lambda key: instance.encrypt(key, b"m"))
            secret.append(lambda key: instance.decrypt(key, b"m"))
        return public, secret
    public = [
        instance.public_key,
        lambda key: instance.verify(key, b"m", b""),
        lambda key: instance.is_valid(key, b"m", b""),
        lambda key: instance.verify_mu(key, bytes(64), b""),
        lambda key: instance.open(key, b""),
    ]
    secret = [
        instance.secret_key,
        lambda key: instance.sign(key, b"m"),
        lambda key: instance.sign_mu(key, bytes(64)),
        lambda key: instance.seal(key, b"m"),
    ]
    if instance.standard == "FIPS 204":
        public.append(lambda key: instance.verify_digest(key, bytes(32), b"", "SHA2-256"))
        secret.append(lambda key: instance.sign_digest(key, bytes(32), "SHA2-256"))
    return public, secret


def refused(call, argument, wanted, key):
    """A prepared key that a call must refuse, with a ValueError that names both."""
    message = f"^{argument} must be an? {wanted}, not an? {repr(key)[1:-1]}$"
    with pytest.raises(ValueError, match=message):
        call(key)


@pytest.mark.parametrize(
    ("instance", "other"),
    [
        (pqpy.ML_KEM_768, pqpy.Kyber768),
        (pqpy.ML_KEM_768, pqpy.ML_KEM_512),
        (pqpy.ML_KEM_768, pqpy.ML_DSA_65),
        (pqpy.ML_KEM_768, pqpy.R5ND_3CCA_5d),
        (pqpy.ML_DSA_65, pqpy.Dilithium3),
        (pqpy.Dilithium3, pqpy.Kyber768),
        (pqpy.R5ND_3CCA_5d, pqpy.R5ND_3CPA_5d),
        (pqpy.R5ND_3CCA_5d, pqpy.ML_DSA_44),
        (pqpy.R5ND_3CPA_5d, pqpy.R5ND_3CCA_5d),
    ],
    ids=str,
)
def test_key_of_another_set(instance, other):
    """A key of another set, of the same family or not, is a ValueError that names both."""
    key = other.generate()
    public, secret = calls_with_keys(instance)
    for call in public:
        refused(call, "public_key", f"{instance.name} public key", key.public_key)
    for call in secret:
        refused(call, "secret_key", f"{instance.name} secret key", key)
    if isinstance(instance, pqpy.Signature):
        for either in (key, key.public_key):
            refused(instance.mu, "key", f"{instance.name} key", either)


def test_secret_where_public_is_expected(instance):
    """A secret key is no public key, and the other way round: ValueErrors that say so."""
    key = instance.generate()
    public, secret = calls_with_keys(instance)
    for call in public:
        refused(call, "public_key", f"{instance.name} public key", key)
    for call in secret:
        refused(call, "secret_key", f"{instance.name} secret key", key.public_key)


def test_preparing_a_prepared_key(instance):
    """A prepared key is prepared: it comes back as it is, on any backend, unless it was wiped."""
    key = instance.generate()
    public = key.public_key
    for backend in instance.backends():
        assert instance.on(backend).public_key(public) is public
        assert instance.on(backend).secret_key(key) is key
    key.wipe()
    with pytest.raises(ValueError, match=f"this {instance.name} secret key was wiped"):
        instance.secret_key(key)


def test_contexts_are_aligned(instance):
    """C gets contexts on 64-byte boundaries."""
    for _ in range(20):
        key = instance.generate()
        for k in (key, key.public_key):
            assert int(instance._ffi.cast("uintptr_t", k._ctx)) % 64 == 0


def test_key_objects_are_small():
    """The memory of prepared keys stays within what the project promises (bytes)."""
    for name, public, secret in (("ML-KEM-768", 7680, 10752), ("ML-DSA-65", 40960, 57344)):
        instance = pqpy.get(name)
        assert instance._impl.public_ctx_bytes + instance.public_key_bytes <= public
        assert instance._impl.secret_ctx_bytes + instance.seed_bytes <= secret


def test_damaged_keys(ml_kem):
    """Preparing finds what the plain functions find."""
    public, secret = ml_kem.keygen()
    with pytest.raises(InvalidKey, match="public_key is not an ML-KEM"):
        ml_kem.public_key(b"\xff" * len(public))
    with pytest.raises(InvalidKey, match="secret_key is not an ML-KEM"):
        ml_kem.secret_key(secret[:-33] + bytes([secret[-33] ^ 1]) + secret[-32:])


def test_secret_key_with_an_invalid_public_part(ml_kem):
    """FIPS 203 checks the hash of a secret key's public part (7.3) and not its fields (7.2): such a
    key decapsulates, as bytes or prepared, and its public key is refused when it is asked for.
    """
    public, secret = ml_kem.keygen()
    bad = b"\xff" * (len(public) - 32) + public[-32:]
    start = len(secret) - 64 - len(public)
    damaged = secret[:start] + bad + hashlib.sha3_256(bad).digest() + secret[-32:]
    key, ciphertext = ml_kem.secret_key(damaged), bytes(ml_kem.ciphertext_bytes)
    assert key.decaps(ciphertext) == ml_kem.decaps(damaged, ciphertext)
    for _ in range(2):
        with pytest.raises(InvalidKey, match=f"^public_key is not an {ml_kem.name} public key"):
            _ = key.public_key


def test_key_on_another_backend(instance):
    """A prepared key works with an instance of its set on any backend."""
    key = instance.generate()
    for backend in instance.backends():
        other = instance.on(backend)
        if isinstance(other, pqpy.KEM):
            shared, ciphertext = other.encaps(key.public_key)
            assert other.decaps(key, ciphertext) == shared
        else:
            other.verify(key.public_key, b"m", other.sign(key, b"m"))
