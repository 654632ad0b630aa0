"""C2, the server of E4: it registers clients, makes topic keys, and commands (E4 v1, 8, and
E4-H1, 6.6 and 6.7).

The transport is somebody else's: :mod:`pqpy.e4.mqtt` is one for MQTT.  It publishes what the
operations return, in order, and says so with :meth:`C2.published`; it subscribes to
:meth:`C2.subscriptions` and gives what comes to :meth:`C2.receive`; it publishes :meth:`C2.objects`
once, and calls :meth:`C2.due` every few seconds.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from .._batch import number
from .._bytes import copied
from .._typing import Buffer, Self
from ._c2_clients import ClientInfo, ClientOperations
from ._c2_core import Alarm, Clock
from ._c2_db import HYBRID, MODES, PUBLIC_KEY, ClientRow, Database, Path
from ._c2_hybrid import REFRESH
from ._commands import set_c2_print
from ._layout import kind_of
from ._suites import Kind, find
from ._wire import Publication
from .errors import E4Error, RefusedObject

__all__ = ["C2", "Alarm", "ClientInfo", "TopicInfo"]

REASONS = 1000  # that are counted apart
OBJECT_TOPICS = {Kind.ANNOUNCE: "e4/{}/a", Kind.MIGRATE: "e4/{}/m"}


class TopicInfo(NamedTuple):
    """A topic.

    Attributes:
        name: as it is published to.
        policy: of hybrid clients: 0 composite, 1 session, 2 symmetric.
        members: ids of the clients that have it.
    """

    name: str
    policy: int
    members: tuple[bytes, ...]


class C2(ClientOperations):
    """The server.  Make one with :meth:`create`, open one with ``C2(path, key)``.

    Its state is a SQLite database in which keys are sealed.  An operation is in the database before
    it returns, and returns a list of :class:`Publication` for a transport.  Several threads and
    processes may work on one database.  Whoever reads the database and has its key has all topic
    keys: E4 protects from brokers, not from C2.
    """

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes | str,
        mode: str = "symmetric",
        *,
        suite: str | int = "X-Wing",
        experimental: bool = False,
        private_key: Buffer | None = None,
        refresh: int = REFRESH,
        forgetful: bool = False,
        clock: Clock = time.time,
    ) -> Self:
        """Make a new C2.

        Args:
            path: file for the database, which must not exist.
            key: 32 bytes that it is sealed with, or a passphrase of at least 16 bytes.
            mode: "symmetric", "public-key" or "hybrid"; all clients are in this mode.
            suite: hybrid mode: "X-Wing", "MLKEM1024-X25519", or one of the experimental ones.
            experimental: allow "Kyber768-X25519" and "R5ND_3CCA_5d-X25519".
            private_key: public-key mode: C2's Curve25519 key (32 bytes).  Default: a new one.
            refresh: hybrid mode: seconds after a command within which a REKEY follows.
            forgetful: hybrid mode: keep no keys of clients; all commands go as REKEYs.
            clock: the seconds since 1970.

        Raises:
            ValueError: no such mode or suite.
            FileExistsError: there is a file at *path*.
        """
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, not {mode!r}")
        refresh = number("refresh", refresh, 0)
        row = find(suite, experimental=experimental) if mode == MODES[HYBRID] else None
        db = Database(path, key, create=True)
        c2 = cls.__new__(cls)
        c2._start(db, clock)
        try:
            with db.transaction():
                db.set_meta(
                    mode=mode, clock=c2._now(), refresh=refresh, forgetful=int(forgetful) or None
                )
                if row is not None:
                    c2._become_hybrid(row.byte, experimental)
                elif mode == MODES[PUBLIC_KEY]:
                    given = None if private_key is None else copied("private_key", private_key)
                    c2._v1.add_own_key(given)
        except BaseException:
            db.delete()
            raise
        return c2

    def _become_hybrid(self, suite: int, experimental: bool) -> None:
        self._db.set_meta(
            mode=MODES[HYBRID],
            suite=suite,
            experimental=int(experimental) or None,
            clock=self._now(),
        )
        self._hybrid.add_own_key()

    @property
    def mode(self) -> str:
        """The mode: "symmetric", "public-key" or "hybrid"."""
        mode: str = self._db.meta("mode")
        return mode

    @property
    def suite(self) -> str:
        """The name of the suite.  ValueError if not in hybrid mode."""
        return self._hybrid.suite.name

    @property
    def print(self) -> bytes:
        """Hybrid mode: F(C2KEY), 32 bytes, which every new device is given."""
        return self._hybrid.signer().print

    @property
    def public_key(self) -> bytes:
        """Public-key mode: C2's Curve25519 public key, 32 bytes, which every device is given."""
        keys = self._v1.own_keys()
        if not keys:
            raise ValueError("this C2 is not in public-key mode")
        return keys[-1][1]

    def topics(self) -> list[TopicInfo]:
        """All topics, by name."""
        with self._lock:
            topics = []
            for hashed, name, policy in self._db.rows(
                "SELECT hash, name, policy FROM topics ORDER BY name"
            ):
                members = self._db.column("SELECT client FROM members WHERE topic = ?", hashed)
                topics.append(TopicInfo(name, policy, tuple(members)))
            return topics

    def objects(self) -> list[Publication]:
        """Hybrid mode: C2KEYs, HANDOVERs and SIGKEYs, which stay retained at the broker."""
        with self._lock:
            if self._db.meta("suite") is None:
                return []
            return self._hybrid.key_objects() + self._hybrid.sig_key_objects()

    # What comes from clients.

    def subscriptions(self) -> frozenset[str]:
        """The topics that C2 wants now; ask again after each :meth:`receive`.

        A transport subscribes anew to what is new, so that retained objects come.
        """
        with self._lock:
            return self._receiver.subscriptions(self._now())

    def receive(self, data: Buffer, topic: str, *, confirmed: bool = False) -> list[Publication]:
        """Take what came on a topic of :meth:`subscriptions`.

        What is refused changes nothing; :attr:`dropped` counts the reasons, and :meth:`alarms` has
        those that an operator should look at.

        Args:
            data: an ANNOUNCE, MIGRATE or SIGKEY.
            topic: where it came.
            confirmed: an operator vouches for an ANNOUNCE that nobody asked for.

        Returns:
            what is to be published: a REKEY to a new KEM key.

        Raises:
            ClockStopped: see :meth:`confirm_clock`.
        """
        raw = copied("data", data)
        try:
            kind = kind_of(raw, self._hybrid.suite)
        except (E4Error, ValueError) as error:
            self._drop(error)
            return []
        with self._change() as change:
            try:
                change.owe(self._receive(kind, raw, topic, change.now, confirmed))
            except E4Error as error:
                self._drop(error)
        return change.publications

    def _drop(self, error: Exception) -> None:
        """Count a reason; what was received must not fill the memory."""
        reason = str(error) if len(self.dropped) < REASONS else "other reasons"
        self.dropped[reason] += 1

    def _receive(
        self, kind: Kind, data: bytes, topic: str, now: int, confirmed: bool
    ) -> list[ClientRow]:
        suite = self._hybrid.suite
        if kind is Kind.SIGKEY:
            return self._receiver.sig_key(data, topic, suite, now)
        if kind not in OBJECT_TOPICS or topic != OBJECT_TOPICS[kind].format(data[8:24].hex()):
            raise RefusedObject("an object in another one's place")
        if kind is Kind.ANNOUNCE:
            return self._receiver.announce(data, suite, now, confirmed)
        return self._receiver.migrate(data, suite, now)

    def offers(self) -> list[Publication]:
        """ANNOUNCEs that are well signed, but that nobody asked for.

        ``receive(payload, topic, confirmed=True)`` takes one; an operator has to be sure that the
        device itself made it, after its store was restored.
        """
        with self._lock:
            rows = self._db.rows("SELECT client, data FROM offers WHERE kind = ?", Kind.ANNOUNCE)
        return [Publication(f"e4/{client.hex()}/a", data, 1, True) for client, data in rows]

    def open_recovery(self, seconds: int = 3600) -> None:
        """After C2's database was restored: take ANNOUNCEs with any counter that is not lower.

        For a bounded time; 0 ends it.  The transport subscribes again, to get the retained ones.
        """
        seconds = number("seconds", seconds, 0)
        with self._db.transaction():
            self._db.set_meta(recovery=self._now() + seconds)

    # From public-key to hybrid mode.

    def start_migration(
        self,
        opens: int,
        closes: int,
        *,
        suite: str | int = "X-Wing",
        experimental: bool = False,
    ) -> list[Publication]:
        """Turn a C2 of public-key mode into a hybrid one whose clients migrate one by one.

        Only while X25519 stands: who breaks it can take a client over.  Called again, it changes
        the dates.

        Args:
            opens, closes: when clients may migrate in band, in seconds since 1970.
            suite, experimental: as for :meth:`create`.
        """
        opens, closes = number("opens", opens, 0), number("closes", closes, 0)
        row = find(suite, experimental=experimental)
        with self._change() as change:
            if self.mode == MODES[PUBLIC_KEY]:
                self._become_hybrid(row.byte, experimental)
            elif not self._v1.own_keys() or self._hybrid.suite != row:
                raise ValueError("only a C2 of public-key mode can become a hybrid one, once")
            self._db.set_meta(opens=opens, closes=closes)
            change.publications += self._hybrid.key_objects()
        return change.publications

    def invite(self, client: bytes | str) -> list[Publication]:
        """Tell a client of public-key mode C2's print, so that it migrates.

        Raises:
            ValueError: it is no such client, outside of the dates, or C2 made its key.
        """
        with self._change() as change:
            row = self._client(client)
            if row.kind != PUBLIC_KEY or not self._receiver.window_open(change.now):
                raise ValueError(f"client {client!r} cannot migrate now")
            if row.generated:
                raise ValueError(f"C2 has sent the key of {client!r}: enrol it by a visit")
            if row.invited is None:
                sql = "SELECT number FROM own_keys WHERE print = ?"
                [number] = self._db.column(sql, self._hybrid.signer().print)
                self._db.update(row.id, invited=number)
                row = self._client(client)
            command = set_c2_print(self._receiver.invited_print(row) or b"")
            change.publications += self._v1.commands(row, command, now=change.now)
        return change.publications
