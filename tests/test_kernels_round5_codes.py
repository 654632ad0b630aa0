"""The error correction of Round5 is that of section 7, on every backend."""

import pytest
import test_kernels_round5 as definitions
from helpers import Words, guarded
from hypothesis import given
from test_kernels_round5 import SEEDS, ffi

kernels = definitions.kernels  # the fixture

# (kappa, f): group of the block register or 0, lengths of the registers; section 7.
CODES = {
    (16, 2): (0, [11, 13, 14, 15]),
    (24, 4): (0, [13, 15, 16, 17, 19, 23, 29, 31]),
    (16, 5): (8, [16, 11, 13, 16, 17, 19, 21, 23, 25, 29]),
    (24, 5): (8, [24, 13, 16, 17, 19, 21, 23, 25, 29, 31]),
    (32, 5): (16, [16, 16, 17, 19, 21, 23, 25, 29, 31, 37]),
}


def covered(kappa, f):
    """The payload bits that each parity bit of a code covers, in the order of the codeword."""
    group, lengths = CODES[kappa, f]
    for r, length in enumerate(lengths):
        block = group if r == 0 and group else 0
        for j in range(length):
            yield [i for i in range(8 * kappa) if (i // block if block else i % length) == j]


def parity(payload, kappa, f):
    """The parity bits of a payload, as an integer."""
    checks = enumerate(covered(kappa, f))
    return sum((sum(payload >> i & 1 for i in check) & 1) << j for j, check in checks)


def corrected(code, kappa, f):
    """The payload that section 7 gives for a codeword."""
    payload = code % 256**kappa
    differ = parity(payload, kappa, f) ^ code >> 8 * kappa
    votes = [0] * (8 * kappa)
    for j, check in enumerate(covered(kappa, f)):
        for i in check:
            votes[i] += differ >> j & 1
    return payload ^ sum((n > f) << i for i, n in enumerate(votes))


@pytest.mark.parametrize(("kappa", "f"), CODES)
@given(seed=SEEDS)
def test_error_correction(kernels, kappa, f, seed):
    """round5_xe_encode and round5_xe_decode are those of section 7, also beyond f errors."""
    rng = Words(seed)
    bits = 8 * kappa + sum(CODES[kappa, f][1])
    m = rng.randbytes(kappa)
    payload = int.from_bytes(m, "little")
    memory, code, check = guarded(ffi, (bits + 7) // 8)
    kernels.xe_encode(code, m, kappa, f)
    check()
    good = payload | parity(payload, kappa, f) << 8 * kappa
    assert bytes(code[0 : (bits + 7) // 8]) == good.to_bytes((bits + 7) // 8, "little")
    errors = rng.choice((*range(f + 1), f + 1, 2 * f, 30, bits))
    wrong = sum(1 << i for i in rng.sample(range(bits), errors))
    rest = rng.randrange(256) << bits  # behind the codeword: ignored
    received = ((good ^ wrong) | rest) % 256 ** ((bits + 7) // 8)
    memory2, out, check = guarded(ffi, kappa)
    kernels.xe_decode(out, received.to_bytes((bits + 7) // 8, "little"), kappa, f)
    check()
    assert int.from_bytes(bytes(out[0:kappa]), "little") == corrected(good ^ wrong, kappa, f)
    if errors <= f:
        assert bytes(out[0:kappa]) == m
    del memory, memory2


@pytest.mark.parametrize(
    ("kappa", "f", "expected"),
    [
        (16, 2, "141A6892AE0107"),
        (24, 4, "846B768F01A4330715C9634ABCA4E8D075B2193B00"),
        (16, 5, "A4E4141A6810C0F6D5C27384DEF01627A6BD22736CD7921B"),
        (24, 5, "A4E4F9840B0348670E2A921D18F69812EF79494F5274E83AD98C1D00"),
        (32, 5, "6EF3E0C079C566059E8959B697CE080E82190E4C8484B4088B5361CD3202"),
    ],
)
def test_error_correction_vectors(kernels, kappa, f, expected):
    """The values of the specification, section 15."""
    code = ffi.new("uint8_t[]", kappa + len(expected) // 2)
    kernels.xe_encode(code, bytes((17 * i + 3) % 256 for i in range(kappa)), kappa, f)
    assert bytes(code)[kappa:].hex().upper() == expected
