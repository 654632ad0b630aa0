"""The table of topic keys, with previous keys in their own slots (E4 v1, section 7)."""

from __future__ import annotations

from collections.abc import Mapping

from ._wire import (
    KEY_BYTES,
    TRANSITION,
    TS_BYTES,
    Siv,
    check_key,
    pack_ts,
    previous_slot,
    unpack_ts,
)
from .errors import StoreError, TimestampInFuture, TimestampTooOld, TopicKeyMissing


class Topics:
    """Topic keys.  Never changed: a command makes another table, which replaces this one."""

    __slots__ = ("_sivs", "entries")

    def __init__(self, entries: Mapping[bytes, bytes]) -> None:
        self.entries = entries  # slot: key 32, or previous key 32 | time of its replacement 8
        self._sivs: dict[bytes, Siv] = {}  # by key; what is missing is made when needed

    def current(self, topic: bytes) -> bytes:
        """The key of the topic with this hash.  TopicKeyMissing if there is none."""
        try:
            return self.entries[topic]
        except KeyError:
            raise TopicKeyMissing("topic key not found") from None

    def previous(self, topic: bytes, now: float) -> bytes | None:
        """The key before the current one; None if there is none.

        Raises:
            TimestampTooOld, TimestampInFuture: it was replaced more than 3600 s ago, or not yet.
            StoreError: its entry is damaged.
        """
        entry = self.entries.get(previous_slot(topic))
        if entry is None:
            return None
        if len(entry) != KEY_BYTES + TS_BYTES:
            raise StoreError("invalid old topic key length")
        replaced = unpack_ts(entry[KEY_BYTES:])
        if replaced > now:
            raise TimestampInFuture("the previous topic key was replaced in the future")
        if replaced < now - TRANSITION:
            raise TimestampTooOld("the previous topic key has expired")
        return entry[:KEY_BYTES]

    def siv(self, key: bytes) -> Siv:
        """The cipher of one of these keys.  InvalidKeyMaterial if it is none."""
        siv = self._sivs.get(key)
        if siv is None:
            siv = self._sivs[key] = Siv(key)
        return siv

    def with_key(self, topic: bytes, key: bytes, now: int) -> Topics:
        """The table after SetTopicKey at second *now*.

        Raises:
            InvalidKeyMaterial: 32 zeros, or not 32 bytes.
        """
        check_key(key)
        former = self.entries.get(topic)
        if former == key:
            return self
        entries = {**self.entries, topic: key}
        if former is not None:
            entries[previous_slot(topic)] = former + pack_ts(now)
        return Topics(entries)

    def without(self, topic: bytes) -> Topics:
        """The table after RemoveTopic: neither the key nor the previous one is left."""
        gone = topic, previous_slot(topic)
        return Topics({slot: entry for slot, entry in self.entries.items() if slot not in gone})
