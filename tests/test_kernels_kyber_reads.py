"""The kernels of Kyber read nothing behind their inputs, on any backend: there is no memory there.

A kernel that does so crashes the tests.  The results are compared too, with the definitions of
test_kernels_kyber.py.
"""

import pytest
import test_kernels_kyber as definitions
from helpers import Words, fenced
from test_kernels_kyber import N, Q, encoded, ffi

kernels = definitions.kernels  # the fixture


def ending(numbers):
    """Coefficients behind which no memory is."""
    return fenced(ffi, "int16_t *", b"".join((x % 65536).to_bytes(2, "little") for x in numbers))


@pytest.mark.parametrize("d", [1, 4, 5, 10, 11])
def test_compression_reads_no_further(kernels, d):
    """kyber_compress and kyber_decompress."""
    fields, out, f = (
        Words(d).many(N, 0, 2**d - 1),
        ffi.new("uint8_t[]", 32 * d),
        ffi.new("int16_t[256]"),
    )
    kernels.decompress(f, fenced(ffi, "uint8_t *", encoded(fields, d)), d)
    kernels.compress(out, ending(f), d)
    assert bytes(out) == encoded(fields, d)


def test_encoding_reads_no_further(kernels):
    """kyber_encode12 and kyber_decode12."""
    values, out, f = Words(12).many(N, 0, Q - 1), ffi.new("uint8_t[384]"), ffi.new("int16_t[256]")
    kernels.encode12(out, ending(values))
    assert kernels.decode12(f, fenced(ffi, "uint8_t *", bytes(out))) == 0
    assert list(f) == values


@pytest.mark.parametrize("size", [168, 504])
def test_sampling_reads_no_further(kernels, size):
    """kyber_rej_uniform, and kyber_cbd."""
    data, a = Words(size).randbytes(size), ffi.new("int16_t[256]")
    count = kernels.rej_uniform(a, 0, fenced(ffi, "uint8_t *", data), size)
    assert list(a[0:count]) == definitions.sampled(data)[:N]
    for eta in (2, 3):
        kernels.cbd(a, fenced(ffi, "uint8_t *", bytes(64 * eta)), eta)
        assert not any(a)


def test_arithmetic_reads_no_further(kernels):
    """kyber_factor and kyber_multiply_row."""
    b, r = ffi.new("int16_t[1024]"), ffi.new("int16_t[256]")
    for j in range(2):
        kernels.factor(b + 512 * j, ending([1, 0] * 128))
    kernels.multiply_row(r, ending([1] * (2 * N)), N, ending(b), 2)
    assert [x * 2**16 % Q for x in r] == [2] * N
