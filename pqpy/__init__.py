"""Post-quantum signatures and key encapsulation.

    >>> from pqpy import ML_KEM_768, ML_DSA_65
    >>> public_key, secret_key = ML_KEM_768.keygen()
    >>> shared_secret, ciphertext = ML_KEM_768.encaps(public_key)
    >>> ML_KEM_768.decaps(secret_key, ciphertext) == shared_secret
    True
    >>> public_key, secret_key = ML_DSA_65.keygen()
    >>> signature = ML_DSA_65.sign(secret_key, b"message")
    >>> ML_DSA_65.verify(public_key, b"message", signature)  # raises InvalidSignature

``help(pqpy.KEM)`` and ``help(pqpy.Signature)`` say what an instance can do, ``pqpy.KEMS`` and
``pqpy.SIGNATURES`` which there are.
"""

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from . import dilithium, kyber
from ._keys import PublicKey, SecretKey
from ._scheme import KeyPair
from ._sig_keys import Mu, SignaturePublicKey, SignatureSecretKey
from .dilithium import ML_DSA_44, ML_DSA_65, ML_DSA_87, Dilithium2, Dilithium3, Dilithium5
from .errors import DecryptionError, InvalidKey, InvalidSignature, PQError
from .kem import KEM, Encapsulation, KEMPublicKey, KEMSecretKey
from .kyber import ML_KEM_512, ML_KEM_768, ML_KEM_1024, Kyber512, Kyber768, Kyber1024
from .sig import Signature

__version__ = "0.1.0"

KEMS: Mapping[str, KEM] = MappingProxyType({kem.name: kem for kem in kyber.INSTANCES})
"""Every KEM, by the standard's name."""

SIGNATURES: Mapping[str, Signature] = MappingProxyType(
    {scheme.name: scheme for scheme in dilithium.INSTANCES}
)
"""Every signature scheme, by the standard's name."""


def get(name: str) -> KEM | Signature:
    """Return the KEM or signature scheme called *name*, whatever its case, hyphens and underscores.

    Raises:
        ValueError: there is none; the message says which is nearest.
    """
    if not isinstance(name, str):
        raise TypeError(f"name must be a str, not {type(name).__name__}")
    known = {_plain(scheme.name): scheme for scheme in (*kyber.INSTANCES, *dilithium.INSTANCES)}
    if found := known.get(_plain(name)):
        return found
    near = difflib.get_close_matches(_plain(name), known, 1, cutoff=0)
    raise ValueError(f"no scheme is called {name!r}; the nearest is {known[near[0]].name!r}")


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


__all__ = [
    "KEM",
    "KEMS",
    "SIGNATURES",
    "Dilithium2",
    "Dilithium3",
    "Dilithium5",
    "DecryptionError",
    "Encapsulation",
    "InvalidKey",
    "InvalidSignature",
    "KEMPublicKey",
    "KEMSecretKey",
    "KeyPair",
    "Kyber512",
    "Kyber768",
    "Kyber1024",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
    "ML_KEM_512",
    "ML_KEM_768",
    "ML_KEM_1024",
    "Mu",
    "PQError",
    "PublicKey",
    "SecretKey",
    "Signature",
    "SignaturePublicKey",
    "SignatureSecretKey",
    "get",
]
