"""What KEMs and signature schemes have in common: sizes, backends, key generation, prepared
keys.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar, Generic, NamedTuple, NoReturn, TypeVar

from ._backend import Get, available, pick
from ._bytes import IN_PLACE, copied, exactly, new_output, take_output
from ._keys import Key, PublicKey, SecretKey
from ._typing import Buffer, Self
from .errors import InvalidKey, InvalidSignature


class KeyPair(NamedTuple):
    """What ``keygen`` returns: two byte strings."""

    public_key: bytes
    secret_key: bytes

    def __repr__(self) -> str:
        sizes = (
            f"public_key=<{len(self.public_key)} bytes>, secret_key=<{len(self.secret_key)} bytes>"
        )
        return f"KeyPair({sizes})"


PublicKeyT = TypeVar("PublicKeyT", bound=PublicKey)
SecretKeyT = TypeVar("SecretKeyT", bound=SecretKey)
KeyT = TypeVar("KeyT", bound=Key)


def article(name: str) -> str:
    """*name* with its indefinite article: "an ML-KEM-768", "a Kyber768"."""
    return f"{'an' if name[0] in 'MRX' else 'a'} {name}"


def restore(name: str, backend: str | None) -> Scheme[Any, Any]:
    """What a pickled instance becomes: the one of that name, on the backend it was pinned to."""
    from . import get

    instance = get(name)
    return instance if backend is None else instance.on(backend)


class Scheme(Generic[PublicKeyT, SecretKeyT]):
    """One parameter set on one backend; base of KEM and Signature."""

    # No __dict__, through which attributes could be changed in spite of __setattr__.
    __slots__ = (
        *("_module", "_get", "_pinned", "_impl", "_ffi", "_lib", "__weakref__"),
        *("name", "backend", "standard", "status", "nist_level"),
        *("public_key_bytes", "secret_key_bytes", "seed_bytes"),
    )

    _prefix: ClassVar[str]  # of the C functions: pq_kem, pq_sig
    _secret_holds_public: ClassVar[bool] = True  # an expanded secret key tells its public key
    _public_type: type[PublicKeyT]
    _secret_type: type[SecretKeyT]

    _module: Any
    _get: Get
    _pinned: str | None
    _impl: Any
    _ffi: Any
    _lib: Any

    name: str
    backend: str
    standard: str
    status: str
    nist_level: int
    public_key_bytes: int
    secret_key_bytes: int
    seed_bytes: int

    # Without a signature to show, help() begins with what the class is for.
    def __init__(self):  # type: ignore[no-untyped-def]
        raise TypeError("instances are made by the package: pqpy.ML_KEM_768, pqpy.get(name), ...")

    @classmethod
    def _make(cls, module: Any, get: Get, name: str, backend: str | None = None) -> Self:
        """An instance, which help() shows without how it is made."""
        instance = cls.__new__(cls)
        instance._set_up(module, get, name, backend)
        return instance

    def _set_up(self, module: Any, get: Get, name: str, backend: str | None) -> None:
        c = pick(get, name, backend)
        self._set(_module=module, _get=get, _pinned=backend, _impl=c)
        self._set(_ffi=module.ffi, _lib=module.lib, name=name, nist_level=c.nist_level)
        for attribute in ("backend", "standard", "status"):
            self._set(**{attribute: self._ffi.string(getattr(c, attribute)).decode()})
        self._set(public_key_bytes=c.public_key_bytes, secret_key_bytes=c.secret_key_bytes)
        self._set(seed_bytes=c.keygen_seed_bytes)

    def _set(self, **attributes: Any) -> None:
        """Set attributes, as _set_up may and nobody else."""
        for attribute, value in attributes.items():
            object.__setattr__(self, attribute, value)

    def __delattr__(self, attribute: str) -> NoReturn:
        raise AttributeError(f"{self!r} cannot be changed: all who use it share it")

    def __setattr__(self, attribute: str, value: object) -> NoReturn:
        raise AttributeError(f"{self!r} cannot be changed: all who use it share it")

    def __repr__(self) -> str:
        return f"<{self.name} on {self.backend}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scheme):
            return NotImplemented
        return (self.name, self.backend) == (other.name, other.backend)

    def __hash__(self) -> int:
        return hash((self.name, self.backend))

    def __reduce__(self) -> tuple[Any, tuple[str, str | None]]:
        return restore, (self.name, self._pinned)

    def backends(self) -> list[str]:
        """Names of the backends that this build has and this machine runs, slowest first."""
        return available(self._get, self.name)

    def on(self, backend: str) -> Self:
        """Return the same parameter set on another backend.

        Args:
            backend: ``"portable"``, ``"avx2"`` or ``"avx512"``.

        Raises:
            ValueError: there is no backend of that name.
            RuntimeError: this build does not have it, or this machine cannot run it.
        """
        if not isinstance(backend, str):
            raise TypeError(f"backend must be a str, not {type(backend).__name__}")
        return type(self)._make(self._module, self._get, self.name, backend)

    def keygen(self, *, seed: Buffer | None = None) -> KeyPair:
        """Make a key pair.

        Args:
            seed: ``seed_bytes`` bytes, for stored keys and known answers.  Default: os.urandom.

        Returns:
            ``(public_key, secret_key)``, ``public_key_bytes`` and ``secret_key_bytes`` long; the
            secret key expanded.

        Raises:
            TypeError, ValueError: the seed is not bytes-like, or of the wrong length.
        """
        coins = self._seed(seed, self.seed_bytes)
        pk, sk = self._new(self.public_key_bytes), self._new(self.secret_key_bytes)
        code = self._c("keygen")(self._impl, pk, sk, coins)
        self._forget(coins, seed)
        self._check(code)
        return KeyPair(self._take(pk), self._take(sk))

    def public_key(self, data: Buffer | PublicKeyT) -> PublicKeyT:
        """Prepare a public key: check and expand it once, to use it often.

        Args:
            data: the key, ``public_key_bytes`` bytes; one that is prepared is returned as it is.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, or the key of another
                parameter set.
            InvalidKey: not the encoding of a key.
        """
        if isinstance(data, Key):
            return self._fitting("public_key", data, self._public_type)
        return self._public_type(self, exactly("public_key", data, self.public_key_bytes))

    def secret_key(self, data: Buffer | SecretKeyT) -> SecretKeyT:
        """Prepare a secret key: check and expand it once, to use it often.

        Args:
            data: the expanded key, ``secret_key_bytes`` bytes, or the seed it is made from,
                ``seed_bytes``; one that is prepared is returned as it is.

        Raises:
            TypeError, ValueError: not bytes-like, of neither length, the key of another parameter
                set, or wiped.
            InvalidKey: the expanded key is damaged.
        """
        if isinstance(data, Key):
            prepared = self._fitting("secret_key", data, self._secret_type)
            prepared._live()
            return prepared
        key = copied("secret_key", data)
        try:
            if len(key) == self.seed_bytes:
                return self._secret_type(self, seed=key)
            if len(key) == self.secret_key_bytes:
                return self._secret_type(self, expanded=key)
        finally:
            self._forget(key, data)
        sizes = f"{self.secret_key_bytes} bytes"
        if self.seed_bytes != self.secret_key_bytes:
            sizes += f" (expanded) or {self.seed_bytes} (a seed)"
        raise ValueError(f"secret_key must be {sizes}, not {len(key)}")

    def generate(self, *, seed: Buffer | None = None) -> SecretKeyT:
        """Make a new prepared secret key, whose memory can be zeroed (``wipe``, ``with``); bytes
        cannot.

        Args:
            seed: ``seed_bytes`` bytes, for stored keys and known answers.  Default: os.urandom.

        Raises:
            TypeError, ValueError: the seed is not bytes-like, or of the wrong length.
        """
        coins = self._seed(seed, self.seed_bytes)
        key = self._secret_type(self, seed=coins)
        self._forget(coins, seed)
        return key

    # What the subclasses build on.

    def _c(self, function: str) -> Any:
        return getattr(self._lib, f"{self._prefix}_{function}")

    def _new(self, size: int) -> Any:
        return new_output(self._ffi, size)

    def _take(self, output: Any) -> bytes:
        return take_output(self._ffi, output)

    def _seed(self, seed: Buffer | None, size: int) -> bytes:
        return os.urandom(size) if seed is None else exactly("seed", seed, size)

    def _forget(self, secret: Any, given: object) -> None:
        """Zero a secret after use: bytes that were drawn, or copied from a writable buffer, which
        nobody else has seen.  What the caller gave as bytes is the caller's.
        """
        if IN_PLACE and secret is not given and len(secret) > 1:  # shorter ones are shared
            self._lib.pq_wipe(secret, len(secret))

    def _expanded(self, data: Buffer) -> bytes:
        """A secret key given as bytes: the expanded form, and a hint for who gives a seed."""
        key = copied("secret_key", data)
        if len(key) == self.seed_bytes:
            raise ValueError(
                f"secret_key must be {self.secret_key_bytes} bytes, not {len(key)}; "
                f"a {self.seed_bytes}-byte seed is expanded by secret_key(seed)"
            )
        return exactly("secret_key", key, self.secret_key_bytes)

    def _fitting(self, argument: str, key: Key, kind: type[KeyT]) -> KeyT:
        """A prepared key that is of this parameter set, and public or secret as wanted."""
        if isinstance(key, kind) and key._scheme.name == self.name:
            return key
        wanted, found = (
            f"{article(name)} {role}"
            for name, role in ((self.name, kind._role), (key._scheme.name, key._role))
        )
        raise ValueError(f"{argument} must be {wanted}, not {found}")

    def _check(self, code: int) -> None:
        """Raise the error that a C function returned, if any."""
        if code == 0:
            return
        if code == self._lib.PQ_BAD_SIGNATURE:
            raise InvalidSignature(
                f"the {self.name} signature does not fit the message and public key"
            )
        which = "public" if code == self._lib.PQ_BAD_PUBLIC_KEY else "secret"
        raise InvalidKey(
            f"{which}_key is not {article(self.name)} {which} key: its contents are invalid"
        )
