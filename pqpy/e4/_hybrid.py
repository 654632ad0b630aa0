"""The client in hybrid mode, E4-H1 (E4-H1, section 6)."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from .._bytes import copied
from .._typing import Buffer
from . import _hybrid_messages, _rekey, _sessions, _store
from ._commands import Command, Opcode
from ._device_clock import DeviceClock
from ._h1_keys import SEED_BYTES, SESSION, Identity
from ._handover import Search
from ._hybrid_state import MAX_COUNTER, HybridState
from ._hybrid_store import from_store
from ._layout import is_object, kind_of
from ._object_cache import ObjectCache
from ._objects import C2Key, Handover, Rekey, Session, SigKey
from ._own_keys import OwnKeys
from ._suites import Kind, Suite
from ._topics import Topics
from ._wire import SIV_BYTES, TS_BYTES, Publication, check_window, control_topic, unpack_ts
from .client import Client, Clock
from .errors import NotAuthentic, RefusedObject, Replayed, TooShortCiphertext

if TYPE_CHECKING:
    from ._migration import Former

FRAMING = TS_BYTES + SIV_BYTES  # of a command
EPOCH_AHEAD = 86_400  # of the own clock
EPOCH_STEP = 34_560_000  # from one REKEY to the next on a device without a clock: 400 days
HEALING_PAUSE = 3600  # seconds between two ANNOUNCEs that nobody asked for


def key_topic(fingerprint: bytes) -> str:
    """Where the SIGKEY or C2KEY with this fingerprint waits."""
    return "e4/k/" + fingerprint[:16].hex()


class HybridClient(Client):
    """A client with post-quantum keys; see :meth:`pqpy.e4.Client.hybrid`.

    Whoever carries its messages publishes what :meth:`outgoing` returns, before anything else;
    keeps subscribed to :meth:`subscriptions`; brings all that comes there to :meth:`unprotect`; and
    subscribes to :attr:`receiving_topic` once more when :meth:`wants_resubscribe` says so.
    """

    _state: HybridState

    def __init__(
        self,
        client_id: bytes,
        state: HybridState,
        *,
        path: _store.Path | None,
        clock: Clock,
        has_clock: bool,
    ) -> None:
        own = clock if has_clock else DeviceClock(clock, state.floor)
        super().__init__(client_id, state, path=path, clock=own)
        self._own = OwnKeys(Identity(state.suite, state.seed, client_id))
        self._keys = ObjectCache(state.suite, self._path)
        self._search = Search()
        self._outbox: dict[str, Publication] = {}
        self._resubscribe = False
        self._healed = -inf
        self._former: Former | None = None

    @classmethod
    def _new(
        cls,
        client_id: bytes,
        suite: Suite,
        c2_print: bytes | None,
        *,
        path: _store.Path | None,
        clock: Clock,
        has_clock: bool,
    ) -> HybridClient:
        """A client with fresh keys, not saved yet."""
        seeds = os.urandom(2 * SEED_BYTES)
        state = HybridState(
            Topics({}), suite, seeds[:SEED_BYTES], client_id, c2_print, {0: seeds[SEED_BYTES:]}
        )
        client = cls(client_id, state, path=path, clock=clock, has_clock=has_clock)
        client._publish_keys()
        return client

    @classmethod
    def _from_store(
        cls, store: _store.Store, path: _store.Path, clock: Clock, has_clock: bool = True
    ) -> HybridClient:
        state = from_store(store)
        client = cls(store.id, state, path=path, clock=clock, has_clock=has_clock)
        if "Migration" in store.key_data:
            from ._migration import resume

            resume(client, store)
        client._publish_keys()
        return client

    # What it is.

    @property
    def suite(self) -> Suite:
        """The suite of the deployment, ``suite.name`` and ``suite.byte``."""
        return self._state.suite

    @property
    def signing_key_object(self) -> bytes:
        """Its SIGKEY, 1368 bytes: C2 and receivers need it."""
        return self._own.identity.key_object

    @property
    def fingerprint(self) -> bytes:
        """Fingerprint of its SIGKEY, 32 bytes."""
        return self._own.identity.print

    @property
    def announcement(self) -> bytes:
        """The ANNOUNCE of its newest KEM key, which C2 needs; 3732 bytes in suite 0x01."""
        with self._lock:
            return self._announce()

    @property
    def epoch(self) -> int:
        """Of the last REKEY; 0 before the first."""
        return self._state.epoch

    # What the transport asks for.

    def subscriptions(self) -> frozenset[str]:
        """The topics that the client itself needs now, besides those of the application."""
        with self._lock:
            state, at = self._state, self._search.at
            topics = {self._receiving_topic}
            for fingerprint in (state.c2_print, state.pending_c2, at):
                if fingerprint is not None and self._keys.c2_key(fingerprint) is None:
                    topics.add(key_topic(fingerprint))
            if at is not None and self._keys.c2_key(at) is not None:
                topics.add(key_topic(at) + "/n")
            with_sessions = SESSION in state.policies.values()
            for sender, fingerprint in state.prints.items():
                if self._keys.sig_key(fingerprint, sender) is None:
                    topics.add(key_topic(fingerprint))
                elif with_sessions:
                    topics.add(control_topic(sender) + "/s")
        return frozenset(topics)

    def outgoing(self) -> list[Publication]:
        """What the client wants published since the last call."""
        with self._lock:
            publications = list(self._outbox.values())
            self._outbox.clear()
        return publications

    def wants_resubscribe(self) -> bool:
        """Whether to subscribe to :attr:`receiving_topic` again, for its retained REKEY: True once
        after what it needs to check one has come, or when it may look for C2's next key again.
        """
        with self._lock:
            wanted, self._resubscribe = self._resubscribe, False
            overdue = self._search.overdue(self._clock())
        return wanted or overdue

    def expire(self) -> None:
        """Erase what is over, from memory and file: previous topic keys, own session keys.

        It is done with every command, too; call it now and then if there are few.
        """
        now = self._clock()
        with self._lock:
            self._own.sessions.expire(now)
            state = self._state.without_expired(now)
            if state is not self._state:
                self._commit(state)

    def unprotect(self, data: Buffer, topic: str) -> bytes | None:
        """Open what came on *topic*.

        Returns:
            The payload of a message; None if it was a command or an object, which is then taken.

        Raises:
            E4Error: one of :mod:`pqpy.e4.errors`; it is dropped, and nothing has changed that
                decides whom or what the client believes.
        """
        raw = copied("data", data)
        if self.take_object(raw, topic):
            return None
        return super().unprotect(raw, topic)

    def take_object(self, data: Buffer, topic: str = "") -> bool:
        """Take an object, from *topic* or (a C2KEY) from a file; False if it is none.

        Raises:
            Replayed: a REKEY that is not newer than the last.
            RefusedObject: it is malformed, badly signed, or not wanted now.
        """
        raw = copied("data", data)
        if not is_object(raw):
            return False
        kind, now = kind_of(raw, self._state.suite), self._clock()
        with self._lock:
            if kind is Kind.REKEY and topic == self._receiving_topic:
                self._take_rekey(raw, now)
            elif kind is Kind.C2KEY:
                self._take_c2_key(raw)
            elif kind is Kind.SIGKEY:
                self._take_sig_key(raw)
            elif kind is Kind.SESSION:
                self._take_session(raw, now)
            elif kind is Kind.HANDOVER:
                self._take_handover(raw)
            else:
                raise RefusedObject("not an object for this client and topic")
        return True

    # Messages and commands.

    def _protect(self, payload: bytes, topic: bytes, now: float) -> bytes:
        former, state = self._former, self._state
        if former is not None and state.migration is not None:
            return former._protect(payload, topic, now)

        def sign(message: bytes) -> bytes:
            key, session = self._own.sessions.key(now)
            if session is not None:
                self._queue(control_topic(self._id) + "/s", bytes(session))
            return key.sign(message)

        with self._lock if state.policy(topic) == SESSION else nullcontext():
            now = self._clock()  # not before another thread's new session key
            return _hybrid_messages.protect(state, self._own.identity, sign, payload, topic, now)

    def _unprotect(self, data: bytes, topic: bytes, now: float) -> bytes:
        former, state = self._former, self._state
        if former is not None and state.migration is not None:
            return former._unprotect(data, topic, now)
        payload, mark, ts = _hybrid_messages.unprotect(state, self._keys, data, topic, now)
        self._refuse_repeat(mark, ts, now)
        return payload

    def _take_command(self, data: bytes, now: float) -> None:
        """A command under K_cmd (6.4)."""
        if (former := self._former) is not None:
            return former._take_command(data, now)
        if len(data) <= FRAMING:
            raise TooShortCiphertext("ciphertext too short")
        ts, mark = unpack_ts(data), data[TS_BYTES:FRAMING]
        if not (isinstance(self._clock, DeviceClock) and ts > now):
            check_window(ts, now)
        with self._lock:
            state = self._state
            if state.commands is None:
                raise NotAuthentic("no command is authentic before the first REKEY")
            plain = state.commands.open(data[TS_BYTES:], data[:TS_BYTES])
            state.check_order(ts, mark)
            command = _rekey.checked(plain, signed=False)
            self._commit(state.after_command(command, ts, mark).without_expired(now))
            if isinstance(self._clock, DeviceClock):
                self._clock.forward(ts)
            self._answer([command])

    def _answer(self, commands: list[Command]) -> None:
        """Publish what commands ask for."""
        if any(command.opcode is Opcode.NEW_KEM_KEY for command in commands):
            self._publish_announcement()

    # Objects.

    def _take_rekey(self, raw: bytes, now: float) -> None:
        """The steps of 6.6."""
        state, rekey = self._state, Rekey.parse(raw, self._state.suite)
        if rekey.id != self._id:
            raise RefusedObject("a REKEY for another client")
        c2_key = self._signer_of(rekey, now)
        self._check_epoch(rekey.epoch, now)
        rekey.verify(c2_key)
        if rekey.counter not in state.kem_keys:
            self._heal(rekey.counter, now)
            raise RefusedObject("a REKEY for a KEM key that is not here")
        kem_key = self._own.kem_key(rekey.counter, state.kem_keys[rekey.counter])
        commands, command_key = _rekey.open_(
            rekey,
            kem_key=kem_key.secret,
            kem_public_hash=kem_key.public_hash,
            sig_print=self.fingerprint,
        )
        clock = self._clock if isinstance(self._clock, DeviceClock) else None
        taken = max(state.floor, rekey.ts) if clock else now
        self._commit(state.after_rekey(rekey, commands, command_key, taken))
        if clock:
            clock.set(self._state.floor)
            self._messages.set_back(self._state.floor)
        self._forget()
        self._answer(commands)

    def _signer_of(self, rekey: Rekey, now: float) -> C2Key:
        """The C2KEY that a REKEY names; if it is not one to be trusted, look for a HANDOVER."""
        state = self._state
        if rekey.c2_print not in (state.c2_print, state.pending_c2):
            self._search.begin(state.c2_print or state.pending_c2, rekey.c2_print, now)
            raise RefusedObject("a REKEY by a key of C2 that is not known")
        key = self._keys.c2_key(rekey.c2_print)
        if key is None:
            raise RefusedObject("C2's key object has not arrived yet")
        return key

    def _check_epoch(self, epoch: int, now: float) -> None:
        last = self._state.epoch
        if epoch <= last:
            raise Replayed("a REKEY that is not newer than the last")
        if isinstance(self._clock, DeviceClock):
            if last and epoch > last + EPOCH_STEP:
                raise RefusedObject("a REKEY from more than 400 days after the last")
        elif epoch > now + EPOCH_AHEAD:
            raise RefusedObject("a REKEY from more than a day ahead")

    def _heal(self, counter: int, now: float) -> None:
        """C2 knows another KEM key than this client: one of the two was restored (6.7)."""
        if 0 <= now - self._healed < HEALING_PAUSE or counter == MAX_COUNTER:
            return
        if counter > self._state.next_counter:
            self._commit(self._state.with_kem_key(counter + 1))
            self._own.keep_only(self._state.kem_keys)
        self._healed = now
        self._publish_announcement()

    def _take_c2_key(self, raw: bytes) -> None:
        key = C2Key.parse(raw, self._state.suite)
        if key.print not in self._trusted():
            raise RefusedObject("a C2KEY that nobody asked for")
        if self._keys.c2_key(key.print) is None:
            self._keys.add(key)
            self._resubscribe = True

    def _take_sig_key(self, raw: bytes) -> None:
        key = SigKey.parse(raw, self._state.suite)
        if self._state.prints.get(key.id) != key.print:
            raise RefusedObject("a SIGKEY that nobody asked for, or under another id")
        if self._keys.sig_key(key.print, key.id) is None:
            self._keys.add(key)

    def _take_handover(self, raw: bytes) -> None:
        handover = Handover.parse(raw, self._state.suite)
        key = self._keys.c2_key(self._search.at)
        if key is None or handover.former != key.print:
            raise RefusedObject("a HANDOVER that nobody asked for")
        handover.verify(key)
        self._commit(self._state.with_pending(handover.next))
        self._search.step(handover.next)
        self._resubscribe = True

    def _take_session(self, raw: bytes, now: float) -> None:
        state, session = self._state, Session.parse(raw, self._state.suite)
        _sessions.check_times(session, now)
        fingerprint = state.prints.get(session.id)
        key = self._keys.sig_key(fingerprint, session.id)
        if fingerprint is None or key is None or SESSION not in state.policies.values():
            raise RefusedObject("a SESSION that nobody asked for")
        session.verify(key)
        sessions = _sessions.with_session(state.sessions, session, fingerprint)
        if sessions is not state.sessions:
            self._commit(replace(state, sessions=sessions))

    # Publications.

    def _announce(self) -> bytes:
        counter = self._state.next_counter
        return self._own.announce(counter, self._state.kem_keys[counter])

    def _queue(self, topic: str, payload: bytes) -> None:
        """Have a retained object published; only the latest one of a topic counts."""
        self._outbox[topic] = Publication(topic, payload, 1, True)

    def _publish_announcement(self) -> None:
        self._queue(control_topic(self._id) + "/a", self._announce())

    def _publish_keys(self) -> None:
        self._queue(key_topic(self.fingerprint), self.signing_key_object)
        self._publish_announcement()

    def _trusted(self) -> set[bytes]:
        """Fingerprints of the C2KEYs that are needed."""
        return {x for x in (self._state.c2_print, self._state.pending_c2, self._search.at) if x}

    def _forget(self) -> None:
        """After a REKEY: what it made useless."""
        self._search.end()
        self._own.keep_only(self._state.kem_keys)
        self._keys.keep_only(self._trusted() | set(self._state.prints.values()))
        if self._former is not None:
            self._former.erase()
            self._former = None
