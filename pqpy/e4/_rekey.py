"""The inside of a REKEY: made by C2, opened by its client (E4-H1, 6.2 and 6.6)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha3_256
from typing import Any

from ..errors import PQError
from . import _h1_keys as keys
from ._commands import Command, Opcode, parse
from ._h1_keys import C2Identity
from ._objects import INNER_BYTES, Rekey
from ._suites import Suite
from ._wire import KEY_BYTES, open_sealed, seal
from .errors import (
    E4Error,
    InvalidCommand,
    InvalidKeyMaterial,
    NeedsRekey,
    RefusedObject,
    UnsupportedCommand,
)

LENGTH_BYTES = 2  # of a command, before it
POLICIES = range(3)
COMPLETE = (Opcode.RESET_TOPICS, Opcode.RESET_PUB_KEYS)  # what every one starts with
UNSUPPORTED = (Opcode.SET_ID_KEY, Opcode.SET_PUB_KEY, Opcode.SET_C2_KEY)
SIGNED_ONLY = (Opcode.SET_POLICY, Opcode.SET_C2_PRINT, Opcode.SET_PUB_PRINT)


def pack(commands: Sequence[bytes]) -> bytes:
    """``(length LE16 | command)`` repeated."""
    return b"".join(len(one).to_bytes(LENGTH_BYTES, "little") + one for one in commands)


def unpack(data: bytes) -> list[bytes]:
    """Split what :func:`pack` joined.

    Raises:
        RefusedObject: a length of 0, or bytes left that are no whole pair.
    """
    commands, at = [], 0
    while at < len(data):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "little")
        if not start < at <= len(data):
            raise RefusedObject("commands that do not fill their REKEY")
        commands.append(data[start:at])
    return commands


def checked(command: bytes, *, signed: bool) -> Command:
    """A command as a hybrid client takes it; it cannot fail when it is run.

    Args:
        command: opcode and arguments.
        signed: inside a REKEY, not under K_cmd.

    Raises:
        InvalidCommand: unknown, of the wrong length, or an unknown policy.
        UnsupportedCommand: one of public-key mode.
        NeedsRekey: it decides whom to trust, and is not signed.
        InvalidKeyMaterial: a topic key of zeros.
    """
    result = parse(command)
    opcode, arguments = result
    if opcode in UNSUPPORTED:
        raise UnsupportedCommand(f"{opcode.name} is not supported in hybrid mode")
    if opcode in SIGNED_ONLY and not signed:
        raise NeedsRekey(f"{opcode.name} is taken in a REKEY only")
    if opcode is Opcode.SET_POLICY and arguments[-1] not in POLICIES:
        raise InvalidCommand(f"no policy {arguments[-1]}")
    if opcode is Opcode.SET_TOPIC_KEY and arguments[:KEY_BYTES] == bytes(KEY_BYTES):
        raise InvalidKeyMaterial("a topic key must not be all zeros")
    return result


def checked_all(data: bytes) -> list[Command]:
    """The commands of a REKEY, complete and each one good.

    Raises:
        RefusedObject: they are not.
    """
    try:
        commands = [checked(one, signed=True) for one in unpack(data)]
    except RefusedObject:
        raise
    except E4Error as error:
        raise RefusedObject(f"a command in a REKEY: {error}") from None
    if tuple(opcode for opcode, _ in commands[: len(COMPLETE)]) != COMPLETE:
        raise RefusedObject("a REKEY that does not start from nothing")
    return commands


def _keys(
    rekey: Rekey, secret: bytes, kem_public_hash: bytes, sig_print: bytes
) -> tuple[bytes, bytes]:
    """K_inner and K_cmd."""
    info = keys.info(
        rekey.suite,
        epoch=rekey.epoch,
        ts=rekey.ts,
        receiver=rekey.id,
        c2_print=rekey.c2_print,
        sig_print=sig_print,
        kem_public_hash=kem_public_hash,
        ciphertext=rekey.ciphertext,
    )
    return keys.inner_key(secret, info), keys.command_key(secret, info)


def build(
    suite: Suite,
    c2: C2Identity,
    *,
    epoch: int,
    ts: int,
    receiver_id: bytes,
    sig_print: bytes,
    counter: int,
    kem_public_key: Any,
    commands: Sequence[bytes],
    seed: bytes | None = None,
) -> tuple[bytes, bytes]:
    """Make the REKEY of one client.

    Args:
        suite: of the deployment, and of *c2*.
        c2: who signs.
        epoch: above every one that this client was ever sent.
        ts: C2's clock, in seconds.
        receiver_id: 16 bytes.
        sig_print: fingerprint of the receiver's SIGKEY.
        counter: of the receiver's KEM key.
        kem_public_key: that key, as bytes or prepared by :meth:`Suite.kem_public_key`.
        commands: all that the client shall know, from empty tables on: the two resets that every
            REKEY starts with are put before them.
        seed: coins of the encapsulation, for known answers.

    Returns:
        the bytes of the REKEY, and K_cmd (32 bytes).

    Raises:
        InvalidKeyMaterial: the KEM key is weak: skip this client.
        ValueError: the commands are too many for one REKEY.
        E4Error: a command that no client would take.
    """
    if isinstance(kem_public_key, bytes):
        kem_public_key = suite.kem_public_key(kem_public_key)
    for command in commands:
        checked(command, signed=True)
    inner = pack([bytes([opcode]) for opcode in COMPLETE] + list(commands))
    if len(inner) not in INNER_BYTES:
        raise ValueError(f"commands of {len(inner)} bytes; a REKEY holds {INNER_BYTES[-1]}")
    secret, ciphertext = kem_public_key.encaps(seed=seed)
    rekey = Rekey(
        suite,
        epoch=epoch,
        ts=ts,
        id=receiver_id,
        c2_print=c2.print,
        counter=counter,
        ciphertext=ciphertext,
        sealed=b"",
        signature=bytes(c2.SCHEME.signature_bytes),
    )
    kem_public_hash = sha3_256(bytes(kem_public_key)).digest()
    k_inner, k_cmd = _keys(rekey, secret, kem_public_hash, sig_print)
    head = rekey.associated
    message = head + seal(k_inner, inner, head)
    return message + c2.sign(message, Rekey.CONTEXT + suite.code), k_cmd


def open_(
    rekey: Rekey, *, kem_key: Any, kem_public_hash: bytes, sig_print: bytes
) -> tuple[list[Command], bytes]:
    """Steps 7 and 8 of taking a REKEY whose signature holds.

    Args:
        rekey: for this client, verified.
        kem_key: the prepared secret key that it names.
        kem_public_hash: SHA3-256 of the public key that belongs to it.
        sig_print: fingerprint of the receiver's SIGKEY.

    Returns:
        its commands, which cannot fail, and K_cmd (32 bytes).

    Raises:
        RefusedObject: it does not open, or a command in it is not good.
    """
    try:
        secret = kem_key.decaps(rekey.ciphertext)
        k_inner, k_cmd = _keys(rekey, secret, kem_public_hash, sig_print)
        inner = open_sealed(k_inner, rekey.sealed, rekey.associated)
    except (PQError, ValueError) as error:
        raise RefusedObject(f"a REKEY that does not open: {error}") from None
    return checked_all(inner), k_cmd
