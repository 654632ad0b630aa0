"""E4, findings of a review on C2's side: one test per finding."""

import sqlite3
import threading
import time
from contextlib import suppress

import pytest
from e4_c2 import DB_KEY, Device, World, content
from e4_helpers import SEEDS

from pqpy.e4 import C2, Client, _c2_core, _migration
from pqpy.e4._c2_clock import DAY
from pqpy.e4._c2_db import Database
from pqpy.e4._c2_hybrid import HybridSide
from pqpy.e4._wire import topic_hash
from pqpy.e4.errors import StoreError

TOPIC = "plant/1/temperature"


@pytest.fixture
def hybrid(tmp_path):
    """A hybrid deployment: alice and bob have a topic, and know each other."""
    world = World(tmp_path)
    world.fleet(TOPIC, "alice", "bob")
    return world


@pytest.fixture(params=["symmetric", "public-key"])
def v1(request, tmp_path):
    """A deployment of version 1: alice and bob have a topic, and know each other."""
    world = World(tmp_path, request.param)
    for name in ("alice", "bob"):
        world.v1_device(name, TOPIC)
    world.do(world.c2.add_topic(TOPIC))
    world.do(world.c2.connect(TOPIC, "alice", "bob"))
    return world


def has_the_key(world, name):
    """Whether a device of version 1 has the key that C2 has."""
    key = world.c2._db.topic_key(world.c2._topic(TOPIC), "key")
    return world.devices[name].client._state.topics.current(topic_hash(TOPIC)) == key


def test_the_time_of_an_operation_is_when_it_is_alone(v1):
    """An operation that waited for another process is dated after what that one sent."""
    v1.clock.now += 5
    late, waiting = [], threading.Thread(target=lambda: late.extend(v1.c2.rotate(TOPIC)))
    with C2(v1.path, DB_KEY, clock=v1.clock) as other:
        with other._change() as change:
            waiting.start()
            time.sleep(0.2)
            v1.clock.now += 2
            change.now = v1.clock.now
            other._replace_key(change, other._topic(TOPIC), hybrid=False)
            v1.clock.now += 1
        waiting.join()
    v1.do(change.publications)
    v1.do(late)
    assert has_the_key(v1, "alice")
    assert has_the_key(v1, "bob")


@pytest.mark.parametrize("back", [1, 2, 600])
def test_a_clock_that_went_back_loses_no_command(v1, back):
    """Clients refuse what a later command has overtaken: C2 waits until its clock is there again,
    and then says everything.
    """
    v1.clock.now += 1000
    v1.do(v1.c2.rotate(TOPIC))
    v1.clock.now -= back
    assert v1.do(v1.c2.rotate(TOPIC)) == []
    assert v1.do(v1.c2.rekey()) == []
    v1.clock.now += back
    assert v1.do(v1.c2.due()) == []
    v1.clock.now += 1
    v1.do(v1.c2.due())
    assert has_the_key(v1, "alice")
    assert has_the_key(v1, "bob")
    assert v1.talk(v1.devices["alice"], v1.devices["bob"], topic=TOPIC) == [True]


def test_a_clock_that_was_far_ahead_stops_nothing(v1):
    """No client has taken commands from an hour ahead: C2 speaks when its clock is right again."""
    v1.clock.now += 3600
    v1.c2.rotate(TOPIC)
    v1.clock.now -= 3600
    assert len(v1.do(v1.c2.rotate(TOPIC))) == 2


def test_new_keys_are_sent_whatever_the_clock(v1):
    """SetIDKey and SetC2Key are never sent again: they do not wait."""
    v1.clock.now -= 2
    assert len(v1.do(v1.c2.new_client_key("alice"))) >= 1
    if v1.c2.mode == "public-key":
        assert len(v1.do(v1.c2.rotate_own_key())) == 2
    v1.clock.now += 10
    v1.do(v1.c2.due())
    v1.do(v1.c2.rotate(TOPIC))
    assert has_the_key(v1, "alice")


class Failing:
    """A connection to SQLite whose COMMIT fails."""

    def __init__(self, connection):
        self._connection = connection

    def execute(self, sql, *values):
        """As the connection's."""
        if sql == "COMMIT":
            raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(sql, *values)


def test_a_commit_that_fails_is_undone(hybrid):
    """The operation has not happened, and the next one goes on."""
    db = hybrid.c2._db
    connection, db._db = db._db, Failing(db._db)
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        hybrid.c2.add_topic("other")
    db._db = connection
    assert [row.name for row in hybrid.c2.topics()] == [TOPIC]
    hybrid.do(hybrid.c2.add_topic("other"))
    assert hybrid.talk(*hybrid.devices.values(), topic=TOPIC) == [True]


def test_a_database_that_was_not_finished_is_none(tmp_path):
    """C2 was killed while it made it."""
    path = tmp_path / "c2.db"
    Database(path, DB_KEY, create=True).close()
    with pytest.raises(StoreError, match="not finished"):
        C2(path, DB_KEY)


def test_no_epoch_comes_twice_after_a_removal(hybrid):
    """A client that is removed, and registered again with the keys it has, takes the next REKEY."""
    alice = hybrid.devices["alice"]
    for _ in range(3):
        hybrid.do(hybrid.c2.rekey())
    before = alice.client.epoch
    hybrid.do(hybrid.c2.remove_client("alice"))
    hybrid.do(hybrid.enrol(alice, "alice"))
    assert alice.client.epoch > before > hybrid.clock.now


def test_epochs_of_a_device_without_a_clock_go_on_from_the_last(tmp_path):
    """However far ahead that is: the device has taken it, and takes nothing lower."""
    world = World(tmp_path)
    client = Client.hybrid("alice", c2_print=world.c2.print, clock=lambda: 0, has_clock=False)
    alice = world.devices["alice"] = Device(world, client)
    world.do(world.enrol(alice, "alice", has_clock=False))
    right = world.clock.now
    for jump in (300 * DAY, 0):
        world.clock.now = right + jump
        world.c2.confirm_clock()
        world.do(world.c2.rekey())
    assert alice.client.epoch == right + 300 * DAY + 1


@pytest.mark.parametrize(("ahead", "counts"), [(DAY, True), (DAY + 1, False)])
def test_an_epoch_counts_if_it_is_a_day_ahead_at_most(hybrid, ahead, counts):
    """The last epoch is ignored for a client with a clock if it is more than a day ahead."""
    alice = hybrid.c2._client("alice")
    hybrid.c2._db.update(alice.id, epoch=hybrid.clock.now + ahead, former_epoch=5)
    hybrid.c2.rekey("alice")
    expected = hybrid.clock.now + ahead + 1 if counts else hybrid.clock.now
    assert hybrid.c2._client("alice").epoch == expected


@pytest.mark.parametrize(("former", "counts"), [(DAY, True), (DAY + 1, False)])
def test_an_epoch_before_a_jump_counts_likewise(hybrid, former, counts):
    """Unless it is more than a day ahead itself."""
    alice, now = hybrid.c2._client("alice"), hybrid.clock.now
    hybrid.c2._db.update(alice.id, epoch=now + 9 * DAY, former_epoch=now + former)
    hybrid.c2.rekey("alice")
    assert hybrid.c2._client("alice").epoch == (now + former + 1 if counts else now)


def test_the_last_epoch_before_a_jump_is_remembered(hybrid):
    """Epochs that ran ahead of the clock, a REKEY of a wrong clock, and the right clock again."""
    alice = hybrid.devices["alice"]
    for _ in range(9):
        hybrid.do(hybrid.c2.rekey("alice"))
    before, right = alice.client.epoch, hybrid.clock.now
    alice.online = False
    hybrid.clock.now += 5000 * DAY
    hybrid.c2.confirm_clock()
    hybrid.do(hybrid.c2.rekey("alice"))
    hybrid.clock.now = right + 1
    hybrid.c2.confirm_clock()
    alice.go(online=True)
    hybrid.do(hybrid.c2.rekey("alice"))
    assert alice.client.epoch == before + 1


class Migrating:
    """C2 has invited a device of public-key mode."""

    def __init__(self, tmp_path):
        self.world = world = World(tmp_path, "public-key")
        former = world.v1_device("alice", TOPIC, key=SEEDS[0]).client
        now = world.clock.now
        world.do(world.c2.start_migration(now, now + DAY))
        self.device = world.devices["alice"] = Device(world, former.migrate())
        world.listening = False
        world.settle()
        world.do(world.c2.invite("alice"))
        self.base = self.device.client.receiving_topic

    def retained(self, end):
        """What the broker has: its topic ends so."""
        [found] = [(x, t) for t, x in self.world.retained.items() if t.endswith(end)]
        return found

    def receive(self, *objects):
        """C2 gets these."""
        for data, topic in objects:
            self.world.do(self.world.c2.receive(data, topic))

    @property
    def mode(self):
        """What C2 takes the client for."""
        [info] = self.world.c2.clients()
        return info.mode

    @property
    def sig_key(self):
        """The device's SIGKEY, and where it is retained."""
        name = self.device.client.fingerprint[:16].hex()
        return self.retained("e4/k/" + name)


def test_a_migrate_by_a_key_that_c2_has_replaced_is_forgotten(tmp_path):
    """A MIGRATE waits for its objects; C2 replaces the key that signed it; the objects come."""
    moving = Migrating(tmp_path)
    moving.receive(moving.retained("/m"))
    moving.world.c2.new_client_key("alice")
    moving.receive(moving.retained("/a"), moving.sig_key)
    assert moving.mode == "public-key"


def test_objects_that_come_after_the_dates_enrol_nobody(tmp_path):
    """A MIGRATE was in time, the SIGKEY and ANNOUNCE that it names are not."""
    moving = Migrating(tmp_path)
    moving.receive(moving.retained("/m"))
    moving.world.clock.now += DAY
    moving.receive(moving.retained("/a"), moving.sig_key)
    assert moving.mode == "public-key"


def test_a_migrate_may_name_a_later_key_of_c2(tmp_path):
    """The device followed a HANDOVER before C2 had its MIGRATE: the key it names is C2's own."""
    moving = Migrating(tmp_path)
    client, c2 = moving.device.client, moving.world.c2
    moving.world.do(c2.rotate_own_key())
    client._state = client._state.with_pending(c2.print)
    _migration.publish(client)
    moving.world.settle()
    moving.receive(moving.retained("/m"), moving.retained("/a"), moving.sig_key)
    assert moving.mode == "hybrid"
    assert c2.alarms() == []


def test_no_command_while_a_rekey_may_not_be_out(hybrid):
    """A client that may not have its last REKEY gets another one in place of commands."""
    hybrid.clock.now += 5
    hybrid.c2.rekey("alice")  # killed before it was published
    rotated = {p.topic: p for p in hybrid.c2.rotate(TOPIC)}
    for name, complete in (("alice", True), ("bob", False)):
        assert rotated[hybrid.devices[name].client.receiving_topic].retain is complete


def due_for(world):
    """The topics on which due() publishes REKEYs a minute later."""
    world.clock.now += 61
    return {publication.topic for publication in world.c2.due() if publication.retain}


def control_topics(world):
    """Those of all devices."""
    return {device.client.receiving_topic for device in world.devices.values()}


def test_a_batch_that_fails_in_the_middle_owes_what_it_did(hybrid):
    """What was saved before the error is sent a minute later."""
    with suppress(KeyError), hybrid.c2.batch():
        hybrid.c2.take("alice", TOPIC)
        hybrid.c2.take("nobody", TOPIC)
    assert due_for(hybrid) == control_topics(hybrid)


def test_a_large_operation_that_is_killed_owes_its_rekeys(hybrid, monkeypatch):
    """More REKEYs than go into one transaction: those that were not made come a minute later."""
    monkeypatch.setattr(_c2_core, "CHUNK", 1)
    monkeypatch.setattr(HybridSide, "rekeys", killed)
    with pytest.raises(KeyboardInterrupt):
        hybrid.c2.set_policy(TOPIC, "symmetric")
    monkeypatch.undo()
    assert due_for(hybrid) == control_topics(hybrid)


def killed(*_):
    """In place of a method."""
    raise KeyboardInterrupt


def test_a_rekey_that_is_not_the_newest_is_not_enough(hybrid):
    """Two processes: the broker may hold the older one, so another one follows."""
    older, newer = (hybrid.c2.rekey("alice") for _ in range(2))
    hybrid.c2.published(newer)
    hybrid.c2.published(older)
    assert due_for(hybrid) == {hybrid.devices["alice"].client.receiving_topic}
    hybrid.c2.published(hybrid.c2.rekey("alice"))
    assert due_for(hybrid) == set()


WRONG = [None, 5, 1.5, [], {}, object(), "\ud800"]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("client", lambda c2, x: c2.give(x, TOPIC)),
        ("client", lambda c2, x: c2.introduce("alice", x)),
        ("client", lambda c2, x: c2.send(x, b"\x23")),
        ("client", lambda c2, x: c2.remove_client(x)),
        ("id", lambda c2, x: c2.add_client(x, bytes(32))),
        ("topic", lambda c2, x: c2.add_topic(x)),
        ("topic", lambda c2, x: c2.rotate(x)),
        ("policy", lambda c2, x: c2.set_policy(TOPIC, x)),
        ("seconds", lambda c2, x: c2.open_recovery(x)),
        ("opens", lambda c2, x: c2.start_migration(x, 1)),
    ],
)
def test_wrong_arguments_are_named(hybrid, name, call, wrong):
    """They change nothing."""
    before = content(hybrid.c2)
    if name in ("policy", "seconds", "opens") and type(wrong) is int:
        wrong = -1
    with pytest.raises((TypeError, ValueError), match=f"{name}|name must be text"):
        call(hybrid.c2, wrong)
    assert content(hybrid.c2) == before


def test_nothing_is_sent_for_what_is_so_already(hybrid):
    """Parting strangers, taking what was not given, giving and introducing twice."""
    c2 = hybrid.c2
    hybrid.device("carol")
    hybrid.do(c2.add_topic("other"))
    assert c2.part("carol", "alice") == []
    assert c2.take("carol", TOPIC) == []
    assert c2.give("alice", TOPIC) == []
    assert c2.introduce("alice", "bob") == []
    assert c2.connect(TOPIC, "alice", "bob") == []
    assert c2.set_policy(TOPIC, "composite") == []
    assert c2.rotate("other") == []


def test_a_damaged_key_of_one_client_does_not_stop_the_others(hybrid):
    """A command key that was not stored there is replaced; a client with such a KEM key is skipped,
    with an alarm.
    """
    hybrid.device("carol", TOPIC)
    hybrid.do(hybrid.c2.connect(TOPIC, "carol"))
    alice, bob, carol = hybrid.devices.values()
    with hybrid.c2._db.transaction():
        hybrid.c2._db.update(alice.id, k_cmd=bytes(48))
    hybrid.clock.now += 5
    rotated = {x.topic: x.retain for x in hybrid.do(hybrid.c2.rotate(TOPIC))}
    assert rotated == {
        device.client.receiving_topic: device is alice for device in (alice, bob, carol)
    }
    with hybrid.c2._db.transaction():
        sql = "UPDATE client_keys SET kem_key = x'00' WHERE client = ?"
        hybrid.c2._db.run(sql, alice.id)
    assert len(hybrid.do(hybrid.c2.rekey())) == 2
    assert hybrid.talk(bob, carol, topic=TOPIC) == [True]
    assert [alarm.client for alarm in hybrid.c2.alarms()] == [alice.id]


def test_what_was_not_published_is_sent_at_once_when_the_clock_goes_back(hybrid):
    """A minute after what time?  C2 does not wait until its clock is there again."""
    hybrid.clock.now += 7200
    hybrid.c2.rekey("alice")
    hybrid.clock.now -= 3600
    [again] = hybrid.c2.due()
    assert (again.topic, again.retain) == (hybrid.devices["alice"].client.receiving_topic, True)
