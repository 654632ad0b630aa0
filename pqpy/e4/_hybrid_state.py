"""What a hybrid client knows, what commands make of it, and its store (E4-H1, 6.4 to
6.8).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from . import _sessions
from ._commands import Command, Opcode
from ._h1_keys import COMPOSITE, NOBODY, PRINT_BYTES, SEED_BYTES, SYMMETRIC, message_key
from ._objects import Rekey
from ._sessions import Sessions
from ._suites import Suite
from ._topics import Topics
from ._wire import (
    HASH_BYTES,
    KEY_BYTES,
    TRANSITION,
    TS_BYTES,
    Siv,
    pack_ts,
    previous_slot,
    unpack_ts,
)
from .client import State
from .errors import NeedsRekey, Replayed

if TYPE_CHECKING:
    from ._migration import Migration

MAX_COUNTER = 2**64 - 1
SEEN = 256  # commands of one second, at most


@dataclass(frozen=True)
class HybridState(State):
    """All of 6.8.  Never changed: a command makes another one.

    Attributes:
        seed: S, of the signing keys.
        c2_print, pending_c2: fingerprints of C2's key and of the next one.
        kem_keys: seeds by counter, at most two: of the last REKEY, and the next one.
        epoch: of the last REKEY.
        command_key: K_cmd.
        last_command, seen: time of the latest command under it, and V of all of that second.
        floor: highest time of a REKEY.
        prints: fingerprint of the SIGKEY, by sender.
        policies: by topic hash; what is missing is policy 0.
        sessions: session keys, by sender.
        migration: what is left of public-key mode before the first REKEY.
    """

    key_type: ClassVar[int] = 2

    suite: Suite
    seed: bytes = field(repr=False)
    signer_id: bytes
    c2_print: bytes | None
    kem_keys: Mapping[int, bytes] = field(repr=False)
    pending_c2: bytes | None = None
    epoch: int = 0
    command_key: bytes | None = field(default=None, repr=False)
    last_command: int = 0
    seen: tuple[bytes, ...] = ()
    floor: int = 0
    prints: Mapping[bytes, bytes] = field(default_factory=dict)
    policies: Mapping[bytes, int] = field(default_factory=dict)
    sessions: Sessions = field(default_factory=dict)
    migration: Migration | None = None

    _messages: dict[bytes, Siv] = field(init=False, repr=False, compare=False, default_factory=dict)

    @cached_property
    def commands(self) -> Siv | None:
        """The cipher under K_cmd; None before the first REKEY."""
        return None if self.command_key is None else Siv(self.command_key)

    def policy(self, topic: bytes) -> int:
        """The policy of the topic with this hash."""
        return self.policies.get(topic, COMPOSITE)

    def message_siv(self, topic_key: bytes, topic: bytes, sender: bytes) -> Siv:
        """The cipher under K_msg of a sender, for the policy of the topic."""
        policy = self.policy(topic)
        name = topic_key + topic + (NOBODY if policy == SYMMETRIC else sender)
        siv = self._messages.get(name)
        if siv is None:
            siv = Siv(message_key(self.suite, topic_key, topic, policy, sender))
            self._messages[name] = siv
        return siv

    def previous_key(self, topic: bytes, now: float) -> bytes | None:
        """The key before the current one while it still opens messages, or None."""
        entry = self.topics.entries.get(previous_slot(topic), b"")
        return entry[:KEY_BYTES] if _is_previous(entry) and not _expired(entry, now) else None

    @property
    def next_counter(self) -> int:
        """The highest counter of the KEM keys."""
        return max(self.kem_keys)

    # What commands do.

    def check_order(self, ts: int, mark: bytes) -> None:
        """Refuse a command of second *ts* with this V if it is a repeat, or overtaken.

        Raises:
            Replayed: it is.
            NeedsRekey: there were 256 in this second.
        """
        if ts < self.last_command:
            raise Replayed("a later command was accepted before")
        if ts == self.last_command and mark in self.seen:
            raise Replayed("this command was accepted before")
        if ts == self.last_command and len(self.seen) == SEEN:
            raise NeedsRekey(f"more than {SEEN} commands in a second")

    def after_command(self, command: Command, ts: int, mark: bytes) -> HybridState:
        """The state after a command under K_cmd that :meth:`check_order` lets pass."""
        tables = Tables(self)
        tables.run(command, ts)
        seen = (*self.seen, mark) if ts == self.last_command else (mark,)
        return tables.state(self, last_command=ts, seen=seen)

    def with_pending(self, fingerprint: bytes) -> HybridState:
        """C2's next key is this one; the pinned one means that there is none."""
        return replace(self, pending_c2=None if fingerprint == self.c2_print else fingerprint)

    def with_kem_key(self, counter: int) -> HybridState:
        """A new KEM key with this counter, in place of the next one if there is one."""
        current = min(self.kem_keys)
        keys = {current: self.kem_keys[current], counter: os.urandom(SEED_BYTES)}
        return replace(self, kem_keys=keys)

    def after_rekey(
        self, rekey: Rekey, commands: Sequence[Command], command_key: bytes, now: float
    ) -> HybridState:
        """The state after a REKEY that passed all eight steps of 6.6.

        Args:
            rekey, commands, command_key: what it is, and holds.
            now: the time once it is taken; previous keys that have expired then are left out.
        """
        tables = Tables(self)
        if rekey.c2_print == self.pending_c2:
            tables.c2_print, tables.pending = rekey.c2_print, None
        for counter in self.kem_keys:
            if counter < rekey.counter:
                del tables.kem_keys[counter]
        for command in commands:  # the first ones empty the tables
            tables.run(command, rekey.ts)
        former = {} if self.migration else self.topics.entries
        removed = {c.arguments for c in commands if c.opcode is Opcode.REMOVE_TOPIC}
        return tables.state(
            self,
            topics=_difference(former, tables.topics, removed, rekey.ts, now),
            c2_print=tables.c2_print,
            epoch=rekey.epoch,
            command_key=command_key,
            last_command=0,
            seen=(),
            floor=max(self.floor, rekey.ts),
            migration=None,
        ).without_expired(now)

    def without_expired(self, now: float) -> HybridState:
        """The same state if no previous topic key has expired."""
        entries = self.topics.entries
        if not any(_is_previous(entry) and _expired(entry, now) for entry in entries.values()):
            return self
        kept = {
            slot: entry
            for slot, entry in entries.items()
            if not (_is_previous(entry) and _expired(entry, now))
        }
        return replace(self, topics=Topics(kept))

    def key_data(self) -> dict[str, Any]:
        """As in 6.8; a migrating client's has one member more."""
        from ._hybrid_store import key_data

        return key_data(self)


class Tables:
    """What commands change, while they change it."""

    def __init__(self, state: HybridState) -> None:
        self.topics = dict(state.topics.entries)
        self.policies = dict(state.policies)
        self.prints = dict(state.prints)
        self.kem_keys = dict(state.kem_keys)
        self.c2_print, self.pending = state.c2_print, state.pending_c2

    def run(self, command: Command, ts: int) -> None:
        """Carry out a command of second *ts*; it cannot fail (6.6, step 8)."""
        opcode, arguments = command
        if opcode is Opcode.SET_TOPIC_KEY:
            self._set_key(arguments[KEY_BYTES:], arguments[:KEY_BYTES], ts)
        elif opcode is Opcode.SET_PUB_PRINT:
            self.prints[arguments[PRINT_BYTES:]] = arguments[:PRINT_BYTES]
        elif opcode is Opcode.REMOVE_TOPIC:
            for table in (self.topics, self.policies):
                table.pop(arguments, None)
            self.topics.pop(previous_slot(arguments), None)
        elif opcode is Opcode.RESET_TOPICS:
            self.topics, self.policies = {}, {}
        elif opcode is Opcode.SET_POLICY:
            self.policies[arguments[:HASH_BYTES]] = arguments[HASH_BYTES]
        elif opcode is Opcode.REMOVE_PUB_KEY:
            self.prints.pop(arguments, None)
        elif opcode is Opcode.RESET_PUB_KEYS:
            self.prints = {}
        elif opcode is Opcode.SET_C2_PRINT:
            self.pending = None if arguments == self.c2_print else arguments
        else:
            self._make_kem_key()

    def _set_key(self, topic: bytes, key: bytes, ts: int) -> None:
        former = self.topics.get(topic)
        if former is not None and former != key:
            self.topics[previous_slot(topic)] = former + pack_ts(ts)
        self.topics[topic] = key

    def _make_kem_key(self) -> None:
        """A next one, unless there is one."""
        newest = max(self.kem_keys)
        if len(self.kem_keys) == 1 and newest < MAX_COUNTER:
            self.kem_keys[newest + 1] = os.urandom(SEED_BYTES)

    def state(self, former: HybridState, **changed: Any) -> HybridState:
        """The state with these tables, and with other changes; sessions are those of *former* that
        its keys still vouch for.
        """
        return replace(
            former,
            policies={topic: policy for topic, policy in self.policies.items() if policy},
            prints=self.prints,
            kem_keys=self.kem_keys,
            pending_c2=self.pending,
            sessions=_sessions.vouched(former.sessions, self.prints),
            **{"topics": Topics(self.topics), **changed},
        )


def _is_previous(entry: bytes) -> bool:
    return len(entry) == KEY_BYTES + TS_BYTES


def _expired(entry: bytes, now: float) -> bool:
    return now > unpack_ts(entry[KEY_BYTES:]) + TRANSITION


def _difference(
    former: Mapping[bytes, bytes],
    wanted: Mapping[bytes, bytes],
    removed: Collection[bytes],
    ts: int,
    now: float,
) -> Topics:
    """The table of a REKEY: the keys of *wanted*, and previous ones from *former* (6.5, 6.6)."""
    entries = {topic: key for topic, key in wanted.items() if not _is_previous(key)}
    for topic, key in list(entries.items()):
        slot, before = previous_slot(topic), former.get(topic)
        if before is None or topic in removed:
            continue
        if before != key:
            entries[slot] = before + pack_ts(ts)
        elif slot in former:
            # A command dated ahead may have set it; it shall not be kept for ever.
            replaced = min(unpack_ts(former[slot][KEY_BYTES:]), int(now))
            entries[slot] = former[slot][:KEY_BYTES] + pack_ts(replaced)
    return Topics(entries)
