"""The time on a device that has no clock, only ticks (E4-H1, 6.2)."""

from __future__ import annotations

from collections.abc import Callable


class DeviceClock:
    """A lower bound of the time: what C2 last said, and the ticks since then.

    Args:
        ticks: seconds since any moment; they never go back.
        floor: the highest time of a REKEY that was accepted.
    """

    def __init__(self, ticks: Callable[[], float], floor: int) -> None:
        self._ticks = ticks
        self.set(floor)

    def __call__(self) -> float:
        """Seconds since 1970, or less."""
        return self._ticks() + self._offset

    def set(self, seconds: int) -> None:
        """Make it this time, earlier or later: a REKEY says so."""
        self._offset = seconds - self._ticks()

    def forward(self, seconds: int) -> None:
        """Make it this time unless it is later: a command says so."""
        if seconds > self():
            self.set(seconds)
