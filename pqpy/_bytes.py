"""The one place where Python values become C buffers, and C's results Python values."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from ._typing import Buffer

# CPython hands C the memory of a bytes object itself, so results are written straight into a fresh
# one that nobody else has seen: no copy, and no second place where a secret would lie.  Elsewhere a
# C array is filled and copied.
IN_PLACE = sys.implementation.name == "cpython"

PairT = TypeVar("PairT", bound="tuple[bytes, bytes]")


def view(name: str, value: Buffer) -> memoryview:
    """*value* as a C-contiguous memoryview of one-byte items, not copied.

    cffi would take a list of ints for a ``uint8_t *``, and measures nothing: neither may get past
    here.

    Raises:
        TypeError: *value* is no buffer, or one of wider items or with gaps.
        ValueError: *value* is a buffer that was released.
    """
    try:
        result = memoryview(value)
    except (TypeError, BufferError):
        raise TypeError(f"{name} must be bytes-like, not {type(value).__name__}") from None
    except ValueError:
        why = "was released" if isinstance(value, memoryview) else "cannot be read as bytes"
        raise ValueError(f"{name} is a {type(value).__name__} that {why}") from None
    if result.itemsize != 1:
        raise TypeError(f"{name} must have items of one byte, not of {result.itemsize}")
    if not result.c_contiguous:
        raise TypeError(f"{name} must be C-contiguous, not a strided view")
    return result


def copied(name: str, value: Buffer) -> bytes:
    """*value* as bytes; bytes are returned as they are, other buffers copied so that they cannot
    change any more.
    """
    return value if type(value) is bytes else bytes(view(name, value))


def exactly(name: str, value: Buffer, length: int) -> bytes:
    """*value* as bytes of exactly *length*.

    Raises:
        TypeError: as :func:`view`.
        ValueError: wrong length.
    """
    if type(value) is bytes and len(value) == length:
        return value
    data = copied(name, value)
    if len(data) != length:
        raise ValueError(f"{name} must be {length} bytes, not {len(data)}")
    return data


def sized(name: str, value: Buffer, length: int) -> Buffer:
    """*value* as a buffer of exactly *length* bytes, not copied; errors as :func:`exactly`."""
    data = value if type(value) is bytes else view(name, value)
    size = data.nbytes if isinstance(data, memoryview) else len(data)
    if size != length:
        raise ValueError(f"{name} must be {length} bytes, not {size}")
    return data


def at_most(name: str, value: Buffer, length: int) -> bytes:
    """*value* as bytes of at most *length*; errors as :func:`exactly`."""
    data = copied(name, value)
    if len(data) > length:
        raise ValueError(f"{name} must be at most {length} bytes, not {len(data)}")
    return data


def readable(ffi: Any, name: str, value: Buffer) -> tuple[Any, int]:
    """*value* as what a ``const uint8_t *`` parameter takes, and its length; never copied.  Errors
    as :func:`view`.
    """
    if type(value) is bytes:
        return value, len(value)
    data = view(name, value)
    return ffi.from_buffer("uint8_t[]", data), data.nbytes


def output_maker(ffi: Any, size: int) -> Callable[[], Any]:
    """What gives, at every call, memory of *size* >= 2 bytes for one result of C, to be passed as
    ``uint8_t *`` and then to take_output.
    """
    return partial(bytes, size) if IN_PLACE else partial(ffi.new, "uint8_t[]", size)


def new_output(ffi: Any, size: int) -> Any:
    """Memory for one result, as output_maker's."""
    return output_maker(ffi, size)()


def take_output(ffi: Any, output: Any) -> bytes:
    """The result that C wrote."""
    if type(output) is bytes:
        return output
    result: bytes = ffi.buffer(output)[:]
    ffi.memmove(output, bytes(len(result)), len(result))
    return result


def take_pair(kind: type[PairT], ffi: Any, first: Any, second: Any) -> PairT:
    """Two results that C wrote, as a NamedTuple.  Its own constructor would be a call of Python's
    more.
    """
    if type(first) is not bytes:
        first, second = take_output(ffi, first), take_output(ffi, second)
    return tuple.__new__(kind, (first, second))
