"""C2's side of the tests of E4-H1, section 10: F2 to F4, contact in spite of losses.

F5 is in test_e4_c2_crash.py, F6 in test_e4_c2_migration.py, the others in test_e4_c2_rules.py.
"""

import shutil

import pytest
from e4_c2 import TOPIC, World, announce, content, heard, inner, pinned, rotate_kem_key
from helpers import flipped

from pqpy.e4 import Client, _commands
from pqpy.e4._c2_clock import DAY
from pqpy.e4._h1_keys import Identity, fingerprint
from pqpy.e4._objects import Handover
from pqpy.e4._wire import topic_hash
from pqpy.e4.errors import (
    SignerKeyMissing,
)

OTHER = "plant/1/valve"
YEAR = 365 * DAY


@pytest.fixture
def world(tmp_path):
    """A hybrid deployment."""
    return World(tmp_path)


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
