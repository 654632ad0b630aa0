"""Key encapsulation: the class behind every KEM of the package."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ._bytes import exactly, take_output, take_pair
from ._into import outputs
from ._kem_batch import KEMBatches
from ._kem_keys import Encapsulation, KEMPublicKey, KEMSecretKey
from ._keys import Key
from ._typing import Buffer


class KEM(KEMBatches[KEMPublicKey, KEMSecretKey]):
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

    __slots__ = ()

    _prefix = "pq_kem"
    _public_type = KEMPublicKey
    _secret_type = KEMSecretKey

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
        if isinstance(public_key, Key):
            return self._fitting("public_key", public_key, KEMPublicKey).encaps(seed=seed)
        pk = exactly("public_key", public_key, self.public_key_bytes)
        ct, ss = self._new_ciphertext(), self._new_shared_secret()
        self._encaps(ct, ss, self._c_encaps, pk, seed)
        return take_pair(Encapsulation, self._ffi, ss, ct)

    def encaps_into(
        self,
        public_key: Buffer | KEMPublicKey,
        *,
        shared_secret: Buffer,
        ciphertext: Buffer,
        seed: Buffer | None = None,
    ) -> None:
        """Make a shared secret and its encapsulation in memory of the caller's.

        Args:
            public_key, seed: as for :meth:`encaps`.
            shared_secret, ciphertext: where they go: writable, of exactly ``shared_secret_bytes``
                and ``ciphertext_bytes``, and overlapping nothing.

        Raises:
            TypeError, ValueError: as for :meth:`encaps`, and what is written to is not as said;
                nothing was written.
            InvalidKey: as for :meth:`encaps`; both results are zero.
        """
        ct, ss = outputs(
            self._ffi,
            {"public_key": public_key, "seed": seed},
            ciphertext=(ciphertext, self.ciphertext_bytes),
            shared_secret=(shared_secret, self.shared_secret_bytes),
        )
        if isinstance(public_key, Key):
            key = self._fitting("public_key", public_key, KEMPublicKey)
            self._encaps(ct, ss, key._scheme._c_encaps_with, key._ctx, seed)
        else:
            pk = exactly("public_key", public_key, self.public_key_bytes)
            self._encaps(ct, ss, self._c_encaps, pk, seed)

    def _encaps(
        self, ct: Any, ss: Any, encaps: Callable[..., int], key: Any, seed: Buffer | None
    ) -> None:
        """Run C's encaps or encaps_with, with the key that it takes."""
        size = self.encaps_seed_bytes
        coins = os.urandom(size) if seed is None else exactly("seed", seed, size)
        code = encaps(ct, ss, key, coins)
        if coins is not seed:
            self._wipe_bytes(coins, size)
        if code:
            self._check(code)

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
        if isinstance(secret_key, Key):
            return self._fitting("secret_key", secret_key, KEMSecretKey).decaps(ciphertext)
        sk, ss = self._expanded(secret_key), self._new_shared_secret()
        try:
            self._decaps(ss, self._c_decaps, sk, ciphertext)
        finally:
            self._forget(sk, secret_key)
        return take_output(self._ffi, ss)

    def decaps_into(
        self, secret_key: Buffer | KEMSecretKey, ciphertext: Buffer, *, shared_secret: Buffer
    ) -> None:
        """Write the shared secret of a ciphertext into memory of the caller's.

        Args:
            secret_key, ciphertext: as for :meth:`decaps`.
            shared_secret: where it goes: writable, of exactly ``shared_secret_bytes``, and
                overlapping nothing.

        Raises:
            TypeError, ValueError: as for :meth:`decaps`, and what is written to is not as said;
                nothing was written.
            InvalidKey: as for :meth:`decaps`; the shared secret is zero.
        """
        [ss] = outputs(
            self._ffi,
            {"secret_key": secret_key, "ciphertext": ciphertext},
            shared_secret=(shared_secret, self.shared_secret_bytes),
        )
        if isinstance(secret_key, Key):
            key = self._fitting("secret_key", secret_key, KEMSecretKey)
            self._decaps(ss, key._scheme._c_decaps_with, key._live(), ciphertext)
            return
        sk = self._expanded(secret_key)
        try:
            self._decaps(ss, self._c_decaps, sk, ciphertext)
        finally:
            self._forget(sk, secret_key)

    def _decaps(self, ss: Any, decaps: Callable[..., int], key: Any, ciphertext: Buffer) -> None:
        """Run C's decaps or decaps_with, with the key that it takes."""
        if type(ciphertext) is not bytes or len(ciphertext) != self.ciphertext_bytes:
            ciphertext = exactly("ciphertext", ciphertext, self.ciphertext_bytes)
        code = decaps(ss, ciphertext, key)
        if code:
            self._check(code)
