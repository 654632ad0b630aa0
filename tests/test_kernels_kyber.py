"""The kernels of Kyber and ML-KEM do what kernels.h says, on every backend.

Expected values come from the definitions of FIPS 203 in plain Python.
"""

import hashlib
import re

import pytest
from helpers import ROOT, Words, guarded
from hypothesis import given
from hypothesis import strategies as st

from pqpy import _kyber
from pqpy._backend import BACKENDS

ffi = _kyber.ffi
Q, N = 3329, 256
SEEDS = st.integers(0, 2**64 - 1)
R = pow(2, 16, Q)


HERE = [i for i in range(len(BACKENDS)) if _kyber.lib.kyber_get_kernels(i)]


@pytest.fixture(params=HERE, ids=lambda i: BACKENDS[i])
def kernels(request):
    """The kernels of each backend of this machine."""
    return _kyber.lib.kyber_get_kernels(request.param)


def bit_reversed(i):
    """BitRev7."""
    return int(f"{i:07b}"[::-1], 2)


def ntt(f):
    """Algorithm 9 by its meaning: f modulo x^2 - 17^(2 BitRev7(i) + 1), for each i."""
    out = []
    for i in range(128):
        root = pow(17, 2 * bit_reversed(i) + 1, Q)
        powers = [pow(root, j, Q) for j in range(128)]
        out += [sum(f[2 * j + odd] * powers[j] for j in range(128)) % Q for odd in (0, 1)]
    return out


def test_tables():
    """The zetas in the sources are powers of 17, times 2^16, centred."""
    zetas = [pow(17, bit_reversed(i), Q) * R % Q for i in range(128)]
    zetas = [x - Q if x > Q // 2 else x for x in zetas]
    kyber = ROOT / "vendor/kyber"
    portable = (kyber / "portable/ntt.c").read_text().split("zetas[128] = {")[1].split("}")[0]
    assert [int(x) for x in portable.strip().rstrip(",").split(",")] == zetas
    blocks = re.findall(r"  BLOCK\((\d), (.*)\)", (kyber / "avx2/zetas.h").read_text())
    for i, numbers in enumerate(blocks):
        expected = [zetas[n + n // 8 * i + j] for n in (8, 16, 32, 64) for j in range(n // 8)]
        assert [int(x) for x in (numbers[0], *numbers[1].split(","))] == [i, *expected]
    assert len(blocks) == 8


def product(a, b):
    """The product of two polynomials modulo x^256 + 1."""
    out = [0] * N
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[(i + j) % N] += x * y if i + j < N else -x * y
    return [x % Q for x in out]


def base_product(a, b):
    """Algorithm 11: the products of pairs modulo x^2 - gamma."""
    out = []
    for i in range(128):
        gamma = pow(17, 2 * bit_reversed(i) + 1, Q)
        (a0, a1), (b0, b1) = a[2 * i : 2 * i + 2], b[2 * i : 2 * i + 2]
        out += [(a0 * b0 + a1 * b1 * gamma) % Q, (a0 * b1 + a1 * b0) % Q]
    return out


def poly(values):
    """A C array of int16_t."""
    return ffi.new("int16_t[]", list(values))


@given(seed=SEEDS)
def test_ntt(kernels, seed):
    """kyber_ntt is the transform of the standard, for all |f| < q, and stays below 8q."""
    f = Words(seed).many(N, 1 - Q, Q - 1)
    c = poly(f)
    kernels.ntt(c)
    assert [x % Q for x in c] == ntt(f)
    assert all(abs(x) < 8 * Q for x in c)


@given(seed=SEEDS)
def test_invntt(kernels, seed):
    """kyber_invntt undoes it, times 2^16, for all |f| < q, and stays below q."""
    f = Words(seed).many(N, 1 - Q, Q - 1)
    c = poly(f)
    kernels.invntt(c)
    assert all(abs(x) < Q for x in c)
    assert ntt(list(c)) == [x * R % Q for x in f]


@pytest.mark.parametrize("k", [1, 2, 3, 4])
@given(seed=SEEDS)
def test_multiply_row(kernels, k, seed):
    """kyber_multiply_row is a sum of products over the whole range, with any stride."""
    rng = Words(seed)
    stride = N * rng.choice((1, k))
    a, b = rng.many(k * stride, 0, 4095), rng.many(k * N, -(2**15), 2**15 - 1)
    factor, r, cb = ffi.new("int16_t[]", 2 * k * N), ffi.new("int16_t[]", N), poly(b)
    for j in range(k):
        kernels.factor(factor + 2 * j * N, cb + j * N)
    kernels.multiply_row(r, poly(a), stride, factor, k)
    terms = [base_product(a[j * stride : j * stride + N], b[j * N : (j + 1) * N]) for j in range(k)]
    assert [x * R % Q for x in r] == [sum(column) % Q for column in zip(*terms, strict=True)]
    assert all(abs(x) < Q for x in r)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_multiply_row_extremes(kernels, k):
    """The largest sums that the contract allows do not overflow."""
    r = ffi.new("int16_t[]", N)
    for b in (Q - 1, 1 - Q):
        kernels.multiply_row(r, poly([4095] * (k * N)), N, poly([b] * (2 * k * N)), k)
        assert [x * R % Q for x in r] == [2 * k * 4095 * b % Q] * N
        assert all(abs(x) < Q for x in r)


def test_factor(kernels):
    """kyber_factor has the coefficients, those times gamma, and is below q, for every number."""
    gammas = [pow(17, 2 * bit_reversed(i) + 1, Q) for i in range(128)]
    for start in range(-(2**15), 2**15, N // 2):
        f = [start + i for i in range(N // 2) for _ in range(2)]
        factor = ffi.new("int16_t[]", 2 * N)
        kernels.factor(factor, poly(f))
        assert all(abs(x) < Q for x in factor)
        for i, gamma in enumerate(gammas):
            pairs = [*factor[2 * i : 2 * i + 2], *factor[N + 2 * i : N + 2 * i + 2]]
            even, odd = f[2 * i : 2 * i + 2]
            assert [x % Q for x in pairs] == [x % Q for x in (even, odd * gamma, odd, even)]


def test_transforms_multiply(kernels):
    """NTT, product and inverse are together the product modulo x^256 + 1."""
    rng = Words(1)
    a, b = rng.many(N, 0, Q - 1), rng.many(N, 0, Q - 1)
    ca, cb, factor, r = poly(a), poly(b), ffi.new("int16_t[]", 2 * N), ffi.new("int16_t[]", N)
    kernels.ntt(ca)
    kernels.reduce(ca)
    kernels.ntt(cb)
    kernels.factor(factor, cb)
    kernels.multiply_row(r, ca, N, factor, 1)
    kernels.invntt(r)
    assert [x % Q for x in r] == product(a, b)


def test_reduce_and_to_mont(kernels):
    """kyber_reduce and kyber_to_mont are right for every 16-bit number."""
    for start in range(-(2**15), 2**15, N):
        values = range(start, start + N)
        c = poly(values)
        kernels.reduce(c)
        assert list(c) == [x % Q for x in values]
        c = poly(values)
        kernels.to_mont(c)
        assert [x % Q for x in c] == [x * R % Q for x in values]
        assert all(abs(x) < Q for x in c)


@given(seed=SEEDS)
def test_add_and_sub(kernels, seed):
    """kyber_add and kyber_sub add and subtract."""
    rng = Words(seed)
    f, g = rng.many(N, -(2**14), 2**14 - 1), rng.many(N, -(2**14), 2**14 - 1)
    c = poly(f)
    kernels.add(c, poly(g))
    assert list(c) == [x + y for x, y in zip(f, g, strict=True)]
    kernels.sub(c, poly(g))
    assert list(c) == f


@given(seed=SEEDS, blocks=st.integers(1, 4), count=st.integers(0, 256))
def test_rej_uniform(kernels, seed, blocks, count):
    """kyber_rej_uniform appends the fields below q until there are 256, and no more."""
    rng = Words(seed)
    data = bytearray()
    while len(data) < 168 * blocks:
        d1, d2 = (rng.choice((0, Q - 1, Q, 4095, rng.randrange(4096))) for _ in range(2))
        data += bytes([d1 & 255, d1 >> 8 | d2 % 16 << 4, d2 >> 4])
    before = rng.many(count, 0, Q - 1)
    fields = [
        field
        for i in range(0, len(data), 3)
        for field in (data[i] | data[i + 1] % 16 << 8, data[i + 1] >> 4 | data[i + 2] << 4)
    ]
    expected = (before + [field for field in fields if field < Q])[:N]
    memory = ffi.new("int16_t[]", N + 8)
    memory[N] = 12345
    memory[0 : len(before)] = before
    got = kernels.rej_uniform(memory, count, bytes(data), len(data))
    assert got == len(expected)
    assert list(memory[0:got]) == expected
    assert memory[N] == 12345


@pytest.mark.parametrize("eta", [2, 3])
@given(seed=SEEDS)
def test_cbd(kernels, eta, seed):
    """kyber_cbd is SamplePolyCBD, Algorithm 8."""
    data = Words(seed).randbytes(64 * eta)
    bits = [data[i // 8] >> (i % 8) & 1 for i in range(8 * len(data))]
    expected = [
        sum(bits[i : i + eta]) - sum(bits[i + eta : i + 2 * eta])
        for i in range(0, len(bits), 2 * eta)
    ]
    r = ffi.new("int16_t[]", N)
    kernels.cbd(r, data, eta)
    assert list(r) == expected


def encoded(values, d):
    """ByteEncode_d, Algorithm 5."""
    return sum(v << (d * i) for i, v in enumerate(values)).to_bytes(32 * d, "little")


@given(seed=SEEDS)
def test_encode12(kernels, seed):
    """kyber_encode12 and kyber_decode12 are each other's inverse, and tell a field not below q."""
    rng = Words(seed)
    values = rng.many(N, 0, 4095 if rng.random() < 0.5 else Q - 1)
    out, back = ffi.new("uint8_t[]", 384), ffi.new("int16_t[]", N)
    kernels.encode12(out, poly(values))
    assert bytes(out) == encoded(values, 12)
    assert kernels.decode12(back, out) == (max(values) >= Q)
    assert list(back) == values


@pytest.mark.parametrize("d", [1, 4, 5, 10, 11])
def test_compress(kernels, d):
    """kyber_compress is Compress_d and ByteEncode_d for every number of the contract, and writes
    32 d bytes.
    """
    for start in range(1 - 2**14, 2**14, N):
        values = [min(x, 2**14 - 1) for x in range(start, start + N)]
        memory, out, check = guarded(ffi, 32 * d)
        kernels.compress(out, poly(values), d)
        check()
        rounded = [(2 * (x % Q) * 2**d + Q) // (2 * Q) % 2**d for x in values]
        assert bytes(ffi.buffer(out, 32 * d)) == encoded(rounded, d), memory


@pytest.mark.parametrize("d", [1, 4, 5, 10, 11])
def test_decompress(kernels, d):
    """kyber_decompress is ByteDecode_d and Decompress_d for every field."""
    for start in range(0, 2**d, N):
        fields = [x % 2**d for x in range(start, start + N)]
        r = ffi.new("int16_t[]", N)
        kernels.decompress(r, encoded(fields, d), d)
        assert list(r) == [(2 * Q * y + 2**d) // 2 ** (d + 1) for y in fields]


def test_unlucky_matrix_entries(ml_kem):
    """Key generation is right where a matrix entry needs a fourth block of SHAKE128.

    The seed is searched, and the key compared with the definition of SampleNTT in Python.
    """
    k = {512: 2, 768: 3, 1024: 4}[int(ml_kem.name[7:])]
    for attempt in range(10000):
        seed = attempt.to_bytes(32, "big") + bytes(32)
        rho = hashlib.sha3_512(seed[:32] + bytes([k])).digest()[:32]
        if accepted(hashlib.shake_128(rho + bytes(2)).digest(504)) < N:
            break
    else:
        pytest.fail("no seed found")
    public, _ = ml_kem.keygen(seed=seed)
    assert public == expected_public_key(seed[:32], k)


def accepted(stream):
    """How many fields of a stream are below q."""
    return len(sampled(stream))


def sampled(stream):
    """The fields of a stream that are below q."""
    value = int.from_bytes(stream, "little")
    fields = ((value >> (12 * i)) & 4095 for i in range(len(stream) * 2 // 3))
    return [x for x in fields if x < Q]


def expected_public_key(d, k):
    """K-PKE.KeyGen's encryption key, Algorithm 13, in plain Python."""
    seeds = hashlib.sha3_512(d + bytes([k])).digest()
    rho, sigma = seeds[:32], seeds[32:]
    eta = 3 if k == 2 else 2

    def noise(nonce):
        data = hashlib.shake_256(sigma + bytes([nonce])).digest(64 * eta)
        bits = int.from_bytes(data, "little")
        fields = [bits >> (2 * eta * i) & (4**eta - 1) for i in range(N)]
        return [(x & (2**eta - 1)).bit_count() - (x >> eta).bit_count() for x in fields]

    s, e = [ntt(noise(i)) for i in range(k)], [ntt(noise(k + i)) for i in range(k)]
    out = b""
    for i in range(k):
        row = e[i]
        for j in range(k):
            entry = sampled(hashlib.shake_128(rho + bytes([j, i])).digest(1680))[:N]
            row = [(x + y) % Q for x, y in zip(row, base_product(entry, s[j]), strict=True)]
        out += encoded(row, 12)
    return out + rho
