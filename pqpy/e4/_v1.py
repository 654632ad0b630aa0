"""What the symmetric-key and the public-key client share: E4 version 1 (E4 v1)."""

from __future__ import annotations

import os
from abc import abstractmethod
from dataclasses import replace
from typing import Any

from . import _replay, _store
from ._commands import Command, Opcode, parse
from ._topics import Topics
from ._wire import KEY_BYTES, SIV_BYTES, TS_BYTES, check_window, unpack_ts
from .client import Client, State
from .errors import InvalidCommand, NotAuthentic, StoreError, TooShortCiphertext

FRAMING = TS_BYTES + SIV_BYTES  # of a command, or a message without signature

# Subjects of the commands, for their order.  ResetTopics concerns all that begin with its letter.
SUBJECTS = {
    Opcode.REMOVE_TOPIC: b"t",
    Opcode.RESET_TOPICS: b"t",
    Opcode.SET_TOPIC_KEY: b"t",
    Opcode.SET_ID_KEY: b"i",
    Opcode.REMOVE_PUB_KEY: b"p",
    Opcode.RESET_PUB_KEYS: b"p",
    Opcode.SET_PUB_KEY: b"p",
    Opcode.SET_C2_KEY: b"c",
}


def subject(command: Command) -> bytes:
    """What a command is about: a topic, a public key, or all of a kind."""
    kind = SUBJECTS.get(command.opcode, b"x")
    return kind if kind in b"ic" else kind + command.arguments[-16:]


class V1Client(Client):
    """A client of version 1: framing, commands on topics, and the memory of commands.

    The memory is not in Go's file but in one beside it, ``<path>.replay``.  It is written after the
    state: a crash in between forgets that the last command was accepted.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._commands = _replay.Commands({}, {}, 0)

    def _take_command(self, data: bytes, now: float) -> None:
        if len(data) <= FRAMING:
            raise TooShortCiphertext("ciphertext too short")
        ts = unpack_ts(data)
        check_window(ts, now)
        mark = data[TS_BYTES:FRAMING]
        with self._lock:
            state, plain = self._open_command(data)
            command = parse(plain)
            about = subject(command)
            self._commands.check(mark, about, ts)
            state = self._apply(state, command, int(now))
            commands = self._commands.after(mark, about, ts, now)
            self._commit(state)
            self._commands = commands
            self._save_memory()

    @abstractmethod
    def _open_command(self, data: bytes) -> tuple[State, bytes]:
        """The command, and the state that it is to be applied to.  NotAuthentic if it is none."""

    def _apply(self, state: State, command: Command, now: int) -> State:
        """The state after a command.

        Raises:
            InvalidCommand: not one of version 1.
            InvalidKeyMaterial, UnsupportedCommand, SignerKeyMissing: it is refused.
        """
        arguments = command.arguments
        if command.opcode is Opcode.REMOVE_TOPIC:
            return replace(state, topics=state.topics.without(arguments))
        if command.opcode is Opcode.RESET_TOPICS:
            return replace(state, topics=Topics({}))
        if command.opcode is Opcode.SET_TOPIC_KEY:
            key, topic = arguments[:KEY_BYTES], arguments[KEY_BYTES:]
            return replace(state, topics=state.topics.with_key(topic, key, now))
        raise InvalidCommand("invalid command")

    @staticmethod
    def _seal(topics: Topics, topic: bytes, payload: bytes, ts: bytes) -> bytes:
        """``V | C`` under the topic's current key."""
        return topics.siv(topics.current(topic)).seal(payload, ts)

    @staticmethod
    def _open(topics: Topics, topic: bytes, sealed: bytes, ts: bytes, now: float) -> bytes:
        """The payload under the topic's current key, or its previous one."""
        try:
            return topics.siv(topics.current(topic)).open(sealed, ts)
        except NotAuthentic:
            former = topics.previous(topic, now)
            if former is None:
                raise
            return topics.siv(former).open(sealed, ts)

    def _memory_path(self) -> str:
        return f"{self._path}.replay"

    def _memory(self) -> dict[str, Any]:
        """What is kept beside the Go client's file, as JSON values."""
        memory = self._commands
        return {
            "Horizon": memory.horizon,
            "Seen": {mark.hex(): ts for mark, ts in memory.seen.items()},
            "Last": {name.hex(): ts for name, ts in memory.last.items()},
        }

    def _save_memory(self) -> None:
        if self._path is not None:
            _store.write_private(self._memory_path(), _store.to_json(self._memory()))

    def _load_memory(self) -> None:
        """Take up the memory, if there is one.  StoreError if it is damaged."""
        if os.path.exists(self._memory_path()):
            self._take_memory(_store.from_json(_store.read(self._memory_path())))

    def _take_memory(self, memory: dict[str, Any]) -> None:
        horizon = _store.member(memory, "Horizon", int)
        seen, last = (self._times(memory, name) for name in ("Seen", "Last"))
        self._commands = _replay.Commands(seen, last, horizon)

    @staticmethod
    def _times(memory: dict[str, Any], name: str) -> dict[bytes, int]:
        table = _store.member(memory, name, dict)
        try:
            return {bytes.fromhex(key): _store.member(table, key, int) for key in table}
        except ValueError:
            raise StoreError(f"the store's {name} has a key that is not hex") from None
