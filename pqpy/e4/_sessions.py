"""Session keys of policy 1: which ones a receiver keeps, and a sender's own (E4-H1,
6.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import _store
from ._curve import verify_ed25519
from ._h1_keys import Identity
from ._objects import Session
from .errors import InvalidSignature, RefusedObject, SignerKeyMissing, StoreError

LIFETIME = 3600  # seconds, at most
AHEAD = 60  # how far a sender's clock may be ahead
LATE = 600  # the window of messages
KEPT = 2  # per sender
OVERLAP = 60  # a sender makes its next key so long before the end of the former


@dataclass(frozen=True)
class Known:
    """A session key of another client.

    Attributes:
        start, end: seconds between which its messages are dated.
        key: Ed25519, 32 bytes.
        vouching: fingerprint of the SIGKEY under which its SESSION held.
    """

    start: int
    end: int
    key: bytes
    vouching: bytes

    @cached_property
    def verifier(self) -> Ed25519PublicKey:
        """The key, ready to verify; it was checked when it came."""
        return Ed25519PublicKey.from_public_bytes(self.key)

    def to_json(self) -> dict[str, Any]:
        """As in the store."""
        return {
            "From": self.start,
            "To": self.end,
            "Key": _store.b64(self.key),
            "Print": _store.b64(self.vouching),
        }

    @classmethod
    def from_json(cls, value: Any) -> Known:
        """From the store: StoreError if it is none."""
        if not isinstance(value, dict):
            raise StoreError("the store has a session that is no object")
        return cls(
            _store.member(value, "From", int),
            _store.member(value, "To", int),
            _store.b64_member(value, "Key", 32),
            _store.b64_member(value, "Print", 32),
        )


Sessions: TypeAlias = Mapping[bytes, tuple[Known, ...]]  # by sender, latest first


def check_times(session: Session, now: float) -> None:
    """Refuse a SESSION that is too long, too early or over.

    Raises:
        RefusedObject: it is.
    """
    if not 0 < session.end - session.start <= LIFETIME:
        raise RefusedObject("a session of no length, or of more than an hour")
    if session.start > now + AHEAD:
        raise RefusedObject("a session that has not begun")
    if now > session.end + LATE:
        raise RefusedObject("a session that is over")


def with_session(sessions: Sessions, session: Session, vouching: bytes) -> Sessions:
    """The table with a SESSION that was verified; the same table if it is not kept.

    Raises:
        RefusedObject: another key with the same beginning is known, or two later ones are.
    """
    known = sessions.get(session.id, ())
    made = Known(session.start, session.end, session.key, vouching)
    if made in known:
        return sessions
    if any(one.start == made.start for one in known):
        raise RefusedObject("a second session with the same beginning")
    latest = sorted((*known, made), key=lambda one: one.start, reverse=True)[:KEPT]
    if made not in latest:
        raise RefusedObject("a session older than two others")
    return {**sessions, session.id: tuple(latest)}


def without(sessions: Sessions, sender: bytes) -> Sessions:
    """The table without one sender."""
    return {name: known for name, known in sessions.items() if name != sender}


def vouched(sessions: Sessions, prints: Mapping[bytes, bytes]) -> Sessions:
    """What is left of a table when the fingerprints are these."""
    kept = {
        name: tuple(one for one in known if one.vouching == prints.get(name))
        for name, known in sessions.items()
    }
    return {name: known for name, known in kept.items() if known}


def verify(
    known: Iterable[Known], vouching: bytes, ts: int, message: bytes, signature: bytes
) -> None:
    """Check the signature of a message of second *ts* under a sender's session keys.

    Raises:
        SignerKeyMissing: no session of that second, vouched for by this fingerprint.
        InvalidSignature: it fits none.
    """
    fitting = [one for one in known if one.vouching == vouching and one.start <= ts <= one.end]
    if not fitting:
        raise SignerKeyMissing("no session key of the sender for this time")
    for one in fitting[:-1]:
        try:
            return verify_ed25519(one.verifier, message, signature)
        except InvalidSignature:
            continue
    verify_ed25519(fitting[-1].verifier, message, signature)


@dataclass(frozen=True)
class _Own:
    start: int
    end: int
    key: Ed25519PrivateKey


class OwnSessions:
    """A sender's session keys: in memory only, one hour each.  Not safe for threads."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._keys: list[_Own] = []  # the one in use, and its successor

    def expire(self, now: float) -> None:
        """Erase what is over; and all, if the clock was set back."""
        if any(now < own.start for own in self._keys):
            self._keys = []
        self._keys = [own for own in self._keys if int(now) <= own.end]

    def key(self, now: float) -> tuple[Ed25519PrivateKey, Session | None]:
        """The key to sign with now, and the SESSION to publish before if there is a new one."""
        self.expire(now)
        session = None
        if not self._keys or (len(self._keys) == 1 and now > self._keys[0].end - OVERLAP):
            session = self._make(int(now))
        return self._keys[0].key, session

    def _make(self, start: int) -> Session:
        key = Ed25519PrivateKey.generate()
        self._keys.append(_Own(start, start + LIFETIME, key))
        return Session.signed(
            self._identity,
            id=self._identity.id,
            start=start,
            end=start + LIFETIME,
            key=key.public_key().public_bytes_raw(),
        )
