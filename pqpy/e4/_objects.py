"""The objects of E4-H1: what carries keys, and what is signed (E4-H1, 6.2).

``Announce.parse(data, suite)`` splits bytes of exactly the right length, ``bytes(announce)`` joins
them again, ``Announce.signed(identity, ...)`` makes one.  An object is only what its bytes say:
nothing is believed of it before :meth:`Signed.verify`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from .. import errors as pq
from ._curve import check_ed25519_point, verify_ed25519
from ._h1_keys import C2_SIGNATURE, CLIENT_SIGNATURE, PRINT_BYTES, Signer, fingerprint
from ._layout import Object, left_over, number, sized
from ._suites import Kind, Suite
from ._wire import ID_BYTES, SIGNATURE_BYTES
from .errors import E4Error, InvalidSignature, RefusedObject

MAX_TS = 2**63 - 1  # v1 reads timestamps as signed numbers
ED25519_BYTES = 32
INNER_BYTES = range(6, 262_144 + 1)  # of the commands in a REKEY
SEALED_BYTES = 16  # of its V

AnySigned = TypeVar("AnySigned", bound="Signed")


def _check_point(public_key: bytes) -> None:
    try:
        check_ed25519_point(public_key)
    except E4Error as error:
        raise RefusedObject(str(error)) from None


class KeyObject(Object):
    """An object that carries a composite public key; known by its fingerprint alone."""

    SCHEME: ClassVar[Any]
    public_key: bytes  # ML-DSA | Ed25519

    @cached_property
    def print(self) -> bytes:
        """F of the object."""
        return fingerprint(bytes(self))

    @property
    def ed25519(self) -> bytes:
        """The Ed25519 half of the key."""
        return self.public_key[-ED25519_BYTES:]

    @cached_property
    def _prepared(self) -> Any:
        return self.SCHEME.public_key(self.public_key)

    def _check(self) -> None:
        _check_point(self.ed25519)

    def verify(self, message: bytes, signature: bytes, context: bytes) -> None:
        """Check a composite signature; both halves must hold.

        Raises:
            InvalidSignature: one does not.
        """
        try:
            self._prepared.verify(message, signature, context=context)
        except (pq.InvalidSignature, pq.InvalidKey):
            raise InvalidSignature("the signature does not fit") from None


@dataclass(frozen=True)
class SigKey(KeyObject):
    """The public signing key of a client.  1368 bytes."""

    KIND = Kind.SIGKEY
    SCHEME = CLIENT_SIGNATURE
    id: bytes = sized(ID_BYTES)
    public_key: bytes = sized(CLIENT_SIGNATURE.public_key_bytes)


@dataclass(frozen=True)
class C2Key(KeyObject):
    """The public signing key of C2.  1992 bytes."""

    KIND = Kind.C2KEY
    SCHEME = C2_SIGNATURE
    public_key: bytes = sized(C2_SIGNATURE.public_key_bytes)


class Signed(Object):
    """An object whose last field is a composite signature over all before."""

    CONTEXT: ClassVar[bytes]
    signature: bytes

    @classmethod
    def signed(cls: type[AnySigned], signer: Signer, **values: Any) -> AnySigned:
        """Make one: all fields but the signature."""
        make: Any = cls
        unsigned = make(signer.suite, signature=bytes(signer.SCHEME.signature_bytes), **values)
        context = cls.CONTEXT + signer.suite.code
        signature = signer.sign(unsigned.signed_part, context)
        return make(signer.suite, signature=signature, **values)  # type: ignore[no-any-return]

    @property
    def signed_part(self) -> bytes:
        """All but the signature."""
        return bytes(self)[: -len(self.signature)]

    def _signer_fits(self, key: Any) -> bool:
        """Whether the object names *key* as its signer's."""
        raise NotImplementedError

    def verify(self, key: SigKey | C2Key) -> None:
        """Check the signature.

        Raises:
            RefusedObject: a half does not hold, or the object is not for a key of that owner.
        """
        if key.suite != self.suite or not self._signer_fits(key):
            raise RefusedObject(f"{type(self).__name__} of another signer")
        try:
            key.verify(self.signed_part, self.signature, self.CONTEXT + self.suite.code)
        except InvalidSignature as error:
            raise RefusedObject(str(error)) from None


class _FromClient(Signed):
    id: bytes

    def _signer_fits(self, key: Any) -> bool:
        return isinstance(key, SigKey) and key.id == self.id


def _public_bytes(suite: Suite) -> int:
    return int(suite.kem.public_key_bytes)


def _ciphertext_bytes(suite: Suite) -> int:
    return int(suite.kem.ciphertext_bytes)


@dataclass(frozen=True)
class Announce(_FromClient):
    """A client's KEM public key.  3732 bytes in suite 0x01."""

    KIND = Kind.ANNOUNCE
    CONTEXT = b"E4-H1 announce"
    id: bytes = sized(ID_BYTES)
    counter: int = number()
    kem_public_key: bytes = sized(_public_bytes)
    signature: bytes = sized(CLIENT_SIGNATURE.signature_bytes)


@dataclass(frozen=True)
class Session(_FromClient):
    """A client's key for messages of policy 1.  2556 bytes.

    Attributes:
        start, end: the seconds from which and up to which messages under it may be dated.
        key: an Ed25519 public key.
    """

    KIND = Kind.SESSION
    CONTEXT = b"E4-H1 session"
    id: bytes = sized(ID_BYTES)
    start: int = number()
    end: int = number()
    key: bytes = sized(ED25519_BYTES)
    signature: bytes = sized(CLIENT_SIGNATURE.signature_bytes)

    def _check(self) -> None:
        _check_point(self.key)

    def verify(self, key: SigKey | C2Key) -> None:
        """As :meth:`Signed.verify`; also refuses the signer's own Ed25519 key."""
        super().verify(key)
        if self.key == key.ed25519:
            raise RefusedObject("a session key that is half of the signing key")


@dataclass(frozen=True)
class Handover(Signed):
    """C2's former key names the next one, once and for all.  3453 bytes.

    Attributes:
        former, next: fingerprints of C2KEYs.
        ts: information.
    """

    KIND = Kind.HANDOVER
    CONTEXT = b"E4-H1 handover"
    former: bytes = sized(PRINT_BYTES)
    next: bytes = sized(PRINT_BYTES)
    ts: int = number()
    signature: bytes = sized(C2_SIGNATURE.signature_bytes)

    def _signer_fits(self, key: Any) -> bool:
        return isinstance(key, C2Key) and key.print == self.former


@dataclass(frozen=True)
class Migrate(_FromClient):
    """A client of public-key mode names its hybrid keys.  2668 bytes.

    Attributes:
        c2_print: the pending C2KEY.
        sig_print: the client's SIGKEY.
        announce_hash: SHA3-256 of its ANNOUNCE.
        v1_signature: of its former Ed25519 key, over :attr:`v1_message`.
    """

    KIND = Kind.MIGRATE
    CONTEXT = b"E4-H1 migrate"
    id: bytes = sized(ID_BYTES)
    c2_print: bytes = sized(PRINT_BYTES)
    sig_print: bytes = sized(PRINT_BYTES)
    announce_hash: bytes = sized(32)
    v1_signature: bytes = sized(SIGNATURE_BYTES)
    signature: bytes = sized(CLIENT_SIGNATURE.signature_bytes)

    @property
    def v1_message(self) -> bytes:
        """What the former key signs; no message or command of v1 starts like it."""
        head = self.signed_part[:-SIGNATURE_BYTES]
        return self.CONTEXT + self.suite.code + head

    def _signer_fits(self, key: Any) -> bool:
        return super()._signer_fits(key) and key.print == self.sig_print

    def verify_v1(self, public_key: bytes) -> None:
        """Check the signature of the former key, an Ed25519 public key of 32 bytes.

        Raises:
            RefusedObject: it does not fit, or the key is weak.
        """
        try:
            verify_ed25519(public_key, self.v1_message, self.v1_signature)
        except E4Error as error:
            raise RefusedObject(str(error)) from None


@dataclass(frozen=True)
class Rekey(Signed):
    """C2 gives one client a command key, and commands with it.  4589 + n bytes in suite 0x01.

    Attributes:
        epoch: grows with each one.
        ts: C2's clock.
        id: of the receiver.
        c2_print: of the key that signed it.
        counter: which of the receiver's KEM keys it is for.
        ciphertext: of the KEM.
        sealed: V and the sealed commands, 16 + n bytes.
    """

    KIND = Kind.REKEY
    CONTEXT = b"E4-H1 rekey"
    epoch: int = number()
    ts: int = number()
    id: bytes = sized(ID_BYTES)
    c2_print: bytes = sized(PRINT_BYTES)
    counter: int = number()
    ciphertext: bytes = sized(_ciphertext_bytes)
    sealed: bytes = sized(left_over)
    signature: bytes = sized(C2_SIGNATURE.signature_bytes)

    @classmethod
    def _check_length(cls, length: int, suite: Suite) -> None:
        if length - cls.length(suite) - SEALED_BYTES not in INNER_BYTES:
            raise RefusedObject(f"a Rekey does not have {length} bytes")

    def _check(self) -> None:
        if self.ts > MAX_TS:
            raise RefusedObject("the time of a Rekey is no time")

    @property
    def associated(self) -> bytes:
        """All before V, which V authenticates."""
        return bytes(self)[: self.length(self.suite) - len(self.signature)]

    def _signer_fits(self, key: Any) -> bool:
        return isinstance(key, C2Key) and key.print == self.c2_print
