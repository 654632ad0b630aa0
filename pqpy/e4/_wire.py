"""Sizes, names, time and authenticated encryption of E4 (E4 v1, sections 2 to 5)."""

from __future__ import annotations

import hmac
from hashlib import sha3_256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from .errors import InvalidKeyMaterial, NotAuthentic, TimestampInFuture, TimestampTooOld

ID_BYTES = 16
HASH_BYTES = 16  # of a topic
KEY_BYTES = 32  # client key, topic key
SIV_BYTES = 16
TS_BYTES = 8
SIGNATURE_BYTES = 64  # Ed25519

WINDOW = 600  # seconds that a message or command is taken after its timestamp
TRANSITION = 3600  # seconds that a replaced topic key still opens messages

# Go's time type counts seconds from the year 1 in 64 bits; later timestamps wrap into the past.
GO_TIME_WRAPS = 2**63 - 62_135_596_800


class Publication(NamedTuple):
    """What is to be published: the arguments of every MQTT library."""

    topic: str
    payload: bytes
    qos: int
    retain: bool


def utf8(name: str, value: object) -> bytes:
    """The bytes of a text.  TypeError or ValueError, with the argument's name, if it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} must be text that UTF-8 can encode, not {value!r}") from None


def h16(data: bytes) -> bytes:
    """SHA3-256, cut to its first 16 bytes."""
    return sha3_256(data).digest()[:HASH_BYTES]


def id_of(name: str) -> bytes:
    """The id (16 bytes) of a client's name."""
    return h16(utf8("name", name))


def topic_hash(topic: str) -> bytes:
    """The hash (16 bytes) that stands for a topic.  TypeError if that is no text."""
    return h16(utf8("topic", topic))


def previous_slot(topic: bytes) -> bytes:
    """Where the table keeps the previous key of the topic with this hash."""
    return h16(topic)


def control_topic(client_id: bytes) -> str:
    """The topic on which a client receives its commands."""
    return "e4/" + client_id.hex()


def pack_ts(seconds: int) -> bytes:
    """A timestamp as 8 bytes, little-endian."""
    return seconds.to_bytes(TS_BYTES, "little", signed=True)


def unpack_ts(data: bytes) -> int:
    """The signed number of seconds in the first 8 bytes."""
    return int.from_bytes(data[:TS_BYTES], "little", signed=True)


def check_window(ts: int, now: float) -> None:
    """Refuse what is not from the last 600 s.

    Raises:
        TimestampInFuture, TimestampTooOld: it is not.
    """
    if now < ts < GO_TIME_WRAPS:
        raise TimestampInFuture("timestamp received is in the future")
    if ts < now - WINDOW or ts >= GO_TIME_WRAPS:
        raise TimestampTooOld("timestamp too old")


def check_key(key: bytes) -> None:
    """Refuse what is no symmetric key: 32 bytes, not all zero.

    Raises:
        InvalidKeyMaterial: it is none.
    """
    if len(key) != KEY_BYTES:
        raise InvalidKeyMaterial(f"a symmetric key has {KEY_BYTES} bytes, not {len(key)}")
    if hmac.compare_digest(key, bytes(KEY_BYTES)):
        raise InvalidKeyMaterial("a symmetric key must not be all zeros")


def _cmac(key: bytes, block: bytes) -> bytes:
    mac = CMAC(AES(key))
    mac.update(block)
    return mac.finalize()


def _double(block: bytes) -> bytes:
    """Twice *block* in GF(2^128), RFC 5297, section 2.3."""
    value = int.from_bytes(block, "big") << 1
    value ^= (value >> 128) * ((1 << 128) | 0x87)
    return value.to_bytes(16, "big")


class Siv:
    """AES-SIV under an E4 key, which stands for both halves of RFC 5297's (4.1).

    Keep one for a key that is used often: setting it up costs more than a message.
    """

    __slots__ = ("_cipher", "_key")

    def __init__(self, key: bytes) -> None:
        check_key(key)
        self._key = key
        self._cipher = AESSIV(key + key)

    def seal(self, plaintext: bytes, ad: bytes) -> bytes:
        """``V | C``: 16 bytes more than *plaintext*; *ad* is authenticated with it."""
        if not plaintext:
            return self._empty(ad)
        return self._cipher.encrypt(plaintext, [ad])

    def open(self, data: bytes, ad: bytes) -> bytes:
        """The plaintext of ``V | C``.

        Raises:
            NotAuthentic: not sealed under this key with this *ad*.
        """
        if len(data) == SIV_BYTES and hmac.compare_digest(data, self._empty(ad)):
            return b""
        if len(data) <= SIV_BYTES:
            raise NotAuthentic("the tag does not fit")
        try:
            return self._cipher.decrypt(data, [ad])
        except InvalidTag:
            raise NotAuthentic("the tag does not fit") from None

    def _empty(self, ad: bytes) -> bytes:
        """V of an empty plaintext, which OpenSSL before 3.5 refuses: RFC 5297, section 2.4."""
        d = int.from_bytes(_double(_cmac(self._key, bytes(16))), "big")
        d ^= int.from_bytes(_cmac(self._key, ad), "big")
        padded = int.from_bytes(_double(d.to_bytes(16, "big")), "big") ^ 1 << 127
        return _cmac(self._key, padded.to_bytes(16, "big"))


def seal(key: bytes, plaintext: bytes, ad: bytes) -> bytes:
    """:meth:`Siv.seal` under a key that is used once.  InvalidKeyMaterial if it is none."""
    return Siv(key).seal(plaintext, ad)


def open_sealed(key: bytes, data: bytes, ad: bytes) -> bytes:
    """:meth:`Siv.open` under a key that is used once.  InvalidKeyMaterial if it is none."""
    return Siv(key).open(data, ad)


def protect_command(siv: Siv, command: bytes, ts: int) -> bytes:
    """``ts | V | C``: a command, or a message without signature (5.1)."""
    ad = pack_ts(ts)
    return ad + siv.seal(command, ad)
