"""E4-H1: messages under the three policies (E4-H1, 6.5)."""

import e4_h1
import pytest
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    acquainted,
    device,
    introduce,
    key,
    le64,
    own_session,
    pair,
    policies,
    refused,
    said,
    sealed,
    seed,
    take,
    topic,
    under_session,
)
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client
from pqpy.e4._wire import Siv, open_sealed, protect_command
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


def test_version_1_and_h1_do_not_open_each_others_messages():
    """Even under one topic key: H1's goes through a labelled derivation."""
    server, alice, bob, _ = pair(policy=2)
    old = Client.symmetric("old", seed("client key"), clock=server.clock)
    siv = Siv(seed("client key"))
    old.unprotect(protect_command(siv, key(), NOW), old.receiving_topic)
    with refused(bob, NotAuthentic):
        bob.unprotect(old.protect_message(b"21.5", TOPIC), TOPIC)
    with refused(old, NotAuthentic):
        old.unprotect(said(alice, bob), TOPIC)


@given(junk=st.binary(max_size=120), policy=st.sampled_from([0, 1]))
def test_a_signer_who_sends_malformed_bytes(junk, policy):
    """Well signed, without the topic key, of any content and length: refused, and no crash."""
    _, alice, bob, _ = pair(policy=policy)
    private, session = own_session(alice)
    if policy == 1:
        bob.take_object(session)
    body = le64(NOW) + alice.id + junk
    for signed in (body, body[: len(junk)], junk):
        if policy == 0:
            context = b"E4-H1 message\x01" + topic()
            data = signed + alice._own.identity.sign(signed, context)
        else:
            data = signed + private.sign(b"E4-H1 session message\x01" + topic() + signed)
        with refused(bob):
            bob.unprotect(data, TOPIC)
