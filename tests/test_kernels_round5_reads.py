"""The kernels of Round5 read nothing behind their inputs, on any backend: there is no memory there.

A kernel that does so crashes the tests.  The results are compared too, with the definitions of
test_kernels_round5.py.
"""

import pytest
import test_kernels_round5 as definitions
from helpers import Words, fenced
from test_kernels_round5 import DEGREES, SETS, ffi, pad
from test_kernels_round5_codes import CODES

kernels = definitions.kernels  # the fixture


def ending(type_, numbers):
    """16-bit numbers behind which no memory is."""
    return fenced(ffi, type_, b"".join((x % 65536).to_bytes(2, "little") for x in numbers))


@pytest.mark.parametrize("bits", range(1, 13))
def test_packing_reads_no_further(kernels, bits):
    """round5_pack and round5_unpack read no byte behind their input, of any length."""
    rng, out, packed = Words(bits), ffi.new("uint16_t[]", 300), ffi.new("uint8_t[]", 600)
    for count in (*range(1, 50), *range(285, 300)):
        x = rng.many(count, 0, 2**bits - 1)
        kernels.pack(packed, ending("uint16_t *", x), count, bits)
        data = bytes(packed[0 : (count * bits + 7) // 8])
        kernels.unpack(out, fenced(ffi, "uint8_t *", data), count, bits)
        assert list(out[0:count]) == x


@pytest.mark.parametrize(
    ("n_bar", "m_bar"), [(7, 7), (8, 8), (192, 1), (1, 1), (16, 3), (8, 1), (9, 8)]
)
def test_mask_reads_no_further(kernels, n_bar, m_bar):
    """round5_mask reads nothing behind the last row of B, nor behind the last vector."""
    for rows in range(1, 33):
        b = Words(rows).many(rows * n_bar, 0, 65535)
        x, r = ffi.new("uint16_t[]", n_bar * m_bar), ending("int16_t *", [1] * (pad(rows) * m_bar))
        kernels.mask(x, ending("uint16_t *", b), n_bar, r, pad(rows), m_bar, rows)
        assert list(x) == [sum(b[k::n_bar]) % 65536 for k in range(n_bar) for _ in range(m_bar)]


@pytest.mark.parametrize("d", [16, 17, 31, 33, *DEGREES])
def test_products_read_no_further(kernels, d):
    """The products read nothing behind vectors, coefficients, offsets and the master vector."""
    rng, r = Words(d), ffi.new("uint16_t[]", pad(d))
    s, a = definitions.sparse(rng, d, d // 3), rng.many(d, 0, 65535)
    cs = ending("int16_t *", s)
    kernels.ring_product(r, ending("uint16_t *", a), cs, d, 0, d, 1)
    c = definitions.cyclic(a, s, d)
    assert list(r[0:d]) == [(x - c[d]) % 65536 for x in c[:d]]
    v, offsets, _ = definitions.matrix(rng, d)
    cv, co = ending("uint16_t *", v), ending("uint16_t *", offsets)
    kernels.times_columns(r, cv, co, cs, d, 1)
    assert list(r[0:d]) == [definitions.product_sum(v[o : o + d], s) for o in offsets]
    kernels.times_rows(r, cv, co, cs, d, 1)
    assert r[d - 1] == definitions.product_sum([v[o + d - 1] for o in offsets], s)
    kernels.dots(r, cv + len(v) - pad(d), d, cs, pad(d), 1)
    assert r[0] == definitions.product_sum(v[-pad(d) :], s)


@pytest.mark.parametrize(("d", "h", "count"), SETS)
def test_sampling_reads_no_further(kernels, d, h, count):
    """round5_sample reads nothing behind the draws, round5_ternary nothing behind the bits."""
    size, s = (d + 255) // 256 * 16, ffi.new("int16_t[]", pad(d))
    for n in (count, 1, 31, 32, 33):
        for vectors in (1, 8):
            bits, words = (
                ffi.new("uint32_t[]", vectors * size),
                Words(n).many(vectors * n, 0, 65535),
            )
            draws = fenced(ffi, "uint8_t *", b"".join(x.to_bytes(2, "little") for x in words))
            kernels.sample(bits, draws, vectors, n, d, h, 2**24 // (65536 // d) + 1)
            last = bytes(ffi.buffer(bits))[-4 * size :]
            kernels.ternary(s, fenced(ffi, "uint32_t *", last), d)
            assert list(s[0:d]) == definitions.secret_vector(words[-n:], d, h)


@pytest.mark.parametrize(("kappa", "f"), CODES)
def test_error_correction_reads_no_further(kernels, kappa, f):
    """round5_xe_encode and round5_xe_decode read nothing behind payload and codeword."""
    m, size = Words(kappa).randbytes(kappa), (8 * kappa + sum(CODES[kappa, f][1]) + 7) // 8
    code, out = ffi.new("uint8_t[]", size), ffi.new("uint8_t[]", kappa)
    kernels.xe_encode(code, fenced(ffi, "uint8_t *", m), kappa, f)
    kernels.xe_decode(out, fenced(ffi, "uint8_t *", bytes(code)), kappa, f)
    assert bytes(out) == m
