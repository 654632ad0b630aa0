"""Keys from passwords (spec/e4.md, section 4.5).

A random key is better: ``os.urandom(32)``.  Where a person has to type it, use :func:`key`;
:func:`deployed_key` is for clients and servers that are in the field already.
"""

from __future__ import annotations

import warnings
from hashlib import blake2b
from typing import Any

from ._wire import ID_BYTES, KEY_BYTES, h16

PASSWORD_BYTES = 16  # at least, of UTF-8
USES = ("symmetric", "public-key", "database")

# The Go library's parameters: one pass over 64 MiB in four lanes.
LANES, SLICES, LANE, SEGMENT = 4, 4, 16384, 4096  # LANE, SEGMENT: blocks
WORDS = 128  # of 64 bits, in a block
TYPE_I, VERSION = 1, 0x13


def _encoded(password: str) -> bytes:
    data = password.encode()
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
    memory = np.zeros((LANES, LANE, WORDS), "<u8")
    for lane in range(LANES):
        for column in range(2):
            block = _long_hash(first + _le32(column, lane), WORDS * 8)
            memory[lane, column] = np.frombuffer(block, "<u8")
    lanes = np.arange(LANES)
    for number in range(SLICES):
        lane_of, column_of = _references(np, number)
        for index in range(2 if number == 0 else 0, SEGMENT):
            column = number * SEGMENT + index
            former = memory[lane_of[:, index], column_of[:, index]]
            memory[lanes, column] = _compress(np, memory[:, column - 1], former)
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


def _references(np: Any, number: int) -> tuple[Any, Any]:
    """Lane and column of the block that each block of a slice refers to, by lane and index."""
    counters = SEGMENT // WORDS
    head = np.zeros((LANES, counters, WORDS), "<u8")
    head[:, :, 1] = np.arange(LANES)[:, None]
    head[:, :, 2], head[:, :, 3], head[:, :, 4], head[:, :, 5] = number, LANES * LANE, 1, TYPE_I
    head[:, :, 6] = np.arange(1, counters + 1)
    zero = np.zeros_like(head)
    words = _compress(np, zero, _compress(np, zero, head)).reshape(LANES, SEGMENT)
    j1, j2 = words & 0xFFFFFFFF, words >> 32

    own, index = np.arange(LANES)[:, None], np.arange(SEGMENT)[None, :]
    lane = np.broadcast_to(own, j2.shape) if number == 0 else (j2 % LANES).astype(np.int64)
    # In the own lane all blocks so far but the last one; else those of finished segments, without
    # the last one at the start of a segment.
    size = number * SEGMENT + np.where(lane == own, index - 1, -(index == 0).astype(np.int64))
    size = np.maximum(size, 1).astype("<u8")  # the first two blocks of all refer to nothing
    back = (size * (j1 * j1 >> 32)) >> 32
    return lane, (size - 1 - back).astype(np.int64)


def _compress(np: Any, x: Any, y: Any) -> Any:
    """G of RFC 9106, section 3.5, on blocks along the last axis."""
    r = x ^ y
    # 8 x 8 registers of two words: permute each row, then each column.
    z = r.reshape(*r.shape[:-1], 8, 16)
    z = _permute(np, z)
    z = z.reshape(*r.shape[:-1], 8, 8, 2).swapaxes(-3, -2).reshape(*r.shape[:-1], 8, 16)
    z = _permute(np, z)
    z = z.reshape(*r.shape[:-1], 8, 8, 2).swapaxes(-3, -2).reshape(r.shape)
    return z ^ r


def _permute(np: Any, words: Any) -> Any:
    """P of RFC 9106, section 3.6, on 16 words along the last axis, a 4 x 4 matrix."""
    v = words.reshape(*words.shape[:-1], 4, 4)
    a, b, c, d = (v[..., row, :] for row in range(4))
    a, b, c, d = _quarters(a, b, c, d)
    b, c, d = b[..., [1, 2, 3, 0]], c[..., [2, 3, 0, 1]], d[..., [3, 0, 1, 2]]
    a, b, c, d = _quarters(a, b, c, d)
    b, c, d = b[..., [3, 0, 1, 2]], c[..., [2, 3, 0, 1]], d[..., [1, 2, 3, 0]]
    return np.stack((a, b, c, d), axis=-2).reshape(words.shape)


def _quarters(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
    """GB of RFC 9106, section 3.6."""
    for turn_d, turn_b in ((32, 24), (16, 63)):
        a = _mix(a, b)
        d = _turn(d ^ a, turn_d)
        c = _mix(c, d)
        b = _turn(b ^ c, turn_b)
    return a, b, c, d


def _mix(a: Any, b: Any) -> Any:
    return a + b + (((a & 0xFFFFFFFF) * (b & 0xFFFFFFFF)) << 1)


def _turn(x: Any, n: int) -> Any:
    return x >> n | x << (64 - n)
