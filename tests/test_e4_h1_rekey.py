"""E4-H1: the REKEY as an object, made and opened (E4-H1, 6.2, 6.3 and 6.6)."""

from hashlib import sha3_256

import e4_h1
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from e4_h1 import ALL_SUITES, XWING, c2_identity, c2key, identity, kem_key, le64, seed
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import _commands as commands
from pqpy.e4 import _objects, _rekey
from pqpy.e4.errors import E4Error, InvalidKeyMaterial, RefusedObject

RESETS = b"\x01\x00\x01\x01\x00\x05"  # ResetTopics, ResetPubKeys
SET_KEY = commands.set_topic_key(seed("topic key"), b"t" * 16)


def build(inner=(), suite=XWING, **changed):
    """A REKEY for alice, and its K_cmd."""
    values = {
        "epoch": 1000,
        "ts": 2000,
        "receiver_id": identity(suite=suite).id,
        "sig_print": identity(suite=suite).print,
        "counter": 0,
        "kem_public_key": bytes(kem_key(suite=suite).public_key),
        "commands": inner,
        **changed,
    }
    return _rekey.build(suite, c2_identity(suite=suite), **values)


def opened(data, suite=XWING, key=None, sig_print=None):
    """What its receiver finds in it."""
    rekey = _objects.Rekey.parse(data, suite)
    rekey.verify(c2key(suite=suite))
    key = key or kem_key(suite=suite)
    return _rekey.open_(
        rekey,
        kem_key=key,
        kem_public_hash=sha3_256(bytes(key.public_key)).digest(),
        sig_print=sig_print or identity(suite=suite).print,
    )


def sealed_by_hand(inner, suite=XWING):
    """A REKEY with any inner bytes, from the definition."""
    alice, c2 = identity(suite=suite), c2_identity(suite=suite)
    public = bytes(kem_key(suite=suite).public_key)
    secret, ct = suite.kem.encaps(public)
    head = suite.header(1) + le64(1000) + le64(2000) + alice.id + c2.print + le64(0) + ct
    info = e4_h1.info(suite.byte, 1000, 2000, alice.id, c2.print, alice.print, public, ct)
    key = e4_h1.derived(secret, b"E4-H1 inner", info)
    message = head + AESSIV(key + key).encrypt(inner, [head])
    return message + c2.sign(message, b"E4-H1 rekey" + suite.code), e4_h1.derived(
        secret, b"E4-H1 commands", info
    )


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_made_and_opened(suite):
    """4589 + n bytes in suite 0x01, 5069 + n in 0x02; the receiver gets commands and K_cmd."""
    data, k_cmd = build([SET_KEY], suite)
    base = {1: 4589, 2: 5069}.get(suite.byte)
    assert base is None or len(data) == base + 6 + 51
    found, key = opened(data, suite)
    assert [bytes([opcode]) + arguments for opcode, arguments in found] == [b"\1", b"\5", SET_KEY]
    assert key == k_cmd
    assert bytes(_objects.Rekey.parse(data, suite)) == data


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_the_definition_opens_and_is_opened(suite):
    """A REKEY made from the definition is opened, and what is made opens by the definition."""
    data, k_cmd = sealed_by_hand(RESETS, suite)
    assert opened(data, suite)[1] == k_cmd
    coins = bytes(range(suite.kem.encaps_seed_bytes))
    data, k_cmd = build(suite=suite, seed=coins)
    public = bytes(kem_key(suite=suite).public_key)
    secret, ct = suite.kem.encaps(public, seed=coins)
    alice, c2, end = identity(suite=suite), c2_identity(suite=suite), 80 + len(ct)
    assert data[:80] == suite.header(1) + le64(1000) + le64(2000) + alice.id + c2.print + le64(0)
    assert data[80:end] == ct
    info = e4_h1.info(suite.byte, 1000, 2000, alice.id, c2.print, alice.print, public, ct)
    key = e4_h1.derived(secret, b"E4-H1 inner", info)
    inner = AESSIV(key + key).decrypt(data[end:-3373], [data[:end]])
    assert inner == RESETS
    assert k_cmd == e4_h1.derived(secret, b"E4-H1 commands", info)


@given(data=st.data())
def test_a_changed_bit_anywhere_is_refused(data):
    """By the parser or by the signature."""
    good, _ = build([SET_KEY])
    bit = data.draw(st.integers(0, 8 * len(good) - 1))
    with pytest.raises(RefusedObject):
        opened(flipped(good, bit))


@pytest.mark.parametrize(
    "changed",
    [
        {"epoch": 1001},
        {"ts": 2001},
        {"receiver_id": b"b" * 16},
        {"sig_print": seed("another SIGKEY")},
        {"counter": 1},
    ],
    ids=lambda c: next(iter(c)),
)
def test_every_input_of_the_derivation_counts(changed):
    """A REKEY re-signed with another epoch, time, receiver or counter does not open."""
    coins = bytes(64)
    good, k_cmd = build(seed=coins)
    other, other_k_cmd = build(seed=coins, **changed)
    assert (k_cmd == other_k_cmd) == ("counter" in changed)  # V covers the counter
    mixed = other[:-3373] if "sig_print" in changed else other[:1200] + good[1200:-3373]
    signed = mixed + c2_identity().sign(mixed, b"E4-H1 rekey\x01")
    rekey = _objects.Rekey.parse(signed, XWING)
    rekey.verify(c2key())
    with pytest.raises(RefusedObject, match="does not open"):
        opened(signed)


def test_another_kem_key_or_registration_does_not_open_it():
    """The KEM's public key and the client's SIGKEY are in Info."""
    data, _ = build()
    with pytest.raises(RefusedObject, match="does not open"):
        opened(data, key=kem_key("alice 1"))
    with pytest.raises(RefusedObject, match="does not open"):
        opened(data, sig_print=seed("former registration"))


def test_a_ciphertext_of_a_low_order_share_does_not_open():
    """It is a failed open, whoever signed it."""
    data, _ = build()
    mixed = data[:1168] + bytes(32) + data[1200:-3373]
    with pytest.raises(RefusedObject, match="does not open"):
        opened(mixed + c2_identity().sign(mixed, b"E4-H1 rekey\x01"))


@pytest.mark.parametrize(
    "context",
    [b"E4-H1 rekey", b"E4-H1 rekey\x02", b"E4-H1 handover\x01", b"E4-H1 message\x01" + b"t" * 16],
)
def test_a_signature_from_another_context_is_refused(context):
    """What C2 signs as one thing is nothing else."""
    data, _ = build()
    with pytest.raises(RefusedObject):
        opened(data[:-3373] + c2_identity().sign(data[:-3373], context))


def test_stripped_to_one_half_of_the_signature_is_refused():
    """By its length, and by content: Ed25519 alone signs something else."""
    data, _ = build()
    for bad in (data[:-64], data[:-3373] + data[-64:], data[:-64] + bytes(64)):
        with pytest.raises(RefusedObject):
            opened(bad)


@pytest.mark.parametrize("n", [0, 5, 262_145])
def test_f12_lengths_of_the_commands(n):
    """n = 0, 5 and 262,145 are refused before anything else; 262,144 is a length."""
    size = 4589 + n
    with pytest.raises(RefusedObject, match="bytes"):
        _objects.Rekey.parse(XWING.header(1) + bytes(size - 8), XWING)
    _objects.Rekey.parse(XWING.header(1) + bytes(4589 + 262_144 - 8), XWING)
    _objects.Rekey.parse(XWING.header(1) + bytes(4589 + 6 - 8), XWING)


def pair(command):
    return len(command).to_bytes(2, "little") + command


@pytest.mark.parametrize(
    "inner",
    [
        RESETS + b"\x00",
        RESETS + b"\x01",
        RESETS + b"\x00\x00",
        RESETS + b"\x00\x00" + pair(SET_KEY),
        RESETS + pair(SET_KEY)[:-1],
        RESETS + pair(SET_KEY) + b"\x05",
        RESETS + b"\xff\xff" + SET_KEY,
        RESETS[3:] + RESETS[:3],
        pair(SET_KEY) + RESETS,
        RESETS[:3] + pair(SET_KEY),
        RESETS[:3] + RESETS[:3],
        b"\x04\x00\x01\x01\x00\x05",
    ],
    ids=bytes.hex,
)
def test_f12_malformed_commands_refuse_the_whole(inner):
    """A truncated pair, length 0, bytes left over, another first command: nothing is taken."""
    with pytest.raises(RefusedObject):
        opened(sealed_by_hand(inner)[0])


BAD_COMMANDS = [
    b"\x02" + bytes(64),  # SetIDKey
    b"\x02" + bytes(32),
    commands.set_pub_key(bytes(32), b"i" * 16),
    commands.set_c2_key(bytes(32)),
    b"\x03" + bytes(32) + b"t" * 16,  # a topic key of zeros
    b"\x20" + b"t" * 16 + b"\x03",  # policy 3
    b"\x20" + b"t" * 16 + b"\xff",
    b"\x00" + bytes(15),
    b"\x23\x00",
    b"\x08",
    b"\x24",
    b"\xff" + bytes(48),
]


@pytest.mark.parametrize("bad", BAD_COMMANDS, ids=lambda c: c[:20].hex())
def test_f12_one_bad_command_refuses_the_whole(bad):
    """SetIDKey and the other commands of v1, zero keys, unknown policies, wrong lengths."""
    with pytest.raises(RefusedObject):
        opened(sealed_by_hand(RESETS + pair(SET_KEY) + pair(bad))[0])
    with pytest.raises(E4Error):  # and C2 makes no such REKEY
        build([SET_KEY, bad])


@given(st.binary(max_size=200))
def test_no_inner_bytes_crash(inner):
    """Every plaintext is a list of good commands or refused."""
    try:
        found = _rekey.checked_all(inner)
    except RefusedObject:
        return
    assert _rekey.pack([bytes([c.opcode]) + c.arguments for c in found]) == inner


@given(st.lists(st.binary(min_size=1, max_size=80)))
def test_packing(parts):
    """What is packed is unpacked."""
    assert _rekey.unpack(_rekey.pack(parts)) == parts


def test_f15_x25519_share_of_zeros_skips_that_client():
    """InvalidKeyMaterial says whose fault it is."""
    public = bytes(kem_key().public_key)
    with pytest.raises(InvalidKeyMaterial):
        build(kem_public_key=public[:-32] + bytes(32))


def test_too_many_commands():
    """More than 262,144 bytes are a ValueError; as many are not."""
    many = [SET_KEY] * 5139
    data, _ = build(many)
    assert len(data) == 4589 + 6 + 51 * 5139
    with pytest.raises(ValueError, match="262144"):
        build([*many, SET_KEY, SET_KEY])


def test_times_that_v1_reads_as_negative_are_refused():
    """The time of a REKEY stays one in stores and commands."""
    good, _ = build(ts=2**63 - 1)
    opened(good)
    bad, _ = build(ts=2**63)
    with pytest.raises(RefusedObject, match="time"):
        opened(bad)


def test_mixed_and_matched_ciphertexts_do_not_open():
    """The ML-KEM part of one exchange with the X25519 share of another, signed by C2 or not."""
    one, other = build()[0], build()[0]
    mixed = one[:1168] + other[1168:1200] + one[1200:]
    with pytest.raises(RefusedObject):
        opened(mixed)
    for inner in (one, other):
        body = mixed[:1200] + inner[1200:-3373]
        with pytest.raises(RefusedObject, match="does not open"):
            opened(body + c2_identity().sign(body, b"E4-H1 rekey\x01"))
    swapped = one[:1200] + other[1200:]
    with pytest.raises(RefusedObject):
        opened(swapped)


def test_a_receiver_cannot_pass_a_rekey_on():
    """Whoever opened one encapsulates anew to another client: C2's signature is missing."""
    data, _ = build()
    found = _objects.Rekey.parse(data, XWING)
    bob = identity("bob")
    public = bytes(kem_key("bob 0").public_key)
    secret, ct = XWING.kem.encaps(public)
    head = data[:24] + bob.id + data[40:80] + ct
    info = e4_h1.info(1, 1000, 2000, bob.id, c2_identity().print, bob.print, public, ct)
    k_inner = e4_h1.derived(secret, b"E4-H1 inner", info)
    forged = head + AESSIV(k_inner + k_inner).encrypt(RESETS, [head]) + found.signature
    with pytest.raises(RefusedObject):
        opened(forged, key=kem_key("bob 0"), sig_print=bob.print)
