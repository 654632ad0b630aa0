"""What a KEM gives and takes: encapsulations and prepared keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._bytes import take_output, take_pair
from ._keys import PublicKey, SecretKey
from ._typing import Buffer

if TYPE_CHECKING:
    from .kem import KEM


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

    if TYPE_CHECKING:  # get_type_hints could not find it
        _scheme: KEM

    def encaps(self, *, seed: Buffer | None = None) -> Encapsulation:
        """Make a shared secret and its encapsulation; see :meth:`KEM.encaps`."""
        scheme = self._scheme
        ct, ss = scheme._new_ciphertext(), scheme._new_shared_secret()
        scheme._encaps(ct, ss, scheme._c_encaps_with, self._ctx, seed)
        return take_pair(Encapsulation, scheme._ffi, ss, ct)

    def encaps_into(
        self, *, shared_secret: Buffer, ciphertext: Buffer, seed: Buffer | None = None
    ) -> None:
        """Make both in memory of the caller's; see :meth:`KEM.encaps_into`."""
        self._scheme.encaps_into(
            self, shared_secret=shared_secret, ciphertext=ciphertext, seed=seed
        )


class KEMSecretKey(SecretKey):
    """A prepared secret key of a KEM: checked and expanded once, for many calls.

    Made by :meth:`KEM.secret_key` and :meth:`KEM.generate`.  ``bytes(key)`` is the expanded key.
    The memory is zeroed by :meth:`wipe`, by leaving a ``with`` block, or when the object goes; a
    copy as bytes cannot be erased.  Cannot be hashed, ordered, copied or pickled; equality takes
    constant time.  May be shared between threads.
    """

    __slots__ = ()

    if TYPE_CHECKING:  # get_type_hints could not find it
        _scheme: KEM

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
        scheme = self._scheme
        ss = scheme._new_shared_secret()
        scheme._decaps(ss, scheme._c_decaps_with, self._live(), ciphertext)
        return take_output(scheme._ffi, ss)

    def decaps_into(self, ciphertext: Buffer, *, shared_secret: Buffer) -> None:
        """Write the secret into memory of the caller's; see :meth:`KEM.decaps_into`."""
        self._scheme.decaps_into(self, ciphertext, shared_secret=shared_secret)
