"""How C2 speaks to clients of version 1, in symmetric-key and public-key mode (E4 v1, 8)."""

from __future__ import annotations

import os

from . import _commands
from ._c2_db import PUBLIC_KEY, ClientRow, Database
from ._curve import (
    POINT_BYTES,
    c2_command_key,
    curve25519_public,
    ed25519_private,
    ed25519_public,
    x25519_public,
)
from ._wire import (
    HASH_BYTES,
    KEY_BYTES,
    WINDOW,
    Publication,
    Siv,
    check_key,
    control_topic,
    h16,
    protect_command,
)

CIPHERS = 10_000  # kept at most
KEY_CHANGES = (_commands.Opcode.SET_ID_KEY, _commands.Opcode.SET_C2_KEY)  # never sent again


class V1Side:
    """C2's key of public-key mode, and commands under the keys of clients."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ciphers: dict[tuple[int, bytes], Siv] = {}  # by number of the own key, client's key

    # C2's own keys, of public-key mode.  The former ones are kept: SetC2Key may be lost.

    def add_own_key(self, private_key: bytes | None = None) -> bytes:
        """Store C2's private key (Curve25519, 32 bytes), or make one; the public key."""
        private_key = os.urandom(POINT_BYTES) if private_key is None else private_key
        public = curve25519_public(private_key)
        sealed = self._db.seal("own_keys.secret", public, private_key)
        sql = "INSERT INTO own_keys (kind, public, secret) VALUES (?, ?, ?)"
        self._db.run(sql, PUBLIC_KEY, public, sealed)
        return public

    def own_keys(self) -> list[tuple[int, bytes, bytes]]:
        """Number, public key and sealed private key; the current one last."""
        sql = "SELECT number, public, secret FROM own_keys WHERE kind = ? ORDER BY number"
        return self._db.rows(sql, PUBLIC_KEY)

    # Clients' keys.

    @staticmethod
    def check_client_key(kind: int, key: bytes) -> None:
        """Refuse what is no key of such a client.  InvalidKeyMaterial if so."""
        if kind == PUBLIC_KEY:
            x25519_public(key)
        else:
            check_key(key)

    @staticmethod
    def new_client_key(kind: int) -> tuple[bytes, bytes]:
        """What SetIDKey carries, and what C2 keeps of it."""
        key = os.urandom(KEY_BYTES)
        if kind == PUBLIC_KEY:
            return ed25519_private(key), ed25519_public(key)
        return key, key

    def key_of(self, client: ClientRow) -> bytes:
        """A client's key as C2 holds it."""
        return self._db.open("clients.key", client.id, client.key)

    def _cipher(self, client: ClientRow, back: int = 0) -> Siv:
        """What protects a client's commands; *back*: under which former key of C2's."""
        key = self.key_of(client)
        if client.kind != PUBLIC_KEY:
            return Siv(key)
        number, public, sealed = self.own_keys()[-1 - back]
        cipher = self._ciphers.get((number, key))
        if cipher is None:
            private = self._db.open("own_keys.secret", public, sealed)
            if len(self._ciphers) >= CIPHERS:
                self._ciphers.clear()
            cipher = self._ciphers[number, key] = Siv(c2_command_key(private, key))
        return cipher

    def commands(
        self, client: ClientRow, *commands: bytes, now: int, back: int = 0
    ) -> list[Publication]:
        """Commands for one client, in this order, noted as not published yet.

        What was sent in this very second already would be the same bytes, which a client takes for
        a replay: then everything is sent again, a second later.  So it is if the clock went back,
        because a client refuses what a later command has overtaken.
        """
        cipher, topic = self._cipher(client, back), control_topic(client.id)
        row = self._db.client(client.id)
        if self._overtaken(row, now) and commands[0][0] not in KEY_CHANGES:
            self._db.owe((client.id,), now)
            return []
        used = row.subjects if row.last_ts == now else b""
        sent = {used[i : i + HASH_BYTES] for i in range(0, len(used), HASH_BYTES)}
        publications = []
        for command in commands:
            if (digest := h16(command)) not in sent:
                used += digest
                payload = protect_command(cipher, command, now)
                publications.append(Publication(topic, payload, 2, False))
        self._db.update(
            client.id,
            last_ts=now,
            subjects=used,
            commands=row.commands + len(publications),
            owed=row.owed or len(publications) < len(commands),
            owed_since=now,
        )
        return publications

    @staticmethod
    def _overtaken(client: ClientRow, now: int) -> bool:
        """Whether a client may have taken a later command; no client took one from far ahead."""
        return now < client.last_ts <= now + WINDOW

    def everything(self, client: ClientRow, now: int) -> list[Publication]:
        """All that a client is to know, from nothing on; later, if it had a command just now."""
        if client.last_ts == now or self._overtaken(client, now):
            self._db.owe((client.id,), now)
            return []
        commands = [_commands.reset_topics()]
        for topic in self._db.topics_of(client.id):
            commands.append(_commands.set_topic_key(self._db.topic_key(topic, "key"), topic.hash))
        if client.kind == PUBLIC_KEY:
            commands.append(_commands.reset_pub_keys())
            for other in self._db.introduced(client.id, PUBLIC_KEY):
                commands.append(_commands.set_pub_key(self.key_of(other), other.id))
        self._db.update(client.id, commands=0, owed=0)
        return self.commands(client, *commands, now=now)
