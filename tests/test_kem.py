"""KEMs: round trips, tampering, the checks of FIPS 203, on every backend."""

import hashlib

import pytest
from helpers import flipped, guarded, some_bits, tells_public
from hypothesis import given
from hypothesis import strategies as st
from round5_model import MODELS, tuple_hash

import pqpy
from pqpy import InvalidKey

# Cut to what a parameter set takes.
SEED = st.binary(min_size=96, max_size=96)
COINS = st.binary(min_size=64, max_size=64)


def seeded(kem, seed=bytes(96)):
    """The key pair of a seed."""
    return kem.keygen(seed=seed[: kem.seed_bytes])


def encapsulated(kem, public_key, coins=bytes(64)):
    """The encapsulation of some coins."""
    return kem.encaps(public_key, seed=coins[: kem.encaps_seed_bytes])


def test_sizes(kem):
    """What comes out has the announced sizes, and both sides get the same secret."""
    public, secret = kem.keygen()
    shared, ciphertext = kem.encaps(public)
    assert kem.decaps(secret, ciphertext) == shared
    sizes = [kem.public_key_bytes, kem.secret_key_bytes, kem.ciphertext_bytes]
    assert [len(public), len(secret), len(ciphertext)] == sizes
    assert len(shared) == kem.shared_secret_bytes


def test_fresh_randomness(kem):
    """Without a seed no two results are alike, and all bytes are used."""
    keys = {kem.keygen() for _ in range(20)}
    assert len({k.public_key for k in keys}) == len({k.secret_key for k in keys}) == 20
    public = keys.pop().public_key
    results = {kem.encaps(public) for _ in range(20)}
    assert len({r.ciphertext for r in results}) == len({r.shared_secret for r in results}) == 20
    assert any(r.shared_secret[-1] for r in results)


@given(seed=SEED, coins=COINS)
def test_round_trip(kem, seed, coins):
    """Decapsulation gives the encapsulated secret; seeds determine everything."""
    public, secret = seeded(kem, seed)
    assert (public, secret) == seeded(kem, seed)
    shared, ciphertext = encapsulated(kem, public, coins)
    assert (shared, ciphertext) == encapsulated(kem, public, coins)
    assert kem.decaps(secret, ciphertext) == shared


@pytest.mark.parametrize("name", pqpy.KEMS)
@given(seed=SEED, coins=COINS, bit=st.integers(0, 8 * 15000))
def test_backends_agree(name, seed, coins, bit):
    """Every backend gives the same bytes, of forged ciphertexts too."""
    kems = [pqpy.KEMS[name].on(b) for b in pqpy.KEMS[name].backends()]
    [pair] = {seeded(kem, seed) for kem in kems}
    [result] = {encapsulated(kem, pair.public_key, coins) for kem in kems}
    forged = flipped(result.ciphertext, bit % (8 * len(result.ciphertext)))
    assert len({kem.decaps(pair.secret_key, result.ciphertext) for kem in kems}) == 1
    assert len({kem.decaps(pair.secret_key, forged) for kem in kems}) == 1


def rejection_secret(kem, secret_key, ciphertext):
    """The secret of a forged ciphertext by the standard: J(z || c), Kyber KDF(z || H(c)), Round5
    H(y || c); its CPA sets reject nothing.
    """
    if not tells_public(kem):
        return MODELS[kem.name].decaps(secret_key, ciphertext)
    if kem.name in MODELS:
        k = kem.shared_secret_bytes
        return tuple_hash(k, k, b"HCCAKEM", secret_key[k : 2 * k], ciphertext)
    z = secret_key[-32:]
    rest = ciphertext if kem.standard == "FIPS 203" else hashlib.sha3_256(ciphertext).digest()
    return hashlib.shake_256(z + rest).digest(32)


def test_flipped_ciphertext(kem):
    """Any flipped bit in the ciphertext gives the rejection secret of the standard, no error."""
    public, secret = seeded(kem)
    shared, ciphertext = encapsulated(kem, public)
    prepared = kem.secret_key(secret)
    bits = some_bits(kem.ciphertext_bytes, 20 if kem.name in MODELS else 200)
    for bit in {*bits, *range(8 * kem.ciphertext_bytes - 8, 8 * kem.ciphertext_bytes)}:
        forged = flipped(ciphertext, bit)
        expected = rejection_secret(kem, secret, forged)
        assert kem.decaps(secret, forged) == expected != shared
        assert prepared.decaps(forged) == expected
    assert kem.decaps(secret, ciphertext) == shared  # a good one after bad ones


def test_flipped_public_key(kem):
    """A flipped bit in the public key: refused, or the owner gets another secret."""
    public, secret = seeded(kem)
    refused = 0
    # CPA sets of Round5 do not hash the key: only sigma, which comes first, changes everything.
    size = kem.public_key_bytes if tells_public(kem) else kem.shared_secret_bytes
    for bit in some_bits(size, 100):
        try:
            shared, ciphertext = kem.encaps(flipped(public, bit))
        except InvalidKey:
            assert kem.standard == "FIPS 203"
            refused += 1
            continue
        assert kem.decaps(secret, ciphertext) != shared
    assert refused or kem.standard != "FIPS 203"


def test_flipped_secret_key(kyber):
    """A flipped bit in the secret key: refused where FIPS 203 checks, else another secret."""
    kem = kyber
    public, secret = kem.keygen(seed=bytes(64))
    shared, ciphertext = kem.encaps(public)
    dk_pke, end = kem.secret_key_bytes - kem.public_key_bytes - 64, kem.secret_key_bytes - 32
    for bit in some_bits(kem.secret_key_bytes, 200):
        damaged = flipped(secret, bit)
        if kem.standard == "FIPS 203" and dk_pke <= bit // 8 < end:
            with pytest.raises(InvalidKey, match="secret_key"):
                kem.decaps(damaged, ciphertext)
            with pytest.raises(InvalidKey, match="secret_key"):
                kem.secret_key(damaged)
        elif bit // 8 < dk_pke:
            assert kem.decaps(damaged, ciphertext) != shared
        elif bit // 8 >= end:
            assert kem.decaps(damaged, ciphertext) == shared  # z matters to forged ones only
            forged = flipped(ciphertext, bit % 1000)
            assert kem.decaps(damaged, forged) == rejection_secret(kem, damaged, forged)


def with_field(key, position, value):
    """*key* with one of its 12-bit fields replaced."""
    i = position // 2 * 3
    fields = int.from_bytes(key[i : i + 3], "little")
    shift = 12 * (position % 2)
    fields = fields & ~(4095 << shift) | value << shift
    return key[:i] + fields.to_bytes(3, "little") + key[i + 3 :]


def test_modulus_check(ml_kem):
    """Every value q..4095 at every position of an encapsulation key is refused (7.2)."""
    public, _ = ml_kem.keygen(seed=bytes(64))
    ffi, lib, impl = ml_kem._ffi, ml_kem._lib, ml_kem._impl
    ctx = ffi.new("uint8_t[]", impl.public_ctx_bytes + 64)
    ctx = ffi.gc(ctx + -int(ffi.cast("uintptr_t", ctx)) % 64, lambda p, keep=ctx: None)
    for position in range((ml_kem.public_key_bytes - 32) * 2 // 3):
        for value in range(3329, 4096):
            bad = with_field(public, position, value)
            assert lib.pq_kem_load_public(impl, ctx, bad) == lib.PQ_BAD_PUBLIC_KEY
        for use in (ml_kem.encaps, ml_kem.public_key):
            with pytest.raises(InvalidKey, match="public_key"):
                use(bad)
    assert ml_kem.encaps(with_field(public, 0, 3328))


def test_kyber_takes_any_field():
    """Kyber 3.02 has no modulus check: fields are taken mod q, the hash is over the bytes."""
    kem = pqpy.Kyber512
    public, _ = kem.keygen(seed=bytes(64))
    small = with_field(public, 7, 5)
    large = with_field(public, 7, 5 + 3329)
    assert small != large
    assert len(kem.encaps(large, seed=bytes(32)).ciphertext) == kem.ciphertext_bytes


def test_refusal_writes_nothing(ml_kem):
    """After an invalid key C leaves zeros in every output, and nothing around it."""
    ffi, lib, impl = ml_kem._ffi, ml_kem._lib, ml_kem._impl
    bad = b"\xff" * ml_kem.public_key_bytes
    outputs = [guarded(ffi, size) for size in (ml_kem.ciphertext_bytes, 32)]
    (_, ct, _), (_, ss, _) = outputs
    assert lib.pq_kem_encaps(impl, ct, ss, bad, bytes(32)) == lib.PQ_BAD_PUBLIC_KEY
    assert not any(ct[0 : ml_kem.ciphertext_bytes])
    assert not any(ss[0:32])
    code = lib.pq_kem_decaps(
        impl, ss, bytes(ml_kem.ciphertext_bytes), bytes(ml_kem.secret_key_bytes)
    )
    assert code == lib.PQ_BAD_SECRET_KEY
    assert not any(ss[0:32])
    for _, _, check in outputs:
        check()


def test_kyber_is_not_ml_kem():
    """The round-3 scheme and the standard do not work together."""
    for size in (512, 768, 1024):
        kyber, ml_kem = pqpy.KEMS[f"Kyber{size}"], pqpy.KEMS[f"ML-KEM-{size}"]
        public, secret = kyber.keygen(seed=bytes(64))
        assert (public, secret) != ml_kem.keygen(seed=bytes(64))
        shared, ciphertext = kyber.encaps(public)
        assert ml_kem.decaps(secret, ciphertext) != shared
