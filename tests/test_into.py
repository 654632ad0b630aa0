"""Results in memory of the caller's: the same as returned ones, whole or not at all."""

import pytest
from helpers import flipped

import pqpy

UNTOUCHED = 0xA5


def memory(size):
    """Memory of the caller's."""
    return bytearray([UNTOUCHED]) * size


def untouched(*buffers):
    """Nothing was written."""
    return all(set(buffer) <= {UNTOUCHED} for buffer in buffers)


def test_encaps_and_decaps(kem):
    """As encaps and decaps, from bytes and from prepared keys."""
    pk, sk = kem.keygen()
    seed = bytes(range(kem.encaps_seed_bytes))
    expected = kem.encaps(pk, seed=seed)
    for key in (pk, kem.public_key(pk)):
        ss, ct = memory(kem.shared_secret_bytes), memory(kem.ciphertext_bytes)
        assert kem.encaps_into(key, shared_secret=ss, ciphertext=ct, seed=seed) is None
        assert (ss, ct) == expected
    for key in (sk, kem.secret_key(sk)):
        ss = memory(kem.shared_secret_bytes)
        assert kem.decaps_into(key, ct, shared_secret=ss) is None
        assert ss == expected.shared_secret


def test_sign_and_open(scheme):
    """As sign and open, from bytes and from prepared keys."""
    pk, sk = scheme.keygen()
    expected = scheme.sign(sk, b"message", deterministic=True)
    for key in (sk, scheme.secret_key(sk)):
        signature = memory(scheme.signature_bytes)
        scheme.sign_into(key, b"message", signature=signature, deterministic=True)
        assert signature == expected
    for key in (pk, scheme.public_key(pk)):
        message = memory(7)
        scheme.open_into(key, expected + b"message", message=message)
        assert message == b"message"


def test_methods_of_prepared_keys():
    """The same without the key."""
    kem_key, sig_key = pqpy.ML_KEM_512.generate(), pqpy.ML_DSA_44.generate()
    ss, ct, again = memory(32), memory(768), memory(32)
    kem_key.public_key.encaps_into(shared_secret=ss, ciphertext=ct)
    kem_key.decaps_into(ct, shared_secret=again)
    assert ss == again
    signed = memory(pqpy.ML_DSA_44.signature_bytes)
    sig_key.sign_into(b"hello", signature=signed, context=b"c")
    message = memory(5)
    sig_key.public_key.open_into(signed + b"hello", message=message, context=b"c")
    assert message == b"hello"


def test_views(kem):
    """A slice of a larger buffer is written, and nothing beside it."""
    whole = memory(kem.shared_secret_bytes + kem.ciphertext_bytes + 20)
    pk, sk = kem.keygen()
    view = memoryview(whole)
    ss = view[5 : 5 + kem.shared_secret_bytes]
    ct = view[5 + kem.shared_secret_bytes : 5 + kem.shared_secret_bytes + kem.ciphertext_bytes]
    kem.encaps_into(pk, shared_secret=ss, ciphertext=ct)
    assert kem.decaps(sk, ct) == ss
    assert untouched(view[:5], view[-15:])


K, S = pqpy.ML_KEM_512, pqpy.ML_DSA_44


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        (lambda: bytes(32), TypeError, "shared_secret must be writable, not a read-only bytes"),
        (lambda: memory(31), ValueError, "shared_secret must be 32 bytes, not 31"),
        (lambda: memory(33), ValueError, "shared_secret must be 32 bytes, not 33"),
        (lambda: [0] * 32, TypeError, "shared_secret must be bytes-like, not list"),
        (lambda: memoryview(memory(64))[::2], TypeError, "must be C-contiguous"),
    ],
    ids=["read-only", "short", "long", "list", "strided"],
)
def test_refused_results(wrong, error, says):
    """The error names the argument, and what was right is untouched, too."""
    pk, sk = K.keygen()
    ct = memory(768)
    with pytest.raises(error, match=says):
        K.encaps_into(pk, shared_secret=wrong(), ciphertext=ct)
    with pytest.raises(error, match=says):
        K.decaps_into(sk, bytes(768), shared_secret=wrong())
    assert untouched(ct)


def test_wrong_arguments_write_nothing():
    """Whatever check refuses a call, the results keep what they held."""
    pk, sk = K.keygen()
    ss, ct, signature, message = memory(32), memory(768), memory(S.signature_bytes), memory(7)
    verifying, signing = S.keygen()
    calls = [
        lambda: K.encaps_into(pk[1:], shared_secret=ss, ciphertext=ct),
        lambda: K.encaps_into(pk, shared_secret=ss, ciphertext=ct, seed=b""),
        lambda: K.encaps_into(1, shared_secret=ss, ciphertext=ct),
        lambda: K.decaps_into(sk, bytes(767), shared_secret=ss),
        lambda: K.decaps_into(sk[1:], bytes(768), shared_secret=ss),
        lambda: S.sign_into(signing[1:], b"", signature=signature),
        lambda: S.sign_into(signing, "text", signature=signature),
        lambda: S.sign_into(signing, b"", signature=signature, context=bytes(256)),
        lambda: S.sign_into(signing, b"", signature=signature, prehash="MD5"),
        lambda: S.open_into(verifying, bytes(S.signature_bytes + 6), message=message),
        lambda: S.open_into(verifying[1:], bytes(S.signature_bytes + 7), message=message),
    ]
    for call in calls:
        with pytest.raises((TypeError, ValueError)):
            call()
    assert untouched(ss, ct, signature, message)


def test_overlap():
    """Results may overlap neither each other nor an input."""
    pk, sk = K.keygen()
    whole = memoryview(memory(2000))
    with pytest.raises(ValueError, match="ciphertext must not overlap shared_secret"):
        K.encaps_into(pk, shared_secret=whole[700:732], ciphertext=whole[:768])
    with pytest.raises(ValueError, match="shared_secret must not overlap ciphertext"):
        K.decaps_into(sk, whole[:768], shared_secret=whole[767:799])
    with pytest.raises(ValueError, match="shared_secret must not overlap ciphertext"):
        K.decaps_into(sk, whole[:768].toreadonly(), shared_secret=whole[:32])
    signing = S.generate()
    large = memoryview(memory(S.signature_bytes + 10))
    with pytest.raises(ValueError, match="signature must not overlap message"):
        signing.sign_into(large[-11:], signature=large[: S.signature_bytes])
    with pytest.raises(ValueError, match="message must not overlap signed_message"):
        signing.public_key.open_into(large, message=large[-10:])
    assert untouched(whole, large)


def test_failure_leaves_zeros():
    """An operation that fails leaves zeros."""
    ss, ct = memory(32), memory(768)
    with pytest.raises(pqpy.InvalidKey):
        K.encaps_into(b"\xff" * 800, shared_secret=ss, ciphertext=ct)
    assert not any(ss)
    assert not any(ct)
    ss = memory(32)
    with pytest.raises(pqpy.InvalidKey):
        K.decaps_into(bytes(K.secret_key_bytes), bytes(768), shared_secret=ss)
    assert not any(ss)
    key = S.generate()
    signature = memory(S.signature_bytes)
    with pytest.raises(pqpy.InvalidKey):
        S.sign_into(b"\xff" * S.secret_key_bytes, b"", signature=signature)
    assert not any(signature)
    signed = key.seal(b"message")
    for bad in (flipped(signed, 99), flipped(signed, 8 * len(signed) - 1)):
        message = memory(7)
        with pytest.raises(pqpy.InvalidSignature):
            key.public_key.open_into(bad, message=message)
        assert not any(message)
    message = memory(7)
    with pytest.raises(pqpy.InvalidSignature):
        key.public_key.open_into(signed[:100], message=message)
    assert not any(message)
