"""Prepared keys of signature schemes, and message representatives in the making."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._bytes import readable, take_output
from ._keys import PublicKey, SecretKey
from ._typing import Buffer

if TYPE_CHECKING:
    from .sig import Signature

MU_BYTES = 64


class Mu:
    """The message representative mu of a message that comes in pieces; made by
    :meth:`Signature.mu`.

    ``sign_mu`` and ``verify_mu`` take its digest.  Not to be updated from two threads at once.
    """

    __slots__ = ("_scheme", "_state")

    def __init__(self, scheme: Signature, state: Any) -> None:
        self._scheme, self._state = scheme, state

    def _copied_state(self) -> Any:
        return self._scheme._ffi.new("pq_sponge *", self._state[0])

    def update(self, data: Buffer) -> None:
        """Add the next piece of the message, bytes-like of any length."""
        data, size = readable(self._scheme._ffi, "data", data)
        state = self._copied_state()  # C works without the GIL: on memory that no other thread sees
        self._scheme._lib.pq_sig_mu_update(self._scheme._impl, state, data, size)
        self._state = state

    def digest(self) -> bytes:
        """Return mu of what was added so far: 64 bytes.  More may be added afterwards."""
        mu = self._scheme._new(MU_BYTES)
        self._scheme._lib.pq_sig_mu_finish(self._scheme._impl, mu, self._copied_state())
        return self._scheme._take(mu)

    def copy(self) -> Mu:
        """Return a second one in the same state."""
        return Mu(self._scheme, self._copied_state())

    def __repr__(self) -> str:
        return f"<mu for {self._scheme.name}>"


class SignaturePublicKey(PublicKey):
    """A prepared public key of a signature scheme: expanded once, for many calls.  Made by
    :meth:`Signature.public_key`.

    ``bytes(key)`` is the key as it was given; equality takes constant time.  May be shared between
    threads.  The methods are those of :class:`Signature` without the key.
    """

    __slots__ = ()
    if TYPE_CHECKING:
        _scheme: Signature

    def verify(
        self,
        message: Buffer,
        signature: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> None:
        """Verify a signature or raise InvalidSignature; see :meth:`Signature.verify`."""
        scheme = self._scheme
        data = scheme._message(message, context, prehash)
        scheme._verify(scheme._c_verify_with, self._ctx, data, signature)

    def is_valid(
        self,
        message: Buffer,
        signature: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> bool:
        """Return whether a signature fits; see :meth:`Signature.is_valid`."""
        return self._scheme.is_valid(self, message, signature, context=context, prehash=prehash)

    def verify_digest(
        self, digest: Buffer, signature: Buffer, prehash: str, *, context: Buffer = b""
    ) -> None:
        """Verify the signature of a hashed message; see :meth:`Signature.verify_digest`."""
        self._scheme.verify_digest(self, digest, signature, prehash, context=context)

    def open_into(
        self,
        signed_message: Buffer,
        *,
        message: Buffer,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> None:
        """Write the message into memory of the caller's; see :meth:`Signature.open_into`."""
        self._scheme.open_into(
            self, signed_message, message=message, context=context, prehash=prehash
        )

    def mu(self, *, context: Buffer = b"") -> Mu:
        """Start the message representative of a message in pieces; see :meth:`Signature.mu`."""
        return self._scheme.mu(self, context=context)

    def verify_mu(self, mu: Buffer, signature: Buffer) -> None:
        """Verify the signature of a message representative; see :meth:`Signature.verify_mu`."""
        self._scheme.verify_mu(self, mu, signature)

    def open(
        self, signed_message: Buffer, *, context: Buffer = b"", prehash: str | None = None
    ) -> bytes:
        """Return the message of a signed message; see :meth:`Signature.open`."""
        return self._scheme.open(self, signed_message, context=context, prehash=prehash)


class SignatureSecretKey(SecretKey):
    """A prepared secret key of a signature scheme: checked and expanded once, for many calls.

    Made by :meth:`Signature.secret_key` and :meth:`Signature.generate`.  ``bytes(key)`` is the
    expanded key.  The memory is zeroed by :meth:`wipe`, by leaving a ``with`` block, or when the
    object goes; a copy as bytes cannot be erased. Cannot be hashed, ordered, copied or pickled;
    equality takes constant time.  May be shared between threads.  The methods are those of
    :class:`Signature` without the key.
    """

    __slots__ = ()
    if TYPE_CHECKING:
        _scheme: Signature

    @property
    def public_key(self) -> SignaturePublicKey:
        """The prepared public key that belongs to it."""
        public: SignaturePublicKey = self._prepared_public()
        return public

    def sign(
        self,
        message: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return the signature of a message; see :meth:`Signature.sign`."""
        scheme = self._scheme
        signature = scheme._new_signature()
        data = scheme._message(message, context, prehash)
        scheme._sign(signature, scheme._c_sign_with, self._live(), data, deterministic, seed)
        return take_output(scheme._ffi, signature)

    def sign_into(
        self,
        message: Buffer,
        *,
        signature: Buffer,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> None:
        """Write a signature into memory of the caller's; see :meth:`Signature.sign_into`."""
        self._scheme.sign_into(
            self,
            message,
            signature=signature,
            context=context,
            prehash=prehash,
            deterministic=deterministic,
            seed=seed,
        )

    def sign_digest(
        self,
        digest: Buffer,
        prehash: str,
        *,
        context: Buffer = b"",
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return the signature of a hashed message; see :meth:`Signature.sign_digest`."""
        return self._scheme.sign_digest(
            self, digest, prehash, context=context, deterministic=deterministic, seed=seed
        )

    def mu(self, *, context: Buffer = b"") -> Mu:
        """Start the message representative of a message in pieces; see :meth:`Signature.mu`."""
        return self._scheme.mu(self, context=context)

    def sign_mu(
        self, mu: Buffer, *, deterministic: bool | None = None, seed: Buffer | None = None
    ) -> bytes:
        """Return the signature of a message representative; see :meth:`Signature.sign_mu`."""
        return self._scheme.sign_mu(self, mu, deterministic=deterministic, seed=seed)

    def seal(
        self,
        message: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return signature and message as one; see :meth:`Signature.seal`."""
        return self._scheme.seal(
            self, message, context=context, prehash=prehash, deterministic=deterministic, seed=seed
        )
