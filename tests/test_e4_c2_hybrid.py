"""C2 in hybrid mode: REKEYs, refreshes, epochs, and its clock."""

import pytest
from e4_c2 import DB_KEY, NOW, TOPIC, Clock, World, content
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import C2, _commands, _wire
from pqpy.e4._c2_clock import CLOCKLESS_STEP, DAY
from pqpy.e4.errors import ClockStopped, InvalidKeyMaterial, NeedsRekey


def test_batch(tmp_path):
    """One REKEY per client for all that happens in a batch."""
    world = World(tmp_path)
    with world.c2.batch() as publications:
        for name in ("alice", "bob"):
            device = world.device(name, TOPIC, enrol=False)
            assert world.enrol(device, name) == []
        world.c2.add_topic(TOPIC, "session")
        world.c2.connect(TOPIC, "alice", "bob")
        world.c2.rotate(TOPIC)
        with pytest.raises(RuntimeError), world.c2.batch():
            pass
    control = [x for x in publications if x.retain and len(x.topic) == 35]
    assert len(control) == 2
    world.do(publications)
    assert world.talk(world.devices["alice"], world.devices["bob"], topic=TOPIC) == [True]


def test_sizes(tmp_path):
    """Commands have 73 bytes, REKEYs what the specification says; QoS and retain as it says."""
    world = World(tmp_path)
    world.device("alice"), world.device("bob")
    [rekey] = world.do(world.c2.rekey("alice"))
    assert (len(rekey.payload), rekey.qos, rekey.retain) == (4589 + 6, 1, True)
    world.do(world.c2.add_topic(TOPIC))
    world.do(world.c2.give("bob", TOPIC))
    world.do(world.c2.give("alice", TOPIC))
    [rekey] = world.do(world.c2.introduce("alice", "bob"))
    assert len(rekey.payload) == 4589 + 6 + 51 + 51
    [command, _] = world.do(world.c2.rotate(TOPIC))
    assert (len(command.payload), command.qos, command.retain) == (73, 2, False)
    world.do(world.c2.set_policy(TOPIC, 2))
    world.do(world.c2.remove_client("bob"))
    [rekey] = world.do(world.c2.rekey("alice"))
    assert len(rekey.payload) == 4589 + 6 + 51 + 20 + 19


def test_refresh(tmp_path):
    """A REKEY follows a command within a day, but not within an hour of a rotation."""
    world = World(tmp_path)
    world.device("alice"), world.do(world.c2.add_topic(TOPIC)), world.do(world.c2.rekey())
    world.do(world.c2.give("alice", TOPIC))
    world.clock.now += DAY - 600
    world.do(world.c2.rotate(TOPIC))
    world.clock.now += 600
    assert world.c2.due() == []
    world.clock.now += 2999
    assert world.c2.due() == []
    world.clock.now += 1
    [rekey] = world.do(world.c2.due())
    assert rekey.retain
    world.later(2 * DAY)
    assert world.c2.due() == []
    # Rotations do not put it off for ever: an overdue one is a REKEY.
    world.do(world.c2.rotate(TOPIC))
    sent = []
    for _ in range(40):
        world.later(3000)
        sent += world.do(world.c2.rotate(TOPIC))
    assert sum(x.retain for x in sent) == 1


def test_no_keys_at_rest(tmp_path):
    """A forgetful C2 sends all as REKEYs, and has no K_cmd."""
    world = World(tmp_path, forgetful=True)
    alice, bob = world.fleet(TOPIC, "alice", "bob")
    assert world.c2._db.column("SELECT k_cmd FROM clients") == [None, None]
    assert all(x.retain for x in world.do(world.c2.rotate(TOPIC)))
    assert world.talk(alice, bob, topic=TOPIC) == [True]


def test_hybrid_suites(tmp_path):
    """C2 serves a fleet in each suite; the experimental ones need the switch."""
    for suite in ("MLKEM1024-X25519", "Kyber768-X25519", "R5ND_3CCA_5d-X25519"):
        (tmp_path / suite).mkdir()
        if not suite.startswith("ML"):
            with pytest.raises(ValueError, match="experimental"):
                C2.create(tmp_path / "none.db", DB_KEY, "hybrid", suite=suite)
        world = World(tmp_path / suite, suite=suite, experimental=True)
        assert world.c2.suite == suite
        named = {"suite": suite, "experimental": True}
        alice, bob = (world.device(name, TOPIC, **named) for name in ("alice", "bob"))
        world.do(world.c2.add_topic(TOPIC)), world.do(world.c2.connect(TOPIC, "alice", "bob"))
        assert world.talk(alice, bob, topic=TOPIC) == [True]
        world.reopen()
        world.do(world.c2.new_kem_key("alice"))
        assert world.talk(bob, alice, topic=TOPIC) == [True]
    assert not (tmp_path / "none.db").exists()


def test_a_rekey_overtakes_commands(tmp_path):
    """An operation that needs a REKEY for a client sends it no command beside."""
    world = World(tmp_path)
    for name in ("alice", "bob"):
        world.device(name)
    world.do(world.c2.rekey())
    world.do(world.c2.add_topic(TOPIC))
    sent = world.do(world.c2.connect(TOPIC, "alice", "bob"))
    assert [x.retain for x in sent] == [True, True]
    for name in ("alice", "bob"):
        world.devices[name].client.protect_message(b"x", TOPIC)
    world.clock.now += 1
    assert not any(x.retain for x in world.do(world.c2.rotate(TOPIC)))


def test_send(tmp_path):
    """What decides whom to trust is not sent under K_cmd, nor what no client takes."""
    world = World(tmp_path)
    world.device("alice")
    for command in (
        _commands.set_policy(bytes(16), 1),
        _commands.set_c2_print(bytes(32)),
        _commands.set_pub_print(bytes(32), bytes(16)),
    ):
        with pytest.raises(NeedsRekey):
            world.c2.send("alice", command)
    with pytest.raises(InvalidKeyMaterial):
        world.c2.send("alice", _commands.set_topic_key(bytes(32), bytes(16)))


def test_an_older_rekey_published_later(tmp_path):
    """Two processes: who publishes the older REKEY last is noticed, and a newer one follows."""
    world = World(tmp_path)
    alice = world.device("alice")
    older = world.c2.rekey()
    with C2(world.path, DB_KEY, clock=world.clock) as other:
        newer = other.rekey()
        for publication in newer + older:
            world.publish(publication)
        other.published(newer)
    world.c2.published(older)
    assert world.retained[alice.client.receiving_topic] == older[0].payload
    world.clock.now += 61
    [last] = world.do(world.c2.due())
    assert world.retained[alice.client.receiving_topic] == last.payload
    assert world.c2.due() == []


def test_clock(tmp_path):
    """A clock that went back or ahead by more than a day stops C2 until it is confirmed."""
    world = World(tmp_path)
    world.device("alice")
    for jump in (DAY + 1, -DAY - 1, -40 * 365 * DAY, 14 * 365 * DAY):
        world.clock.now += jump
        before = content(world.c2)
        announce = world.devices["alice"].client.announcement
        for call in (
            world.c2.rekey,
            world.c2.due,
            lambda: world.c2.receive(announce, "e4/x/a"),  # noqa: B023
        ):
            with pytest.raises(ClockStopped):
                call()
        assert content(world.c2) == before
        world.c2.confirm_clock()
        assert world.c2.rekey()
    world.clock.now += DAY
    assert world.c2.rekey()
    symmetric = C2.create(tmp_path / "s.db", DB_KEY, clock=(clock := Clock()))
    symmetric.add_client("alice", DB_KEY)
    clock.now += 9 * DAY
    assert symmetric.rekey()


def test_clock_of_a_running_server(tmp_path):
    """A C2 that looks at what is due does not stop when nothing happens for days."""
    world = World(tmp_path)
    world.later(3 * DAY)
    world.device("alice")


SHARED = []


@given(data=st.binary(max_size=200), topic=st.sampled_from(["e4/a/a", "e4/k/x", "x"]))
def test_receive_anything(tmp_path_factory, data, topic):
    """No bytes make C2 fail or change."""
    if not SHARED:
        SHARED.append(World(tmp_path_factory.mktemp("anything")))
        SHARED[0].device("alice")
    [world] = SHARED
    before = content(world.c2)
    for prefix in (b"", *(world.c2._hybrid.suite.header(kind) for kind in range(1, 8))):
        assert world.c2.receive(prefix + data, topic) == []
    assert content(world.c2) == before


def test_f5_epochs(tmp_path):
    """Epochs follow the clock, grow by one within a second, and are capped without a clock."""
    world = World(tmp_path)
    world.device("alice")
    epochs = [int.from_bytes(world.c2.rekey()[0].payload[8:16], "little") for _ in range(3)]
    assert epochs == [NOW + 1, NOW + 2, NOW + 3]
    world.clock.now += 100
    assert world.c2.rekey()[0].payload[8:16] == _wire.pack_ts(NOW + 100)
    world.c2._db.update(world.devices["alice"].id, has_clock=0, epoch=NOW - 2 * CLOCKLESS_STEP)
    [rekey] = world.c2.rekey()
    assert rekey.payload[8:16] == _wire.pack_ts(NOW - CLOCKLESS_STEP)
