"""Batches of ML-KEM and Kyber in C: each item has its own status, like the single operation.

Python raises for the first key that is wrong, and shows nothing of the others.
"""

import pytest
from helpers import Words

from pqpy import _kyber

ffi, lib = _kyber.ffi, _kyber.lib
BAD_PUBLIC_KEY, BAD_SECRET_KEY = -1, -2
UNTOUCHED = 0xA5
BAD = [(), (0,), (1,), (2,), (3,), (4,), (0, 1, 2, 3), (3, 4, 5), (0, 1, 2, 3, 4, 5)]


class Memory:
    """What C writes to: n items of some bytes, which hold something before."""

    def __init__(self, n, size=1):
        self._n, self._size = n, size
        self.pointer = ffi.new("uint8_t[]", n * size + 1)
        ffi.buffer(self.pointer)[:] = bytes([UNTOUCHED]) * (n * size + 1)

    def items(self):
        """The items; nothing behind them was written."""
        data = bytes(self.pointer)
        assert data[-1] == UNTOUCHED
        return [data[i * self._size :][: self._size] for i in range(self._n)]

    def status(self):
        """The items as statuses."""
        return list(ffi.cast("int8_t *", self.pointer)[0 : self._n])


class Batch:
    """Scratch memory that is dirty."""

    def __init__(self, kem):
        self.impl = kem._impl
        self._memory = Memory(self.impl.batch_scratch_bytes + 63)
        start = int(ffi.cast("uintptr_t", self._memory.pointer))
        self.scratch = self._memory.pointer + -start % 64

    def run(self, name, *arguments):
        """Call C; nothing is left in what it used, be it secret or not."""
        getattr(lib, f"pq_kem_{name}")(self.impl, *arguments, self.scratch)
        assert set(bytes(self._memory.pointer)) <= {0, UNTOUCHED}


def given(kem, n=6):
    """Key pairs, coins, and what single operations make of them."""
    rng = Words(kem.public_key_bytes)
    pairs = [kem.keygen(seed=rng.randbytes(64)) for _ in range(n)]
    coins = [rng.randbytes(32) for _ in range(n)]
    made = [kem.encaps(pk, seed=seed) for (pk, _), seed in zip(pairs, coins, strict=True)]
    return pairs, coins, made


@pytest.mark.parametrize("n", [0, 1, 4, 5])
def test_keygen(kyber, n):
    """As many pairs as asked for, the same as single ones, and not a byte more."""
    batch, rng = Batch(kyber), Words(n)
    seeds = [rng.randbytes(64) for _ in range(n)]
    pk, sk = Memory(n, kyber.public_key_bytes), Memory(n, kyber.secret_key_bytes)
    batch.run("keygen_batch", pk.pointer, sk.pointer, b"".join(seeds), n)
    pairs = list(zip(pk.items(), sk.items(), strict=True))
    assert pairs == [kyber.keygen(seed=seed) for seed in seeds]


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_public_keys(kyber, bad):
    """A key that is none spoils nothing but its own place.  Kyber of round 3 takes every one."""
    pairs, coins, made = given(kyber)
    n, checked = len(pairs), kyber.name.startswith("ML-KEM")
    keys = [b"\xff" * len(pk) if i in bad and checked else pk for i, (pk, _) in enumerate(pairs)]
    ct, ss = Memory(n, kyber.ciphertext_bytes), Memory(n, 32)
    status = Memory(n)
    out = ct.pointer, ss.pointer, ffi.cast("int8_t *", status.pointer)
    Batch(kyber).run("encaps_batch", *out, b"".join(keys), b"".join(coins), n)
    wrong = bad if checked else ()
    assert status.status() == [BAD_PUBLIC_KEY if i in wrong else 0 for i in range(n)]
    for i, (secret, ciphertext) in enumerate(zip(ss.items(), ct.items(), strict=True)):
        nothing = bytes(32), bytes(kyber.ciphertext_bytes)
        assert (secret, ciphertext) == (nothing if i in wrong else made[i])


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_secret_keys(kyber, bad):
    """A damaged key spoils nothing but its own place.  Kyber of round 3 does not look."""
    pairs, _, made = given(kyber)
    n, checked = len(pairs), kyber.name.startswith("ML-KEM")
    keys = [bytearray(sk) for _, sk in pairs]
    for i in bad if checked else ():
        keys[i][-64] ^= 1  # H(ek)
    ss, status = Memory(n, 32), Memory(n)
    ct = b"".join(one.ciphertext for one in made)
    out = ss.pointer, ffi.cast("int8_t *", status.pointer)
    Batch(kyber).run("decaps_batch", *out, ct, b"".join(keys), n)
    wrong = bad if checked else ()
    assert status.status() == [BAD_SECRET_KEY if i in wrong else 0 for i in range(n)]
    expected = [bytes(32) if i in wrong else one.shared_secret for i, one in enumerate(made)]
    assert ss.items() == expected


@pytest.mark.parametrize("step", [0, 1])
def test_prepared_keys(kyber, step):
    """With one context for all, or one each."""
    pairs, coins, made = given(kyber)
    n = len(pairs)
    if not step:
        made = [kyber.encaps(pairs[0].public_key, seed=seed) for seed in coins]
    public = [kyber.public_key(pair.public_key) for pair in pairs]
    secret = [kyber.secret_key(pair.secret_key) for pair in pairs]
    contexts = [ffi.new("void *[]", [key._ctx for key in keys]) for keys in (public, secret)]
    ct, ss, again = Memory(n, kyber.ciphertext_bytes), Memory(n, 32), Memory(n, 32)
    batch, seeds = Batch(kyber), b"".join(coins)
    batch.run("encaps_batch_with", ct.pointer, ss.pointer, contexts[0], step, seeds, n)
    assert list(zip(ss.items(), ct.items(), strict=True)) == made
    batch.run("decaps_batch_with", again.pointer, ct.pointer, contexts[1], step, n)
    assert again.items() == ss.items()
