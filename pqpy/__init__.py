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
``pqpy.SIGNATURES`` which there are.  A build can leave out a family of them (``PQPY_SCHEMES``); who
asks for one of its sets then gets an ImportError.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from ._families import FAMILIES, LEFT_OUT, missing, not_built
from ._kem_keys import Encapsulation, KEMPublicKey, KEMSecretKey
from ._keys import PublicKey, SecretKey
from ._round5_kem import Round5CCA, Round5CPA, Round5PublicKey, Round5SecretKey
from ._scheme import KeyPair
from ._sig_keys import Mu, SignaturePublicKey, SignatureSecretKey
from .errors import DecryptionError, InvalidKey, InvalidSignature, PQError
from .kem import KEM
from .sig import Signature

if TYPE_CHECKING:
    from . import dilithium as dilithium
    from . import kyber as kyber
    from . import round5 as round5
    from .dilithium import ML_DSA_44, ML_DSA_65, ML_DSA_87, Dilithium2, Dilithium3, Dilithium5
    from .kyber import ML_KEM_512, ML_KEM_768, ML_KEM_1024, Kyber512, Kyber768, Kyber1024
    from .round5 import (
        R5N1_1CCA_0d,
        R5N1_1CPA_0d,
        R5N1_3CCA_0d,
        R5N1_3CCA_0smallCT,
        R5N1_3CPA_0d,
        R5N1_5CCA_0d,
        R5N1_5CPA_0d,
        R5ND_0CPA_2iot,
        R5ND_1CCA_0d,
        R5ND_1CCA_5d,
        R5ND_1CPA_0d,
        R5ND_1CPA_4longkey,
        R5ND_1CPA_5d,
        R5ND_3CCA_0d,
        R5ND_3CCA_5d,
        R5ND_3CPA_0d,
        R5ND_3CPA_5d,
        R5ND_5CCA_0d,
        R5ND_5CCA_5d,
        R5ND_5CPA_0d,
        R5ND_5CPA_5d,
    )

__version__ = "0.1.0"

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
    "R5N1_1CCA_0d",
    "R5N1_1CPA_0d",
    "R5N1_3CCA_0d",
    "R5N1_3CCA_0smallCT",
    "R5N1_3CPA_0d",
    "R5N1_5CCA_0d",
    "R5N1_5CPA_0d",
    "R5ND_0CPA_2iot",
    "R5ND_1CCA_0d",
    "R5ND_1CCA_5d",
    "R5ND_1CPA_0d",
    "R5ND_1CPA_4longkey",
    "R5ND_1CPA_5d",
    "R5ND_3CCA_0d",
    "R5ND_3CCA_5d",
    "R5ND_3CPA_0d",
    "R5ND_3CPA_5d",
    "R5ND_5CCA_0d",
    "R5ND_5CCA_5d",
    "R5ND_5CPA_0d",
    "R5ND_5CPA_5d",
    "Round5CCA",
    "Round5CPA",
    "Round5PublicKey",
    "Round5SecretKey",
    "SecretKey",
    "Signature",
    "SignaturePublicKey",
    "SignatureSecretKey",
    "get",
]

if not TYPE_CHECKING:  # who checks types sees the imports above

    def __getattr__(name: str) -> object:
        """Say so if a set, or the module of a family, is not in this build."""
        family = missing(name) if name in _NAMES else name.removeprefix("_")
        if family in LEFT_OUT:
            raise not_built(family)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    _NAMES = __all__
    __all__ = [name for name in _NAMES if not missing(name)]

_INSTANCES: list[KEM | Signature] = [
    instance
    for family in FAMILIES
    if family not in LEFT_OUT
    for instance in import_module(f".{family}", __name__).INSTANCES
]
globals().update({x.name.replace("-", "_"): x for x in _INSTANCES})

KEMS: Mapping[str, KEM] = MappingProxyType({x.name: x for x in _INSTANCES if isinstance(x, KEM)})
"""Every KEM of this build, by the standard's name."""

SIGNATURES: Mapping[str, Signature] = MappingProxyType(
    {x.name: x for x in _INSTANCES if isinstance(x, Signature)}
)
"""Every signature scheme of this build, by the standard's name."""

# What pqpy.hybrid has, which is imported when one is asked for: names, and what the constants are.
HYBRIDS = {
    "X-Wing": "XWing",
    "X25519-ML-KEM-1024": "X25519_ML_KEM_1024",
    "X25519-Kyber768": "X25519_Kyber768",
    "X25519-R5ND_3CCA_5d": "X25519_R5ND_3CCA_5d",
    "MLDSA44-Ed25519": "MLDSA44_Ed25519",
    "MLDSA65-Ed25519": "MLDSA65_Ed25519",
}


def get(name: str) -> KEM | Signature:
    """Return the KEM or signature scheme called *name*, whatever its case, hyphens and underscores.

    It also finds what is in :mod:`pqpy.hybrid`: ``"X-Wing"``, ``"X25519-"`` and the name of a KEM,
    ``"MLDSA44-Ed25519"``, ``"MLDSA65-Ed25519"``.

    Raises:
        ValueError: there is none; the message says which is nearest.
        ImportError: it was left out of this build, or needs a package that is not installed.
    """
    if not isinstance(name, str):
        raise TypeError(f"name must be a str, not {type(name).__name__}")
    plain = _plain(name)
    known = {_plain(x.name): x for x in _INSTANCES}
    if found := known.get(plain):
        return found
    if found := _hybrid(plain, known):
        return found
    for family in LEFT_OUT:
        if plain.startswith(tuple(map(_plain, FAMILIES[family]))):
            raise not_built(family)
    import difflib  # not at import: it takes longer than all the rest

    names = {_plain(x): x for x in (*(x.name for x in _INSTANCES), *HYBRIDS)}
    near = difflib.get_close_matches(plain, names, 1, cutoff=0)
    raise ValueError(f"no scheme is called {name!r}; the nearest is {names[near[0]]!r}")


def _hybrid(plain: str, known: Mapping[str, KEM | Signature]) -> KEM | Signature | None:
    """What pqpy.hybrid has under a name, if anything."""
    for name, constant in HYBRIDS.items():
        if _plain(name) == plain:
            found: KEM | Signature = getattr(import_module(".hybrid", __name__), constant)
            return found
    kem = known.get(plain.removeprefix("x25519"))
    if isinstance(kem, KEM):
        from .hybrid import x25519

        return x25519(kem)
    return None


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
