"""Messages of E4-H1 under the three policies (E4-H1, 6.5).

policy 0   ts 8 | id 16 | V 16 | C n | ML-DSA-44 2420 | Ed25519 64
policy 1   ts 8 | id 16 | V 16 | C n | Ed25519 64
policy 2   ts 8 | V 16 | C n
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import _sessions
from ._h1_keys import CLIENT_SIGNATURE, COMPOSITE, NOBODY, SESSION, SYMMETRIC, Identity
from ._hybrid_state import HybridState
from ._object_cache import ObjectCache
from ._suites import Suite
from ._wire import (
    ID_BYTES,
    SIGNATURE_BYTES,
    SIV_BYTES,
    TS_BYTES,
    check_window,
    pack_ts,
    unpack_ts,
)
from .errors import (
    InvalidProtectedLength,
    NotAuthentic,
    SignerKeyMissing,
    TooShortCiphertext,
)

HEAD = TS_BYTES + ID_BYTES
SIGNED_BYTES = {COMPOSITE: CLIENT_SIGNATURE.signature_bytes, SESSION: SIGNATURE_BYTES}
OVERHEAD = {
    COMPOSITE: HEAD + SIV_BYTES + SIGNED_BYTES[COMPOSITE],
    SESSION: HEAD + SIV_BYTES + SIGNED_BYTES[SESSION],
    SYMMETRIC: TS_BYTES + SIV_BYTES,
}


def composite_context(suite: Suite, topic: bytes) -> bytes:
    """What a message of policy 0 on the topic with this hash is signed in."""
    return b"E4-H1 message" + suite.code + topic


def session_message(suite: Suite, topic: bytes, signed: bytes) -> bytes:
    """What a session key signs for a message of policy 1."""
    return b"E4-H1 session message" + suite.code + topic + signed


def protect(
    state: HybridState,
    identity: Identity,
    session_sign: Callable[[bytes], bytes],
    payload: bytes,
    topic: bytes,
    now: float,
) -> bytes:
    """Protect a payload by the policy of its topic.  TopicKeyMissing if it has no key here."""
    key, policy, ts = state.topics.current(topic), state.policy(topic), pack_ts(int(now))
    siv = state.message_siv(key, topic, identity.id)
    if policy == SYMMETRIC:
        return ts + siv.seal(payload, ts)
    signed = ts + identity.id + siv.seal(payload, ts)
    if policy == SESSION:
        return signed + session_sign(session_message(state.suite, topic, signed))
    return signed + identity.sign(signed, composite_context(state.suite, topic))


class Opened(NamedTuple):
    """A message that is authentic, if perhaps a repeat.

    Attributes:
        mark: topic hash, time, sender and V: never the signature, which can be changed.
    """

    payload: bytes
    mark: bytes
    ts: int


def unprotect(
    state: HybridState, keys: ObjectCache, data: bytes, topic: bytes, now: float
) -> Opened:
    """Open a message by the policy of its topic, and by no other.

    Raises:
        TopicKeyMissing, InvalidProtectedLength, TooShortCiphertext, TimestampInFuture,
        TimestampTooOld, SignerKeyMissing, InvalidSignature, NotAuthentic: in this order.
    """
    key, policy = state.topics.current(topic), state.policy(topic)
    if len(data) < OVERHEAD[policy]:
        short = TooShortCiphertext if policy == SYMMETRIC else InvalidProtectedLength
        raise short(f"a message of policy {policy} has {OVERHEAD[policy]} bytes or more")
    ad, ts, sender, sealed = data[:TS_BYTES], unpack_ts(data), NOBODY, data[TS_BYTES:]
    check_window(ts, now)
    if policy != SYMMETRIC:
        size = SIGNED_BYTES[policy]
        signed, signature = data[:-size], data[-size:]
        sender, sealed = signed[TS_BYTES:HEAD], signed[HEAD:]
        _verify(state, keys, sender, topic, signed, signature)
    mark = topic + ad + sender + sealed[:SIV_BYTES]
    try:
        payload = state.message_siv(key, topic, sender).open(sealed, ad)
    except NotAuthentic:
        former = state.previous_key(topic, now)
        if former is None:
            raise
        payload = state.message_siv(former, topic, sender).open(sealed, ad)
    return Opened(payload, mark, ts)


def _verify(
    state: HybridState,
    keys: ObjectCache,
    sender: bytes,
    topic: bytes,
    signed: bytes,
    signature: bytes,
) -> None:
    """Check who signed.

    Raises:
        SignerKeyMissing: C2 named no key of the sender, or it is not here yet.
        InvalidSignature: it does not fit.
    """
    fingerprint = state.prints.get(sender)
    if fingerprint is None:
        raise SignerKeyMissing("no key of this sender is known")
    if state.policy(topic) == SESSION:
        message = session_message(state.suite, topic, signed)
        known = state.sessions.get(sender, ())
        return _sessions.verify(known, fingerprint, unpack_ts(signed), message, signature)
    key = keys.sig_key(fingerprint, sender)
    if key is None:
        raise SignerKeyMissing("the sender's key object has not arrived yet")
    key.verify(signed, signature, composite_context(state.suite, topic))
