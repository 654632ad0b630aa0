"""The suites of E4-H1: which KEM a deployment uses (E4-H1, 6.1).

The rest is common to all of them: C2 signs with MLDSA65_Ed25519, clients with MLDSA44_Ed25519.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from .. import get, hybrid
from .errors import InvalidKeyMaterial

VERSION = 1
HEADER_BYTES = 8
SHARE_BYTES = 32  # of X25519, the end of a public key
HEADER_END = 0xE4  # read as the top byte of a v1 timestamp: absurdly old


class Kind(IntEnum):
    """The type of an object, in its header."""

    REKEY = 1
    SIGKEY = 2
    C2KEY = 3
    ANNOUNCE = 4
    SESSION = 5
    HANDOVER = 6
    MIGRATE = 7


@dataclass(frozen=True)
class Suite:
    """One row of the table of suites.

    Attributes:
        byte: what stands in headers, derivations and signature contexts.
        name: the ASCII name of the KEM.
        experimental: needs an explicit switch at C2 and at the client.
    """

    byte: int
    name: str
    experimental: bool
    _kem: str
    _checked_as: str = ""  # a KEM of FIPS 203 with the same keys, if its own has no modulus check

    @cached_property
    def code(self) -> bytes:
        """:attr:`byte` as bytes."""
        return bytes([self.byte])

    @cached_property
    def kem(self) -> Any:
        """The KEM, of :mod:`pqpy.hybrid`."""
        return getattr(hybrid, self._kem)

    def header(self, kind: int) -> bytes:
        """The 8 bytes that an object of this type starts with."""
        return b"E4H" + bytes([VERSION, self.byte, kind, 0, HEADER_END])

    def kem_public_key(self, data: bytes) -> Any:
        """The prepared public key of a client, for encapsulation.

        Raises:
            InvalidKeyMaterial: of the wrong length, a coefficient out of range (FIPS 203, 7.2), or
                an X25519 part that gives a zero product (6.2).
        """
        try:
            if self._checked_as:
                get(self._checked_as).public_key(data[:-SHARE_BYTES])
            return self.kem.public_key(data)
        except ValueError:  # and InvalidKey
            raise InvalidKeyMaterial(f"not a public key of {self.name}") from None


SUITES = (
    Suite(0x01, "X-Wing", False, "XWing"),
    Suite(0x02, "MLKEM1024-X25519", False, "X25519_ML_KEM_1024"),
    Suite(0xF1, "Kyber768-X25519", True, "X25519_Kyber768", "ML-KEM-768"),
    Suite(0xF2, "R5ND_3CCA_5d-X25519", True, "X25519_R5ND_3CCA_5d"),
)


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def find(suite: str | int | Suite, *, experimental: bool = False) -> Suite:
    """The suite of this name (in any case, hyphens and underscores optional) or byte.

    Args:
        suite: "X-Wing", "MLKEM1024-X25519", "Kyber768-X25519", "R5ND_3CCA_5d-X25519", or 0x01,
            0x02, 0xF1, 0xF2.
        experimental: the switch that the last two need.

    Raises:
        ValueError: there is none, or it needs the switch.
    """
    for row in SUITES:
        named = isinstance(suite, str) and _plain(suite) == _plain(row.name)
        if named or suite in (row, row.byte):
            if row.experimental and not experimental:
                raise ValueError(
                    f"suite {row.name} is experimental: pass experimental=True (--experimental)"
                )
            return row
    raise ValueError(f"no suite {suite!r}; there are {', '.join(row.name for row in SUITES)}")
