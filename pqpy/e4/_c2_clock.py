"""C2's clock, and the epochs of REKEYs (E4-H1, 6.6)."""

from __future__ import annotations

from ._c2_db import ClientRow, Database
from .errors import ClockStopped

DAY = 86_400
CLOCKLESS_STEP = 400 * DAY  # the most that a client without a clock lets an epoch grow
BUILD = 1_767_225_600  # 2026-01-01: no clock that is right shows less


def check(db: Database, now: int) -> None:
    """Refuse a clock that may be wrong.

    Raises:
        ClockStopped: before this version was made, before the newest time in the database less a
            day, or more than a day after it.
    """
    newest = db.meta("clock")
    if now < BUILD and not db.meta("old_clock"):
        raise ClockStopped("C2's clock is older than C2: see confirm_clock()")
    if now < newest - DAY:
        raise ClockStopped("C2's clock went back by more than a day: see confirm_clock()")
    if now > newest + DAY:
        raise ClockStopped("C2's clock advanced by more than a day: see confirm_clock()")


def confirm(db: Database, now: int) -> None:
    """Take the clock as right: what was noted for later times was noted by a wrong one."""
    db.set_meta(clock=now, old_clock=1 if now < BUILD else None, recovery=None)
    columns = "due", "rotated", "owed_since", "asked"
    earlier = ", ".join(f"{column} = min({column}, ?)" for column in columns)
    db.run(f"UPDATE clients SET {earlier}", *[now] * len(columns))


def note(db: Database, now: int) -> None:
    """Note the time of what was sent."""
    if now > db.meta("clock"):
        db.set_meta(clock=now)


def next_epoch(client: ClientRow, now: int) -> tuple[int, int]:
    """The epoch of a client's next REKEY, and the last one before a jump of more than a day.

    An epoch that lies more than a day ahead was never taken by a client with a clock; what counts
    for it is the last one before.
    """
    last, former = client.epoch, client.former_epoch
    if last is None:
        return now, 0
    if client.has_clock and last > now + DAY:
        last, former = (former, 0) if former <= now + DAY else (now - 1, 0)
    epoch = max(last + 1, now)
    if not client.has_clock:
        epoch = min(epoch, last + CLOCKLESS_STEP)
    return epoch, last if epoch > last + DAY else former
