"""E4-H1: commands under K_cmd and inside REKEYs (E4-H1, 6.4 and 6.6)."""

import pytest
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    Clock,
    Server,
    acquainted,
    alone,
    commands,
    device,
    key,
    pair,
    refused,
    seed,
    take,
    topic,
)
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4._commands import Opcode
from pqpy.e4._wire import previous_slot
from pqpy.e4.errors import (
    InvalidCommand,
    InvalidKeyMaterial,
    NeedsRekey,
    NotAuthentic,
    RefusedObject,
    Replayed,
    SignerKeyMissing,
    TimestampInFuture,
    TimestampTooOld,
    TooShortCiphertext,
    TopicKeyMissing,
)


def test_commands_of_v1():
    """Topic commands work under K_cmd as in version 1."""
    server, client = alone()
    clock = server.clock
    for command in (
        commands.set_topic_key(seed("2"), topic(OTHER)),
        commands.remove_topic(topic(OTHER)),
        commands.remove_topic(topic("never heard of")),
        commands.remove_pub_key(b"unknown to all 1"),
        commands.reset_topics(),
        commands.reset_pub_keys(),
    ):
        clock.now += 1
        take(client, server.command(client, command))
    with pytest.raises(TopicKeyMissing):
        client.protect_message(b"", TOPIC)


def test_malformed_commands():
    """Every error of version 1 has its place, and nothing changes."""
    server, client = alone()
    now = int(server.clock.now)
    good = server.command(client, key("2"))
    with refused(client, TooShortCiphertext):
        take(client, good[:24])
    with refused(client, TimestampInFuture):
        take(client, server.command(client, key("2"), now + 1))
    with refused(client, TimestampTooOld):
        take(client, server.command(client, key("2"), now - 601))
    for bad in (b"\x03", b"\x24", b"\xff" * 20, b"\x01\x00", b"\x23\x00"):
        with refused(client, InvalidCommand):
            take(client, server.command(client, bad))
    stranger = Server(server.clock)
    stranger.keys[client.id] = seed("another key")
    with refused(client, NotAuthentic):
        take(client, stranger.command(client, key("2")))
    fresh = device(server, "bob")
    with refused(fresh, NotAuthentic):
        take(fresh, good)


@given(bit=st.integers(0, 8 * 73 - 1))
def test_a_changed_bit_of_a_command_is_refused(bit):
    """73 bytes for SetTopicKey, as in version 1; none of their bits is free."""
    server, client = alone()
    data = server.command(client, key("2"))
    assert len(data) == 73
    with refused(client):
        take(client, flipped(data, bit))


def test_f7_command_held_back_past_its_opposite_is_refused():
    """What a later command undid does not come back, in either order."""
    server, client = alone()
    add, remove = (
        server.command(client, key("2", OTHER), NOW - 2),
        server.command(client, commands.remove_topic(topic(OTHER)), NOW - 1),
    )
    take(client, remove)
    with refused(client, Replayed):
        take(client, add)
    again = server.command(client, key("2", OTHER), NOW)
    take(client, again)
    with refused(client, Replayed):
        take(client, remove)


def test_f7_signer_held_back_past_the_removal_is_refused():
    """A signer comes with a REKEY; once removed, neither it nor its REKEY comes back."""
    server, alice, bob, inner = pair()
    clock = server.clock
    clock.now += 1
    held = server.rekey(alice, *inner)
    clock.now += 1
    take(alice, server.rekey(alice, key(), *acquainted(alice)))
    with refused(alice, Replayed):
        take(alice, held)
    with refused(alice, SignerKeyMissing):
        alice.unprotect(bob.protect_message(b"x", TOPIC), TOPIC)


def test_f7_same_second_different_commands():
    """Both are taken; a repeat of either is not."""
    server, client = alone()
    first, second = (server.command(client, key(n, n)) for n in ("one", "two"))
    take(client, first)
    take(client, second)
    assert {topic("one"), topic("two")} <= set(client._state.topics.entries)
    for data in (first, second):
        with refused(client, Replayed):
            take(client, data)


def test_f7_clock_set_back_500_s():
    """Recorded commands stay refused: the order counts, not the clock."""
    server, client = alone()
    recorded = [server.command(client, key(str(n)), NOW - n) for n in (2, 1, 0)]
    for data in recorded:
        take(client, data)
    server.clock.now -= 500
    for data in recorded:
        with refused(client, TimestampInFuture, Replayed):
            take(client, data)
    server.clock.now += 501
    for data in recorded:
        with refused(client, Replayed):
            take(client, data)


def test_f7_257th_command_in_a_second():
    """256 are remembered; one more needs a REKEY, or the next second."""
    server, client = alone()
    for n in range(256):
        take(client, server.command(client, key(str(n), str(n))))
    with refused(client, NeedsRekey):
        take(client, server.command(client, key("257", "257")))
    server.clock.now += 1
    take(client, server.command(client, key("257", "257")))


def test_f7_a_rekey_forgets_the_order():
    """K_cmd is new, so nothing recorded opens; time may even go back."""
    server, client = alone()
    recorded = server.command(client, key("2"))
    take(client, recorded)
    take(client, server.rekey(client, key(), ts=NOW - 100))
    with refused(client, NotAuthentic):
        take(client, recorded)
    take(client, server.command(client, key("3"), NOW - 50))


def test_f12_a_bad_inner_command_changes_nothing():
    """[ResetTopics, SetTopicKey, bad opcode]: the whole REKEY is refused."""
    server, client = alone()
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.bad_rekey(client, key("2"), b"\x24"))


def test_f12_removals_of_unknown_things_pass():
    """RemovePubKey and RemoveTopic of what is not there are no error in H1."""
    server, client = alone()
    server.clock.now += 1
    inner = [commands.remove_pub_key(b"i" * 16), commands.remove_topic(topic(OTHER)), key()]
    take(client, server.rekey(client, *inner))


NAMES = st.integers(0, 5)
COMMANDS = st.one_of(
    st.tuples(NAMES, NAMES).map(lambda x: key(str(x[0]), str(x[1]))),
    NAMES.map(lambda n: commands.remove_topic(topic(str(n)))),
    st.tuples(NAMES, st.integers(0, 2)).map(lambda x: commands.set_policy(topic(str(x[0])), x[1])),
    st.tuples(NAMES, NAMES).map(
        lambda x: commands.set_pub_print(seed(str(x[0])), bytes([x[1]] * 16))
    ),
    NAMES.map(lambda n: commands.remove_pub_key(bytes([n] * 16))),
    st.just(commands.reset_topics()),
    st.just(commands.reset_pub_keys()),
)


def plain_run(inner, former):
    """Topic keys, previous keys, prints and policies as 6.4 to 6.6 say, run one by one."""
    topics, prints, set_policies, removed = {}, {}, {}, set()
    for command in inner:
        opcode, rest = command[0], command[1:]
        if opcode == Opcode.SET_TOPIC_KEY:
            topics[rest[32:]] = rest[:32]
        elif opcode == Opcode.REMOVE_TOPIC:
            topics.pop(rest, None)
            set_policies.pop(rest, None)
            removed.add(rest)
        elif opcode == Opcode.SET_POLICY:
            set_policies[rest[:16]] = rest[16]
        elif opcode == Opcode.SET_PUB_PRINT:
            prints[rest[32:]] = rest[:32]
        elif opcode == Opcode.REMOVE_PUB_KEY:
            prints.pop(rest, None)
        elif opcode == Opcode.RESET_TOPICS:
            topics, set_policies = {}, {}
        else:
            prints = {}
    previous = {
        h: former[h]
        for h, new in topics.items()
        if h in former and former[h] != new and h not in removed
    }
    return topics, previous, prints, {h: p for h, p in set_policies.items() if p}


@given(before=st.lists(COMMANDS, max_size=12), after=st.lists(COMMANDS, max_size=12))
def test_f12_difference_run_equals_fresh_run(before, after):
    """A REKEY gives the same tables whatever was there before, but for previous keys; and those
    that the plain definition gives.
    """
    server = Server(Clock())
    used, fresh = device(server, "used"), device(server, "fresh")
    take(used, server.rekey(used, *before))
    former = plain_run(before, {})[0]
    server.clock.now += 1
    for client in (used, fresh):
        take(client, server.rekey(client, *after))
    topics, previous, prints, set_policies = plain_run(after, former)
    for client in (used, fresh):
        state = client._state
        current = {h: k for h, k in state.topics.entries.items() if len(k) == 32}
        assert (current, state.prints, state.policies) == (topics, prints, set_policies)
    entries = used._state.topics.entries
    kept = {h: entries[previous_slot(h)][:32] for h in topics if previous_slot(h) in entries}
    assert kept == previous
    assert len(entries) == len(topics) + len(previous)


def test_f13_removed_topics_have_no_policy():
    """RemoveTopic and ResetTopics delete policies; a topic given again has policy 0."""
    server, client = alone()
    for command in (commands.remove_topic(topic()), commands.reset_topics()):
        server.clock.now += 1
        take(client, server.rekey(client, key(), commands.set_policy(topic(), 2)))
        assert client._state.policy(topic()) == 2
        take(client, server.command(client, command))
        server.clock.now += 1
        take(client, server.command(client, key("again")))
        assert client._state.policy(topic()) == 0


def test_f13_policy_without_a_topic_key():
    """It is taken, and gone after the next RemoveTopic or REKEY."""
    server, client = alone()
    with_policy = commands.set_policy(topic(OTHER), 2)
    server.clock.now += 1
    take(client, server.rekey(client, with_policy))
    assert client._state.policies == {topic(OTHER): 2}
    take(client, server.command(client, commands.remove_topic(topic(OTHER))))
    assert client._state.policies == {}
    for n in (2, 3):
        server.clock.now += 1
        take(client, server.rekey(client, *([with_policy] if n == 2 else [])))
    assert client._state.policies == {}


def test_f13_policies_given_twice():
    """Of two SetPolicy for one topic the later wins; an unknown one refuses the whole REKEY."""
    server, client = alone()
    server.clock.now += 1
    twice = [commands.set_policy(topic(), 1), commands.set_policy(topic(), 2)]
    take(client, server.rekey(client, key(), *twice))
    assert client._state.policy(topic()) == 2
    server.clock.now += 1
    take(client, server.rekey(client, key(), *twice, commands.set_policy(topic(), 0)))
    assert client._state.policies == {}
    unknown = commands.set_policy(topic(), 3)
    with pytest.raises(InvalidCommand):
        server.rekey(client, unknown)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.bad_rekey(client, key("2"), unknown))


def test_f15_topic_key_of_zeros():
    """The command is refused, the whole REKEY is, and C2 builds neither."""
    server, client = alone()
    zero = commands.set_topic_key(bytes(32), topic())
    with refused(client, InvalidKeyMaterial):
        take(client, server.command(client, zero))
    with pytest.raises(InvalidKeyMaterial):
        server.rekey(client, zero)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.bad_rekey(client, key("2"), zero))


def test_large_rekeys():
    """A thousand topics in one REKEY."""
    server, client = alone()
    server.clock.now += 1
    take(client, server.rekey(client, *(key(str(n), str(n)) for n in range(1000))))
    assert len(client._state.topics.entries) == 1000
