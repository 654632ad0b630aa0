"""KEMs: round trips, tampering, the checks of FIPS 203, on every backend."""

import hashlib

import pytest
from helpers import flipped, guarded, some_bits
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import InvalidKey

SEED64 = st.binary(min_size=64, max_size=64)
SEED32 = st.binary(min_size=32, max_size=32)


def test_sizes(kem):
    """What comes out has the announced sizes, and both sides get the same secret."""
    public, secret = kem.keygen()
    shared, ciphertext = kem.encaps(public)
    assert kem.decaps(secret, ciphertext) == shared
    sizes = [kem.public_key_bytes, kem.secret_key_bytes, kem.ciphertext_bytes]
    assert [len(public), len(secret), len(ciphertext)] == sizes
    assert len(shared) == kem.shared_secret_bytes == 32


def test_fresh_randomness(kem):
    """Without a seed no two results are alike, and all bytes are used."""
    keys = {kem.keygen() for _ in range(20)}
    assert len({k.public_key for k in keys}) == len({k.secret_key for k in keys}) == 20
    public = keys.pop().public_key
    results = {kem.encaps(public) for _ in range(20)}
    assert len({r.ciphertext for r in results}) == len({r.shared_secret for r in results}) == 20
    assert any(r.shared_secret[-1] for r in results)


@given(seed=SEED64, coins=SEED32)
def test_round_trip(kem, seed, coins):
    """Decapsulation gives the encapsulated secret; seeds determine everything."""
    public, secret = kem.keygen(seed=seed)
    assert (public, secret) == kem.keygen(seed=seed)
    shared, ciphertext = kem.encaps(public, seed=coins)
    assert (shared, ciphertext) == kem.encaps(public, seed=coins)
    assert kem.decaps(secret, ciphertext) == shared


@pytest.mark.parametrize("name", pqpy.KEMS)
@given(seed=SEED64, coins=SEED32, bit=st.integers(0, 8 * 768 - 1))
def test_backends_agree(name, seed, coins, bit):
    """Every backend gives the same bytes, of forged ciphertexts too."""
    kems = [pqpy.KEMS[name].on(b) for b in pqpy.KEMS[name].backends()]
    [pair] = {kem.keygen(seed=seed) for kem in kems}
    [result] = {kem.encaps(pair.public_key, seed=coins) for kem in kems}
    forged = flipped(result.ciphertext, bit)
    assert len({kem.decaps(pair.secret_key, result.ciphertext) for kem in kems}) == 1
    assert len({kem.decaps(pair.secret_key, forged) for kem in kems}) == 1


def rejection_secret(kem, secret_key, ciphertext):
    """The secret of a rejected ciphertext by the standard: J(z || c), Kyber KDF(z || H(c))."""
    z = secret_key[-32:]
    rest = ciphertext if kem.standard == "FIPS 203" else hashlib.sha3_256(ciphertext).digest()
    return hashlib.shake_256(z + rest).digest(32)


def test_flipped_ciphertext(kem):
    """Any flipped bit in the ciphertext gives the rejection secret of the standard, no error."""
    public, secret = kem.keygen(seed=bytes(64))
    shared, ciphertext = kem.encaps(public, seed=bytes(32))
    prepared = kem.secret_key(secret)
    for bit in some_bits(kem.ciphertext_bytes, 200):
        forged = flipped(ciphertext, bit)
        expected = rejection_secret(kem, secret, forged)
        assert kem.decaps(secret, forged) == expected != shared
        assert prepared.decaps(forged) == expected
    assert kem.decaps(secret, ciphertext) == shared  # a good one after bad ones


def test_flipped_public_key(kem):
    """A flipped bit in the public key: refused, or the owner gets another secret."""
    public, secret = kem.keygen(seed=bytes(64))
    refused = 0
    for bit in some_bits(kem.public_key_bytes, 100):
        try:
            shared, ciphertext = kem.encaps(flipped(public, bit))
        except InvalidKey:
            assert kem.standard == "FIPS 203"
            refused += 1
            continue
        assert kem.decaps(secret, ciphertext) != shared
    assert refused or kem.standard != "FIPS 203"


def test_flipped_secret_key(kem):
    """A flipped bit in the secret key: refused where FIPS 203 checks, else another secret."""
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
