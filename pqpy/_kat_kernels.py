"""The kernels of Dilithium and ML-DSA as functions over Python lists, and what is checked of them.

The test_vectors programs of pq-crystals print matrices, vectors and roundings that no public
call returns.  This is the one place of the package that reaches for the kernels behind it.
"""

import hashlib
from typing import Any, NamedTuple

from ._backend import BACKENDS

Q = 8380417
N = 256
Poly = list[int]


class Parameters(NamedTuple):
    """The numbers of a parameter set that the kernels take (FIPS 204, table 1)."""

    k: int
    l: int  # noqa: E741, the name in the standard
    eta: int
    tau: int
    gamma1_bits: int
    gamma2: int
    challenge_bytes: int  # of c~: lambda / 4; round 3 has 32 in every set


LOW, HIGH = (Q - 1) // 88, (Q - 1) // 32

PARAMETERS = {
    "Dilithium2": Parameters(4, 4, 2, 39, 17, LOW, 32),
    "Dilithium3": Parameters(6, 5, 4, 49, 19, HIGH, 32),
    "Dilithium5": Parameters(8, 7, 2, 60, 19, HIGH, 32),
    "ML-DSA-44": Parameters(4, 4, 2, 39, 17, LOW, 32),
    "ML-DSA-65": Parameters(6, 5, 4, 49, 19, HIGH, 48),
    "ML-DSA-87": Parameters(8, 7, 2, 60, 19, HIGH, 64),
}


class Kernels:
    """The kernels of one backend.  Polynomials are lists of 256 integers."""

    def __init__(self, backend: str) -> None:
        from . import _dilithium  # not above: a build may lack it and still check its KEMs

        self._ffi: Any = _dilithium.ffi
        self._kernels: Any = _dilithium.lib.dilithium_get_kernels(BACKENDS.index(backend))
        if self._kernels == self._ffi.NULL:
            raise ValueError(f"the kernels do not run on backend {backend} here")

    # The kernels sample from bytes. These are more than any seed needs, so one call is enough.

    def rej_ntt_poly(self, seed: bytes) -> Poly:
        """FIPS 204, Algorithm 30: coefficients 0..q-1."""
        a, stream = self._array(), hashlib.shake_128(seed).digest(24 * 70)
        self._kernels.rej_uniform(a, N, stream, len(stream))
        return self._list(a)

    def rej_bounded_poly(self, seed: bytes, eta: int) -> Poly:
        """FIPS 204, Algorithm 31: coefficients -eta..eta."""
        a, stream = self._array(), hashlib.shake_256(seed).digest(8 * 128)
        self._kernels.rej_bounded(a, N, stream, len(stream), eta)
        return self._list(a)

    def expand_mask_poly(self, seed: bytes, gamma1_bits: int) -> Poly:
        """One polynomial of FIPS 204, Algorithm 34."""
        y, bits = self._array(), gamma1_bits + 1
        stream = hashlib.shake_256(seed).digest(32 * bits)
        self._kernels.bit_unpack(y, stream, 1 << gamma1_bits, bits)
        return self._list(y)

    def sample_in_ball(self, seed: bytes, tau: int) -> Poly:
        """FIPS 204, Algorithm 29."""
        c, stream = self._array(), hashlib.shake_256(seed).digest(8 + 1024)
        signs = int.from_bytes(stream[:8], "little")
        self._kernels.sample_in_ball(c, N - tau, signs, stream[8:], 1024)
        return self._list(c)

    def multiply(self, matrix: list[list[Poly]], vector: list[Poly]) -> list[Poly]:
        """A times y: the matrix in the NTT domain, the vector and the result not, in 0..q-1."""
        y_hat = self._array(*vector)
        for i in range(len(vector)):
            self._kernels.ntt(y_hat + N * i)
        product = []
        for row in matrix:
            w = self._array()
            self._kernels.multiply_row(w, self._array(*row), y_hat, len(vector))
            self._kernels.invntt(w)
            product.append([x % Q for x in self._list(w)])
        return product

    def power2round(self, r: Poly) -> tuple[Poly, Poly]:
        """FIPS 204, Algorithm 35: ``(r1, r0)`` of r in 0..q-1."""
        r1, r0 = self._array(), self._array()
        self._kernels.power2round(r1, r0, self._array(r))
        return self._list(r1), self._list(r0)

    def decompose(self, r: Poly, gamma2: int) -> tuple[Poly, Poly]:
        """FIPS 204, Algorithm 36: ``(r1, r0)`` of r in 0..q-1."""
        r1, r0 = self._array(), self._array()
        self._kernels.decompose(r1, r0, self._array(r), gamma2)
        return self._list(r1), self._list(r0)

    def use_hint(self, h: Poly, r: Poly, gamma2: int) -> Poly:
        """FIPS 204, Algorithm 40, of r in 0..q-1."""
        r1 = self._array()
        self._kernels.use_hint(r1, self._array(h), self._array(r), gamma2)
        return self._list(r1)

    def _array(self, *polys: Poly) -> Any:
        """The polynomials one after another in C; without any, room for one."""
        if not polys:
            return self._ffi.new("int32_t[]", N)
        return self._ffi.new("int32_t[]", [x for poly in polys for x in poly])

    def _list(self, array: Any) -> Poly:
        values: Poly = self._ffi.unpack(array, N)
        return values


def print_samples(kernels: Kernels, p: Parameters, seed: bytes) -> str:
    """What a test_vectors program prints of the matrices and vectors that 64 bytes give."""
    nonces = [i.to_bytes(2, "little") for i in range(p.l)]
    matrix = [
        [kernels.rej_ntt_poly(seed[:32] + bytes([column, row])) for column in range(p.l)]
        for row in range(p.k)
    ]
    s = [kernels.rej_bounded_poly(seed + nonce, p.eta) for nonce in nonces]
    y = [kernels.expand_mask_poly(seed + nonce, p.gamma1_bits) for nonce in nonces]
    w = kernels.multiply(matrix, y)
    w1, w0 = zip(*(kernels.decompose(poly, p.gamma2) for poly in w), strict=True)
    t1, t0 = zip(*(kernels.power2round(poly) for poly in w), strict=True)
    c = kernels.sample_in_ball(seed[: p.challenge_bytes], p.tau)

    rows = ["], [".join(_numbers(poly, 8) for poly in row) for row in matrix]
    lines = ["A = ([" + ("];\n" + 5 * " " + "[").join(rows) + "])"]
    for name, polys, width in (
        ("s", s, 3),
        ("y", y, 8),
        ("w1", w1, 2),
        ("w0", w0, 8),
        ("t1", t1, 3),
        ("t0", t0, 5),
    ):
        separator = "],\n" + (4 + len(name)) * " " + "["
        lines.append(f"{name} = ([" + separator.join(_numbers(f, width) for f in polys) + "])")
    lines.append("c = [" + _numbers(c, 2) + "]")
    return "\n".join(lines) + "\n"


def _numbers(poly: Poly, width: int) -> str:
    return ", ".join([f"%{width}d"] * N) % tuple(poly)


def field_operations(backend: str) -> str:
    """CCTV's digest of the roundings of every r in 0..q-1; the same for all parameter sets."""
    kernels = Kernels(backend)
    digest = hashlib.shake_128()
    for start in range(0, Q, N):
        # q is not a multiple of 256: the last block is filled up with zeros, which are not printed.
        numbers = list(range(start, min(start + N, Q)))
        r = numbers + [0] * (N - len(numbers))
        centred = [x if x <= (Q - 1) // 2 else x - Q for x in r]
        r1, r0 = kernels.power2round(r)
        columns = [centred, list(map(abs, centred)), r1, [x % Q for x in r0]]
        for gamma2 in (LOW, HIGH):
            high, low = kernels.decompose(r, gamma2)
            columns += [high, kernels.use_hint([1] * N, r, gamma2), low, list(map(abs, low))]
        lines = zip(*columns, strict=True)
        text = "".join(["%d\n" * 12 % line for line in lines][: len(numbers)])
        digest.update(text.encode())
    return digest.hexdigest(32)
