"""E4-H1: messages under the three policies (spec/e4-hybrid.md, 6.5)."""

import e4_h1
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    XWING,
    acquainted,
    commands,
    deliver,
    device,
    introduce,
    key,
    le64,
    pair,
    policies,
    refused,
    seed,
    stored,
    take,
    topic,
)
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import _objects
from pqpy.e4._wire import open_sealed, seal
from pqpy.e4.errors import (
    InvalidProtectedLength,
    InvalidSignature,
    NotAuthentic,
    RefusedObject,
    Replayed,
    SignerKeyMissing,
    TimestampInFuture,
    TimestampTooOld,
    TooShortCiphertext,
    TopicKeyMissing,
)
from pqpy.hybrid import MLDSA44_Ed25519

POLICIES = pytest.mark.parametrize("policy", [0, 1, 2])
OVERHEAD = {0: 2524, 1: 104, 2: 24}
ZEROS = bytes(16)


def said(sender, receiver, payload=b"21.5", name=TOPIC):
    """A message, after the receiver got whatever the sender had to publish before."""
    data = sender.protect_message(payload, name)
    deliver(sender, receiver)
    return data


def sealed(payload, policy, sender, ts=NOW, key_name="topic key", name=TOPIC):
    """``ts | (id |) V | C`` from the definition."""
    who = ZEROS if policy == 2 else sender
    k_msg = e4_h1.k_msg(1, seed(key_name), topic(name), policy, who)
    return le64(ts) + (b"" if policy == 2 else sender) + seal(k_msg, payload, le64(ts))


def own_session(client, start=NOW, end=NOW + 3600, name="session"):
    """A session key of a client's, and its SESSION."""
    private = Ed25519PrivateKey.from_private_bytes(seed(name))
    session = _objects.Session.signed(
        client._own.identity,
        id=client.id,
        start=start,
        end=end,
        key=private.public_key().public_bytes_raw(),
    )
    return private, bytes(session)


def under_session(client, private, ts, payload=b"21.5"):
    """A message of policy 1 from the definition."""
    signed = sealed(payload, 1, client.id, ts)
    return signed + private.sign(b"E4-H1 session message\x01" + topic() + signed)


@POLICIES
def test_a_message_arrives(policy):
    """Of any size, with the overhead of the table; once."""
    _, alice, bob, _ = pair(policy=policy)
    for size in (0, 1, 15, 16, 100):
        data = said(alice, bob, bytes(size))
        assert len(data) == OVERHEAD[policy] + size
        assert bob.unprotect(data, TOPIC) == bytes(size)
        with pytest.raises(Replayed):
            bob.unprotect(data, TOPIC)


@POLICIES
def test_f8_messages_follow_the_definition(policy):
    """K_msg, framing and what is signed, from the definition, both ways."""
    _, alice, bob, _ = pair(policy=policy)
    data = said(alice, bob, b"payload")
    body = sealed(b"payload", policy, alice.id)
    assert data.startswith(body)
    if policy == 0:
        context, signature = b"E4-H1 message\x01" + topic(), data[len(body) :]
        MLDSA44_Ed25519.verify(alice.signing_key_object[24:], body, signature, context=context)
        made = body + alice._own.identity.sign(body, context)
    elif policy == 1:
        private = alice._own.sessions.key(NOW)[0]
        made = under_session(alice, private, NOW, b"payload")
    else:
        made = body
    assert bob.unprotect(made, TOPIC) == b"payload"


def test_f8_the_previous_topic_key_uses_the_same_derivation():
    """After a rotation, messages under the former key still open, for every policy."""
    for policy in (0, 1, 2):
        server, alice, bob, _ = pair(policy=policy)
        data = said(alice, bob)
        server.clock.now += 1
        take(bob, server.command(bob, key("next")))
        assert bob.unprotect(data, TOPIC) == b"21.5"
        assert data.startswith(sealed(b"21.5", policy, alice.id))


def test_f8_a_known_signer_cannot_re_sign_anothers_ciphertext():
    """Without the topic key he can sign it, but the key of the message names the sender."""
    server, alice, bob, inner = pair()
    mallory = device(server, "mallory")  # known to bob, but has no topic key
    server.clock.now += 1
    take(bob, server.rekey(bob, *inner, *acquainted(mallory)))
    bob.take_object(mallory.signing_key_object)
    data = said(alice, bob)
    body = data[:8] + mallory.id + data[24:-2484]
    stolen = body + mallory._own.identity.sign(body, b"E4-H1 message\x01" + topic())
    with refused(bob, NotAuthentic):
        bob.unprotect(stolen, TOPIC)


@pytest.mark.parametrize("policy", [0, 1])
def test_f8_a_broker_cannot_strip_a_message_to_policy_2(policy):
    """Neither at a receiver of that policy nor at one of policy 2."""
    _, alice, bob, _ = pair(policy=policy)
    carol = pair(policy=2)[2]
    data = said(alice, bob)
    stripped = data[:8] + data[24 : 28 + 16]
    with refused(bob, InvalidProtectedLength):
        bob.unprotect(stripped, TOPIC)
    with refused(carol, NotAuthentic):
        carol.unprotect(stripped, TOPIC)


@POLICIES
@pytest.mark.parametrize("held", [0, 1, 2])
def test_f8_cross_policy_conversions_fail(policy, held):
    """A message made under one policy and re-framed for another one, by a broker, by its signer,
    and by a holder of the topic key who signs nothing.
    """
    if policy == held:
        return
    _, alice, _, _ = pair(policy=policy)
    server, _, bob, inner = pair(policy=held)
    server.clock.now += 1
    take(bob, server.rekey(bob, *inner, *acquainted(alice)))
    introduce_one(alice, bob)
    private, session = own_session(alice)
    if held == 1:
        bob.take_object(session)
    data = alice.protect_message(b"21.5", TOPIC)
    body = data[: len(data) - OVERHEAD[policy] + (24 if policy == 2 else 40)]
    ciphertext = body[8:] if policy == 2 else body[24:]
    signed = le64(NOW) + alice.id + ciphertext
    by_broker = [data, signed + bytes(64), signed + bytes(2484), le64(NOW) + ciphertext]
    by_signer = [
        signed + alice._own.identity.sign(signed, b"E4-H1 message\x01" + topic()),
        signed + private.sign(b"E4-H1 session message\x01" + topic() + signed),
    ]
    right = sealed(b"21.5", held, alice.id)  # what a holder of the topic key can make
    by_holder = [right + bytes(64), right + bytes(2484)] if held != 2 else []
    for forged in (*by_broker, *by_signer, *by_holder):
        with refused(bob):
            bob.unprotect(forged, TOPIC)


def introduce_one(client, receiver):
    """Bring a client's SIGKEY to a receiver."""
    receiver.take_object(client.signing_key_object)


def test_a_message_moved_to_another_topic_is_refused():
    """Under equal keys, too: the topic is signed and in the key of the message."""
    for policy in (0, 1, 2):
        server, alice, bob, inner = pair(policy=policy)
        server.clock.now += 1
        same = [key("topic key", OTHER), *policies(policy, OTHER)]
        for client in (alice, bob):
            take(client, server.rekey(client, *inner, *same))
        data = said(alice, bob)
        with refused(bob, InvalidSignature, NotAuthentic):
            bob.unprotect(data, OTHER)
        assert bob.unprotect(data, TOPIC) == b"21.5"


@POLICIES
@given(data=st.data())
def test_a_changed_bit_anywhere_is_refused(policy, data):
    """In time, sender, V, C and signatures."""
    _, alice, bob, _ = pair(policy=policy)
    good = said(alice, bob)
    bit = data.draw(st.integers(0, 8 * len(good) - 1))
    with refused(bob):
        bob.unprotect(flipped(good, bit), TOPIC)
    assert bob.unprotect(good, TOPIC) == b"21.5"


@POLICIES
@given(junk=st.binary(max_size=200), size=st.integers(0, 3000), fresh=st.booleans())
def test_no_input_crashes_a_receiver(policy, junk, size, fresh):
    """Anything is refused; short ones by their length."""
    _, alice, bob, _ = pair(policy=policy)
    junk = (le64(NOW) + alice.id + junk if fresh else junk).ljust(size, b"\x07")
    short = len(junk) < OVERHEAD[policy] and junk[7:8] != b"\xe4"
    with refused(bob, *([TooShortCiphertext, InvalidProtectedLength] if short else [])):
        bob.unprotect(junk, TOPIC)


def test_errors_in_their_order():
    """Topic, length, time, sender, signature, SIV."""
    server, alice, bob, _ = pair()
    data = said(alice, bob)
    with refused(bob, TopicKeyMissing):
        bob.unprotect(b"", OTHER)
    with pytest.raises(TopicKeyMissing):
        bob.protect_message(b"", OTHER)
    with refused(bob, InvalidProtectedLength):
        bob.unprotect(data[:2523], TOPIC)
    server.clock.now = NOW - 1
    with refused(bob, TimestampInFuture):
        bob.unprotect(data, TOPIC)
    server.clock.now = NOW + 601
    with refused(bob, TimestampTooOld):
        bob.unprotect(data, TOPIC)
    server.clock.now = NOW + 600
    with refused(bob, SignerKeyMissing):
        bob.unprotect(data[:8] + bytes(16) + data[24:], TOPIC)
    for bit in (8 * (len(data) - 100), 8 * (len(data) - 1)):  # in either half
        with refused(bob, InvalidSignature):
            bob.unprotect(flipped(data, bit), TOPIC)
    assert bob.unprotect(data, TOPIC) == b"21.5"


def test_a_sender_whose_key_object_is_missing():
    """C2 named it, but it has not arrived: the message is dropped, and the object asked for."""
    server, alice, bob, inner = pair()
    carol = device(server, "carol")
    for client in (bob, carol):
        server.clock.now += 1
        take(client, server.rekey(client, *inner, *acquainted(carol)))
    data = carol.protect_message(b"x", TOPIC)
    with refused(bob, SignerKeyMissing):
        bob.unprotect(data, TOPIC)
    where = f"e4/k/{carol.fingerprint[:16].hex()}"
    assert where in bob.subscriptions()
    bob.unprotect(carol.signing_key_object, where)
    assert where not in bob.subscriptions()
    assert bob.unprotect(data, TOPIC) == b"x"
    assert alice.id in bob._state.prints


def test_f18_halves_of_two_signatures_are_a_replay():
    """The same message signed twice, halves mixed: it verifies, and is still refused."""
    _, alice, bob, _ = pair()
    first, second = (said(alice, bob) for _ in range(2))
    assert first != second
    assert first[:-2484] == second[:-2484]
    mixed = first[:-64] + second[-64:]
    assert bob.unprotect(first, TOPIC) == b"21.5"
    for again in (mixed, second):
        with refused(bob, Replayed):
            bob.unprotect(again, TOPIC)
    fresh = pair()
    data = [said(fresh[1], fresh[2]) for _ in range(2)]
    assert fresh[2].unprotect(data[0][:-64] + data[1][-64:], TOPIC) == b"21.5"


# Previous topic keys.


@POLICIES
def test_f9_removed_members_are_refused_at_once(policy):
    """RemoveTopic and SetTopicKey in one REKEY leave no previous key."""
    server, alice, bob, inner = pair(policy=policy)
    data = said(alice, bob)
    server.clock.now += 1
    new = [commands.remove_topic(topic()), key("without alice"), *policies(policy)]
    take(bob, server.rekey(bob, *new, *acquainted(alice, bob)))
    with refused(bob, NotAuthentic):
        bob.unprotect(data, TOPIC)
    assert seed("topic key").hex() not in stored(bob).hex()
    assert inner


def test_f9_removal_under_k_cmd_takes_two_seconds():
    """RemoveTopic, then SetTopicKey in the next second: no previous key either."""
    server, alice, bob, _ = pair(policy=2)
    data = said(alice, bob)
    take(bob, server.command(bob, commands.remove_topic(topic())))
    server.clock.now += 1
    take(bob, server.command(bob, key("next")))
    server.clock.now += 1
    rekey = server.rekey(bob, key("next"), *policies(2))
    take(bob, rekey)
    with refused(bob, NotAuthentic):
        bob.unprotect(data, TOPIC)


def test_f9_an_old_rekey_leaves_no_previous_key():
    """Its ts counts, three weeks ago, not the time of receipt."""
    server, alice, bob, inner = pair()
    old = server.rekey(bob, key("next"), *acquainted(alice, bob), ts=NOW + 1, epoch=NOW + 1)
    server.clock.now += 21 * 86_400
    data = said(alice, bob)
    take(bob, old)
    with refused(bob, NotAuthentic):
        bob.unprotect(data, TOPIC)
    assert len(bob._state.topics.entries) == 1
    assert inner


@pytest.mark.parametrize("by_rekey", [True, False])
def test_f9_an_ordinary_rotation(by_rekey):
    """The former key opens at ts + 3590 s and not at ts + 3610 s."""
    server, alice, bob, inner = pair(policy=2)
    server.clock.now = NOW + 1
    if by_rekey:
        take(bob, server.rekey(bob, key("next"), *inner[1:]))
    else:
        take(bob, server.command(bob, key("next")))
    for seconds, opens in ((3590, True), (3600, True), (3610, False)):
        server.clock.now = NOW + 1 + seconds
        data = alice.protect_message(b"%d" % seconds, TOPIC)
        if opens:
            assert bob.unprotect(data, TOPIC) == b"%d" % seconds
        else:
            with refused(bob, NotAuthentic):
                bob.unprotect(data, TOPIC)


def test_f9_a_rekey_with_the_same_key_keeps_the_previous_one():
    """With the time of the rotation; RemoveTopic drops it; only one is ever kept."""
    server, alice, bob, inner = pair(policy=2)
    data = said(alice, bob)
    take(bob, server.command(bob, key("next")))
    server.clock.now += 100
    rest = inner[1:]
    take(bob, server.rekey(bob, key("next"), *rest))
    assert bob.unprotect(data, TOPIC) == b"21.5"
    server.clock.now = NOW + 3601
    late = alice.protect_message(b"late", TOPIC)
    with refused(bob, NotAuthentic):
        bob.unprotect(late, TOPIC)
    server.clock.now = NOW + 200
    again = server.rekey(bob, commands.remove_topic(topic()), key("next"), *rest)
    take(bob, again)
    with refused(bob, NotAuthentic):
        bob.unprotect(alice.protect_message(b"x", TOPIC), TOPIC)


def test_f9_expired_previous_keys_are_erased():
    """With the next command, or when the application asks."""
    for by_command in (True, False):
        server, _, bob, _ = pair()
        take(bob, server.command(bob, key("next")))
        assert len(bob._state.topics.entries) == 2
        server.clock.now += 3601
        if by_command:
            take(bob, server.command(bob, commands.remove_topic(topic(OTHER))))
        else:
            bob.expire()
        assert len(bob._state.topics.entries) == 1
        bob.expire()


@pytest.mark.parametrize(("before", "after"), [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)])
def test_f13_no_message_of_the_former_policy_opens(before, after):
    """A changed policy comes with a new topic key in the same REKEY."""
    server, alice, bob, inner = pair(policy=before)
    data = said(alice, bob)
    server.clock.now += 1
    take(bob, server.rekey(bob, key("next"), *inner[1:3], *policies(after)))
    with refused(bob):
        bob.unprotect(data, TOPIC)


# SESSIONs.


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


def test_senders_hear_themselves_only_if_told():
    """As in version 1: with the own print in the table, own messages open."""
    server, alice, bob, inner = pair()
    assert alice.unprotect(said(alice, bob), TOPIC) == b"21.5"
    server.clock.now += 1
    take(alice, server.rekey(alice, inner[0], *acquainted(bob)))
    with refused(alice, SignerKeyMissing):
        alice.unprotect(said(alice, bob), TOPIC)


def test_the_definition_opens_what_is_protected():
    """And nothing but K_msg does: not the topic key itself, as version 1 would."""
    _, alice, _, _ = pair(policy=2)
    data = alice.protect_message(b"21.5", TOPIC)
    k_msg = e4_h1.k_msg(1, seed("topic key"), topic(), 2, ZEROS)
    assert open_sealed(k_msg, data[8:], data[:8]) == b"21.5"
    with pytest.raises(NotAuthentic):
        open_sealed(seed("topic key"), data[8:], data[:8])


def test_introductions():
    """SIGKEYs that nobody named, or under another id, are refused."""
    _, alice, bob, _ = pair()
    introduce(alice, bob)
    other = device(pair()[0], "alice")
    with refused(bob, RefusedObject):
        bob.take_object(other.signing_key_object)
