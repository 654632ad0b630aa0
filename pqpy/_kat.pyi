"""The generator of NIST's known answers in C, as cffi shows it."""

from typing import Any

ffi: Any

# A pointer: a cdata object of ffi, or (const uint8_t *) bytes.
_Pointer = Any

class _Lib:
    def pq_nist_drbg_init(self, drbg: _Pointer, entropy: _Pointer, /) -> None: ...
    def pq_nist_drbg_read(self, drbg: _Pointer, out: _Pointer, bytes: int, /) -> None: ...

lib: _Lib
