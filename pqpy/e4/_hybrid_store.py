"""A hybrid client's state as JSON, keyType 2 (E4-H1, 6.8).

A client that migrates from public-key mode has one member more, ``Migration``: what it had there,
and its ANNOUNCE, which its MIGRATE names by its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _store, _suites
from ._h1_keys import PRINT_BYTES, SEED_BYTES
from ._hybrid_state import MAX_COUNTER, SEEN, HybridState
from ._objects import MAX_TS
from ._sessions import Known
from ._topics import Topics
from ._wire import ID_BYTES, KEY_BYTES, SIV_BYTES, TS_BYTES, check_key
from .errors import InvalidKeyMaterial, StoreError


def key_data(state: HybridState) -> dict[str, Any]:
    """The mode's own part."""
    data = {
        "Suite": state.suite.byte,
        "Seed": _store.b64(state.seed),
        "SignerID": _store.b64(state.signer_id),
        "C2Print": _store.b64(state.c2_print or b""),
        "PendingC2": _store.b64(state.pending_c2 or b""),
        "KemKeys": {str(n): _store.b64(state.kem_keys[n]) for n in sorted(state.kem_keys)},
        "Epoch": state.epoch,
        "CmdKey": _store.b64(state.command_key or b""),
        "LastCmd": state.last_command,
        "CmdSeen": [_store.b64(mark) for mark in state.seen],
        "ClockFloor": state.floor,
        "PubPrints": _hexed({name: _store.b64(x) for name, x in state.prints.items()}),
        "Policies": _hexed(state.policies),
        "Sessions": _hexed(
            {name: [one.to_json() for one in known] for name, known in state.sessions.items()}
        ),
    }
    if state.migration is not None:
        announce = _store.b64(state.migration.announcement)
        data["Migration"] = {**state.migration.former.key_data(), "Announce": announce}
    return data


def _hexed(table: Mapping[bytes, Any]) -> dict[str, Any]:
    return {name.hex(): table[name] for name in sorted(table)}


def from_store(store: _store.Store) -> HybridState:
    """The state in a file, but for what a migrating client has besides.

    Raises:
        StoreError: it is damaged.
    """
    data = store.key_data
    try:
        # Whoever made the store has switched an experimental suite on.
        suite = _suites.find(_number(data, "Suite"), experimental=True)
    except ValueError as error:
        raise StoreError(f"the store has {error}") from None
    try:
        state = HybridState(
            Topics(store.topic_keys),
            suite,
            _store.b64_member(data, "Seed", SEED_BYTES),
            _store.b64_member(data, "SignerID", ID_BYTES),
            _optional(data, "C2Print"),
            _kem_keys(data),
            pending_c2=_optional(data, "PendingC2"),
            epoch=_number(data, "Epoch"),
            command_key=_optional(data, "CmdKey"),
            last_command=_number(data, "LastCmd", MAX_TS),
            seen=_seen(data),
            floor=_number(data, "ClockFloor", MAX_TS),
            prints=_store.hex_table(data, "PubPrints", PRINT_BYTES),
            policies=_table(data, "Policies", int),
            sessions={
                name: tuple(Known.from_json(one) for one in known)
                for name, known in _table(data, "Sessions", list).items()
            },
        )
        _check(state, store)
    except InvalidKeyMaterial as error:
        raise StoreError(f"the store has a bad CmdKey: {error}") from None
    return state


def _check(state: HybridState, store: _store.Store) -> None:
    """StoreError if values do not go together, InvalidKeyMaterial if K_cmd is no key."""
    if state.command_key is not None:
        check_key(state.command_key)
    if state.signer_id != store.id:
        raise StoreError("the store's SignerID is not its ID")
    if not {len(x) for x in store.topic_keys.values()} <= {KEY_BYTES, KEY_BYTES + TS_BYTES}:
        raise StoreError("the store has topic keys of a wrong length")
    if not set(state.policies.values()) <= {1, 2}:
        raise StoreError("the store has unknown policies")
    if state.c2_print is None and "Migration" not in store.key_data:
        raise StoreError("the store has no C2Print")


def _number(data: dict[str, Any], name: str, most: int = MAX_COUNTER) -> int:
    value = _store.member(data, name, int)
    if isinstance(value, bool) or not 0 <= value <= most:
        raise StoreError(f"the store's {name} is out of range")
    return int(value)


def _optional(data: dict[str, Any], name: str) -> bytes | None:
    """32 bytes, or none at all."""
    return _store.b64_member(data, name, 32) if _store.member(data, name, str) else None


def _seen(data: dict[str, Any]) -> tuple[bytes, ...]:
    marks = _store.member(data, "CmdSeen", list)
    if len(marks) > SEEN:
        raise StoreError("the store's CmdSeen is too long")
    return tuple(_store.from_b64("CmdSeen", mark, SIV_BYTES) for mark in marks)


def _table(data: dict[str, Any], name: str, kind: type) -> dict[bytes, Any]:
    """A member that maps ids or hashes in hex to values of a kind."""
    table = _store.member(data, name, dict)
    try:
        result = {bytes.fromhex(key): _store.member(table, key, kind) for key in table}
    except ValueError:
        raise StoreError(f"the store's {name} has a key that is not hex") from None
    if any(len(key) != ID_BYTES for key in result):
        raise StoreError(f"the store's {name} has a key that is not {ID_BYTES} bytes")
    return result


def _kem_keys(data: dict[str, Any]) -> dict[int, bytes]:
    table = _store.member(data, "KemKeys", dict)
    counters = {n: int(n) for n in table if n.isdecimal() and len(n) <= len(str(MAX_COUNTER))}
    good = len(counters) == len(table) in (1, 2) and max(counters.values()) <= MAX_COUNTER
    if not good:
        raise StoreError("the store's KemKeys are not one or two with their counters")
    return {counter: _store.b64_member(table, n, SEED_BYTES) for n, counter in counters.items()}
