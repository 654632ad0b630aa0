"""Prepared keys: expanded once, kept in memory that can be zeroed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from ._bytes import exactly, new_output, take_output
from ._typing import Self

if TYPE_CHECKING:
    from ._scheme import Scheme


def _same(a: Any, b: Any) -> bool:
    """Whether two buffers hold the same bytes, in constant time."""
    import hmac  # not at import: it loads OpenSSL

    return hmac.compare_digest(a, b)


class Key:
    """An expanded key in memory of ours, bound to one parameter set and backend.

    ``_ctx`` is the C context, 64-byte aligned, followed by the seed of a secret key.  Whoever uses
    it takes a reference of its own first: the memory is zeroed and freed when the last one is gone,
    which is how ``wipe`` waits for running calls without a lock.
    """

    __slots__ = ("_ctx", "_scheme")
    _role: ClassVar[str] = "key"
    _secret: ClassVar[bool] = False

    def __init__(self, scheme: Scheme[Any, Any], size: int) -> None:
        ffi, wipe = scheme._ffi, scheme._lib.pq_wipe
        memory = ffi.new("uint8_t[]", size + 63)
        start = memory + (-int(ffi.cast("uintptr_t", memory)) % 64)
        # The destructor also holds `memory`, which owns what it wipes.
        self._ctx: Any = ffi.gc(start, lambda pointer, memory=memory: wipe(pointer, size))
        self._scheme = scheme

    def _live(self) -> Any:
        """The C context; the caller keeps the reference as long as C uses it."""
        return self._ctx

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} cannot be pickled: store bytes(key)")


class PublicKey(Key):
    """A prepared public key: checked and expanded once, for many calls.  Made by ``public_key``.

    ``bytes(key)`` is the key as it was given; equality takes constant time.  May be shared between
    threads.
    """

    __slots__ = ("_bytes",)
    _role = "public key"

    def __init__(self, scheme: Scheme[Any, Any], data: bytes) -> None:
        data = exactly("public_key", data, scheme.public_key_bytes)
        super().__init__(scheme, scheme._public_ctx_bytes)
        scheme._check(scheme._c_load_public(self._ctx, data))
        self._bytes = data

    def __bytes__(self) -> bytes:
        return self._bytes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PublicKey):
            return NotImplemented
        same_set = self._scheme.name == other._scheme.name
        return same_set and _same(self._bytes, other._bytes)

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        return f"<{self._scheme.name} {self._role}>"


class SecretKey(Key):
    """A prepared secret key: checked and expanded once, for many calls.  Made by ``secret_key`` and
    ``generate``.

    ``bytes(key)`` is the expanded key.  The memory is zeroed by :meth:`wipe`, by leaving a ``with``
    block, or when the object goes; a copy as bytes cannot be erased.  Cannot be hashed, ordered,
    copied or pickled; equality takes constant time.  May be shared between threads.
    """

    __slots__ = ("_has_seed", "_public")
    _role = "secret key"
    _secret = True

    def __init__(
        self, scheme: Scheme[Any, Any], *, expanded: bytes | None = None, seed: bytes | None = None
    ) -> None:
        size = scheme._secret_ctx_bytes
        super().__init__(scheme, size + scheme.seed_bytes)
        self._has_seed = seed is not None
        self._public: PublicKey | None = None
        if seed is not None:
            seed = exactly("seed", seed, scheme.seed_bytes)
            scheme._ffi.memmove(self._ctx + size, seed, len(seed))
            scheme._check(scheme._c_generate(self._ctx, seed))
        else:
            expanded = exactly("secret_key", expanded or b"", scheme.secret_key_bytes)
            scheme._check(scheme._c_load_secret(self._ctx, expanded))
            if scheme._secret_holds_public:
                self._public_bytes()  # also checks that the parts of the key belong together

    def _live(self) -> Any:
        ctx = self._ctx
        if ctx is None:
            raise ValueError(f"this {self._scheme.name} secret key was wiped")
        return ctx

    @property
    def seed(self) -> bytes | None:
        """The seed that the key was made from, ``seed_bytes`` long; None if it came from an
        expanded key.
        """
        ctx = self._live()
        if not self._has_seed:
            return None
        scheme = self._scheme
        return bytes(scheme._ffi.buffer(ctx + scheme._secret_ctx_bytes, scheme.seed_bytes))

    def _public_bytes(self) -> bytes:
        ctx, scheme = self._live(), self._scheme
        if not (self._has_seed or scheme._secret_holds_public):
            raise ValueError(
                f"a {scheme.secret_key_bytes}-byte {scheme.name} secret key does not tell its "
                f"public key: keep the {scheme.seed_bytes}-byte seed, or both keys"
            )
        public = new_output(scheme._ffi, scheme.public_key_bytes)
        scheme._check(scheme._c("store_public")(scheme._impl, public, ctx))
        return take_output(scheme._ffi, public)

    def _prepared_public(self) -> Any:
        self._live()
        if self._public is None:
            self._public = self._scheme.public_key(self._public_bytes())
        return self._public

    def _store(self, output: Any) -> Any:
        ctx, scheme = self._live(), self._scheme
        scheme._check(scheme._c("store_secret")(scheme._impl, output, ctx))
        return output

    def __bytes__(self) -> bytes:
        return take_output(
            self._scheme._ffi,
            self._store(new_output(self._scheme._ffi, self._scheme.secret_key_bytes)),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretKey):
            return NotImplemented
        ffi, size, wipe = (
            self._scheme._ffi,
            self._scheme.secret_key_bytes,
            self._scheme._lib.pq_wipe,
        )
        if self._scheme.name != other._scheme.name:
            return False
        ours, theirs = (key._store(ffi.new("uint8_t[]", size)) for key in (self, other))
        equal = _same(ffi.buffer(ours), ffi.buffer(theirs))
        wipe(ours, size)
        wipe(theirs, size)
        return equal

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> NoReturn:
        raise TypeError(f"{self!r} cannot be copied")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError(f"{self!r} cannot be copied")

    def __repr__(self) -> str:
        return f"<{self._scheme.name} {self._role}{', wiped' if self._ctx is None else ''}>"

    def wipe(self) -> None:
        """Zero the key.  New calls raise ValueError at once; the memory is zeroed when the last
        running one has left.

        May be called again.
        """
        self._ctx = None

    def __enter__(self) -> Self:
        self._live()
        return self

    def __exit__(self, *exception: object) -> None:
        self.wipe()
