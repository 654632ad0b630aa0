"""The KEMs of Round5: sets for a single use, and sets that also encrypt messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._bytes import copied, readable
from ._kem_keys import KEMPublicKey, KEMSecretKey
from ._typing import Buffer
from .errors import DecryptionError
from .kem import KEM

TAG_BYTES = 16  # of AES-GCM
NONCE_BYTES = 12


class Round5CPA(KEM):
    """A parameter set of Round5 without protection against forged ciphertexts.

    **A key pair is for one exchange only**: make a new one each time, decapsulate once, forget it.
    Who gets several ciphertexts decapsulated under one key can find the key, and even without an
    attacker decapsulation gives another secret once in 2^41 times or less, depending on the set.
    For a key that is used twice take a CCA set.

    A secret key is ``shared_secret_bytes`` long and does not tell its public key: keep the seed, or
    both keys.  All else is as in :class:`pqpy.KEM`.

    Round5 is experimental, not standardized, and may be patented: see :mod:`pqpy.round5`.
    """

    __slots__ = ()

    _secret_holds_public = False


class Round5PublicKey(KEMPublicKey):
    """A prepared public key of a CCA set of Round5; see :class:`pqpy.KEMPublicKey`."""

    __slots__ = ()

    def encrypt(self, message: Buffer, *, seed: Buffer | None = None) -> bytes:
        """Encrypt a message; see :meth:`Round5CCA.encrypt`."""
        scheme: Round5CCA = self._scheme  # type: ignore[assignment]
        return scheme.encrypt(self, message, seed=seed)


class Round5SecretKey(KEMSecretKey):
    """A prepared secret key of a CCA set of Round5; see :class:`pqpy.KEMSecretKey`."""

    __slots__ = ()

    @property
    def public_key(self) -> Round5PublicKey:
        """The prepared public key that belongs to it."""
        public: Round5PublicKey = self._prepared_public()
        return public

    def decrypt(self, ciphertext: Buffer) -> bytes:
        """Return the message of a ciphertext; see :meth:`Round5CCA.decrypt`."""
        scheme: Round5CCA = self._scheme  # type: ignore[assignment]
        return scheme.decrypt(self, ciphertext)


class Round5CCA(KEM):
    """A parameter set of Round5 whose keys may be used again and again.

    Forged ciphertexts are rejected as the specification says, with the hash of a secret of the key
    and the ciphertext that came; the software that the Round5 team published does something else
    there, and is not secure.

    Besides the calls of :class:`pqpy.KEM` there is public-key encryption of messages,
    :meth:`encrypt` and :meth:`decrypt`: the KEM, then AES-GCM.

    Round5 is experimental, not standardized, and may be patented: see :mod:`pqpy.round5`.

    Attributes:
        overhead_bytes: how much longer the ciphertext of :meth:`encrypt` is than the message.
    """

    __slots__ = ("overhead_bytes",)

    _public_type = Round5PublicKey
    _secret_type = Round5SecretKey

    overhead_bytes: int

    def _set_up(self, *arguments: Any) -> None:
        super()._set_up(*arguments)
        self._set(overhead_bytes=self.ciphertext_bytes + TAG_BYTES)

    if TYPE_CHECKING:  # what the types above make of them

        def public_key(self, data: Buffer | KEMPublicKey) -> Round5PublicKey: ...
        def secret_key(self, data: Buffer | KEMSecretKey) -> Round5SecretKey: ...
        def generate(self, *, seed: Buffer | None = None) -> Round5SecretKey: ...

    def encrypt(
        self,
        public_key: Buffer | KEMPublicKey,
        message: Buffer,
        *,
        seed: Buffer | None = None,
    ) -> bytes:
        """Encrypt a message for the holder of a key.

        Args:
            public_key: bytes-like, ``public_key_bytes`` long, or a prepared public key.
            message: bytes-like, of any length.
            seed: ``encaps_seed_bytes`` bytes for known answers; never use one twice.  Default:
                os.urandom.

        Returns:
            ``overhead_bytes`` more bytes than the message has.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, or the key of another
                parameter set.
            ImportError: cryptography is not installed (``pip install 'pqpy[pke]'``).
        """
        cipher = _Cipher()
        data, size = readable(self._ffi, "message", message)
        shared_secret, ciphertext = self.encaps(public_key, seed=seed)
        body, tag = cipher.seal(
            *self._key_and_nonce(shared_secret),
            data if isinstance(data, bytes) else self._ffi.buffer(data, size),
        )
        return b"".join((ciphertext, body, tag))

    def decrypt(self, secret_key: Buffer | KEMSecretKey, ciphertext: Buffer) -> bytes:
        """Return the message of a ciphertext that :meth:`encrypt` made for this key.

        Args:
            secret_key: bytes-like, ``secret_key_bytes`` long (the expanded form; a seed is expanded
                by :meth:`secret_key`), or a prepared secret key.
            ciphertext: bytes-like, of any length.

        Raises:
            TypeError, ValueError: not bytes-like, a key of the wrong length, the key of another
                parameter set, or wiped.
            DecryptionError: the ciphertext was not made for this key, was changed, or is too short;
                nothing of the message is released.
            ImportError: cryptography is not installed (``pip install 'pqpy[pke]'``).
        """
        cipher = _Cipher()
        data = copied("ciphertext", ciphertext)
        n = self.ciphertext_bytes
        # What is too short still goes through all checks of the key.
        shared_secret = self.decaps(secret_key, data[:n].ljust(n, b"\0"))
        if len(data) < self.overhead_bytes:
            raise DecryptionError(
                f"a ciphertext of {self.name} has at least {self.overhead_bytes} bytes, "
                f"not {len(data)}"
            )
        body = memoryview(data)[n:-TAG_BYTES]
        return cipher.open(*self._key_and_nonce(shared_secret), body, data[-TAG_BYTES:])

    def _key_and_nonce(self, shared_secret: bytes) -> tuple[bytes, bytes]:
        """What AES-GCM takes: TupleHash("HR5DEM", shared secret).  The secret is zeroed."""
        out = self._new(self.shared_secret_bytes + NONCE_BYTES)
        self._check(self._lib.round5_dem_key(self._impl, out, shared_secret))
        self._forget(shared_secret, None)
        data = self._take(out)
        return data[:-NONCE_BYTES], data[-NONCE_BYTES:]


class _Cipher:
    """AES-GCM of cryptography, for data of any length.  ImportError if it is not there."""

    def __init__(self) -> None:
        try:
            from cryptography import exceptions
            from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        except ModuleNotFoundError:
            raise ImportError(
                "encrypt and decrypt need the package cryptography: pip install 'pqpy[pke]'"
            ) from None
        self._cipher, self._aes, self._gcm = Cipher, algorithms.AES, modes.GCM
        self._invalid_tag = exceptions.InvalidTag

    def seal(self, key: bytes, nonce: bytes, message: Any) -> tuple[bytes, bytes]:
        """Encrypt; the result and its tag."""
        encryptor = self._cipher(self._aes(key), self._gcm(nonce)).encryptor()
        body = encryptor.update(message) + encryptor.finalize()
        return body, encryptor.tag

    def open(self, key: bytes, nonce: bytes, body: memoryview, tag: bytes) -> bytes:
        """Decrypt, or raise DecryptionError."""
        decryptor = self._cipher(self._aes(key), self._gcm(nonce, tag)).decryptor()
        message: bytes = decryptor.update(body)
        try:
            message += decryptor.finalize()
        except self._invalid_tag:
            del message  # or a debugger's traceback would show it
            raise DecryptionError("the ciphertext is not authentic") from None
        return message
