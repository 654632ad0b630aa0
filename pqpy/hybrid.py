"""Post-quantum schemes joined with elliptic curves: secure as long as either part is.

Key encapsulation with X25519: ``XWing`` (ML-KEM-768, draft-connolly-cfrg-xwing-kem), and
``x25519(kem)`` for any other KEM of the package.  Signatures with Ed25519:
``MLDSA44_Ed25519`` and ``MLDSA65_Ed25519`` (draft-ietf-lamps-pq-composite-sigs).  They are used
like all others (:class:`pqpy.KEM`, :class:`pqpy.Signature`):

    >>> from pqpy.hybrid import XWing
    >>> public_key, secret_key = XWing.keygen()
    >>> shared_secret, ciphertext = XWing.encaps(public_key)
    >>> XWing.decaps(secret_key, ciphertext) == shared_secret
    True

Needs cryptography: ``pip install 'pqpy[hybrid]'``.  ``pqpy.get("X-Wing")`` finds them too;
``pqpy.KEMS`` and ``pqpy.SIGNATURES`` do not list them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import HYBRIDS, KEMS, SIGNATURES
from ._families import missing, not_built

try:
    from ._composite import Composite
    from ._hybrid_kem import HybridKEM, Recipe, combine_all, combine_xwing
except ModuleNotFoundError as error:
    if error.name is None or error.name.partition(".")[0] != "cryptography":
        raise
    raise ImportError(
        "pqpy.hybrid needs the package cryptography: pip install 'pqpy[hybrid]'"
    ) from None

if TYPE_CHECKING:
    from .kem import KEM

__all__ = [
    "Composite",
    "HybridKEM",
    "MLDSA44_Ed25519",
    "MLDSA65_Ed25519",
    "X25519_Kyber768",
    "X25519_ML_KEM_1024",
    "X25519_R5ND_3CCA_5d",
    "XWing",
    "x25519",
]

# KEMs that are a suite of E4-H1, and its number there.
SUITES = {"ML-KEM-1024": 0x02, "Kyber768": 0xF1, "R5ND_3CCA_5d": 0xF2}


def x25519(kem: KEM) -> HybridKEM:
    """Return a KEM of the package joined with X25519.

    The shared secret is SHA3-256(KEM's secret | X25519's | ciphertext | public key | label), which
    asks nothing of the KEM; the label is the KEM's name without its hyphens, and "-X25519".  A
    secret key of 32 bytes is expanded with SHAKE256("E4-H1 KEM" | suite, one byte | seed) to the
    KEM's seed and the X25519 scalar; a KEM that is no suite of E4-H1 has suite 0, and its label
    goes before the seed.  This is E4's construction (e4-hybrid.md, 6.1), registered nowhere; for
    ML-KEM-768 prefer ``XWing``, which is something else.  A CPA set of Round5 stays one: its key
    pairs are for one exchange only.

    Raises:
        TypeError, ValueError: not a KEM, or one that has X25519 already.
    """
    from .kem import KEM

    if not isinstance(kem, KEM):
        raise TypeError(f"kem must be a KEM, not {type(kem).__name__}")
    if isinstance(kem, HybridKEM):
        raise ValueError(f"{kem.name} has X25519 already")
    label = kem.name.replace("-", "").encode() + b"-X25519"
    suite = SUITES.get(kem.name, 0)
    prefix = b"E4-H1 KEM" + bytes((suite,)) + (b"" if suite else label)
    recipe = Recipe(label, prefix, combine_all)
    return HybridKEM._of(f"X25519-{kem.name}", kem, recipe, "E4-H1", "experimental")


def _composite(level: int) -> Composite:
    name = f"MLDSA{level}-Ed25519"
    standard, label = "draft-ietf-lamps-pq-composite-sigs", f"COMPSIG-{name}-SHA512".encode()
    return Composite._of(name, SIGNATURES[f"ML-DSA-{level}"], label, standard, "draft")


# A build can leave out what they are made of.
if "ML-KEM-768" in KEMS:
    XWing = HybridKEM._of(
        "X-Wing",
        KEMS["ML-KEM-768"],
        Recipe(bytes.fromhex("5c2e2f2f5e5c"), b"", combine_xwing),
        "draft-connolly-cfrg-xwing-kem",
        "draft",
    )
    X25519_ML_KEM_1024 = x25519(KEMS["ML-KEM-1024"])
    X25519_Kyber768 = x25519(KEMS["Kyber768"])
if "R5ND_3CCA_5d" in KEMS:
    X25519_R5ND_3CCA_5d = x25519(KEMS["R5ND_3CCA_5d"])
if "ML-DSA-65" in SIGNATURES:
    MLDSA44_Ed25519 = _composite(44)
    MLDSA65_Ed25519 = _composite(65)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Say so if the post-quantum part of a constant is not in this build."""
        if name in HYBRIDS.values():
            family = {
                "XWing": "ML_KEM_",
                "MLDSA44_Ed25519": "ML_DSA_",
                "MLDSA65_Ed25519": "ML_DSA_",
            }
            raise not_built(missing(family.get(name, name.removeprefix("X25519_"))))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    __all__ = [name for name in __all__ if name in globals()]
