"""C2's operations on clients and on keys."""

from __future__ import annotations

from typing import NamedTuple

from .._bytes import copied
from .._typing import Buffer
from . import _commands
from ._c2_db import HYBRID, MODES, PUBLIC_KEY, SYMMETRIC, ClientRow
from ._c2_hybrid import EVERYTHING, NEW_KEM_KEY, SUBJECT_BYTES, key_topic
from ._c2_receive import enrolment
from ._c2_topics import TopicOperations
from ._h1_keys import fingerprint
from ._rekey import checked
from ._wire import Publication, control_topic, id_of
from .client import as_id


class ClientInfo(NamedTuple):
    """A registered client.

    Attributes:
        id: 16 bytes.
        name: None if it was registered by its id.
        mode: "symmetric", "public-key" or "hybrid".
        topics: names of its topics.
        knows: ids of the clients that were introduced to it.
    """

    id: bytes
    name: str | None
    mode: str
    topics: tuple[str, ...]
    knows: tuple[bytes, ...]


class ClientOperations(TopicOperations):
    """Clients: registration, removal, keys."""

    def add_client(
        self,
        client: Buffer | str,
        key: Buffer | None = None,
        *,
        sig_key: Buffer | None = None,
        announce: Buffer | None = None,
        has_clock: bool = True,
    ) -> list[Publication]:
        """Register a client.

        Args:
            client: its name, or its id (16 bytes).
            key: its symmetric key (32 bytes), or in public-key mode its Ed25519 public key.
            sig_key, announce: hybrid mode: its SIGKEY and ANNOUNCE, as it made them; whoever brings
                them to C2 vouches for them.  A client of public-key mode becomes a hybrid one.
            has_clock: hybrid mode: whether the device keeps the time when it is off.

        Raises:
            ValueError: it is registered already, or these are not the keys of this C2's mode.
            InvalidKeyMaterial, RefusedObject: the keys are none, or not this client's.
        """
        client_id, name = as_id(client), client if isinstance(client, str) else None
        with self._change() as change:
            known = self._db.clients("id = ?", client_id)
            if sig_key is not None and announce is not None and key is None:
                if known and known[0].kind == HYBRID:
                    raise ValueError(f"client {client!r} is registered already")
                sig_key = copied("sig_key", sig_key)
                announced = enrolment(
                    self._hybrid.suite, client_id, sig_key, copied("announce", announce)
                )
                owed = self._receiver.register(client_id, sig_key, announced, has_clock)
                where = key_topic(fingerprint(sig_key))
                change.publications.append(Publication(where, sig_key, 1, True))
                change.owe(owed)
            elif key is None or sig_key is not None or announce is not None:
                raise ValueError("a client has a key, or in hybrid mode sig_key and announce")
            elif known:
                raise ValueError(f"client {client!r} is registered already")
            else:
                self._add_v1(client_id, copied("key", key))
            if name is not None:
                self._db.update(client_id, name=name)
        return change.publications

    def _add_v1(self, client_id: bytes, key: bytes) -> None:
        kind = MODES.index(self._db.meta("mode"))
        if kind == HYBRID:
            raise ValueError("in hybrid mode a client has sig_key and announce")
        self._v1.check_client_key(kind, key)
        sealed = self._db.seal("clients.key", client_id, key)
        self._db.run(
            "INSERT INTO clients (id, kind, key) VALUES (?, ?, ?)", client_id, kind, sealed
        )

    def remove_client(self, client: bytes | str) -> list[Publication]:
        """Forget a client, replace the keys of its topics, and have others forget its public key.

        Nothing that it holds opens anything after that.
        """
        with self._change() as change:
            row = self._client(client)
            holders = [holder for holder in self._db.holders(row.id) if holder.id != row.id]
            for topic in self._db.topics_of(row.id):
                self._db.run(
                    "DELETE FROM members WHERE client = ? AND topic = ?", row.id, topic.hash
                )
                self._replace_key(change, topic, hybrid=row.kind == HYBRID, removal=True)
            self._db.run("DELETE FROM clients WHERE id = ?", row.id)
            for holder in holders:
                self._forget_key(change, holder, row)
            if row.kind == HYBRID:  # nothing of it stays retained
                self._db.set_meta(epoch=max(self._db.meta("epoch") or 0, row.epoch or 0))
                for where in (control_topic(row.id), key_topic(row.print or b"")):
                    change.publications.append(Publication(where, b"", 1, True))
        return change.publications

    def clients(self) -> list[ClientInfo]:
        """All clients, by id."""
        with self._lock:
            return [
                ClientInfo(
                    row.id,
                    row.name,
                    MODES[row.kind],
                    tuple(topic.name for topic in self._db.topics_of(row.id)),
                    tuple(other.id for other in self._db.introduced(row.id, row.kind)),
                )
                for row in self._db.clients()
            ]

    def rekey(self, client: bytes | str | None = None) -> list[Publication]:
        """Send a client, or all, everything that they are to know.

        In hybrid mode with new keys for the commands (a REKEY); in the others all commands again.
        """
        with self._change() as change:
            rows = self._db.clients() if client is None else [self._client(client)]
            change.owe(row for row in rows if row.kind == HYBRID)
            for row in rows:
                if row.kind != HYBRID:
                    change.publications += self._v1.everything(row, change.now)
        return change.publications

    def new_kem_key(self, client: bytes | str) -> list[Publication]:
        """Ask a hybrid client for a new KEM key; :meth:`receive` takes its ANNOUNCE for 30 days.

        What was recorded before is safe from a later theft of the device's keys once the client has
        taken the REKEY that follows.
        """
        with self._change() as change:
            row = self._hybrid_client(client)
            self._db.update(row.id, asked=change.now)
            self._command(change, row, _commands.new_kem_key(), NEW_KEM_KEY)
        return change.publications

    def _hybrid_client(self, client: bytes | str) -> ClientRow:
        row = self._client(client)
        if row.kind != HYBRID:
            raise ValueError(f"client {client!r} is not in hybrid mode")
        return row

    def new_client_key(self, client: bytes | str) -> list[Publication]:
        """Replace the key of a client of version 1 with one that C2 makes (SetIDKey).

        If the command is lost, so is the client.  In public-key mode others that know it get the
        new public key, and it cannot migrate in band any more.
        """
        with self._change() as change:
            row = self._client(client)
            if row.kind == HYBRID:
                raise ValueError("a hybrid client makes its own keys: enrol it anew")
            sent, kept = self._v1.new_client_key(row.kind)
            command = _commands.set_id_key(sent)
            change.publications += self._v1.commands(row, command, now=change.now)
            self._db.update(row.id, key=self._db.seal("clients.key", row.id, kept), generated=1)
            # A MIGRATE that waits is by the former key.
            self._db.run("DELETE FROM offers WHERE client = ?", row.id)
            for holder in self._db.holders(row.id):
                if holder.kind == PUBLIC_KEY:
                    command = _commands.set_pub_key(kept, row.id)
                    change.publications += self._v1.commands(holder, command, now=change.now)
        return change.publications

    def send(
        self, client: bytes | str, command: Buffer, *, retain: bool = False
    ) -> list[Publication]:
        """Send one command as it is, past C2's own records.

        Args:
            client: name or id.
            command: opcode and arguments.
            retain: must be False: a retained command would run again, and take the REKEY's place.

        Raises:
            ValueError: *retain*.
            NeedsRekey, UnsupportedCommand, InvalidCommand, InvalidKeyMaterial: no client takes it.
        """
        if retain:
            raise ValueError("a command must not be retained")
        with self._change() as change:
            row, data = self._client(client), copied("command", command)
            if row.kind != HYBRID:
                _commands.parse(data)
                change.publications += self._v1.commands(row, data, now=change.now)
            else:
                opcode, arguments = checked(data, signed=False)
                kem_key = opcode is _commands.Opcode.NEW_KEM_KEY
                about = arguments[-SUBJECT_BYTES:] or (NEW_KEM_KEY if kem_key else EVERYTHING)
                self._command(change, row, data, about)
        return change.publications

    # C2's own keys.

    def prepare_own_key(self) -> list[Publication]:
        """Hybrid mode: make the next own key, and name it in REKEYs before it is used.

        Saves clients a look-up when :meth:`rotate_own_key` follows.  There is no way back to
        another next key.
        """
        with self._change() as change:
            self._hybrid.suite  # noqa: B018
            if self._hybrid.next_print() is None:
                self._hybrid.add_own_key()
            change.publications += self._hybrid.key_objects()
            change.owe(self._db.clients("kind = ?", HYBRID))
        return change.publications

    def rotate_own_key(self) -> list[Publication]:
        """Replace C2's own key.

        Public-key mode: SetC2Key under the former key, to all clients.  Hybrid mode: the former key
        signs a HANDOVER to the next one and is destroyed; REKEYs follow under the next one.
        """
        with self._change() as change:
            if self._db.meta("suite") is not None:
                self._hybrid.hand_over(change.now)
                change.publications += self._hybrid.key_objects()
                change.owe(self._db.clients("kind = ?", HYBRID))
            else:
                if self._db.meta("mode") == MODES[SYMMETRIC]:
                    raise ValueError("symmetric-key mode: C2 has no key of its own")
                self._v1.add_own_key()
                for row in self._db.clients():
                    change.publications += self._set_c2_key(row, change.now)
        self._db.forget_deleted()
        return change.publications

    def repeat_own_key(self, client: bytes | str) -> list[Publication]:
        """Public-key mode: send a client that missed the last change of C2's key that command
        again, under the key before it.
        """
        with self._change() as change:
            row = self._client(client)
            if row.kind != PUBLIC_KEY or len(self._v1.own_keys()) < 2:
                raise ValueError("there is no former key that this client may have")
            change.publications += self._set_c2_key(row, change.now)
        return change.publications

    def _set_c2_key(self, client: ClientRow, now: int) -> list[Publication]:
        public = self._v1.own_keys()[-1][1]
        command = _commands.set_c2_key(public)
        return self._v1.commands(client, command, now=now, back=1)

    @staticmethod
    def id_of(name: str) -> bytes:
        """The id (16 bytes) of a name."""
        return id_of(name)
