"""C2 is killed at any point, or works in several processes (E4-H1, F5)."""

import os
import pickle
import random
import signal
import time

import pytest
from e4_c2 import DB_KEY, World

from pqpy.e4 import Publication
from pqpy.e4._h1_keys import Identity, fingerprint
from pqpy.e4._objects import Announce
from pqpy.e4._suites import find
from pqpy.e4.c2 import C2

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

TOPIC, OTHER = "plant/1/temperature", "plant/1/valve"
ENOUGH = 1000  # statements


def child(work, kill_after=None):
    """Run *work* in another process; its exit status, and what it wrote before it ended.

    Args:
        work: called with a function that writes an object.
        kill_after: seconds from its first object on after which it is killed.
    """
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            os.close(read)

            def tell(value):
                data = pickle.dumps(value)
                data = len(data).to_bytes(8, "little") + data
                while data:
                    data = data[os.write(write, data) :]

            work(tell)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, "rb", 0) as file:
        data = b""
        if kill_after is not None:
            data = file.read(1)
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        data += file.read()
    _, status = os.waitpid(pid, 0)
    told = []
    while len(data) >= 8:
        size = int.from_bytes(data[:8], "little")
        if len(data) >= 8 + size:  # else it was killed while it wrote
            told.append(pickle.loads(data[8 : 8 + size]))
        data = data[8 + size :]
    return status, told


def killed_at(world, statement, operate):
    """Another process does something, and is killed before its n-th statement of SQL.

    Returns:
        whether it was, and what it published before.
    """
    world.c2.close()

    def work(tell):
        c2 = C2(world.path, DB_KEY, clock=world.clock)
        count = 0

        def trace(sql):
            nonlocal count
            count += 1
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        c2._db._db.set_trace_callback(trace)
        publications = operate(c2)
        for publication in publications:
            tell(publication)
        c2.published(publications)

    status, told = child(work)
    assert status in (0, signal.SIGKILL), "the other process failed"
    world.reopen()
    return status == signal.SIGKILL, told


def healed(world, alice, bob):
    """Another C2 starts; with what is due after a minute everything works."""
    world.do(world.c2.objects())
    world.clock.now += 61
    world.do(world.c2.due())
    assert {x.name for x in world.c2.clients()} >= {"alice", "bob"}
    assert world.c2.due() == []
    for device in (alice, bob):
        device.errors.clear()
    assert world.talk(alice, bob, topic=TOPIC) == [True], bob.errors
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    assert world.talk(bob, alice, topic=TOPIC) == [True], alice.errors


def batch(c2):
    """Several things at once."""
    with c2.batch() as publications:
        c2.take("bob", OTHER)
        c2.give("bob", OTHER)
        c2.rotate(TOPIC)
    return publications


OPERATIONS = {
    "rotate": lambda c2: c2.rotate(TOPIC),
    "rekey": lambda c2: c2.rekey(),
    "take": lambda c2: c2.take("bob", OTHER) + c2.give("bob", OTHER),
    "new KEM key": lambda c2: c2.new_kem_key("alice"),
    "own key": lambda c2: c2.prepare_own_key() + c2.rotate_own_key(),
    "policy": lambda c2: c2.set_policy(TOPIC, 1) + c2.set_policy(TOPIC, 0),
    "batch": batch,
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_f5_killed_at_every_statement(tmp_path, name):
    """Killed before any statement, in the middle of publishing or after it: the next C2 goes on."""
    world = World(tmp_path)
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    world.do(world.c2.add_topic(OTHER)), world.do(world.c2.give("bob", OTHER))
    world.listening = name == "new KEM key"
    elsewhere, chance = [], random.Random(name)
    for statement in range(1, ENOUGH):
        world.do(world.c2.give("bob", OTHER)), world.do(world.c2.set_policy(TOPIC, 0))
        world.clock.now += 1
        killed, told = killed_at(world, statement, OPERATIONS[name])
        for publication in told[: chance.randint(0, len(told)) if killed else None]:
            world.publish(publication)
        world.settle()
        elsewhere += told
        healed(world, alice, bob)
        if not killed:
            break
    assert 10 < statement < ENOUGH - 1
    rekeys = [x for x in world.log + elsewhere if x.retain and x.payload[5:6] == b"\1"]
    epochs = [x.payload[8:40] for x in rekeys]  # with the id
    assert len(set(epochs)) == len(epochs) > 5


def test_f5_registration_is_not_lost(tmp_path):
    """A client is registered as a whole or not at all, and for ever once C2 has said so."""
    world = World(tmp_path)
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    for statement in range(1, ENOUGH):
        world.clock.now += 1
        name = f"carol {statement}"
        device = world.device(name, TOPIC, enrol=False)
        before = {x.name for x in world.c2.clients()}
        killed, told = killed_at(world, statement, lambda c2: world_enrol(c2, device, name))  # noqa: B023
        after = {x.name for x in world.c2.clients()}
        assert after in (before, before | {name})
        if told:
            assert name in after
        if name in after:
            healed(world, alice, bob)
            world.clock.now += 1
            world.do(world.c2.connect(TOPIC, name))
            assert world.talk(alice, device, topic=TOPIC) == [True]
            world.devices.pop(name)
            killed_at(world, statement, lambda c2: c2.remove_client(name))  # noqa: B023
            healed(world, alice, bob)
            if name in {x.name for x in world.c2.clients()}:
                world.do(world.c2.remove_client(name))
        if not killed:
            break
    assert 10 < statement < ENOUGH - 1


def world_enrol(c2, device, name):
    """Register a device at a C2 of another process."""
    client = device.client
    return c2.add_client(name, sig_key=client.signing_key_object, announce=client.announcement)


@pytest.mark.parametrize("mode", ["symmetric", "public-key", "hybrid"])
def test_f5_killed_at_any_moment(tmp_path, mode):
    """The same with the time as the judge, in all modes: also within a write to the disk."""
    world = World(tmp_path, mode)
    for name in ("alice", "bob"):
        (world.device if mode == "hybrid" else world.v1_device)(name, TOPIC)
    world.do(world.c2.add_topic(TOPIC)), world.do(world.c2.connect(TOPIC, "alice", "bob"))
    alice, bob = world.devices["alice"], world.devices["bob"]
    chance, started = random.Random(mode), 0

    def work(tell):
        c2 = C2(world.path, DB_KEY, clock=world.clock)
        tell(-1)
        for number in range(10**6):
            world.clock.now += 1
            for operate in (lambda: c2.rotate(TOPIC), c2.rekey):
                publications = operate()
                for publication in publications:
                    tell((world.clock.now, publication))
                c2.published(publications)
            tell(number)

    for _ in range(12):
        world.c2.close()
        status, told = child(work, kill_after=chance.uniform(0.01, 0.2))
        assert status == signal.SIGKILL
        world.reopen()
        started += 0 in told
        for value in told:
            if not isinstance(value, int):
                world.clock.now = max(world.clock.now, value[0])
                world.publish(Publication(*value[1]))
        world.clock.now += 30
        healed(world, alice, bob)
    assert started


def test_f5_two_workers(tmp_path):
    """Two processes over one database, 10,000 REKEYs: no client gets an epoch twice."""
    world = World(tmp_path)
    suite, names = find("X-Wing"), [f"device {i}" for i in range(50)]
    public = bytes(suite.kem.generate().public_key)
    with world.c2.batch():
        for name in names:
            client_id = world.c2.id_of(name)
            identity = Identity(suite, fingerprint(name.encode()), client_id)
            announce = Announce.signed(identity, id=client_id, counter=0, kem_public_key=public)
            world.c2.add_client(name, sig_key=identity.key_object, announce=bytes(announce))
    world.c2.close()

    def rekey(tell):
        c2 = C2(world.path, DB_KEY, clock=world.clock)
        for _ in range(100):
            tell([x.payload[8:40] for x in c2.rekey()])

    def both(tell):
        """Start the other one, and be the first."""
        other = []
        pid = os.fork()
        if not pid:
            rekey(lambda value: other.extend(value))
            (tmp_path / "other").write_bytes(b"".join(other))
            os._exit(0)
        rekey(tell)
        assert os.waitpid(pid, 0)[1] == 0

    status, told = child(both)
    assert status == 0
    other = (tmp_path / "other").read_bytes()
    epochs = [x for part in told for x in part]
    epochs += [other[i : i + 32] for i in range(0, len(other), 32)]
    assert len(epochs) == len(set(epochs)) == 10_000
    c2 = C2(world.path, DB_KEY, clock=world.clock)
    last = {x.payload[24:40]: x.payload[8:16] for x in c2.rekey()}
    for data in epochs:
        assert int.from_bytes(data[:8], "little") < int.from_bytes(last[data[16:]], "little")
