"""Framing, names, keys and commands of E4 version 1, against figures of the Go library."""

import itertools
import subprocess
import sys

import e4_figures as figures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import _commands, _curve, _wire, errors
from pqpy.e4._commands import Opcode

SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]
# The sign of x = 0 set, and y of 0 and 1 written as p and p + 1.
NOT_CANONICAL = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


def counting(start, length):
    """*length* bytes that count up from *start*."""
    return bytes((start + i) & 255 for i in range(length))


@pytest.mark.parametrize("name", figures.NAMES)
def test_names(name, reproduced):
    """Ids and control topics are the Go library's."""
    assert _wire.id_of(name).hex() == figures.NAMES[name]
    assert _wire.control_topic(_wire.id_of(name)) == "e4/" + figures.NAMES[name]
    reproduced(f"E4 id of {name}", "Python")


@pytest.mark.parametrize("topic", figures.TOPICS)
def test_topics(topic, reproduced):
    """Topic hashes and slots of previous keys are the Go library's."""
    digest = _wire.topic_hash(topic)
    assert (digest.hex(), _wire.previous_slot(digest).hex()) == figures.TOPICS[topic]
    reproduced(f"E4 hash of {topic}", "Python")


@pytest.mark.parametrize(
    ("ad", "length"), [(ad, length) for ad in figures.SIV for length in figures.SIV[ad]]
)
def test_siv(ad, length, reproduced):
    """AES-SIV gives the Go library's bytes, and opens them."""
    siv, plain = _wire.Siv(bytes.fromhex(figures.SIV_KEY)), counting(0x63, length)
    sealed = siv.seal(plain, bytes.fromhex(ad))
    assert sealed.hex() == figures.SIV[ad][length]
    assert siv.open(sealed, bytes.fromhex(ad)) == plain
    reproduced(f"E4 SIV of {length} bytes with {ad}", "Python")


@pytest.mark.parametrize("length", [0, 1, 16, 100])
def test_siv_refuses_every_change(length):
    """A changed bit, a missing byte or another associated datum is not authentic."""
    key, ad = counting(1, 32), bytes(8)
    sealed = _wire.seal(key, counting(0, length), ad)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1 << position % 8
        with pytest.raises(errors.NotAuthentic):
            _wire.open_sealed(key, bytes(changed), ad)
    for data, other in ((sealed[:-1], ad), (sealed + b"\0", ad), (sealed, b""), (b"", ad)):
        with pytest.raises(errors.NotAuthentic):
            _wire.open_sealed(key, data, other)


@pytest.mark.parametrize("key", [bytes(32), b"\1" * 31, b"\1" * 33, b""])
def test_no_keys(key):
    """32 zeros and other lengths are no symmetric keys."""
    with pytest.raises(errors.InvalidKeyMaterial):
        _wire.seal(key, b"x", bytes(8))


@pytest.mark.parametrize("row", figures.CONVERSIONS, ids=range(len(figures.CONVERSIONS)))
def test_conversion(row, reproduced):
    """Ed25519 keys become the Go library's X25519 keys, and both sides agree on its key."""
    seed, public, x_private, x_public, shared = (bytes.fromhex(text) for text in row)
    c2 = bytes.fromhex(figures.C2_PRIVATE)
    assert _curve.ed25519_private(seed) == seed + public == _curve.ed25519_private(seed + public)
    assert _curve.x25519_private(seed) == x_private
    assert _curve.x25519_public(public) == x_public
    assert _curve.curve25519_public(c2).hex() == figures.C2_PUBLIC
    assert _curve.client_command_key(seed, bytes.fromhex(figures.C2_PUBLIC)) == shared
    assert _curve.c2_command_key(c2, public) == shared
    reproduced(f"E4 conversion of {public.hex()}", "Python")


@pytest.mark.parametrize("point", SMALL_ORDER + NOT_CANONICAL)
def test_f15_small_order_ed25519_refused(point):
    """No encoding of a point of small order, canonical or not, is taken as a key."""
    with pytest.raises(errors.InvalidKeyMaterial):
        _curve.check_ed25519_point(bytes.fromhex(point))


def test_half_of_all_values_are_points():
    """y of 3 to 400 is a point for about a half; key pairs always are."""
    good = 0
    for y in range(3, 401):
        try:
            _curve.check_ed25519_point(y.to_bytes(32, "little"))
            good += 1
        except errors.InvalidKeyMaterial:
            pass
    assert 150 < good < 250
    for n in range(1, 20):
        _curve.check_ed25519_point(_curve.ed25519_public(bytes([n]) * 32))


def test_identity_key_signs_nothing():
    """W12: with the identity as public key, R = identity and s = 0 would verify everything."""
    forged = b"\x01" + bytes(63)
    with pytest.raises(errors.InvalidKeyMaterial):
        _curve.verify_ed25519(b"\x01" + bytes(31), b"message", forged)


def test_composite_half_is_no_signature():
    """An Ed25519 signature over what a composite's half signs is refused alone."""
    seed = counting(1, 32)
    message = b"CompositeAlgorithmSignatures2025 and more"
    signature = _curve.ed25519_signer(seed).sign(message)
    with pytest.raises(errors.InvalidSignature):
        _curve.verify_ed25519(_curve.ed25519_public(seed), message, signature)
    _curve.verify_ed25519(
        _curve.ed25519_public(seed),
        b"x" + message,
        _curve.ed25519_signer(seed).sign(b"x" + message),
    )


@pytest.mark.parametrize(
    "private", [bytes(32), bytes(64), b"\1" * 31, b"\1" * 64, b""], ids=["0", "00", "31", "64", "-"]
)
def test_no_ed25519_private_keys(private):
    """Zeros, other lengths and halves of different keys are refused."""
    with pytest.raises(errors.InvalidKeyMaterial):
        _curve.ed25519_private(private)


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), b"\x09" * 31])
def test_low_order_x25519(public):
    """A Curve25519 key that gives a zero product, or of the wrong length, is refused."""
    with pytest.raises(errors.InvalidKeyMaterial):
        _curve.command_key(b"\x05" * 32, public)


@pytest.mark.parametrize("row", figures.COMMANDS, ids=[row[0][:2] for row in figures.COMMANDS])
def test_commands(row, reproduced):
    """Commands are built, parsed and protected as by C2's own packages."""
    plain = bytes.fromhex(row[0])
    opcode, arguments = _commands.parse(plain)
    builder = getattr(_commands, opcode.name.lower())
    if opcode in (Opcode.SET_TOPIC_KEY, Opcode.SET_PUB_KEY):
        assert builder(arguments[:32], arguments[32:]) == plain
    else:
        assert builder(*[arguments] * bool(arguments)) == plain
    shared = bytes.fromhex(figures.CONVERSIONS[0][4])
    for key, protected in ((bytes.fromhex(figures.CLIENT_KEY), row[1]), (shared, row[2])):
        assert _wire.protect_command(_wire.Siv(key), plain, figures.TS).hex() == protected
    reproduced(f"E4 command {row[0]}", "Python")


def test_command_lengths():
    """Each opcode has its lengths, and no other is taken, built or parsed."""
    for first, length in itertools.product(range(256), range(70)):
        command = bytes([first]) + bytes(length)
        row = _commands.TABLE.get(first)
        if row and length in row.lengths:
            assert _commands.parse(command) == (first, bytes(length))
        else:
            with pytest.raises(errors.InvalidCommand):
                _commands.parse(command)
    with pytest.raises(errors.InvalidCommand):
        _commands.parse(b"")
    with pytest.raises(ValueError, match="SetTopicKey"):
        _commands.set_topic_key(bytes(32), bytes(15))


@given(st.binary(max_size=80))
def test_any_command_parses_or_is_invalid(data):
    """No bytes make the parser fail in another way."""
    try:
        opcode, arguments = _commands.parse(data)
    except errors.InvalidCommand:
        return
    assert bytes([opcode]) + arguments == data


@pytest.mark.parametrize(
    ("ts", "error"),
    [
        (1001, errors.TimestampInFuture),
        (2**40, errors.TimestampInFuture),
        (2**63 - 62_135_596_801, errors.TimestampInFuture),
        (1000, None),
        (401, None),
        (400, errors.TimestampTooOld),
        (0, errors.TimestampTooOld),
        (-1, errors.TimestampTooOld),
        (-(2**63), errors.TimestampTooOld),
        (2**63 - 62_135_596_800, errors.TimestampTooOld),
        (2**63 - 1, errors.TimestampTooOld),
    ],
)
def test_window(ts, error):
    """At 1000.5, only 401 to 1000 are in the window, as in Go: see E4 v1, 5.5."""
    assert _wire.unpack_ts(_wire.pack_ts(ts)) == ts
    if error is None:
        _wire.check_window(ts, 1000.5)
    else:
        with pytest.raises(error):
            _wire.check_window(ts, 1000.5)


@pytest.mark.parametrize(
    ("package", "statement", "extra"),
    [
        ("cryptography", "import pqpy.e4", "e4"),
        ("paho", "import pqpy.e4.mqtt", "e4"),
        ("numpy", "from pqpy.e4.passwords import deployed_key as k; k('x' * 16)", "e4,numpy"),
    ],
)
def test_missing_packages(package, statement, extra):
    """Without an extra's package there is an ImportError with the line that installs it."""
    script = f"import sys; sys.modules[{package!r}] = None; {statement}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert last.endswith(f"pip install 'pqpy[{extra}]'")
