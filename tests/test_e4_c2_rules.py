"""C2's side of the tests of E4-H1, section 10: F5 and F7 to F17, what it may send and
take.
"""

from dataclasses import replace

import pytest
from e4_c2 import TOPIC, Clock, World, announce, content, heard, inner, opcodes

from pqpy.e4 import _commands
from pqpy.e4._c2_clock import DAY
from pqpy.e4._c2_hybrid import COMMANDS_A_SECOND
from pqpy.e4._commands import Opcode
from pqpy.e4._objects import SigKey
from pqpy.e4._wire import topic_hash
from pqpy.e4.errors import E4Error, NotAuthentic, RefusedObject, TopicKeyMissing

OTHER = "plant/1/valve"
YEAR = 365 * DAY


@pytest.fixture
def world(tmp_path):
    """A hybrid deployment."""
    return World(tmp_path)


# F5: epochs; workers and kills are in test_e4_c2_crash.py.


def test_f5_clock_fourteen_years_ahead(world):
    """A batch made with a wrong clock harms nobody: the next REKEY is taken."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.do(world.c2.rekey())
    wrong = Clock(world.clock.now + 14 * YEAR)
    world.c2._clock = wrong
    world.c2.confirm_clock()
    world.c2.open_recovery()
    world.do(world.c2.rekey()), world.do(world.c2.rekey())
    assert isinstance(alice.errors[-1], RefusedObject)
    wrong.now += 1
    world.do(world.c2.rotate(TOPIC)), world.c2.new_kem_key("bob")
    world.c2._clock = world.clock
    world.c2.confirm_clock()
    assert world.c2._db.meta("recovery") is None
    world.clock.now += 3601  # nothing waits for fourteen years
    assert len(world.do(world.c2.due())) == 2
    for _ in range(3):
        last = alice.client.epoch
        world.do(world.c2.rekey())
        assert last < alice.client.epoch <= world.clock.now + 100
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    assert heard(world, alice, bob)


# F7: order of commands.


def test_f7_never_two_about_one_topic_in_a_second(world):
    """The second one is a REKEY, so that no client has to choose; and so is the 257th of all."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    for _ in range(3):
        forms = [x.retain for x in world.do(world.c2.rotate(TOPIC))]
        assert len(set(forms)) == 1
        assert heard(world, alice, bob)
    world.clock.now += 1
    assert not any(x.retain for x in world.do(world.c2.rotate(TOPIC)))
    assert all(x.retain for x in world.do(world.c2.rotate(TOPIC)))
    world.clock.now += 1
    sent, before = [], len(alice.errors)
    for i in range(COMMANDS_A_SECOND + 1):
        command = _commands.set_topic_key(bytes([1] * 32), topic_hash(str(i)))
        sent += world.do(world.c2.send("alice", command))
    assert [x.retain for x in sent] == [False] * COMMANDS_A_SECOND + [True]
    assert len(alice.errors) == before


def test_f7_resets_have_a_second_of_their_own(world):
    """ResetTopics concerns every topic: no other command comes in its second, before or after."""
    alice, _ = world.fleet(TOPIC, "alice", "bob")
    reset, other = _commands.reset_topics(), _commands.set_topic_key(bytes([1] * 32), bytes(16))
    for commands in ((reset, other), (other, reset), (reset, reset)):
        world.clock.now += 1
        forms = [[x.retain for x in world.do(world.c2.send("alice", one))] for one in commands]
        assert forms == [[False], [True]]
    assert topic_hash(TOPIC) in alice.client._state.topics.entries


def test_f7_clock_set_back(world):
    """A C2 whose clock went back a little sends no command that its client would refuse."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    world.c2._clock = Clock(world.clock.now - 5)
    assert all(x.retain for x in world.do(world.c2.rotate(TOPIC)))
    world.c2._clock = world.clock
    assert heard(world, alice, bob)


# F8 and F9: keys of messages, previous keys.


@pytest.mark.parametrize("policy", range(3))
def test_f9_removed_member_is_not_heard(world, policy):
    """Directly after the REKEY of a removal the removed member's messages are refused."""
    alice, bob, carol = world.fleet(TOPIC, "alice", "bob", "carol", policy=policy)
    assert heard(world, carol, bob)
    late = carol.client.protect_message(b"just before", TOPIC)
    [to_carol] = [x for x in world.do(world.c2.take("carol", TOPIC)) if carol.id.hex() in x.topic]
    assert opcodes(carol, to_carol) == [Opcode.SET_PUB_PRINT] * 2
    count = len(bob.messages)
    world.deliver(TOPIC, late)
    assert len(bob.messages) == count
    assert isinstance(bob.errors[-1], NotAuthentic)
    with pytest.raises(TopicKeyMissing):
        carol.client.protect_message(b"x", TOPIC)
    assert heard(world, alice, bob)


def test_f9_removal_is_repeated(world):
    """RemoveTopic before SetTopicKey before SetPolicy, in every later REKEY with that topic."""
    _, bob, _ = world.fleet(TOPIC, "alice", "bob", "carol", policy=1)
    world.do(world.c2.add_topic(OTHER)), world.do(world.c2.give("bob", OTHER))
    world.do(world.c2.remove_client("carol"))
    for _ in range(2):
        world.clock.now += 1
        [rekey] = world.do(world.c2.rekey("bob"))
        about = [x for x in inner(bob, rekey) if topic_hash(TOPIC) in x.arguments]
        wanted = [Opcode.REMOVE_TOPIC, Opcode.SET_TOPIC_KEY, Opcode.SET_POLICY]
        assert [x.opcode for x in about] == wanted
        about = [x for x in inner(bob, rekey) if topic_hash(OTHER) in x.arguments]
        assert [x.opcode for x in about] == [Opcode.SET_TOPIC_KEY]
        world.do(world.c2.rotate(TOPIC))


def test_f9_ordinary_rotation_keeps_the_previous_key(world):
    """A rotation by command: the former key opens for another hour, and then no more."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    alice.online = False
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    world.clock.now += 3590
    assert heard(world, alice, bob)
    world.clock.now += 20
    assert not heard(world, alice, bob)


# F13: policies.


def test_f13_changed_policy_comes_with_a_new_key(world):
    """One REKEY brings both: no message of the former policy opens."""
    alice, bob = world.fleet(TOPIC, "alice", "bob", policy="composite")
    for policy in ("symmetric", "session", "composite"):
        world.clock.now += 1
        old = alice.client.protect_message(b"under the former policy", TOPIC)
        former = alice.client._state.topics.entries[topic_hash(TOPIC)]
        sent = world.do(world.c2.set_policy(TOPIC, policy))
        assert len(sent) == 2
        assert all(x.retain for x in sent)
        assert former != alice.client._state.topics.entries[topic_hash(TOPIC)]
        count = len(bob.messages)
        world.deliver(TOPIC, old)
        assert len(bob.messages) == count
        assert heard(world, alice, bob)
    assert world.c2.set_policy(TOPIC, "composite") == []


def test_f13_policy_needs_a_rekey(world):
    """A topic with a policy is given by REKEY, one without by command; removed, it is gone."""
    alice = world.device("alice")
    world.do(world.c2.rekey())
    for topic, policy in ((TOPIC, 0), (OTHER, 2)):
        world.do(world.c2.add_topic(topic, policy))
        [sent] = world.do(world.c2.give("alice", topic))
        assert sent.retain == bool(policy)
    assert alice.client._state.policies == {topic_hash(OTHER): 2}
    world.do(world.c2.remove_topic(OTHER))
    assert alice.client._state.policies == {}
    world.do(world.c2.add_topic(OTHER)), world.do(world.c2.give("alice", OTHER))
    assert alice.client._state.policies == {}
    for policy in (3, -1, "none"):
        with pytest.raises(ValueError, match="policy must be one of"):
            world.c2.set_policy(TOPIC, policy)


# F15 and F17: weak values, and objects that are not what they seem.


def enrolled(world, name, sig_key, data):
    """Try to register; what C2 knows stays the same if it refuses."""
    before = content(world.c2)
    with pytest.raises(E4Error) as error:
        world.c2.add_client(name, sig_key=sig_key, announce=data)
    assert content(world.c2) == before
    return error.type


P = 2**255 - 19


ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)


SMALL_ORDER = {
    (y | sign << 255).to_bytes(32, "little")
    for y in (0, 1, P - 1, P, P + 1, ORDER_8, P - ORDER_8)
    for sign in (0, 1)
}


def test_f15_weak_signing_keys(world):
    """No SIGKEY whose Ed25519 half has small order, or is not canonical, is registered."""
    alice = world.device("alice", enrol=False)
    good = alice.client.signing_key_object
    for point in [*SMALL_ORDER, b"\xff" * 32, b"\x02" + bytes(31)]:
        assert enrolled(world, "alice", good[:-32] + point, alice.client.announcement)
    world.do(world.enrol(alice, "alice"))


def test_f15_weak_kem_keys(world):
    """No KEM key with a zero X25519 share, or a coefficient of 3329, is registered."""
    alice = world.device("alice", enrol=False)
    good = bytes(alice.client.suite.kem.generate().public_key)
    first = 3329 | (good[1] >> 4) << 12
    for public in (
        good[:-32] + bytes(32),
        good[:-32] + b"\x01" + bytes(31),
        first.to_bytes(2, "little") + good[2:],
    ):
        data = announce(alice, 0, public)
        assert enrolled(world, "alice", alice.client.signing_key_object, data) is RefusedObject


def test_f17_objects_of_others(world):
    """Alice's SIGKEY under Bob's id, C2KEY as a SIGKEY, another's ANNOUNCE: refused."""
    alice, bob = world.device("alice", enrol=False), world.device("bob", enrol=False)
    ours, theirs = alice.client, bob.client
    c2_key = world.c2.objects()[0].payload
    for sig_key, data in (
        (ours.signing_key_object, ours.announcement),
        (ours.signing_key_object, theirs.announcement),
        (theirs.signing_key_object, ours.announcement),
        (c2_key, theirs.announcement),
        (theirs.announcement, theirs.signing_key_object),
        (theirs.signing_key_object, announce(bob, 0, identity=ours._own.identity)),
        (theirs.signing_key_object, announce(bob, 2**64 - 1)),
        (b"", b""),
    ):
        assert enrolled(world, "bob", sig_key, data) is RefusedObject
    other = SigKey.parse(ours.signing_key_object, ours.suite)
    forged = bytes(replace(other, id=theirs.id))
    assert enrolled(world, "bob", forged, theirs.announcement) is RefusedObject
    world.do(world.enrol(bob, "bob"))
    with pytest.raises(ValueError, match="registered already"):
        world.enrol(bob, "bob")


def test_f17_cloned_store(world):
    """Two devices with one identity: C2 raises an alarm on another key with the same counter."""
    alice, _ = world.fleet(TOPIC, "alice", "bob")
    twin = announce(alice, 0)
    before = content(world.c2)
    for _ in range(2):
        assert world.c2.receive(twin, f"e4/{alice.id.hex()}/a") == []
    world.c2.open_recovery()
    assert world.c2.receive(twin, f"e4/{alice.id.hex()}/a") == []
    assert content(world.c2) == before
    [alarm] = world.c2.alarms()
    assert (alarm.client, alarm.times) == (alice.id, 3)
    assert "cloned" in alarm.text
