"""The client in public-key mode (E4 v1, sections 5.2 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha3_256
from typing import TYPE_CHECKING, Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .._typing import Self
from . import _curve, _store
from ._commands import Command, Opcode
from ._topics import Topics
from ._v1 import V1Client
from ._wire import (
    ID_BYTES,
    SIGNATURE_BYTES,
    SIV_BYTES,
    TS_BYTES,
    Siv,
    check_window,
    pack_ts,
    unpack_ts,
)
from .client import Clock, State
from .errors import (
    InvalidKeyMaterial,
    InvalidProtectedLength,
    InvalidSignature,
    NotAuthentic,
    SignerKeyMissing,
    StoreError,
)

if TYPE_CHECKING:
    from ._hybrid import HybridClient

HEAD = TS_BYTES + ID_BYTES  # of a message
FRAMING = HEAD + SIV_BYTES + SIGNATURE_BYTES


@dataclass(frozen=True)
class PublicKeyState(State):
    """Topic keys, the own private key, C2's public key, and other clients' public keys."""

    key_type: ClassVar[int] = 1

    signer_id: bytes
    private_key: bytes = field(repr=False)  # seed 32 | public 32
    c2_public: bytes
    # Of the key that is in use until a command opens under the new one: 32 bytes.
    former_c2_public: bytes | None = None
    public_keys: Mapping[bytes, bytes] = field(default_factory=dict)

    signer: Ed25519PrivateKey = field(init=False, repr=False, compare=False)
    siv: Siv = field(init=False, repr=False, compare=False)  # of C2's commands
    former_siv: Siv | None = field(init=False, repr=False, compare=False)
    _verifiers: dict[bytes, Ed25519PublicKey] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Compute what depends on the keys: InvalidKeyMaterial if they are none."""
        former = self.former_c2_public
        object.__setattr__(self, "signer", _curve.ed25519_signer(self.private_key))
        object.__setattr__(self, "siv", self._command_siv(self.c2_public))
        object.__setattr__(self, "former_siv", former and self._command_siv(former))

    def _command_siv(self, c2_public: bytes) -> Siv:
        return Siv(_curve.client_command_key(self.private_key, c2_public))

    def verifier(self, client_id: bytes) -> Ed25519PublicKey:
        """The key of a sender.

        Raises:
            SignerKeyMissing: it is not here.
            InvalidSignature: what the store has for it is no key.
        """
        if client_id not in self.public_keys:
            raise SignerKeyMissing("signer public key not found")
        key = self._verifiers.get(client_id)
        if key is None:
            try:
                key = _curve.ed25519_verifier(self.public_keys[client_id])
            except InvalidKeyMaterial as error:
                raise InvalidSignature(str(error)) from None
            self._verifiers[client_id] = key
        return key

    def key_data(self) -> dict[str, Any]:
        """As Go's ``PubKeyMaterial``."""
        keys = {client_id.hex(): key for client_id, key in self.public_keys.items()}
        return {
            "PrivateKey": _store.b64(self.private_key),
            "SignerID": _store.b64(self.signer_id),
            "C2PubKey": _store.b64(self.c2_public),
            "PubKeys": {name: _store.b64(keys[name]) for name in sorted(keys)},
        }


class PublicKeyClient(V1Client):
    """A client with a key pair; see :meth:`pqpy.e4.Client.public_key`."""

    _state: PublicKeyState

    @classmethod
    def _from_store(cls, store: _store.Store, path: _store.Path, clock: Clock) -> Self:
        data = _store.folded(store.key_data)
        try:
            state = PublicKeyState(
                Topics(store.topic_keys),
                _store.b64_member(data, "signerid", ID_BYTES),
                _curve.ed25519_private(_store.b64_member(data, "privatekey", 64)),
                _store.b64_member(data, "c2pubkey", 32),
                public_keys=_store.hex_table(data, "pubkeys", 32),
            )
        except InvalidKeyMaterial as error:
            raise StoreError(f"the store has {error}") from None
        if len(store.id) != ID_BYTES:
            raise StoreError(f"the store's ID has {len(store.id)} bytes, not {ID_BYTES}")
        client = cls(store.id, state, receiving_topic=store.receiving_topic, path=path, clock=clock)
        client._load_memory()
        return client

    @property
    def verification_key(self) -> bytes:
        """The Ed25519 public key (32 bytes) that C2 and other clients need."""
        return self._state.private_key[32:]

    def migrate(self, suite: str | int = "X-Wing", *, experimental: bool = False) -> HybridClient:
        """Begin the migration to hybrid mode (docs/e4.md); this object is then over.

        The new client goes on in public-key mode, has fresh hybrid keys to publish, waits for C2 to
        name its hybrid key, answers that with a MIGRATE, and switches for good with its first
        REKEY.  The file becomes a hybrid one, which the Go client does not load.

        Args:
            suite, experimental: as for :meth:`pqpy.e4.Client.hybrid`.

        Raises:
            ValueError: no such suite, or the client has another receiving topic than ``e4/<id>``.
        """
        from ._migration import begin

        return begin(self, suite, experimental=experimental)

    def _protect(self, payload: bytes, topic: bytes, now: float) -> bytes:
        state, ts = self._state, pack_ts(int(now))
        sealed = self._seal(state.topics, topic, payload, ts)
        signed = ts + state.signer_id + sealed
        return signed + state.signer.sign(signed)

    def _unprotect(self, data: bytes, topic: bytes, now: float) -> bytes:
        state = self._state
        state.topics.current(topic)
        if len(data) < FRAMING:
            raise InvalidProtectedLength("invalid length of protected message")
        ts, signed = unpack_ts(data), data[:-SIGNATURE_BYTES]
        check_window(ts, now)
        key = state.verifier(data[TS_BYTES:HEAD])
        _curve.verify_ed25519(key, signed, data[-SIGNATURE_BYTES:])
        payload = self._open(state.topics, topic, signed[HEAD:], data[:TS_BYTES], now)
        self._refuse_repeat(topic + data[: HEAD + SIV_BYTES], ts, now)
        return payload

    def _open_command(self, data: bytes) -> tuple[PublicKeyState, bytes]:
        state, sealed, ad = self._state, data[TS_BYTES:], data[:TS_BYTES]
        try:
            plain = state.siv.open(sealed, ad)
        except NotAuthentic:
            if state.former_siv is None:
                raise
            return state, state.former_siv.open(sealed, ad)
        if state.former_siv is not None:
            state = replace(state, former_c2_public=None)
        return state, plain

    def _apply(self, state: State, command: Command, now: int) -> State:
        assert isinstance(state, PublicKeyState)
        arguments = command.arguments
        if command.opcode is Opcode.SET_ID_KEY:
            return replace(state, private_key=self._new_private_key(arguments))
        if command.opcode is Opcode.REMOVE_PUB_KEY:
            if arguments not in state.public_keys:
                raise SignerKeyMissing("no public key exists for this id")
            rest = {name: key for name, key in state.public_keys.items() if name != arguments}
            return replace(state, public_keys=rest)
        if command.opcode is Opcode.RESET_PUB_KEYS:
            return replace(state, public_keys={})
        if command.opcode is Opcode.SET_PUB_KEY:
            key, client_id = arguments[:32], arguments[32:]
            _curve.check_ed25519_point(key)
            return replace(state, public_keys={**state.public_keys, client_id: key})
        if command.opcode is Opcode.SET_C2_KEY:
            return self._with_c2_key(state, arguments)
        return super()._apply(state, command, now)

    @staticmethod
    def _new_private_key(arguments: bytes) -> bytes:
        if len(arguments) != _curve.PRIVATE_BYTES:
            raise InvalidKeyMaterial(f"a private key has 64 bytes, not {len(arguments)}")
        return _curve.ed25519_private(arguments)

    @staticmethod
    def _with_c2_key(state: PublicKeyState, key: bytes) -> PublicKeyState:
        """The state with C2's new key; the former one stays until the new one has been used."""
        if key == state.c2_public:
            return state
        former = state.former_c2_public or state.c2_public
        return replace(state, c2_public=key, former_c2_public=None if key == former else former)

    def _memory(self) -> dict[str, Any]:
        memory = super()._memory()
        if self._state.former_c2_public is not None:
            memory["FormerC2PubKey"] = _store.b64(self._state.former_c2_public)
            memory["Store"] = self._fingerprint()
        return memory

    def _fingerprint(self) -> str:
        """What tells that nobody else has written the state since the memory was written."""
        return sha3_256(self._store(self._state)).hexdigest()

    def _take_memory(self, memory: dict[str, Any]) -> None:
        super()._take_memory(memory)
        if "FormerC2PubKey" in memory and memory.get("Store") == self._fingerprint():
            former = _store.b64_member(memory, "FormerC2PubKey", 32)
            try:
                self._state = replace(self._state, former_c2_public=former)
            except InvalidKeyMaterial:
                raise StoreError("the store's FormerC2PubKey is no key") from None
