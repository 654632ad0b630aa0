"""Keys from passwords (E4 v1, section 4.5).

A random key is better: ``os.urandom(32)``.  Where a person has to type it, use :func:`key`;
:func:`deployed_key` is for clients and servers that are in the field already.
"""

from __future__ import annotations

import warnings
from hashlib import blake2b
from typing import Any

from ._wire import ID_BYTES, KEY_BYTES, h16, utf8

PASSWORD_BYTES = 16  # at least, of UTF-8
USES = ("symmetric", "public-key", "database")

# The Go library's parameters: one pass over 64 MiB in four lanes.
LANES, SLICES, LANE, SEGMENT = 4, 4, 16384, 4096  # LANE, SEGMENT: blocks
WORDS = 128  # of 64 bits, in a block
TYPE_I, VERSION = 1, 0x13


def _encoded(password: str) -> bytes:
    data = utf8("password", password)
    if len(data) < PASSWORD_BYTES:
        raise ValueError(f"a password must have {PASSWORD_BYTES} bytes or more, not {len(data)}")
    return data


def key(password: str, client_id: bytes, use: str = "symmetric") -> bytes:
    """A key from a password, for a client that is new: Argon2id, 3 passes over 64 MiB.

    Its salt depends on the client's id and on the use, so that equal passwords give unequal keys.

    Args:
        password: at least 16 bytes of UTF-8.
        client_id: 16 bytes.
        use: "symmetric" (a client's key), "public-key" (an Ed25519 seed) or "database" (C2's).

    Returns:
        32 bytes.

    Raises:
        ValueError: too short a password, an id of another length, or an unknown use.
        ImportError: cryptography is older than 44.
    """
    data = _encoded(password)
    if len(client_id) != ID_BYTES:
        raise ValueError(f"a client's id must be {ID_BYTES} bytes, not {len(client_id)}")
    if use not in USES:
        raise ValueError(f"use must be one of {', '.join(USES)}, not {use!r}")
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    except ImportError:
        raise ImportError("passwords need cryptography>=44: pip install 'pqpy[e4]'") from None
    salt = h16(b"pqpy.e4 password " + use.encode() + b" " + client_id)
    derive = Argon2id(salt=salt, length=KEY_BYTES, iterations=3, lanes=4, memory_cost=65536)
    return derive.derive(data)


def deployed_key(password: str) -> bytes:
    """The key (32 bytes) that the Go library makes of a password; in public-key mode, the seed.

    It is Argon2i with an empty salt, so that equal passwords give equal keys everywhere, in both
    modes, and can be searched for in all deployments at once: it warns.  It needs numpy and takes
    some seconds.

    Raises:
        ValueError: less than 16 bytes of UTF-8.
        ImportError: numpy is not installed.
    """
    data = _encoded(password)
    warnings.warn(
        "a key of Argon2i with an empty salt, for compatibility only: use pqpy.e4.passwords.key",
        stacklevel=2,
    )
    return argon2i(data, b"")


def _le32(*values: int) -> bytes:
    return b"".join(value.to_bytes(4, "little") for value in values)


def argon2i(password: bytes, salt: bytes) -> bytes:
    """Argon2i of RFC 9106, version 0x13, with the parameters above; 32 bytes.  Salts of any length.

    One pass reads only blocks of finished segments from other lanes, and which ones it reads does
    not depend on the password: so the four lanes go side by side.
    """
    try:
        import numpy as np
    except ImportError:
        raise ImportError("Argon2i needs numpy: pip install 'pqpy[e4,numpy]'") from None

    first = blake2b(
        _le32(LANES, KEY_BYTES, LANES * LANE, 1, VERSION, TYPE_I, len(password))
        + password
        + _le32(len(salt))
        + salt
        + bytes(8)  # no secret, no data
    ).digest()
    memory, compress = np.zeros((LANES, LANE, WORDS), "<u8"), _Compression(np)
    for lane in range(LANES):
        for column in range(2):
            block = _long_hash(first + _le32(column, lane), WORDS * 8)
            memory[lane, column] = np.frombuffer(block, "<u8")
    lanes = np.arange(LANES)
    for number in range(SLICES):
        lane_of, column_of = _references(np, compress, number)
        for index in range(2 if number == 0 else 0, SEGMENT):
            column = number * SEGMENT + index
            former = memory[lane_of[:, index], column_of[:, index]]
            memory[lanes, column] = compress(memory[:, column - 1], former)
    last = np.bitwise_xor.reduce(memory[:, -1], axis=0)
    return _long_hash(last.astype("<u8").tobytes(), KEY_BYTES)


def _long_hash(data: bytes, length: int) -> bytes:
    """H' of RFC 9106, section 3.3: a hash of 32 bytes, or of 64 and more."""
    data = _le32(length) + data
    if length <= 64:
        return blake2b(data, digest_size=length).digest()
    result, v = b"", blake2b(data).digest()
    while length - len(result) > 64:
        result += v[:32]
        v = blake2b(v).digest()
    return result + v


def _references(np: Any, compress: _Compression, number: int) -> tuple[Any, Any]:
    """Lane and column of the block that each block of a slice refers to, by lane and index."""
    counters = SEGMENT // WORDS
    head = np.zeros((LANES, counters, WORDS), "<u8")
    head[:, :, 1] = np.arange(LANES)[:, None]
    head[:, :, 2], head[:, :, 3], head[:, :, 4], head[:, :, 5] = number, LANES * LANE, 1, TYPE_I
    head[:, :, 6] = np.arange(1, counters + 1)
    zero = np.zeros_like(head)
    words = compress(zero, compress(zero, head)).reshape(LANES, SEGMENT)
    j1, j2 = words & 0xFFFFFFFF, words >> 32

    own, index = np.arange(LANES)[:, None], np.arange(SEGMENT)[None, :]
    lane = np.broadcast_to(own, j2.shape) if number == 0 else (j2 % LANES).astype(np.int64)
    # In the own lane all blocks so far but the last one; else those of finished segments, without
    # the last one at the start of a segment.
    size = number * SEGMENT + np.where(lane == own, index - 1, -(index == 0).astype(np.int64))
    size = np.maximum(size, 1).astype("<u8")  # the first two blocks of all refer to nothing
    back = (size * (j1 * j1 >> 32)) >> 32
    return lane, (size - 1 - back).astype(np.int64)


class _Compression:
    """G of RFC 9106, section 3.5, on blocks along the last axis.

    A block is 8 x 8 registers of two words, of which first each row is permuted, then each column.
    Both times the words are put in order of matrix row, matrix column, and which of the eight: so
    every step is one operation on long rows.
    """

    def __init__(self, np: Any) -> None:
        words = np.arange(WORDS)
        by_row = words.reshape(8, 16).T.reshape(WORDS)
        by_column = words.reshape(8, 8, 2).swapaxes(1, 2).reshape(WORDS)
        self._np, self._first = np, by_row
        self._second, self._last = np.argsort(by_row)[by_column], np.argsort(by_column)
        self._turns = [np.roll(np.arange(4), -row) for row in range(4)]
        self._shifts = {turn: np.uint64(turn) for turn in (32, 24, 16, 63, 40, 48, 1)}
        self._low = np.uint64(0xFFFFFFFF)

    def __call__(self, x: Any, y: Any) -> Any:
        both = (x ^ y).reshape(-1, WORDS).T
        words = both.take(self._first, 0)
        self._permute(words)
        words = words.take(self._second, 0)
        self._permute(words)
        return (words.take(self._last, 0) ^ both).T.reshape(x.shape)

    def _permute(self, words: Any) -> None:
        """P of RFC 9106, section 3.6, on many 4 x 4 matrices at once, in place."""
        v = words.reshape(4, 4, -1)
        scratch = self._np.empty((2, *v.shape[1:]), v.dtype)
        a, b, c, d = v
        self._quarters(a, b, c, d, *scratch)
        b, c, d = (v[row].take(self._turns[row], 0) for row in (1, 2, 3))
        self._quarters(a, b, c, d, *scratch)
        for row, changed in ((1, b), (2, c), (3, d)):
            changed.take(self._turns[-row], 0, v[row])

    def _quarters(self, a: Any, b: Any, c: Any, d: Any, t: Any, u: Any) -> None:
        """GB of RFC 9106, section 3.6, in place; *t* and *u* are overwritten."""
        np, low, shifts = self._np, self._low, self._shifts
        for x, y, z, turn in ((a, b, d, 32), (c, d, b, 24), (a, b, d, 16), (c, d, b, 63)):
            np.bitwise_and(x, low, t)
            np.bitwise_and(y, low, u)
            np.multiply(t, u, t)
            np.add(t, t, t)
            np.add(x, y, x)
            np.add(x, t, x)
            np.bitwise_xor(z, x, z)
            np.right_shift(z, shifts[turn], t)
            np.left_shift(z, shifts[64 - turn], z)
            np.bitwise_or(z, t, z)
