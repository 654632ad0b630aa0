"""From public-key mode to hybrid mode: C2's side (E4-H1, 6.7 and F6)."""

from dataclasses import replace
from hashlib import sha3_256

import pytest
from e4_c2 import Device, World, content
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4._curve import ed25519_public, ed25519_signer
from pqpy.e4._h1_keys import Identity, fingerprint
from pqpy.e4._objects import Announce, Migrate
from pqpy.e4._suites import find
from pqpy.e4._wire import Siv, previous_slot, protect_command, topic_hash
from pqpy.e4.errors import E4Error, RefusedObject, StoreError

TOPIC = "plant/1/temperature"
DAY = 86_400


@pytest.fixture
def world(tmp_path):
    """A fleet of public-key mode, three devices with a topic, at the start of its migration."""
    world = World(tmp_path, "public-key")
    for name in ("alice", "bob", "carol"):
        world.v1_device(name, TOPIC)
    world.do(world.c2.add_topic(TOPIC))
    world.do(world.c2.connect(TOPIC, "alice", "bob", "carol"))
    now = world.clock.now
    world.do(world.c2.start_migration(now, now + DAY))
    return world


def updated(world, name):
    """New firmware on a device: the client begins to migrate."""
    device = world.devices[name]
    device.client = device.client.migrate()
    world.settle()
    return device


def migrate(world, name):
    """A whole migration."""
    device = updated(world, name)
    world.clock.now += 1
    world.do(world.c2.invite(name))
    return device


def modes(world):
    """How many clients are in which mode."""
    found = [client.mode for client in world.c2.clients()]
    return found.count("public-key"), found.count("hybrid")


def test_f6_fleet_migrates(world):
    """One after the other; those of one mode talk among themselves, and lose nothing else."""
    alice, bob, carol = world.devices.values()
    assert world.c2.mode == "hybrid"
    assert world.talk(alice, bob, carol, topic=TOPIC) == [True, True]
    migrate(world, "alice")
    assert modes(world) == (2, 1)
    assert world.talk(alice, bob, carol, topic=TOPIC) == [False, False]
    assert world.talk(bob, alice, carol, topic=TOPIC) == [False, True]
    world.reopen()
    migrate(world, "bob")
    assert world.talk(alice, bob, topic=TOPIC) == world.talk(bob, alice, topic=TOPIC) == [True]
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    migrate(world, "carol")
    assert modes(world) == (0, 3)
    assert world.talk(carol, alice, bob, topic=TOPIC) == [True, True]
    assert not world.c2.alarms()
    hybrid = world.device("dora", TOPIC)
    world.do(world.c2.connect(TOPIC, "dora"))
    assert world.talk(hybrid, alice, bob, carol, topic=TOPIC) == [True, True, True]


def test_f6_no_key_of_version_1_stays(world):
    """After the switch nothing of v1 opens, previous keys included."""
    alice, bob, _ = world.devices.values()
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    slots = topic_hash(TOPIC), previous_slot(topic_hash(TOPIC))
    former = [bob.client._state.topics.entries[slot][:32] for slot in slots]
    migrate(world, "alice")
    now = [entry[:32] for entry in alice.client._state.topics.entries.values()]
    assert not set(former) & set(now)
    world.do(world.c2.rekey("alice"))
    assert not set(former) & {x[:32] for x in alice.client._state.topics.entries.values()}


def test_f6_v1_key_in_a_rekey(world):
    """C2 refuses to send a topic key of version 1 to hybrid clients, wherever it comes from."""
    migrate(world, "alice")
    db = world.c2._db
    with db.transaction():
        row = db.topic(topic_hash(TOPIC))
        db.new_topic_key(row.hash, "hybrid_key", db.topic_key(row, "key"))
    with pytest.raises(StoreError, match="of version 1"):
        world.c2.rekey("alice")
    with db.transaction():
        db.run("UPDATE topics SET hybrid_key = key")
    with pytest.raises(StoreError, match="was not stored there"):
        world.c2.rekey("alice")


def test_f6_offline_in_between(world):
    """The invitation is lost, or C2 is away when the answer comes: it works in the end."""
    alice = updated(world, "alice")
    alice.go(online=False)
    world.clock.now += 1
    world.do(world.c2.invite("alice"))
    alice.go(online=True)
    assert modes(world) == (3, 0)
    world.listening = False
    world.clock.now += 1
    world.do(world.c2.invite("alice"))
    assert modes(world) == (3, 0)
    world.reopen()
    world.listen_again()
    assert modes(world) == (2, 1)


def test_f6_first_print_stays(world):
    """A rotation of C2's key during a migration: the print that was sent first counts."""
    alice = updated(world, "alice")
    world.listening = False
    world.do(world.c2.invite("alice"))
    first = world.c2.print
    world.do(world.c2.rotate_own_key())
    world.clock.now += 1
    [again] = world.do(world.c2.invite("alice"))
    assert len(again.payload) == 57
    assert alice.client._state.pending_c2 == first != world.c2.print
    world.listen_again()
    assert modes(world) == (2, 1)
    world.later(120)
    world.do(world.c2.rekey())
    assert alice.client._state.c2_print == world.c2.print


class Forger:
    """Who holds Alice's keys of version 1, and signs what it likes."""

    def __init__(self, world, *, suite="X-Wing"):
        self.world, self.suite = world, find(suite)
        self.id = world.devices["alice"].id
        self.v1 = ed25519_signer(fingerprint(b"alice"))
        self.identity = Identity(self.suite, fingerprint(b"fresh"), self.id)
        public = bytes(self.suite.kem.generate().public_key)
        self.announce = bytes(
            Announce.signed(self.identity, id=self.id, counter=0, kem_public_key=public)
        )

    def migrate(self, *, v1_signature=None, **changed):
        """A MIGRATE with some values changed."""
        values = {
            "id": self.id,
            "c2_print": self.world.c2.print,
            "sig_print": self.identity.print,
            "announce_hash": sha3_256(self.announce).digest(),
            **changed,
        }
        blank = Migrate(self.suite, v1_signature=bytes(64), signature=bytes(2484), **values)
        signature = v1_signature or self.v1.sign(blank.v1_message)
        return bytes(Migrate.signed(self.identity, v1_signature=signature, **values))

    def send(self, *, objects=True, data=None, **changed):
        """Publish it, and what belongs to it."""
        topic = f"e4/{self.id.hex()}"
        sent = self.world.c2.receive(data or self.migrate(**changed), topic + "/m")
        if objects:
            key = self.identity.key_object
            sent += self.world.c2.receive(key, f"e4/k/{fingerprint(key)[:16].hex()}")
            sent += self.world.c2.receive(self.announce, topic + "/a")
        return sent


@pytest.fixture
def forger(world):
    """It acts while Alice is invited."""
    world.listening = False
    world.do(world.c2.invite("alice"))
    return Forger(world)


def texts(world):
    """What the alarms say."""
    return [alarm.text for alarm in world.c2.alarms()]


def test_f6_honest_objects_in_any_order(world, forger):
    """Whichever comes first, the client is registered with the last one."""
    topic = f"e4/{forger.id.hex()}"
    key = forger.identity.key_object
    assert world.c2.receive(forger.announce, topic + "/a") == []
    assert world.c2.receive(key, f"e4/k/{fingerprint(key)[:16].hex()}") == []
    [rekey] = world.c2.receive(forger.migrate(), topic + "/m")
    assert rekey.retain
    assert modes(world) == (2, 1)
    assert world.c2.subscriptions() == {"e4/+/a", "e4/+/m"}


def test_f6_wanted_objects_are_subscribed_to(world, forger):
    """After a MIGRATE C2 asks for the two objects that it names."""
    assert forger.send(objects=False) == []
    wanted = world.c2.subscriptions() - {"e4/+/a", "e4/+/m"}
    where = f"e4/k/{forger.identity.print[:16].hex()}"
    assert wanted == {f"e4/{forger.id.hex()}/a", where}


def refused(world, forger, alarm=None, **changed):
    """It is refused, changes nothing, and is reported."""
    before, alarms = content(world.c2)[:-1], texts(world)
    assert forger.send(**changed) == []
    assert content(world.c2)[:-1] == before
    assert texts(world) == alarms + ([alarm] if alarm else [])


def test_f6_foreign_c2(world, forger):
    """A MIGRATE that names another C2 is reported: somebody has played C2 to that device."""
    refused(world, forger, "a MIGRATE that names another C2", c2_print=bytes(32))
    assert forger.send()


def test_f6_ill_signed(world, forger):
    """Without the signature of the v1 key nothing happens, and nobody is alarmed."""
    refused(world, forger, v1_signature=bytes(64))
    refused(world, forger, v1_signature=ed25519_signer(bytes(32)).sign(b"x"))
    dropped = world.c2.dropped.total()
    before = content(world.c2)
    world.c2.receive(forger.migrate(), f"e4/{world.devices['bob'].id.hex()}/m")
    world.c2.receive(forger.migrate()[:-1], f"e4/{forger.id.hex()}/m")
    assert content(world.c2) == before
    assert world.c2.dropped.total() == dropped + 2


def test_f6_half_signed(world, forger):
    """The composite signature is checked too, once the SIGKEY is there."""
    data = forger.migrate()
    text = "a MIGRATE whose objects do not fit: the signature does not fit"
    refused(world, forger, text, data=flipped(data, 8 * len(data) - 1))
    forger.announce = flipped(forger.announce, 8 * 3000)
    refused(world, forger, data=forger.migrate())
    assert modes(world) == (3, 0)


def test_f6_out_of_the_dates(world, forger):
    """Neither before nor after the operator's dates."""
    now = world.clock.now
    world.do(world.c2.start_migration(now + 10, now + 20))
    refused(world, forger, "a MIGRATE outside of the dates")
    with pytest.raises(ValueError, match="cannot migrate now"):
        world.c2.invite("bob")
    world.clock.now = now + 20
    world.c2.clear_alarms()
    refused(world, forger, "a MIGRATE outside of the dates")
    world.clock.now = now + 19
    assert forger.send()


def test_f6_replayed(world, forger):
    """After the migration the same MIGRATE does nothing; one with another SIGKEY is an alarm."""
    first = forger.migrate()
    assert forger.send(data=first)
    refused(world, forger, data=first)
    assert world.c2.dropped["a MIGRATE of a client that has migrated"] == 1
    forger.identity = Identity(forger.suite, bytes(32), forger.id)
    refused(world, forger, "a MIGRATE with a second SIGKEY")


def test_f6_second_sig_key_while_waiting(world, forger):
    """The first MIGRATE of an id stands, also as long as its objects have not come."""
    first = forger.migrate()
    assert forger.send(objects=False, data=first) == []
    other = Forger(world)
    other.identity = Identity(other.suite, bytes(32), other.id)
    refused(world, other, "a MIGRATE with a second SIGKEY", objects=False)
    assert forger.send(data=first)


def test_f6_generated_key(world):
    """Who has a key that C2 made cannot migrate in band: C2, or who read it, could sign for it."""
    world.do(world.c2.new_client_key("alice"))
    with pytest.raises(ValueError, match="enrol it by a visit"):
        world.c2.invite("alice")
    world.listening = False
    world.c2._db.update(world.devices["alice"].id, generated=0)
    world.do(world.c2.invite("alice"))
    world.c2._db.update(world.devices["alice"].id, generated=1)
    forger = Forger(world)
    forger.v1 = world.devices["alice"].client._state.signer
    refused(world, forger, "a MIGRATE under a key that C2 has sent")


def test_f6_not_invited(world):
    """A MIGRATE of a client that C2 has named nothing to is an alarm."""
    refused(world, Forger(world), "a MIGRATE that names another C2")


@given(payload=st.binary(max_size=300))
def test_f6_v1_and_migrate_do_not_mix(payload):
    """A v1 message is never a MIGRATE's signature, nor the reverse: the time would be absurd."""
    suite = find("X-Wing")
    identity = Identity(suite, bytes(32), bytes(16))
    signer = ed25519_signer(bytes(32))
    message = protect_command(Siv(bytes([1] * 32)), payload, 1_800_000_000)
    migrate = Migrate(
        suite,
        id=bytes(16),
        c2_print=bytes(32),
        sig_print=identity.print,
        announce_hash=bytes(32),
        v1_signature=signer.sign(message),
        signature=bytes(2484),
    )
    with pytest.raises(RefusedObject):
        migrate.verify_v1(ed25519_public(bytes(32)))
    good = replace(migrate, v1_signature=signer.sign(migrate.v1_message))
    good.verify_v1(ed25519_public(bytes(32)))
    assert int.from_bytes(migrate.v1_message[:8], "little", signed=True) > 2**60


def test_f6_by_a_visit(world):
    """A device of public-key mode that is brought: registered anew, its topics stay."""
    alice = world.devices["alice"]
    device = Device(world, alice.client, (TOPIC,))
    world.devices["alice"] = device
    from pqpy.e4 import Client

    device.client = Client.hybrid("alice", c2_print=world.c2.print, clock=world.clock)
    world.do(world.enrol(device, "alice"))
    assert modes(world) == (2, 1)
    migrate(world, "bob")
    assert world.talk(device, world.devices["bob"], topic=TOPIC) == [True]
    with pytest.raises(ValueError, match="registered already"):
        world.enrol(device, "alice")


def test_start(tmp_path):
    """Only from public-key mode, in one suite; the dates may be changed."""
    world = World(tmp_path, "public-key")
    now = world.clock.now
    with pytest.raises(ValueError, match="experimental"):
        world.c2.start_migration(now, now + DAY, suite="Kyber768-X25519")
    world.c2.start_migration(now, now + DAY, suite="MLKEM1024-X25519")
    world.c2.start_migration(now, now + 2 * DAY, suite="MLKEM1024-X25519")
    with pytest.raises(ValueError, match="once"):
        world.c2.start_migration(now, now + DAY)
    with pytest.raises(ValueError, match="sig_key and announce"):
        world.c2.add_client("eve", ed25519_public(bytes(32)))
    (tmp_path / "s").mkdir()
    with pytest.raises(ValueError, match="only a C2 of public-key mode"):
        World(tmp_path / "s", "symmetric").c2.start_migration(now, now + DAY)


def test_mixed_fleet_does_not_mix(world):
    """Clients of two modes cannot be introduced; commands of version 1 go on for the others."""
    migrate(world, "alice")
    with pytest.raises(ValueError, match="cannot know"):
        world.c2.introduce("alice", "bob")
    with pytest.raises(ValueError, match="cannot know"):
        world.c2.introduce("carol", "alice")
    bob, carol = world.devices["bob"], world.devices["carol"]
    world.clock.now += 1
    world.do(world.c2.remove_client("alice"))
    world.do(world.c2.rotate(TOPIC))
    assert world.talk(bob, carol, topic=TOPIC) == [True]
    world.clock.now += 1
    world.do(world.c2.take("carol", TOPIC))
    assert world.talk(bob, carol, topic=TOPIC) == [False]
    with pytest.raises(E4Error):
        carol.client.protect_message(b"x", TOPIC)
