"""Results written into memory of the caller's."""

from __future__ import annotations

from typing import Any

from ._bytes import view
from ._typing import Buffer


def writable(name: str, value: Buffer, size: int | None = None) -> memoryview:
    """*value* as memory to write to, of exactly *size* bytes.

    Raises:
        TypeError: no buffer, one of wider items or with gaps, or one that cannot be written to.
        ValueError: wrong length.
    """
    data = view(name, value)
    if data.readonly:
        raise TypeError(f"{name} must be writable, not a read-only {type(value).__name__}")
    if size is not None and data.nbytes != size:
        raise ValueError(f"{name} must be {size} bytes, not {data.nbytes}")
    return data.cast("B")


def outputs(ffi: Any, inputs: dict[str, Any], **results: tuple[Buffer, int]) -> list[Any]:
    """Pointers to where results go, each given as (buffer, size in bytes).

    Nothing may overlap: neither two results, nor a result and an input.  Inputs that are no buffers
    are left to whoever checks them.

    Raises:
        TypeError, ValueError: as :func:`writable`, and overlap.
    """
    places = {name: writable(name, value, size) for name, (value, size) in results.items()}
    pointers = {name: ffi.from_buffer(place) for name, place in places.items()}
    ranges = {name: _range(ffi, pointer) for name, pointer in pointers.items()}
    for name, value in inputs.items():
        if not isinstance(value, bytes) and _is_buffer(value):
            ranges[name] = _range(ffi, ffi.from_buffer(value))
    for name in results:
        start, end = ranges[name]
        for other, (low, high) in ranges.items():
            if other != name and start < high and low < end:
                raise ValueError(f"{name} must not overlap {other}")
    return list(pointers.values())


def _is_buffer(value: object) -> bool:
    try:
        return memoryview(value).c_contiguous  # type: ignore[arg-type]
    except (TypeError, ValueError, BufferError):
        return False


def _range(ffi: Any, pointer: Any) -> tuple[int, int]:
    start = int(ffi.cast("uintptr_t", pointer))
    return start, start + len(pointer)
