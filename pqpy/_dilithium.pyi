"""Dilithium and ML-DSA in C, as cffi shows it."""

from typing import Any

ffi: Any

# A pointer: a cdata object of ffi, or (const uint8_t *) bytes.
_Pointer = Any

class _Lib:
    PQ_BAD_PUBLIC_KEY: int
    PQ_BAD_SECRET_KEY: int
    PQ_BAD_SIGNATURE: int
    PQ_BAD_CONTEXT: int

    def pq_wipe(self, p: _Pointer, n: int, /) -> None: ...
    def pq_sig_keygen(
        self, scheme: _Pointer, pk: _Pointer, sk: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_sig_sign(
        self,
        scheme: _Pointer,
        sig: _Pointer,
        sk: _Pointer,
        data: _Pointer,
        bytes: int,
        context: _Pointer,
        context_bytes: int,
        oid: _Pointer,
        seed: _Pointer,
        /,
    ) -> int: ...
    def pq_sig_sign_mu(
        self, scheme: _Pointer, sig: _Pointer, sk: _Pointer, mu: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_sig_verify(
        self,
        scheme: _Pointer,
        pk: _Pointer,
        data: _Pointer,
        bytes: int,
        context: _Pointer,
        context_bytes: int,
        oid: _Pointer,
        sig: _Pointer,
        /,
    ) -> int: ...
    def pq_sig_verify_mu(
        self, scheme: _Pointer, pk: _Pointer, mu: _Pointer, sig: _Pointer, /
    ) -> int: ...
    def pq_sig_seal(
        self,
        scheme: _Pointer,
        signed_message: _Pointer,
        sk: _Pointer,
        message: _Pointer,
        bytes: int,
        context: _Pointer,
        context_bytes: int,
        seed: _Pointer,
        /,
    ) -> int: ...
    def pq_sig_open(
        self,
        scheme: _Pointer,
        message: _Pointer,
        pk: _Pointer,
        signed_message: _Pointer,
        signed_bytes: int,
        context: _Pointer,
        context_bytes: int,
        /,
    ) -> int: ...
    def pq_sig_load_public(self, scheme: _Pointer, ctx: _Pointer, pk: _Pointer, /) -> int: ...
    def pq_sig_load_secret(self, scheme: _Pointer, ctx: _Pointer, sk: _Pointer, /) -> int: ...
    def pq_sig_generate(self, scheme: _Pointer, ctx: _Pointer, seed: _Pointer, /) -> int: ...
    def pq_sig_store_public(self, scheme: _Pointer, pk: _Pointer, ctx: _Pointer, /) -> int: ...
    def pq_sig_store_secret(self, scheme: _Pointer, sk: _Pointer, ctx: _Pointer, /) -> int: ...
    def pq_sig_sign_with(
        self,
        scheme: _Pointer,
        sig: _Pointer,
        ctx: _Pointer,
        data: _Pointer,
        bytes: int,
        context: _Pointer,
        context_bytes: int,
        oid: _Pointer,
        seed: _Pointer,
        /,
    ) -> int: ...
    def pq_sig_sign_mu_with(
        self, scheme: _Pointer, sig: _Pointer, ctx: _Pointer, mu: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_sig_verify_with(
        self,
        scheme: _Pointer,
        ctx: _Pointer,
        data: _Pointer,
        bytes: int,
        context: _Pointer,
        context_bytes: int,
        oid: _Pointer,
        sig: _Pointer,
        /,
    ) -> int: ...
    def pq_sig_verify_mu_with(
        self, scheme: _Pointer, ctx: _Pointer, mu: _Pointer, sig: _Pointer, /
    ) -> int: ...
    def pq_sig_tr_of_public(self, scheme: _Pointer, tr: _Pointer, pk: _Pointer, /) -> int: ...
    def pq_sig_tr_of_secret(self, scheme: _Pointer, tr: _Pointer, sk: _Pointer, /) -> int: ...
    def pq_sig_mu_start(
        self, scheme: _Pointer, mu: _Pointer, tr: _Pointer, context: _Pointer, context_bytes: int, /
    ) -> int: ...
    def pq_sig_mu_update(
        self, scheme: _Pointer, mu: _Pointer, data: _Pointer, bytes: int, /
    ) -> int: ...
    def pq_sig_mu_finish(self, scheme: _Pointer, out: _Pointer, mu: _Pointer, /) -> int: ...
    def pq_sig_keygen_batch(
        self,
        scheme: _Pointer,
        pk: _Pointer,
        sk: _Pointer,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_sig_sign_batch(
        self,
        scheme: _Pointer,
        sig: _Pointer,
        status: _Pointer,
        sk: _Pointer,
        m: _Pointer,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_sig_verify_batch(
        self,
        scheme: _Pointer,
        status: _Pointer,
        pk: _Pointer,
        m: _Pointer,
        sig: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_sig_sign_batch_with(
        self,
        scheme: _Pointer,
        sig: _Pointer,
        status: _Pointer,
        ctx: _Pointer,
        step: int,
        m: _Pointer,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_sig_verify_batch_with(
        self,
        scheme: _Pointer,
        status: _Pointer,
        ctx: _Pointer,
        step: int,
        m: _Pointer,
        sig: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def dilithium_get(self, name: _Pointer, backend: int, /) -> Any: ...
    def dilithium_get_kernels(self, backend: int, /) -> Any: ...

lib: _Lib
