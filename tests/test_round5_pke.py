"""The CCA-PKE of Round5: messages of any length, tampering, bad input, prepared keys."""

import random
import sys

import numpy as np
import pytest
from helpers import flipped
from round5_model import MODELS

import pqpy
from pqpy import DecryptionError
from pqpy._kat_round5 import LAYOUTS

CCA = [name for name in MODELS if "CCA" in name]


@pytest.fixture(params=[name for name in CCA if "5d" in name] + ["R5N1_1CCA_0d"])
def pke(request):
    """A few of the sets, a ring and a matrix among them; the known answers have all."""
    pytest.importorskip("cryptography", reason="cryptography is not installed")
    return pqpy.KEMS[request.param]


@pytest.mark.parametrize("size", [0, 1, 16, 1000, 100_003])
def test_encrypt(pke, size):
    """What is encrypted is decrypted, for any length of message, with every form of key."""
    plain = random.Random(size).randbytes(size)
    seed = bytes(range(pke.seed_bytes))
    public, secret = pke.keygen(seed=seed)
    key = pke.secret_key(seed)
    coins = bytes(range(pke.encaps_seed_bytes))
    encrypted = pke.encrypt(public, plain, seed=coins)
    assert len(encrypted) == size + pke.overhead_bytes
    assert pke.encrypt(key.public_key, plain, seed=coins) == encrypted
    assert key.public_key.encrypt(plain, seed=coins) == encrypted
    assert pke.decrypt(secret, encrypted) == pke.decrypt(key, encrypted) == plain
    assert key.decrypt(encrypted) == plain
    assert pke.decrypt(secret, pke.encrypt(public, plain)) == plain
    assert pke.encrypt(public, plain) != pke.encrypt(public, plain)


def test_encrypt_as_the_model(pke):
    """Ciphertexts are the model's, both ways."""
    m, rng = MODELS[pke.name], random.Random(pke.name)
    public, secret = pke.keygen()
    plain, coins = rng.randbytes(333), rng.randbytes(pke.encaps_seed_bytes)
    encrypted = m.encrypt(public, plain, seed=coins)
    assert pke.encrypt(public, plain, seed=coins) == encrypted
    assert pke.decrypt(secret, encrypted) == m.decrypt(secret, encrypted) == plain


def test_tampering(pke):
    """A change of any part, a cut or longer ciphertext, or another key is a DecryptionError."""
    plain, layout = b"attack at dawn " * 10, LAYOUTS[pke.name]
    key = pke.generate()
    secret = bytes(key)
    encrypted = key.public_key.encrypt(plain)
    n, size = pke.ciphertext_bytes, len(encrypted)
    starts = [0, layout.v_start, layout.v_end, n, n + 20, size - 16, size - 1]
    bad = [flipped(encrypted, 8 * byte + bit) for byte in starts for bit in (0, 7)]
    bad += [encrypted[:-1], encrypted[:-16], encrypted[1:], encrypted + b"\0", encrypted * 2]
    bad += [encrypted[:n] + bytes(size - n), encrypted[: n + 16]]
    for forged in bad:
        for decrypt in (key.decrypt, lambda x: pke.decrypt(secret, x)):
            with pytest.raises(DecryptionError, match=r"^the ciphertext is not auth") as caught:
                decrypt(forged)
            assert caught.value.__suppress_context__
            values = [x for entry in caught.traceback[1:] for x in entry.frame.f_locals.values()]
            assert not any(isinstance(x, bytes) and b"at dawn" in x for x in values)
    with pytest.raises(DecryptionError):
        pke.generate().decrypt(encrypted)
    assert key.decrypt(encrypted) == plain


def test_too_short(pke):
    """What cannot hold a tag is a DecryptionError too, that says how long it has to be."""
    key = pke.generate()
    assert key.decrypt(key.public_key.encrypt(b"")) == b""
    for size in (0, 1, pke.ciphertext_bytes, pke.overhead_bytes - 1):
        with pytest.raises(
            DecryptionError, match=f"at least {pke.overhead_bytes} bytes, not {size}$"
        ):
            key.decrypt(bytes(size))


def test_pke_input(pke):
    """Any buffer is taken, anything else refused with the name of the argument."""
    public, secret = pke.keygen()
    plain = bytes(range(100))
    encrypted = pke.encrypt(public, plain)
    for form in (bytearray, memoryview, lambda x: np.frombuffer(x, np.uint8).reshape(1, -1)):
        assert pke.decrypt(form(secret), form(encrypted)) == plain
        assert pke.decrypt(secret, pke.encrypt(form(public), form(plain))) == plain
    calls = {
        "public_key": lambda x: pke.encrypt(x, plain),
        "message": lambda x: pke.encrypt(public, x),
        "secret_key": lambda x: pke.decrypt(x, encrypted),
        "ciphertext": lambda x: pke.decrypt(secret, x),
    }
    for argument, call in calls.items():
        for bad in ("text", 5, None, [1, 2], 1.5):
            with pytest.raises(TypeError, match=f"^{argument} must be bytes-like, not"):
                call(bad)
        with pytest.raises(TypeError, match=f"^{argument} must be C-contiguous"):
            call(memoryview(bytes(8))[::2])
    for argument, key in (("public_key", public), ("secret_key", secret)):
        with pytest.raises(ValueError, match=f"^{argument} must be {len(key)} bytes, not"):
            calls[argument](key[:-1])
    with pytest.raises(ValueError, match=r"^seed must be"):
        pke.encrypt(public, plain, seed=b"short")
    with pytest.raises(ValueError, match="seed is expanded by"):
        pke.decrypt(bytes(pke.seed_bytes), encrypted)
    kyber = pqpy.ML_KEM_512.generate()
    with pytest.raises(ValueError, match=f"an {pke.name} public key, not an ML-KEM-512 public key"):
        pke.encrypt(kyber.public_key, plain)
    with pytest.raises(ValueError, match=f"an {pke.name} secret key, not an ML-KEM-512 secret key"):
        pke.decrypt(kyber, encrypted)
    key = pke.secret_key(secret)
    key.wipe()
    with pytest.raises(ValueError, match="was wiped"):
        key.decrypt(encrypted)


def test_without_cryptography(monkeypatch):
    """Without cryptography both calls say what to install, and all else works."""
    monkeypatch.setitem(sys.modules, "cryptography", None)
    key = pqpy.R5ND_3CCA_5d.generate()
    for call in (lambda: key.public_key.encrypt(b""), lambda: key.decrypt(b"")):
        with pytest.raises(ImportError, match=r"pip install 'pqpy\[pke\]'"):
            call()
    shared, ciphertext = key.public_key.encaps()
    assert key.decaps(ciphertext) == shared


def test_pke_types():
    """Prepared keys of CCA sets are of the classes that can encrypt and decrypt."""
    key = pqpy.R5ND_1CCA_5d.generate()
    assert type(key) is pqpy.Round5SecretKey
    assert type(key.public_key) is pqpy.Round5PublicKey
    assert isinstance(key, pqpy.KEMSecretKey)
    assert isinstance(key.public_key, pqpy.KEMPublicKey)
