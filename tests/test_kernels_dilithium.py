"""The kernels of Dilithium and ML-DSA do what kernels.h says, on every backend.

Expected values come from dilithium_model.py, over the whole range of each contract.
"""

import dilithium_model as model
import numpy as np
import pytest
from dilithium_model import (
    GAMMA2,
    SEEDS,
    Bytes,
    N,
    Output,
    Q,
    R,
    decompose,
    ffi,
    ntt,
    packed,
    poly,
    power2round,
    product,
    use_hint,
)
from helpers import Words, fenced
from hypothesis import given

kernels = model.kernels  # the fixture

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
    memory = fenced(ffi, "uint8_t *", minus + plus + minus)
    kernels.short_product(w.pointer, memory, ffi.new("uint16_t[]", at), tau)
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
    kernels.simple_bit_unpack(back.pointer, fenced(ffi, "uint8_t *", packed(w, bits)), bits)
    assert back.list() == w


@pytest.mark.parametrize(("bits", "b"), [(3, 2), (4, 4), (13, 2**12), (18, 2**17), (20, 2**19)])
@given(seed=SEEDS)
def test_bit_pack(kernels, bits, b, seed):
    """dilithium_bit_pack and _unpack are Algorithms 17 and 19, for every field."""
    w = Words(seed).many(N, b - 2**bits + 1, b)
    out, back = Bytes(32 * bits), Output()
    kernels.bit_pack(out.pointer, poly(w), b, bits)
    assert out.bytes() == packed([b - x for x in w], bits)
    kernels.bit_unpack(back.pointer, fenced(ffi, "uint8_t *", out.bytes()), b, bits)
    assert back.list() == w
