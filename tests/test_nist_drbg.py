"""The sources of bytes behind the known answers: NIST's generator, the SHAKE streams, SURF."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqpy import _figures, _kat
from pqpy._kat_sources import NistDrbg, Shake128, Shake128PerCall, Surf

ENTROPY = bytes(range(48))


def aes256(key, block):
    """AES-256 of one block by the cryptography package, or skip."""
    ciphers = pytest.importorskip(
        "cryptography.hazmat.primitives.ciphers", reason="cryptography is not installed"
    )
    encryptor = ciphers.Cipher(ciphers.algorithms.AES(key), ciphers.modes.ECB()).encryptor()
    return encryptor.update(block)


class PlainDrbg:
    """The definition: CTR_DRBG of SP 800-90A over AES-256, without derivation function."""

    def __init__(self, entropy):
        self.key, self.v = bytes(32), 0
        self.update(entropy)

    def block(self):
        self.v = (self.v + 1) % 2**128
        return aes256(self.key, self.v.to_bytes(16, "big"))

    def update(self, data):
        t = b"".join(self.block() for _ in range(3))
        t = bytes(a ^ b for a, b in zip(t, data, strict=True))
        self.key, self.v = t[:32], int.from_bytes(t[32:], "big")

    def read(self, size):
        out = b"".join(self.block() for _ in range(-(-size // 16)))[:size]
        self.update(bytes(48))
        return out


def first_block(key, v):
    """What a generator in this state gives first: AES-256 of v + 1."""
    state = _kat.ffi.new("pq_nist_drbg *", {"key": key, "v": v})
    out = _kat.ffi.new("uint8_t[16]")
    _kat.lib.pq_nist_drbg_read(state, out, 16)
    return bytes(_kat.ffi.buffer(out))


def test_published_bytes(reproduced):
    """From the entropy 00 01 .. 2f come the 48 bytes that are the seed of count 0 everywhere."""
    assert NistDrbg(ENTROPY).read(48).hex() == _figures.NIST_DRBG_FIRST_48
    reproduced("NIST DRBG first 48 bytes", "portable")


def test_fips_197_example():
    """AES-256 is that of FIPS 197, appendix C.3."""
    before = bytes.fromhex("00112233445566778899aabbccddeefe")
    assert first_block(bytes(range(32)), before).hex() == "8ea2b7ca516745bfeafc49904b496089"


@pytest.mark.parametrize("v", ["ff" * 16, "00" * 15 + "ff", "00" + "ff" * 15, "7f" + "ff" * 15])
def test_counter_carries(v):
    """The counter is one big-endian number of 128 bits; it wraps to zero."""
    v = bytes.fromhex(v)
    following = (int.from_bytes(v, "big") + 1) % 2**128
    assert first_block(b"k" * 32, v) == aes256(b"k" * 32, following.to_bytes(16, "big"))


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=48, max_size=48), st.lists(st.integers(0, 100), max_size=5))
def test_equals_definition(entropy, sizes):
    """Any entropy and any reads give what the definition gives."""
    drbg, plain = NistDrbg(entropy), PlainDrbg(entropy)
    for size in [*sizes, 0, 1, 15, 16, 17, 3300]:
        assert drbg.read(size) == plain.read(size)


def test_each_read_rekeys():
    """Two reads of 32 bytes begin like one of 64 and then differ; so does a read of nothing."""
    whole = NistDrbg(ENTROPY).read(64)
    drbg = NistDrbg(ENTROPY)
    assert drbg.read(32) == whole[:32]
    assert drbg.read(32) != whole[32:]
    drbg = NistDrbg(ENTROPY)
    assert drbg.read(0) == b""
    assert drbg.read(64) != whole


@pytest.mark.parametrize("size", [0, 47, 49])
def test_entropy_length(size):
    """Entropy of another length than 48 bytes is refused."""
    with pytest.raises(ValueError, match="entropy must be 48 bytes"):
        NistDrbg(bytes(size))


def test_shake128_of_nothing(reproduced):
    """SHAKE128 of the empty string begins as published."""
    assert Shake128().read(16).hex() == _figures.SHAKE128_EMPTY_FIRST_16
    reproduced("SHAKE128 of nothing, first 16 bytes", "hashlib")


@given(st.lists(st.integers(0, 700), max_size=30), st.integers(1, 5000))
def test_shake128_stream(sizes, expect):
    """However the reads divide it and whatever was expected, the stream is SHAKE128."""
    stream = Shake128(b"data", expect=expect)
    out = b"".join(stream.read(size) for size in sizes)
    assert out == hashlib.shake_128(b"data").digest(sum(sizes))


def test_shake128_per_call():
    """Call i gives SHAKE128 of i as 8 little-endian bytes, whatever was read before."""
    source = Shake128PerCall()
    for i, size in enumerate([32, 1, 64]):
        assert source.read(size) == hashlib.shake_128(i.to_bytes(8, "little")).digest(size)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=8))
def test_surf_is_one_stream(sizes):
    """What a read leaves of a block serves the next: any division gives the same bytes.

    That the bytes are SURF's shows in the figures "Kyber512 tvecs" and "ML-DSA-44 pqclean".
    """
    divided, whole = Surf(), Surf()
    assert b"".join(divided.read(size) for size in sizes) == whole.read(sum(sizes))
