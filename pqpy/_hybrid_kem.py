"""X25519 and a post-quantum KEM as one KEM: secure as long as either of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ._batch import Encapsulations, Rows
from ._bytes import exactly
from ._kem_keys import Encapsulation, KEMPublicKey, KEMSecretKey
from ._keys import Key
from ._pair import Pair, PairPublicKey, PairSecretKey
from ._pair_batch import PairKeys, fill, rows
from ._scheme import article
from ._typing import Array, Buffer, Self
from .errors import InvalidKey
from .kem import KEM

X25519_BYTES = 32  # of a scalar, a share and a secret
SEED_BYTES = SECRET_BYTES = 32
LOW_ORDER = bytes(X25519_BYTES)  # what X25519 gives for a share of low order


class Recipe(NamedTuple):
    """What tells one hybrid from another.

    Attributes:
        label: ends what is hashed to the shared secret.
        prefix: what SHAKE256 gets before the seed, to expand it.
        combine: hashes (KEM's secret, X25519's secret, ciphertext, public key, label).
    """

    label: bytes
    prefix: bytes
    combine: Callable[[bytes, bytes, bytes, bytes, bytes], bytes]


def combine_xwing(kem: bytes, x25519: bytes, ct: bytes, pk: bytes, label: bytes) -> bytes:
    """X-Wing's combiner; ML-KEM itself ties its ciphertext and key to its secret.

    draft-connolly-cfrg-xwing-kem, section 5.3.
    """
    hashed = hashlib.sha3_256(kem)
    hashed.update(x25519)
    hashed.update(ct[-X25519_BYTES:] + pk[-X25519_BYTES:] + label)
    return hashed.digest()


def combine_all(kem: bytes, x25519: bytes, ct: bytes, pk: bytes, label: bytes) -> bytes:
    """The universal combiner: it hashes all ciphertexts and keys, and asks nothing of the KEM."""
    hashed = hashlib.sha3_256(kem)
    hashed.update(x25519)
    hashed.update(ct + pk + label)
    return hashed.digest()


def x25519_or_zeros(private: X25519PrivateKey, share: bytes) -> bytes:
    """The product as RFC 7748 computes it, zeros for a share of low order; cryptography raises."""
    try:
        return private.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        return bytes(X25519_BYTES)


class HybridPublicKey(PairPublicKey, KEMPublicKey):
    """A prepared public key of a hybrid KEM; see :class:`pqpy.KEMPublicKey`."""

    __slots__ = ()


class HybridSecretKey(PairSecretKey, KEMSecretKey):
    """A prepared secret key of a hybrid KEM, which is its 32-byte seed; see
    :class:`pqpy.KEMSecretKey`.
    """

    __slots__ = ()


class HybridKEM(Pair[KEMPublicKey, KEMSecretKey], KEM):
    """A KEM together with X25519: as strong as the stronger of the two.

    Used like any other :class:`pqpy.KEM`; ``nist_level`` is that of the KEM.  A secret key is a
    seed of 32 bytes; public key and ciphertext are those of the KEM and then 32 bytes of X25519.  A
    ciphertext with a share of low order is no error: it gives an unrelated secret like any other
    forged ciphertext.  A public key with one is an InvalidKey.

    Attributes:
        kem: the post-quantum part.
        label: what the hash over both secrets ends with.
    """

    __slots__ = ("_part", "_recipe")

    _public_type: type[KEMPublicKey] = HybridPublicKey
    _secret_type: type[KEMSecretKey] = HybridSecretKey

    _recipe: Recipe

    @classmethod
    def _of(cls, name: str, kem: KEM, recipe: Recipe, standard: str, status: str) -> Self:
        return cls.__new__(cls)._take_over(
            kem,
            _recipe=recipe,
            name=name,
            standard=standard,
            status=status,
            public_key_bytes=kem.public_key_bytes + X25519_BYTES,
            secret_key_bytes=SEED_BYTES,
            seed_bytes=SEED_BYTES,
            ciphertext_bytes=kem.ciphertext_bytes + X25519_BYTES,
            shared_secret_bytes=SECRET_BYTES,
            encaps_seed_bytes=kem.encaps_seed_bytes + X25519_BYTES,
        )

    @property
    def kem(self) -> KEM:
        """The post-quantum part."""
        kem: KEM = self._part
        return kem

    @property
    def label(self) -> bytes:
        """What the hash over both secrets ends with."""
        return self._recipe.label

    def _with(self, part: KEM) -> Self:
        return self._of(self.name, part, self._recipe, self.standard, self.status)

    def _load_public(self, data: bytes) -> tuple[KEMPublicKey, X25519PublicKey]:
        share = X25519PublicKey.from_public_bytes(data[-X25519_BYTES:])
        return self._part.public_key(data[:-X25519_BYTES]), share

    def _load_secret(self, seed: bytes) -> tuple[KEMSecretKey, X25519PrivateKey, bytes]:
        size = self._part.seed_bytes
        expanded = hashlib.shake_256(self._recipe.prefix + seed).digest(size + X25519_BYTES)
        kem_seed, scalar = expanded[:size], expanded[size:]
        key = self._part.generate(seed=kem_seed)
        private = X25519PrivateKey.from_private_bytes(scalar)
        self._forget_all(expanded, kem_seed, scalar)
        return key, private, key._public_bytes() + private.public_key().public_bytes_raw()

    def _public_of(self, *parts: Any) -> bytes:
        public: bytes = parts[2]
        return public

    def public_key(self, data: Buffer | KEMPublicKey) -> KEMPublicKey:
        """Prepare a public key: check and expand it once, to use it often.

        Args:
            data: the key, ``public_key_bytes`` bytes; one that is prepared is returned as it is.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, or the key of another
                parameter set.
            InvalidKey: the KEM's part is not the encoding of a key, or X25519's of low order.
        """
        key = super().public_key(data)
        if key is not data and x25519_or_zeros(_ANY, bytes(key)[-X25519_BYTES:]) == LOW_ORDER:
            raise self._low_order()
        return key

    def _low_order(self) -> InvalidKey:
        return InvalidKey(
            f"public_key is not {article(self.name)} public key: its X25519 part has low order"
        )

    def encaps(
        self, public_key: Buffer | KEMPublicKey, *, seed: Buffer | None = None
    ) -> Encapsulation:
        """Make a shared secret and its encapsulation for the holder of a key.

        Args:
            public_key: bytes-like, ``public_key_bytes`` long, or a prepared public key.
            seed: ``encaps_seed_bytes`` bytes for known answers: the KEM's, then the ephemeral
                X25519 scalar; never use one twice.  Default: os.urandom.

        Returns:
            ``(shared_secret, ciphertext)``; 32 and ``ciphertext_bytes`` long.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, or the key of another
                parameter set.
            InvalidKey: the KEM's part is not the encoding of a key, or X25519's of low order.
        """
        if not isinstance(public_key, Key):  # encapsulation checks what public_key would
            data = exactly("public_key", public_key, self.public_key_bytes)
            public_key = HybridPublicKey(self, data)
        (key, share), public = self._public_parts(public_key)
        coins = self._seed(seed, self.encaps_seed_bytes)
        kem_coins, scalar = coins[:-X25519_BYTES], coins[-X25519_BYTES:]
        private = X25519PrivateKey.from_private_bytes(scalar)
        try:
            x25519 = private.exchange(share)
        except ValueError:
            raise self._low_order() from None
        secret, ct = key.encaps(seed=kem_coins)
        ct += private.public_key().public_bytes_raw()
        shared = self._recipe.combine(secret, x25519, ct, public, self._recipe.label)
        self._forget_all(kem_coins, scalar, secret, x25519)
        self._forget(coins, seed)
        return Encapsulation(shared, ct)

    def decaps(self, secret_key: Buffer | KEMSecretKey, ciphertext: Buffer) -> bytes:
        """Return the shared secret of a ciphertext.

        A forged ciphertext raises nothing: it gives an unrelated secret.

        Args:
            secret_key: bytes-like, 32 bytes, or a prepared secret key.
            ciphertext: bytes-like, ``ciphertext_bytes`` long.

        Returns:
            32 bytes.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, the key of another parameter
                set, or wiped.
        """
        key, private, public = self._secret_parts(secret_key)
        ct = exactly("ciphertext", ciphertext, self.ciphertext_bytes)
        x25519 = x25519_or_zeros(private, ct[-X25519_BYTES:])
        secret = key.decaps(ct[:-X25519_BYTES])
        shared = self._recipe.combine(secret, x25519, ct, public, self._recipe.label)
        self._forget_all(secret, x25519)
        return shared

    # What encaps_into and decaps_into write with.

    def _encaps(
        self, ct: Any, ss: Any, public_key: Buffer | KEMPublicKey, seed: Buffer | None
    ) -> None:
        try:
            shared, ciphertext = self.encaps(public_key, seed=seed)
        except InvalidKey:
            self._lib.pq_wipe(ct, self.ciphertext_bytes)
            self._lib.pq_wipe(ss, self.shared_secret_bytes)
            raise
        self._ffi.memmove(ct, ciphertext, len(ciphertext))
        self._ffi.memmove(ss, shared, len(shared))
        self._forget(shared, None)

    def _decaps(self, ss: Any, secret_key: Buffer | KEMSecretKey, ciphertext: Buffer) -> None:
        shared = self.decaps(secret_key, ciphertext)
        self._ffi.memmove(ss, shared, len(shared))
        self._forget(shared, None)

    # Batches: one after the other.

    def encaps_batch(
        self,
        public_keys: Buffer | KEMPublicKey | Array | Sequence[Buffer | KEMPublicKey],
        n: int | None = None,
        *,
        seeds: Array | Sequence[Buffer] | None = None,
        threads: int = 1,
    ) -> Encapsulations:
        """Make n shared secrets and their encapsulations; see :meth:`KEM.encaps_batch`."""
        keys = PairKeys("public_keys", public_keys, self, self.public_key_bytes, self.public_key)
        n = keys.number(n)
        sizes = self.shared_secret_bytes, self.ciphertext_bytes
        with Rows.seeds(self, seeds, n, self.encaps_seed_bytes) as coins:

            def one(i: int) -> Encapsulation:
                return self.encaps(keys[i], seed=coins.array[i].tobytes())

            return Encapsulations(*fill(self, n, sizes, threads, one))

    def decaps_batch(
        self,
        secret_keys: Buffer | KEMSecretKey | Array | Sequence[Buffer | KEMSecretKey],
        ciphertexts: Array | Sequence[Buffer],
        *,
        threads: int = 1,
    ) -> Array:
        """Return the shared secrets of ciphertexts; see :meth:`KEM.decaps_batch`."""
        keys = PairKeys("secret_keys", secret_keys, self, self.secret_key_bytes, self.secret_key)
        given = rows(self, "ciphertexts", ciphertexts, self.ciphertext_bytes, keys.count)

        def one(i: int) -> tuple[bytes]:
            return (self.decaps(keys[i], given[i]),)

        [secrets] = fill(self, len(given), (self.shared_secret_bytes,), threads, one)
        return secrets


_ANY = X25519PrivateKey.from_private_bytes(bytes(X25519_BYTES))  # a scalar to try a share with
