"""Batches of schemes that are pairs: the single operations, one after the other or in threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._batch import KeyPairs, Rows, array_of, numpy, of_count, run
from ._batch import number as number_of
from ._bytes import sized
from ._keys import Key
from ._scheme import Scheme, article
from ._typing import Array
from .errors import InvalidKey


class PairKeys:
    """The keys of a batch, prepared: one for all, or one for each item."""

    def __init__(
        self,
        name: str,
        value: Any,
        scheme: Scheme[Any, Any],
        size: int,
        prepare: Callable[[Any], Any],
    ) -> None:
        self._name, self._scheme, self._size, self._prepare = name, scheme, size, prepare
        array = None if isinstance(value, (Key, list, tuple)) else array_of(name, value, size)
        if isinstance(value, (list, tuple)) or array is not None:
            many = value if array is None else [row.tobytes() for row in array]
            self._keys = [self._item(i, key) for i, key in enumerate(many)]
            self.count: int | None = len(self._keys)
        else:
            self._keys, self.count = [prepare(value)], None

    def _item(self, i: int, key: Any) -> Any:
        name = f"{self._name}[{i}]"
        if not isinstance(key, Key):
            key = bytes(sized(name, key, self._size))
        try:
            return self._prepare(key)
        except InvalidKey:
            which = f"{article(self._scheme.name)} {self._name.removesuffix('s').replace('_', ' ')}"
            raise InvalidKey(f"{name} is not {which}: its contents are invalid") from None

    def __getitem__(self, i: int) -> Any:
        return self._keys[0 if self.count is None else i]

    def number(self, n: int | None) -> int:
        """How many items, if the caller says *n*."""
        if n is None and self.count is None:
            raise ValueError("n must be given where one key is for all")
        n = number_of("n", self.count if n is None else n, 0)
        return n if self.count is None else of_count(self._name, self.count, n)


def rows(scheme: Scheme[Any, Any], name: str, value: Any, size: int, n: int | None) -> list[bytes]:
    """Items of *size* bytes, n of them unless n is None."""
    return [row.tobytes() for row in Rows.read(scheme._ffi, name, value, size, n).array]


def fill(
    scheme: Scheme[Any, Any],
    n: int,
    sizes: Sequence[int],
    threads: int,
    one: Callable[[int], Sequence[bytes]],
) -> list[Array]:
    """Arrays of n rows, of each of *sizes*, with what *one* returns for item i in row i."""
    np = numpy()
    threads = number_of("threads", threads, 1)
    arrays = [np.empty((n, size), np.uint8) for size in sizes]

    def part(start: int, count: int, scratch: Any) -> None:
        for i in range(start, start + count):
            for array, result in zip(arrays, one(i), strict=True):
                array[i] = np.frombuffer(result, np.uint8)

    run(scheme._impl, scheme._ffi, n, threads, part)
    return arrays


def keygen_all(scheme: Scheme[Any, Any], n: int, seeds: Any, threads: int) -> KeyPairs:
    """The key pairs of n seeds."""
    n = number_of("n", n, 0)
    with Rows.seeds(scheme, seeds, n, scheme.seed_bytes) as drawn:
        sizes = scheme.public_key_bytes, scheme.secret_key_bytes
        return KeyPairs(
            *fill(scheme, n, sizes, threads, lambda i: scheme.keygen(seed=drawn.array[i].tobytes()))
        )
