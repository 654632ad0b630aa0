"""A client of E4: it protects messages, opens them, and carries out what C2 commands.

The transport is somebody else's: :mod:`pqpy.e4.mqtt` is one for MQTT.
"""

from __future__ import annotations

import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .._bytes import copied, exactly
from .._typing import Buffer, Self
from . import _replay, _store
from ._topics import Topics
from ._wire import ID_BYTES, Publication, control_topic, id_of, topic_hash, utf8
from .errors import StoreError

if TYPE_CHECKING:
    from ._hybrid import HybridClient

Clock = Callable[[], float]


@dataclass(frozen=True)
class State:
    """All that is stored of a client.  Never changed: a command makes another one."""

    key_type: ClassVar[int]

    topics: Topics

    def key_data(self) -> dict[str, Any]:
        """The mode's own part, as JSON values in the order of the file."""
        raise NotImplementedError


def as_id(id_or_name: Buffer | str, any_length: bool = False) -> bytes:
    """The id that a name stands for, or the id itself.

    Raises:
        ValueError: an empty name, or an id that is not 16 bytes.
    """
    if isinstance(id_or_name, str):
        if not id_or_name:
            raise ValueError("a client's name must not be empty")
        return id_of(id_or_name)
    client_id = copied("id", id_or_name)
    if not client_id or (len(client_id) != ID_BYTES and not any_length):
        raise ValueError(f"a client's id must be {ID_BYTES} bytes, not {len(client_id)}")
    return client_id


class Client(ABC):
    """One device.  Make one with :meth:`symmetric`, :meth:`public_key`, :meth:`hybrid` or
    :meth:`load`.

    All methods may be called from any thread.  A message is checked against the state before or
    after a command, never in between; a command that is refused changes nothing, and an accepted
    one is in the file before :meth:`unprotect` returns.

    E4 compares the senders' clocks with this one: a message or command from the future, or older
    than 600 s, is refused.  *clock* returns the seconds since 1970.
    """

    _state: State

    def __init__(
        self,
        client_id: bytes,
        state: State,
        *,
        receiving_topic: str | None = None,
        path: _store.Path | None = None,
        clock: Clock = time.time,
    ) -> None:
        self._id = client_id
        if receiving_topic is not None:
            utf8("receiving_topic", receiving_topic)
        self._receiving_topic = receiving_topic or control_topic(client_id)
        self._state = state
        self._path = None if path is None else os.path.abspath(path)
        self._clock = clock
        self._lock = threading.RLock()  # held while the state or the memory is replaced
        self._messages = _replay.Messages()

    @staticmethod
    def symmetric(
        id_or_name: Buffer | str,
        key: Buffer,
        *,
        receiving_topic: str | None = None,
        path: _store.Path | None = None,
        clock: Clock = time.time,
    ) -> Client:
        """A new client in symmetric-key mode.

        Args:
            id_or_name: its name, or its id (16 bytes; the Go client takes other lengths as well).
            key: 32 bytes that C2 has too; see :mod:`pqpy.e4.passwords`.
            receiving_topic: where its commands come, if not ``e4/<id>``: for bridges only.
            path: file for its state, which must not exist.  Default: none, for tests.
            clock: the seconds since 1970.

        Raises:
            InvalidKeyMaterial: not 32 bytes, or all zero.
            FileExistsError: there is a file at *path*.
        """
        from ._symmetric import SymmetricClient, SymmetricState

        client = SymmetricClient(
            as_id(id_or_name, any_length=True),
            SymmetricState(Topics({}), copied("key", key)),
            receiving_topic=receiving_topic,
            path=path,
            clock=clock,
        )
        return client._first_saved()

    @staticmethod
    def public_key(
        id_or_name: Buffer | str,
        private_key: Buffer,
        c2_public_key: Buffer,
        *,
        receiving_topic: str | None = None,
        path: _store.Path | None = None,
        clock: Clock = time.time,
    ) -> Client:
        """A new client in public-key mode.

        Args:
            id_or_name: its name, or its id (16 bytes).
            private_key: its Ed25519 seed (32 bytes), or seed and public key (64 bytes).
            c2_public_key: C2's Curve25519 public key (32 bytes).
            receiving_topic, path, clock: as for :meth:`symmetric`.

        Raises:
            InvalidKeyMaterial: a key of the wrong length, all zero, with halves that do not belong
                together, or of small order.
            FileExistsError: there is a file at *path*.
        """
        from ._curve import ed25519_private
        from ._public_key import PublicKeyClient, PublicKeyState

        client_id = as_id(id_or_name)
        state = PublicKeyState(
            Topics({}),
            client_id,
            ed25519_private(copied("private_key", private_key)),
            copied("c2_public_key", c2_public_key),
        )
        client = PublicKeyClient(
            client_id, state, receiving_topic=receiving_topic, path=path, clock=clock
        )
        return client._first_saved()

    @staticmethod
    def hybrid(
        id_or_name: Buffer | str,
        *,
        c2_print: Buffer,
        suite: str | int = "X-Wing",
        path: _store.Path | None = None,
        clock: Clock = time.time,
        has_clock: bool = True,
        experimental: bool = False,
    ) -> HybridClient:
        """A new client in hybrid mode (docs/e4.md), with keys of its own making.

        The mode was modelled symbolically; there is no computational proof of it.  C2 has to get
        the client's ``signing_key_object`` and ``announcement``.  A store must not be copied: one
        id, one device.

        Args:
            id_or_name: its name, or its id (16 bytes).
            c2_print: the fingerprint of C2's key object, 32 bytes.
            suite: "X-Wing", "MLKEM1024-X25519", "Kyber768-X25519" or "R5ND_3CCA_5d-X25519".
            path: as for :meth:`symmetric`.
            clock: the seconds since 1970.
            has_clock: False for a device without one: *clock* then counts seconds from any moment
                on, and C2 says what time it is; such a device is exposed to delay of what it has
                not seen yet.
            experimental: the switch that the last two suites need.

        Raises:
            ValueError: no such suite, or a fingerprint that is not 32 bytes.
            FileExistsError: there is a file at *path*.
        """
        from ._hybrid import HybridClient
        from ._suites import find

        client = HybridClient._new(
            as_id(id_or_name),
            find(suite, experimental=experimental),
            exactly("c2_print", c2_print, 32),
            path=path,
            clock=clock,
            has_clock=has_clock,
        )
        return client._first_saved()

    @staticmethod
    def load(path: _store.Path, *, clock: Clock = time.time, has_clock: bool = True) -> Client:
        """The client whose state is in the file *path*, of whatever mode; the Go client's as well.

        Args:
            path: the file.
            clock, has_clock: as for :meth:`hybrid`; the other modes need a clock.

        Raises:
            StoreError: the file cannot be read, or is not a client's state.
        """
        from ._hybrid import HybridClient
        from ._public_key import PublicKeyClient
        from ._symmetric import SymmetricClient

        store = _store.decode(_store.read(path))
        if store.key_type == 2:
            return HybridClient._from_store(store, path, clock, has_clock)
        kinds: dict[int, type[Client]] = {0: SymmetricClient, 1: PublicKeyClient}
        if store.key_type not in kinds:
            raise StoreError(f"the store has the unknown keyType {store.key_type}")
        if not has_clock:
            raise ValueError("only a client in hybrid mode can do without a clock")
        return kinds[store.key_type]._from_store(store, path, clock)

    @classmethod
    @abstractmethod
    def _from_store(cls, store: _store.Store, path: _store.Path, clock: Clock) -> Client:
        """The client of a file's contents.  StoreError if they are wrong."""

    @property
    def id(self) -> bytes:
        """The client's id, 16 bytes."""
        return self._id

    @property
    def receiving_topic(self) -> str:
        """The topic on which C2's commands for this client come."""
        return self._receiving_topic

    def protect_message(self, payload: Buffer, topic: str) -> bytes:
        """Protect *payload* for the holders of the topic's key.

        Two equal payloads of the same second give the same bytes (in public-key mode: from the same
        sender), and a receiver takes them once: put a counter into payloads where that matters.

        Raises:
            TypeError: *payload* is not bytes-like, or *topic* no str.
            TopicKeyMissing: this client has no key for the topic.
            InvalidKeyMaterial: the stored key is none.
        """
        return self._protect(copied("payload", payload), topic_hash(topic), self._clock())

    def unprotect(self, data: Buffer, topic: str) -> bytes | None:
        """Open what came on *topic*.

        Returns:
            The payload of a message; None if it was a command, which is then carried out.

        Raises:
            TypeError: *data* is not bytes-like, or *topic* no str.
            E4Error: one of :mod:`pqpy.e4.errors`; the message is dropped, nothing has changed.
        """
        raw, now = copied("data", data), self._clock()
        if topic == self._receiving_topic:
            self._take_command(raw, now)
            return None
        return self._unprotect(raw, topic_hash(topic), now)

    @abstractmethod
    def _protect(self, payload: bytes, topic: bytes, now: float) -> bytes: ...

    @abstractmethod
    def _unprotect(self, data: bytes, topic: bytes, now: float) -> bytes: ...

    @abstractmethod
    def _take_command(self, data: bytes, now: float) -> None: ...

    def subscriptions(self) -> frozenset[str]:
        """The topics that the client itself needs now, besides those of the application."""
        return frozenset((self._receiving_topic,))

    def outgoing(self) -> list[Publication]:
        """What the client wants published since the last call: nothing but in hybrid mode."""
        return []

    def take_object(self, data: Buffer, topic: str) -> bool:
        """Take a hybrid object from another topic than the own one; False if it is none."""
        return False

    def wants_resubscribe(self) -> bool:
        """Whether to subscribe to :attr:`receiving_topic` again, for its retained object."""
        return False

    def expire(self) -> None:  # noqa: B027
        """Erase what is over.  Nothing but in hybrid mode."""

    def __repr__(self) -> str:
        """Name, not keys."""
        return f"<{type(self).__name__} {self._id.hex()}>"

    def _store(self, state: State) -> bytes:
        """The file's contents for a state."""
        return _store.encode(
            _store.Store(
                self._id,
                dict(state.topics.entries),
                state.key_type,
                state.key_data(),
                self._receiving_topic,
            )
        )

    def _commit(self, state: State) -> None:
        """Write a state to the file, then make it the client's.  The lock is held."""
        if self._path is not None:
            _store.write_private(self._path, self._store(state))
        self._state = state

    def _first_saved(self) -> Self:
        """The new client, after its first write."""
        if self._path is not None and os.path.exists(self._path):
            raise FileExistsError(f"{self._path} exists; Client.load(path) reads it")
        self._commit(self._state)
        return self

    def _refuse_repeat(self, mark: bytes, ts: int, now: float) -> None:
        """Raise Replayed if a message with this mark was accepted; remember it if not."""
        with self._lock:
            self._messages.take(mark, ts, now)
