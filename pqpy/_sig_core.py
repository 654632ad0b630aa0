"""One way to C for all that is signed, and one for all that is verified."""

from __future__ import annotations

from typing import Any

from ._bytes import copied, exactly, readable
from ._keys import Key, SecretKey
from ._prehash import prehash as find_prehash
from ._scheme import article
from ._sig_batch import SignatureBatches
from ._sig_keys import SignaturePublicKey, SignatureSecretKey
from ._typing import Buffer
from .errors import InvalidSignature


class SignatureCore(SignatureBatches[SignaturePublicKey, SignatureSecretKey]):
    """What the methods of :class:`pqpy.Signature` are made of."""

    __slots__ = ()

    def _sign(
        self,
        secret_key: Buffer | SignatureSecretKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> bytes:
        signature = self._new(self.signature_bytes)
        self._sign_at(signature, secret_key, data, context, oid, deterministic, seed)
        return self._take(signature)

    def _sign_at(
        self,
        signature: Any,
        secret_key: Buffer | SignatureSecretKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> None:
        coins = self._coins(deterministic, seed)
        data, size = readable(self._ffi, "message", data)
        if isinstance(secret_key, Key):
            prepared = self._fitting("secret_key", secret_key, SignatureSecretKey)
            sign, impl, key = (
                self._lib.pq_sig_sign_with,
                prepared._scheme._impl,
                prepared._live(),
            )
        else:
            sign, impl, key = self._lib.pq_sig_sign, self._impl, self._expanded(secret_key)
        code = sign(impl, signature, key, data, size, context, len(context), oid, coins)
        if not isinstance(secret_key, Key):
            self._forget(key, secret_key)
        self._forget_coins(coins, seed)
        if code:
            self._check(code)

    def _verify(
        self,
        public_key: Buffer | SignaturePublicKey,
        data: Buffer,
        context: bytes,
        oid: Any,
        signature: Buffer,
    ) -> None:
        data, size = readable(self._ffi, "message", data)
        if isinstance(public_key, Key):
            prepared = self._fitting("public_key", public_key, SignaturePublicKey)
            verify, impl, key = (
                self._lib.pq_sig_verify_with,
                prepared._scheme._impl,
                prepared._ctx,
            )
        else:
            verify, impl = self._lib.pq_sig_verify, self._impl
            key = exactly("public_key", public_key, self.public_key_bytes)
        code = verify(
            impl, key, data, size, context, len(context), oid, self._right_length(signature)
        )
        if code:
            self._check(code)

    def _message(self, message: Buffer, prehash: str | None) -> tuple[Buffer, Any]:
        """What C is given for a message: itself or its digest, and the OID that goes with a
        digest.
        """
        if prehash is None:
            return message, self._ffi.NULL
        self._has("pre-hash")
        function = find_prehash(prehash)
        readable(self._ffi, "message", message)
        return function.digest(message), function.oid

    def _digest(self, digest: Buffer, prehash: str) -> tuple[bytes, Any]:
        self._has("pre-hash")
        function = find_prehash(prehash)
        return exactly("digest", digest, function.digest_bytes), function.oid

    def _coins(self, deterministic: bool | None, seed: Buffer | None) -> Any:
        """The randomness of one signature; NULL is deterministic."""
        if not self._randomized(deterministic, seed is not None):
            return self._ffi.NULL
        return self._seed(seed, self.sign_seed_bytes)

    def _forget_coins(self, coins: Any, seed: Buffer | None) -> None:
        if coins != self._ffi.NULL:
            self._forget(coins, seed)

    def _right_length(self, signature: Buffer) -> bytes:
        data = copied("signature", signature)
        if len(data) != self.signature_bytes:
            raise InvalidSignature(
                f"{article(self.name)} signature is {self.signature_bytes} bytes, not {len(data)}"
            )
        return data

    def _tr(self, key: Buffer | Key) -> Any:
        """The hash of the public key, from whatever form of key."""
        if isinstance(key, Key):
            key = self._fitting("key", key, Key)
            ctx = key._live() if isinstance(key, SecretKey) else key._ctx
            return bytes(self._ffi.buffer(ctx, self._impl.tr_bytes))
        data = copied("key", key)
        tr = self._ffi.new("uint8_t[]", self._impl.tr_bytes)
        if len(data) == self.public_key_bytes:
            self._lib.pq_sig_tr_of_public(self._impl, tr, data)
        elif len(data) == self.secret_key_bytes:
            self._lib.pq_sig_tr_of_secret(self._impl, tr, data)
            self._forget(data, key)
        else:
            sizes = f"{self.public_key_bytes} bytes (public) or {self.secret_key_bytes} (secret)"
            raise ValueError(f"key must be {sizes}, not {len(data)}")
        return tr
