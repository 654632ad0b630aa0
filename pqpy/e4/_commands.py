"""The commands of C2: ``opcode 1 | arguments`` (E4 v1 6.2, E4-H1 6.4)."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from ._wire import HASH_BYTES, ID_BYTES, KEY_BYTES
from .errors import InvalidCommand

PRINT_BYTES = 32  # a fingerprint, F


class Opcode(IntEnum):
    """First byte of a command."""

    REMOVE_TOPIC = 0x00
    RESET_TOPICS = 0x01
    SET_ID_KEY = 0x02
    SET_TOPIC_KEY = 0x03
    REMOVE_PUB_KEY = 0x04
    RESET_PUB_KEYS = 0x05
    SET_PUB_KEY = 0x06
    SET_C2_KEY = 0x07
    SET_POLICY = 0x20
    SET_C2_PRINT = 0x21
    SET_PUB_PRINT = 0x22
    NEW_KEM_KEY = 0x23


class Command(NamedTuple):
    """A command whose opcode is known and whose arguments have the right length."""

    opcode: Opcode
    arguments: bytes


class Row(NamedTuple):
    """One line of the table of commands."""

    name: str
    lengths: tuple[int, ...]  # of the arguments


TABLE = {
    Opcode.REMOVE_TOPIC: Row("RemoveTopic", (HASH_BYTES,)),
    Opcode.RESET_TOPICS: Row("ResetTopics", (0,)),
    Opcode.SET_ID_KEY: Row("SetIDKey", (32, 64)),
    Opcode.SET_TOPIC_KEY: Row("SetTopicKey", (KEY_BYTES + HASH_BYTES,)),
    Opcode.REMOVE_PUB_KEY: Row("RemovePubKey", (ID_BYTES,)),
    Opcode.RESET_PUB_KEYS: Row("ResetPubKeys", (0,)),
    Opcode.SET_PUB_KEY: Row("SetPubKey", (32 + ID_BYTES,)),
    Opcode.SET_C2_KEY: Row("SetC2Key", (32,)),
    Opcode.SET_POLICY: Row("SetPolicy", (HASH_BYTES + 1,)),
    Opcode.SET_C2_PRINT: Row("SetC2Print", (PRINT_BYTES,)),
    Opcode.SET_PUB_PRINT: Row("SetPubPrint", (PRINT_BYTES + ID_BYTES,)),
    Opcode.NEW_KEM_KEY: Row("NewKemKey", (0,)),
}

_BY_BYTE = {int(opcode): (opcode, row) for opcode, row in TABLE.items()}


def parse(command: bytes) -> Command:
    """Split a command.

    Raises:
        InvalidCommand: empty, of an unknown opcode, or of the wrong length for it.
    """
    try:
        opcode, row = _BY_BYTE[command[0]]
    except (IndexError, KeyError):
        raise InvalidCommand("invalid command") from None
    arguments = command[1:]
    if len(arguments) not in row.lengths:
        raise InvalidCommand(f"invalid {row.name} length")
    return Command(opcode, arguments)


def _build(opcode: Opcode, *parts: bytes) -> bytes:
    command = bytes([opcode]) + b"".join(parts)
    if len(command) - 1 not in TABLE[opcode].lengths:
        raise ValueError(f"arguments of the wrong length for {TABLE[opcode].name}")
    return command


def remove_topic(topic: bytes) -> bytes:
    """Forget the key of the topic with this hash (16 bytes)."""
    return _build(Opcode.REMOVE_TOPIC, topic)


def reset_topics() -> bytes:
    """Forget all topic keys."""
    return _build(Opcode.RESET_TOPICS)


def set_id_key(key: bytes) -> bytes:
    """Replace the client's own key: 32 bytes symmetric, 64 bytes Ed25519 ``seed | public``."""
    return _build(Opcode.SET_ID_KEY, key)


def set_topic_key(key: bytes, topic: bytes) -> bytes:
    """Set the key (32 bytes) of the topic with this hash (16 bytes)."""
    return _build(Opcode.SET_TOPIC_KEY, key, topic)


def remove_pub_key(client_id: bytes) -> bytes:
    """Forget the public key of another client (id of 16 bytes)."""
    return _build(Opcode.REMOVE_PUB_KEY, client_id)


def reset_pub_keys() -> bytes:
    """Forget the public keys of all other clients."""
    return _build(Opcode.RESET_PUB_KEYS)


def set_pub_key(key: bytes, client_id: bytes) -> bytes:
    """Set the Ed25519 public key (32 bytes) of another client (id of 16 bytes)."""
    return _build(Opcode.SET_PUB_KEY, key, client_id)


def set_c2_key(key: bytes) -> bytes:
    """Replace C2's Curve25519 public key (32 bytes)."""
    return _build(Opcode.SET_C2_KEY, key)


def set_policy(topic: bytes, policy: int) -> bytes:
    """Set the policy (0 composite, 1 session, 2 symmetric) of the topic with this hash."""
    return _build(Opcode.SET_POLICY, topic, bytes([policy]))


def set_c2_print(fingerprint: bytes) -> bytes:
    """Name the next key of C2 by its fingerprint (32 bytes)."""
    return _build(Opcode.SET_C2_PRINT, fingerprint)


def set_pub_print(fingerprint: bytes, client_id: bytes) -> bytes:
    """Set the fingerprint (32 bytes) of another client's SIGKEY (id of 16 bytes)."""
    return _build(Opcode.SET_PUB_PRINT, fingerprint, client_id)


def new_kem_key() -> bytes:
    """Ask for a new KEM key."""
    return _build(Opcode.NEW_KEM_KEY)
