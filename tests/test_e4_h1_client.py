"""E4-H1: a client, REKEYs and commands (spec/e4-hybrid.md, 6.4 and 6.6)."""

import e4_h1
import pytest
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    XWING,
    Clock,
    Server,
    acquainted,
    commands,
    device,
    key,
    pair,
    refused,
    seed,
    stored,
    take,
    topic,
)
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client
from pqpy.e4._commands import Opcode
from pqpy.e4._wire import previous_slot
from pqpy.e4.errors import (
    E4Error,
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
    UnsupportedCommand,
)

TRUST = [
    commands.set_policy(topic(), 1),
    commands.set_c2_print(seed("own C2")),
    commands.set_pub_print(seed("own SIGKEY"), b"i" * 16),
]


def alone(**named):
    """A server and a client with one topic key."""
    server = Server(Clock())
    client = device(server, **named)
    take(client, server.rekey(client, key()))
    return server, client


def test_a_new_client():
    """It has keys of its own, publishes them, and waits on its control topic."""
    client = Client.hybrid("alice", c2_print=seed("C2"), clock=Clock())
    assert client.id == e4_h1._wire.id_of("alice")
    assert client.receiving_topic == "e4/" + client.id.hex()
    sigkey, announce = client.outgoing()
    assert sigkey == (f"e4/k/{client.fingerprint[:16].hex()}", client.signing_key_object, 1, True)
    assert announce == (client.receiving_topic + "/a", client.announcement, 1, True)
    assert client.outgoing() == []
    wanted = f"e4/k/{seed('C2')[:16].hex()}"
    assert client.subscriptions() == {client.receiving_topic, wanted}
    assert not client.wants_resubscribe()
    other = Client.hybrid("alice", c2_print=seed("C2"), clock=Clock())
    assert other.fingerprint != client.fingerprint


@pytest.mark.parametrize("suite", ["MLKEM1024-X25519", "Kyber768-X25519", "R5ND_3CCA_5d-X25519"])
def test_other_suites(suite):
    """All of it works in the other suites; those of the package's own need a switch."""
    found = e4_h1._suites.find(suite, experimental=True)
    server = Server(Clock(), suite=found)
    if found.experimental:
        with pytest.raises(ValueError, match="experimental"):
            device(server, suite=suite)
    client = device(server, suite=suite, experimental=True)
    take(client, server.rekey(client, key()))
    take(client, server.command(client, commands.new_kem_key()))
    server.clock.now += 1
    take(client, server.rekey(client, key()))
    assert client.protect_message(b"x", TOPIC)


@pytest.mark.parametrize("other", e4_h1.ALL_SUITES[1:], ids=lambda s: s.name)
def test_another_suite_is_never_taken(other):
    """No negotiation: a REKEY in another suite, or relabelled to it, changes nothing."""
    server, client = alone()
    foreign = Server(Clock(NOW + 1), suite=other)
    stranger = device(foreign, suite=other.byte, experimental=True)
    with refused(client, RefusedObject):
        take(client, foreign.rekey(stranger, receiver_id=client.id))
    server.clock.now += 1
    data = server.rekey(client)
    with refused(client, RefusedObject):
        take(client, data[:4] + other.code + data[5:])
    take(client, data)


def test_f1_trust_under_k_cmd_is_refused():
    """SetPolicy, SetC2Print and SetPubPrint need a signature; SetIDKey is no command at all."""
    server, client = alone()
    for command in TRUST:
        with refused(client, NeedsRekey):
            take(client, server.command(client, command))
    for command in (commands.set_id_key(bytes(64)), commands.set_id_key(bytes(32))):
        with refused(client, UnsupportedCommand):
            take(client, server.command(client, command))
    with refused(client, UnsupportedCommand):
        take(client, server.command(client, commands.set_pub_key(seed("k"), b"i" * 16)))
    with refused(client, UnsupportedCommand):
        take(client, server.command(client, commands.set_c2_key(seed("k"))))


def test_f1_trust_inside_a_rekey_is_taken():
    """Policy, C2's next print, a peer's print."""
    server, client = alone()
    server.clock.now += 1
    take(client, server.rekey(client, key(), *TRUST))
    state = client._state
    assert state.policy(topic()) == 1
    assert state.pending_c2 == seed("own C2")
    assert state.prints == {b"i" * 16: seed("own SIGKEY")}
    assert f"e4/k/{seed('own C2')[:16].hex()}" in client.subscriptions()


@pytest.mark.parametrize("size", [32, 64])
def test_f1_set_id_key_inside_a_rekey_refuses_the_whole(size):
    """C2 does not even build one."""
    server, client = alone()
    set_id_key = commands.set_id_key(seed("identity")[:32] * (size // 32))
    with pytest.raises(UnsupportedCommand):
        server.rekey(client, key(), set_id_key)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.bad_rekey(client, key("2"), set_id_key))


def test_f1_k_cmd_cannot_take_a_client_over():
    """Whoever knows K_cmd names his own C2 and sends its REKEY: neither is taken."""
    server, client = alone()
    thief = Server(server.clock, "thief")
    thief.keys[client.id] = server.keys[client.id]
    with refused(client, NeedsRekey):
        take(client, thief.command(client, commands.set_c2_print(thief.identity.print)))
    with refused(client, RefusedObject):
        client.take_object(thief.key_object)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, thief.rekey(client, key("thief")))


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


def test_rekeys_are_for_one_client():
    """Another receiver's is refused, and so is one whose id was changed."""
    server, alice, bob, inner = pair()
    server.clock.now += 1
    data = server.rekey(bob, *inner)
    with refused(alice, RefusedObject):
        take(alice, data)
    with refused(alice, RefusedObject):
        take(alice, data[:24] + alice.id + data[40:])
    registered_again = server.rekey(bob, receiver_id=alice.id)
    with refused(alice, RefusedObject):
        take(alice, registered_again)


def test_rekeys_only_go_forward():
    """Equal and lower epochs are refused, higher ones taken weeks late."""
    server, client = alone()
    for epoch in (client.epoch, client.epoch - 1, 0, 1):
        with refused(client, Replayed):
            take(client, server.rekey(client, epoch=epoch))
    data = server.rekey(client, key(), epoch=NOW + 1)
    server.clock.now += 3_000_000
    take(client, data)
    assert client.epoch == NOW + 1
    with refused(client, Replayed):
        take(client, data)


def test_f5_epochs_at_most_a_day_ahead():
    """A day ahead of the client's clock is taken, a second more is not."""
    server, client = alone()
    with refused(client, RefusedObject):
        take(client, server.rekey(client, epoch=NOW + 86_401))
    take(client, server.rekey(client, epoch=NOW + 86_400))


def test_a_rekey_comes_on_the_control_topic_only():
    """Elsewhere it is refused, and a message topic never takes one as a message."""
    server, client = alone()
    server.clock.now += 1
    data = server.rekey(client, key())
    for elsewhere in (TOPIC, "e4/" + bytes(16).hex(), ""):
        with refused(client, RefusedObject):
            client.unprotect(data, elsewhere)
    take(client, data)


def test_f19_changed_headers_are_dropped():
    """Every single-byte change: never tried as a command, whatever else is in it."""
    server, client = alone()
    server.clock.now += 1
    data = server.rekey(client, key())
    before = stored(client)
    for at in range(8):
        for other in set(range(256)) - {data[at]}:
            with pytest.raises(E4Error) as caught:
                take(client, data[:at] + bytes([other]) + data[at + 1 :])
            wanted = RefusedObject if at != 7 else (TimestampInFuture, TimestampTooOld)
            assert isinstance(caught.value, wanted)
    assert stored(client) == before
    take(client, data)


def test_objects_for_c2_are_refused():
    """ANNOUNCE and MIGRATE are not for clients; what is no object is none."""
    _, client = alone()
    with refused(client, RefusedObject):
        client.take_object(client.announcement)
    assert not client.take_object(b"")
    assert not client.take_object(b"E4H\x01\x01\x01\x00")
    assert client._state.suite is XWING


@given(
    junk=st.binary(max_size=200),
    kind=st.integers(0, 9),
    size=st.sampled_from([0, 1368, 1992, 2556, 3453, 4595, 4700]),
    where=st.sampled_from(["control", TOPIC, "e4/k/00"]),
)
def test_no_input_crashes_a_client_or_changes_it(junk, kind, size, where):
    """Whatever comes, wherever: an E4Error, and the state stays."""
    _, client = alone()
    where = client.receiving_topic if where == "control" else where
    head = XWING.header(1)[:5] + bytes([kind, 0, 0xE4]) if kind else b""
    with refused(client, E4Error):
        client.unprotect((head + junk).ljust(size, b"\x01"), where)


@given(data=st.data())
def test_no_changed_rekey_changes_a_client(data):
    """A REKEY with any bytes replaced is refused."""
    server, client = alone()
    server.clock.now += 1
    good = server.rekey(client, key("2"))
    at = data.draw(st.integers(0, len(good) - 1))
    some = data.draw(st.binary(min_size=1, max_size=40))
    bad = good[:at] + some + good[at + len(some) :]
    if bad[: len(good)] == good:
        return
    with refused(client, RefusedObject, Replayed, TimestampTooOld, TimestampInFuture):
        take(client, bad)


def test_wrong_arguments():
    """TypeError and ValueError, as everywhere."""
    _, client = alone()
    with pytest.raises(TypeError):
        client.unprotect("text", TOPIC)
    with pytest.raises(ValueError, match="c2_print"):
        Client.hybrid("alice", c2_print=bytes(31))
    with pytest.raises(ValueError, match="16 bytes"):
        Client.hybrid(b"short", c2_print=bytes(32))
    with pytest.raises(ValueError, match="no suite"):
        Client.hybrid("alice", c2_print=bytes(32), suite="Kyber512")
    assert "seed" not in repr(client._state)


def test_large_rekeys():
    """A thousand topics in one REKEY."""
    server, client = alone()
    server.clock.now += 1
    take(client, server.rekey(client, *(key(str(n), str(n)) for n in range(1000))))
    assert len(client._state.topics.entries) == 1000
