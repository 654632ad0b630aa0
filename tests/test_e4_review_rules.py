"""E4-H1, rules that two places enforce, each tested alone: one test per finding of a review."""

from dataclasses import replace

import e4_h1
import pytest
from e4_c2 import World
from e4_h1 import NOW, TOPIC, XWING, own_session, pair, said, topic, under_session
from e4_h1_moving import Moving, v1

from pqpy.e4 import Client, _hybrid_messages, _objects
from pqpy.e4 import _commands as commands
from pqpy.e4._c2_clock import DAY
from pqpy.e4._h1_keys import Identity
from pqpy.e4.errors import NotAuthentic, RefusedObject, SignerKeyMissing


@pytest.mark.parametrize("policy", [0, 1, 2])
def test_f18_what_tells_messages_apart(policy):
    """Topic hash, time, sender and V, and nothing that a signer can choose."""
    server, alice, bob, _ = pair(policy=policy)
    data = said(alice, bob)
    opened = _hybrid_messages.unprotect(bob._state, bob._keys, data, topic(), server.clock())
    sender = bytes(16) if policy == 2 else alice.id
    start = 8 if policy == 2 else 24
    assert opened.mark == topic() + data[:8] + sender + data[start : start + 16]
    assert (opened.payload, opened.ts) == (b"21.5", NOW)


def test_f10_a_session_that_another_print_vouched_for_verifies_nothing():
    """Also if it is still there, as in a store that was written by something else."""
    _, alice, bob, _ = pair(policy=1)
    private, session = own_session(alice)
    bob.take_object(session)
    message = under_session(alice, private, NOW)
    [known] = bob._state.sessions[alice.id]
    other = {alice.id: (replace(known, vouching=bytes(32)),)}
    good, bob._state = bob._state, replace(bob._state, sessions=other)
    with pytest.raises(SignerKeyMissing):
        bob.unprotect(message, TOPIC)
    bob._state = good
    assert bob.unprotect(message, TOPIC) == b"21.5"


@pytest.mark.parametrize("kind", ["Announce", "Session"])
def test_f17_an_object_of_alice_signed_by_bob(kind):
    """Whoever asks: it does not hold under Bob's SIGKEY."""
    values = {
        "Announce": {"counter": 1, "kem_public_key": bytes(e4_h1.kem_key().public_key)},
        "Session": {"start": 1, "end": 2, "key": e4_h1.sigkey("carol").ed25519},
    }
    alice, bob = e4_h1.identity("alice"), e4_h1.identity("bob")
    made = getattr(_objects, kind).signed(bob, id=alice.id, **values[kind])
    with pytest.raises(RefusedObject, match="another signer"):
        made.verify(e4_h1.sigkey("bob", XWING))


def test_f6_a_v1_command_that_waited_for_the_switch():
    """A thread had it in hand when another one took the first REKEY: it is refused."""
    moving = Moving()
    moving.named()
    former = moving.client._former
    moving.switch()
    before = e4_h1.stored(moving.client)
    with pytest.raises(NotAuthentic):
        former._take_command(v1(commands.reset_topics(), moving.clock), moving.clock())
    assert e4_h1.stored(moving.client) == before


@pytest.mark.parametrize("whose", ["c2", "bob"])
def test_f17_an_object_beside_the_store_is_checked_again(tmp_path, whose):
    """The file is found by its name, and used only if the whole fingerprint is that name."""
    path = tmp_path / "alice"
    server, alice, bob = known_pair(path)
    prints = {"c2": server.identity.print, "bob": bob.fingerprint}
    others = {
        "c2": e4_h1.c2_identity("thief").key_object,
        "bob": Identity(XWING, e4_h1.seed("thief"), bob.id).key_object,
    }
    (tmp_path / "alice.objects" / prints[whose].hex()).write_bytes(others[whose])
    alice = Client.load(path, clock=server.clock)
    wanted = f"e4/k/{prints[whose][:16].hex()}"
    assert wanted in alice.subscriptions()
    if whose == "bob":
        with pytest.raises(SignerKeyMissing):
            alice.unprotect(bob.protect_message(b"x", TOPIC), TOPIC)
    alice.take_object({"c2": server.key_object, "bob": bob.signing_key_object}[whose], wanted)
    assert alice.unprotect(bob.protect_message(b"y", TOPIC), TOPIC) == b"y"


def known_pair(path):
    """A server, alice with a file, and bob, who know each other."""
    server = e4_h1.Server(e4_h1.Clock())
    alice, bob = e4_h1.device(server, "alice", path=path), e4_h1.device(server, "bob")
    inner = [e4_h1.key(), *e4_h1.acquainted(alice, bob)]
    for client in (alice, bob):
        e4_h1.take(client, server.rekey(client, *inner))
    e4_h1.introduce(alice, bob)
    return server, alice, bob


def test_f17_a_sigkey_that_is_here_for_its_owner_serves_nobody_else():
    """C2 names Alice's fingerprint for Bob too: her key does not speak for him."""
    server = e4_h1.Server(e4_h1.Clock())
    alice, carol = e4_h1.device(server, "alice"), e4_h1.device(server, "carol")
    bob = e4_h1.identity("bob").id
    inner = [e4_h1.key(), commands.set_pub_print(alice.fingerprint, alice.id)]
    inner.append(commands.set_pub_print(alice.fingerprint, bob))
    e4_h1.take(carol, server.rekey(carol, *inner))
    carol.take_object(alice.signing_key_object)
    signed = e4_h1.sealed(b"x", 0, bob)
    context = b"E4-H1 message\x01" + topic()
    with pytest.raises(SignerKeyMissing):
        carol.unprotect(signed + alice._own.identity.sign(signed, context), TOPIC)


def test_f4_an_announce_that_waits_is_taken_once_c2_asks(tmp_path):
    """It came unasked; C2 asks, and the device answers with the same bytes."""
    world = World(tmp_path)
    alice = world.device("alice")
    alice.client._state = alice.client._state.with_kem_key(1)
    publication = (f"e4/{alice.id.hex()}/a", alice.client.announcement)
    world.do(world.c2.receive(*reversed(publication)))
    assert len(world.c2.offers()) == 1
    world.clock.now += 1
    world.do(world.c2.new_kem_key("alice"))
    assert world.c2._client("alice").counter == 1
    assert alice.client._state.kem_keys.keys() == {1}
    assert world.c2.offers() == []


def test_f4_an_announce_with_another_counter_waits_though_c2_asked(tmp_path):
    """C2 asked for the next key, not for the one after it."""
    world = World(tmp_path)
    alice = world.device("alice")
    world.listening = False
    world.do(world.c2.new_kem_key("alice"))
    alice.client._state = alice.client._state.with_kem_key(2)
    for _ in range(2):
        world.do(world.c2.receive(alice.client.announcement, f"e4/{alice.id.hex()}/a"))
        assert len(world.c2.offers()) == 1
    assert world.c2._client("alice").counter == 0


def test_f17_a_sigkey_in_another_place_is_dropped(tmp_path):
    """C2 takes one only where its fingerprint says."""
    world = World(tmp_path)
    alice = world.device("alice")
    topic = f"e4/k/{alice.client.fingerprint[:16].hex()}"
    sigkey = alice.client.signing_key_object
    for where, reason in ((topic[:-1] + "x", "in another one's place"), (topic, "not needed")):
        assert world.c2.receive(sigkey, where) == []
        assert [text for text in world.c2.dropped if reason in text]


def test_the_database_keeps_what_was_committed_and_nothing_that_was_deleted(tmp_path):
    """SQLite's settings hold for the connection, not for the file: also after opening it again."""
    world = World(tmp_path)
    for _ in range(2):
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        values = [world.c2._db.column(f"PRAGMA {name}") for name in names]
        assert values == [["wal"], [2], [1], [1]]
        world.reopen()


@pytest.mark.parametrize("mode", ["symmetric", "hybrid"])
def test_each_command_that_was_not_published_counts(tmp_path, mode):
    """Two commands, and one of them is at the broker."""
    world = World(tmp_path, mode)
    make = world.device if mode == "hybrid" else world.v1_device
    make("alice")
    for name in ("one", "two"):
        world.do(world.c2.add_topic(name))
        world.do(world.c2.give("alice", name))
    world.clock.now += 100
    world.do(world.c2.due())
    first, _ = world.c2.rotate("one"), world.c2.rotate("two")
    world.c2.published(first)
    world.clock.now += 61
    assert world.do(world.c2.due())
    world.clock.now += 61
    assert world.do(world.c2.due()) == []


def test_the_same_command_twice_in_a_second(tmp_path):
    """The same bytes are a replay for the client: everything is sent again a second later."""
    world = World(tmp_path, "public-key")
    alice, bob = world.v1_device("alice"), world.v1_device("bob")
    world.do(world.c2.introduce("alice", "bob"))
    world.clock.now += 1
    for change in (world.c2.part, world.c2.introduce, world.c2.part):
        world.do(change("alice", "bob"))
    world.clock.now += 1
    world.do(world.c2.due())
    assert bob.id not in alice.client._state.public_keys


def test_f6_what_was_named_stays_over_other_commands():
    """A command of version 1 neither forgets C2's hybrid key nor answers it again."""
    moving = Moving()
    moving.named()
    named = moving.client._state.pending_c2
    moving.out.clear()
    moving.clock.now += 1
    e4_h1.take(moving.client, v1(e4_h1.key("other"), moving.clock))
    moving.collect()
    assert moving.client._state.pending_c2 == named == moving.server.identity.print
    assert not [where for where in moving.out if where.endswith("/m")]


def test_f4_a_rekey_asks_for_a_new_key_for_30_days(tmp_path):
    """What a device did not answer in that time is asked no more."""
    world = World(tmp_path)
    alice = world.device("alice")
    alice.online = False
    asked = world.clock.now
    world.do(world.c2.new_kem_key("alice"))
    sizes = []
    for later in (30 * DAY, 30 * DAY + 1):
        world.clock.now = asked + later
        world.c2.confirm_clock()
        [publication] = world.c2.rekey("alice")
        sizes.append(len(publication.payload))
    assert sizes[0] - sizes[1] == 3  # NewKemKey and its length


def test_no_former_key_to_repeat(tmp_path):
    """C2's key never changed: an error that says so."""
    world = World(tmp_path, "public-key")
    world.v1_device("alice")
    with pytest.raises(ValueError, match="no former key"):
        world.c2.repeat_own_key("alice")
