"""What E4 raises besides TypeError, ValueError and ImportError (E4 v1, section 10).

Every error means that nothing has changed: no state was stored, and no payload is released.
"""

from __future__ import annotations

from .. import errors as pq


class E4Error(pq.PQError):
    """Base of the errors below; never raised itself."""


class TopicKeyMissing(E4Error):
    """The client has no key for this topic.  The message may be dropped or treated as clear."""


class TooShortCiphertext(E4Error):
    """A message or command of 24 bytes or less (symmetric framing)."""


class InvalidProtectedLength(E4Error):
    """A signed message that is shorter than its framing."""


class TimestampInFuture(E4Error):
    """The sender's clock is ahead of this one.  No tolerance."""


class TimestampTooOld(E4Error):
    """Older than 600 s; or opened by a previous topic key whose 3600 s are over."""


class SignerKeyMissing(E4Error):
    """The message names a sender whose public key this client does not hold."""


class InvalidSignature(E4Error, pq.InvalidSignature):
    """The sender's signature does not fit."""


class NotAuthentic(E4Error, pq.DecryptionError):
    """The AES-SIV tag does not fit."""


class InvalidCommand(E4Error):
    """An authentic command with an unknown opcode, or with arguments of the wrong length."""


class UnsupportedCommand(E4Error):
    """A command of another mode."""


class Replayed(E4Error):
    """The same bytes were accepted before, or a later command on the same subject was."""


class InvalidKeyMaterial(E4Error, pq.InvalidKey):
    """Key bytes that are no key: all zero, no point of the curve, or of small order."""


class NeedsRekey(E4Error):
    """The command decides whom to trust: it is taken inside a signed REKEY only."""


class RefusedObject(E4Error):
    """A hybrid object that is malformed, badly signed, out of order, or not for this client."""


class StoreError(E4Error):
    """The state file is damaged, or of another kind than asked for."""


class ClockStopped(E4Error):
    """C2's clock may be wrong: nothing is made before an operator has confirmed it."""
