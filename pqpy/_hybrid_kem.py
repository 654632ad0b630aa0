"""X25519 and a post-quantum KEM as one KEM: secure as long as either of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ._batch import Encapsulations, Rows
from ._kem_keys import Encapsulation, KEMPublicKey, KEMSecretKey
from ._pair import Pair, PairPublicKey, PairSecretKey
from ._pair_batch import PairKeys, fill, rows
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


def x25519_or_zeros(private: X25519PrivateKey, share: X25519PublicKey) -> bytes:
    """The product as RFC 7748 computes it, zeros for a share of low order; cryptography raises."""
    try:
        return private.exchange(share)
    except ValueError:
        return LOW_ORDER


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
        self = cls.__new__(cls)._take_over(
            kem,
            {
                "public_key": kem.public_key_bytes + X25519_BYTES,
                "secret_key": SEED_BYTES,
                "ciphertext": kem.ciphertext_bytes + X25519_BYTES,
                "shared_secret": SECRET_BYTES,
            },
            _recipe=recipe,
            name=name,
            standard=standard,
            status=status,
            seed_bytes=SEED_BYTES,
            encaps_seed_bytes=kem.encaps_seed_bytes + X25519_BYTES,
        )
        self._set(_c_encaps=self._encaps_to, _c_encaps_with=self._encaps_with)
        self._set(_c_decaps=self._decaps_to, _c_decaps_with=self._decaps_with)
        return self

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

    def _load_public(self, data: bytes) -> tuple[KEMPublicKey, X25519PublicKey, bytes]:
        share = X25519PublicKey.from_public_bytes(data[-X25519_BYTES:])
        return self._part.public_key(data[:-X25519_BYTES]), share, data

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
        if key is not data and x25519_or_zeros(_ANY, key._ctx[1]) is LOW_ORDER:
            self._check(self._lib.PQ_BAD_PUBLIC_KEY)
        return key

    # What KEM's operations call, as they would C.

    def _encaps_with(self, ct: Any, ss: Any, parts: Any, coins: bytes) -> int:
        key, share, public = parts
        kem_coins, scalar = coins[:-X25519_BYTES], coins[-X25519_BYTES:]
        private = X25519PrivateKey.from_private_bytes(scalar)
        x25519 = x25519_or_zeros(private, share)
        if x25519 is LOW_ORDER:
            self._lib.pq_wipe(ct, self.ciphertext_bytes)
            self._lib.pq_wipe(ss, self.shared_secret_bytes)
            return int(self._lib.PQ_BAD_PUBLIC_KEY)
        secret, ciphertext = key.encaps(seed=kem_coins)
        ciphertext += private.public_key().public_bytes_raw()
        self._ffi.memmove(ct, ciphertext, len(ciphertext))
        self._combine(ss, secret, x25519, ciphertext, public)
        self._forget_all(kem_coins, scalar)
        return 0

    def _encaps_to(self, ct: Any, ss: Any, public_key: bytes, coins: bytes) -> int:
        try:
            parts = self._load_public(public_key)
        except InvalidKey:
            self._lib.pq_wipe(ct, self.ciphertext_bytes)
            self._lib.pq_wipe(ss, self.shared_secret_bytes)
            return int(self._lib.PQ_BAD_PUBLIC_KEY)
        return self._encaps_with(ct, ss, parts, coins)

    def _decaps_with(self, ss: Any, ciphertext: bytes, live: Any) -> int:
        key, private, public = live[1]
        share = X25519PublicKey.from_public_bytes(ciphertext[-X25519_BYTES:])
        x25519 = x25519_or_zeros(private, share)
        self._combine(ss, key.decaps(ciphertext[:-X25519_BYTES]), x25519, ciphertext, public)
        return 0

    def _decaps_to(self, ss: Any, ciphertext: bytes, seed: bytes) -> int:
        with self._secret_type(self, seed=seed) as key:
            return self._decaps_with(ss, ciphertext, key._live())

    def _combine(self, ss: Any, secret: bytes, x25519: bytes, ct: bytes, public: bytes) -> None:
        """Write the shared secret, and zero those of the parts."""
        self._write(ss, self._recipe.combine(secret, x25519, ct, public, self._recipe.label))
        self._forget(secret, None)
        if x25519 is not LOW_ORDER:
            self._forget(x25519, None)

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
                return self.encaps(keys[i], seed=coins.item(i))

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
