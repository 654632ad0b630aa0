"""What C2 takes from clients: ANNOUNCE, MIGRATE and SIGKEY (E4-H1, 6.7).

The cheapest checks come first.  Whatever is refused changes nothing but counts and alarms.
"""

from __future__ import annotations

from collections import deque
from hashlib import sha3_256

from ._c2_db import HYBRID, PUBLIC_KEY, ClientRow, Database
from ._c2_hybrid import ASKED, key_topic
from ._h1_keys import fingerprint
from ._objects import Announce, Migrate, SigKey
from ._suites import Kind, Suite
from .errors import E4Error, InvalidKeyMaterial, RefusedObject

MAX_COUNTER = 2**63 - 1  # what SQLite holds; no honest client gets there
EARLY = 4  # objects of one client in migration that are kept until its MIGRATE comes
EARLY_CLIENTS = 1000


def checked_kem_key(suite: Suite, announce: Announce) -> None:
    """Refuse a KEM key that nothing can be encapsulated to (6.2)."""
    try:
        suite.kem_public_key(announce.kem_public_key).encaps()
    except InvalidKeyMaterial as error:
        raise RefusedObject(str(error)) from None


def enrolment(suite: Suite, client_id: bytes, sig_key: bytes, announce: bytes) -> Announce:
    """The ANNOUNCE of a client that is to be registered.

    Raises:
        RefusedObject: not its own SIGKEY and ANNOUNCE, or weak keys.
    """
    signer, announced = SigKey.parse(sig_key, suite), Announce.parse(announce, suite)
    if signer.id != client_id or announced.id != client_id:
        raise RefusedObject("a SIGKEY or ANNOUNCE of another client")
    if announced.counter > MAX_COUNTER:
        raise RefusedObject("a counter that no client has")
    announced.verify(signer)
    checked_kem_key(suite, announced)
    return announced


class Receiver:
    """Decides on objects; each method is one step of a transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._early: dict[bytes, deque[bytes]] = {}  # unchecked, in memory only

    # ANNOUNCE.

    def announce(self, data: bytes, suite: Suite, now: int, confirmed: bool) -> list[ClientRow]:
        """Take a new KEM key; the clients to which REKEYs are to go.

        Raises:
            RefusedObject: not to be taken.
        """
        announced = Announce.parse(data, suite)
        client = self._registered(announced.id)
        if client.kind != HYBRID:
            self._keep_early(client, data, now)
            return self._try_migration(client, suite, now)
        if not client.counter <= announced.counter <= MAX_COUNTER:  # type: ignore[operator]
            raise RefusedObject("an ANNOUNCE of a former counter, or of an absurd one")
        asked = client.asked is not None and now <= client.asked + ASKED
        wanted = asked and announced.counter == (client.counter or 0) + 1
        wanted = wanted or confirmed or now < (self._db.meta("recovery") or 0)
        same = announced.counter == client.counter
        sig_key, kem_key = self._db.client_keys(client.id)
        if same and announced.kem_public_key == kem_key:
            raise RefusedObject("an ANNOUNCE of the registered key")
        if data in self._db.column("SELECT data FROM offers WHERE client = ?", client.id):
            if not wanted:
                raise RefusedObject("an ANNOUNCE that waits for an operator")
        else:
            announced.verify(SigKey.parse(sig_key, suite))
        if same:
            self._db.alarm(client.id, "two KEM keys with one counter: a cloned store?", now)
            raise RefusedObject("another key with the registered counter")
        checked_kem_key(suite, announced)
        if not wanted:
            self._offer(client.id, Kind.ANNOUNCE, data, now)
            raise RefusedObject("an ANNOUNCE that nobody asked for")
        self._set_keys(sig_key, announced)
        return [client]

    def _registered(self, client_id: bytes) -> ClientRow:
        try:
            return self._db.client(client_id)
        except KeyError:
            raise RefusedObject("an object of a client that is not registered") from None

    def _set_keys(self, sig_key: bytes, announced: Announce) -> None:
        self._db.run("DELETE FROM offers WHERE client = ?", announced.id)
        self._db.set_client_keys(announced.id, sig_key, announced.kem_public_key)
        self._db.update(announced.id, counter=announced.counter, asked=None)

    def _offer(self, client_id: bytes, kind: int, data: bytes, now: int) -> None:
        """Keep the last of a kind that a client has signed, for an operator."""
        self._db.run(
            "INSERT OR REPLACE INTO offers VALUES (?, ?, ?, ?)", client_id, kind, data, now
        )

    # Registration.

    def register(
        self, client_id: bytes, sig_key: bytes, announced: Announce, has_clock: bool
    ) -> list[ClientRow]:
        """Make a client a hybrid one: a new row, or one of public-key mode.

        Returns:
            whom REKEYs are to be sent to: itself, and those that know it.
        """
        # No epoch comes twice, also if the client was registered before.
        self._db.run(
            "INSERT OR IGNORE INTO clients (id, kind, has_clock, epoch) VALUES (?, ?, ?, ?)",
            *(client_id, HYBRID, has_clock, self._db.meta("epoch")),
        )
        self._db.update(
            client_id,
            kind=HYBRID,
            has_clock=has_clock,
            print=fingerprint(sig_key),
            commands=0,
        )
        self._set_keys(sig_key, announced)
        holders = [holder for holder in self._db.holders(client_id) if holder.kind == HYBRID]
        return [self._db.client(client_id), *holders]

    # Migration: a MIGRATE signed by the key of version 1, and the two objects that it names.

    def migrate(self, data: bytes, suite: Suite, now: int) -> list[ClientRow]:
        """Take a MIGRATE; the clients to which REKEYs are to go, if it could be registered.

        Raises:
            RefusedObject: not to be taken.
        """
        migrate = Migrate.parse(data, suite)
        client = self._registered(migrate.id)
        if client.key is None:
            raise RefusedObject("a MIGRATE of a client that has no key of version 1")
        migrate.verify_v1(self._db.open("clients.key", client.id, client.key))
        # From here on it is of who holds that key.
        self._report(migrate, client, now)
        self._offer(client.id, Kind.MIGRATE, data, now)
        return self._try_migration(client, suite, now)

    def _report(self, migrate: Migrate, client: ClientRow, now: int) -> None:
        """Alarm if a MIGRATE is not as it should be."""
        waiting = self._waiting(client.id, migrate.suite)
        if client.kind == HYBRID and migrate.sig_print == client.print:
            raise RefusedObject("a MIGRATE of a client that has migrated")
        for wrong, text in (
            (client.kind == HYBRID, "a MIGRATE with a second SIGKEY"),
            (waiting and waiting.sig_print != migrate.sig_print, "a MIGRATE with a second SIGKEY"),
            (client.generated, "a MIGRATE under a key that C2 has sent"),
            (not self.window_open(now), "a MIGRATE outside of the dates"),
            (not self._names_us(migrate, client), "a MIGRATE that names another C2"),
        ):
            if wrong:
                self._db.alarm(client.id, text, now)
                raise RefusedObject(text)

    def window_open(self, now: int) -> bool:
        """Whether clients may migrate now."""
        return (self._db.meta("opens") or 0) <= now < (self._db.meta("closes") or 0)

    def _names_us(self, migrate: Migrate, client: ClientRow) -> bool:
        """Whether it names the key that the client was sent, or a later one of HANDOVERs."""
        sql = "SELECT print FROM own_keys WHERE number >= ?"
        return migrate.c2_print in self._db.column(sql, client.invited)

    def invited_print(self, client: ClientRow) -> bytes | None:
        """The print of C2's that a client in migration was sent."""
        found = self._db.column("SELECT print FROM own_keys WHERE number = ?", client.invited)
        return found[0] if found else None

    def _waiting(self, client_id: bytes, suite: Suite) -> Migrate | None:
        """A MIGRATE that came before the objects it names."""
        sql = "SELECT data FROM offers WHERE client = ? AND kind = ?"
        found = self._db.column(sql, client_id, Kind.MIGRATE)
        return Migrate.parse(found[0], suite) if found else None

    def sig_key(self, data: bytes, topic: str, suite: Suite, now: int) -> list[ClientRow]:
        """Take a SIGKEY of a client in migration; as :meth:`migrate`.

        Raises:
            RefusedObject: not to be taken.
        """
        if topic != key_topic(fingerprint(data)):
            raise RefusedObject("a SIGKEY in another one's place")
        client = self._registered(data[8:24])  # before its key is checked
        if client.kind != PUBLIC_KEY:
            raise RefusedObject("a SIGKEY that is not needed")
        self._keep_early(client, data, now)
        return self._try_migration(client, suite, now)

    def _keep_early(self, client: ClientRow, data: bytes, now: int) -> None:
        if client.invited is None or not self.window_open(now):
            raise RefusedObject("an object of a client that does not migrate")
        if client.id not in self._early and len(self._early) >= EARLY_CLIENTS:
            self._early.clear()  # a new subscription brings them again
        kept = self._early.setdefault(client.id, deque(maxlen=EARLY))
        if data not in kept:
            kept.append(data)

    def _try_migration(self, client: ClientRow, suite: Suite, now: int) -> list[ClientRow]:
        """Register a client if all three objects are there and good."""
        migrate = self._waiting(client.id, suite)
        if migrate is None:
            return []
        early = self._early.get(client.id, ())
        sig_key = next((x for x in early if fingerprint(x) == migrate.sig_print), None)
        wanted = migrate.announce_hash
        announce = next((x for x in early if sha3_256(x).digest() == wanted), None)
        if sig_key is None or announce is None:
            return []
        try:
            migrate.verify(SigKey.parse(sig_key, suite))
            announced = enrolment(suite, client.id, sig_key, announce)
        except E4Error as error:
            self._db.alarm(client.id, f"a MIGRATE whose objects do not fit: {error}", now)
            return []
        self._early.pop(client.id, None)
        return self.register(client.id, sig_key, announced, bool(client.has_clock))

    def subscriptions(self, now: int) -> frozenset[str]:
        """The topics on which objects of clients come; wider ones first come with all retained."""
        topics = set()
        if self._db.meta("suite") is not None:
            topics.add("e4/+/a")
        if self.window_open(now):
            topics.add("e4/+/m")
            waiting = "SELECT client, data FROM offers WHERE kind = ?"
            for client_id, data in self._db.rows(waiting, Kind.MIGRATE):
                topics.add(f"e4/{client_id.hex()}/a")
                topics.add(key_topic(data[56:88]))
        return frozenset(topics)
