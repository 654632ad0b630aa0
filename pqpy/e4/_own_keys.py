"""The keys that a hybrid client made itself, ready to be used (E4-H1, 6.3 and 6.7)."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha3_256
from typing import Any, NamedTuple

from ._h1_keys import Identity
from ._objects import Announce
from ._sessions import OwnSessions


class KemKey(NamedTuple):
    """A KEM key.

    Attributes:
        secret: prepared.
        public: as in its ANNOUNCE.
        public_hash: SHA3-256 of that.
    """

    secret: Any
    public: bytes
    public_hash: bytes


class OwnKeys:
    """All of them.  Not safe for threads, except :attr:`identity`."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.sessions = OwnSessions(identity)
        self._kem_keys: dict[int, KemKey] = {}
        self._announcements: dict[int, bytes] = {}

    def kem_key(self, counter: int, seed: bytes) -> KemKey:
        """The KEM key with this counter and seed."""
        key = self._kem_keys.get(counter)
        if key is None:
            secret = self.identity.suite.kem.generate(seed=seed)
            public = bytes(secret.public_key)
            key = KemKey(secret, public, sha3_256(public).digest())
            self._kem_keys[counter] = key
        return key

    def announce(self, counter: int, seed: bytes) -> bytes:
        """The ANNOUNCE of that key: the same bytes as long as this process lives."""
        made = self._announcements.get(counter)
        if made is None:
            public = self.kem_key(counter, seed).public
            made = bytes(
                Announce.signed(
                    self.identity, id=self.identity.id, counter=counter, kem_public_key=public
                )
            )
            self.announced(counter, made)
        return made

    def announced(self, counter: int, announcement: bytes) -> None:
        """Take up one that another process made."""
        self._announcements[counter] = announcement

    def keep_only(self, counters: Collection[int]) -> None:
        """Drop the others."""
        for table in (self._kem_keys, self._announcements):
            for counter in set(table) - set(counters):
                del table[counter]
