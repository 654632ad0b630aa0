"""The client in symmetric-key mode (E4 v1, sections 5.1 and 6)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from . import _store
from ._commands import Command, Opcode
from ._topics import Topics
from ._v1 import FRAMING, V1Client
from ._wire import KEY_BYTES, TS_BYTES, Siv, check_window, pack_ts, unpack_ts
from .client import Clock, State
from .errors import InvalidKeyMaterial, StoreError, TooShortCiphertext, UnsupportedCommand

PUBLIC_KEY_COMMANDS = (
    Opcode.REMOVE_PUB_KEY,
    Opcode.RESET_PUB_KEYS,
    Opcode.SET_PUB_KEY,
    Opcode.SET_C2_KEY,
)


@dataclass(frozen=True)
class SymmetricState(State):
    """Topic keys, and the key that is shared with C2 (32 bytes)."""

    key_type: ClassVar[int] = 0

    key: bytes = field(repr=False)
    siv: Siv = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the key: InvalidKeyMaterial."""
        object.__setattr__(self, "siv", Siv(self.key))

    def key_data(self) -> dict[str, Any]:
        """As Go's ``SymKeyMaterial``."""
        return {"Key": _store.b64(self.key)}


class SymmetricClient(V1Client):
    """A client that shares a key with C2; see :meth:`pqpy.e4.Client.symmetric`."""

    _state: SymmetricState

    @classmethod
    def _from_store(cls, store: _store.Store, path: _store.Path, clock: Clock) -> SymmetricClient:
        if not store.id:
            raise StoreError("the store has an empty ID")
        key = _store.b64_member(_store.folded(store.key_data), "key", KEY_BYTES)
        try:
            state = SymmetricState(Topics(store.topic_keys), key)
        except InvalidKeyMaterial as error:
            raise StoreError(f"the store has {error}") from None
        client = cls(store.id, state, receiving_topic=store.receiving_topic, path=path, clock=clock)
        client._load_memory()
        return client

    def _protect(self, payload: bytes, topic: bytes, now: float) -> bytes:
        ts = pack_ts(int(now))
        return ts + self._seal(self._state.topics, topic, payload, ts)

    def _unprotect(self, data: bytes, topic: bytes, now: float) -> bytes:
        topics = self._state.topics
        topics.current(topic)
        if len(data) <= FRAMING:
            raise TooShortCiphertext("ciphertext too short")
        ts = unpack_ts(data)
        check_window(ts, now)
        payload = self._open(topics, topic, data[TS_BYTES:], data[:TS_BYTES], now)
        self._refuse_repeat(topic + data[:FRAMING], ts, now)
        return payload

    def _open_command(self, data: bytes) -> tuple[SymmetricState, bytes]:
        return self._state, self._state.siv.open(data[TS_BYTES:], data[:TS_BYTES])

    def _apply(self, state: State, command: Command, now: int) -> State:
        assert isinstance(state, SymmetricState)
        if command.opcode is Opcode.SET_ID_KEY:
            return replace(state, key=command.arguments)
        if command.opcode in PUBLIC_KEY_COMMANDS:
            raise UnsupportedCommand("this operation is not supported")
        return super()._apply(state, command, now)
