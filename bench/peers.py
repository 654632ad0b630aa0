"""The other packages: how each of them does what pqpy does.

A peer says what to call for which operation: one that takes bytes and one that takes a key object,
prepared here from pqpy's key.  An operation that a package does not have is left out.  verify
raises or returns False if the signature does not fit; encaps returns secret and ciphertext in any
order.
"""

from __future__ import annotations

import ctypes.util
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Any, ClassVar

from pqpy.bench import Calls, Inputs, KEMInputs, Operation, SignatureInputs

ML_KEMS = ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")
KYBERS = ("Kyber512", "Kyber768", "Kyber1024")
ML_DSAS = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
DILITHIUMS = ("Dilithium2", "Dilithium3", "Dilithium5")


class Peer(ABC):
    """Another package."""

    package: ClassVar[str]  # on PyPI
    sets: ClassVar[Sequence[str]]
    pure: ClassVar[bool] = False  # all Python: in the tables, but not a rival in the summary

    def find(self) -> None:
        """Raise ImportError if the package cannot be used."""
        version(self.package)

    @abstractmethod
    def calls(self, name: str, x: Any) -> Calls:
        """What to call for the operations of a parameter set on the inputs *x*."""


class CryptographyKEM(Peer):
    """OpenSSL; key objects, whose secret half is stored as the seed."""

    package, sets = "cryptography", ML_KEMS[1:]

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        module = import_module("cryptography.hazmat.primitives.asymmetric.mlkem")
        private = getattr(module, f"{name.replace('-', '')}PrivateKey")
        public = getattr(module, f"{name.replace('-', '')}PublicKey").from_public_bytes
        secret = private.from_seed_bytes
        return {
            Operation("encaps", "bytes"): lambda: public(x.public_key).encapsulate(),
            Operation("decaps", "seed"): lambda: secret(x.seed).decapsulate(x.ciphertext),
            Operation("keygen", "prepared"): private.generate,
            Operation("encaps", "prepared"): public(x.public_key).encapsulate,
            Operation("decaps", "prepared"): partial(secret(x.seed).decapsulate, x.ciphertext),
        }


class CryptographySignature(Peer):
    """As above."""

    package, sets = "cryptography", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        module = import_module("cryptography.hazmat.primitives.asymmetric.mldsa")
        private = getattr(module, f"{name.replace('-', '')}PrivateKey")
        public = getattr(module, f"{name.replace('-', '')}PublicKey").from_public_bytes
        secret, signed = private.from_seed_bytes, (x.signature, x.messages[0])
        return {
            Operation("sign", "seed"): lambda message: secret(x.seed).sign(message),
            Operation("verify", "bytes"): lambda: public(x.public_key).verify(*signed),
            Operation("keygen", "prepared"): private.generate,
            Operation("sign", "prepared"): secret(x.seed).sign,
            Operation("verify", "prepared"): partial(public(x.public_key).verify, *signed),
        }


class LiboqsKEM(Peer):
    """liboqs through ctypes; a handle, made once, that holds the secret key as bytes.

    So it stands in both tables with the same calls.
    """

    package, sets = "liboqs-python", ML_KEMS

    def find(self) -> None:
        """Without its library, importing oqs would clone and build one."""
        super().find()
        if not ctypes.util.find_library("oqs"):
            raise ImportError("the library liboqs is not installed")

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        oqs = import_module("oqs")
        new, kem = oqs.KeyEncapsulation(name), oqs.KeyEncapsulation(name, x.secret_key)
        encaps = partial(kem.encap_secret, x.public_key)
        decaps = partial(kem.decap_secret, x.ciphertext)
        return {
            Operation("keygen", "bytes"): lambda: (new.generate_keypair(), new.export_secret_key()),
            Operation("encaps", "bytes"): encaps,
            Operation("decaps", "bytes"): decaps,
            Operation("keygen", "prepared"): new.generate_keypair,
            Operation("encaps", "prepared"): encaps,
            Operation("decaps", "prepared"): decaps,
        }


class LiboqsSignature(LiboqsKEM):
    """As above."""

    sets = ML_DSAS

    def calls(self, name: str, x: Any) -> Calls:
        """See Peer."""
        oqs = import_module("oqs")
        new, scheme = oqs.Signature(name), oqs.Signature(name, x.secret_key)
        verify = partial(scheme.verify, x.messages[0], x.signature, x.public_key)
        return {
            Operation("keygen", "bytes"): lambda: (new.generate_keypair(), new.export_secret_key()),
            Operation("sign", "bytes"): scheme.sign,
            Operation("verify", "bytes"): verify,
            Operation("keygen", "prepared"): new.generate_keypair,
            Operation("sign", "prepared"): scheme.sign,
            Operation("verify", "prepared"): verify,
        }


class Mlkem(Peer):
    """Rust; key objects."""

    package, sets = "mlkem", ML_KEMS

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        mlkem = import_module("mlkem")
        kem = mlkem.ML_KEM(getattr(mlkem.ParameterSet, name.replace("-", "_")))
        public, secret = mlkem.EncapsKey.from_bytes, mlkem.DecapsKey.from_bytes
        return {
            Operation("keygen", "bytes"): lambda: [bytes(key) for key in kem.key_gen()],
            Operation("encaps", "bytes"): lambda: kem.encaps(public(x.public_key)),
            Operation("decaps", "bytes"): lambda: kem.decaps(secret(x.secret_key), x.ciphertext),
            Operation("keygen", "prepared"): kem.key_gen,
            Operation("encaps", "prepared"): partial(kem.encaps, public(x.public_key)),
            Operation("decaps", "prepared"): partial(
                kem.decaps, secret(x.secret_key), x.ciphertext
            ),
        }


class FastMldsa(Peer):
    """Rust; key objects."""

    package, sets = "fast-mldsa", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        fast_mldsa = import_module("fast_mldsa")
        scheme = getattr(fast_mldsa, name.replace("ML-DSA-", "MlDsa"))
        public, secret = fast_mldsa.VerificationKey.from_bytes, fast_mldsa.SigningKey.from_bytes
        signed = (x.signature, x.messages[0])
        return {
            Operation("keygen", "bytes"): lambda: [bytes(key) for key in scheme.key_gen()],
            Operation("sign", "bytes"): lambda message: secret(x.secret_key).sign(message),
            Operation("verify", "bytes"): lambda: public(x.public_key).verify(*signed),
            Operation("keygen", "prepared"): scheme.key_gen,
            Operation("sign", "prepared"): secret(x.secret_key).sign,
            Operation("verify", "prepared"): partial(public(x.public_key).verify, *signed),
        }


class PqcryptoKEM(Peer):
    """Rust; key objects, which hold bytes."""

    package, sets = "pqcrypto", ML_KEMS

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        kem = getattr(import_module("pqcrypto.kem"), name.replace("-", "_").lower())
        return {
            Operation("keygen", "bytes"): kem.keygen,
            Operation("encaps", "bytes"): partial(kem.encaps, x.public_key),
            Operation("decaps", "bytes"): partial(kem.decaps, x.secret_key, x.ciphertext),
            Operation("encaps", "prepared"): kem.PublicKey(x.public_key).encaps,
            Operation("decaps", "prepared"): partial(
                kem.SecretKey(x.secret_key).decaps, x.ciphertext
            ),
        }


class PqcryptoSignature(Peer):
    """As above."""

    package, sets = "pqcrypto", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        scheme = getattr(import_module("pqcrypto.sign"), name.replace("-", "_").lower())
        signed = (x.messages[0], x.signature)
        return {
            Operation("keygen", "bytes"): scheme.keygen,
            Operation("sign", "bytes"): partial(scheme.sign, x.secret_key),
            Operation("verify", "bytes"): partial(scheme.verify, x.public_key, *signed),
            Operation("sign", "prepared"): scheme.SecretKey(x.secret_key).sign,
            Operation("verify", "prepared"): partial(
                scheme.PublicKey(x.public_key).verify, *signed
            ),
        }


class KyberPy(Peer):
    """Pure Python; bytes only."""

    package, sets = "kyber-py", (*ML_KEMS, *KYBERS)
    pure = True

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        module = import_module("kyber_py.kyber" if name in KYBERS else "kyber_py.ml_kem")
        kem = getattr(module, name.replace("-", "_"))
        return {
            Operation("keygen", "bytes"): kem.keygen,
            Operation("encaps", "bytes"): partial(kem.encaps, x.public_key),
            Operation("decaps", "bytes"): partial(kem.decaps, x.secret_key, x.ciphertext),
        }


class DilithiumPy(Peer):
    """Pure Python; bytes only."""

    package, sets = "dilithium-py", (*ML_DSAS, *DILITHIUMS)
    pure = True

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        old = name in DILITHIUMS
        module = import_module("dilithium_py.dilithium" if old else "dilithium_py.ml_dsa")
        scheme = getattr(module, name.replace("-", "_"))
        return {
            Operation("keygen", "bytes"): scheme.keygen,
            Operation("sign", "bytes"): partial(scheme.sign, x.secret_key),
            Operation("verify", "bytes"): partial(
                scheme.verify, x.public_key, x.messages[0], x.signature
            ),
        }


PEERS: tuple[Peer, ...] = (
    LiboqsKEM(),
    LiboqsSignature(),
    CryptographyKEM(),
    CryptographySignature(),
    Mlkem(),
    FastMldsa(),
    PqcryptoKEM(),
    PqcryptoSignature(),
    KyberPy(),
    DilithiumPy(),
)


# Do they do the same thing?


class Mismatch(Exception):
    """A peer gives something else than pqpy."""


def check(peer: Peer, name: str, inputs: Inputs) -> Calls:
    """Run every call of a peer once against pqpy; return them.

    Raises:
        Mismatch: pqpy cannot decapsulate or verify what it gave, or the other way round.
        Exception: whatever the peer raises; not the package or version that it was written for.
    """
    calls = peer.calls(name, inputs)
    for operation, call in calls.items():
        if isinstance(inputs, KEMInputs):
            good = _same_kem(operation, call, inputs)
        else:
            good = _same_signature(operation, call, inputs)
        if not good:
            raise Mismatch(f"{operation} does not fit pqpy's")
    if isinstance(inputs, SignatureInputs):
        damaged = inputs.signature[:-1] + bytes([inputs.signature[-1] ^ 1])
        forged = peer.calls(name, replace(inputs, signature=damaged))
        for operation, call in forged.items():
            if operation.name == "verify" and _accepts(call):
                raise Mismatch(f"{operation} accepts a damaged signature")
    return calls


def _same_kem(operation: Operation, call: Callable[..., Any], x: KEMInputs) -> bool:
    result, kem = call(), x.scheme
    if operation.name == "encaps":
        shared, ciphertext = sorted(result, key=len)  # in whichever order
        return bool(kem.decaps(x.secret_key, ciphertext) == shared)
    if operation.name == "decaps":
        return bool(result == x.shared_secret)
    if operation.key == "prepared":  # key objects of its own; they show in the other operations
        return True
    public, secret = result
    shared, ciphertext = kem.encaps(public)
    return kem.secret_key(secret).decaps(ciphertext) == shared


def _same_signature(operation: Operation, call: Callable[..., Any], x: SignatureInputs) -> bool:
    scheme, message = x.scheme, x.messages[1]
    if operation.name == "sign":
        signature = bytes(call(message))  # pqcrypto has a class for it
        return scheme.is_valid(x.public_key, message, signature)
    result = call()
    if operation.name == "verify":
        return result is not False
    if operation.key == "prepared":
        return True
    public, secret = result
    return scheme.is_valid(public, message, scheme.secret_key(secret).sign(message))


def _accepts(verify: Callable[..., object]) -> bool:
    try:
        return verify() is not False
    except Exception:  # every package has its own
        return False
