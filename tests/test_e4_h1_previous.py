"""E4-H1: previous topic keys, changed policies (E4-H1, 6.5)."""

import pytest
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    acquainted,
    commands,
    key,
    pair,
    policies,
    refused,
    said,
    seed,
    stored,
    take,
    topic,
)

from pqpy.e4.errors import (
    NotAuthentic,
)

POLICIES = pytest.mark.parametrize("policy", [0, 1, 2])


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
