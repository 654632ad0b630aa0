"""Batches of Dilithium and ML-DSA in C: each item has its own status, like the single operation.

Python refuses most of what is wrong here before C sees it.
"""

import pytest
from helpers import Words

import pqpy
from pqpy import _dilithium

ffi, lib = _dilithium.ffi, _dilithium.lib
SCHEMES = [s.on(b) for s in pqpy.SIGNATURES.values() for b in s.backends()]
BAD_SECRET_KEY, BAD_SIGNATURE, BAD_CONTEXT = -2, -3, -4
N = 6  # a group of four lanes, and a part of one
UNTOUCHED = 0xA5
BAD = [(0,), (1, 4), (2, 3), (5,), (0, 1, 2, 3), tuple(range(N))]


class Batch:
    """N keys and messages of any lengths, as C takes them."""

    def __init__(self, scheme, context_bytes=0):
        self.scheme, self.impl = scheme, scheme._impl
        rng = Words(scheme.public_key_bytes)
        self.pairs = [scheme.keygen(seed=rng.randbytes(32)) for _ in range(N)]
        self.texts = [rng.randbytes(rng.choice((0, 1, 100, 5000))) for _ in range(N)]
        self._data = [ffi.new("uint8_t[]", text + b"\0") for text in self.texts]
        self._kept = [
            ffi.new("uint8_t *[]", self._data),
            ffi.new("size_t[]", [len(text) for text in self.texts]),
            ffi.new("uint8_t[]", 256),
        ]
        self.messages = ffi.new("pq_messages *", [*self._kept, context_bytes])
        self._memory = ffi.new("uint8_t[]", self.impl.batch_scratch_bytes + 63)
        self.scratch = self._memory + -int(ffi.cast("uintptr_t", self._memory)) % 64
        ffi.buffer(self._memory)[:] = bytes([UNTOUCHED]) * len(self._memory)

    def sign(self, secret_keys):
        """(statuses, signatures), deterministic; what was there before is not zero."""
        return self._sign(lib.pq_sig_sign_batch, b"".join(secret_keys))

    def sign_with(self, contexts, step):
        """The same, with prepared keys."""
        return self._sign(lib.pq_sig_sign_batch_with, ffi.new("void *[]", contexts), step)

    def _sign(self, sign, *keys):
        size = self.scheme.signature_bytes
        out, status = ffi.new("uint8_t[]", [7] * (N * size)), ffi.new("int8_t[]", [7] * N)
        sign(self.impl, out, status, *keys, self.messages, ffi.NULL, N, self.scratch)
        assert set(self.left()) <= {0, UNTOUCHED}
        return list(status), [bytes(out[i : i + size]) for i in range(0, N * size, size)]

    def left(self):
        """What is in the memory that C worked in."""
        return bytes(ffi.buffer(self._memory))[-int(ffi.cast("uintptr_t", self._memory)) % 64 :]

    def verify(self, signatures):
        """The statuses."""
        status, keys = (
            ffi.new("int8_t[]", [7] * N),
            b"".join(pair.public_key for pair in self.pairs),
        )
        lib.pq_sig_verify_batch(
            self.impl, status, keys, self.messages, b"".join(signatures), N, self.scratch
        )
        return list(status)


@pytest.mark.parametrize("scheme", SCHEMES, ids=repr)
@pytest.mark.parametrize("bad", BAD, ids=str)
def test_each_item_has_its_status(scheme, bad):
    """Malformed keys and wrong signatures spoil nothing but their own place."""
    batch = Batch(scheme)
    keys = [bytearray(pair.secret_key) for pair in batch.pairs]
    for i in bad:
        keys[i][64 + batch.impl.tr_bytes + 5] = 0xFF  # two coefficients of s1 out of range
    status, signatures = batch.sign(keys)
    assert status == [BAD_SECRET_KEY if i in bad else 0 for i in range(N)]
    for i, (pair, text) in enumerate(zip(batch.pairs, batch.texts, strict=True)):
        right = scheme.sign(pair.secret_key, text, deterministic=True)
        assert signatures[i] == (bytes(len(right)) if i in bad else right)
    assert batch.verify(signatures) == [BAD_SIGNATURE if i in bad else 0 for i in range(N)]


@pytest.mark.parametrize("scheme", SCHEMES, ids=repr)
def test_no_item_can_have_this_context(scheme):
    """With a context that is too long every status says so, and every output is zero."""
    batch = Batch(scheme, 256)
    status, signatures = batch.sign([pair.secret_key for pair in batch.pairs])
    assert status == batch.verify(signatures) == [BAD_CONTEXT] * N
    assert signatures == [bytes(scheme.signature_bytes)] * N


@pytest.mark.parametrize("scheme", SCHEMES, ids=repr)
@pytest.mark.parametrize("step", [0, 1])
def test_prepared_keys(scheme, step):
    """With one context for all, or one each."""
    batch = Batch(scheme)
    keys = [scheme.secret_key(pair.secret_key) for pair in batch.pairs]
    status, signatures = batch.sign_with([key._ctx for key in keys], step)
    assert status == [0] * N
    signers = keys if step else keys[:1] * N
    expected = [
        k.sign(text, deterministic=True) for k, text in zip(signers, batch.texts, strict=True)
    ]
    assert signatures == expected


@pytest.mark.parametrize("scheme", SCHEMES, ids=repr)
def test_key_generation_leaves_the_matrix_alone(scheme):
    """Of what key generation works with, the short vectors and their transforms are wiped."""
    batch = Batch(scheme)
    pk, sk = (ffi.new("uint8_t[]", N * len(key)) for key in batch.pairs[0])
    lib.pq_sig_keygen_batch(batch.impl, pk, sk, bytes(range(32)) * N, N, batch.scratch)
    k = (scheme.public_key_bytes - 32) // 320
    length = {4: 4, 6: 5, 8: 7}[k]
    short, rest = (length + k) * 1024, length * k * 1024
    left = batch.left()
    assert not any(left[:short])
    assert any(left[short : short + rest])
    assert set(left[short + rest :]) <= {UNTOUCHED}
