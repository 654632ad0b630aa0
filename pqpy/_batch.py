"""What batches share: arrays in and out, keys of three kinds, and threads."""

from __future__ import annotations

import functools
import operator
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ._bytes import IN_PLACE, sized
from ._keys import Key
from ._scheme import PublicKeyT, Scheme, SecretKeyT, article
from ._typing import Array, Buffer, Self
from .errors import InvalidKey

if TYPE_CHECKING:
    from types import ModuleType

LANES = 8  # threads get whole groups of items: the most that a backend works on at once


class KeyPairs(NamedTuple):
    """What ``keygen_batch`` returns: two arrays of uint8, a row for each key."""

    public_keys: Array
    secret_keys: Array

    def __repr__(self) -> str:
        shapes = f"public_keys={shape(self.public_keys)}, secret_keys={shape(self.secret_keys)}"
        return f"KeyPairs({shapes})"


class Encapsulations(NamedTuple):
    """What ``encaps_batch`` returns: two arrays of uint8, a row for each item."""

    shared_secrets: Array
    ciphertexts: Array

    def __repr__(self) -> str:
        secrets = f"shared_secrets={shape(self.shared_secrets)}"
        return f"Encapsulations({secrets}, ciphertexts={shape(self.ciphertexts)})"


def shape(array: Array) -> str:
    """How an array is shown: without what is in it."""
    return "<" + " x ".join(map(str, array.shape)) + " bytes>"


@functools.cache
def numpy() -> ModuleType:
    """Numpy, imported when a batch first needs it."""
    try:
        import numpy
    except ImportError:
        raise ImportError("batches need numpy: pip install 'pqpy[numpy]'") from None
    return numpy


def number(name: str, value: object, least: int) -> int:
    """*value*, also one of numpy's, as an int of at least *least*."""
    if type(value) is int and value >= least:
        return value
    try:
        if isinstance(value, bool):
            raise TypeError
        count = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an int, not {type(value).__name__}") from None
    if count < least:
        raise ValueError(f"{name} must be at least {least}, not {count}")
    return count


def of_count(name: str, count: int, n: int | None) -> int:
    """*count*, which must be n if there is one."""
    if n is not None and count != n:
        raise ValueError(f"{name} must be {n} items, not {count}")
    return count


def items(name: str, value: object) -> Sequence[Any]:
    """*value* as a sequence of many; one buffer or a str is refused."""
    if isinstance(value, (list, tuple)):
        return value
    what = "a list or tuple of bytes-like, or a 2-dimensional array of uint8"
    raise TypeError(f"{name} must be {what}, not {type(value).__name__}")


def array_of(name: str, value: object, size: int | None = None) -> Array | None:
    """*value* if it is a two-dimensional array, checked; None if it is no such array."""
    np = numpy()
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        return None
    array: Array = np.asarray(value)  # of a subclass, which may hide a mask, only the data
    if array.dtype != np.uint8:
        raise TypeError(f"{name} must be an array of uint8, not of {array.dtype}")
    if not array.flags.c_contiguous:
        raise TypeError(f"{name} must be C-contiguous, not a strided view")
    if size is not None and array.shape[1] != size:
        raise ValueError(f"{name} must have rows of {size} bytes, not {array.shape[1]}")
    return array


class Rows:
    """Items of *size* bytes, one after the other: the memory, and where C finds item i of it."""

    __slots__ = ("_ffi", "_lib", "_pointer", "_size", "memory")

    def __init__(self, scheme: Scheme[Any, Any], memory: Any, size: int) -> None:
        self.memory = memory
        self._ffi, self._lib, self._size = scheme._ffi, scheme._lib, size
        self._pointer = scheme._ffi.from_buffer("uint8_t[]", memory)

    def __len__(self) -> int:
        return len(self._pointer) // self._size

    def at(self, i: int) -> Any:
        """A pointer to item i."""
        return self._pointer + i * self._size

    def item(self, i: int) -> bytes:
        """A copy of item i."""
        return bytes(self._ffi.buffer(self.at(i), self._size))

    @classmethod
    def new(cls, scheme: Scheme[Any, Any], n: int, size: int) -> Rows:
        """Room for n results; its memory is the array of them."""
        np = numpy()
        return cls(scheme, np.empty((n, size), np.uint8), size)

    @classmethod
    def read(
        cls, scheme: Scheme[Any, Any], name: str, value: object, size: int, n: int | None = None
    ) -> Rows:
        """A private copy of what the caller gave: (n, size) uint8, or n bytes-likes of that
        size.
        """
        given = array_of(name, value, size)
        if given is not None:
            of_count(name, len(given), n)
            return cls(scheme, given.copy(), size)
        parts = [
            x if type(x) is bytes and len(x) == size else sized(f"{name}[{i}]", x, size)
            for i, x in enumerate(items(name, value))
        ]
        of_count(name, len(parts), n)
        return cls(scheme, bytearray().join(parts), size)

    @classmethod
    def seeds(cls, scheme: Scheme[Any, Any], value: object, n: int, size: int) -> Rows:
        """The randomness of n items; drawn if there is none."""
        if value is not None:
            return cls.read(scheme, "seeds", value, size, n)
        drawn = os.urandom(n * size)
        return cls(scheme, drawn if IN_PLACE else bytearray(drawn), size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Zero a private copy that held secrets, or bytes that were drawn: nobody else has them."""
        self._lib.pq_wipe(self._pointer, len(self._pointer))


class Keys:
    """The keys of a batch: one prepared key for all, a prepared key for each item, or rows of
    bytes.
    """

    def __init__(self, scheme: Scheme[Any, Any], kind: type[Key], name: str, value: Any) -> None:
        self.scheme, self.name, self.kind = scheme, name, kind
        self.count: int | None = None  # None: one for all
        self.rows: Rows | None = None
        self.secret = kind._secret
        if isinstance(value, Key):
            self._use([scheme._fitting(name, value, kind)])
            return
        size = scheme.secret_key_bytes if self.secret else scheme.public_key_bytes
        many = isinstance(value, (list, tuple))
        if many:
            value = list(value)  # C counts on its length, which other threads might change
        if many and any(isinstance(key, Key) for key in value):
            self._use([self._prepared(f"{name}[{i}]", key) for i, key in enumerate(value)])
            self.count = len(value)
        elif many or array_of(name, value, size) is not None:
            self.rows = Rows.read(scheme, name, value, size)
            self.count = len(self.rows)
        elif self.secret:
            expanded = scheme._expanded(value)
            try:
                self._use([scheme.secret_key(expanded)])
            finally:
                scheme._forget(expanded, value)
        else:
            self._use([scheme.public_key(value)])

    def _prepared(self, name: str, key: object) -> Key:
        if not isinstance(key, Key):
            raise TypeError(f"{name} must be a {self.kind.__name__}, not {type(key).__name__}")
        return self.scheme._fitting(name, key, self.kind)

    def _use(self, keys: list[Key]) -> None:
        """Contexts for C.  They stay alive as long as this does, also if a key is wiped."""
        self._alive = [key._live() for key in keys]
        self._contexts = self.scheme._ffi.new("void *[]", self._alive)
        self.scheme = keys[0]._scheme
        if len(keys) > 1 and any(key._scheme._impl != self.scheme._impl for key in keys):
            raise ValueError(f"{self.name} must all be prepared on one backend")

    def at(self, i: int) -> tuple[Any, ...]:
        """What C is given for the keys from item i on."""
        if self.rows is not None:
            return (self.rows.at(i),)
        step = 0 if self.count is None else 1
        return self._contexts + i * step, step

    def status(self, report: Any) -> tuple[Any, ...]:
        """Where C reports on keys; a prepared one was checked before."""
        return (report,) if self.rows is not None else ()

    def function(self, operation: str) -> Any:
        """The C function that takes such keys."""
        return self.scheme._c(operation + ("_batch_with" if self.rows is None else "_batch"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Zero the private copy of secret keys."""
        if self.secret and self.rows is not None:
            self.rows.__exit__()


class Scratch:
    """Working memory for one call of C, which leaves no secret in it, and where it is 64-byte
    aligned.
    """

    __slots__ = ("_memory", "pointer")

    def __init__(self, scheme: Scheme[Any, Any]) -> None:
        ffi = scheme._ffi
        self._memory = ffi.new("uint8_t[]", scheme._impl.batch_scratch_bytes + 63)
        self.pointer = self._memory + -int(ffi.cast("uintptr_t", self._memory)) % 64


def run(
    scheme: Scheme[Any, Any], n: int, threads: int, part: Callable[[int, int, Any], None]
) -> None:
    """Call ``part(start, count, scratch)`` for all of n items, split over threads.

    C runs without the GIL, so that the threads run at the same time.
    """
    share = -(-n // threads // LANES) * LANES  # rounded up to whole groups

    def do(start: int) -> None:
        try:
            scratch = scheme._scratches.pop()
        except IndexError:
            scratch = Scratch(scheme)
        part(start, min(share, n - start), scratch.pointer)
        scheme._scratches.append(scratch)

    if 0 < n <= share:
        do(0)
    elif n:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(do, range(0, n, share)))


def all_good(scheme: Scheme[Any, Any], name: str, status: bytearray) -> None:
    """Raise InvalidKey for the first item whose key C refused."""
    if any(status):
        index = next(i for i, code in enumerate(status) if code)
        which = f"{article(scheme.name)} {name.removesuffix('s').replace('_', ' ')}"
        raise InvalidKey(f"{name}[{index}] is not {which}: its contents are invalid")


class Batches(Scheme[PublicKeyT, SecretKeyT]):
    """The batch that KEMs and signature schemes have in common."""

    __slots__ = ()

    def keygen_batch(
        self, n: int, *, seeds: Array | Sequence[Buffer] | None = None, threads: int = 1
    ) -> KeyPairs:
        """Make n key pairs.  Needs numpy.

        Args:
            n: how many.
            seeds: n of ``seed_bytes``, for stored keys and known answers.  Default: os.urandom.
            threads: how many to use.

        Returns:
            ``(public_keys, secret_keys)``, arrays of uint8 of ``(n, public_key_bytes)`` and
            ``(n, secret_key_bytes)``; the secret keys expanded.

        Raises:
            TypeError, ValueError: an argument of the wrong type, length or number.
        """
        n, threads = number("n", n, 0), number("threads", threads, 1)
        pk = Rows.new(self, n, self.public_key_bytes)
        sk = Rows.new(self, n, self.secret_key_bytes)
        keygen = self._c("keygen_batch")

        with Rows.seeds(self, seeds, n, self.seed_bytes) as drawn:

            def part(i: int, count: int, scratch: Any) -> None:
                keygen(self._impl, pk.at(i), sk.at(i), drawn.at(i), count, scratch)

            run(self, n, threads, part)
        return KeyPairs(pk.memory, sk.memory)
