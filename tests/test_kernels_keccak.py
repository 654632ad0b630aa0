"""Keccak-f[1600] of one, four and eight states is that of FIPS 202, on every backend.

Expected values come from the standard's definition in plain Python, which must agree with hashlib.
Every family has the same kernels; Round5 hands them out.
"""

import hashlib

import pytest
from helpers import Words
from hypothesis import given
from hypothesis import strategies as st

from pqpy._backend import BACKENDS

_round5 = pytest.importorskip("pqpy._round5", reason="built without round5")
ffi, lib = _round5.ffi, _round5.lib
HERE = [i for i in range(len(BACKENDS)) if lib.round5_get_kernels(i)]
FULL = 2**64 - 1


@pytest.fixture(params=HERE, ids=lambda i: BACKENDS[i])
def kernels(request):
    """The kernels of each backend of this machine."""
    return lib.round5_get_kernels(request.param)


@pytest.fixture(params=[1, 4, 8])
def permute(kernels, request):
    """A kernel as a function of a list of states, as many as it takes."""
    n = request.param

    def call(states):
        rows = [[state[i] for state in states] for i in range(25)]
        if n == 1:
            lanes = ffi.new("uint64_t[25]", [row[0] for row in rows])
            kernels.keccak_f1600(lanes)
            return [list(lanes)]
        lanes = ffi.new(f"uint64_t[25][{n}]", rows)
        (kernels.keccak_f1600_x4 if n == 4 else kernels.keccak_f1600_x8)(lanes)
        return [[lanes[i][k] for i in range(25)] for k in range(n)]

    call.states = n
    return call


def rotated(x, n):
    """A lane rotated to the left."""
    return (x << n % 64 | x >> -n % 64) & FULL


def keccak_f1600(a):
    """FIPS 202, section 3, step by step; a[x + 5y] is A[x, y]."""
    register = 1
    for _ in range(24):
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        a = [v ^ c[(i + 4) % 5] ^ rotated(c[(i + 1) % 5], 1) for i, v in enumerate(a)]
        x, y, turned = 1, 0, a[:]
        for t in range(24):  # Algorithm 2
            turned[x + 5 * y] = rotated(a[x + 5 * y], (t + 1) * (t + 2) // 2)
            x, y = y, (2 * x + 3 * y) % 5
        b = [turned[(x + 3 * y) % 5 + 5 * x] for y in range(5) for x in range(5)]
        a = [
            v ^ (~b[i - i % 5 + (i + 1) % 5] & b[i - i % 5 + (i + 2) % 5]) for i, v in enumerate(b)
        ]
        for j in range(7):  # Algorithms 5 and 6
            a[0] ^= (register & 1) << (2**j - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
    return a


def shake128_block(data):
    """The state before the first output of SHAKE128 of data below 168 bytes is permuted."""
    state = bytearray(data) + b"\x1f" + bytes(200 - len(data) - 1)
    state[167] ^= 0x80
    return [int.from_bytes(state[i : i + 8], "little") for i in range(0, 200, 8)]


@given(data=st.binary(max_size=167))
def test_definition(data):
    """The definition above gives SHAKE128's first block."""
    block = b"".join(lane.to_bytes(8, "little") for lane in keccak_f1600(shake128_block(data)))
    assert block[:168] == hashlib.shake_128(data).digest(168)


@given(seed=st.integers(0, FULL))
def test_random_states(permute, seed):
    """States that have nothing to do with each other, some with the edges of lanes."""
    rng = Words(seed)
    states = [
        rng.many(25, 0, FULL) if rng.random() < 0.5 else [rng.randrange(2**64) for _ in range(25)]
        for _ in range(permute.states)
    ]
    assert permute(states) == [keccak_f1600(state) for state in states]


@given(seed=st.integers(0, FULL))
def test_hashing(permute, seed):
    """The kernels are what hashlib's SHAKE128 needs."""
    rng = Words(seed)
    inputs = [rng.randbytes(rng.randrange(168)) for _ in range(permute.states)]
    results = permute([shake128_block(data) for data in inputs])
    for data, result in zip(inputs, results, strict=True):
        block = b"".join(lane.to_bytes(8, "little") for lane in result)
        assert block[:168] == hashlib.shake_128(data).digest(168)


def structured():
    """Nothing, everything, each lane alone, and each bit of a lane somewhere."""
    yield [0] * 25
    yield [FULL] * 25
    for i in range(25):
        yield [FULL if j == i else 0 for j in range(25)]
        yield [0 if j == i else FULL for j in range(25)]
    for bit in range(64):
        yield [1 << bit if j == bit % 25 else 0 for j in range(25)]


def test_structured_states(permute):
    """The same on states with a pattern, each of them in each place of a kernel."""
    states = list(structured())
    expected = [keccak_f1600(state) for state in states]
    n = permute.states
    for first in range(len(states)):
        chosen = [(first + k) % len(states) for k in range(n)]
        assert permute([states[i] for i in chosen]) == [expected[i] for i in chosen]
