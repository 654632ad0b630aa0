"""Key encapsulation: the class behind every KEM of the package."""

from __future__ import annotations

from typing import Any, NamedTuple

from ._backend import Get
from ._bytes import exactly
from ._keys import Key, PublicKey, SecretKey
from ._scheme import Scheme
from ._typing import Buffer


class Encapsulation(NamedTuple):
    """What ``encaps`` returns, in the order of FIPS 203, Algorithm 20: two byte strings."""

    shared_secret: bytes
    ciphertext: bytes

    def __repr__(self) -> str:
        sizes = f"<{len(self.shared_secret)} bytes>, ciphertext=<{len(self.ciphertext)} bytes>"
        return f"Encapsulation(shared_secret={sizes})"


class KEMPublicKey(PublicKey):
    """A prepared public key of a KEM: checked and expanded once, for many calls.

    Made by :meth:`KEM.public_key`.  ``bytes(key)`` is the key as it was given; equality takes
    constant time.  May be shared between threads.
    """

    __slots__ = ()

    def encaps(self, *, seed: Buffer | None = None) -> Encapsulation:
        """Make a shared secret and its encapsulation; see :meth:`KEM.encaps`."""
        scheme: KEM = self._scheme  # type: ignore[assignment]
        return scheme.encaps(self, seed=seed)


class KEMSecretKey(SecretKey):
    """A prepared secret key of a KEM: checked and expanded once, for many calls.

    Made by :meth:`KEM.secret_key` and :meth:`KEM.generate`.  ``bytes(key)`` is the expanded key.
    The memory is zeroed by :meth:`wipe`, by leaving a ``with`` block, or when the object goes; a
    copy as bytes cannot be erased.  Cannot be hashed, ordered, copied or pickled; equality takes
    constant time.  May be shared between threads.
    """

    __slots__ = ()

    @property
    def public_key(self) -> KEMPublicKey:
        """The prepared public key that belongs to it.

        Raises:
            ValueError: wiped, or the expanded key of a CPA set of Round5, which does not tell it.
            InvalidKey: ML-KEM, and the public part of the expanded key is not the encoding of a key
                (FIPS 203, section 7.2).  The check of section 7.3, which it passed, is of its hash.
        """
        public: KEMPublicKey = self._prepared_public()
        return public

    def decaps(self, ciphertext: Buffer) -> bytes:
        """Return the shared secret of a ciphertext; see :meth:`KEM.decaps`."""
        scheme: KEM = self._scheme  # type: ignore[assignment]
        return scheme.decaps(self, ciphertext)


class KEM(Scheme[KEMPublicKey, KEMSecretKey]):
    """One parameter set of a key encapsulation mechanism.

    Instances are made by the package (``pqpy.ML_KEM_768``), hold no secrets, and may be shared
    between threads and pickled (by name).

    Attributes:
        name: as the standard writes it, ``"ML-KEM-768"``.
        backend: what it runs on, ``"portable"``, ``"avx2"`` or ``"avx512"``; the fastest one unless
            chosen by :meth:`on` or by the environment variable ``PQPY_BACKEND``.
        standard: the document it follows, ``"FIPS 203"``.
        status: ``"standard"``, ``"superseded"`` or ``"experimental"``.
        nist_level: NIST security category, 1 to 5; 0 is below all.
        public_key_bytes, secret_key_bytes, ciphertext_bytes, shared_secret_bytes: sizes in bytes.
        seed_bytes: size of the seed of a key pair (ML-KEM: d and z, 64 bytes; Round5: sigma, the
            secret seed and in CCA sets y).
        encaps_seed_bytes: size of the randomness of an encapsulation (ML-KEM: m, 32 bytes; Round5:
            m and in CPA sets rho).

    Every method that takes a key takes bytes or a prepared key (:meth:`public_key`,
    :meth:`secret_key`, :meth:`generate`), which saves checking and expanding it at every call.
    """

    __slots__ = ("ciphertext_bytes", "encaps_seed_bytes", "shared_secret_bytes")

    _prefix = "pq_kem"
    _public_type = KEMPublicKey
    _secret_type = KEMSecretKey

    ciphertext_bytes: int
    shared_secret_bytes: int
    encaps_seed_bytes: int

    def _set_up(self, module: Any, get: Get, name: str, backend: str | None) -> None:
        super()._set_up(module, get, name, backend)
        for size in ("ciphertext_bytes", "shared_secret_bytes", "encaps_seed_bytes"):
            self._set(**{size: getattr(self._impl, size)})

    def encaps(
        self, public_key: Buffer | KEMPublicKey, *, seed: Buffer | None = None
    ) -> Encapsulation:
        """Make a shared secret and its encapsulation for the holder of a key.

        Args:
            public_key: bytes-like, ``public_key_bytes`` long, or a prepared public key.
            seed: ``encaps_seed_bytes`` bytes for known answers; never use one twice.  Default:
                os.urandom.

        Returns:
            ``(shared_secret, ciphertext)``, in the order of FIPS 203, Algorithm 20;
            ``shared_secret_bytes`` and ``ciphertext_bytes`` long.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, or the key of another
                parameter set.
            InvalidKey: not the encoding of a key (FIPS 203, section 7.2).
        """
        ct, ss = self._new(self.ciphertext_bytes), self._new(self.shared_secret_bytes)
        if isinstance(public_key, Key):
            key = self._fitting("public_key", public_key, KEMPublicKey)
            coins = self._seed(seed, self.encaps_seed_bytes)
            code = self._lib.pq_kem_encaps_with(key._scheme._impl, ct, ss, key._ctx, coins)
        else:
            pk = exactly("public_key", public_key, self.public_key_bytes)
            coins = self._seed(seed, self.encaps_seed_bytes)
            code = self._lib.pq_kem_encaps(self._impl, ct, ss, pk, coins)
        self._forget(coins, seed)
        self._check(code)
        return Encapsulation(self._take(ss), self._take(ct))

    def decaps(self, secret_key: Buffer | KEMSecretKey, ciphertext: Buffer) -> bytes:
        """Return the shared secret of a ciphertext.

        A forged ciphertext raises nothing: it gives an unrelated secret (implicit rejection, FIPS
        203, Algorithm 18), so compare secrets only through a MAC or key confirmation.  The CPA sets
        of Round5 have no such protection: decapsulate once per key pair.

        Args:
            secret_key: bytes-like, ``secret_key_bytes`` long (the expanded form; a seed is expanded
                by :meth:`secret_key`), or a prepared secret key.
            ciphertext: bytes-like, ``ciphertext_bytes`` long.

        Returns:
            ``shared_secret_bytes`` bytes.

        Raises:
            TypeError, ValueError: not bytes-like, of the wrong length, the key of another parameter
                set, or wiped.
            InvalidKey: the secret key is damaged (FIPS 203, section 7.3).
        """
        ss = self._new(self.shared_secret_bytes)
        if isinstance(secret_key, Key):
            key = self._fitting("secret_key", secret_key, KEMSecretKey)
            ct = exactly("ciphertext", ciphertext, self.ciphertext_bytes)
            code = self._lib.pq_kem_decaps_with(key._scheme._impl, ss, ct, key._live())
        else:
            sk = self._expanded(secret_key)
            try:
                ct = exactly("ciphertext", ciphertext, self.ciphertext_bytes)
                code = self._lib.pq_kem_decaps(self._impl, ss, ct, sk)
            finally:
                self._forget(sk, secret_key)
        self._check(code)
        return self._take(ss)
