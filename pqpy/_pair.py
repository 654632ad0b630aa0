"""Two schemes as one, a post-quantum one and an elliptic curve: what KEMs and signatures share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._batch import KeyPairs
from ._bytes import copied, exactly
from ._keys import Key, PublicKey, SecretKey, _same
from ._pair_batch import keygen_all
from ._scheme import KeyPair, PublicKeyT, Scheme, SecretKeyT
from ._typing import Array, Buffer, Self

# What a pair takes over from its post-quantum part, which also lends it its way to C.
FROM_PART = ("_module", "_get", "_pinned", "_impl", "_ffi", "_lib", "backend", "nist_level")


class PairPublicKey(PublicKey):
    """A prepared public key of a pair; ``_ctx`` holds the prepared keys of its parts."""

    __slots__ = ()

    def __init__(self, scheme: Pair[Any, Any], data: bytes) -> None:
        self._bytes = exactly("public_key", data, scheme.public_key_bytes)
        self._scheme = scheme
        self._ctx = scheme._load_public(self._bytes)


class PairSecretKey(SecretKey):
    """A prepared secret key that is its seed.

    ``_ctx`` is the memory with the seed and the prepared keys of the parts: one reference, so that
    :meth:`wipe` lets go of all of them at once.
    """

    __slots__ = ()

    def __init__(
        self, scheme: Pair[Any, Any], *, expanded: bytes | None = None, seed: bytes | None = None
    ) -> None:
        data = exactly("secret_key", seed or expanded or b"", scheme.seed_bytes)
        Key.__init__(self, scheme, len(data))
        scheme._ffi.memmove(self._ctx, data, len(data))
        self._has_seed, self._public = True, None
        self._ctx = self._ctx, scheme._load_secret(data)

    def _seed_memory(self) -> Any:
        return self._scheme._ffi.buffer(self._live()[0], self._scheme.seed_bytes)

    @property
    def seed(self) -> bytes:
        """The key itself, ``seed_bytes`` long."""
        return bytes(self._seed_memory())

    def __bytes__(self) -> bytes:
        return self.seed

    def _public_bytes(self) -> bytes:
        public: bytes = self._scheme._public_of(*self._live()[1])  # type: ignore[attr-defined]
        return public

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretKey):
            return NotImplemented
        if not isinstance(other, PairSecretKey) or self._scheme.name != other._scheme.name:
            return False
        return _same(self._seed_memory(), other._seed_memory())

    __hash__ = None


class Pair(Scheme[PublicKeyT, SecretKeyT]):
    """A post-quantum scheme and an elliptic curve as one scheme.

    A secret key is the seed that it is made from; there is no other form.
    """

    __slots__ = ()

    _part: Any  # the post-quantum scheme

    def _take_over(self, part: Any, **attributes: Any) -> Self:
        self._set(_part=part, **{name: getattr(part, name) for name in FROM_PART}, **attributes)
        return self

    def _load_public(self, data: bytes) -> tuple[Any, ...]:
        """The prepared keys of the parts of a public key."""
        raise NotImplementedError

    def _load_secret(self, seed: bytes) -> tuple[Any, ...]:
        """The prepared keys of the parts of a secret key."""
        raise NotImplementedError

    def _public_of(self, *parts: Any) -> bytes:
        """The public key that belongs to what _load_secret returned."""
        raise NotImplementedError

    def _with(self, part: Any) -> Self:
        """The same pair with the post-quantum part on another backend."""
        raise NotImplementedError

    def backends(self) -> list[str]:
        """Names of the backends of the post-quantum part, slowest first."""
        backends: list[str] = self._part.backends()
        return backends

    def on(self, backend: str) -> Self:
        """Return the same scheme with its post-quantum part on another backend.

        Args:
            backend: ``"portable"``, ``"avx2"`` or ``"avx512"``.

        Raises:
            ValueError: there is no backend of that name.
            RuntimeError: this build does not have it, or this machine cannot run it.
        """
        return self._with(self._part.on(backend))

    def keygen(self, *, seed: Buffer | None = None) -> KeyPair:
        """Make a key pair.

        Args:
            seed: ``seed_bytes`` bytes, for stored keys and known answers.  Default: os.urandom.

        Returns:
            ``(public_key, secret_key)``, ``public_key_bytes`` and ``secret_key_bytes`` long; the
            secret key is the seed.

        Raises:
            TypeError, ValueError: the seed is not bytes-like, or of the wrong length.
        """
        coins = self._seed(seed, self.seed_bytes)
        with self._secret_type(self, seed=coins) as key:
            return KeyPair(key._public_bytes(), coins)

    def keygen_batch(
        self, n: int, *, seeds: Array | Sequence[Buffer] | None = None, threads: int = 1
    ) -> KeyPairs:
        """Make n key pairs, one after the other.  Needs numpy; see :meth:`KEM.keygen_batch`."""
        return keygen_all(self, n, seeds, threads)

    def _expanded(self, data: Buffer) -> bytes:
        return exactly("secret_key", copied("secret_key", data), self.secret_key_bytes)

    def _public_parts(self, key: Buffer | Key) -> tuple[Any, bytes]:
        """The parts of a public key in whatever form, and its bytes."""
        prepared = self.public_key(key)  # type: ignore[arg-type]
        return prepared._ctx, prepared._bytes

    def _secret_parts(self, key: Buffer | Key) -> Any:
        """The parts of a secret key in whatever form."""
        return self.secret_key(key)._live()[1]  # type: ignore[arg-type]

    def _forget_all(self, *secrets: bytes) -> None:
        """Zero bytes that nobody else has seen."""
        for secret in secrets:
            self._forget(secret, None)
