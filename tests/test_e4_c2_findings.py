"""C2's side of the tests that spec/e4-hybrid.md asks for in section 10, by finding."""

import shutil
from dataclasses import replace

import pytest
from e4_c2 import Clock, World, content
from helpers import flipped

from pqpy.e4 import Client, _commands, _rekey
from pqpy.e4._c2_clock import DAY
from pqpy.e4._c2_hybrid import COMMANDS_A_SECOND
from pqpy.e4._commands import Opcode
from pqpy.e4._h1_keys import Identity, fingerprint
from pqpy.e4._objects import Announce, Handover, Rekey, SigKey
from pqpy.e4._wire import topic_hash
from pqpy.e4.errors import (
    E4Error,
    NotAuthentic,
    RefusedObject,
    SignerKeyMissing,
    TopicKeyMissing,
)

TOPIC, OTHER = "plant/1/temperature", "plant/1/valve"
YEAR = 365 * DAY


@pytest.fixture
def world(tmp_path):
    """A hybrid deployment."""
    return World(tmp_path)


def inner(device, publication):
    """The commands in a REKEY for a device."""
    client = device.client
    rekey = Rekey.parse(publication.payload, client.suite)
    key = client._own.kem_key(rekey.counter, client._state.kem_keys[rekey.counter])
    commands, _ = _rekey.open_(
        rekey,
        kem_key=key.secret,
        kem_public_hash=key.public_hash,
        sig_print=client.fingerprint,
    )
    return commands


def opcodes(device, publication):
    """What they are, without the two resets."""
    return [command.opcode for command in inner(device, publication)][2:]


def announce(device, counter, public=None, identity=None):
    """An ANNOUNCE as the device would sign it."""
    client = device.client
    public = public or bytes(client.suite.kem.generate().public_key)
    identity = identity or client._own.identity
    return bytes(Announce.signed(identity, id=client.id, counter=counter, kem_public_key=public))


def pinned(device):
    """The print of C2's that a device trusts, and the one that may follow."""
    return device.client._state.c2_print, device.client._state.pending_c2


def heard(world, speaker, listener, topic=TOPIC):
    """Whether a message arrives."""
    return world.talk(speaker, listener, topic=topic) == [True]


# F2: the retained slot.


def test_f2_commands_are_never_retained(world):
    """C2's API rejects retain for commands, and only REKEYs stay on a control topic."""
    world.fleet(TOPIC, "alice", "bob")
    world.do(world.c2.new_kem_key("alice"))
    with pytest.raises(ValueError, match="must not be retained"):
        world.c2.send("alice", _commands.new_kem_key(), retain=True)
    control = [x for x in world.log if len(x.topic) == len("e4/") + 32]
    kinds = {(x.retain, x.payload[:3] == b"E4H") for x in control}
    assert kinds == {(True, True), (False, False)}


def test_f2_new_subscriber_after_three_commands(world):
    """The retained REKEY and then the refresh lead to the state after the commands."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.do(world.c2.add_topic(OTHER))
    bob.go(online=False)
    for step in (
        lambda: world.c2.rotate(TOPIC),
        lambda: world.c2.give("bob", OTHER),
        lambda: world.c2.rotate(TOPIC),
    ):
        world.clock.now += 1
        assert not any(x.retain for x in world.do(step()))
    bob.go(online=True)
    assert not heard(world, alice, bob)
    world.later(DAY)
    assert heard(world, alice, bob)
    bob.client.protect_message(b"x", OTHER)


def test_f2_offline_over_a_removal(world):
    """On return a client has neither the removed member's print nor the old topic key."""
    alice, bob, carol = world.fleet(TOPIC, "alice", "bob", "carol")
    assert heard(world, carol, bob)
    bob.go(online=False)
    old = alice.client._state.topics.entries[topic_hash(TOPIC)]
    world.clock.now += 1
    world.do(world.c2.remove_client("carol"))
    bob.go(online=True)
    assert carol.id not in bob.client._state.prints
    assert old not in [entry[:32] for entry in bob.client._state.topics.entries.values()]
    assert heard(world, alice, bob)
    assert not heard(world, carol, bob)
    assert isinstance(bob.errors[-1], SignerKeyMissing)


# F3: C2's key.


def test_f3_offline_over_a_whole_rotation(world):
    """A client that was away recovers by the HANDOVER, with the former seed destroyed."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    former, seed = world.c2.print, world.c2._hybrid.signer().seed
    sealed = world.c2._db.column("SELECT secret FROM own_keys")[0]
    bob.go(online=False)
    world.do(world.c2.rotate_own_key())
    assert world.c2.print != former
    files = b"".join(file.read_bytes() for file in world.folder.glob("c2.db*"))
    assert seed not in files
    assert sealed not in files
    assert pinned(alice) == (world.c2.print, None)
    world.later(DAY)
    bob.go(online=True)
    assert pinned(bob) == (world.c2.print, None)
    assert heard(world, alice, bob)


def test_f3_chain_of_three(world):
    """Three rotations, one after the other, are followed; so are eight, and after a restart."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    bob.go(online=False)
    for _ in range(3):
        world.clock.now += 1
        world.do(world.c2.rotate_own_key())
        world.reopen()
        world.do(world.c2.objects())
    bob.go(online=True)
    assert pinned(bob) == (world.c2.print, None)
    assert heard(world, alice, bob)
    assert len({x.topic for x in world.c2.objects()}) == 4 + 3 + 2


def test_f3_one_handover_per_key(world):
    """Each key signs one HANDOVER, which names what the REKEYs named, if they did."""
    alice, _ = world.fleet(TOPIC, "alice", "bob")
    first = world.c2.print
    world.do(world.c2.prepare_own_key())
    _, named = pinned(alice)
    again = [x for x in world.do(world.c2.prepare_own_key()) if x.topic == "e4/" + alice.id.hex()]
    assert _commands.set_c2_print(named)[1:] in [x.arguments for x in inner(alice, again[0])]
    assert pinned(alice) == (first, named)
    world.do(world.c2.rotate_own_key())
    assert world.c2.print == named
    handovers = [x.payload for x in world.c2.objects() if x.topic.endswith("/n")]
    [handover] = [Handover.parse(x, alice.client.suite) for x in handovers]
    assert (handover.former, handover.next) == (first, named)
    assert pinned(alice) == (named, None)


def test_f3_pending_and_the_one_after(world):
    """A REKEY by the pending key that names the next one: pinned and pending are these."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.do(world.c2.prepare_own_key())
    bob.go(online=False)
    world.do(world.c2.rotate_own_key())
    second = world.c2.print
    world.do(world.c2.prepare_own_key())
    bob.go(online=True)
    assert pinned(bob) == pinned(alice)
    assert pinned(bob)[0] == second != pinned(bob)[1] is not None


def test_f3_complete_rekey_by_the_former_key_keeps_pending(world):
    """Further REKEYs before the switch leave the pending print."""
    [alice] = world.fleet(TOPIC, "alice")
    world.do(world.c2.prepare_own_key())
    before = pinned(alice)
    for _ in range(3):
        world.do(world.c2.rekey())
        assert pinned(alice) == before
        assert before[1] is not None


def test_f3_c2key_after_the_rekey(world):
    """A REKEY that comes before its C2KEY is taken in the end."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    publications = world.c2.rotate_own_key()
    world.do(publications[::-1])
    for device in (alice, bob):
        assert pinned(device) == (world.c2.print, None)
    assert heard(world, alice, bob)


# F4: counters of KEM keys.


def rotate_kem_key(world, device):
    """A whole rotation: asked, announced, taken."""
    before = world.c2._db.client(device.id).counter
    world.clock.now += 1
    world.do(world.c2.new_kem_key(device.id))
    assert world.c2._db.client(device.id).counter == before + 1
    assert min(device.client._state.kem_keys) == before + 1


def test_f4_forward_secrecy(world):
    """After a rotation the former KEM key is gone, and all works; also if commands were lost."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    for _ in range(3):
        rotate_kem_key(world, alice)
    assert heard(world, bob, alice)
    world.clock.now += 1
    alice.go(online=False)
    world.do(world.c2.new_kem_key("alice"))
    alice.go(online=True)
    assert world.c2._db.client(alice.id).counter == 3
    world.later(DAY)  # the refresh asks again
    assert world.c2._db.client(alice.id).counter == 4


def test_f4_restored_database(world):
    """C2 from before two rotations: contact again in recovery mode."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    copy = world.backup()
    for _ in range(2):
        rotate_kem_key(world, alice)
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    world.clock.now += 10
    world.restore(copy)
    world.do(world.c2.rekey())
    world.do(world.c2.take("bob", TOPIC)), world.do(world.c2.connect(TOPIC, "bob"))
    assert not heard(world, bob, alice)
    assert world.c2._db.client(alice.id).counter == 0
    world.c2.open_recovery(600)
    world.listen_again()
    assert world.c2._db.client(alice.id).counter == 2
    assert heard(world, bob, alice)
    world.clock.now += 601
    before = content(world.c2)
    world.c2.receive(announce(alice, 9), f"e4/{alice.id.hex()}/a")
    assert content(world.c2)[0] == before[0]


@pytest.mark.parametrize("rotations", [1, 2])
def test_f4_restored_client(world, rotations):
    """A client's store from before: contact again once an operator confirms its ANNOUNCE."""
    store = world.folder / "alice"
    [bob] = world.fleet(TOPIC, "bob")
    alice = world.device("alice", TOPIC, path=store)
    world.do(world.c2.connect(TOPIC, "alice"))
    shutil.copy(store, world.folder / "old")
    for _ in range(rotations):
        rotate_kem_key(world, alice)
    shutil.copy(world.folder / "old", store)
    alice.go(online=False)
    alice.client = Client.load(store, clock=world.clock)
    world.clock.now += 7200
    alice.go(online=True)
    world.do(world.c2.rekey())
    world.do(world.c2.take("bob", TOPIC)), world.do(world.c2.connect(TOPIC, "bob"))
    assert not heard(world, bob, alice)
    [offer] = world.c2.offers()
    assert offer.topic == f"e4/{alice.id.hex()}/a"
    world.do(world.c2.receive(offer.payload, offer.topic, confirmed=True))
    assert heard(world, bob, alice)
    assert world.c2.offers() == []
    rotate_kem_key(world, alice)


def test_f4_announce_that_nobody_asked_for(world):
    """Unasked, too high, absurd, lower, replayed, or ill signed: refused, C2 is unchanged."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    rotate_kem_key(world, alice)
    topic = f"e4/{alice.id.hex()}/a"
    registered = world.retained[topic]
    before = content(world.c2)
    for data in (
        registered,
        announce(alice, 0),
        announce(alice, 2**64 - 1),
        announce(alice, 2**63),
        announce(alice, 2, identity=bob.client._own.identity),
        flipped(announce(alice, 2), 8 * 3000),
        announce(alice, 2)[:-1],
        announce(alice, 2, public=b"\xff" * 1184 + bytes(range(32))),
        announce(
            alice, 2, public=bytes(alice.client.suite.kem.generate().public_key)[:-32] + bytes(32)
        ),
    ):
        assert world.c2.receive(data, topic) == []
        assert content(world.c2) == before
    assert world.c2.receive(announce(alice, 2), f"e4/{bob.id.hex()}/a") == []
    assert content(world.c2) == before
    assert world.c2.dropped.total() >= 10
    # Well signed, but unasked: for an operator to look at, one per client.
    for counter in (2, 3, 2):
        assert world.c2.receive(announce(alice, counter), topic) == []
        assert content(world.c2)[:-1] == before[:-1]
        assert len(world.c2.offers()) == 1
    world.c2.new_kem_key("alice")
    asked = content(world.c2)[0]
    assert world.c2.receive(announce(alice, 3), topic) == []
    assert content(world.c2)[0] == asked
    world.clock.now += DAY
    [rekey] = world.c2.receive(announce(alice, 2), topic)
    assert rekey.retain


def test_f4_asked_a_month_ago(world):
    """What C2 asked for more than 30 days ago needs an operator."""
    alice = world.device("alice")
    alice.go(online=False)
    world.do(world.c2.new_kem_key("alice"))
    world.later(30 * DAY + 1)
    assert world.c2.receive(announce(alice, 1), f"e4/{alice.id.hex()}/a") == []
    assert len(world.c2.offers()) == 1


def test_f4_asked_many_times(world):
    """However often C2 asks, there are two seeds and one ANNOUNCE."""
    [alice] = world.fleet(TOPIC, "alice")
    world.listening = False
    seen = set()
    for _ in range(50):
        world.clock.now += 1
        world.do(world.c2.new_kem_key("alice"))
        seen.add(world.retained[f"e4/{alice.id.hex()}/a"])
        assert len(alice.client._state.kem_keys) == 2
    assert len({data[:-2484] for data in seen}) == 1


def test_f4_malformed_kem_key(world):
    """A client whose KEM key is damaged is skipped and reported; the batch goes on."""
    alice, bob, _ = world.fleet(TOPIC, "alice", "bob", "carol")
    before = len(world.do(world.c2.rekey()))
    good = bytes(alice.client.suite.kem.generate().public_key)
    for bad in (b"\xff" * 1184 + good[1184:], good[:1184] + bytes(32)):
        sig_key, _ = world.c2._db.client_keys(alice.id)
        world.c2._db.set_client_keys(alice.id, sig_key, bad)
        world.clock.now += 1
        assert len(world.do(world.c2.rekey())) == before - 1
        [alarm] = world.c2.alarms()
        assert alarm.client == alice.id
        assert "no REKEY can be made" in alarm.text
    assert alarm.times == 2
    assert world.c2.due() == []
    assert heard(world, world.devices["carol"], bob)
    world.c2.clear_alarms()
    assert world.c2.alarms() == []


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


def test_enrol_anew(world):
    """A stolen store: the id is removed and enrolled with new keys; the thief is out."""
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.clock.now += 1
    world.devices.pop("alice")
    world.do(world.c2.remove_client("alice"))
    assert f"e4/{alice.id.hex()}" not in world.retained
    assert world.c2.receive(announce(alice, 1), f"e4/{alice.id.hex()}/a") == []
    new = world.device("alice", TOPIC)
    world.do(world.c2.connect(TOPIC, "alice"))
    assert heard(world, new, bob)
    assert heard(world, bob, new)
    assert not heard(world, alice, bob)
    assert fingerprint(new.client.signing_key_object) != fingerprint(
        Identity(new.client.suite, alice.client._state.seed, alice.id).key_object
    )
