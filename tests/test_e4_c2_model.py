"""C2 against a model: after any operations the devices know what they should, and nothing else."""

import random

import pytest
from e4_c2 import World, announce, content
from helpers import flipped
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4._wire import topic_hash

NAMES = ["alice", "bob", "carol", "dora"]
TOPICS = ["one", "two", "three"]
MODES = ["symmetric", "public-key", "hybrid"]


class Model:
    """What the fleet should look like, and random changes of it."""

    def __init__(self, tmp_path, mode, seed):
        self.mode, self.chance = mode, random.Random(seed)
        self.world = World(tmp_path, mode)
        self.topics, self.knows, self.policies = {}, {}, {}
        self.epochs, self.keys = {}, {}

    @property
    def c2(self):
        """The server, which may be another one after a restart."""
        return self.world.c2

    def add(self, name):
        """A device comes, for the first time or again."""
        if name in self.topics:
            del self.topics[name], self.knows[name], self.epochs[name]
            self.world.devices.pop(name)
            gone = self.c2.id_of(name)
            self.world.do(self.c2.remove_client(name))
            for known in self.knows.values():
                known.discard(gone)
        (self.world.device if self.mode == "hybrid" else self.world.v1_device)(name)
        self.topics[name], self.knows[name], self.epochs[name] = set(), set(), -1

    def step(self):
        """One operation."""
        pick, c2 = self.chance.choice, self.c2
        name, other = pick(list(self.topics)), pick(list(self.topics))
        topic = pick(TOPICS)
        kind = self.chance.randrange(12)
        if kind == 0:
            self.add(name)
        elif kind in (1, 2):
            self.topics[name].add(topic)
            self.world.do(c2.give(name, topic))
        elif kind == 3:
            self.topics[name].discard(topic)
            self.world.do(c2.take(name, topic))
        elif kind in (4, 5):
            self.world.do(c2.rotate(topic))
        elif kind == 6 and self.mode != "symmetric":
            known, gone = self.knows[name], c2.id_of(other)
            self.world.do(c2.introduce(name, other) if gone not in known else c2.part(name, other))
            known ^= {gone}
        elif kind == 7 and self.mode == "hybrid":
            self.policies[topic] = self.chance.randrange(3)
            self.world.do(c2.set_policy(topic, self.policies[topic]))
        elif kind == 8:
            self.world.do(c2.remove_topic(topic)), self.world.do(c2.add_topic(topic))
            self.policies.pop(topic, None)
            for topics in self.topics.values():
                topics.discard(topic)
        elif kind == 9:
            device = self.world.devices[name]
            device.go(online=not device.online)
        elif kind == 10 and self.mode == "hybrid":
            self.world.do(self.chance.choice((c2.new_kem_key, c2.rekey))(name))
        elif kind == 11 and self.mode == "hybrid":
            self.world.do(self.chance.choice((c2.rotate_own_key, c2.prepare_own_key))())
        elif kind == 11:
            self.world.reopen()
        self.world.clock.now += self.chance.choice((0, 1, 100, 4000))

    def check(self):
        """All come back, a day passes: each knows what it should."""
        for device in self.world.devices.values():
            device.go(online=True)
        if self.mode == "hybrid":
            self.world.later(90_000)
        else:  # version 1 has nothing that brings a client what it missed
            self.world.clock.now += 61
            self.world.do(self.c2.due())
            self.world.clock.now += 1
            self.world.do(self.c2.rekey())
        keys = {}
        for name, device in self.world.devices.items():
            state, hashes = device.client._state, {topic_hash(x) for x in self.topics[name]}
            entries = {h: e for h, e in state.topics.entries.items() if len(e) == 32}
            assert set(entries) == hashes, (name, device.errors)
            for hashed, key in entries.items():
                assert keys.setdefault(hashed, key) == key
            if self.mode == "hybrid":
                assert set(state.prints) == self.knows[name]
                wanted = {topic_hash(x): n for x, n in self.policies.items() if n}
                assert state.policies == {h: n for h, n in wanted.items() if h in hashes}
                assert state.c2_print == self.c2.print
                assert device.client.epoch > self.epochs[name]
                self.epochs[name] = device.client.epoch - 1
            elif self.mode == "public-key":
                assert set(state.public_keys) == self.knows[name]
        assert not self.c2.alarms()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mode", MODES)
def test_model(tmp_path, mode, seed):
    """Random operations, with devices that come and go."""
    model = Model(tmp_path, mode, seed)
    for topic in TOPICS:
        model.world.do(model.c2.add_topic(topic))
    for name in NAMES:
        model.add(name)
    for _ in range(6):
        for _ in range(12):
            model.step()
        model.check()


@given(where=st.integers(0, 8 * 3732 - 1), asked=st.booleans())
def test_changed_announce(tmp_path_factory, where, asked):
    """One bit of an ANNOUNCE changed: C2 drops it, whatever it waits for."""
    world, alice, good = ANNOUNCED or announced(tmp_path_factory.mktemp("announce"))
    topic = f"e4/{alice.id.hex()}/a"
    world.c2._db.update(alice.id, asked=world.clock.now if asked else None)
    before = content(world.c2)
    assert world.c2.receive(flipped(good, where), topic) == []
    assert content(world.c2) == before


ANNOUNCED = []


def announced(tmp_path):
    """A C2, a device, and its ANNOUNCE that would be taken."""
    world = World(tmp_path)
    alice = world.device("alice")
    ANNOUNCED.extend((world, alice, announce(alice, 1)))
    return ANNOUNCED
