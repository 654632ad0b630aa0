"""The kernels of Dilithium and ML-DSA do what kernels.h says, on every backend.

Expected values come from the definitions of FIPS 204 in plain Python, over the whole range of
each contract.
"""

import hashlib
import re

import numpy as np
import pytest
from helpers import ROOT, Words
from hypothesis import given
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


# Arithmetic


@given(seed=SEEDS)
def test_ntt(kernels, seed):
    """dilithium_ntt is the transform of the standard for all |f| < q, and stays below 10q."""
    f = Words(seed).many(N, 1 - Q, Q - 1)
    c = poly(f)
    kernels.ntt(c)
    assert [x % Q for x in c] == ntt(f)
    assert all(abs(x) < 10 * Q for x in c)


@given(seed=SEEDS)
def test_invntt(kernels, seed):
    """dilithium_invntt undoes it, times 2^32, for all |f| < q, and stays below 3q/4."""
    f = Words(seed).many(N, 1 - Q, Q - 1)
    c = poly(f)
    kernels.invntt(c)
    assert all(4 * abs(x) < 3 * Q for x in c)
    assert ntt(list(c)) == [x * R % Q for x in f]


@pytest.mark.parametrize("value", [Q - 1, 1 - Q])
def test_transforms_of_extremes(kernels, value):
    """The largest sums that the contracts allow do not overflow."""
    for f in ([value] * N, [value * (-1) ** i for i in range(N)], ntt([value] * N)):
        c = poly(f)
        kernels.ntt(c)
        assert [x % Q for x in c] == ntt(f)
        c = poly(f)
        kernels.invntt(c)
        assert ntt(list(c)) == [x * R % Q for x in f]


@pytest.mark.parametrize("columns", range(1, 9))
@given(seed=SEEDS)
def test_multiply_row(kernels, columns, seed):
    """dilithium_multiply_row is a sum of products over the whole range."""
    rng = Words(seed)
    a, b = rng.many(columns * N, 1 - Q, Q - 1), rng.many(columns * N, 1 - 10 * Q, 10 * Q - 1)
    w = Output()
    kernels.multiply_row(w.pointer, poly(a), poly(b), columns)
    sums = [sum(a[i + j] * b[i + j] for j in range(0, columns * N, N)) for i in range(N)]
    assert [x * R % Q for x in w.list()] == [x % Q for x in sums]
    assert all(abs(x) < Q for x in w.list())


@pytest.mark.parametrize("columns", range(1, 9))
def test_multiply_row_extremes(kernels, columns):
    """The largest sums that the contract allows do not overflow; nor do the smallest."""
    for a in (Q - 1, 1 - Q, 0, 1):
        for b in (10 * Q - 1, 1 - 10 * Q, 0, 1):
            w = Output()
            kernels.multiply_row(
                w.pointer, poly([a] * columns * N), poly([b] * columns * N), columns
            )
            assert [x * R % Q for x in w.list()] == [columns * a * b % Q] * N
            assert all(abs(x) < Q for x in w.list())


def test_transforms_multiply(kernels):
    """NTT, product and inverse are together the product modulo x^256 + 1, and exact if small."""
    rng = Words(1)
    for a, b in (
        (rng.many(N, 1 - Q, Q - 1), rng.many(N, 1 - Q, Q - 1)),
        (rng.many(N, -1, 1), rng.many(N, -(2**12), 2**12)),
    ):
        ca, cb, w = poly(a), poly(b), Output()
        kernels.ntt(ca)
        kernels.reduce(ca)
        kernels.ntt(cb)
        kernels.multiply_row(w.pointer, ca, cb, 1)
        kernels.invntt(w.pointer)
        expected = product(a, b)
        assert [x % Q for x in w.list()] == expected
        for x, y in zip(w.list(), expected, strict=True):
            assert x in (y, y - Q)
            assert x == y or 4 * y >= Q
            assert x == y - Q or 4 * (Q - y) >= Q


@pytest.mark.parametrize("tau", [1, 2, 39, 49, 60, 62])
@given(seed=SEEDS)
def test_short_product(kernels, tau, seed):
    """dilithium_short_product is the exact product with a challenge."""
    rng = Words(seed)
    s, c = rng.many(N, -4, 4), [0] * N
    for j in rng.sample(range(N), tau):
        c[j] = rng.choice((1, -1))
    if rng.random() < 0.2:  # the largest sums
        s, c = [rng.choice((4, -4))] * N, [abs(x) * rng.choice((1, -1)) for x in c]
    at = [256 - j if c[j] > 0 else 512 - j for j in range(N) if c[j]]
    minus, plus, w = bytes(4 - x for x in s), bytes(4 + x for x in s), Output()
    kernels.short_product(w.pointer, minus + plus + minus, ffi.new("uint16_t[]", at), tau)
    expected = product(s, c)
    assert w.list() == [x if x < Q // 2 else x - Q for x in expected]


@given(seed=SEEDS)
def test_add_and_sub(kernels, seed):
    """dilithium_add and dilithium_sub add and subtract."""
    rng = Words(seed)
    f, g = rng.many(N, -(2**30), 2**30 - 1), rng.many(N, -(2**30), 2**30 - 1)
    c = poly(f)
    kernels.add(c, poly(g))
    assert list(c) == [x + y for x, y in zip(f, g, strict=True)]
    kernels.sub(c, poly(g))
    assert list(c) == f


@given(seed=SEEDS)
def test_reduce_and_canonical(kernels, seed):
    """dilithium_reduce makes |f| < 10q less than q, dilithium_canonical makes 0 .. q-1 of that."""
    rng = Words(seed)
    halves = [rng.randrange(-19, 20) * Q // 2 + rng.randrange(-2, 3) for _ in range(N // 2)]
    powers = [rng.randrange(-19, 20) * 2**22 + rng.randrange(-2, 3) for _ in range(N // 4)]
    f = halves + powers + rng.many(N // 4, 1 - 10 * Q, 10 * Q - 1)
    c = poly(f)
    kernels.reduce(c)
    assert [x % Q for x in c] == [x % Q for x in f]
    assert all(abs(x) < Q for x in c)
    for values in (list(c), rng.many(N, 1 - Q, Q - 1)):
        c = poly(values)
        kernels.canonical(c)
        assert list(c) == [x % Q for x in values]


@given(seed=SEEDS)
def test_norm_reaches(kernels, seed):
    """dilithium_norm_reaches sees one coefficient of the bound, wherever and of either sign."""
    rng = Words(seed)
    bound = rng.choice((1, 3, 5, 95154, 2**17 - 78, 2**19 - 196, rng.randrange(1, 2**30), 2**30))
    f = rng.many(N, 1 - bound, bound - 1)
    assert kernels.norm_reaches(poly(f), bound) == 0
    if bound < 2**30:
        f[rng.randrange(N)] = rng.choice((-1, 1)) * rng.edgy(bound, 2**30 - 1)
        assert kernels.norm_reaches(poly(f), bound) == 1


# Sampling


class Part(Output):
    """A guarded polynomial, of which the first *count* coefficients may be written."""

    def __init__(self, count):
        super().__init__()
        self._count = count

    def first(self, n):
        """The first n, if nothing was written behind *count*."""
        values = self.list()
        assert n <= self._count
        assert values[self._count :] == [-(2**31)] * (N - self._count)
        return values[:n]


def uniform_bytes(rng, blocks, kind):
    """Blocks of eight fields: none, few, most or all of them below q."""
    fields = []
    for _ in range(8 * blocks):
        bad = {"none": 0, "few": 0.01, "many": 0.5, "all": 1}[kind] > rng.random()
        x = rng.edgy(Q, 2**23 - 1) if bad else rng.edgy(0, Q - 1)
        fields.append(x + rng.choice((0, 2**23)))
    return b"".join(x.to_bytes(3, "little") for x in fields)


@pytest.mark.parametrize("kind", ["none", "few", "many", "all"])
@given(seed=SEEDS)
def test_rej_uniform(kernels, kind, seed):
    """dilithium_rej_uniform takes what is below q, and no more than it is asked for."""
    rng = Words(seed)
    blocks, count = rng.choice((1, 7, 35, rng.randint(1, 40))), rng.choice((N, rng.randint(1, N)))
    data, a = uniform_bytes(rng, blocks, kind), Part(count)
    fields = (int.from_bytes(data[i : i + 3], "little") % 2**23 for i in range(0, len(data), 3))
    expected = [x for x in fields if x < Q][:count]
    memory = ffi.new("uint8_t[]", data)  # of exactly this size, for sanitizers
    assert kernels.rej_uniform(a.pointer, count, memory, len(data)) == len(expected)
    assert a.first(len(expected)) == expected


@pytest.mark.parametrize("eta", [2, 4])
@given(seed=SEEDS)
def test_rej_bounded(kernels, eta, seed):
    """dilithium_rej_bounded takes what stands for a coefficient, and no more than asked for."""
    rng = Words(seed)
    size, count = (
        8 * rng.choice((1, 17, 34, rng.randint(1, 64))),
        rng.choice((N, rng.randint(1, N))),
    )
    few = bytes(rng.choice((0, 8, 9, 0xE0, 0xFF, 0x9F)) for _ in range(size))
    data, a = rng.choice((rng.randbytes(size), few, bytes(size), b"\xff" * size)), Part(count)
    halves = [half for byte in data for half in (byte % 16, byte // 16)]
    if eta == 2:
        expected = [2 - half % 5 for half in halves if half < 15][:count]
    else:
        expected = [4 - half for half in halves if half < 9][:count]
    memory = ffi.new("uint8_t[]", data)
    assert kernels.rej_bounded(a.pointer, count, memory, size, eta) == len(expected)
    assert a.first(len(expected)) == expected


@given(seed=SEEDS)
def test_sample_in_ball(kernels, seed):
    """dilithium_sample_in_ball is SampleInBall, for every tau, and goes on where it ended."""
    stream = hashlib.shake_256(Words(seed).randbytes(48)).digest(2048)
    signs = int.from_bytes(stream[:8], "little")
    for tau in (39, 49, 60, 1, 64):
        for cut in (0, 1, 20, 128, 1000):
            c = poly([0] * N)
            i = kernels.sample_in_ball(c, N - tau, signs, stream[8:], cut)
            rest = stream[8 + cut :]
            end = kernels.sample_in_ball(c, i, signs >> (i - N + tau), rest, len(rest))
            assert (i == N or cut < 1000, end) == (True, N)
            assert list(c) == sample_in_ball(stream, tau)


# Rounding: every number there is


def over(kernel, outputs, inputs, *rest):
    """*kernel* over arrays longer than a polynomial: (the outputs, the sum of what it returned)."""
    arrays = [np.empty_like(inputs[0]) for _ in range(outputs)]
    pointers = [ffi.from_buffer("int32_t[]", array) for array in (*arrays, *inputs)]
    returned = 0
    for i in range(0, len(inputs[0]), N):
        returned += kernel(*(pointer + i for pointer in pointers), *rest) or 0
    return arrays, returned


def up_to_multiple(low, high):
    """The numbers low .. high-1, and again high-1 up to a multiple of 256."""
    return np.minimum(np.arange(low, high + -(high - low) % N), high - 1).astype(np.int32)


EVERY = up_to_multiple(0, Q)


def test_power2round(kernels):
    """dilithium_power2round is Power2Round for every number."""
    (r1, r0), _ = over(kernels.power2round, 2, [EVERY])
    expected = power2round(EVERY)
    assert (r1 == expected[0]).all()
    assert (r0 == expected[1]).all()


@pytest.mark.parametrize("gamma2", GAMMA2)
def test_decompose(kernels, gamma2):
    """dilithium_decompose is Decompose for every number."""
    (r1, r0), _ = over(kernels.decompose, 2, [EVERY], gamma2)
    expected = decompose(EVERY, gamma2)
    assert (r1 == expected[0]).all()
    assert (r0 == expected[1]).all()


@pytest.mark.parametrize("gamma2", GAMMA2)
@pytest.mark.parametrize("hint", [0, 1])
def test_use_hint(kernels, hint, gamma2):
    """dilithium_use_hint is UseHint for every number."""
    hints = np.full_like(EVERY, hint)
    (r1,), _ = over(kernels.use_hint, 1, [hints, EVERY], gamma2)
    assert (r1 == use_hint(hints, EVERY, gamma2)).all()


@pytest.mark.parametrize("gamma2", GAMMA2)
def test_make_hint(kernels, gamma2):
    """dilithium_make_hint tells for every r0 whether it carries, and counts."""
    m = (Q - 1) // (2 * gamma2)
    r0 = up_to_multiple(1 - 2**20, 2**20)
    for high in (0, 1, m // 2, m - 1):
        r1 = np.full_like(r0, high)
        (hints,), count = over(kernels.make_hint, 1, [r0, r1], gamma2)
        expected = decompose((2 * gamma2 * high + r0) % Q, gamma2)[0] != high
        assert (hints == expected).all()
        assert count == expected.sum()


@pytest.mark.parametrize("gamma2", GAMMA2)
@given(seed=SEEDS)
def test_hints_of_mixed_polynomials(kernels, gamma2, seed):
    """The same where the coefficients of a polynomial differ."""
    rng, m = Words(seed), (Q - 1) // (2 * gamma2)
    r1 = np.array(rng.many(N, 0, m - 1), np.int32)
    edges = [s * gamma2 + d for s in (-2, -1, 1, 2) for d in (-1, 0, 1)]
    r0 = np.array([rng.choice((*edges, rng.randint(-(2**18), 2**18))) for _ in range(N)], np.int32)
    r = (2 * gamma2 * r1 + r0) % Q
    (hints,), count = over(kernels.make_hint, 1, [r0, r1], gamma2)
    expected = decompose(r, gamma2)[0] != r1
    assert (hints == expected).all()
    assert count == expected.sum()
    hints = np.array(rng.many(N, 0, 1), np.int32)
    (got,), _ = over(kernels.use_hint, 1, [hints, r], gamma2)
    assert (got == use_hint(hints, r, gamma2)).all()


# Encoding


@pytest.mark.parametrize("bits", [4, 6, 10])
@given(seed=SEEDS)
def test_simple_bit_pack(kernels, bits, seed):
    """dilithium_simple_bit_pack and _unpack are Algorithms 16 and 18."""
    w = Words(seed).many(N, 0, 2**bits - 1)
    out, back = Bytes(32 * bits), Output()
    kernels.simple_bit_pack(out.pointer, poly(w), bits)
    assert out.bytes() == packed(w, bits)
    kernels.simple_bit_unpack(back.pointer, packed(w, bits), bits)
    assert back.list() == w


@pytest.mark.parametrize(("bits", "b"), [(3, 2), (4, 4), (13, 2**12), (18, 2**17), (20, 2**19)])
@given(seed=SEEDS)
def test_bit_pack(kernels, bits, b, seed):
    """dilithium_bit_pack and _unpack are Algorithms 17 and 19, for every field."""
    w = Words(seed).many(N, b - 2**bits + 1, b)
    out, back = Bytes(32 * bits), Output()
    kernels.bit_pack(out.pointer, poly(w), b, bits)
    assert out.bytes() == packed([b - x for x in w], bits)
    kernels.bit_unpack(back.pointer, packed([b - x for x in w], bits), b, bits)
    assert back.list() == w


# Tables


def numbers(path):
    """The elements of each table of a header, in order."""
    text = (ROOT / "vendor/dilithium/avx2" / path).read_text()
    tables = re.findall(r"= (\{.*?\});", text, re.DOTALL)
    return [[int(x, 0) for x in re.findall(r"-?(?:0x)?[0-9a-f]+", table)] for table in tables]


def test_ntt_tables():
    """The factors of the AVX2 transforms are powers of 1753, and their quotients fit."""
    zetas = [pow(1753, bit_reversed(m), Q) for m in range(N)]
    zetas = [z - Q if z > Q // 2 else z for z in zetas]
    quotients = [(2 * 2**32 * z + Q) // (2 * Q) for z in zetas]
    forward, inverse = [], []
    for pair in range(16):
        fours = [4 * pair + i for i in (0, 2, 0, 2, 1, 3, 1, 3)]
        twos = [8 * pair + i for i in (0, 1, 4, 5, 2, 3, 6, 7)]
        for order in ([64 + i for i in fours], [128 + i for i in twos]):
            forward += [zetas[m] for m in order] + [quotients[m] for m in order]
        for order in ([127 - i for i in fours], [255 - i for i in twos]):
            inverse += [zetas[m] for m in order] + [quotients[m] for m in order]
    assert numbers("ntt_tables.h") == [zetas[:64], quotients[:64], forward, inverse]


def test_sample_tables():
    """The positions of the ones in a byte, in order."""
    ones = [[i for i in range(8) if m >> i & 1] for m in range(256)]
    assert numbers("sample_tables.h") == [[int.from_bytes(bytes(x), "little") for x in ones]]
