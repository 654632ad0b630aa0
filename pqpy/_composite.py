"""ML-DSA and Ed25519 as one signature scheme: a signature holds only if both halves do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature as Ed25519Invalid
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ._batch import Rows, array_of, items, of_count
from ._bytes import view
from ._pair import Pair, PairPublicKey, PairSecretKey
from ._pair_batch import PairKeys, fill
from ._sig_keys import Mu, SignaturePublicKey, SignatureSecretKey
from ._typing import Array, Booleans, Buffer, Self
from .errors import InvalidSignature
from .sig import Signature

PREFIX = b"CompositeAlgorithmSignatures2025"
ED25519_BYTES = 32  # of a seed and a public key
ED25519_SIGNATURE_BYTES = 64


class CompositePublicKey(PairPublicKey, SignaturePublicKey):
    """A prepared public key of a composite; see :class:`pqpy.SignaturePublicKey`."""

    __slots__ = ()


class CompositeSecretKey(PairSecretKey, SignatureSecretKey):
    """A prepared secret key of a composite, which is its 64-byte seed; see
    :class:`pqpy.SignatureSecretKey`.
    """

    __slots__ = ()


class Composite(Pair[SignaturePublicKey, SignatureSecretKey], Signature):
    """ML-DSA together with Ed25519, as in draft-ietf-lamps-pq-composite-sigs.

    Used like any other :class:`pqpy.Signature`; a signature is valid only if both halves are.  A
    secret key is the two seeds, ML-DSA's and Ed25519's; it must not be used outside the composite.
    Both halves sign the SHA-512 of the message, so there is no choice of a pre-hash, no ``mu``, and
    no method for messages hashed elsewhere: a ValueError says so.

    Unforgeable, but not strongly so: who sees a signature may be able to make another one for the
    same message, so never tell messages apart by their signatures.

    Attributes:
        ml_dsa: the post-quantum part.
        label: the draft's name of the scheme, part of what is signed.
    """

    __slots__ = ("_part", "label")

    _public_type: type[SignaturePublicKey] = CompositePublicKey
    _secret_type: type[SignatureSecretKey] = CompositeSecretKey

    label: bytes

    @classmethod
    def _of(cls, name: str, ml_dsa: Signature, label: bytes, standard: str, status: str) -> Self:
        seed_bytes = ml_dsa.seed_bytes + ED25519_BYTES
        return cls.__new__(cls)._take_over(
            ml_dsa,
            label=label,
            name=name,
            standard=standard,
            status=status,
            public_key_bytes=ml_dsa.public_key_bytes + ED25519_BYTES,
            secret_key_bytes=seed_bytes,
            seed_bytes=seed_bytes,
            signature_bytes=ml_dsa.signature_bytes + ED25519_SIGNATURE_BYTES,
            sign_seed_bytes=ml_dsa.sign_seed_bytes,
        )

    @property
    def ml_dsa(self) -> Signature:
        """The post-quantum part."""
        ml_dsa: Signature = self._part
        return ml_dsa

    def _with(self, part: Signature) -> Self:
        return self._of(self.name, part, self.label, self.standard, self.status)

    def _load_public(self, data: bytes) -> tuple[SignaturePublicKey, Ed25519PublicKey]:
        ed25519 = Ed25519PublicKey.from_public_bytes(data[-ED25519_BYTES:])
        return self._part.public_key(data[:-ED25519_BYTES]), ed25519

    def _load_secret(self, seed: bytes) -> tuple[SignatureSecretKey, Ed25519PrivateKey]:
        ml_seed, ed_seed = seed[:-ED25519_BYTES], seed[-ED25519_BYTES:]
        keys = self._part.generate(seed=ml_seed), Ed25519PrivateKey.from_private_bytes(ed_seed)
        self._forget_all(ml_seed, ed_seed)
        return keys

    def _public_of(self, *parts: Any) -> bytes:
        ml_dsa, ed25519 = parts
        public: bytes = ml_dsa._public_bytes() + ed25519.public_key().public_bytes_raw()
        return public

    def _representative(self, message: Buffer, context: bytes) -> bytes:
        """What both halves sign."""
        hashed = hashlib.sha512(view("message", message)).digest()
        return b"".join((PREFIX, self.label, bytes((len(context),)), context, hashed))

    # What sign, verify and the rest of Signature are made of.

    def _sign(
        self,
        secret_key: Buffer | SignatureSecretKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> bytes:
        representative = self._representative(data, context)
        ml_dsa, ed25519 = self._secret_parts(secret_key)
        signature: bytes = ml_dsa.sign(
            representative, context=self.label, deterministic=deterministic, seed=seed
        )
        signature += ed25519.sign(representative)
        return signature

    def _sign_at(
        self,
        signature: Any,
        secret_key: Buffer | SignatureSecretKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> None:
        made = self._sign(secret_key, data, context, oid, deterministic, seed)
        self._ffi.memmove(signature, made, len(made))

    def _verify(
        self,
        public_key: Buffer | SignaturePublicKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        signature: Buffer,
    ) -> None:
        representative = self._representative(data, context)
        (ml_dsa, ed25519), _ = self._public_parts(public_key)
        given = self._right_length(signature)
        try:
            ed25519.verify(given[-ED25519_SIGNATURE_BYTES:], representative)
            ml_dsa.verify(representative, given[:-ED25519_SIGNATURE_BYTES], context=self.label)
        except (Ed25519Invalid, InvalidSignature):
            self._check(self._lib.PQ_BAD_SIGNATURE)

    def _message(self, message: Buffer, prehash: str | None) -> tuple[Buffer, Any]:
        if prehash is not None:
            self._refuse("choice of a pre-hash")
        return message, None

    def _digest(self, digest: Buffer, prehash: str) -> NoReturn:
        self._refuse("choice of a pre-hash")

    def mu(
        self, key: Buffer | SignaturePublicKey | SignatureSecretKey, *, context: Buffer = b""
    ) -> Mu:
        """Not for composites: ValueError."""
        self._refuse("mu")

    def sign_mu(
        self,
        secret_key: Buffer | SignatureSecretKey,
        mu: Buffer,
        *,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Not for composites: ValueError."""
        self._refuse("mu")

    def verify_mu(
        self, public_key: Buffer | SignaturePublicKey, mu: Buffer, signature: Buffer
    ) -> None:
        """Not for composites: ValueError."""
        self._refuse("mu")

    def _refuse(self, what: str) -> NoReturn:
        raise ValueError(f"{self.name} has no {what}: its halves sign the message's SHA-512")

    # Batches: one after the other.

    def sign_batch(
        self,
        secret_keys: Buffer | SignatureSecretKey | Array | Sequence[Buffer | SignatureSecretKey],
        messages: Array | Sequence[Buffer],
        *,
        context: Buffer = b"",
        deterministic: bool | None = None,
        seeds: Array | Sequence[Buffer] | None = None,
        threads: int = 1,
    ) -> Array:
        """Return the signatures of n messages; see :meth:`Signature.sign_batch`."""
        random = self._randomized(deterministic, seeds is not None)
        keys = PairKeys("secret_keys", secret_keys, self, self.secret_key_bytes, self.secret_key)
        texts = _messages(messages, keys.count)
        checked = self._context(context)
        size = self.sign_seed_bytes if random else 0
        with Rows.seeds(self, seeds, len(texts), size) as coins:

            def one(i: int) -> tuple[bytes]:
                seed = coins.array[i].tobytes() if random else None
                return (self._sign(keys[i], texts[i], checked, None, not random, seed),)

            [signatures] = fill(self, len(texts), (self.signature_bytes,), threads, one)
        return signatures

    def verify_batch(
        self,
        public_keys: Buffer | SignaturePublicKey | Array | Sequence[Buffer | SignaturePublicKey],
        messages: Array | Sequence[Buffer],
        signatures: Array | Sequence[Buffer],
        *,
        context: Buffer = b"",
        threads: int = 1,
    ) -> Booleans:
        """Return which of n signatures fit; see :meth:`Signature.verify_batch`."""
        keys = PairKeys("public_keys", public_keys, self, self.public_key_bytes, self.public_key)
        texts = _messages(messages, keys.count)
        right_length, given = self._signatures(signatures, len(texts))
        checked = self._context(context)

        def one(i: int) -> tuple[bytes]:
            try:
                self._verify(keys[i], texts[i], checked, None, given.array[i].tobytes())
            except InvalidSignature:
                return (b"\0",)
            return (b"\1",)

        [fit] = fill(self, len(texts), (1,), threads, one)
        fits: Booleans = (fit[:, 0] == 1) & right_length
        return fits


def _messages(value: Any, n: int | None) -> list[memoryview]:
    """The messages of a batch, n unless that is None; not copied."""
    given: Any = array_of("messages", value)
    given = items("messages", value) if given is None else given
    of_count("messages", len(given), n)
    return [view(f"messages[{i}]", message) for i, message in enumerate(given)]
