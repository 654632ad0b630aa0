"""E4-H1: SESSIONs and policy 1 (E4-H1, 6.5)."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from e4_h1 import (
    NOW,
    TOPIC,
    XWING,
    acquainted,
    commands,
    deliver,
    device,
    own_session,
    pair,
    refused,
    said,
    seed,
    stored,
    take,
    under_session,
)
from helpers import flipped

from pqpy.e4 import _objects
from pqpy.e4.errors import (
    InvalidSignature,
    RefusedObject,
    SignerKeyMissing,
)


@pytest.mark.parametrize(
    ("start", "end", "good"),
    [
        (NOW, NOW + 3600, True),
        (NOW, NOW + 3601, False),
        (NOW, NOW + 1, True),
        (NOW, NOW, False),
        (NOW, NOW - 1, False),
        (NOW + 60, NOW + 100, True),
        (NOW + 61, NOW + 100, False),
        (NOW - 3000, NOW - 600, True),
        (NOW - 3000, NOW - 601, False),
        (2**64 - 1, 2**64 - 1, False),
        (2**64 - 1, 0, False),
    ],
)
def test_f10_bounds_of_a_session(start, end, good):
    """0 < to - from <= 3600, from <= now + 60, now <= to + 600; each one second off as well."""
    _, alice, bob, _ = pair(policy=1)
    _, session = own_session(alice, start, end)
    if good:
        bob.take_object(session)
        assert len(bob._state.sessions[alice.id]) == 1
    else:
        with refused(bob, RefusedObject):
            bob.take_object(session)


def test_f10_ts_outside_the_session():
    """A message before or after its session is refused, well signed or not."""
    server, alice, bob, _ = pair(policy=1)
    private, session = own_session(alice, NOW - 100, NOW - 50)
    bob.take_object(session)
    for ts, good in ((NOW - 101, 0), (NOW - 100, 1), (NOW - 50, 1), (NOW - 49, 0)):
        data = under_session(alice, private, ts, b"%d" % ts)
        if good:
            assert bob.unprotect(data, TOPIC) == b"%d" % ts
        else:
            with refused(bob, SignerKeyMissing):
                bob.unprotect(data, TOPIC)
    assert server


def test_f10_sessions_need_a_print_a_policy_and_both_halves():
    """Else they are refused, and the sender is not even asked for."""
    server, alice, bob, inner = pair(policy=1)
    _, session = own_session(alice)
    size = len(session)
    for bit in (8 * (size - 100), 8 * (size - 1), 8 * 30):
        with refused(bob, RefusedObject):
            bob.take_object(flipped(session, bit))
    stranger = device(server, "stranger")
    with refused(bob, RefusedObject):
        bob.take_object(own_session(stranger)[1])
    server.clock.now += 1
    take(bob, server.rekey(bob, *inner[:3]))  # policy 0
    assert not any(name.endswith("/s") for name in bob.subscriptions())
    with refused(bob, RefusedObject):
        bob.take_object(session)


def test_f10_a_removed_key_takes_its_sessions_along():
    """RemovePubKey and ResetPubKeys: the sender is unknown at once."""
    for command in (commands.remove_pub_key, commands.reset_pub_keys):
        server, alice, bob, _ = pair(policy=1)
        data = said(alice, bob)
        argument = [alice.id] if command is commands.remove_pub_key else []
        take(bob, server.command(bob, command(*argument)))
        assert bob._state.sessions == {}
        with refused(bob, SignerKeyMissing):
            bob.unprotect(data, TOPIC)


def test_f10_a_changed_print_takes_its_sessions_along():
    """And back: the former sessions do not come back with the former print."""
    server, alice, bob, inner = pair(policy=1)
    data = said(alice, bob)
    other = commands.set_pub_print(seed("another SIGKEY"), alice.id)
    server.clock.now += 1
    take(bob, server.rekey(bob, *inner, other))
    assert bob._state.sessions == {}
    with refused(bob, SignerKeyMissing):
        bob.unprotect(data, TOPIC)
    server.clock.now += 1
    take(bob, server.rekey(bob, *inner))
    with refused(bob, SignerKeyMissing):
        bob.unprotect(data, TOPIC)


def test_f10_the_same_print_keeps_sessions():
    """A REKEY that ends with the same print, whatever it does in between."""
    server, alice, bob, inner = pair(policy=1)
    data = said(alice, bob)
    server.clock.now += 1
    there_and_back = [
        commands.set_pub_print(seed("another SIGKEY"), alice.id),
        commands.remove_pub_key(alice.id),
        *acquainted(alice),
    ]
    take(bob, server.rekey(bob, *inner, *there_and_back))
    assert bob.unprotect(data, TOPIC) == b"21.5"


def test_f10_two_sessions_are_kept():
    """A third, older one is ignored, the oldest makes place for a newer one; equal beginnings with
    another key are refused; a replay of one that is known changes nothing.
    """
    _, alice, bob, _ = pair(policy=1)
    sessions = {n: own_session(alice, NOW + n, NOW + 3600, str(n))[1] for n in (0, 10, 20, 30)}
    bob.take_object(sessions[10])
    bob.take_object(sessions[20])
    with refused(bob, RefusedObject):
        bob.take_object(sessions[0])
    before = stored(bob)
    bob.take_object(sessions[10])
    assert stored(bob) == before
    with refused(bob, RefusedObject):
        bob.take_object(own_session(alice, NOW + 20, NOW + 3600, "another key")[1])
    bob.take_object(sessions[30])
    assert [one.start - NOW for one in bob._state.sessions[alice.id]] == [30, 20]
    with refused(bob, RefusedObject):
        bob.take_object(sessions[10])


def test_f10_overlapping_sessions():
    """Messages under both keys are taken."""
    _, alice, bob, _ = pair(policy=1)
    keys = [own_session(alice, NOW - n, NOW + 100, str(n)) for n in (0, 10)]
    for _, session in keys:
        bob.take_object(session)
    for n, (private, _) in enumerate(keys):
        assert bob.unprotect(under_session(alice, private, NOW, b"%d" % n), TOPIC) == b"%d" % n


def test_own_sessions():
    """A sender makes a key when it first needs one, the next a minute before the end, and erases
    it at the end; published not before its beginning.
    """
    server, alice, bob, _ = pair(policy=1)
    clock = server.clock
    alice.outgoing()
    first = alice.protect_message(b"1", TOPIC)
    [publication] = alice.outgoing()
    assert publication[0::2] == (f"e4/{alice.id.hex()}/s", 1)
    assert publication.retain
    session = _objects.Session.parse(publication.payload, XWING)
    assert (session.start, session.end) == (NOW, NOW + 3600)
    bob.unprotect(publication.payload, publication.topic)
    assert bob.unprotect(first, TOPIC) == b"1"
    clock.now = NOW + 3540
    assert bob.unprotect(alice.protect_message(b"2", TOPIC), TOPIC) == b"2"
    assert alice.outgoing() == []
    clock.now = NOW + 3541
    assert bob.unprotect(alice.protect_message(b"3", TOPIC), TOPIC) == b"3"
    assert len(alice._own.sessions._keys) == 2
    deliver(alice, bob)
    clock.now = NOW + 3601
    alice.expire()
    assert len(alice._own.sessions._keys) == 1
    assert bob.unprotect(alice.protect_message(b"4", TOPIC), TOPIC) == b"4"
    clock.now = NOW
    alice.protect_message(b"5", TOPIC)
    assert len(alice.outgoing()) == 1  # the clock was set back: another key


def test_a_message_is_never_taken_as_half_of_a_composite():
    """What a session key signs does not begin like what the Ed25519 half of a composite signs."""
    assert not b"E4-H1 session message".startswith(b"Composite")
    from pqpy.e4._curve import verify_ed25519

    private = Ed25519PrivateKey.from_private_bytes(seed("x"))
    message = b"CompositeAlgorithmSignatures2025" + b"rest"
    with pytest.raises(InvalidSignature):
        verify_ed25519(private.public_key(), message, private.sign(message))
