"""Signatures: round trips, tampering, damaged keys, hint decoding, on every backend."""

from itertools import pairwise

import pytest
from helpers import flipped, guarded, some_bits
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import InvalidKey, InvalidSignature

SEED32 = st.binary(min_size=32, max_size=32)

# By level: k and omega.  A signature is c~, l polynomials z, and omega + k bytes of hints.
HINTS = {2: (4, 80), 3: (6, 55), 5: (8, 75)}


def hint_layout(scheme):
    """(k, omega, offset of the hints) of a signature."""
    k, omega = HINTS[scheme.nist_level]
    return k, omega, scheme.signature_bytes - omega - k


def test_sizes(scheme):
    """What comes out has the announced sizes, and the signature verifies."""
    public, secret = scheme.keygen()
    signature = scheme.sign(secret, b"message")
    sizes = [scheme.public_key_bytes, scheme.secret_key_bytes, scheme.signature_bytes]
    assert [len(public), len(secret), len(signature)] == sizes
    assert scheme.verify(public, b"message", signature) is None
    assert scheme.is_valid(public, b"message", signature) is True


@given(seed=SEED32, message=st.binary(max_size=300), coins=st.binary(min_size=64, max_size=64))
def test_round_trip(scheme, seed, message, coins):
    """Every signature verifies; seeds determine everything; another message does not."""
    public, secret = scheme.keygen(seed=seed)
    rnd = coins[: scheme.sign_seed_bytes]
    for options in ({"deterministic": True}, {"seed": rnd}):
        signature = scheme.sign(secret, message, **options)
        assert signature == scheme.sign(secret, message, **options)
        scheme.verify(public, message, signature)
        assert not scheme.is_valid(public, message + b"\0", signature)
        assert not scheme.is_valid(public, message[:-1] if message else b"x", signature)


def test_default_mode(scheme):
    """ML-DSA is hedged unless asked, Dilithium deterministic; each can be had as the other."""
    _, secret = scheme.keygen(seed=bytes(32))
    default = {scheme.sign(secret, b"m") for _ in range(3)}
    assert len(default) == (3 if scheme.standard == "FIPS 204" else 1)
    assert len({scheme.sign(secret, b"m", deterministic=True) for _ in range(3)}) == 1
    assert len({scheme.sign(secret, b"m", deterministic=False) for _ in range(3)}) == 3


@pytest.mark.parametrize("name", pqpy.SIGNATURES)
@given(seed=SEED32, message=st.binary(max_size=300), bit=st.integers(0, 8 * 2420 - 1))
def test_backends_agree(name, seed, message, bit):
    """Every backend gives the same bytes, and the same verdict on forgeries."""
    schemes = [pqpy.SIGNATURES[name].on(b) for b in pqpy.SIGNATURES[name].backends()]
    [pair] = {s.keygen(seed=seed) for s in schemes}
    [signature] = {s.sign(pair.secret_key, message, deterministic=True) for s in schemes}
    assert all(s.is_valid(pair.public_key, message, signature) for s in schemes)
    forged = flipped(signature, bit)
    assert not any(s.is_valid(pair.public_key, message, forged) for s in schemes)


def test_any_flipped_bit(scheme):
    """A flipped bit in signature, message or public key is found, and good ones pass after it."""
    public, secret = scheme.keygen(seed=bytes(32))
    message = bytes(range(100))
    signature = scheme.sign(secret, message)
    prepared = scheme.public_key(public)
    hints = 8 * (scheme.signature_bytes - 90)
    for bit in {
        *some_bits(scheme.signature_bytes, 200),
        *range(hints, 8 * scheme.signature_bytes, 7),
    }:
        with pytest.raises(InvalidSignature):
            scheme.verify(public, message, flipped(signature, bit))
        assert not prepared.is_valid(message, flipped(signature, bit))
    for bit in some_bits(len(message)):
        assert not scheme.is_valid(public, flipped(message, bit), signature)
    for bit in some_bits(scheme.public_key_bytes):
        assert not scheme.is_valid(flipped(public, bit), message, signature)
    scheme.verify(public, message, signature)
    prepared.verify(message, signature)


def test_damaged_secret_key(scheme):
    """Preparing a secret key finds any flipped bit, but those of K."""
    public, secret = scheme.keygen(seed=bytes(32))
    k_bytes = range(32, 64)  # K only seeds the mask: not checkable, any value signs
    for bit in some_bits(scheme.secret_key_bytes, 100):
        damaged = flipped(secret, bit)
        if bit // 8 in k_bytes:
            scheme.verify(public, b"m", scheme.sign(damaged, b"m"))
            continue
        with pytest.raises(InvalidKey, match="secret_key"):
            scheme.secret_key(damaged)


def test_ranges_of_the_secret(scheme):
    """Fields of s1 and s2 beyond 2 eta are refused when signing, at every position."""
    _, secret = scheme.keygen(seed=bytes(32))
    eta = 4 if scheme.nist_level == 3 else 2
    width = 4 if eta == 4 else 3
    k, l = {2: (4, 4), 3: (6, 5), 5: (8, 7)}[scheme.nist_level]  # noqa: E741
    start = 8 * (64 + scheme._impl.tr_bytes)
    number = int.from_bytes(secret, "little")
    for position in {0, 1, 255, 256, 256 * l - 1, 256 * l, 256 * (k + l) - 1}:
        at = start + width * position
        for value in range(2 * eta + 1, 2**width):
            bad = number & ~((2**width - 1) << at) | value << at
            with pytest.raises(InvalidKey, match="secret_key"):
                scheme.sign(bad.to_bytes(len(secret), "little"), b"m")


def with_hints(scheme, signature, polynomials):
    """*signature* with other hints: lists of indices, encoded as HintBitPack does, unchecked."""
    k, omega, start = hint_layout(scheme)
    indices = [i for p in polynomials for i in p]
    ends, end = [], 0
    for p in polynomials:
        end += len(p)
        ends.append(end)
    return signature[:start] + bytes(indices).ljust(omega, b"\0") + bytes(ends[:k])


def test_hint_decoding_is_strict(scheme):
    """Repeated, unsorted, surplus and miscounted hint indices are all invalid."""
    public, secret = scheme.keygen(seed=bytes(32))
    k, omega, start = hint_layout(scheme)
    for number in range(100):
        message = bytes([number])
        signature = scheme.sign(secret, message, deterministic=True)
        ends = [0, *signature[-k:]]
        hints = [list(signature[start + a : start + b]) for a, b in pairwise(ends)]
        if ends[-1] < omega and len(hints[0]) >= 2:
            break
    assert with_hints(scheme, signature, hints) == signature
    scheme.verify(public, message, signature)
    first, *rest = hints
    repeated = [[first[0], *first], *rest]
    unsorted = [[first[1], first[0], *first[2:]], *rest]
    for bad in (repeated, unsorted, [first[::-1], *rest]):
        assert not scheme.is_valid(public, message, with_hints(scheme, signature, bad))
    used = start + ends[-1]
    padding = signature[:used] + b"\1" + signature[used + 1 :]
    decreasing = signature[:-k] + bytes([ends[2] + 1, *signature[-k + 1 :]])
    too_many = signature[:-1] + bytes([omega + 1])
    beyond = signature[:-k] + b"\xff" * k
    for bad in (padding, decreasing, too_many, beyond):
        assert not scheme.is_valid(public, message, bad)


def test_ml_dsa_is_not_dilithium():
    """The round-3 scheme and the standard do not verify each other's signatures."""
    for old, new in (("Dilithium2", "ML-DSA-44"), ("Dilithium5", "ML-DSA-87")):
        dilithium, ml_dsa = pqpy.SIGNATURES[old], pqpy.SIGNATURES[new]
        public, secret = dilithium.keygen(seed=bytes(32))
        assert public != ml_dsa.keygen(seed=bytes(32)).public_key
        signature = dilithium.sign(secret, b"m").ljust(ml_dsa.signature_bytes, b"\0")
        assert not ml_dsa.is_valid(public, b"m", signature)


def test_refusal_writes_nothing(scheme):
    """After a malformed secret key C leaves zeros in every output, and nothing around it."""
    ffi, lib, impl = scheme._ffi, scheme._lib, scheme._impl
    _, secret = scheme.keygen(seed=bytes(32))
    start = 64 + impl.tr_bytes
    bad = secret[:start] + b"\xff" + secret[start + 1 :]
    _, out, check = guarded(ffi, scheme.signature_bytes)
    code = lib.pq_sig_sign(impl, out, bad, b"m", 1, b"", 0, ffi.NULL, ffi.NULL)
    assert code == lib.PQ_BAD_SECRET_KEY
    assert not any(out[0 : scheme.signature_bytes])
    check()
    assert lib.pq_sig_sign_mu(impl, out, bad, bytes(64), ffi.NULL) == lib.PQ_BAD_SECRET_KEY
    assert not any(out[0 : scheme.signature_bytes])
    check()
    ctx = scheme.generate()._ctx
    assert lib.pq_sig_load_secret(impl, ctx, bad) == lib.PQ_BAD_SECRET_KEY
    assert not any(ffi.buffer(ctx, impl.secret_ctx_bytes)[:])
