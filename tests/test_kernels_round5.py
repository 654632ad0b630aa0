"""The kernels of Round5 do what kernels.h says, on every backend.

Expected values come from the definitions of the specification and SP 800-185 in plain Python.
"""

import pytest
from helpers import Words, guarded
from hypothesis import given
from hypothesis import strategies as st

from pqpy._backend import BACKENDS

_round5 = pytest.importorskip("pqpy._round5", reason="built without round5")
ffi, lib = _round5.ffi, _round5.lib
SEEDS = st.integers(0, 2**64 - 1)
HERE = [i for i in range(len(BACKENDS)) if lib.round5_get_kernels(i)]

# d, h and W of the sets, section 2.
SETS = [
    *((618, 104, 192), (786, 384, 876), (1018, 428, 934), (586, 182, 357), (852, 212, 414)),
    *((1170, 222, 418), (490, 162, 335), (756, 242, 499), (940, 414, 944), (508, 136, 269)),
    *((946, 388, 856), (594, 238, 487), (881, 238, 458), (1186, 712, 1771), (636, 114, 208)),
    *((876, 446, 1017), (1217, 462, 950), (372, 178, 403), (757, 378, 882)),
]
DEGREES = sorted({d for d, _, _ in SETS})


@pytest.fixture(params=HERE, ids=lambda i: BACKENDS[i])
def kernels(request):
    """The kernels of each backend of this machine."""
    return lib.round5_get_kernels(request.param)


def pad(n):
    """Size of a padded vector."""
    return (n + 15) // 16 * 16


def words16(size):
    """Memory for *size* numbers of 16 bits between guards: (memory, pointer, check)."""
    memory, start, check = guarded(ffi, 2 * size)
    return memory, ffi.cast("uint16_t *", start), check


def sparse(rng, d, weight):
    """A ternary vector with about so many entries that are not 0, the last one among them."""
    s = [0] * pad(d)
    for _ in range(weight):
        s[rng.randrange(d)] = rng.choice((-1, 1))
    s[d - 1] = rng.choice((-1, 1))
    return s


# TupleHash.


def left_encode(x):
    """SP 800-185, 2.3.1."""
    n = max(1, (x.bit_length() + 7) // 8)
    return bytes([n]) + x.to_bytes(n, "big")


def encode_string(s):
    """SP 800-185, 2.3.2."""
    return left_encode(8 * len(s)) + s


def tuple_hash(kernels, rate, out_bytes, parts, xof):
    """SP 800-185, 5.3, on the permutation of test_kernels_keccak.py."""
    prefix = left_encode(rate) + encode_string(b"TupleHash") + encode_string(b"")
    length = left_encode(0 if xof else 8 * out_bytes)
    data = bytearray(prefix + bytes(-len(prefix) % rate))
    data += b"".join(map(encode_string, parts)) + length[1:] + length[:1] + b"\x04"
    data += bytes(-len(data) % rate)
    data[-1] ^= 0x80
    state, out = ffi.new("uint64_t[25]"), b""
    for start in range(0, len(data), rate):
        for i in range(rate // 8):
            state[i] ^= int.from_bytes(data[start + 8 * i : start + 8 * i + 8], "little")
        kernels.keccak_f1600(state)
    while len(out) < out_bytes:
        out += bytes(ffi.buffer(state))[:rate]
        kernels.keccak_f1600(state)
    return out[:out_bytes]


@given(seed=SEEDS, xof=st.booleans(), rate=st.sampled_from([136, 168]), count=st.integers(1, 9))
def test_tuplehash(kernels, seed, xof, rate, count):
    """Outputs in lanes are those of TupleHash, one by one, and nothing else is written."""
    rng = Words(seed)
    domain, key = rng.choice((b"AGEN", b"APermutation")), rng.randbytes(rng.choice((16, 24, 32)))
    out_bytes, first = rng.edgy(1, 3 * rate), rng.edgy(0, 256 - count)
    memory, out, check = guarded(ffi, count * out_bytes)
    kernels.tuplehash(out, out_bytes, domain, key, len(key), rate, xof, first, count)
    check()
    for i in range(count):
        parts = (domain, key, bytes([first + i]))
        expected = tuple_hash(kernels, rate, out_bytes, parts, xof)
        assert bytes(out[i * out_bytes : (i + 1) * out_bytes]) == expected
    del memory


@pytest.mark.parametrize(
    ("domain", "key", "rate", "xof", "expected"),
    [
        (
            b"AGEN",
            bytes(16),
            168,
            0,
            "f763ba3de6dc5b6467a3fdb80b05dd8456f27ffaa92e2ce4993d77bc320a17dc",
        ),
        (
            b"AGEN",
            bytes(24),
            136,
            0,
            "056c54b99311e2b23092d66fbbb641a4d935b0da9d14ec0fbf8c801bf5f56933",
        ),
        (
            b"SGEN",
            bytes(16),
            168,
            1,
            "d2ea48031e5b22a28b2a582fe9ec93129d86259a10cf3b96f7efc746556aeee9",
        ),
    ],
)
def test_tuplehash_vectors(kernels, domain, key, rate, xof, expected):
    """The values of the specification, section 15."""
    out = ffi.new("uint8_t[]", 32)
    kernels.tuplehash(out, 32, domain, key, len(key), rate, xof, 0, 1)
    assert bytes(out).hex() == expected


# Secrets.


def secret_vector(draws, d, h):
    """Section 6.1."""
    div, s, k = 65536 // d, [0] * d, 0
    for word in draws:
        if k < h and word < div * d and s[word // div] == 0:
            s[word // div] = -1 if k % 2 else 1
            k += 1
    return s


def bits_of(kernels, streams, d, h):
    """The result of the kernel for streams of the same length, as C memory."""
    data = b"".join(word.to_bytes(2, "little") for draws in streams for word in draws)
    words = (d + 255) // 256 * 8
    _, start, check = memory = guarded(ffi, 8 * words * len(streams))
    bits = ffi.cast("uint32_t *", start)
    inverse = 2**24 // (65536 // d) + 1
    kernels.sample(bits, data, len(streams), len(streams[0]), d, h, inverse)
    check()
    return bits, memory


def stream(rng, count, div):
    """Words: uniform, or many at the edges of positions, or all in a narrow range: repeated."""
    draws = [rng.randrange(65536) for _ in range(count)]
    if rng.random() < 0.3:
        draws = [min(65535, x // div * div + rng.choice((0, div - 1))) for x in draws]
    if rng.random() < 0.3:
        low = rng.edgy(0, 65536 - 200 * div)
        draws = [rng.edgy(low, low + 200 * div - 1) for _ in draws]
    return draws


@pytest.mark.parametrize(("d", "h", "count"), SETS)
@given(seed=SEEDS)
def test_sample(kernels, d, h, count, seed):
    """round5_sample and round5_ternary give the vectors of section 6.1 for any words."""
    rng = Words(seed)
    count = rng.choice((count, count, rng.edgy(1, count)))
    streams = [stream(rng, count, 65536 // d) for _ in range(rng.choice((1, 2, 3, 7, 8)))]
    bits, _memory = bits_of(kernels, streams, d, h)
    words = (d + 255) // 256 * 8
    for k, draws in enumerate(streams):
        one = bits + 2 * words * k
        plus, minus = (
            [one[w + i // 32] >> i % 32 & 1 for i in range(32 * words)] for w in (0, words)
        )
        expected = secret_vector(draws, d, h)
        assert [p - m for p, m in zip(plus, minus, strict=True)][:d] == expected
        assert not any(p and m for p, m in zip(plus, minus, strict=True))
        assert sum(plus[d:]) + sum(minus[d:]) == 0
        memory, s, check = words16(pad(d))
        kernels.ternary(ffi.cast("int16_t *", s), one, d)
        check()
        assert list(ffi.cast("int16_t *", s)[0 : pad(d)]) == expected + [0] * (pad(d) - d)
        del memory


@pytest.mark.parametrize("d", DEGREES)
def test_sample_divides(kernels, d):
    """Every word lands at floor(w / div), or nowhere."""
    div = 65536 // d
    edges = {e for i in range(0, 65536 // div + 1) for e in (i * div - 1, i * div, i * div + 1)}
    for word in sorted(edges & {*range(65536)}):
        bits, _memory = bits_of(kernels, [[word]], d, 1)
        where = [i for i in range((d + 255) // 256 * 8) if bits[i]]
        position = word // div
        assert where == ([position // 32] if position < d else [])
        assert position >= d or bits[position // 32] == 1 << position % 32


# Products.


def cyclic(a, s, n):
    """The product modulo x^(n+1) - 1, section 8.1; s sparse."""
    out, extended = [0] * (n + 1), [*a[:n], 0]
    for j in range(n):
        if s[j]:
            turned = extended[n + 1 - j :] + extended[: n + 1 - j]
            out = [x + s[j] * y for x, y in zip(out, turned, strict=True)]
    return out


@pytest.mark.parametrize("n", [16, 31, *DEGREES])
@given(seed=SEEDS)
def test_ring_product(kernels, n, seed):
    """round5_ring_product gives the coefficients that are asked for, in either ring."""
    rng = Words(seed)
    a, s = rng.many(n, 0, 65535), sparse(rng, n, rng.choice((0, n // 3)))
    phi, whole = rng.randrange(2), rng.random() < 0.3
    first = 0 if whole else rng.choice((0, 1, rng.randrange(n)))
    count = n if whole else rng.edgy(1, n - first)
    memory, r, check = words16(pad(count))
    kernels.ring_product(r, ffi.new("uint16_t[]", a), ffi.new("int16_t[]", s), n, first, count, phi)
    check()
    c = cyclic(a, s, n)
    wanted = [(c[first + k] - phi * c[n]) % 65536 for k in range(count)]
    assert list(r[0:count]) == wanted
    del memory


def matrix(rng, d):
    """A master vector with its continuation, offsets, and the matrix that they make."""
    master = rng.many(2048, 0, 65535)
    offsets = rng.sample(range(2048), d)
    if 2047 not in offsets:
        offsets[0] = 2047
    doubled = master + master
    return master + master[: pad(d)], offsets, [doubled[o : o + d] for o in offsets]


def product_sum(a, s):
    """Sum of products, mod 2^16."""
    return sum(x * y for x, y in zip(a, s, strict=False) if y) % 65536


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("d", [1, 2, 15, 16, 17, 33, 100, 594, 757])
def test_matrix_products(kernels, d, columns):
    """round5_times_columns is A S, and round5_times_rows R^T A."""
    rng = Words(100 * d + columns)
    v, offsets, a = matrix(rng, d)
    vectors = [sparse(rng, d, d // 3) for _ in range(columns)]
    cv, co = ffi.new("uint16_t[]", v), ffi.new("uint16_t[]", offsets)
    cs = ffi.new("int16_t[]", [x for s in vectors for x in s])
    memory, b, check = words16(d * columns)
    kernels.times_columns(b, cv, co, cs, d, columns)
    check()
    rows = range(0, d, max(1, d // 40)) if d > 100 else range(d)
    for i in (*rows, d - 1):
        wanted = [product_sum(a[i], s) for s in vectors]
        assert list(b[i * columns : (i + 1) * columns]) == wanted
    kernels.times_rows(b, cv, co, cs, d, columns)
    check()
    for c, s in enumerate(vectors):
        total = [0] * d
        for i, factor in enumerate(s[:d]):
            if factor:
                total = [x + factor * y for x, y in zip(total, a[i], strict=True)]
        assert list(b[c * d : (c + 1) * d]) == [x % 65536 for x in total]
    del memory


@pytest.mark.parametrize("d", [881, 1186, 1217])
def test_large_matrix_products(kernels, d):
    """The same at the sizes of the largest sets."""
    test_matrix_products(kernels, d, 8)


@pytest.mark.parametrize(
    ("n_bar", "m_bar"), [(7, 7), (8, 8), (192, 1), (1, 1), (16, 3), (8, 1), (9, 8)]
)
@given(seed=SEEDS)
def test_mask(kernels, n_bar, m_bar, seed):
    """round5_mask adds B^T R to what is there, for some rows of B."""
    rng = Words(seed)
    rows = rng.edgy(1, 32)
    stride = pad(rows) + 16 * rng.randrange(3)
    b, r = rng.many(rows * n_bar, 0, 65535), [rng.choice((-1, 0, 1)) for _ in range(stride * m_bar)]
    before = rng.many(n_bar * m_bar, 0, 65535)
    memory, x, check = words16(n_bar * m_bar)
    for i, value in enumerate(before):
        x[i] = value
    kernels.mask(x, ffi.new("uint16_t[]", b), n_bar, ffi.new("int16_t[]", r), stride, m_bar, rows)
    check()
    for k in range(n_bar):
        for c in range(m_bar):
            total = sum(b[i * n_bar + k] * r[c * stride + i] for i in range(rows))
            assert x[k * m_bar + c] == (before[k * m_bar + c] + total) % 65536
    del memory


@pytest.mark.parametrize("count", range(1, 9))
@given(seed=SEEDS, d=st.one_of(st.sampled_from(DEGREES), st.integers(1, 1217)))
def test_dots(kernels, count, seed, d):
    """round5_dots are sums of products, mod 2^16."""
    rng, n = Words(seed), pad(d)
    stride = rng.choice((d, n))
    a, s = rng.many((count - 1) * stride + n, 0, 65535), rng.many(n, -32768, 32767)
    memory, x, check = words16(count)
    kernels.dots(x, ffi.new("uint16_t[]", a), stride, ffi.new("int16_t[]", s), n, count)
    check()
    rows = [a[j * stride : j * stride + n] for j in range(count)]
    assert list(x[0:count]) == [product_sum(row, s) for row in rows]
    del memory


# Packing.


@pytest.mark.parametrize("bits", range(1, 13))
@given(seed=SEEDS, count=st.integers(1, 300))
def test_pack(kernels, bits, seed, count):
    """round5_pack takes the lower bits in order, round5_unpack ignores what is behind the last."""
    x = Words(seed).many(count, 0, 65535)
    size = (count * bits + 7) // 8
    memory, out, check = guarded(ffi, size)
    kernels.pack(out, ffi.new("uint16_t[]", x), count, bits)
    check()
    fields = [value % 2**bits for value in x]
    number = sum(value << (bits * i) for i, value in enumerate(fields))
    assert bytes(out[0:size]) == number.to_bytes(size, "little")
    out[size - 1] |= 0xFF << (8 - (-count * bits % 8)) & 0xFF if count * bits % 8 else 0
    memory2, back, check = words16(count)
    kernels.unpack(back, out, count, bits)
    check()
    assert list(back[0:count]) == fields
    del memory, memory2
