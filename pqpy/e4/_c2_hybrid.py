"""How C2 speaks to hybrid clients: REKEYs, and commands under K_cmd (E4-H1, 6.4 and
6.6).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from . import _c2_clock, _commands, _rekey
from ._c2_db import HYBRID, ClientRow, Database, TopicRow
from ._h1_keys import SEED_BYTES, C2Identity, fingerprint
from ._objects import Handover
from ._suites import Suite, find
from ._wire import Publication, Siv, control_topic, protect_command
from .errors import InvalidKeyMaterial, StoreError

CHUNK = 100  # REKEYs in one transaction: others wait no longer than for these
REFRESH = 86_400  # seconds after a command within which a REKEY follows
SETTLE = 3600  # seconds after a rotation before a mere refresh
ASKED = 30 * 86_400  # seconds that a new KEM key may take to come
SUBJECT_BYTES = 16
COMMANDS_A_SECOND = 256
NEW_KEM_KEY = b"a new kem key..."  # what such a command is about
EVERYTHING = bytes(SUBJECT_BYTES) * COMMANDS_A_SECOND  # what ResetTopics is about


def key_topic(fingerprint: bytes) -> str:
    """Where the object with this fingerprint is retained."""
    return "e4/k/" + fingerprint[:16].hex()


class Own(NamedTuple):
    """What all REKEYs of a batch have in common.

    Attributes:
        following: print of C2's next key, if there is one.
        keeps_keys: whether commands may follow.
    """

    following: bytes | None
    keeps_keys: bool


class HybridSide:
    """C2's keys of E4-H1, and what is made with them.  All state is in the database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._identity: C2Identity | None = None  # the one that signs, as long as its print does
        self._topic_keys: dict[tuple[bytes, bytes | None], bytes] = {}  # in one transaction

    @property
    def suite(self) -> Suite:
        """The suite of this C2.  ValueError if it has none: it is not in hybrid mode."""
        byte = self._db.meta("suite")
        if byte is None:
            raise ValueError("this C2 is not in hybrid mode")
        return find(byte, experimental=bool(self._db.meta("experimental")))

    # C2's own keys.  The last but one in the table may be prepared and not used yet.

    def add_own_key(self) -> C2Identity:
        """Make and store a new signing key; it signs once it is :meth:`signer`."""
        identity = C2Identity(self.suite, os.urandom(SEED_BYTES))
        self._db.run(
            "INSERT INTO own_keys (kind, public, print, secret) VALUES (?, ?, ?, ?)",
            *(HYBRID, identity.key_object, identity.print),
            self._db.seal("own_keys.secret", identity.print, identity.seed),
        )
        return identity

    def _own_keys(self) -> list[tuple[int, bytes, bytes]]:
        """Number, print and seed of the keys whose seeds are there: the signer, the next one."""
        sql = "SELECT number, print, secret FROM own_keys WHERE kind = ? AND secret NOT NULL"
        return self._db.rows(sql + " ORDER BY number", HYBRID)

    def signer(self) -> C2Identity:
        """Who signs now; to be asked in every transaction, other processes may rotate."""
        _, own, sealed = self._own_keys()[0]
        if self._identity is None or self._identity.print != own:
            seed = self._db.open("own_keys.secret", own, sealed)
            self._identity = C2Identity(self.suite, seed)
        return self._identity

    def next_print(self) -> bytes | None:
        """The print of the key that was prepared to be the next one."""
        keys = self._own_keys()
        return keys[1][1] if len(keys) > 1 else None

    def hand_over(self, now: int) -> None:
        """Sign with the next key from now on, and destroy the former seed."""
        former = self.signer()
        to = self.next_print() or self.add_own_key().print
        handover = bytes(Handover.signed(former, former=former.print, next=to, ts=now))
        self._db.run(
            "UPDATE own_keys SET secret = NULL, handover = ? WHERE print = ?",
            *(handover, former.print),
        )
        self._identity = None

    def key_objects(self) -> list[Publication]:
        """C2KEYs and HANDOVERs, which are retained for good."""
        publications = []
        sql = "SELECT public, print, handover FROM own_keys WHERE kind = ? ORDER BY number"
        for public, own, handover in self._db.rows(sql, HYBRID):
            topic = key_topic(own)
            publications.append(Publication(topic, public, 1, True))
            if handover is not None:
                publications.append(Publication(topic + "/n", handover, 1, True))
        return publications

    # REKEYs.

    def _topic_key(self, topic: TopicRow) -> bytes:
        """The key for hybrid clients, which never is one that version 1 has seen."""
        key = self._topic_keys.get((topic.hash, topic.hybrid_key))
        if key is None:
            key = self._db.topic_key(topic, "hybrid_key")
            if topic.key is not None and self._db.open("topics.key", topic.hash, topic.key) == key:
                raise StoreError("a topic key of version 1 must not go to hybrid clients")
            if topic.hybrid_key is not None:
                self._topic_keys[topic.hash, topic.hybrid_key] = key
        return key

    def _complete(self, client: ClientRow, following: bytes | None, now: int) -> list[bytes]:
        """The commands that take a client from nothing to all it is to know; *following* is the
        print of C2's next key.
        """
        commands = []
        for topic in self._db.topics_of(client.id):
            if topic.marked:
                commands.append(_commands.remove_topic(topic.hash))
            commands.append(_commands.set_topic_key(self._topic_key(topic), topic.hash))
            if topic.policy:
                commands.append(_commands.set_policy(topic.hash, topic.policy))
        for other, of_other in self._db.prints_for(client.id):
            commands.append(_commands.set_pub_print(of_other, other))
        if following is not None:
            commands.append(_commands.set_c2_print(following))
        if client.asked is not None and now <= client.asked + ASKED:
            commands.append(_commands.new_kem_key())  # the first one may be lost
        return commands

    def _rekey(self, client: ClientRow, signer: C2Identity, own: Own, now: int) -> Publication:
        """One client's REKEY."""
        epoch, former = _c2_clock.next_epoch(client, now)
        try:
            _, kem_key = self._db.client_keys(client.id)
        except StoreError as error:  # of this client alone
            raise InvalidKeyMaterial(str(error)) from None
        data, k_cmd = _rekey.build(
            signer.suite,
            signer,
            epoch=epoch,
            ts=now,
            receiver_id=client.id,
            sig_print=client.print or b"",
            counter=client.counter or 0,
            kem_public_key=kem_key,
            commands=self._complete(client, own.following, now),
        )
        self._db.update(
            client.id,
            epoch=epoch,
            former_epoch=former,
            k_cmd=self._db.seal("clients.k_cmd", client.id, k_cmd) if own.keeps_keys else None,
            **{
                "last_ts": 0,
                "subjects": b"",
                "due": None,
                "owed": 1,
                "owed_since": now,
                "commands": 0,
            },
        )
        return Publication(control_topic(client.id), data, 1, True)

    def rekeys(self, ids: Iterable[bytes], now: int) -> list[Publication]:
        """Complete REKEYs for clients, which are owed them already; some at a time."""
        publications: list[Publication] = []
        todo = list(ids)
        for start in range(0, len(todo), CHUNK):
            with self._db.transaction():
                publications += self.some_rekeys(todo[start : start + CHUNK], now)
        return publications

    def some_rekeys(self, ids: Iterable[bytes], now: int) -> list[Publication]:
        """Complete REKEYs, as a part of a transaction.

        A client whose KEM key is weak is skipped, and one that was removed meanwhile.
        """
        publications: list[Publication] = []
        _c2_clock.note(self._db, now)
        signer = self.signer()
        own = Own(self.next_print(), not self._db.meta("forgetful"))
        for client_id in ids:
            try:
                client = self._db.client(client_id)
                publications.append(self._rekey(client, signer, own, now))
            except KeyError:
                continue
            except (InvalidKeyMaterial, ValueError) as error:
                self._db.alarm(client_id, f"no REKEY can be made: {error}", now)
                self._db.update(client_id, owed=0, commands=0, due=None)
        return publications

    def forget_keys(self) -> None:
        """Let go of topic keys that were opened."""
        self._topic_keys.clear()

    # Commands under K_cmd.

    def command(
        self, client: ClientRow, command: bytes, about: bytes, now: int, **changes: Any
    ) -> Publication | None:
        """A command, or None if only a REKEY will do: no K_cmd, a damaged one, or one that the
        client may not have; a second command about one thing in a second; a clock that went back.
        """
        used = client.subjects if client.last_ts == now else b""
        subjects = {used[i : i + SUBJECT_BYTES] for i in range(0, len(used), SUBJECT_BYTES)}
        if client.k_cmd is None or client.owed or client.last_ts > now:
            return None
        if about in subjects or len(used) >= len(EVERYTHING) or (used and about == EVERYTHING):
            return None
        try:
            key = self._db.open("clients.k_cmd", client.id, client.k_cmd)
        except StoreError:
            return None
        payload = protect_command(Siv(key), command, now)
        refresh = self._db.meta("refresh")
        self._db.update(
            client.id,
            last_ts=now,
            subjects=used + about,
            due=now + refresh if client.due is None else client.due,
            commands=client.commands + 1,
            owed_since=now,
            **changes,
        )
        return Publication(control_topic(client.id), payload, 2, False)

    def rotation(self, client: ClientRow, topic: TopicRow, now: int) -> Publication | None:
        """SetTopicKey with a topic's new key; None if a REKEY should carry it."""
        if client.due is not None and client.due <= now:
            return None  # or rotations would put off the refresh for ever
        command = _commands.set_topic_key(self._topic_key(topic), topic.hash)
        return self.command(client, command, topic.hash, now, rotated=now)

    def sig_key_objects(self) -> list[Publication]:
        """The SIGKEYs of all hybrid clients, to be retained."""
        sql = "SELECT sig_key FROM client_keys ORDER BY client"
        return [
            Publication(key_topic(fingerprint(data)), data, 1, True)
            for data in self._db.column(sql)
        ]
