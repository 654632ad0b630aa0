"""Bad input: an error that names the argument, what was expected and what came; never a crash."""

import array
import mmap

import numpy as np
import pytest

import pqpy
from pqpy import _bytes


def calls(instance):
    """Every method that takes bytes: (argument, its right value, call), one row per argument."""
    if isinstance(instance, pqpy.KEM):
        seed, coins = bytes(instance.seed_bytes), bytes(instance.encaps_seed_bytes)
        public, secret = instance.keygen(seed=seed)
        _, ciphertext = instance.encaps(public, seed=coins)
        return [
            ("seed", seed, lambda x: instance.keygen(seed=x)),
            ("seed", seed, lambda x: instance.generate(seed=x)),
            ("public_key", public, instance.encaps),
            ("public_key", public, instance.public_key),
            ("seed", coins, lambda x: instance.encaps(public, seed=x)),
            ("seed", coins, lambda x: instance.public_key(public).encaps(seed=x)),
            ("secret_key", secret, lambda x: instance.decaps(x, ciphertext)),
            ("secret_key", secret, instance.secret_key),
            ("ciphertext", ciphertext, lambda x: instance.decaps(secret, x)),
            ("ciphertext", ciphertext, lambda x: instance.secret_key(secret).decaps(x)),
        ]
    public, secret = instance.keygen(seed=bytes(32))
    signature = instance.sign(secret, b"m")
    mu = instance.mu(public).digest()
    by_mu = instance.sign_mu(secret, mu)
    rnd = bytes(instance.sign_seed_bytes)
    rows = [
        ("seed", bytes(32), lambda x: instance.keygen(seed=x)),
        ("seed", bytes(32), lambda x: instance.generate(seed=x)),
        ("secret_key", secret, lambda x: instance.sign(x, b"m")),
        ("secret_key", secret, lambda x: instance.sign_mu(x, mu)),
        ("secret_key", secret, lambda x: instance.seal(x, b"m")),
        ("secret_key", secret, instance.secret_key),
        ("seed", rnd, lambda x: instance.sign(secret, b"m", seed=x)),
        ("public_key", public, lambda x: instance.verify(x, b"m", signature)),
        ("public_key", public, lambda x: instance.is_valid(x, b"m", signature)),
        ("public_key", public, lambda x: instance.open(x, signature + b"m")),
        ("public_key", public, lambda x: instance.verify_mu(x, mu, by_mu)),
        ("public_key", public, instance.public_key),
        ("key", public, instance.mu),
        ("mu", mu, lambda x: instance.sign_mu(secret, x)),
        ("mu", mu, lambda x: instance.verify_mu(public, x, by_mu)),
    ]
    if instance.standard == "FIPS 204":
        digest, by_digest = bytes(32), instance.sign_digest(secret, bytes(32), "SHA2-256")
        rows += [
            ("digest", digest, lambda x: instance.sign_digest(secret, x, "SHA2-256")),
            ("digest", digest, lambda x: instance.verify_digest(public, x, by_digest, "SHA2-256")),
        ]
    return rows


def of_any_length(instance):
    """Methods of signatures that take bytes of any length, with the right value."""
    public, secret = instance.keygen(seed=bytes(32))
    message = b"message"
    signature = instance.sign(secret, message)
    return [
        ("message", message, lambda x: instance.sign(secret, x)),
        ("message", message, lambda x: instance.verify(public, x, signature)),
        ("message", message, lambda x: instance.is_valid(public, x, signature)),
        ("message", message, lambda x: instance.seal(secret, x)),
        ("data", message, lambda x: instance.mu(public).update(x)),
        ("context", b"", lambda x: instance.sign(secret, message, context=x)),
        ("signature", signature, lambda x: instance.verify(public, message, x)),
        ("signed_message", signature + message, lambda x: instance.open(public, x)),
    ]


def test_every_length_off_by_one(instance):
    """A byte too few, one too many, none, or thrice the bytes: ValueError with both lengths."""
    for argument, good, call in calls(instance):
        call(good)
        for bad in (good[:-1], good + b"\0", b"", 3 * good):
            with pytest.raises(ValueError, match=rf"^{argument} must be .*not {len(bad)}"):
                call(bad)


def test_a_seed_is_not_a_secret_key(instance):
    """The plain functions take the expanded key; a seed is refused with the way to use it."""
    seed = bytes(instance.seed_bytes)
    use = instance.decaps if isinstance(instance, pqpy.KEM) else instance.sign
    with pytest.raises(ValueError, match=r"seed is expanded by secret_key\(seed\)"):
        use(seed, b"")
    assert bytes(instance.secret_key(seed)) == instance.keygen(seed=seed).secret_key


def test_wrong_types(instance):
    """What is not a buffer is a TypeError that names argument and type, never a crash."""
    rows = calls(instance)
    if isinstance(instance, pqpy.Signature):
        rows += of_any_length(instance)
    for argument, good, call in rows:
        bad_values = [list(good), "x" * len(good), len(good), 1.5, object(), good.hex(), (1, 2)]
        if argument != "seed":
            bad_values.append(None)
        for bad in bad_values:
            with pytest.raises(
                TypeError, match=rf"^{argument} must be bytes-like, not {type(bad).__name__}$"
            ):
                call(bad)


def test_odd_buffers_are_refused(instance):
    """Strided views, wider items and released views are refused; the message names the argument."""
    rows = calls(instance)
    if isinstance(instance, pqpy.Signature):
        rows += of_any_length(instance)
    for argument, good, call in rows:
        doubled = bytes(x for byte in good for x in (byte, 0))
        with pytest.raises(TypeError, match=rf"^{argument} must be C-contiguous"):
            call(memoryview(doubled or bytes(4))[::2])
        with pytest.raises(TypeError, match=rf"^{argument} must be C-contiguous"):
            call(np.zeros((4, 2 * len(good) + 2), np.uint8)[:, ::2])
        with pytest.raises(TypeError, match=rf"^{argument} must have items of one byte, not of 2"):
            call(array.array("H", good if len(good) % 2 == 0 else good + b"\0"))
        released = memoryview(good)
        released.release()
        with pytest.raises(ValueError, match=rf"^{argument} is a memoryview that was released"):
            call(released)


def test_every_kind_of_buffer(instance):
    """Any contiguous buffer of bytes is taken: bytearray, memoryview, array, mmap, numpy."""
    rows = calls(instance)
    if isinstance(instance, pqpy.Signature):
        rows += of_any_length(instance)
    for _, good, call in rows:
        result = call(good)
        forms = [bytearray(good), memoryview(good), memoryview(b"xx" + good)[2:]]
        forms += [array.array("B", good), np.frombuffer(good, np.uint8)]
        if len(good) % 2 == 0:
            forms.append(np.frombuffer(good, np.uint8).reshape(2, -1))
        if good:
            anonymous = mmap.mmap(-1, len(good))
            anonymous[:] = good
            forms.append(anonymous)
        for form in forms:
            assert type(call(form)) is type(result)


def test_subclass_of_bytes(instance):
    """A subclass of bytes is a buffer like any other."""

    class Mine(bytes):
        def __len__(self):
            return 5

    for _, good, call in calls(instance):
        call(Mine(good))


def test_inputs_are_not_changed(instance):
    """No call writes to what it was given."""
    rows = calls(instance)
    if isinstance(instance, pqpy.Signature):
        rows += of_any_length(instance)
    for _, good, call in rows:
        mine = bytearray(good)
        call(mine)
        assert mine == good
        mine.append(0)  # and no view of it is left open


def test_wrong_signature_length(scheme):
    """A signature of the wrong length is an InvalidSignature: its sender chose it."""
    public, secret = scheme.keygen(seed=bytes(32))
    signature = scheme.sign(secret, b"m")
    for bad in (signature[:-1], signature + b"\0", b"", signature * 2):
        for call in (
            lambda bad=bad: scheme.verify(public, b"m", bad),
            lambda bad=bad: scheme.public_key(public).verify(b"m", bad),
            lambda bad=bad: scheme.verify_mu(public, bytes(64), bad),
        ):
            with pytest.raises(pqpy.InvalidSignature, match=f"is {scheme.signature_bytes} bytes"):
                call()
        assert not scheme.is_valid(public, b"m", bad)


def test_deterministic_and_seed(scheme):
    """A seed for a deterministic signature is a contradiction; no bool is a TypeError."""
    _, secret = scheme.keygen(seed=bytes(32))
    with pytest.raises(ValueError, match="seed must not be given with deterministic=True"):
        scheme.sign(secret, b"m", deterministic=True, seed=bytes(scheme.sign_seed_bytes))
    with pytest.raises(TypeError, match="deterministic must be True, False or None, not str"):
        scheme.sign(secret, b"m", deterministic="yes")


def test_nothing_secret_in_errors(instance):
    """No error text, repr or traceback argument holds bytes of the input."""
    secret = bytes(range(1, 65)) * 200
    for argument, good, call in calls(instance):
        if argument not in ("secret_key", "seed"):
            continue
        bad = secret[: len(good) + 1]
        for value in (bad, bytearray(bad), list(bad), bad.hex()):
            with pytest.raises((TypeError, ValueError)) as caught:
                call(value)
            text = repr(caught.value) + str(caught.value)
            assert bad.hex()[:8] not in text
            assert "\\x01\\x02" not in text
            assert "1, 2, 3" not in text
            assert caught.value.__cause__ is None


def test_copying_path(instance, monkeypatch):
    """The way of interpreters other than CPython, results in C arrays, gives the same."""
    seed = bytes(instance.seed_bytes)
    expected = instance.keygen(seed=seed)
    monkeypatch.setattr(_bytes, "IN_PLACE", False)
    copying = instance.on(instance.backend)
    assert not isinstance(copying._new_public_key(), bytes)
    assert copying.keygen(seed=seed) == expected
    assert bytes(copying.secret_key(seed)) == expected.secret_key
    for _, good, call in calls(copying):
        call(good)


def test_results_are_fresh(instance):
    """Results are written into bytes objects that nobody else has: earlier ones never change."""
    first = instance.keygen()
    kept = [bytes(bytearray(part)) for part in first]
    hashes = [hash(part) for part in first]
    for _ in range(50):
        instance.keygen()
    assert [*first] == kept
    assert hashes == [hash(part) for part in kept]
    assert all(type(part) is bytes for part in first)
