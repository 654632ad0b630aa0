"""What C2's operations share: one transaction each, and what is to be published afterwards."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from .._bytes import copied
from .._typing import Self
from . import _c2_clock
from ._c2_db import HYBRID, ClientRow, Database, Path
from ._c2_hybrid import CHUNK, SETTLE, HybridSide
from ._c2_receive import Receiver
from ._c2_v1 import V1Side
from ._suites import HEADER_BYTES, HEADER_END, Kind
from ._wire import ID_BYTES, WINDOW, Publication, control_topic, id_of
from .errors import StoreError

Clock = Callable[[], float]

LOST = 60  # seconds after which something is published again that nobody said was published
CONTROL = "e4/"
CONTROL_CHARS = len(CONTROL) + 2 * ID_BYTES


class Alarm(NamedTuple):
    """Something an operator should look at.

    Attributes:
        client: id of the client that it is about.
        text: what happened.
        first, last: when, in seconds since 1970.
        times: how often.
    """

    client: bytes
    text: str
    first: int
    last: int
    times: int


@dataclass
class Change:
    """What one operation leads to: commands in order, and whom a REKEY is to be sent to."""

    now: int
    publications: list[Publication] = field(default_factory=list)
    owed: dict[bytes, None] = field(default_factory=dict)  # in order, each once

    def owe(self, clients: Iterable[ClientRow]) -> None:
        """A REKEY for each of these."""
        self.owed.update(dict.fromkeys(client.id for client in clients))

    def drop_overtaken(self) -> None:
        """Leave out commands to clients that get a REKEY, which may come first, and says it all."""
        topics = {control_topic(client_id) for client_id in self.owed}
        self.publications[:] = [x for x in self.publications if x.retain or x.topic not in topics]


class Core:
    """The base of C2: its database, its clock, and how an operation runs."""

    def __init__(self, path: Path, key: bytes | str, *, clock: Clock = time.time) -> None:
        """Open the database at *path*, which :meth:`create` made.

        Args:
            path: the file.
            key: 32 bytes, or a passphrase, as for :meth:`create`.
            clock: the seconds since 1970.

        Raises:
            FileNotFoundError: there is no such file.
            StoreError: it is no database of C2, or has another key.
        """
        db = Database(path, key)
        if db.meta("mode") is None:
            db.close()
            raise StoreError("the database was not finished when it was made: make another one")
        self._start(db, clock)

    def _start(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._hybrid, self._v1, self._receiver = HybridSide(db), V1Side(db), Receiver(db)
        self._lock = threading.RLock()
        self._batch: Change | None = None
        self.dropped: Counter[str] = Counter()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _now(self) -> int:
        return int(self._clock())

    def _check_clock(self, now: int) -> None:
        if self._db.meta("suite") is not None:
            _c2_clock.check(self._db, now)

    @contextmanager
    def _change(self) -> Iterator[Change]:
        """One operation: all in the block is saved at once, then the REKEYs are made."""
        with self._lock:
            self._hybrid.forget_keys()
            with self._db.transaction():
                # Not before: another process may have sent something since.
                change = Change(self._now())
                self._check_clock(change.now)
                yield change
                change.drop_overtaken()
                if change.owed and self._batch is None and len(change.owed) <= CHUNK:
                    change.publications += self._hybrid.some_rekeys(change.owed, change.now)
                    return
                self._db.owe(change.owed, change.now)
            if self._batch is None:
                change.publications += self._hybrid.rekeys(change.owed, change.now)
            else:
                self._batch.owed.update(change.owed)
                self._batch.publications += change.publications
                change.publications.clear()

    @contextmanager
    def batch(self) -> Iterator[list[Publication]]:
        """Make one REKEY per client of what several operations change.

        Inside of the block the operations return nothing; after it the list that it gives is
        complete, and is to be published::

            with c2.batch() as publications:
                for name in names:
                    c2.give(name, "plant/temperature")
        """
        with self._lock:
            if self._batch is not None:
                raise RuntimeError("batches cannot be nested")
            self._batch = batch = Change(self._now())
            try:
                yield batch.publications
            finally:
                self._batch = None
            batch.publications += self._hybrid.rekeys(batch.owed, self._now())

    def published(self, publications: Iterable[Publication]) -> None:
        """Say that the broker has taken these.

        What was returned, but not said to be published within a minute, :meth:`due` makes again: so
        a C2 that is killed in between loses nothing.  Until then a client gets REKEYs in place of
        commands.
        """
        with self._lock, self._db.transaction():
            for topic, payload, _, _ in publications:
                if len(topic) == CONTROL_CHARS and topic.startswith(CONTROL) and payload:
                    self._was_published(bytes.fromhex(topic[len(CONTROL) :]), payload)

    def _was_published(self, client_id: bytes, payload: bytes) -> None:
        if payload[5:6] != bytes([Kind.REKEY]) or payload[HEADER_BYTES - 1] != HEADER_END:
            sql = "UPDATE clients SET commands = max(commands - 1, 0) WHERE id = ?"
            self._db.run(sql, client_id)
            return
        epoch = int.from_bytes(payload[HEADER_BYTES : HEADER_BYTES + 8], "little")
        done = "UPDATE clients SET owed = 0, commands = 0 WHERE id = ? AND epoch = ?"
        if not self._db.run(done, client_id, epoch):
            # Another process has made a newer one, which this may have replaced at the broker.
            self._db.owe((client_id,), self._now())

    def due(self) -> list[Publication]:
        """What is to be published now without anybody asking; call it every few seconds.

        REKEYs that follow commands (within the refresh period, but not within an hour of a
        rotation), and all for clients for which something may not have been published.

        Raises:
            ClockStopped: see :meth:`confirm_clock`.
        """
        with self._lock:
            with self._db.transaction():
                now = self._now()
                self._check_clock(now)
                if now > self._db.meta("clock") + LOST:  # it need not be written every time
                    _c2_clock.note(self._db, now)
                # Of a later time: the clock went back.
                lost = "(owed OR commands) AND owed_since NOT BETWEEN ? AND ?"
                recent = now - LOST, now
                late = self._db.clients(
                    f"kind < ? AND (owed AND last_ts NOT BETWEEN ? AND ? OR {lost})",
                    *(HYBRID, now, now + WINDOW, *recent),
                )
                publications = [x for client in late for x in self._v1.everything(client, now)]
                stale = f"kind = ? AND ({lost} OR (due <= ? AND rotated <= ?))"
                owed = self._db.clients(stale, HYBRID, *recent, now, now - SETTLE)
            return publications + self._hybrid.rekeys((client.id for client in owed), now)

    def confirm_clock(self) -> None:
        """An operator says that the clock is right now.

        A hybrid C2 stops (ClockStopped) if its clock is before this version was made, or more than
        a day off the newest time in its database: also if it has not run for a day.  Closes what
        :meth:`C2.open_recovery` opened.
        """
        with self._lock, self._db.transaction():
            _c2_clock.confirm(self._db, self._now())

    def alarms(self) -> list[Alarm]:
        """What an operator should look at, oldest first."""
        with self._lock:
            return [Alarm(*row) for row in self._db.rows("SELECT * FROM alarms ORDER BY first")]

    def clear_alarms(self) -> None:
        """Forget the alarms."""
        with self._db.transaction():
            self._db.run("DELETE FROM alarms")

    def _client(self, client: bytes | str) -> ClientRow:
        """A client by name or id.  KeyError if it is not registered."""
        try:
            known = id_of(client) if isinstance(client, str) else copied("client", client)
            return self._db.client(known)
        except KeyError:
            raise KeyError(f"no client {client!r} is registered") from None
