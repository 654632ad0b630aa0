"""Hashes in lanes are those of hashlib, on every backend.

Every family has the same kernel; that of Kyber hands it out.
"""

import hashlib

import pytest
from helpers import Words, guarded
from hypothesis import given
from hypothesis import strategies as st

from pqpy._backend import BACKENDS

_kyber = pytest.importorskip("pqpy._kyber", reason="built without kyber")
ffi = _kyber.ffi
HERE = [i for i in range(len(BACKENDS)) if _kyber.lib.kyber_get_kernels(i)]
SEEDS = st.integers(0, 2**64 - 1)


@pytest.fixture(params=HERE, ids=lambda i: BACKENDS[i])
def kernels(request):
    """The kernels of each backend of this machine."""
    return _kyber.lib.kyber_get_kernels(request.param)


FUNCTIONS = {
    "sha3_256": (136, 0x06),
    "sha3_512": (72, 0x06),
    "shake_128": (168, 0x1F),
    "shake_256": (136, 0x1F),
}


def random_job(rng, keep):
    """A job of hash_many, its buffers kept alive in *keep*: (job, output, check, expected)."""
    name = rng.choice(list(FUNCTIONS))
    rate, suffix = FUNCTIONS[name]
    edges = (0, 1, 32, rate - 1, rate, rate + 1, 2 * rate, 1184)
    parts = [rng.randbytes(rng.choice(edges)) for _ in range(2)]
    nonce = rng.randbytes(rng.randrange(3))
    fixed = name.startswith("sha3")
    size = int(name[-3:]) // 8 if fixed else rng.choice((1, 7, 8, rate - 1, rate, rate + 1, 504))
    hashed = hashlib.new(name, parts[0] + parts[1] + nonce)
    expected = hashed.digest() if fixed else hashed.digest(size)
    pointers = [ffi.new("uint8_t[]", part) if part else ffi.NULL for part in parts]
    memory, out, check = guarded(ffi, size)
    keep += [*pointers, memory]
    job = {"a": pointers[0], "a_bytes": len(parts[0]), "b": pointers[1], "b_bytes": len(parts[1])}
    job |= {"nonce": nonce, "nonce_bytes": len(nonce), "suffix": suffix, "rate": rate}
    return job | {"out": out, "out_bytes": size}, out, check, expected


@given(seed=SEEDS, count=st.integers(0, 13))
def test_hash_many(kernels, seed, count):
    """Hashes of any functions and sizes in lanes are those of hashlib, and nothing else is
    written.
    """
    rng, keep = Words(seed), []
    drawn = [random_job(rng, keep) for _ in range(count)]
    jobs = ffi.new("pq_hash_job[]", [job for job, *_ in drawn])
    kernels.hash_many(jobs, count)
    for job, out, check, expected in drawn:
        check()
        assert bytes(ffi.buffer(out, job["out_bytes"])) == expected


@given(seed=SEEDS, size=st.sampled_from([8, 128, 136, 160, 168, 192, 504, 505, 840]))
def test_hash_alike(kernels, seed, size):
    """Hashes of seeds that end together, as those of a matrix, beside a few of any kind."""
    rng, keep = Words(seed), []
    name = rng.choice(("shake_128", "shake_256"))
    rate, suffix = FUNCTIONS[name]
    drawn = [random_job(rng, keep) for _ in range(rng.randrange(3))]
    for _ in range(rng.randint(3, 17)):
        data = rng.randbytes(8 * rng.randrange(rate // 8 + 1))
        nonce = rng.randbytes(rng.randrange(3))
        pointer = ffi.new("uint8_t[]", data or b"-")
        memory, out, check = guarded(ffi, size)
        keep += [pointer, memory]
        job = {"a": pointer, "a_bytes": len(data), "nonce": nonce, "nonce_bytes": len(nonce)}
        job |= {"suffix": suffix, "rate": rate, "out": out, "out_bytes": size}
        drawn.append((job, out, check, hashlib.new(name, data + nonce).digest(size)))
    kernels.hash_many(ffi.new("pq_hash_job[]", [job for job, *_ in drawn]), len(drawn))
    for job, out, check, expected in drawn:
        check()
        assert bytes(ffi.buffer(out, job["out_bytes"])) == expected


@given(seed=SEEDS, count=st.integers(1, 6))
def test_hash_in_pieces(kernels, seed, count):
    """Inputs whose blocks come in several jobs, which hand a state on, have the same hashes."""
    rng = Words(seed)
    inputs = [rng.randbytes(rng.choice((0, 1, 135, 136, 500, 1184))) for _ in range(count)]
    states = [ffi.new("uint64_t[]", 25) for _ in inputs]
    outs = [ffi.new("uint8_t[]", 32) for _ in inputs]
    done = [0] * count
    common = {"suffix": 0x06, "rate": 136}

    def on(i):
        return {"from": states[i], "to": states[i]}

    for _ in range(2):
        keep, jobs = [], []
        for i, data in enumerate(inputs):
            size = 136 * rng.randint(0, (len(data) - done[i]) // 136)
            if size:
                part = rng.choice(("a", "b"))
                keep.append(ffi.new("uint8_t[]", data[done[i] : done[i] + size]))
                jobs.append(common | {part: keep[-1], f"{part}_bytes": size} | on(i))
                done[i] += size
        kernels.hash_many(ffi.new("pq_hash_job[]", jobs), len(jobs))
    keep = [ffi.new("uint8_t[]", data[n:] + b"-") for data, n in zip(inputs, done, strict=True)]
    ends = [
        common
        | {"a": keep[i], "a_bytes": len(inputs[i]) - done[i]}
        | {"out": outs[i], "out_bytes": 32}
        | on(i)
        for i in range(count)
    ]
    kernels.hash_many(ffi.new("pq_hash_job[]", ends), count)
    assert [bytes(out) for out in outs] == [hashlib.sha3_256(data).digest() for data in inputs]
