"""What all objects of E4-H1 have in common: a header, and fields of fixed sizes
(E4-H1, 6.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeAlias, TypeVar

from ._suites import HEADER_BYTES, HEADER_END, Kind, Suite
from .errors import RefusedObject

KINDS = {int(kind): kind for kind in Kind}
NUMBER_BYTES = 8

Size: TypeAlias = "int | Callable[[Suite], int]"
AnyObject = TypeVar("AnyObject", bound="Object")


def sized(size: Size) -> Any:
    """A field of *size* bytes."""
    return field(metadata={"size": size})


def number() -> Any:
    """A field of 8 bytes, little-endian."""
    return field(metadata={"size": NUMBER_BYTES, "number": True})


def left_over(suite: Suite) -> int:
    """The size of the field that takes what the others leave."""
    return 0


class Part(NamedTuple):
    """A field in the layout of an object."""

    name: str
    size: int  # 0: what the others leave
    is_number: bool


@cache
def _parts(kind: Any, suite: Suite) -> tuple[Part, ...]:
    """The fields behind the header of this class of objects, in order."""
    parts = []
    for part in fields(kind):
        size = part.metadata.get("size")
        if size is not None:
            size = size if isinstance(size, int) else size(suite)
            parts.append(Part(part.name, size, "number" in part.metadata))
    return tuple(parts)


def is_object(data: bytes) -> bool:
    """Whether *data* is to be taken as an object or dropped, and never as anything else."""
    return data[HEADER_BYTES - 1 : HEADER_BYTES] == bytes([HEADER_END])


def kind_of(data: bytes, suite: Suite) -> Kind:
    """The type in the header.

    Raises:
        RefusedObject: a byte of the header is wrong.
    """
    kind = data[5] if len(data) >= HEADER_BYTES else 0
    if kind in KINDS and data[:HEADER_BYTES] == suite.header(KINDS[kind]):
        return KINDS[kind]
    raise RefusedObject(f"no object of suite {suite.name}")


@dataclass(frozen=True)
class Object:
    """What all objects are: a header and fields of fixed sizes."""

    KIND: ClassVar[Kind]
    suite: Suite

    @classmethod
    def _layout(cls, suite: Suite) -> tuple[Part, ...]:
        kind: Any = cls
        return _parts(kind, suite)

    @classmethod
    def length(cls, suite: Suite) -> int:
        """How long they are, in bytes."""
        return HEADER_BYTES + sum(part.size for part in cls._layout(suite))

    @classmethod
    def _check_length(cls, length: int, suite: Suite) -> None:
        if length != cls.length(suite):
            raise RefusedObject(f"a {cls.__name__} has {cls.length(suite)} bytes, not {length}")

    @classmethod
    def parse(cls: type[AnyObject], data: bytes, suite: Suite) -> AnyObject:
        """Split the bytes of one.

        Raises:
            RefusedObject: another version, suite, type or length, or a weak Ed25519 key.
        """
        if data[:HEADER_BYTES] != suite.header(cls.KIND):
            raise RefusedObject(f"no {cls.__name__} of suite {suite.name}")
        cls._check_length(len(data), suite)
        values: dict[str, Any] = {}
        at, spare = HEADER_BYTES, len(data) - cls.length(suite)
        for name, size, is_number in cls._layout(suite):
            end = at + (size or spare)
            value = data[at:end]
            values[name] = int.from_bytes(value, "little") if is_number else value
            at = end
        result = cls(suite, **values)
        result._check()
        return result

    def _check(self) -> None:
        """Refuse values that no honest one has."""

    def __bytes__(self) -> bytes:
        parts = [self.suite.header(self.KIND)]
        for name, size, is_number in self._layout(self.suite):
            value = getattr(self, name)
            value = value.to_bytes(size, "little") if is_number else value
            if size and len(value) != size:
                raise ValueError(f"{name} must be {size} bytes, not {len(value)}")
            parts.append(value)
        return b"".join(parts)
