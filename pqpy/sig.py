"""Signatures: the class behind every signature scheme of the package."""

from __future__ import annotations

import os
from typing import Any

from ._backend import Get
from ._bytes import at_most, copied, exactly, readable
from ._keys import Key, SecretKey
from ._prehash import prehash as find_prehash
from ._scheme import Scheme, article
from ._sig_keys import MU_BYTES, Mu, SignaturePublicKey, SignatureSecretKey
from ._typing import Buffer
from .errors import InvalidSignature

CONTEXT_BYTES = 255  # at most


class Signature(Scheme[SignaturePublicKey, SignatureSecretKey]):
    """One parameter set of a signature scheme.

    Instances are made by the package (``pqpy.ML_DSA_65``), hold no secrets, and may be shared
    between threads and pickled (by name).

    Attributes:
        name: as the standard writes it, ``"ML-DSA-65"``.
        backend: what it runs on, ``"portable"``, ``"avx2"`` or ``"avx512"``; the fastest one unless
            chosen by :meth:`on` or by the environment variable ``PQPY_BACKEND``.
        standard: the document it follows, ``"FIPS 204"``.
        status: ``"standard"`` or ``"superseded"``.
        nist_level: NIST security category, 1 to 5.
        public_key_bytes, secret_key_bytes, signature_bytes: sizes in bytes.
        seed_bytes: size of the seed of a key pair (ML-DSA: xi, 32 bytes).
        sign_seed_bytes: size of the randomness of a signature (ML-DSA: rnd, 32 bytes; Dilithium:
            rho', 64 bytes).

    Every method that takes a key takes bytes or a prepared key (:meth:`public_key`,
    :meth:`secret_key`, :meth:`generate`), which saves checking and expanding it at every call.
    """

    __slots__ = ("sign_seed_bytes", "signature_bytes")

    _prefix = "pq_sig"
    _public_type = SignaturePublicKey
    _secret_type = SignatureSecretKey

    signature_bytes: int
    sign_seed_bytes: int

    def _set_up(self, module: Any, get: Get, name: str, backend: str | None) -> None:
        super()._set_up(module, get, name, backend)
        for size in ("signature_bytes", "sign_seed_bytes"):
            self._set(**{size: getattr(self._impl, size)})

    def sign(
        self,
        secret_key: Buffer | SignatureSecretKey,
        message: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return the signature of a message.

        Args:
            secret_key: bytes-like, ``secret_key_bytes`` long (the expanded form; a seed is expanded
                by :meth:`secret_key`), or a prepared secret key.
            message: bytes-like, of any length.
            context: up to 255 bytes that verification has to give too.  ML-DSA only.
            prehash: name of a hash function ("SHA2-256", "sha3_512", "SHAKE-256", ...) to hash the
                message with.  That is HashML-DSA, which is not interchangeable with signing the
                message itself.  ML-DSA only.
            deterministic: True for the same signature every time, False for a randomized ("hedged")
                one.  Default: as the scheme recommends; ML-DSA randomized, Dilithium deterministic.
            seed: ``sign_seed_bytes`` bytes, the randomness, for known answers.  Default:
                os.urandom.

        Returns:
            ``signature_bytes`` bytes.  FIPS 204, Algorithms 2 and 4.

        Raises:
            TypeError, ValueError: an argument of the wrong type or length, the key of another
                parameter set, or wiped; a context or prehash for Dilithium; a seed together with
                ``deterministic=True``.
            InvalidKey: the secret key is malformed.
        """
        data, oid = self._message(message, prehash)
        return self._sign(secret_key, data, self._context(context), oid, deterministic, seed)

    def verify(
        self,
        public_key: Buffer | SignaturePublicKey,
        message: Buffer,
        signature: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> None:
        """Return if the signature fits, else raise InvalidSignature.  FIPS 204, Algorithms 3 and 5.

        Args:
            public_key: bytes-like, ``public_key_bytes`` long, or a prepared public key.
            message: bytes-like, of any length.
            signature: bytes-like; one that is not ``signature_bytes`` long is invalid.
            context, prehash: as they were when signing.

        Raises:
            InvalidSignature: the signature does not fit the message, key, context and prehash.
            TypeError, ValueError: an argument of the wrong type, the key or context of the wrong
                length.
        """
        data, oid = self._message(message, prehash)
        self._verify(public_key, data, self._context(context), oid, signature)

    def is_valid(
        self,
        public_key: Buffer | SignaturePublicKey,
        message: Buffer,
        signature: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> bool:
        """Return whether the signature fits; arguments and errors as for :meth:`verify`."""
        try:
            self.verify(public_key, message, signature, context=context, prehash=prehash)
        except InvalidSignature:
            return False
        return True

    def sign_digest(
        self,
        secret_key: Buffer | SignatureSecretKey,
        digest: Buffer,
        prehash: str,
        *,
        context: Buffer = b"",
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return the signature of a message that was hashed elsewhere.

        The same as ``sign(..., prehash=prehash)`` gives for the message itself.

        Args:
            secret_key, context, deterministic, seed: as for :meth:`sign`.
            digest: the hash of the message, of the length that belongs to *prehash* (SHAKE-128: 32,
                SHAKE-256: 64).
            prehash: name of the hash function.

        Returns:
            ``signature_bytes`` bytes.  FIPS 204, Algorithm 4, from line 6.

        Raises:
            TypeError, ValueError, InvalidKey: as for :meth:`sign`.
        """
        data, oid = self._digest(digest, prehash)
        return self._sign(secret_key, data, self._context(context), oid, deterministic, seed)

    def verify_digest(
        self,
        public_key: Buffer | SignaturePublicKey,
        digest: Buffer,
        signature: Buffer,
        prehash: str,
        *,
        context: Buffer = b"",
    ) -> None:
        """Verify the signature of a message that was hashed elsewhere, or raise InvalidSignature.

        Args:
            public_key, signature, context: as for :meth:`verify`.
            digest, prehash: as for :meth:`sign_digest`.

        Raises:
            InvalidSignature, TypeError, ValueError: as for :meth:`verify`.
        """
        data, oid = self._digest(digest, prehash)
        self._verify(public_key, data, self._context(context), oid, signature)

    def mu(
        self, key: Buffer | SignaturePublicKey | SignatureSecretKey, *, context: Buffer = b""
    ) -> Mu:
        """Start the message representative of a message in pieces, for sign_mu and verify_mu.

        Args:
            key: the public key or the (expanded) secret key, as bytes or prepared; both give the
                same.
            context: as for :meth:`sign`.

        Returns:
            an object with ``update(data)``, ``digest()`` (64 bytes) and ``copy()``.  FIPS 204,
            Algorithm 7, line 6.

        Raises:
            TypeError, ValueError: the key is not bytes-like or of neither length, the context is
                too long.
        """
        checked = self._context(context)
        state = self._ffi.new("pq_sponge *")
        self._check(
            self._lib.pq_sig_mu_start(self._impl, state, self._tr(key), checked, len(checked))
        )
        return Mu(self, state)

    def sign_mu(
        self,
        secret_key: Buffer | SignatureSecretKey,
        mu: Buffer,
        *,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return the signature of the message behind *mu*: the same as ``sign`` gives (external
        mu).

        Args:
            secret_key, deterministic, seed: as for :meth:`sign`.
            mu: 64 bytes, from :meth:`mu` or computed elsewhere for this key.

        Returns:
            ``signature_bytes`` bytes.  FIPS 204, Algorithm 7, from line 7.

        Raises:
            TypeError, ValueError, InvalidKey: as for :meth:`sign`.
        """
        mu = exactly("mu", mu, MU_BYTES)
        coins = self._coins(deterministic, seed)
        signature = self._new(self.signature_bytes)
        if isinstance(secret_key, Key):
            key = self._fitting("secret_key", secret_key, SignatureSecretKey)
            code = self._lib.pq_sig_sign_mu_with(
                key._scheme._impl, signature, key._live(), mu, coins
            )
        else:
            sk = self._expanded(secret_key)
            code = self._lib.pq_sig_sign_mu(self._impl, signature, sk, mu, coins)
            self._forget(sk, secret_key)
        self._forget_coins(coins, seed)
        self._check(code)
        return self._take(signature)

    def verify_mu(
        self, public_key: Buffer | SignaturePublicKey, mu: Buffer, signature: Buffer
    ) -> None:
        """Verify the signature of the message behind *mu*, or raise InvalidSignature.

        Args:
            public_key, signature: as for :meth:`verify`.
            mu: 64 bytes, from :meth:`mu` or computed elsewhere for this key.

        Raises:
            InvalidSignature, TypeError, ValueError: as for :meth:`verify`.
        """
        mu = exactly("mu", mu, MU_BYTES)
        if isinstance(public_key, Key):
            key = self._fitting("public_key", public_key, SignaturePublicKey)
            data = self._right_length(signature)
            code = self._lib.pq_sig_verify_mu_with(key._scheme._impl, key._ctx, mu, data)
        else:
            pk = exactly("public_key", public_key, self.public_key_bytes)
            code = self._lib.pq_sig_verify_mu(self._impl, pk, mu, self._right_length(signature))
        self._check(code)

    def seal(
        self,
        secret_key: Buffer | SignatureSecretKey,
        message: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> bytes:
        """Return signature and message as one (``crypto_sign`` of the NIST API), for :meth:`open`.

        Arguments and errors as for :meth:`sign`.

        Returns:
            ``signature_bytes`` bytes and then the message.
        """
        message = copied("message", message)
        signature = self.sign(
            secret_key,
            message,
            context=context,
            prehash=prehash,
            deterministic=deterministic,
            seed=seed,
        )
        return signature + message

    def open(
        self,
        public_key: Buffer | SignaturePublicKey,
        signed_message: Buffer,
        *,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> bytes:
        """Return the message of a signed message (``crypto_sign_open`` of the NIST API), or raise
        InvalidSignature.

        Args:
            public_key, context, prehash: as for :meth:`verify`.
            signed_message: bytes-like; one shorter than a signature is invalid.

        Raises:
            InvalidSignature, TypeError, ValueError: as for :meth:`verify`.
        """
        signed = copied("signed_message", signed_message)  # what is returned is what was verified
        message = signed[self.signature_bytes :]
        self.verify(
            public_key, message, signed[: self.signature_bytes], context=context, prehash=prehash
        )
        return message

    # One way in for all that is signed, and one for all that is verified.

    def _sign(
        self,
        secret_key: Buffer | SignatureSecretKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> bytes:
        coins = self._coins(deterministic, seed)
        data, size = readable(self._ffi, "message", data)
        signature = self._new(self.signature_bytes)
        if isinstance(secret_key, Key):
            prepared = self._fitting("secret_key", secret_key, SignatureSecretKey)
            sign, impl, key = (
                self._lib.pq_sig_sign_with,
                prepared._scheme._impl,
                prepared._live(),
            )
        else:
            sign, impl, key = self._lib.pq_sig_sign, self._impl, self._expanded(secret_key)
        code = sign(impl, signature, key, data, size, context, len(context), oid, coins)
        if not isinstance(secret_key, Key):
            self._forget(key, secret_key)
        self._forget_coins(coins, seed)
        self._check(code)
        return self._take(signature)

    def _verify(
        self,
        public_key: Buffer | SignaturePublicKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        signature: Buffer,
    ) -> None:
        data, size = readable(self._ffi, "message", data)
        if isinstance(public_key, Key):
            prepared = self._fitting("public_key", public_key, SignaturePublicKey)
            verify, impl, key = (
                self._lib.pq_sig_verify_with,
                prepared._scheme._impl,
                prepared._ctx,
            )
        else:
            verify, impl = self._lib.pq_sig_verify, self._impl
            key = exactly("public_key", public_key, self.public_key_bytes)
        self._check(
            verify(impl, key, data, size, context, len(context), oid, self._right_length(signature))
        )

    def _message(self, message: Buffer, prehash: str | None) -> tuple[Buffer, Any]:
        """What C is given for a message: itself or its digest, and the OID that goes with a
        digest.
        """
        if prehash is None:
            return message, self._ffi.NULL
        self._has("pre-hash")
        function = find_prehash(prehash)
        readable(self._ffi, "message", message)
        return function.digest(message), function.oid

    def _digest(self, digest: Buffer, prehash: str) -> tuple[bytes, Any]:
        self._has("pre-hash")
        function = find_prehash(prehash)
        return exactly("digest", digest, function.digest_bytes), function.oid

    def _context(self, context: Buffer) -> bytes:
        checked = at_most("context", context, CONTEXT_BYTES)
        if checked:
            self._has("context")
        return checked

    def _has(self, what: str) -> None:
        if not self._impl.has_context:
            raise ValueError(f"{self.name} has no {what}; ML-DSA has")

    def _coins(self, deterministic: bool | None, seed: Buffer | None) -> Any:
        """The randomness of one signature; NULL is deterministic."""
        if deterministic is not None and not isinstance(deterministic, bool):
            raise TypeError(
                f"deterministic must be True, False or None, not {type(deterministic).__name__}"
            )
        if seed is not None:
            if deterministic:
                raise ValueError(
                    "seed must not be given with deterministic=True: it would be unused"
                )
            return exactly("seed", seed, self.sign_seed_bytes)
        if deterministic or (deterministic is None and not self._impl.hedged):
            return self._ffi.NULL
        return os.urandom(self.sign_seed_bytes)

    def _forget_coins(self, coins: Any, seed: Buffer | None) -> None:
        if coins != self._ffi.NULL:
            self._forget(coins, seed)

    def _right_length(self, signature: Buffer) -> bytes:
        data = copied("signature", signature)
        if len(data) != self.signature_bytes:
            raise InvalidSignature(
                f"{article(self.name)} signature is {self.signature_bytes} bytes, not {len(data)}"
            )
        return data

    def _tr(self, key: Buffer | Key) -> Any:
        """The hash of the public key, from whatever form of key."""
        if isinstance(key, Key):
            key = self._fitting("key", key, Key)
            ctx = key._live() if isinstance(key, SecretKey) else key._ctx
            return bytes(self._ffi.buffer(ctx, self._impl.tr_bytes))
        data = copied("key", key)
        tr = self._ffi.new("uint8_t[]", self._impl.tr_bytes)
        if len(data) == self.public_key_bytes:
            self._lib.pq_sig_tr_of_public(self._impl, tr, data)
        elif len(data) == self.secret_key_bytes:
            self._lib.pq_sig_tr_of_secret(self._impl, tr, data)
            self._forget(data, key)
        else:
            sizes = f"{self.public_key_bytes} bytes (public) or {self.secret_key_bytes} (secret)"
            raise ValueError(f"key must be {sizes}, not {len(data)}")
        return tr
