"""E4-H1: the objects, byte by byte (E4-H1, 6.2)."""

from functools import cache
from hashlib import sha3_256

import e4_h1
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from e4_h1 import ALL_SUITES, XWING, c2_identity, c2key, identity, le64, seed, sigkey
from helpers import flipped
from hypothesis import example, given
from hypothesis import strategies as st

from pqpy import hybrid
from pqpy.e4 import _layout
from pqpy.e4 import _objects as objects
from pqpy.e4._curve import P
from pqpy.e4.errors import InvalidSignature, RefusedObject

SESSION_KEY = Ed25519PrivateKey.from_private_bytes(seed("session"))
V1_KEY = Ed25519PrivateKey.from_private_bytes(seed("v1"))
CLIENT, C2 = hybrid.MLDSA44_Ed25519, hybrid.MLDSA65_Ed25519

# Type, length in suites 0x01 and 0x02.
TABLE = {
    objects.SigKey: (2, 1368, 1368),
    objects.C2Key: (3, 1992, 1992),
    objects.Announce: (4, 3732, 4116),
    objects.Session: (5, 2556, 2556),
    objects.Handover: (6, 3453, 3453),
    objects.Migrate: (7, 2668, 2668),
}


def migrate(suite=XWING, **changed):
    """A MIGRATE of alice's; both signatures hold."""
    alice = identity(suite=suite)
    values = {
        "id": alice.id,
        "c2_print": seed("F(C2KEY)"),
        "sig_print": alice.print,
        "announce_hash": seed("ANNOUNCE"),
        **changed,
    }
    unsigned = objects.Migrate.signed(alice, v1_signature=bytes(64), **values)
    v1_signature = V1_KEY.sign(unsigned.v1_message)
    return objects.Migrate.signed(alice, v1_signature=v1_signature, **values)


@cache
def one(kind, suite=XWING):
    """An honest object of every kind but REKEY, and the key that it holds under."""
    alice, c2 = identity(suite=suite), c2_identity(suite=suite)
    if kind is objects.SigKey:
        return sigkey(suite=suite), None
    if kind is objects.C2Key:
        return c2key(suite=suite), None
    if kind is objects.Announce:
        public = bytes(e4_h1.kem_key(suite=suite).public_key)
        made = kind.signed(alice, id=alice.id, counter=3, kem_public_key=public)
        return made, sigkey(suite=suite)
    if kind is objects.Session:
        key = SESSION_KEY.public_key().public_bytes_raw()
        return kind.signed(alice, id=alice.id, start=5, end=9, key=key), sigkey(suite=suite)
    if kind is objects.Handover:
        made = kind.signed(c2, former=c2.print, next=seed("next"), ts=2**40)
        return made, c2key(suite=suite)
    return migrate(suite), sigkey(suite=suite)


KINDS = pytest.mark.parametrize("kind", TABLE)
SIGNED = pytest.mark.parametrize("kind", list(TABLE)[2:])


@KINDS
@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_lengths_and_headers(kind, suite):
    """Every object has the type and length of the table, and is what its bytes say."""
    number, *lengths = TABLE[kind]
    data = bytes(one(kind, suite)[0])
    assert data[:8] == bytes.fromhex(f"45344801{suite.byte:02x}{number:02x}00e4")
    assert len(data) == kind.length(suite)
    if suite.byte in (1, 2):
        assert len(data) == lengths[suite.byte - 1]
    assert kind.parse(data, suite) == one(kind, suite)[0]
    assert _layout.kind_of(data, suite) == number


def test_layouts():
    """The fields stand where 6.2 puts them."""
    alice, c2 = identity(), c2_identity()
    announce, session = bytes(one(objects.Announce)[0]), bytes(one(objects.Session)[0])
    handover, moved = bytes(one(objects.Handover)[0]), bytes(one(objects.Migrate)[0])
    assert announce[8:1248] == alice.id + le64(3) + bytes(e4_h1.kem_key().public_key)
    public = SESSION_KEY.public_key().public_bytes_raw()
    assert session[8:72] == alice.id + le64(5) + le64(9) + public
    assert handover[8:80] == c2.print + seed("next") + le64(2**40)
    assert moved[8:120] == alice.id + seed("F(C2KEY)") + alice.print + seed("ANNOUNCE")
    V1_KEY.public_key().verify(moved[120:184], b"E4-H1 migrate\x01" + moved[:120])


@pytest.mark.parametrize(
    ("kind", "scheme", "context"),
    [
        (objects.Announce, CLIENT, b"E4-H1 announce\x01"),
        (objects.Session, CLIENT, b"E4-H1 session\x01"),
        (objects.Handover, C2, b"E4-H1 handover\x01"),
        (objects.Migrate, CLIENT, b"E4-H1 migrate\x01"),
    ],
)
def test_signatures_verify_elsewhere(kind, scheme, context):
    """The signature is the composite's over all before it, in the context of 6.2."""
    made, key = one(kind)
    data, size = bytes(made), scheme.signature_bytes
    scheme.verify(key.public_key, data[:-size], data[-size:], context=context)
    made.verify(key)


@SIGNED
def test_a_signature_with_one_half_bad_is_refused(kind):
    """Both halves must hold, and stand where they stand."""
    made, key = one(kind)
    data = bytes(made)
    size = len(made.signature)
    for bit in (8 * (len(data) - size), 8 * (len(data) - 64) - 1, 8 * (len(data) - 64)):
        with pytest.raises(RefusedObject):
            kind.parse(flipped(data, bit), XWING).verify(key)
    swapped = data[:-size] + data[-64:] + data[-size:-64]
    with pytest.raises(RefusedObject):
        kind.parse(swapped, XWING).verify(key)


@SIGNED
@given(data=st.data())
def test_a_changed_bit_anywhere_is_refused(kind, data):
    """No bit of a signed object is free."""
    made, key = one(kind)
    bit = data.draw(st.integers(0, 8 * len(bytes(made)) - 1))
    with pytest.raises(RefusedObject):
        kind.parse(flipped(bytes(made), bit), XWING).verify(key)


@SIGNED
def test_a_key_of_somebody_else_is_refused(kind):
    """Another client's key, another C2's, a key of the other role, of another suite."""
    made, _ = one(kind)
    for key in (
        sigkey("bob"),
        c2key("c2'"),
        c2key(suite=ALL_SUITES[1]),
        sigkey(suite=ALL_SUITES[1]),
    ):
        with pytest.raises(RefusedObject):
            made.verify(key)


@KINDS
def test_f19_every_single_byte_change_of_the_header_is_dropped(kind):
    """Whatever else a byte of the header becomes, nothing parses it."""
    data = bytes(one(kind)[0])
    for at in range(8):
        for other in set(range(256)) - {data[at]}:
            bad = data[:at] + bytes([other]) + data[at + 1 :]
            with pytest.raises(RefusedObject):
                kind.parse(bad, XWING)
            if at != 5:
                with pytest.raises(RefusedObject):
                    _layout.kind_of(bad, XWING)
            assert _layout.is_object(bad) == (at != 7)


@KINDS
def test_other_lengths_are_refused(kind):
    """Shorter, longer, empty."""
    data = bytes(one(kind)[0])
    for bad in (data[:-1], data + b"\0", b"", data[:8], data[:7]):
        with pytest.raises(RefusedObject):
            kind.parse(bad, XWING)


@KINDS
def test_another_suite_is_refused(kind):
    """Relabelled to a suite of equal lengths, or parsed as one."""
    data = bytes(one(kind)[0])
    relabelled = data[:4] + b"\xf1" + data[5:]
    with pytest.raises(RefusedObject):
        kind.parse(relabelled, XWING)
    with pytest.raises(RefusedObject):
        kind.parse(data, ALL_SUITES[2])


@SIGNED
def test_a_relabelled_object_has_no_valid_signature(kind):
    """The suite byte is signed, in the object and in the context."""
    data, kyber = bytes(one(kind)[0]), ALL_SUITES[2]
    relabelled = kind.parse(data[:4] + b"\xf1" + data[5:], kyber)
    key = one(kind, kyber)[1]
    with pytest.raises(RefusedObject):
        relabelled.verify(key)


def test_f17_c2key_bytes_served_as_sigkey_are_refused():
    """And the reverse, with and without the type changed."""
    c2, client = bytes(c2key()), bytes(sigkey())
    with pytest.raises(RefusedObject):
        objects.SigKey.parse(c2, XWING)
    with pytest.raises(RefusedObject):
        objects.SigKey.parse(c2[:5] + b"\x02" + c2[6:], XWING)
    with pytest.raises(RefusedObject):
        objects.C2Key.parse(client, XWING)


def small_order_points():
    """All encodings of the 8 points of small order: canonical, with a sign on x = 0, y >= p."""
    # sqrt(-1) and the y of the points of order 8, from the curve's equation.
    d = -121665 * pow(121666, -1, P) % P
    i = pow(2, (P - 1) // 4, P)
    # Twice a point of order 8 has y = 0: x^2 = -y^2, so  -x^2 + y^2 = 2 y^2 = 1 - d y^4.
    root = pow(1 + d, (P + 3) // 8, P)
    root = root if root * root % P == (1 + d) % P else root * i % P
    assert root * root % P == (1 + d) % P
    ys = {0, 1, P - 1}
    for square in ((-1 + root) * pow(d, -1, P) % P, (-1 - root) * pow(d, -1, P) % P):
        y = pow(square, (P + 3) // 8, P)
        y = y if y * y % P == square else y * i % P
        if y * y % P == square:
            ys |= {y, P - y}
    assert len(ys) == 5
    values = ys | {y + P for y in ys if y + P < 2**255}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(values) for sign in (0, 1)]


@pytest.mark.parametrize("point", small_order_points(), ids=bytes.hex)
def test_f15_small_order_ed25519_keys_are_refused(point):
    """All 8 points of small order and their non-canonical forms, in every object with a key."""
    for data in (bytes(sigkey()), bytes(c2key())):
        kind = objects.SigKey if len(data) == 1368 else objects.C2Key
        with pytest.raises(RefusedObject):
            kind.parse(data[:-32] + point, XWING)
    session = bytes(one(objects.Session)[0])
    with pytest.raises(RefusedObject):
        objects.Session.parse(session[:40] + point + session[72:], XWING)


def test_f15_identity_key_with_the_trivial_signature_is_refused():
    """R = identity, s = 0 fits any message under the identity as key: cryptography takes it."""
    point = (1).to_bytes(32, "little")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    Ed25519PublicKey.from_public_bytes(point).verify(point + bytes(32), b"any message")
    with pytest.raises(RefusedObject):
        objects.SigKey.parse(bytes(sigkey())[:-32] + point, XWING)
    with pytest.raises(RefusedObject):
        migrate().verify_v1(point)


@pytest.mark.parametrize("y", [P + 2, 2**255 - 1, 2])
def test_f15_other_bad_points_are_refused(y):
    """Not canonical, or on no curve."""
    with pytest.raises(RefusedObject):
        objects.SigKey.parse(bytes(sigkey())[:-32] + y.to_bytes(32, "little"), XWING)


def test_session_key_that_is_half_of_the_identity_is_refused():
    """One key, one use."""
    alice = identity()
    made = objects.Session.signed(alice, id=alice.id, start=5, end=9, key=sigkey().ed25519)
    with pytest.raises(RefusedObject, match="half"):
        made.verify(sigkey())


def test_f6_migrate_signatures():
    """Both are needed; each names everything before it."""
    made = migrate()
    public = V1_KEY.public_key().public_bytes_raw()
    made.verify(sigkey())
    made.verify_v1(public)
    with pytest.raises(RefusedObject):
        made.verify_v1(SESSION_KEY.public_key().public_bytes_raw())
    other = migrate(c2_print=seed("another C2"))
    mixed = bytes(other)[:120] + bytes(made)[120:]
    parsed = objects.Migrate.parse(mixed, XWING)
    with pytest.raises(RefusedObject):
        parsed.verify_v1(public)
    with pytest.raises(RefusedObject):
        parsed.verify(sigkey())
    foreign = migrate(sig_print=seed("another SIGKEY"))
    with pytest.raises(RefusedObject, match="another signer"):
        foreign.verify(sigkey())


def test_f6_v1_messages_are_never_migrate_signatures():
    """What the former key signs starts like an absurd timestamp of v1, about 10^11 years ahead."""
    start = migrate().v1_message[:8]
    assert start == b"E4-H1 mi"
    assert int.from_bytes(start, "little", signed=True) > 2**62


def test_f18_a_composite_signature_is_malleable_and_ours_still_hold():
    """Halves of two signatures of one message, mixed, verify: nobody may tell messages by them."""
    a, b = identity().sign(b"message", b"context"), identity().sign(b"message", b"context")
    assert a[:-64] != b[:-64]
    sigkey().verify(b"message", a[:-64] + b[-64:], b"context")
    with pytest.raises(InvalidSignature):
        sigkey().verify(b"message", a, b"another context")


@pytest.mark.parametrize("kind", [*TABLE, objects.Rekey])
@given(junk=st.binary(max_size=300), head=st.booleans(), size=st.integers(0, 6000))
@example(junk=b"", head=False, size=0)
@example(junk=b"\xff", head=True, size=6000)
def test_no_input_crashes_a_parser(kind, junk, head, size):
    """Anything gives an object of the right length or RefusedObject."""
    data = (XWING.header(kind.KIND) if head else b"") + junk
    data += sha3_256(data).digest() * (size // 32)
    for size in {len(data), kind.length(XWING)}:
        cut = data[:size].ljust(size, b"\x5a")
        try:
            made = kind.parse(cut, XWING)
        except RefusedObject:
            continue
        assert bytes(made) == cut
        if isinstance(made, objects.Signed):
            for key in (sigkey(), c2key()):
                with pytest.raises(RefusedObject):
                    made.verify(key)


def test_wrong_values_are_refused_when_joined():
    """An object with a field of the wrong size is a bug of its maker, and no bytes."""
    alice = identity()
    with pytest.raises(ValueError, match="16 bytes"):
        objects.Session.signed(alice, id=b"short", start=5, end=9, key=bytes(32))
    with pytest.raises(OverflowError):
        objects.Session.signed(alice, id=alice.id, start=-1, end=9, key=bytes(32))
