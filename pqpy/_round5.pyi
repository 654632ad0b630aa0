"""Round5 in C, as cffi shows it."""

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
    def pq_kem_keygen(
        self, kem: _Pointer, pk: _Pointer, sk: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_kem_encaps(
        self, kem: _Pointer, ct: _Pointer, ss: _Pointer, pk: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_kem_decaps(self, kem: _Pointer, ss: _Pointer, ct: _Pointer, sk: _Pointer, /) -> int: ...
    def pq_kem_load_public(self, kem: _Pointer, ctx: _Pointer, pk: _Pointer, /) -> int: ...
    def pq_kem_load_secret(self, kem: _Pointer, ctx: _Pointer, sk: _Pointer, /) -> int: ...
    def pq_kem_generate(self, kem: _Pointer, ctx: _Pointer, seed: _Pointer, /) -> int: ...
    def pq_kem_store_public(self, kem: _Pointer, pk: _Pointer, ctx: _Pointer, /) -> int: ...
    def pq_kem_store_secret(self, kem: _Pointer, sk: _Pointer, ctx: _Pointer, /) -> int: ...
    def pq_kem_encaps_with(
        self, kem: _Pointer, ct: _Pointer, ss: _Pointer, ctx: _Pointer, seed: _Pointer, /
    ) -> int: ...
    def pq_kem_decaps_with(
        self, kem: _Pointer, ss: _Pointer, ct: _Pointer, ctx: _Pointer, /
    ) -> int: ...
    def pq_kem_keygen_batch(
        self,
        kem: _Pointer,
        pk: _Pointer,
        sk: _Pointer,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_kem_encaps_batch(
        self,
        kem: _Pointer,
        ct: _Pointer,
        ss: _Pointer,
        status: _Pointer,
        pk: _Pointer,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_kem_decaps_batch(
        self,
        kem: _Pointer,
        ss: _Pointer,
        status: _Pointer,
        ct: _Pointer,
        sk: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_kem_encaps_batch_with(
        self,
        kem: _Pointer,
        ct: _Pointer,
        ss: _Pointer,
        ctx: _Pointer,
        step: int,
        seed: _Pointer,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def pq_kem_decaps_batch_with(
        self,
        kem: _Pointer,
        ss: _Pointer,
        ct: _Pointer,
        ctx: _Pointer,
        step: int,
        n: int,
        scratch: _Pointer,
        /,
    ) -> None: ...
    def round5_get(self, name: _Pointer, backend: int, /) -> Any: ...
    def round5_dem_key(self, kem: _Pointer, out: _Pointer, k: _Pointer, /) -> int: ...
    def round5_decrypt(self, kem: _Pointer, m: _Pointer, ct: _Pointer, sk: _Pointer, /) -> int: ...
    def round5_get_kernels(self, backend: int, /) -> Any: ...

lib: _Lib
