"""The way from C2's key that a client knows to one that it met (E4-H1, 6.7)."""

from __future__ import annotations

from math import inf

PAUSE = 60  # seconds from the beginning of one search to the next
STEPS = 8  # HANDOVERs in one search


class Search:
    """Which HANDOVER a client wants to see.  In memory only; not safe for threads.

    Attributes:
        at: fingerprint of the C2KEY whose HANDOVER is wanted; None if none is.
    """

    def __init__(self) -> None:
        self.at: bytes | None = None
        self._met: bytes | None = None
        self._left = 0
        self._begun = -inf
        self._again = False  # a key was met too early

    def begin(self, known: bytes | None, met: bytes, now: float) -> None:
        """A REKEY was by the key *met*, which is neither the pinned nor the pending one.

        Args:
            known: where to begin: the pinned key, or the pending one of a migration.
            met: where the search ends.
            now: a search that began less than a minute ago is not disturbed.
        """
        if known is None:
            return
        if self._paused(now):
            self._again = True
        else:
            self.at, self._met, self._left, self._begun = known, met, STEPS, now

    def _paused(self, now: float) -> bool:
        return 0 <= now - self._begun < PAUSE

    def overdue(self, now: float) -> bool:
        """Whether a key was met too early for a search that could begin now: True once."""
        if not self._again or self._paused(now):
            return False
        self._again = False
        return True

    def end(self) -> None:
        """A REKEY was taken: a key that was to be followed may be a former one now.  If a key was
        met that is still unknown, it is looked for again.
        """
        if self.at is not None:
            self.at, self._again = None, True

    def step(self, following: bytes) -> None:
        """The key that was wanted names this one as the next."""
        self._left -= 1
        self.at = following if self._left and following != self._met else None
