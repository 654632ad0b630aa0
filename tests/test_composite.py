"""Composite signatures: vectors of the draft, an independent composition, hostile input."""

import copy
import hashlib
import os
import pickle
from base64 import b64decode

import pytest
from helpers import flipped, some_bits
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import InvalidSignature

pytest.importorskip("cryptography", reason="pqpy.hybrid needs cryptography")

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pqpy import _figures_hybrid as figures
from pqpy.hybrid import Composite, MLDSA44_Ed25519, MLDSA65_Ed25519

COMPOSITES = (MLDSA44_Ed25519, MLDSA65_Ed25519)
LABELS = {
    "MLDSA44-Ed25519": b"COMPSIG-MLDSA44-Ed25519-SHA512",
    "MLDSA65-Ed25519": b"COMPSIG-MLDSA65-Ed25519-SHA512",
}
ML_DSA = {"MLDSA44-Ed25519": pqpy.ML_DSA_44, "MLDSA65-Ed25519": pqpy.ML_DSA_65}


@pytest.fixture(params=[x.on(b) for x in COMPOSITES for b in x.backends()], ids=repr)
def composite(request):
    """Every composite on every backend of this machine."""
    return request.param


def representative(name, message, context):
    """What both halves sign, as the draft has it."""
    head = b"CompositeAlgorithmSignatures2025" + LABELS[name] + bytes([len(context)]) + context
    return head + hashlib.sha512(message).digest()


def test_vectors(composite):
    """The keys of the draft's vectors come out, and its signatures hold."""
    figure = figures.COMPOSITE[composite.name]
    public, secret = composite.keygen(seed=b64decode(figure["secret_key"]))
    assert secret == b64decode(figure["secret_key"])
    assert hashlib.sha256(public).hexdigest() == figure["public_key"]
    message, context = figures.COMPOSITE_MESSAGE, figures.COMPOSITE_CONTEXT
    plain, bound = b64decode(figure["signature"]), b64decode(figure["signature_with_context"])
    composite.verify(public, message, plain)
    composite.verify(public, message, bound, context=context)
    assert not composite.is_valid(public, message, plain, context=context)
    assert not composite.is_valid(public, message, bound)


@given(
    seed=st.binary(min_size=64, max_size=64),
    message=st.binary(max_size=300),
    context=st.binary(max_size=255),
    rnd=st.binary(min_size=32, max_size=32),
)
def test_against_parts(composite, seed, message, context, rnd):
    """Keys and signatures are those of the two halves, put together by hand."""
    ml_dsa, label = ML_DSA[composite.name], LABELS[composite.name]
    public, secret = ml_dsa.keygen(seed=seed[:32])
    ed = Ed25519PrivateKey.from_private_bytes(seed[32:])
    assert composite.keygen(seed=seed) == (public + ed.public_key().public_bytes_raw(), seed)
    signed = representative(composite.name, message, context)
    signature = ml_dsa.sign(secret, signed, context=label, seed=rnd) + ed.sign(signed)
    assert composite.sign(seed, message, context=context, seed=rnd) == signature
    composite.verify(composite.keygen(seed=seed)[0], message, signature, context=context)


def test_against_cryptography(composite):
    """The halves of cryptography accept ours, and we accept theirs."""
    mldsa = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.mldsa", reason="needs cryptography 50"
    )
    key, label = composite.generate(), LABELS[composite.name]
    kind = getattr(mldsa, f"{composite.name.partition('-')[0]}PrivateKey")
    theirs = kind.from_seed_bytes(key.seed[:32])
    ed = Ed25519PrivateKey.from_private_bytes(key.seed[32:])
    signed = representative(composite.name, b"message", b"context")
    signature = key.sign(b"message", context=b"context")
    theirs.public_key().verify(signature[:-64], signed, label)
    ed.public_key().verify(signature[-64:], signed)
    made = theirs.sign(signed, label) + ed.sign(signed)
    key.public_key.verify(b"message", made, context=b"context")


def test_attributes(composite):
    """Sizes are those of e4-hybrid.md, 2; get finds it; the lists do not show it."""
    sizes = {"MLDSA44-Ed25519": (2, 1344, 2484), "MLDSA65-Ed25519": (3, 1984, 3373)}
    found = composite.nist_level, composite.public_key_bytes, composite.signature_bytes
    assert found == sizes[composite.name]
    assert composite.secret_key_bytes == composite.seed_bytes == 64
    assert composite.sign_seed_bytes == 32
    assert composite.status == "draft"
    assert composite.standard == "draft-ietf-lamps-pq-composite-sigs"
    assert composite.label == LABELS[composite.name]
    assert isinstance(composite, pqpy.Signature)
    assert isinstance(composite, Composite)
    assert composite.ml_dsa.on(composite.backend).name == ML_DSA[composite.name].name
    assert composite.name not in pqpy.SIGNATURES
    found = pqpy.get(composite.name.lower().replace("-", "_"))
    assert found in COMPOSITES
    assert found.on(composite.backend) == composite == pickle.loads(pickle.dumps(composite))


def test_both_halves_must_hold(composite):
    """A bit of either half, a half of another key or message, a stripped half: all refused."""
    key, other = composite.generate(), composite.generate()
    public, signature = key.public_key, key.sign(b"message")
    theirs, elsewhere = other.sign(b"message"), key.sign(b"another")
    public.verify(b"message", signature)
    n = len(signature) - 64
    ed_bits = [8 * n + bit for bit in some_bits(64, 10)]
    forged = [flipped(signature, bit) for bit in some_bits(n, 20) + ed_bits]
    for mixed in (theirs, elsewhere):
        forged += [signature[:n] + mixed[n:], mixed[:n] + signature[n:]]
    forged += [signature[:n], signature[n:], signature[:n] + bytes(64), bytes(n) + signature[n:]]
    forged += [b"", signature + b"\0", signature[:-1]]
    for bad in forged:
        assert not public.is_valid(b"message", bad)
        with pytest.raises(InvalidSignature):
            public.verify(b"message", bad)
    assert not public.is_valid(b"massage", signature)
    assert not public.is_valid(b"message", signature, context=b"c")
    assert not other.public_key.is_valid(b"message", signature)
    assert key.public_key.is_valid(b"message", signature)


def test_halves_outside(composite):
    """A half holds neither for the message nor without the composite's own context."""
    key = composite.generate()
    signature, public = key.sign(b"message"), bytes(key.public_key)
    ml_dsa = ML_DSA[composite.name]
    assert not ml_dsa.is_valid(public[:-32], b"message", signature[:-64])
    signed = representative(composite.name, b"message", b"")
    assert not ml_dsa.is_valid(public[:-32], signed, signature[:-64])
    assert ml_dsa.is_valid(public[:-32], signed, signature[:-64], context=composite.label)


def test_bad_ed25519_key():
    """A public key whose curve point is none verifies nothing, and does no harm."""
    key = MLDSA44_Ed25519.generate()
    signature = key.sign(b"message")
    for point in (b"\xff" * 32, bytes(32), (2).to_bytes(32, "little")):
        public = bytes(key.public_key)[:-32] + point
        assert not MLDSA44_Ed25519.is_valid(public, b"message", signature)


def test_deterministic(composite):
    """Randomized unless asked otherwise; the seed is ML-DSA's rnd."""
    key = composite.generate()
    assert len({key.sign(b"m") for _ in range(3)}) == 3
    same = {key.sign(b"m", deterministic=True) for _ in range(3)}
    assert same == {key.sign(b"m", seed=bytes(32))}
    with pytest.raises(ValueError, match="deterministic=True"):
        key.sign(b"m", deterministic=True, seed=bytes(32))


def test_attached(composite):
    """Seal, open and the forms that write into memory."""
    key = composite.generate()
    sealed = key.seal(b"message", context=b"c")
    assert key.public_key.open(sealed, context=b"c") == b"message"
    with pytest.raises(InvalidSignature):
        key.public_key.open(sealed)
    place = bytearray(7)
    key.public_key.open_into(sealed, message=place, context=b"c")
    assert place == b"message"
    signature = bytearray(composite.signature_bytes)
    key.sign_into(b"message", signature=signature, deterministic=True)
    assert signature == key.sign(b"message", deterministic=True)
    key.public_key.verify(memoryview(b"message"), signature)


def test_no_meaning(composite):
    """What the draft has no meaning for is a ValueError that says why."""
    key = composite.generate()
    public, signature = key.public_key, key.sign(b"m")
    for call in (
        lambda: key.sign(b"m", prehash="SHA2-512"),
        lambda: public.verify(b"m", signature, prehash="SHA2-512"),
        lambda: public.is_valid(b"m", signature, prehash="SHA2-512"),
        lambda: key.sign_digest(bytes(64), "SHA2-512"),
        lambda: public.verify_digest(bytes(64), signature, "SHA2-512"),
        lambda: key.mu(),
        lambda: public.mu(),
        lambda: key.sign_mu(bytes(64)),
        lambda: public.verify_mu(bytes(64), signature),
    ):
        with pytest.raises(ValueError, match=r"its halves sign the message's SHA-512"):
            call()


def test_prepared(composite):
    """Prepared keys: bytes, seed, equality, wipe; no copies of secrets."""
    with composite.generate() as key:
        seed, public = key.seed, key.public_key
        assert (len(seed), bytes(key)) == (64, seed)
        assert key == composite.secret_key(seed) != composite.generate()
        assert public == composite.public_key(bytes(public))
        assert isinstance(key, pqpy.SignatureSecretKey)
        assert isinstance(public, pqpy.SignaturePublicKey)
        for secret in (pickle.dumps, copy.copy, copy.deepcopy, hash):
            with pytest.raises(TypeError):
                secret(key)
    with pytest.raises(ValueError, match="was wiped"):
        key.sign(b"m")


def test_lengths_and_types(composite):
    """Lengths off by one and wrong types are refused, saying what is expected."""
    public, secret = composite.keygen()
    signature = composite.sign(secret, b"m")
    calls = {
        "public_key": (lambda x: composite.verify(x, b"m", signature), public),
        "secret_key": (lambda x: composite.sign(x, b"m"), secret),
        "seed": (lambda x: composite.sign(secret, b"m", seed=x), bytes(32)),
    }
    for name, (call, good) in calls.items():
        call(bytearray(good))
        for bad in (good[:-1], good + b"\0", b""):
            with pytest.raises(ValueError, match=f"{name} must be {len(good)} bytes"):
                call(bad)
        for bad in ("text", 5, [1]):
            with pytest.raises(TypeError, match=f"{name} must be bytes-like"):
                call(bad)
    for bad in ("text", 5, [1], None):
        with pytest.raises(TypeError, match="message must be bytes-like"):
            composite.sign(secret, bad)
        with pytest.raises(TypeError, match="signature must be bytes-like"):
            composite.verify(public, b"m", bad)
    with pytest.raises(ValueError, match="context must be at most 255 bytes, not 256"):
        composite.sign(secret, b"m", context=bytes(256))
    with pytest.raises(ValueError, match="must be an MLDSA44-Ed25519 secret key, not an ML-DSA-44"):
        MLDSA44_Ed25519.sign(pqpy.ML_DSA_44.generate(), b"m")


def test_batch(composite):
    """Batches give what the single calls give."""
    pytest.importorskip("numpy", reason="numpy is not installed")
    public, secret = composite.keygen_batch(3)
    messages = [b"", b"one", b"x" * 1000]
    seeds = [os.urandom(32) for _ in messages]
    signatures = composite.sign_batch(secret, messages, context=b"c", seeds=seeds, threads=2)
    assert [s.tobytes() for s in signatures] == [
        composite.sign(k.tobytes(), m, context=b"c", seed=s)
        for k, m, s in zip(secret, messages, seeds, strict=True)
    ]
    assert composite.verify_batch(public, messages, signatures, context=b"c").all()
    given = [*(s.tobytes() for s in signatures[:2]), b"short"]
    fits = composite.verify_batch(public, messages, given, context=b"c", threads=2)
    assert fits.tolist() == [True, True, False]
    key = composite.generate()
    signatures = composite.sign_batch(key, messages)
    signatures[1, -1] ^= 1
    fits = composite.verify_batch(key.public_key, messages, signatures)
    assert fits.tolist() == [True, False, True]
    with pytest.raises(ValueError, match="messages must be 3 items, not 2"):
        composite.verify_batch(public, messages[:2], signatures)
