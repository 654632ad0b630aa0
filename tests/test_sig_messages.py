"""What is signed: contexts, pre-hash, mu, messages of every size, attached messages."""

import hashlib

import pytest
from helpers import flipped, guarded, some_bits
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import InvalidSignature
from pqpy._prehash import PREHASHES
from pqpy._prehash import prehash as find_prehash


def test_empty_and_large_messages(scheme):
    """Messages of 0, 1, 1 MiB + 1 and 10 MB bytes sign and verify, one flipped bit is found."""
    public, secret = scheme.keygen(seed=bytes(32))
    for size in (0, 1, 2**20 + 1, 10_000_000):
        message = bytes(size)
        signature = scheme.sign(secret, message)
        scheme.verify(public, message, signature)
        assert not scheme.is_valid(public, message + b"\0", signature)
        if size:
            assert not scheme.is_valid(public, flipped(message, 8 * size - 1), signature)


@pytest.mark.parametrize("size", [0, 1, 254, 255])
def test_contexts(ml_dsa, size):
    """Contexts of up to 255 bytes work and are part of what is signed."""
    public, secret = ml_dsa.keygen(seed=bytes(32))
    context = bytes([7]) * size
    signature = ml_dsa.sign(secret, b"m", context=context)
    ml_dsa.verify(public, b"m", signature, context=context)
    for other in (context + b"\7", context[:-1] if size else b"\0", bytes(size) or b"\1"):
        if len(other) <= 255:
            assert not ml_dsa.is_valid(public, b"m", signature, context=other)
    # The boundary between context and message is part of it too.
    if size:
        assert not ml_dsa.is_valid(public, b"\7m", signature, context=context[1:])


def test_context_too_long(ml_dsa):
    """256 bytes of context are refused everywhere, in Python and in C."""
    public, secret = ml_dsa.keygen(seed=bytes(32))
    signature = ml_dsa.sign(secret, b"m")
    long = bytes(256)
    calls = [
        lambda: ml_dsa.sign(secret, b"m", context=long),
        lambda: ml_dsa.verify(public, b"m", signature, context=long),
        lambda: ml_dsa.is_valid(public, b"m", signature, context=long),
        lambda: ml_dsa.mu(public, context=long),
        lambda: ml_dsa.seal(secret, b"m", context=long),
        lambda: ml_dsa.open(public, signature + b"m", context=long),
        lambda: ml_dsa.sign_digest(secret, bytes(32), "SHA2-256", context=long),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="context must be at most 255 bytes, not 256"):
            call()
    lib, impl, null = ml_dsa._lib, ml_dsa._impl, ml_dsa._ffi.NULL
    _, out, check = guarded(ml_dsa._ffi, ml_dsa.signature_bytes)
    code = lib.pq_sig_sign(impl, out, secret, b"m", 1, long, 256, null, null)
    assert code == lib.PQ_BAD_CONTEXT
    assert not any(out[0 : ml_dsa.signature_bytes])
    check()
    assert (
        lib.pq_sig_verify(impl, public, b"m", 1, long, 256, null, signature) == lib.PQ_BAD_CONTEXT
    )


@pytest.mark.parametrize("name", ["Dilithium2", "Dilithium3", "Dilithium5"])
def test_dilithium_has_no_context_and_no_prehash(name):
    """Dilithium 3.1 knows neither: ValueError says so, C refuses too."""
    scheme = pqpy.SIGNATURES[name]
    public, secret = scheme.keygen(seed=bytes(32))
    signature = scheme.sign(secret, b"m", context=b"")
    for call in (
        lambda: scheme.sign(secret, b"m", context=b"c"),
        lambda: scheme.verify(public, b"m", signature, context=b"c"),
        lambda: scheme.mu(public, context=b"c"),
    ):
        with pytest.raises(ValueError, match=f"{name} has no context"):
            call()
    for call in (
        lambda: scheme.sign(secret, b"m", prehash="SHA2-256"),
        lambda: scheme.verify(public, b"m", signature, prehash="SHA2-256"),
        lambda: scheme.sign_digest(secret, bytes(32), "SHA2-256"),
    ):
        with pytest.raises(ValueError, match=f"{name} has no pre-hash"):
            call()
    lib, null = scheme._lib, scheme._ffi.NULL
    out = scheme._ffi.new("uint8_t[]", scheme.signature_bytes)
    code = lib.pq_sig_sign(scheme._impl, out, secret, b"m", 1, b"c", 1, null, null)
    assert code == lib.PQ_BAD_CONTEXT
    code = lib.pq_sig_sign(scheme._impl, out, secret, bytes(32), 32, b"", 0, bytes(11), null)
    assert code == lib.PQ_BAD_CONTEXT


@pytest.mark.parametrize("prehash", PREHASHES)
def test_prehash(ml_dsa, prehash):
    """HashML-DSA: message and digest give the same, and nothing else verifies it."""
    public, secret = ml_dsa.keygen(seed=bytes(32))
    key = ml_dsa.public_key(public)
    message = bytes(1000)
    signature = ml_dsa.sign(secret, message, prehash=prehash, context=b"c", deterministic=True)
    ml_dsa.verify(public, message, signature, prehash=prehash, context=b"c")
    digest = PREHASHES[prehash].digest(message)
    again = ml_dsa.sign_digest(secret, digest, prehash, context=b"c", deterministic=True)
    assert again == signature
    ml_dsa.verify_digest(public, digest, signature, prehash, context=b"c")
    key.verify_digest(digest, signature, prehash, context=b"c")
    assert not ml_dsa.is_valid(public, message, signature, context=b"c")
    assert not ml_dsa.is_valid(public, digest, signature, context=b"c")
    for other in PREHASHES:
        if other != prehash:
            assert not ml_dsa.is_valid(public, message, signature, prehash=other, context=b"c")
    with pytest.raises(ValueError, match="digest must be"):
        ml_dsa.sign_digest(secret, digest + b"\0", prehash)


def test_prehash_digests():
    """Each of the twelve hashes what its name says, with the OID of NIST's arc."""
    for name, p in PREHASHES.items():
        if name.startswith("SHAKE"):
            expected = getattr(hashlib, p.hashlib_name)(b"abc").digest(32 if "128" in name else 64)
        else:
            expected = hashlib.new(p.hashlib_name, b"abc").digest()
        assert p.digest(b"abc") == expected
        assert len(expected) == p.digest_bytes
        assert p.oid[:10].hex() == "06096086480165030402"
    assert sorted(p.oid[10] for p in PREHASHES.values()) == list(range(1, 13))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("sha256", "SHA2-256"),
        ("SHA-256", "SHA2-256"),
        ("SHA2_256", "SHA2-256"),
        ("sha512_224", "SHA2-512/224"),
        ("SHA-512/256", "SHA2-512/256"),
        ("sha3_384", "SHA3-384"),
        ("shake_128", "SHAKE-128"),
        ("SHAKE256", "SHAKE-256"),
    ],
)
def test_prehash_names(written, name):
    """hashlib's names work, and any case, hyphen, underscore and slash."""
    assert find_prehash(written).name == name


def test_unknown_prehash():
    """An unknown hash is a ValueError with the nearest name; no str is a TypeError."""
    _, secret = pqpy.ML_DSA_44.keygen(seed=bytes(32))
    with pytest.raises(ValueError, match="did you mean 'SHA2-256'"):
        pqpy.ML_DSA_44.sign(secret, b"m", prehash="sha265")
    with pytest.raises(ValueError, match="SHAKE-256"):
        pqpy.ML_DSA_44.sign(secret, b"m", prehash="md5")
    with pytest.raises(TypeError, match="prehash"):
        pqpy.ML_DSA_44.sign(secret, b"m", prehash=hashlib.sha256)


@given(pieces=st.lists(st.binary(max_size=400), max_size=6))
def test_mu_in_pieces(scheme, pieces):
    """mu does not depend on how the message is cut, and equals its definition."""
    public, secret = scheme.keygen(seed=bytes(32))
    context = b"" if scheme.standard != "FIPS 204" else b"context"
    mu, message = scheme.mu(public, context=context), b"".join(pieces)
    for piece in pieces:
        mu.update(piece)
    prefix = bytes([0, len(context)]) + context if scheme.standard == "FIPS 204" else b""
    tr = hashlib.shake_256(public).digest(scheme._impl.tr_bytes)
    assert mu.digest() == hashlib.shake_256(tr + prefix + message).digest(64)
    for key in (secret, scheme.public_key(public), scheme.secret_key(secret)):
        other = scheme.mu(key, context=context)
        other.update(bytearray(message))
        assert other.digest() == mu.digest()


def test_external_mu(scheme):
    """sign_mu and verify_mu are sign and verify of the message behind mu."""
    public, secret = scheme.keygen(seed=bytes(32))
    mu = scheme.mu(secret)
    mu.update(b"mess")
    fork = mu.copy()
    mu.update(b"age")
    assert mu.digest() == mu.digest()  # does not end it
    signature = scheme.sign_mu(secret, mu.digest(), deterministic=True)
    assert signature == scheme.sign(secret, b"message", deterministic=True)
    assert signature == scheme.secret_key(secret).sign_mu(mu.digest(), deterministic=True)
    scheme.verify_mu(public, mu.digest(), signature)
    scheme.public_key(public).verify_mu(mu.digest(), signature)
    scheme.verify(public, b"message", signature)
    fork.update(b"")
    with pytest.raises(InvalidSignature):
        scheme.verify_mu(public, fork.digest(), signature)
    with pytest.raises(ValueError, match="mu must be 64 bytes, not 63"):
        scheme.sign_mu(secret, bytes(63))


@given(message=st.binary(max_size=100))
def test_seal_and_open(scheme, message):
    """open gives back exactly what was sealed: signature and then the message."""
    public, secret = scheme.keygen(seed=bytes(32))
    sealed = scheme.seal(secret, message, deterministic=True)
    assert sealed == scheme.sign(secret, message, deterministic=True) + message
    assert scheme.open(public, sealed) == message
    assert scheme.public_key(public).open(bytearray(sealed)) == message
    assert scheme.secret_key(secret).seal(message, deterministic=True) == sealed


def test_open_refuses(scheme):
    """Anything shorter than a signature, and any change, is an InvalidSignature."""
    public, secret = scheme.keygen(seed=bytes(32))
    sealed = scheme.seal(secret, b"message")
    for size in (0, 1, scheme.signature_bytes - 1):
        with pytest.raises(InvalidSignature):
            scheme.open(public, sealed[:size])
    for changed in (sealed[:-1], sealed + b"\0", sealed[: scheme.signature_bytes]):
        with pytest.raises(InvalidSignature):
            scheme.open(public, changed)
    for bit in some_bits(len(sealed)):
        with pytest.raises(InvalidSignature):
            scheme.open(public, flipped(sealed, bit))
    assert scheme.open(public, sealed) == b"message"


def test_seal_and_open_with_options(ml_dsa):
    """Attached messages take a context and a pre-hash like any other."""
    public, secret = ml_dsa.keygen(seed=bytes(32))
    for options in (
        {"context": b"c"},
        {"prehash": "SHA3-256"},
        {"context": b"c", "prehash": "sha512"},
    ):
        sealed = ml_dsa.seal(secret, b"message", **options)
        assert ml_dsa.open(public, sealed, **options) == b"message"
        with pytest.raises(InvalidSignature):
            ml_dsa.open(public, sealed)


@pytest.mark.parametrize("size", [0, 1, 2, 33, 5000])
def test_open_writes_only_the_message(scheme, size):
    """The quirk of the NIST API is gone: C's open writes the message and not a byte more."""
    ffi, lib, impl = scheme._ffi, scheme._lib, scheme._impl
    public, secret = scheme.keygen(seed=bytes(32))
    message, whole = bytes(range(256)) * 20, scheme.signature_bytes + size
    message = message[:size]
    _, sealed, check_sealed = guarded(ffi, whole)
    assert lib.pq_sig_seal(impl, sealed, secret, message, size, b"", 0, ffi.NULL) == 0
    check_sealed()
    signed = bytes(sealed[0:whole])
    assert signed[scheme.signature_bytes :] == message
    scheme.verify(public, message, signed[: scheme.signature_bytes])

    _, out, check = guarded(ffi, size)
    assert lib.pq_sig_open(impl, out, public, signed, whole, b"", 0) == 0
    assert bytes(out[0:size]) == message
    check()
    assert (
        lib.pq_sig_open(impl, out, public, flipped(signed, 5), whole, b"", 0)
        == lib.PQ_BAD_SIGNATURE
    )
    assert not any(out[0:size])
    check()
    _, out, check = guarded(ffi, 0)
    for short in (0, 1, scheme.signature_bytes - 1):
        assert lib.pq_sig_open(impl, out, public, signed, short, b"", 0) == lib.PQ_BAD_SIGNATURE
        check()
