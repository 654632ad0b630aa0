"""The samplers of Dilithium and ML-DSA, and the tables of the kernels, are what kernels.h says."""

import hashlib
import re

import dilithium_model as model
import pytest
from dilithium_model import SEEDS, N, Output, Q, bit_reversed, ffi, packed, poly, sample_in_ball
from helpers import ROOT, Words, fenced
from hypothesis import given

import pqpy

kernels = model.kernels  # the fixture


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


def half_bytes(data, eta):
    """CoeffFromHalfByte, Algorithm 15, of all that stand for a coefficient."""
    halves = [half for byte in data for half in (byte % 16, byte // 16)]
    if eta == 2:
        return [2 - half % 5 for half in halves if half < 15]
    return [4 - half for half in halves if half < 9]


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
    memory = fenced(ffi, "uint8_t *", data)
    assert kernels.rej_uniform(a.pointer, count, memory, len(data)) == len(expected)
    assert a.first(len(expected)) == expected


@pytest.mark.parametrize("eta", [2, 4])
@given(seed=SEEDS)
def test_rej_bounded(kernels, eta, seed):
    """dilithium_rej_bounded takes what stands for a coefficient, and no more than asked for."""
    rng = Words(seed)
    size = 8 * rng.choice((1, 17, 34, rng.randint(1, 64)))
    count = rng.choice((N, rng.randint(1, N)))
    few = bytes(rng.choice((0, 8, 9, 0xE0, 0xFF, 0x9F)) for _ in range(size))
    data, a = rng.choice((rng.randbytes(size), few, bytes(size), b"\xff" * size)), Part(count)
    expected = half_bytes(data, eta)[:count]
    memory = fenced(ffi, "uint8_t *", data)
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


def numbers(path):
    """The elements of each table of a header, in order."""
    text = (ROOT / "vendor/dilithium" / path).read_text()
    tables = re.findall(r"= (\{.*?\});", text, re.DOTALL)
    return [[int(x, 0) for x in re.findall(r"-?(?:0x)?[0-9a-f]+", table)] for table in tables]


def factors():
    """The powers of 1753 between -q/2 and q/2 by which transforms multiply, and their quotients."""
    zetas = [pow(1753, bit_reversed(m), Q) for m in range(N)]
    zetas = [z - Q if z > Q // 2 else z for z in zetas]
    return zetas, [(2 * 2**32 * z + Q) // (2 * Q) for z in zetas]


def test_ntt_tables():
    """The factors of the AVX2 transforms are those, in its order."""
    zetas, quotients = factors()
    forward, inverse = [], []
    for pair in range(16):
        fours = [4 * pair + i for i in (0, 2, 0, 2, 1, 3, 1, 3)]
        twos = [8 * pair + i for i in (0, 1, 4, 5, 2, 3, 6, 7)]
        for order in ([64 + i for i in fours], [128 + i for i in twos]):
            forward += [zetas[m] for m in order] + [quotients[m] for m in order]
        for order in ([127 - i for i in fours], [255 - i for i in twos]):
            inverse += [zetas[m] for m in order] + [quotients[m] for m in order]
    assert numbers("avx2/ntt_tables.h") == [zetas[:64], quotients[:64], forward, inverse]


def test_avx512_ntt_tables():
    """Those of the AVX-512 transforms, of each 32 coefficients for distances of 8, 4, 2 and 1."""
    zetas, quotients = factors()
    eights, fours = [0] * 8 + [1] * 8, [i for i in (0, 2, 1, 3) for _ in range(4)]
    twos = [0, 0, 1, 1, 4, 4, 5, 5, 2, 2, 3, 3, 6, 6, 7, 7]
    ones = [0, 2, 1, 3, 8, 10, 9, 11, 4, 6, 5, 7, 12, 14, 13, 15]
    inner = []
    for pair in range(8):
        for first, order in ((16, eights), (32, fours), (64, twos), (128, ones)):
            at = [first + first // 8 * pair + i for i in order]
            inner += [zetas[m] for m in at] + [quotients[m] for m in at]
    assert numbers("avx512/ntt_tables.h") == [inner]


def test_sample_tables():
    """The positions of the ones in a byte, in order."""
    ones = [[i for i in range(8) if m >> i & 1] for m in range(256)]
    assert numbers("avx2/sample_tables.h") == [[int.from_bytes(bytes(x), "little") for x in ones]]


# SHA-256 of this number in decimal is a seed, found by search, of which a polynomial of s1 needs a
# third block of SHAKE256: with eta = 4 one in a hundred thousand does.
THIRD_BLOCK = 9629


@pytest.mark.parametrize("backend", pqpy.ML_DSA_65.backends())
def test_a_third_block(backend):
    """Key generation goes on where the bytes that are hashed at first are not enough."""
    seed = hashlib.sha256(b"%d" % THIRD_BLOCK).digest()
    rho = hashlib.shake_256(seed + bytes([6, 5])).digest(128)[32:96]
    streams = [hashlib.shake_256(rho + bytes([i, 0])).digest(3 * 136) for i in range(11)]
    assert min(len(half_bytes(stream[: 2 * 136], 4)) for stream in streams) < N
    vectors = [half_bytes(stream, 4)[:N] for stream in streams]
    expected = b"".join(packed([4 - x for x in s], 4) for s in vectors)
    assert pqpy.ML_DSA_65.on(backend).keygen(seed=seed).secret_key[128 : 128 + 11 * 128] == expected
