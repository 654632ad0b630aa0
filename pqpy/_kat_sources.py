"""Where known answers get their bytes: each source has ``read(size) -> bytes``.

All are generators of reproducible test data.  None is a source of randomness.
"""

import hashlib
from typing import Protocol

from ._kat import ffi, lib

MASK = 0xFFFFFFFF


class Source(Protocol):
    """Hands out bytes, call by call."""

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes."""


class NistDrbg:
    """The AES-256-CTR-DRBG of NIST's PQCgenKAT programs: vendor/common/nist_drbg.h.

    Two reads of 32 bytes are not one read of 64: each read re-keys.
    """

    def __init__(self, entropy: bytes) -> None:
        if len(entropy) != 48:
            raise ValueError(f"entropy must be 48 bytes, not {len(entropy)}")
        self._state = ffi.new("pq_nist_drbg *")
        lib.pq_nist_drbg_init(self._state, entropy)

    def read(self, size: int) -> bytes:
        out = ffi.new("uint8_t[]", size)
        lib.pq_nist_drbg_read(self._state, out, size)
        return bytes(ffi.buffer(out))


class Shake128:
    """One SHAKE128 stream over ``data``; how the reads divide it does not matter.

    hashlib can squeeze from the start only, so this holds what it has squeezed.  ``expect``, the
    bytes that will be read in all, saves squeezing twice; it need not be exact.
    """

    def __init__(self, data: bytes = b"", expect: int = 4096) -> None:
        self._shake = hashlib.shake_128(data)
        self._squeezed = self._shake.digest(expect)
        self._position = 0

    def read(self, size: int) -> bytes:
        start, self._position = self._position, self._position + size
        if self._position > len(self._squeezed):
            self._squeezed = self._shake.digest(2 * self._position)
        return self._squeezed[start : self._position]


class Shake128PerCall:
    """Call number i, from 0, gives SHAKE128(i as 8 bytes, little endian), cut to size."""

    def __init__(self) -> None:
        self._calls = 0

    def read(self, size: int) -> bytes:
        data = self._calls.to_bytes(8, "little")
        self._calls += 1
        return hashlib.shake_128(data).digest(size)


class Surf:
    """SURF, Bernstein's keyed function from 12 to 8 words of 32 bits, in counter mode.

    The key is 32 digits of pi, one a word; a block gives 8 bytes, the low byte of each output
    word, the last word first.  What a read leaves of a block serves the next read.
    """

    KEY = tuple(int(digit) for digit in "31415926535897932384626433832795")
    ROTATIONS = (5, 7, 9, 13) * 3
    SUMS = tuple(0x9E3779B9 * i & MASK for i in range(1, 33))

    def __init__(self) -> None:
        self._counter = 0
        self._ready = b""

    def read(self, size: int) -> bytes:
        pieces, have = [self._ready], len(self._ready)
        while have < size:
            pieces.append(self._block())
            have += 8
        ready = b"".join(pieces)
        self._ready = ready[size:]
        return ready[:size]

    def _block(self) -> bytes:
        self._counter += 1
        words = [self._counter >> 32 * i & MASK for i in range(4)] + [0] * 8
        t = [word ^ key for word, key in zip(words, self.KEY[12:24], strict=True)]
        out = list(self.KEY[24:])
        steps = tuple(zip(range(12), self.KEY[:12], self.ROTATIONS, strict=True))
        x = t[11]
        for half in (self.SUMS[:16], self.SUMS[16:]):
            for total in half:
                for i, key, n in steps:
                    rotated = (x << n | x >> (32 - n)) & MASK
                    x = t[i] = (t[i] + (((x ^ key) + total) ^ rotated)) & MASK
            out = [word ^ t_word for word, t_word in zip(out, t[4:], strict=True)]
        return bytes(word & 0xFF for word in reversed(out))
