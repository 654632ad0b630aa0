"""What the kernels of Dilithium and ML-DSA are tested against: definitions of FIPS 204 in plain
Python, memory between guards, and the kernels of every backend.
"""

import numpy as np
import pytest
from hypothesis import strategies as st

from pqpy import _dilithium
from pqpy._backend import BACKENDS

ffi = _dilithium.ffi
Q, N, D = 8380417, 256, 13
R = pow(2, 32, Q)
GAMMA2 = [(Q - 1) // 88, (Q - 1) // 32]
SEEDS = st.integers(0, 2**64 - 1)


HERE = [i for i in range(len(BACKENDS)) if _dilithium.lib.dilithium_get_kernels(i)]


@pytest.fixture(params=HERE, ids=lambda i: BACKENDS[i])
def kernels(request):
    """The kernels of each backend of this machine."""
    return _dilithium.lib.dilithium_get_kernels(request.param)


def poly(values):
    """A C array of int32_t."""
    return ffi.new("int32_t[]", list(values))


class Output:
    """A polynomial to be written to, between two guards."""

    def __init__(self):
        self._memory = poly([-(2**31)] * (N + 32))
        self.pointer = self._memory + 16

    def list(self):
        """The coefficients, if nothing else was written."""
        guard = [-(2**31)] * 16
        assert list(self._memory[0:16]) == list(self._memory[N + 16 : N + 32]) == guard
        return list(self._memory[16 : N + 16])


class Bytes:
    """The same for bytes."""

    def __init__(self, size):
        self._memory, self._size = ffi.new("uint8_t[]", [0xA5] * (size + 32)), size
        self.pointer = self._memory + 16

    def bytes(self):
        """The content, if nothing else was written."""
        content = bytes(self._memory)
        assert content[:16] == content[self._size + 16 :] == b"\xa5" * 16
        return content[16 : self._size + 16]


# Definitions


def bit_reversed(i):
    """BitRev8, Algorithm 43."""
    return int(f"{i:08b}"[::-1], 2)


def ntt(f):
    """NTT by its meaning (FIPS 204, 2.5): f at 1753^(2 BitRev8(i) + 1), for each i."""
    out = []
    for i in range(N):
        root, value = pow(1753, 2 * bit_reversed(i) + 1, Q), 0
        for x in reversed(f):
            value = (value * root + x) % Q
        out.append(value)
    return out


def product(a, b):
    """The product of two polynomials modulo x^256 + 1."""
    out = [0] * N
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[(i + j) % N] += x * y if i + j < N else -x * y
    return [x % Q for x in out]


def centred(r, modulus):
    """r mod+- modulus, of an array: the representatives above -modulus/2 and up to modulus/2."""
    r = r % modulus
    return np.where(r > modulus // 2, r - modulus, r)


def power2round(r):
    """Algorithm 35: (r1, r0)."""
    r0 = centred(r, 2**D)
    return (r - r0) // 2**D, r0


def decompose(r, gamma2):
    """Algorithm 36: (r1, r0)."""
    r0 = centred(r, 2 * gamma2)
    wraps = r - r0 == Q - 1
    return np.where(wraps, 0, (r - r0) // (2 * gamma2)), r0 - wraps


def use_hint(h, r, gamma2):
    """Algorithm 40."""
    m = (Q - 1) // (2 * gamma2)
    r1, r0 = decompose(r, gamma2)
    return np.where(h == 1, (r1 + np.where(r0 > 0, 1, -1)) % m, r1)


def sample_in_ball(stream, tau):
    """Algorithm 29, of the output of SHAKE256."""
    signs, stream = int.from_bytes(stream[:8], "little"), iter(stream[8:])
    c = [0] * N
    for i in range(N - tau, N):
        j = next(j for j in stream if j <= i)
        c[i] = c[j]
        c[j] = (-1) ** (signs >> (i + tau - N) & 1)
    return c


def packed(fields, bits):
    """SimpleBitPack, Algorithm 16."""
    return sum(x << (bits * i) for i, x in enumerate(fields)).to_bytes(32 * bits, "little")


def unpacked(data, bits):
    """SimpleBitUnpack, Algorithm 18."""
    value = int.from_bytes(data, "little")
    return [value >> (bits * i) & (2**bits - 1) for i in range(N)]
