"""C2's operations on topics, and on who knows whom."""

from __future__ import annotations

from itertools import permutations

from . import _commands
from ._c2_core import Change, Core
from ._c2_db import HYBRID, PUBLIC_KEY, SYMMETRIC, ClientRow, TopicRow
from ._h1_keys import COMPOSITE, SESSION
from ._h1_keys import SYMMETRIC as SYMMETRIC_POLICY
from ._wire import Publication, topic_hash, utf8

POLICIES = {"composite": COMPOSITE, "session": SESSION, "symmetric": SYMMETRIC_POLICY}
TOPIC_BYTES = 512


def checked_topic(topic: str) -> bytes:
    """The hash of a topic that C2 may give keys to.

    Raises:
        TypeError: no str.
        ValueError: empty, longer than 512 bytes, with ``+`` or ``#``, or beginning with ``$SYS`` or
            ``e4/``.
    """
    size = len(utf8("topic", topic))
    reserved = topic.startswith(("$SYS", "e4/")) or "+" in topic or "#" in topic
    if reserved or not 0 < size <= TOPIC_BYTES:
        raise ValueError(f"{topic!r} cannot be a topic with a key")
    return topic_hash(topic)


def policy_number(policy: int | str) -> int:
    """The number of a policy.  ValueError if there is none of that name or number."""
    number = POLICIES.get(policy, -1) if isinstance(policy, str) else policy
    if number not in POLICIES.values():
        raise ValueError(f"policy must be one of {', '.join(POLICIES)}, not {policy!r}")
    return number


class TopicOperations(Core):
    """Topics, and introductions.

    Each operation is saved before it returns, and returns what is to be published, in this order.
    Clients are named by name (str) or id (bytes).  Who is named must be registered, a topic must
    exist: KeyError.
    """

    def add_topic(self, topic: str, policy: int | str = COMPOSITE) -> list[Publication]:
        """Make a topic, with new keys; nobody has it yet.

        Args:
            topic: up to 512 bytes, without wildcards.
            policy: of hybrid clients: "composite" (each message signed by both schemes),
                "session" (by a signed Ed25519 key of an hour) or "symmetric" (not at all).

        Raises:
            ValueError: it exists, cannot be a topic, or no such policy.
        """
        hashed, number = checked_topic(topic), policy_number(policy)
        with self._change() as change:
            if self._db.rows("SELECT 1 FROM topics WHERE hash = ?", hashed):
                raise ValueError(f"there is a topic {topic!r} already")
            self._db.run(
                "INSERT INTO topics (hash, name, policy) VALUES (?, ?, ?)", hashed, topic, number
            )
        return change.publications

    def remove_topic(self, topic: str) -> list[Publication]:
        """Forget a topic, and tell its members to."""
        with self._change() as change:
            row = self._topic(topic)
            for client in self._db.members(row.hash, hybrid=False):
                command = _commands.remove_topic(row.hash)
                change.publications += self._v1.commands(client, command, now=change.now)
            change.owe(self._db.members(row.hash, hybrid=True))
            self._db.run("DELETE FROM topics WHERE hash = ?", row.hash)
        return change.publications

    def give(self, client: bytes | str, topic: str) -> list[Publication]:
        """Give a topic's key to a client.  To have it again is no error."""
        with self._change() as change:
            self._give(change, self._client(client), self._topic(topic))
        return change.publications

    def _give(self, change: Change, client: ClientRow, topic: TopicRow) -> None:
        sql = "INSERT OR IGNORE INTO members VALUES (?, ?)"
        if not self._db.run(sql, client.id, topic.hash):
            return
        if client.kind != HYBRID:
            key = self._db.topic_key(topic, "key")
            command = _commands.set_topic_key(key, topic.hash)
            change.publications += self._v1.commands(client, command, now=change.now)
        elif topic.policy or self._batch is not None or client.id in change.owed:
            change.owe((client,))  # a policy needs C2's signature
        else:
            key = self._db.topic_key(topic, "hybrid_key")
            command = _commands.set_topic_key(key, topic.hash)
            self._command(change, client, command, topic.hash)

    def take(self, client: bytes | str, topic: str) -> list[Publication]:
        """Take a topic from a client: its key is replaced, and no previous key stays."""
        with self._change() as change:
            self._take(change, self._client(client), self._topic(topic))
        return change.publications

    def _take(self, change: Change, client: ClientRow, topic: TopicRow) -> None:
        sql = "DELETE FROM members WHERE client = ? AND topic = ?"
        if not self._db.run(sql, client.id, topic.hash):
            return
        if client.kind == HYBRID:
            change.owe((client,))
        else:
            command = _commands.remove_topic(topic.hash)
            change.publications += self._v1.commands(client, command, now=change.now)
        self._replace_key(change, topic, hybrid=client.kind == HYBRID, removal=True)

    def connect(self, topic: str, *clients: bytes | str) -> list[Publication]:
        """Give a topic to clients, and introduce all its members to each other."""
        with self._change() as change:
            row = self._topic(topic)
            for name in clients:
                self._give(change, self._client(name), row)
            for client, other in permutations(self._db.members(row.hash, hybrid=False), 2):
                if other.kind != SYMMETRIC:
                    self._introduce(change, client, other)
            members = self._db.members(row.hash, hybrid=True)
            change.owe(client for client in members if self._db.introduce_all(client.id, row.hash))
        return change.publications

    def rotate(self, topic: str) -> list[Publication]:
        """Replace a topic's key; the previous one opens messages for another hour."""
        with self._change() as change:
            row = self._topic(topic)
            for hybrid in (False, True):
                self._replace_key(change, row, hybrid=hybrid)
        return change.publications

    def _replace_key(
        self, change: Change, topic: TopicRow, *, hybrid: bool, removal: bool = False
    ) -> None:
        """A new key, for the members of one kind; after a removal none may stay."""
        column = "hybrid_key" if hybrid else "key"
        members = self._db.members(topic.hash, hybrid=hybrid)
        if getattr(topic, column) is None and not members:
            return
        key = self._db.new_topic_key(topic.hash, column)
        if not hybrid:
            commands = [_commands.set_topic_key(key, topic.hash)]
            if removal:
                commands.insert(0, _commands.remove_topic(topic.hash))
            for client in members:
                change.publications += self._v1.commands(client, *commands, now=change.now)
            return
        if removal:
            self._db.run("UPDATE topics SET marked = 1 WHERE hash = ?", topic.hash)
        row = self._db.topic(topic.hash)
        for client in members:
            made = None
            if not removal and self._batch is None and client.id not in change.owed:
                made = self._hybrid.rotation(client, row, change.now)
            self._add(change, client, made)

    def _command(self, change: Change, client: ClientRow, command: bytes, about: bytes) -> None:
        """A command to a hybrid client, or a REKEY if that has to be."""
        self._add(change, client, self._hybrid.command(client, command, about, change.now))

    @staticmethod
    def _add(change: Change, client: ClientRow, made: Publication | None) -> None:
        if made is None:
            change.owe((client,))
        else:
            change.publications.append(made)

    def set_policy(self, topic: str, policy: int | str) -> list[Publication]:
        """Change how messages of hybrid clients on a topic are signed; with a new key.

        Raises:
            ValueError: no such policy, or C2 is not in hybrid mode.
        """
        number = policy_number(policy)
        with self._change() as change:
            self._hybrid.suite  # noqa: B018
            row = self._topic(topic)
            if row.policy != number:
                self._db.run("UPDATE topics SET policy = ? WHERE hash = ?", number, row.hash)
                self._db.new_topic_key(row.hash, "hybrid_key")
                change.owe(self._db.members(row.hash, hybrid=True))
        return change.publications

    def introduce(self, client: bytes | str, other: bytes | str) -> list[Publication]:
        """Give a client the public key of another, whose messages it can then read.

        Raises:
            ValueError: symmetric-key mode, or one is hybrid and the other is not.
        """
        with self._change() as change:
            self._introduce(change, self._client(client), self._client(other))
        return change.publications

    def _introduce(self, change: Change, client: ClientRow, other: ClientRow) -> None:
        if SYMMETRIC in (client.kind, other.kind) or client.kind != other.kind:
            raise ValueError("these clients cannot know each other's keys")
        sql = "INSERT OR IGNORE INTO introductions VALUES (?, ?)"
        if not self._db.run(sql, client.id, other.id):
            return
        if client.kind == HYBRID:
            change.owe((client,))
        else:
            command = _commands.set_pub_key(self._v1.key_of(other), other.id)
            change.publications += self._v1.commands(client, command, now=change.now)

    def part(self, client: bytes | str, other: bytes | str) -> list[Publication]:
        """Make a client forget the public key of another."""
        with self._change() as change:
            row, gone = self._client(client), self._client(other)
            sql = "DELETE FROM introductions WHERE client = ? AND other = ?"
            if self._db.run(sql, row.id, gone.id):
                self._forget_key(change, row, gone)
        return change.publications

    def _forget_key(self, change: Change, client: ClientRow, gone: ClientRow) -> None:
        """Have a client forget the public key of one that it was introduced to."""
        if client.kind == HYBRID:
            change.owe((client,))
        elif client.kind == PUBLIC_KEY:
            command = _commands.remove_pub_key(gone.id)
            change.publications += self._v1.commands(client, command, now=change.now)

    def _topic(self, topic: str) -> TopicRow:
        try:
            return self._db.topic(topic_hash(topic))
        except KeyError:
            raise KeyError(f"there is no topic {topic!r}") from None
