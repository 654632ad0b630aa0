"""What Round5 hashes with and how it packs bits, from the definitions, for the model."""

from functools import cache

import numpy as np

MASK = (1 << 64) - 1


def keccak_constants():
    """The round constants, and by lane x + 5y its rotation and where it moves."""
    rounds, lfsr = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            constant |= (lfsr & 1) << ((1 << j) - 1)
            lfsr = lfsr << 1 ^ 0x171 * (lfsr >> 7)
        rounds.append(constant)
    rotations, (x, y) = [0] * 25, (1, 0)
    for t in range(24):
        rotations[x + 5 * y] = (t + 1) * (t + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    targets = [y + 5 * ((2 * x + 3 * y) % 5) for y in range(5) for x in range(5)]
    return rounds, list(zip(range(25), rotations, targets, strict=True))


ROUNDS, LANES = keccak_constants()


def keccak_f(a):
    """Keccak-f[1600] of 25 lanes."""
    for constant in ROUNDS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[x - 4] << 1 & MASK | c[x - 4] >> 63) for x in range(5)]
        b = [0] * 25
        for i, rotation, target in LANES:
            lane = a[i] ^ d[i % 5]
            b[target] = lane << rotation & MASK | lane >> (64 - rotation)
        a = [
            b[y + x] ^ (~b[y + (x + 1) % 5] & b[y + (x + 2) % 5])
            for y in (0, 5, 10, 15, 20)
            for x in range(5)
        ]
        a[0] ^= constant
    return a


def absorb(state, rate, data):
    """The state after whole blocks."""
    for start in range(0, len(data), rate):
        block = np.frombuffer(data, "<u8", rate // 8, start).tolist() + [0] * 25
        state = keccak_f([x ^ y for x, y in zip(state, block, strict=False)])
    return state


def squeeze(state, rate):
    """The output, block by block, without an end."""
    while True:
        yield np.array(state[: rate // 8], "<u8").tobytes()
        state = keccak_f(state)


def encode(number, right=False):
    """left_encode or right_encode of SP 800-185."""
    digits = number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")
    size = bytes([len(digits)])
    return digits + size if right else size + digits


def encode_string(string):
    """encode_string of SP 800-185."""
    return encode(8 * len(string)) + bytes(string)


@cache
def prefix_state(rate):
    """The state after the function name and the empty customization string."""
    prefix = encode(rate) + encode_string(b"TupleHash") + encode_string(b"")
    return absorb([0] * 25, rate, prefix.ljust(rate, b"\0"))


def tuple_hash_blocks(kappa, parts, size):
    """Blocks of TupleHash128 or, for kappa 24 and 32, TupleHash256; size 0 is the XOF."""
    rate = 168 if kappa == 16 else 136
    body = b"".join(map(encode_string, parts)) + encode(8 * size, right=True) + b"\x04"
    padded = bytearray(body.ljust(-(-len(body) // rate) * rate, b"\0"))
    padded[-1] ^= 0x80
    return squeeze(absorb(prefix_state(rate), rate, bytes(padded)), rate)


def tuple_hash(kappa, size, *parts):
    """TupleHash of fixed length."""
    blocks, out = tuple_hash_blocks(kappa, parts, size), b""
    while len(out) < size:
        out += next(blocks)
    return out[:size]


def tuple_hash_xof(kappa, *parts):
    """TupleHashXOF as a stream of bytes."""
    for block in tuple_hash_blocks(kappa, parts, 0):
        yield from block


def words(stream):
    """A stream of bytes as little-endian words of 16 bits; so they are in both rates."""
    for low in stream:
        yield low | next(stream) << 8


# Packing


def to_bits(values, bits):
    """The bits of numbers, lowest first."""
    return (np.asarray(values)[:, None] >> np.arange(bits) & 1).astype(np.uint8).reshape(-1)


def from_bits(array, bits):
    """The numbers again."""
    return array.reshape(-1, bits).astype(np.int64) @ (1 << np.arange(bits))


def bits_of(data):
    """The bits of bytes, lowest first."""
    return np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")


def pack(values, bits):
    """Numbers one after the other, lowest bit first, zeros at the end."""
    return np.packbits(to_bits(values, bits), bitorder="little").tobytes()


def unpack(data, count, bits):
    """The numbers again; what is left of the last byte is ignored."""
    return from_bits(bits_of(data)[: count * bits], bits)


# The public A and the secrets
