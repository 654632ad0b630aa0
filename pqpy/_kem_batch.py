"""Many operations of a KEM at once, on numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._backend import Get
from ._batch import Batches, Encapsulations, Keys, Rows, all_good, number, of_count, run
from ._kem_keys import KEMPublicKey, KEMSecretKey
from ._scheme import PublicKeyT, SecretKeyT
from ._typing import Array, Buffer


class KEMBatches(Batches[PublicKeyT, SecretKeyT]):
    """The batches of :class:`pqpy.KEM`.

    They need numpy (``pip install 'pqpy[numpy]'``).  Keys are one key for all items, as bytes or
    prepared, or a key for each: an array of uint8 with a row for each, or a list, of bytes or of
    prepared keys.
    """

    __slots__ = (
        *("ciphertext_bytes", "encaps_seed_bytes", "shared_secret_bytes"),
        *("_c_decaps", "_c_decaps_with", "_c_encaps", "_c_encaps_with"),
        *("_new_ciphertext", "_new_shared_secret"),
    )

    _c_encaps: Callable[..., int]
    _c_encaps_with: Callable[..., int]
    _c_decaps: Callable[..., int]
    _c_decaps_with: Callable[..., int]
    _new_ciphertext: Callable[[], Any]
    _new_shared_secret: Callable[[], Any]

    ciphertext_bytes: int
    shared_secret_bytes: int
    encaps_seed_bytes: int

    def _set_up(self, module: Any, get: Get, name: str, backend: str | None) -> None:
        super()._set_up(module, get, name, backend)
        for size in ("ciphertext_bytes", "shared_secret_bytes", "encaps_seed_bytes"):
            self._set(**{size: getattr(self._impl, size)})
        self._bind("encaps", "encaps_with", "decaps", "decaps_with")
        self._bind(ciphertext=self.ciphertext_bytes, shared_secret=self.shared_secret_bytes)

    def encaps_batch(
        self,
        public_keys: Buffer | KEMPublicKey | Array | Sequence[Buffer | KEMPublicKey],
        n: int | None = None,
        *,
        seeds: Array | Sequence[Buffer] | None = None,
        threads: int = 1,
    ) -> Encapsulations:
        """Make n shared secrets and their encapsulations; see :meth:`encaps`.

        Args:
            public_keys: one key, or n.
            n: how many; may be left out if there are n keys.
            seeds: n of ``encaps_seed_bytes``, for known answers.  Default: os.urandom.
            threads: how many to use.

        Returns:
            ``(shared_secrets, ciphertexts)``, arrays of ``(n, shared_secret_bytes)`` and
            ``(n, ciphertext_bytes)``.

        Raises:
            TypeError, ValueError: an argument of the wrong type, length or number.
            InvalidKey: key i, which the message names, is not the encoding of a key.
        """
        threads = number("threads", threads, 1)
        keys = Keys(self, self._public_type, "public_keys", public_keys)
        if n is None and keys.count is None:
            raise ValueError("n must be given where one key is for all")
        n = number("n", keys.count if n is None else n, 0)
        if keys.count is not None:
            of_count("public_keys", keys.count, n)
        ss = Rows.new(self, n, self.shared_secret_bytes)
        ct = Rows.new(self, n, self.ciphertext_bytes)
        status = bytearray(n)
        report = self._ffi.from_buffer("int8_t[]", status)
        encaps = keys.function("encaps")

        with Rows.seeds(self, seeds, n, self.encaps_seed_bytes) as coins:

            def part(i: int, count: int, scratch: Any) -> None:
                out = (ct.at(i), ss.at(i), *keys.status(report + i))
                encaps(keys.scheme._impl, *out, *keys.at(i), coins.at(i), count, scratch)

            run(keys.scheme, n, threads, part)
        all_good(self, "public_keys", status)
        return Encapsulations(ss.memory, ct.memory)

    def decaps_batch(
        self,
        secret_keys: Buffer | KEMSecretKey | Array | Sequence[Buffer | KEMSecretKey],
        ciphertexts: Array | Sequence[Buffer],
        *,
        threads: int = 1,
    ) -> Array:
        """Return the shared secrets of ciphertexts; see :meth:`decaps`.

        Args:
            secret_keys: one key (expanded), or one for each ciphertext.
            ciphertexts: an array of ``(n, ciphertext_bytes)``, or a list of bytes.
            threads: how many to use.

        Returns:
            an array of ``(n, shared_secret_bytes)``.

        Raises:
            TypeError, ValueError: an argument of the wrong type, length or number.
            InvalidKey: key i, which the message names, is damaged.
        """
        threads = number("threads", threads, 1)
        size = self.ciphertext_bytes
        with Keys(self, self._secret_type, "secret_keys", secret_keys) as keys:
            ct = Rows.read(self, "ciphertexts", ciphertexts, size, keys.count)
            n = len(ct)
            ss = Rows.new(self, n, self.shared_secret_bytes)
            status = bytearray(n)
            report = self._ffi.from_buffer("int8_t[]", status)
            decaps = keys.function("decaps")

            def part(i: int, count: int, scratch: Any) -> None:
                out = (ss.at(i), *keys.status(report + i))
                decaps(keys.scheme._impl, *out, ct.at(i), *keys.at(i), count, scratch)

            run(keys.scheme, n, threads, part)
        all_good(self, "secret_keys", status)
        result: Array = ss.memory
        return result
