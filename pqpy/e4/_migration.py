"""From public-key mode to hybrid mode in one client (E4-H1, 6.7).

Until its first REKEY a migrating client is both: a client of version 1 inside a hybrid one, which
writes the state of both.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha3_256
from typing import TYPE_CHECKING, Any

from . import _store, _suites
from ._commands import Command, Opcode
from ._h1_keys import CLIENT_SIGNATURE
from ._objects import Migrate
from ._public_key import PublicKeyClient, PublicKeyState
from ._wire import control_topic
from .client import State
from .errors import NeedsRekey, NotAuthentic

if TYPE_CHECKING:
    from ._hybrid import HybridClient


@dataclass(frozen=True)
class Migration:
    """What a migrating client stores besides.

    Attributes:
        former: its state in public-key mode.
        announcement: the ANNOUNCE that its MIGRATE names.
    """

    former: PublicKeyState
    announcement: bytes


class Former(PublicKeyClient):
    """The public-key client inside a migrating one."""

    _owner: HybridClient
    _named: bytes | None = None  # F(C2KEY) in the command that is being taken

    def _open_command(self, data: bytes) -> tuple[PublicKeyState, bytes]:
        if self._owner._former is not self:
            raise NotAuthentic("the client has switched to hybrid mode")
        return super()._open_command(data)

    def _apply(self, state: State, command: Command, now: int) -> State:
        self._named = None
        if command.opcode is not Opcode.SET_C2_PRINT:
            return super()._apply(state, command, now)
        pending = self._owner._state.pending_c2
        if pending not in (None, command.arguments):
            raise NeedsRekey("C2's hybrid key was named before")
        self._named = command.arguments
        return state

    def _commit(self, state: State) -> None:
        assert isinstance(state, PublicKeyState)
        owner = self._owner._state
        assert owner.migration is not None
        self._owner._commit(
            replace(
                owner,
                topics=state.topics,
                pending_c2=self._named or owner.pending_c2,
                migration=replace(owner.migration, former=state),
            )
        )
        self._state = state
        if self._named is not None:
            publish(self._owner)

    def erase(self) -> None:
        """Remove the memory of its commands, which the switch has made useless."""
        if self._path is not None:
            with suppress(FileNotFoundError):
                os.unlink(self._memory_path())


def _join(owner: HybridClient, former: Former, announcement: bytes) -> None:
    """Make *former* the inner part of a migrating client."""
    former._owner, former._lock, former._clock = owner, owner._lock, owner._clock
    owner._former = former
    owner._own.announced(0, announcement)
    owner._state = replace(
        owner._state,
        topics=former._state.topics,
        migration=Migration(former._state, announcement),
    )
    if owner._state.pending_c2 is not None:
        publish(owner)


def begin(client: PublicKeyClient, suite: str | int, *, experimental: bool) -> HybridClient:
    """See :meth:`PublicKeyClient.migrate`."""
    from ._hybrid import HybridClient

    if client.receiving_topic != control_topic(client.id):
        raise ValueError("a client in hybrid mode has the receiving topic e4/<id>")
    found = _suites.find(suite, experimental=experimental)
    with client._lock:
        owner = HybridClient._new(
            client.id, found, None, path=client._path, clock=client._clock, has_clock=True
        )
        former = Former(
            client.id, client._state, receiving_topic=client.receiving_topic, path=client._path
        )
        former._commands = client._commands
        _join(owner, former, owner.announcement)
        owner._commit(owner._state)
        client._path = None  # the file is the new client's
    return owner


def resume(owner: HybridClient, store: _store.Store) -> None:
    """Make a client that was loaded a migrating one again.  StoreError if the store is damaged."""
    data = _store.member(store.key_data, "Migration", dict)
    announcement = _store.b64_member(data, "Announce")
    assert owner._path is not None
    former = Former._from_store(
        store._replace(key_type=1, key_data=data), owner._path, owner._clock
    )
    assert isinstance(former, Former)
    _join(owner, former, announcement)


def publish(owner: HybridClient) -> None:
    """Answer C2's ``21 | F(C2KEY)`` with a MIGRATE."""
    state, identity = owner._state, owner._own.identity
    assert state.migration is not None
    values: dict[str, Any] = {
        "id": owner.id,
        "c2_print": state.pending_c2,
        "sig_print": identity.print,
        "announce_hash": sha3_256(state.migration.announcement).digest(),
    }
    blank = bytes(CLIENT_SIGNATURE.signature_bytes)
    unsigned = Migrate(state.suite, v1_signature=bytes(64), signature=blank, **values)
    v1_signature = state.migration.former.signer.sign(unsigned.v1_message)
    made = Migrate.signed(identity, v1_signature=v1_signature, **values)
    owner._queue(control_topic(owner.id) + "/m", bytes(made))
