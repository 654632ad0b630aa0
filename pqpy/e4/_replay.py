"""What was accepted in the last 600 s, so that it is not accepted again.

E4 itself has no such memory (E4 v1, W1 and W2).  Neither class is safe for threads: the
client's lock is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from ._wire import WINDOW
from .errors import Replayed


class Messages:
    """Marks of accepted messages: topic hash, id, time and V, not the signature.

    A mark is kept for 600 s at least and 1200 s at most, in two sets of which the older one is
    dropped.  What could be in dropped sets is refused for its time, which only matters if the clock
    was set back: the window refuses it otherwise.
    """

    def __init__(self) -> None:
        self._new: set[bytes] = set()
        self._old: set[bytes] = set()
        self._since = -inf  # the first mark of _new was added then
        self._horizon = -inf  # all marks of dropped sets are of earlier messages

    def take(self, mark: bytes, ts: int, now: float) -> None:
        """Remember a message, or raise Replayed if it was remembered before."""
        if ts < self._horizon or mark in self._new or mark in self._old:
            raise Replayed("this message was accepted before")
        if now > self._since + WINDOW:
            self._old, self._new = self._new, set()
            self._horizon, self._since = self._since, now
        self._new.add(mark)

    def set_back(self, now: float) -> None:
        """The clock was set, perhaps back: what a wrong time brought makes no message late."""
        self._horizon, self._since = min(self._horizon, now - WINDOW), min(self._since, now)


class Commands:
    """Marks of accepted commands (their V), and per subject the time of the latest one.

    A subject is bytes; a command may concern a whole kind of subjects, named by the first byte.
    """

    def __init__(self, seen: dict[bytes, int], last: dict[bytes, int], horizon: int) -> None:
        self.seen, self.last, self.horizon = seen, last, horizon

    def check(self, mark: bytes, subject: bytes, ts: int) -> None:
        """Refuse a command that was accepted, or that a later one on its subject has overtaken.

        Raises:
            Replayed: it was one of these.
        """
        if mark in self.seen or ts < self.horizon:
            raise Replayed("this command was accepted before")
        if any(ts < self.last[other] for other in self._concerned(subject)):
            raise Replayed("a later command on the same subject was accepted before")

    def after(self, mark: bytes, subject: bytes, ts: int, now: float) -> Commands:
        """The memory after this command; what the window refuses anyway is forgotten."""
        horizon = max(self.horizon, int(now) - WINDOW)
        seen = {**self.seen, mark: ts}
        last = {**self.last, subject: max(ts, self.last.get(subject, ts))}
        return Commands(
            {mark: when for mark, when in seen.items() if when >= horizon},
            {name: when for name, when in last.items() if when >= horizon},
            horizon,
        )

    def _concerned(self, subject: bytes) -> Iterable[bytes]:
        """The subjects in memory that overlap with *subject*."""
        if len(subject) == 1:  # all of a kind
            return [other for other in self.last if other[:1] == subject]
        return [other for other in (subject, subject[:1]) if other in self.last]
