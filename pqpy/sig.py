"""Signatures: the class behind every signature scheme of the package."""

from __future__ import annotations

from ._bytes import copied, exactly, take_output
from ._into import outputs, writable
from ._keys import Key
from ._sig_core import SignatureCore
from ._sig_keys import MU_BYTES, Mu, SignaturePublicKey, SignatureSecretKey
from ._typing import Buffer
from .errors import InvalidSignature


class Signature(SignatureCore):
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

    __slots__ = ()

    _prefix = "pq_sig"
    _public_type = SignaturePublicKey
    _secret_type = SignatureSecretKey

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
        signature = self._new_signature()
        data = self._message(message, context, prehash)
        self._sign_at(signature, secret_key, data, deterministic, seed)
        return take_output(self._ffi, signature)

    def sign_into(
        self,
        secret_key: Buffer | SignatureSecretKey,
        message: Buffer,
        *,
        signature: Buffer,
        context: Buffer = b"",
        prehash: str | None = None,
        deterministic: bool | None = None,
        seed: Buffer | None = None,
    ) -> None:
        """Write the signature of a message into memory of the caller's.

        Args:
            secret_key, message, context, prehash, deterministic, seed: as for :meth:`sign`.
            signature: where it goes: writable, of exactly ``signature_bytes``, and overlapping
                nothing.

        Raises:
            TypeError, ValueError: as for :meth:`sign`, and what is written to is not as said;
                nothing was written.
            InvalidKey: as for :meth:`sign`; the signature is zero.
        """
        given = {"secret_key": secret_key, "message": message, "context": context, "seed": seed}
        [place] = outputs(self._ffi, given, signature=(signature, self.signature_bytes))
        data = self._message(message, context, prehash)
        self._sign_at(place, secret_key, data, deterministic, seed)

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
        self._verify_with(public_key, self._message(message, context, prehash), signature)

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
        signature = self._new_signature()
        data = self._digest(digest, context, prehash)
        self._sign_at(signature, secret_key, data, deterministic, seed)
        return take_output(self._ffi, signature)

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
        self._verify_with(public_key, self._digest(digest, context, prehash), signature)

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
        signature = self._new_signature()
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
        return take_output(self._ffi, signature)

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

    def open_into(
        self,
        public_key: Buffer | SignaturePublicKey,
        signed_message: Buffer,
        *,
        message: Buffer,
        context: Buffer = b"",
        prehash: str | None = None,
    ) -> None:
        """Write the message of a signed message into memory of the caller's.

        Args:
            public_key, signed_message, context, prehash: as for :meth:`open`.
            message: where it goes: writable, ``signature_bytes`` shorter than *signed_message*, and
                overlapping nothing.

        Raises:
            TypeError, ValueError: as for :meth:`open`, and what is written to is not as said;
                nothing was written.
            InvalidSignature: as for :meth:`open`; the message is zero.
        """
        signed = copied("signed_message", signed_message)
        place = writable("message", message)
        size = len(signed) - self.signature_bytes
        given = {"public_key": public_key, "signed_message": signed_message, "context": context}
        outputs(self._ffi, given, message=(message, size if size >= 0 else place.nbytes))
        signature, text = signed[: self.signature_bytes], memoryview(signed)[self.signature_bytes :]
        try:
            self.verify(public_key, text, signature, context=context, prehash=prehash)
        except InvalidSignature:
            place[:] = bytes(place.nbytes)
            raise
        place[:] = text
