"""A hybrid fleet at a real broker, from provisioning to removal (issue 5, point 4)."""

import shutil
import time

import pytest
from e4_brokers import Amqtt, Mosquitto, eventually
from e4_fleet import DB_KEY, Fleet, Member
from e4_helpers import PUBLICS, SEEDS, Clock

from pqpy.e4 import Client, mqtt
from pqpy.e4._store import b64
from pqpy.e4._wire import control_topic, id_of
from pqpy.e4.c2 import C2

TOPIC = "plant/1/temp"


@pytest.fixture(params=["amqtt 3.1.1", "mosquitto 5"])
def fleet(request, tmp_path):
    """A fleet at a broker of each kind."""
    name, version = request.param.split()
    kind = Amqtt() if name == "amqtt" else Mosquitto(tmp_path, version=version)
    with kind as running, Fleet(tmp_path, running) as made:
        yield made


def test_provisioning_rotation_and_key_period(fleet):
    """New devices talk; also after a topic rotation (73 bytes each) and after a new REKEY."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    fleet.check(alice, bob, TOPIC)
    fleet.clock.now += 10
    sent = fleet.do(lambda c2: c2.rotate(TOPIC))
    assert [len(publication.payload) for publication in sent] == [73, 73]
    assert [(publication.qos, publication.retain) for publication in sent] == [(2, False)] * 2
    fleet.agree(TOPIC, alice, bob)
    fleet.check(bob, alice, TOPIC)
    epochs = [member.client.epoch for member in (alice, bob)]
    fleet.clock.now += 10
    for publication in fleet.do(lambda c2: c2.rekey()):
        assert publication.qos >= 1
        assert publication.retain
    eventually(lambda: all(m.client.epoch > e for m, e in zip((alice, bob), epochs, strict=True)))
    fleet.check(alice, bob, TOPIC)


def test_forward_secrecy_step(fleet):
    """NewKemKey, ANNOUNCE, REKEY: the former KEM seed and command key are gone from the file."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    before = alice.client._state
    fleet.do(lambda c2: c2.new_kem_key("alice"))
    eventually(lambda: 0 not in alice.client._state.kem_keys)
    file = alice.path.read_bytes()
    for secret in (before.kem_keys[0], before.command_key):
        assert b64(secret).encode() not in file
    fleet.check(alice, bob, TOPIC)


def test_session_policy(fleet):
    """Under the session policy receivers get the sender's SESSION, also those that come later, and
    messages of 104 bytes more than their payload.
    """
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    bob.go()
    fleet.clock.now += 10
    fleet.do(lambda c2: c2.set_policy(TOPIC, "session"))
    fleet.agree(TOPIC, alice)
    assert len(alice.client.protect_message(b"x", TOPIC)) == 105
    bob.come()
    fleet.agree(TOPIC, bob)
    alice.device.publish(TOPIC, b"makes a SESSION")
    eventually(lambda: bob.client._state.sessions)
    fleet.check(alice, bob, TOPIC)
    fleet.clock.now += 4000
    alice.device.publish(TOPIC, b"makes another")
    eventually(lambda: len(bob.client._state.sessions[alice.client.id]) == 2)
    fleet.check(alice, bob, TOPIC)


def test_c2_key_rotations_while_a_device_is_away(fleet):
    """F3: a device that was away over three whole rotations finds its way by the HANDOVERs."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    alice.go()
    for _ in range(3):
        fleet.clock.now += 100
        fleet.do(lambda c2: c2.rotate_own_key())
    alice.come()
    # Who met a key less than a minute after another one looks again then.
    time.sleep(0.5)
    fleet.clock.now += 61
    eventually(lambda: bob.client._state.c2_print == fleet.c2.print)
    eventually(lambda: alice.client._state.c2_print == fleet.c2.print)
    fleet.check(alice, bob, TOPIC)
    fleet.check(bob, alice, TOPIC)


def test_removal(fleet):
    """Who was removed can neither read nor write, from the REKEY on."""
    alice, bob, eve = fleet.together(TOPIC, "alice", "bob", "eve")
    fleet.check(eve, alice, TOPIC)
    old = eve.key(TOPIC)
    fleet.clock.now += 10
    fleet.do(lambda c2: c2.remove_client("eve"))
    fleet.agree(TOPIC, alice, bob)
    for member in (alice, bob):
        assert old not in b"".join(member.client._state.topics.entries.values())
        member.refused.clear()
    count = len(eve.received)
    eve.device.publish(TOPIC, b"still here?")
    fleet.check(alice, bob, TOPIC)
    eventually(lambda: alice.refused and bob.refused)
    assert len(eve.received) == count
    assert b"still here?" not in alice.received + bob.received


def test_f2_client_offline_over_remove_member(fleet):
    """On its return it never has the removed member's print or the old topic key."""
    alice, bob, eve = fleet.together(TOPIC, "alice", "bob", "eve")
    old = eve.key(TOPIC)
    bob.go()
    fleet.clock.now += 100
    fleet.do(lambda c2: c2.remove_client("eve"))
    fleet.clock.now += 14 * 86400
    fleet.c2.confirm_clock()
    bob.received.clear()
    bob.come()
    fleet.agree(TOPIC, alice, bob)
    assert id_of("eve") not in bob.client._state.prints
    assert old not in b"".join(bob.client._state.topics.entries.values())
    fleet.check(alice, bob, TOPIC)


def test_f2_new_subscriber_gets_the_rekey_not_the_commands(fleet):
    """REKEY, 3 commands, and a device without a session: the REKEY is what is retained; after the
    refresh it is in the state after the three.
    """
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    alice.go()
    for _ in range(3):
        fleet.clock.now += 10
        fleet.do(lambda c2: c2.rotate(TOPIC))
    fleet.agree(TOPIC, bob)
    retained = []
    with mqtt.Carrier(fleet.broker, "onlooker", keep_session=False) as onlooker:
        control = control_topic(id_of("alice"))
        onlooker._take = lambda topic, data: topic == control and retained.append(len(data))
        eventually(lambda: onlooker.connected)
        onlooker._subscribe([control], 2)
        eventually(lambda: retained)
        time.sleep(0.3)
    assert min(retained) > 4589
    # Another session than the one that the broker keeps the commands for: it gets the REKEY only.
    alice.come(session="another")
    assert alice.key(TOPIC) != bob.key(TOPIC)
    fleet.clock.now += 86400
    fleet.c2.confirm_clock()
    fleet.agree(TOPIC, alice, bob)


def test_offline_device_catches_up_from_a_retained_rekey(fleet):
    """A device that comes for the first time after weeks gets all it needs from the broker."""
    alice = fleet.join("alice", TOPIC)
    bob = fleet.join("bob", TOPIC, come=False)
    fleet.do(lambda c2: c2.add_topic(TOPIC))
    fleet.do(lambda c2: c2.connect(TOPIC, "alice", "bob"))
    fleet.clock.now += 40 * 86400
    fleet.c2.confirm_clock()
    bob.come()
    fleet.agree(TOPIC, alice, bob)
    fleet.check(alice, bob, TOPIC)
    fleet.check(bob, alice, TOPIC)


def test_restored_database(fleet):
    """F4: C2's database from before two KEM keys of a device: they talk again after a recovery."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    fleet.stop()
    copy = fleet.copy(fleet.path)
    fleet.start()
    for n in (1, 2):
        fleet.clock.now += 10
        fleet.do(lambda c2: c2.new_kem_key("alice"))
        eventually(lambda n=n: min(alice.client._state.kem_keys) == n)
    fleet.restore_c2(copy)
    fleet.clock.now += 10
    fleet.c2.open_recovery()
    fleet.do(lambda c2: c2.rekey("alice"))
    epoch = alice.client.epoch
    eventually(lambda: alice.client.epoch > epoch)
    fleet.check(alice, bob, TOPIC)
    fleet.check(bob, alice, TOPIC)


def test_restored_store(fleet):
    """F4: a client's file from before a KEM key: it ANNOUNCEs, an operator confirms, they talk."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    copy = fleet.copy(alice.path)
    fleet.do(lambda c2: c2.new_kem_key("alice"))
    eventually(lambda: 0 not in alice.client._state.kem_keys)
    alice.go()
    shutil.copy(copy, alice.path)
    fleet.clock.now += 10
    alice.come()
    fleet.do(lambda c2: c2.rekey("alice"))
    eventually(fleet.c2.offers)
    [offer] = fleet.c2.offers()
    epoch = alice.client.epoch
    fleet.do(lambda c2: c2.receive(offer.payload, offer.topic, confirmed=True))
    eventually(lambda: alice.client.epoch > epoch)
    fleet.check(alice, bob, TOPIC)


def test_migration_from_public_key_mode(tmp_path):
    """Two clients of public-key mode become hybrid in band, one of them after it was away; then
    nothing of version 1 opens anything, and their topic has another key.
    """
    with Mosquitto(tmp_path) as running, Fleet(tmp_path, running, "public-key") as fleet:
        members = []
        for name, seed, public in zip(("alice", "bob"), SEEDS, PUBLICS, strict=False):
            path = tmp_path / f"{name}.e4"
            Client.public_key(name, seed, fleet.c2.public_key, path=path, clock=fleet.clock)
            fleet.do(lambda c2, name=name, public=public: c2.add_client(name, public))
            fleet.members[name] = Member(fleet, path, [TOPIC]).come()
            members.append(fleet.members[name])
        alice, bob = members
        fleet.do(lambda c2: c2.add_topic(TOPIC))
        fleet.do(lambda c2: c2.connect(TOPIC, "alice", "bob"))
        eventually(lambda: all(m.has(TOPIC) and m.client._state.public_keys for m in members))
        fleet.check(alice, bob, TOPIC)
        former = alice.key(TOPIC)

        now = int(fleet.clock.now)
        fleet.do(lambda c2: c2.start_migration(now, now + 86400))
        for member, name in ((alice, "alice"), (bob, "bob")):
            member.go()
            client = Client.load(member.path, clock=fleet.clock)
            client.migrate()
            fleet.do(lambda c2, name=name: c2.invite(name))
            if member is alice:
                member.come()
        eventually(lambda: alice.client.epoch)
        bob.come()
        eventually(lambda: bob.client.epoch)
        fleet.agree(TOPIC, alice, bob)
        assert former not in {*alice.client._state.topics.entries.values(), bob.key(TOPIC)}
        fleet.check(alice, bob, TOPIC)
        fleet.check(bob, alice, TOPIC)
        assert {row.mode for row in fleet.c2.clients()} == {"hybrid"}


def test_many_devices_and_topics(tmp_path):
    """A hundred devices with ten topics get new keys of all; bench_e4.py has 1000 and 100."""
    clock = Clock()
    with C2.create(tmp_path / "c2.db", DB_KEY, "hybrid", clock=clock) as c2:
        devices, topics = [], [f"topic/{n}" for n in range(10)]
        with c2.batch():
            for topic in topics:
                c2.add_topic(topic, "symmetric")
            for n in range(100):
                client = Client.hybrid(f"device {n}", c2_print=c2.print, clock=clock)
                keys = {"sig_key": client.signing_key_object, "announce": client.announcement}
                c2.add_client(f"device {n}", **keys)
                for topic in topics:
                    c2.give(f"device {n}", topic)
                devices.append(client)
        clock.now += 10
        [c2_key] = [o.payload for o in c2.objects() if len(o.payload) == 1992]
        with c2.batch() as publications:
            for topic in topics:
                c2.rotate(topic)
            c2.rekey()
        rekeys = {p.topic: p.payload for p in publications if p.retain}
        assert {len(payload) for payload in rekeys.values()} == {4589 + 6 + 10 * (51 + 20)}
        for client in devices:
            client.take_object(c2_key, "")
            assert client.unprotect(rekeys[client.receiving_topic], client.receiving_topic) is None
        data = devices[0].protect_message(b"to all", topics[9])
        assert {client.unprotect(data, topics[9]) for client in devices[1:]} == {b"to all"}


def test_f5_c2_killed_between_save_and_publish(fleet):
    """A rotation that C2 saved and did not publish reaches all a minute after it started again."""
    alice, bob = fleet.together(TOPIC, "alice", "bob")
    fleet.clock.now += 10
    fleet.c2.rotate(TOPIC)
    fleet.stop()
    fleet.start()
    fleet.clock.now += 61
    fleet.agree(TOPIC, alice, bob)
    fleet.check(alice, bob, TOPIC)


def test_broker_killed_in_the_middle(tmp_path):
    """What C2 and devices do while the broker is down arrives when it is back."""
    with Mosquitto(tmp_path) as running, Fleet(tmp_path, running) as fleet:
        alice, bob = fleet.together(TOPIC, "alice", "bob")
        fleet.check(alice, bob, TOPIC)
        time.sleep(1.5)  # mosquitto writes its sessions once in a second
        running.kill()
        eventually(lambda: not (fleet.server.connected or alice.device.connected))
        fleet.clock.now += 1
        fleet.server.send(fleet.c2.rotate(TOPIC))
        bob.go()
        running.start()
        bob.come()
        fleet.agree(TOPIC, alice, bob)
        fleet.check(alice, bob, TOPIC)
        fleet.check(bob, alice, TOPIC)
