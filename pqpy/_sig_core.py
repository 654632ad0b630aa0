"""One way to C for all that is signed, and one for all that is verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._bytes import copied, exactly, readable
from ._keys import Key
from ._prehash import prehash as find_prehash
from ._scheme import article
from ._sig_batch import SignatureBatches
from ._sig_keys import SignaturePublicKey, SignatureSecretKey
from ._typing import Buffer
from .errors import InvalidSignature


class SignatureCore(SignatureBatches[SignaturePublicKey, SignatureSecretKey]):
    """What the methods of :class:`pqpy.Signature` are made of."""

    __slots__ = ()

    def _sign_at(
        self,
        signature: Any,
        secret_key: Buffer | SignatureSecretKey,
        data: tuple[Any, int, bytes, int, Any],
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> None:
        if isinstance(secret_key, Key):
            key = self._fitting("secret_key", secret_key, SignatureSecretKey)
            sign = key._scheme._c_sign_with
            key._scheme._sign(signature, sign, key._live(), data, deterministic, seed)
            return
        sk = self._expanded(secret_key)
        try:
            self._sign(signature, self._c_sign, sk, data, deterministic, seed)
        finally:
            self._forget(sk, secret_key)

    def _sign(
        self,
        signature: Any,
        sign: Callable[..., int],
        key: Any,
        data: tuple[Any, int, bytes, int, Any],
        deterministic: bool | None,
        seed: Buffer | None,
    ) -> None:
        """Run C's sign or sign_with, with the key that it takes and what _message gave."""
        coins = self._coins(deterministic, seed)
        code = sign(signature, key, *data, coins)
        self._forget_coins(coins, seed)
        if code:
            self._check(code)

    def _verify_with(
        self,
        public_key: Buffer | SignaturePublicKey,
        data: tuple[Any, int, bytes, int, Any],
        signature: Buffer,
    ) -> None:
        if isinstance(public_key, Key):
            key = self._fitting("public_key", public_key, SignaturePublicKey)
            key._scheme._verify(key._scheme._c_verify_with, key._ctx, data, signature)
        else:
            pk = exactly("public_key", public_key, self.public_key_bytes)
            self._verify(self._c_verify, pk, data, signature)

    def _verify(
        self,
        verify: Callable[..., int],
        key: Any,
        data: tuple[Any, int, bytes, int, Any],
        signature: Buffer,
    ) -> None:
        """Run C's verify or verify_with, with the key that it takes and what _message gave."""
        if type(signature) is not bytes or len(signature) != self.signature_bytes:
            signature = self._right_length(signature)
        code = verify(key, *data, signature)
        if code:
            self._check(code)

    def _message(
        self, message: Buffer, context: Buffer, prehash: str | None
    ) -> tuple[Any, int, bytes, int, Any]:
        """What C is given for a message: itself or its digest, its length, the context, its length,
        and the OID that goes with a digest.
        """
        if type(context) is not bytes or context:
            context = self._context(context)
        if prehash is None:
            if type(message) is not bytes:
                message, size = readable(self._ffi, "message", message)
                return message, size, context, len(context), self._null
            return message, len(message), context, len(context), self._null
        self._has("pre-hash")
        function = find_prehash(prehash)
        readable(self._ffi, "message", message)
        digest = function.digest(message)
        return digest, len(digest), context, len(context), function.oid

    def _digest(
        self, digest: Buffer, context: Buffer, prehash: str
    ) -> tuple[Any, int, bytes, int, Any]:
        """The same for a message that was hashed elsewhere."""
        self._has("pre-hash")
        function = find_prehash(prehash)
        data = exactly("digest", digest, function.digest_bytes)
        checked = self._context(context)
        return data, len(data), checked, len(checked), function.oid

    def _coins(self, deterministic: bool | None, seed: Buffer | None) -> Any:
        """The randomness of one signature; NULL is deterministic."""
        if not self._randomized(deterministic, seed is not None):
            return self._null
        return self._seed(seed, self.sign_seed_bytes)

    def _forget_coins(self, coins: Any, seed: Buffer | None) -> None:
        if coins is not self._null:
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
            ctx = key._live()
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
