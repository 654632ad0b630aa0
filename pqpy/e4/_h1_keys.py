"""Identities and key derivations of E4-H1 (E4-H1, 6.3).

Every input of a derivation has a fixed length, and no label starts another.
"""

from __future__ import annotations

from hashlib import sha3_256, shake_256
from typing import Any, ClassVar

from .. import hybrid
from ._suites import Kind, Suite
from ._wire import ID_BYTES

SEED_BYTES = 32  # of an identity, and of a KEM key
PRINT_BYTES = 32  # a fingerprint, F
SIGNING_SEED_BYTES = 64  # ML-DSA seed 32 | Ed25519 seed 32

CLIENT_SIGNATURE = hybrid.MLDSA44_Ed25519
C2_SIGNATURE = hybrid.MLDSA65_Ed25519

COMPOSITE, SESSION, SYMMETRIC = range(3)  # the policies of a topic
NOBODY = bytes(ID_BYTES)  # the sender in a key of policy 2

_ONE = bytes.fromhex("00000001")  # the counter of SP 800-56C's one-step derivation


def fingerprint(data: bytes) -> bytes:
    """F of a whole object, 32 bytes."""
    return sha3_256(data).digest()


def info(
    suite: Suite,
    *,
    epoch: int,
    ts: int,
    receiver: bytes,
    c2_print: bytes,
    sig_print: bytes,
    kem_public_hash: bytes,
    ciphertext: bytes,
) -> bytes:
    """What both keys of a REKEY are bound to, 161 bytes."""
    return b"".join(
        (
            suite.code,
            epoch.to_bytes(8, "little"),
            ts.to_bytes(8, "little"),
            receiver,
            c2_print,
            sig_print,
            kem_public_hash,
            sha3_256(ciphertext).digest(),
        )
    )


def inner_key(secret: bytes, info: bytes) -> bytes:
    """K_inner, of the commands inside a REKEY."""
    return sha3_256(_ONE + secret + b"E4-H1 inner" + info).digest()


def command_key(secret: bytes, info: bytes) -> bytes:
    """K_cmd, of the commands after a REKEY."""
    return sha3_256(_ONE + secret + b"E4-H1 commands" + info).digest()


def message_key(
    suite: Suite, topic_key: bytes, topic: bytes, policy: int, sender: bytes = NOBODY
) -> bytes:
    """K_msg, of the messages of one sender under one policy on the topic with this hash."""
    sender = NOBODY if policy == SYMMETRIC else sender
    tail = suite.code + topic + bytes([policy]) + sender
    return sha3_256(_ONE + topic_key + b"E4-H1 message" + tail).digest()


class Signer:
    """Who signs: the keys of a 32-byte seed, and the object that carries the public ones.

    Attributes:
        suite: of all that is signed.
        seed: where the keys come from.
        key_object: the SIGKEY or C2KEY.
        print: its fingerprint.
    """

    LABEL: ClassVar[bytes]
    SCHEME: ClassVar[Any]
    KIND: ClassVar[Kind]

    def __init__(self, suite: Suite, seed: bytes, owner: bytes = b"") -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"seed must be {SEED_BYTES} bytes, not {len(seed)}")
        seeds = shake_256(self.LABEL + suite.code + seed).digest(SIGNING_SEED_BYTES)
        self.suite, self.seed = suite, seed
        self._key = self.SCHEME.generate(seed=seeds)
        self.key_object = suite.header(self.KIND) + owner + bytes(self._key.public_key)
        self.print = fingerprint(self.key_object)

    def sign(self, message: bytes, context: bytes) -> bytes:
        """A composite signature; *context* is complete, suite byte included."""
        signature: bytes = self._key.sign(message, context=context)
        return signature

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.print.hex()}>"


class Identity(Signer):
    """A client's: one id, one seed, one device.

    Args:
        suite: of the deployment.
        seed: S, 32 random bytes made on the device; never from a password, and no v1 key.
        client_id: 16 bytes.
    """

    LABEL, SCHEME, KIND = b"E4-H1 identity", CLIENT_SIGNATURE, Kind.SIGKEY

    def __init__(self, suite: Suite, seed: bytes, client_id: bytes) -> None:
        if len(client_id) != ID_BYTES:
            raise ValueError(f"client_id must be {ID_BYTES} bytes, not {len(client_id)}")
        self.id = client_id
        super().__init__(suite, seed, client_id)


class C2Identity(Signer):
    """C2's, of a 32-byte seed."""

    LABEL, SCHEME, KIND = b"E4-H1 C2", C2_SIGNATURE, Kind.C2KEY

    def __init__(self, suite: Suite, seed: bytes) -> None:
        super().__init__(suite, seed)
