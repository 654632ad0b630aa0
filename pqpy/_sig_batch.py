"""Many operations of a signature scheme at once, on numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._backend import Get
from ._batch import Batches, Keys, Rows, all_good, array_of, items, number, numpy, of_count, run
from ._bytes import at_most, copied, view
from ._scheme import PublicKeyT, SecretKeyT
from ._sig_keys import SignaturePublicKey, SignatureSecretKey
from ._typing import Array, Booleans, Buffer

CONTEXT_BYTES = 255  # at most


class Messages:
    """The messages of a batch, for C: where each is, and how long.  Not copied."""

    def __init__(self, ffi: Any, value: object, context: bytes, n: int | None) -> None:
        array = array_of("messages", value)
        if array is not None:
            count, size = array.shape
            self._alive: Any = ffi.from_buffer("uint8_t[]", array)
            pointers = [self._alive + i * size for i in range(count)]
            sizes = [size] * count
        else:
            self._alive = pointers = [
                ffi.from_buffer("uint8_t[]", x if type(x) is bytes else view(f"messages[{i}]", x))
                for i, x in enumerate(items("messages", value))
            ]
            sizes = [len(x) for x in pointers]
        self.count = of_count("messages", len(sizes), n)
        self._data = ffi.new("const uint8_t *[]", pointers)
        self._bytes = ffi.new("size_t[]", sizes)
        self._context = ffi.from_buffer(context)
        self._context_bytes = len(context)
        self._ffi = ffi

    def at(self, i: int) -> Any:
        """A pq_messages that begins with message i."""
        return self._ffi.new(
            "pq_messages *",
            (self._data + i, self._bytes + i, self._context, self._context_bytes),
        )


class SignatureBatches(Batches[PublicKeyT, SecretKeyT]):
    """The batches of :class:`pqpy.Signature`.

    They need numpy (``pip install 'pqpy[numpy]'``).  Keys are one key for all items, as bytes or
    prepared, or a key for each: an array of uint8 with a row for each, or a list, of bytes or of
    prepared keys.  Messages are a list of bytes-likes of any lengths, or an array of uint8 with a
    row for each.
    """

    __slots__ = (
        *("sign_seed_bytes", "signature_bytes"),
        *("_c_sign", "_c_sign_with", "_c_verify", "_c_verify_with", "_new_signature", "_null"),
    )

    _c_sign: Callable[..., int]
    _c_sign_with: Callable[..., int]
    _c_verify: Callable[..., int]
    _c_verify_with: Callable[..., int]
    _new_signature: Callable[[], Any]
    _null: Any

    signature_bytes: int
    sign_seed_bytes: int

    def _set_up(self, module: Any, get: Get, name: str, backend: str | None) -> None:
        super()._set_up(module, get, name, backend)
        for size in ("signature_bytes", "sign_seed_bytes"):
            self._set(**{size: getattr(self._impl, size)})
        self._bind("sign", "sign_with", "verify", "verify_with", signature=self.signature_bytes)
        self._set(_null=self._ffi.NULL)

    def sign_batch(
        self,
        secret_keys: Buffer | SignatureSecretKey | Array | Sequence[Buffer | SignatureSecretKey],
        messages: Array | Sequence[Buffer],
        *,
        context: Buffer = b"",
        deterministic: bool | None = None,
        seeds: Array | Sequence[Buffer] | None = None,
        threads: int = 1,
    ) -> Array:
        """Return the signatures of n messages; see :meth:`sign`.

        Args:
            secret_keys: one key (expanded), or one for each message.
            messages: n of them.
            context, deterministic: as for :meth:`sign`, for all.
            seeds: n of ``sign_seed_bytes``, for known answers.  Default: os.urandom.
            threads: how many to use.

        Returns:
            an array of ``(n, signature_bytes)``.

        Raises:
            TypeError, ValueError: an argument of the wrong type, length or number.
            InvalidKey: key i, which the message names, is malformed.
        """
        threads = number("threads", threads, 1)
        random = self._randomized(deterministic, seeds is not None)
        with Keys(self, self._secret_type, "secret_keys", secret_keys) as keys:
            texts = Messages(self._ffi, messages, self._context(context), keys.count)
            n = texts.count
            signatures = Rows.new(self, n, self.signature_bytes)
            status = bytearray(n)
            report = self._ffi.from_buffer("int8_t[]", status)
            sign = keys.function("sign")
            with Rows.seeds(self, seeds, n if random else 0, self.sign_seed_bytes) as coins:

                def part(i: int, count: int, scratch: Any) -> None:
                    seed = coins.at(i) if random else self._ffi.NULL
                    out = signatures.at(i), report + i
                    sign(keys.scheme._impl, *out, *keys.at(i), texts.at(i), seed, count, scratch)

                run(keys.scheme, n, threads, part)
        all_good(self, "secret_keys", status)
        result: Array = signatures.memory
        return result

    def verify_batch(
        self,
        public_keys: Buffer | SignaturePublicKey | Array | Sequence[Buffer | SignaturePublicKey],
        messages: Array | Sequence[Buffer],
        signatures: Array | Sequence[Buffer],
        *,
        context: Buffer = b"",
        threads: int = 1,
    ) -> Booleans:
        """Return which of n signatures fit; see :meth:`verify`.

        Args:
            public_keys: one key, or one for each message.
            messages: n of them.
            signatures: an array of ``(n, signature_bytes)``, or a list of bytes; one of another
                length in a list does not fit.
            context: as when signing, for all.
            threads: how many to use.

        Returns:
            an array of n booleans.

        Raises:
            TypeError, ValueError: an argument of the wrong type, key of the wrong length, or
                another number of them.
        """
        threads = number("threads", threads, 1)
        keys = Keys(self, self._public_type, "public_keys", public_keys)
        texts = Messages(self._ffi, messages, self._context(context), keys.count)
        n = texts.count
        right_length, data = self._signatures(signatures, n)
        status = bytearray(n)
        report = self._ffi.from_buffer("int8_t[]", status)
        verify = keys.function("verify")

        def part(i: int, count: int, scratch: Any) -> None:
            verify(
                keys.scheme._impl, report + i, *keys.at(i), texts.at(i), data.at(i), count, scratch
            )

        run(keys.scheme, n, threads, part)
        np = numpy()
        fits: Booleans = (np.frombuffer(status, np.int8) == 0) & right_length
        return fits

    def _signatures(self, value: Any, n: int) -> tuple[Any, Rows]:
        """Which signatures are of the right length, and all of them; zeros for those that are
        not.
        """
        if array_of("signatures", value, self.signature_bytes) is not None:
            return True, Rows.read(self, "signatures", value, self.signature_bytes, n)
        given = [
            x if type(x) is bytes else copied(f"signatures[{i}]", x)
            for i, x in enumerate(items("signatures", value))
        ]
        right = [len(signature) == self.signature_bytes for signature in given]
        zeros = bytes(self.signature_bytes)
        same = [x if good else zeros for x, good in zip(given, right, strict=True)]
        rows = Rows.read(self, "signatures", same, self.signature_bytes, n)
        return numpy().array(right, bool), rows

    # What single operations need too.

    def _context(self, context: Buffer) -> bytes:
        checked = at_most("context", context, CONTEXT_BYTES)
        if checked:
            self._has("context")
        return checked

    def _has(self, what: str) -> None:
        if not self._impl.has_context:
            raise ValueError(f"{self.name} has no {what}; ML-DSA has")

    def _randomized(self, deterministic: bool | None, has_seed: bool) -> bool:
        """Whether randomness goes into a signature."""
        if deterministic is not None and not isinstance(deterministic, bool):
            raise TypeError(
                f"deterministic must be True, False or None, not {type(deterministic).__name__}"
            )
        if has_seed and deterministic:
            raise ValueError("seed must not be given with deterministic=True: it would be unused")
        return has_seed or not (self._impl.hedged == 0 if deterministic is None else deterministic)
