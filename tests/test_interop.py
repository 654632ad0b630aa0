"""Interoperability, both ways, with the independent implementations on PyPI."""

import copy
import hashlib

import pytest

import pqpy

ML_KEMS = ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"]
KYBERS = ["Kyber512", "Kyber768", "Kyber1024"]
ML_DSAS = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"]
DILITHIUMS = ["Dilithium2", "Dilithium3", "Dilithium5"]
CONTEXTS = [b"", b"c", b"x" * 255]
MESSAGE = b"a message" * 20


def on_every_backend(names):
    """Parametrize over parameter sets and the backends that run them."""
    cases = [(name, backend) for name in names for backend in pqpy.get(name).backends()]
    return pytest.mark.parametrize(("name", "backend"), cases)


def coins(label, size):
    """Bytes that depend on nothing but a label."""
    return hashlib.shake_256(label.encode()).digest(size)


# cryptography


def from_cryptography(module, name):
    """The (private, public) classes of a parameter set in the cryptography package, or skip."""
    module = pytest.importorskip(
        f"cryptography.hazmat.primitives.asymmetric.{module}",
        reason="cryptography of version 50 or later is not installed",
    )
    token = name.replace("-", "", 1).replace("-", "")
    if not hasattr(module, f"{token}PrivateKey"):
        pytest.skip(f"cryptography has no {name}")
    return getattr(module, f"{token}PrivateKey"), getattr(module, f"{token}PublicKey")


def expect_refusal(public_key, *arguments):
    """The cryptography package must refuse this signature."""
    from cryptography.exceptions import InvalidSignature

    with pytest.raises(InvalidSignature):
        public_key.verify(*arguments)


@on_every_backend(ML_KEMS[1:])
def test_ml_kem_with_cryptography(name, backend):
    """The same seed gives the same key; each decapsulates what the other has encapsulated."""
    kem = pqpy.get(name).on(backend)
    private, public = from_cryptography("mlkem", name)
    seed = coins(name, 64)
    public_key, secret_key = kem.keygen(seed=seed)
    theirs = private.from_seed_bytes(seed)
    assert theirs.public_key().public_bytes_raw() == public_key

    shared_secret, ciphertext = kem.encaps(public_key)
    assert theirs.decapsulate(ciphertext) == shared_secret
    shared_secret, ciphertext = public.from_public_bytes(public_key).encapsulate()
    assert kem.decaps(secret_key, ciphertext) == shared_secret

    forged = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    assert kem.decaps(secret_key, forged) == theirs.decapsulate(forged) != shared_secret


@on_every_backend(ML_DSAS)
@pytest.mark.parametrize("context", CONTEXTS, ids=len)
def test_ml_dsa_with_cryptography(name, backend, context):
    """The same seed gives the same key; each verifies the other's signatures, context and all."""
    scheme = pqpy.get(name).on(backend)
    private, public = from_cryptography("mldsa", name)
    seed = coins(name, 32)
    public_key, secret_key = scheme.keygen(seed=seed)
    theirs = private.from_seed_bytes(seed)
    assert theirs.public_key().public_bytes_raw() == public_key

    signature = scheme.sign(secret_key, MESSAGE, context=context)
    public.from_public_bytes(public_key).verify(signature, MESSAGE, context)
    expect_refusal(theirs.public_key(), signature, MESSAGE, b"another")

    signature = theirs.sign(MESSAGE, context)
    scheme.verify(public_key, MESSAGE, signature, context=context)
    assert not scheme.is_valid(public_key, MESSAGE, signature, context=b"another")
    assert not scheme.is_valid(public_key, MESSAGE + b".", signature, context=context)


@on_every_backend(ML_DSAS)
def test_ml_dsa_mu_with_cryptography(name, backend):
    """Signatures of mu verify in the other implementation as those of mu and of its message."""
    scheme = pqpy.get(name).on(backend)
    private, _ = from_cryptography("mldsa", name)
    if not hasattr(private, "sign_mu"):
        pytest.skip("this cryptography has no external mu")
    seed = coins(name, 32)
    public_key, secret_key = scheme.keygen(seed=seed)
    theirs = private.from_seed_bytes(seed)
    state = scheme.mu(public_key, context=b"c")
    state.update(MESSAGE)
    mu = state.digest()

    signature = scheme.sign_mu(secret_key, mu)
    theirs.public_key().verify_mu(signature, mu)
    theirs.public_key().verify(signature, MESSAGE, b"c")
    signature = theirs.sign_mu(mu)
    scheme.verify_mu(public_key, mu, signature)
    scheme.verify(public_key, MESSAGE, signature, context=b"c")


# kyber-py and dilithium-py


def from_pure_python(package, name):
    """A copy of an instance of kyber-py or dilithium-py, or skip."""
    module = pytest.importorskip(package, reason=f"{package.split('.')[0]} is not installed")
    return copy.copy(getattr(module, name.replace("-", "_")))


def give_coins(theirs, *pieces):
    """Let an instance draw these pieces, in order, instead of randomness."""
    queue = list(pieces)

    def random_bytes(size):
        piece = queue.pop(0)
        assert len(piece) == size
        return piece

    theirs.random_bytes = random_bytes
    return theirs


@on_every_backend(ML_KEMS + KYBERS)
def test_kem_with_kyber_py(name, backend):
    """Equal coins give equal keys, ciphertexts and secrets; a forgery is rejected alike."""
    kem = pqpy.get(name).on(backend)
    package = "kyber_py.kyber" if name in KYBERS else "kyber_py.ml_kem"
    d, z, m = (coins(f"{name} {what}", 32) for what in "dzm")
    theirs = give_coins(from_pure_python(package, name), d, z, m)
    public_key, secret_key = theirs.keygen()
    shared_secret, ciphertext = theirs.encaps(public_key)

    assert kem.keygen(seed=d + z) == (public_key, secret_key)
    assert kem.encaps(public_key, seed=m) == (shared_secret, ciphertext)
    for i in (0, len(ciphertext) - 1):
        forged = bytearray(ciphertext)
        forged[i] ^= 1
        expected = theirs.decaps(secret_key, bytes(forged))
        assert kem.decaps(secret_key, forged) == expected != shared_secret


@on_every_backend(ML_KEMS + KYBERS)
def test_random_kem_with_kyber_py(name, backend):
    """Each decapsulates what the other has encapsulated, without given coins."""
    kem = pqpy.get(name).on(backend)
    theirs = from_pure_python("kyber_py.kyber" if name in KYBERS else "kyber_py.ml_kem", name)
    public_key, secret_key = kem.keygen()
    shared_secret, ciphertext = theirs.encaps(public_key)
    assert kem.decaps(secret_key, ciphertext) == shared_secret
    public_key, secret_key = theirs.keygen()
    shared_secret, ciphertext = kem.encaps(public_key)
    assert theirs.decaps(secret_key, ciphertext) == shared_secret


@on_every_backend(ML_DSAS)
@pytest.mark.parametrize("context", CONTEXTS, ids=len)
def test_ml_dsa_with_dilithium_py(name, backend, context):
    """Equal coins give equal keys and signatures; each verifies the other's."""
    scheme = pqpy.get(name).on(backend)
    seed, rnd = coins(name, 32), coins(name + " rnd", 32)
    theirs = give_coins(from_pure_python("dilithium_py.ml_dsa", name), seed, rnd)
    public_key, secret_key = theirs.keygen()
    assert scheme.keygen(seed=seed) == (public_key, secret_key)

    signature = theirs.sign(secret_key, MESSAGE, ctx=context)
    assert scheme.sign(secret_key, MESSAGE, context=context, seed=rnd) == signature
    scheme.verify(public_key, MESSAGE, signature, context=context)
    signature = theirs.sign(secret_key, MESSAGE, ctx=context, deterministic=True)
    assert scheme.sign(secret_key, MESSAGE, context=context, deterministic=True) == signature
    assert theirs.verify(public_key, MESSAGE, scheme.sign(secret_key, MESSAGE))


@on_every_backend(ML_DSAS)
def test_ml_dsa_mu_with_dilithium_py(name, backend):
    """Both compute the same mu and the same signature of it."""
    scheme = pqpy.get(name).on(backend)
    theirs = from_pure_python("dilithium_py.ml_dsa", name)
    public_key, secret_key = scheme.keygen(seed=coins(name, 32))
    mu = theirs.prehash_external_mu(public_key, MESSAGE, ctx=b"c")
    state = scheme.mu(public_key, context=b"c")
    state.update(MESSAGE)
    assert state.digest() == mu
    signature = theirs.sign_external_mu(secret_key, mu, deterministic=True)
    assert scheme.sign_mu(secret_key, mu, deterministic=True) == signature
    scheme.verify(public_key, MESSAGE, signature, context=b"c")


@on_every_backend(ML_DSAS)
def test_prehash_with_dilithium_py(name, backend):
    """HashML-DSA with SHA-512: equal signatures, which are none of the message itself."""
    scheme = pqpy.get(name).on(backend)
    theirs = from_pure_python("dilithium_py.ml_dsa", f"HASH_{name}_WITH_SHA512")
    public_key, secret_key = scheme.keygen(seed=coins(name, 32))
    signature = theirs.sign(secret_key, MESSAGE, ctx=b"c", deterministic=True)
    mine = scheme.sign(secret_key, MESSAGE, context=b"c", prehash="SHA2-512", deterministic=True)
    assert mine == signature
    scheme.verify(public_key, MESSAGE, signature, context=b"c", prehash="SHA2-512")
    assert not scheme.is_valid(public_key, MESSAGE, signature, context=b"c")


@on_every_backend(DILITHIUMS)
def test_dilithium_with_dilithium_py(name, backend):
    """Equal coins give equal keys and signatures; each verifies the other's."""
    scheme = pqpy.get(name).on(backend)
    seed = coins(name, 32)
    theirs = give_coins(from_pure_python("dilithium_py.dilithium", name), seed)
    public_key, secret_key = theirs.keygen()
    assert scheme.keygen(seed=seed) == (public_key, secret_key)

    signature = theirs.sign(secret_key, MESSAGE)
    assert scheme.sign(secret_key, MESSAGE) == signature
    scheme.verify(public_key, MESSAGE, signature)
    assert not scheme.is_valid(public_key, MESSAGE + b".", signature)
    signature = scheme.sign(secret_key, MESSAGE, seed=coins(name + " rho'", 64))
    assert theirs.verify(public_key, MESSAGE, signature)
    assert not theirs.verify(public_key, MESSAGE + b".", signature)


def test_response_at_the_bound(monkeypatch):
    """A signature whose largest |z| is gamma1 - beta, all else right, is not valid; one less is.

    No correct signer makes the first: dilithium-py is made to accept just these.
    """
    ml_dsa = pytest.importorskip("dilithium_py.ml_dsa", reason="needs dilithium-py").ML_DSA_44
    modules = pytest.importorskip("dilithium_py.modules.modules")
    original = modules.Matrix.check_norm_bound
    bound = ml_dsa.gamma_1 - ml_dsa.beta
    largest = bound

    def only_the_bound(vector, limit):
        if limit != bound:
            return original(vector, limit)
        return original(vector, largest + 1) or not original(vector, largest)

    public, secret = pqpy.ML_DSA_44.keygen(seed=bytes(32))
    monkeypatch.setattr(modules.Matrix, "check_norm_bound", only_the_bound)
    for largest, valid in ((bound, False), (bound - 1, True)):  # noqa: B007
        signature = ml_dsa._sign_internal(secret, b"\0\0m", bytes(32))
        for backend in pqpy.ML_DSA_44.backends():
            assert pqpy.ML_DSA_44.on(backend).is_valid(public, b"m", signature) is valid
