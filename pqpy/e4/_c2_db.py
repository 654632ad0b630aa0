"""C2's database: SQLite, with every key sealed (E4-H1, 6.6 to 6.8)."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from .._bytes import copied
from . import passwords
from ._wire import ID_BYTES, KEY_BYTES, Siv, check_key
from .errors import NotAuthentic, StoreError

Path = str | os.PathLike[str]

VERSION = 1
BUSY_SECONDS = 60  # how long to wait for another process
SYMMETRIC, PUBLIC_KEY, HYBRID = range(3)  # kinds of clients
MODES = ("symmetric", "public-key", "hybrid")

# Sealed are: clients.key, k_cmd; client_keys.kem_key; topics.key, hybrid_key; own_keys.secret.
# client_keys is apart from clients, whose rows are written with every command: they stay short.
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE clients (
  id BLOB PRIMARY KEY, name TEXT, kind INTEGER NOT NULL, has_clock INTEGER NOT NULL DEFAULT 1,
  key BLOB, generated INTEGER NOT NULL DEFAULT 0, invited INTEGER,
  print BLOB, counter INTEGER, asked INTEGER,
  epoch INTEGER, former_epoch INTEGER NOT NULL DEFAULT 0, k_cmd BLOB,
  last_ts INTEGER NOT NULL DEFAULT 0, subjects BLOB NOT NULL DEFAULT x'',
  due INTEGER, rotated INTEGER NOT NULL DEFAULT 0,
  owed INTEGER NOT NULL DEFAULT 0, commands INTEGER NOT NULL DEFAULT 0,
  owed_since INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE client_keys (
  client BLOB PRIMARY KEY REFERENCES clients ON DELETE CASCADE,
  sig_key BLOB NOT NULL, kem_key BLOB NOT NULL
);
CREATE TABLE topics (
  hash BLOB PRIMARY KEY, name TEXT NOT NULL, key BLOB, hybrid_key BLOB,
  policy INTEGER NOT NULL DEFAULT 0, marked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE members (
  client BLOB NOT NULL REFERENCES clients ON DELETE CASCADE,
  topic BLOB NOT NULL REFERENCES topics ON DELETE CASCADE,
  PRIMARY KEY (client, topic)
) WITHOUT ROWID;
CREATE INDEX members_of ON members (topic);
CREATE TABLE introductions (
  client BLOB NOT NULL REFERENCES clients ON DELETE CASCADE,
  other BLOB NOT NULL REFERENCES clients ON DELETE CASCADE,
  PRIMARY KEY (client, other)
) WITHOUT ROWID;
CREATE INDEX introduced_to ON introductions (other);
CREATE TABLE own_keys (
  number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, public BLOB NOT NULL, print BLOB, secret BLOB,
  handover BLOB
);
CREATE TABLE offers (
  client BLOB NOT NULL REFERENCES clients ON DELETE CASCADE, kind INTEGER NOT NULL,
  data BLOB NOT NULL, ts INTEGER NOT NULL,
  PRIMARY KEY (client, kind)
) WITHOUT ROWID;
CREATE TABLE alarms (
  client BLOB NOT NULL, text TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (client, text)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class ClientRow:
    """A row of clients.  Times are seconds since 1970.

    Attributes:
        key: the key of version 1: symmetric, or the Ed25519 public key.
        generated: C2 made that key and sent it.
        invited: number of the own key that a migration names.
        asked: when a new KEM key was asked for that has not come.
        epoch: of the last REKEY, which may not have been published.
        former_epoch: the last one before a jump of more than a day.
        last_ts, subjects: time of the last command under k_cmd, and what commands of that second
            were about, 16 bytes each.
        due: when the next refresh is due because of commands since the last REKEY.
        rotated: when a topic key was last replaced by a command.
        owed, commands: a complete REKEY that was not published yet, and how many commands.
        owed_since: the newest of these.
    """

    id: bytes
    name: str | None
    kind: int
    has_clock: int
    key: bytes | None
    generated: int
    invited: int | None
    print: bytes | None
    counter: int | None
    asked: int | None
    epoch: int | None
    former_epoch: int
    k_cmd: bytes | None
    last_ts: int
    subjects: bytes
    due: int | None
    rotated: int
    owed: int
    commands: int
    owed_since: int


@dataclass(frozen=True)
class TopicRow:
    """A row of topics.

    Attributes:
        key, hybrid_key: one for clients of version 1, one for hybrid ones: never the same.
        policy: of hybrid clients.
        marked: somebody was removed, so that REKEYs must not leave a previous key.
    """

    hash: bytes
    name: str
    key: bytes | None
    hybrid_key: bytes | None
    policy: int
    marked: int


def database_key(secret: bytes | str, salt: bytes) -> bytes:
    """The key (32 bytes) that a passphrase stands for; a key is returned as it is."""
    if isinstance(secret, str):
        return passwords.key(secret, salt, "database")
    key = copied("key", secret)
    check_key(key)
    return key


class Database:
    """The tables, and the key they are sealed with.

    Safe for threads, and for several processes over one file: whoever changes something does all of
    it, reading included, in one :meth:`transaction`.  A key fits in its own row only; who has which
    topic is not authenticated: whoever can write the file can give topics to registered clients.
    """

    def __init__(self, path: Path, secret: bytes | str, *, create: bool = False) -> None:
        """Open the file *path*, or make it.

        Raises:
            FileExistsError, FileNotFoundError: it exists, or does not.
            StoreError: it is no database of C2, or of another key.
        """
        self._lock, self._path = threading.RLock(), os.path.abspath(path)
        if create:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        elif not os.path.exists(path):
            raise FileNotFoundError(f"there is no database {os.fspath(path)}")
        try:
            self._db = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except sqlite3.OperationalError as error:
            raise StoreError(f"{os.fspath(path)} is no database of C2: {error}") from None
        try:
            self._set_up(secret, create)
        except sqlite3.DatabaseError as error:
            self.close()
            raise StoreError(f"{os.fspath(path)} is no database of C2: {error}") from None
        except BaseException:
            self.delete() if create else self.close()
            raise

    def _set_up(self, secret: bytes | str, create: bool) -> None:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # what was returned to be published is on the disk
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        if create:
            salt = os.urandom(ID_BYTES)
            self._siv = Siv(database_key(secret, salt))
            with self.transaction():
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
                self.set_meta(version=VERSION, salt=salt, check=self.seal("meta.check", b"", salt))
            return
        if self.meta("version") != VERSION:
            raise StoreError("the database is of another version")
        self._siv = Siv(database_key(secret, self.meta("salt")))
        try:
            self.open("meta.check", b"", self.meta("check"))
        except StoreError:
            raise StoreError("this is not the key of the database") from None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def delete(self) -> None:
        """Close the file, and remove it: it could not be set up."""
        self.close()
        os.unlink(self._path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in the block happens, or nothing; no other process is in between."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def forget_deleted(self) -> None:
        """Let go of what was overwritten: nothing of it stays in the write-ahead log."""
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Execute one statement; how many rows it changed."""
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """All rows of a query."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def column(self, sql: str, *values: Any) -> list[Any]:
        """The first column of a query."""
        return [row[0] for row in self.rows(sql, *values)]

    # Secrets.

    def seal(self, column: str, row: bytes, value: bytes) -> bytes:
        """A value as it is stored in that row: it fits in no other one."""
        return self._siv.seal(value, column.encode() + b"\0" + row)

    def open(self, column: str, row: bytes, value: bytes | None) -> bytes:
        """A value that was stored.  StoreError if it was not stored there under this key."""
        try:
            return self._siv.open(value or b"", column.encode() + b"\0" + row)
        except NotAuthentic:
            raise StoreError(f"a value in {column} was not stored there") from None

    # Rows.

    def meta(self, name: str) -> Any:
        """A single value; None if there is none."""
        found = self.column("SELECT value FROM meta WHERE name = ?", name)
        return found[0] if found else None

    def set_meta(self, **values: Any) -> None:
        """Store single values; None removes one."""
        for name, value in values.items():
            if value is None:
                self.run("DELETE FROM meta WHERE name = ?", name)
            else:
                self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def client(self, client_id: bytes) -> ClientRow:
        """One client.  KeyError if it is not registered."""
        for row in self.rows("SELECT * FROM clients WHERE id = ?", client_id):
            return ClientRow(*row)
        raise KeyError(f"no client {client_id.hex()} is registered")

    def clients(self, where: str = "1", *values: Any) -> list[ClientRow]:
        """Clients, by id."""
        return [
            ClientRow(*row)
            for row in self.rows(f"SELECT * FROM clients WHERE {where} ORDER BY id", *values)
        ]

    def client_keys(self, client_id: bytes) -> tuple[bytes, bytes]:
        """SIGKEY and KEM key of a hybrid client."""
        sql = "SELECT sig_key, kem_key FROM client_keys WHERE client = ?"
        [(sig_key, kem_key)] = self.rows(sql, client_id)
        return sig_key, self.open("client_keys.kem_key", client_id, kem_key)

    def set_client_keys(self, client_id: bytes, sig_key: bytes, kem_key: bytes) -> None:
        """Store SIGKEY and KEM key of a hybrid client."""
        sealed = self.seal("client_keys.kem_key", client_id, kem_key)
        sql = "INSERT OR REPLACE INTO client_keys VALUES (?, ?, ?)"
        self.run(sql, client_id, sig_key, sealed)

    def topic(self, topic: bytes) -> TopicRow:
        """One topic, by its hash.  KeyError if there is none."""
        for row in self.rows("SELECT * FROM topics WHERE hash = ?", topic):
            return TopicRow(*row)
        raise KeyError("no such topic")

    def topics_of(self, client_id: bytes) -> list[TopicRow]:
        """The topics that a client was given."""
        sql = "SELECT topics.* FROM members JOIN topics ON hash = topic WHERE client = ?"
        return [TopicRow(*row) for row in self.rows(sql, client_id)]

    def members(self, topic: bytes, *, hybrid: bool) -> list[ClientRow]:
        """The clients that were given a topic: hybrid ones, or those of version 1."""
        inside = "(kind = ?) = ? AND id IN (SELECT client FROM members WHERE topic = ?)"
        return self.clients(inside, HYBRID, hybrid, topic)

    def holders(self, other: bytes) -> list[ClientRow]:
        """The clients that a client was introduced to."""
        return self.clients("id IN (SELECT client FROM introductions WHERE other = ?)", other)

    def introduced(self, client_id: bytes, kind: int) -> list[ClientRow]:
        """The clients of a kind that were introduced to a client."""
        inside = "kind = ? AND id IN (SELECT other FROM introductions WHERE client = ?)"
        return self.clients(inside, kind, client_id)

    def introduce_all(self, client_id: bytes, topic: bytes) -> int:
        """Note that a hybrid client knows all others that have a topic; how many are new."""
        sql = "INSERT OR IGNORE INTO introductions SELECT ?, id FROM members JOIN clients "
        sql += "ON id = client WHERE topic = ? AND kind = ? AND id != ?"
        return self.run(sql, client_id, topic, HYBRID, client_id)

    def prints_for(self, client_id: bytes) -> list[tuple[bytes, bytes]]:
        """Ids and prints of the hybrid clients that were introduced to a client."""
        sql = "SELECT id, print FROM introductions JOIN clients ON id = other "
        return self.rows(sql + "WHERE client = ? AND kind = ? ORDER BY id", client_id, HYBRID)

    def update(self, client_id: bytes, **values: Any) -> None:
        """Change columns of a client."""
        names = ", ".join(f"{name} = ?" for name in values)
        self.run(f"UPDATE clients SET {names} WHERE id = ?", *values.values(), client_id)

    def owe(self, ids: Iterable[bytes], now: int) -> None:
        """Note that clients are to get a complete REKEY."""
        for client_id in ids:
            self.update(client_id, owed=1, owed_since=now)

    def new_topic_key(self, topic: bytes, column: str, key: bytes | None = None) -> bytes:
        """Replace a topic's key, in *column* ``key`` or ``hybrid_key``; the new one."""
        key = os.urandom(KEY_BYTES) if key is None else key
        sealed = self.seal(f"topics.{column}", topic, key)
        self.run(f"UPDATE topics SET {column} = ? WHERE hash = ?", sealed, topic)
        return key

    def topic_key(self, row: TopicRow, column: str) -> bytes:
        """A topic's key; made if it has none for such clients yet."""
        sealed: bytes | None = getattr(row, column)
        if sealed is None:
            sealed = getattr(self.topic(row.hash), column)  # made since the row was read?
        if sealed is None:
            return self.new_topic_key(row.hash, column)
        return self.open(f"topics.{column}", row.hash, sealed)

    def alarm(self, client_id: bytes, text: str, now: int) -> None:
        """Note what an operator should look at; the same thing is counted."""
        self.run(
            "INSERT INTO alarms VALUES (?, ?, ?, ?, 1) "
            "ON CONFLICT (client, text) DO UPDATE SET last = excluded.last, count = count + 1",
            *(client_id, text, now, now),
        )
