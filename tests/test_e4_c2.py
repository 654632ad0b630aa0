"""C2 in all three modes: what it sends is what its clients need."""

import os
import sqlite3
import stat
import threading

import pytest
from e4_c2 import DB_KEY, TOPIC, World, content

from pqpy.e4 import _commands
from pqpy.e4._curve import curve25519_public, ed25519_public
from pqpy.e4.c2 import C2
from pqpy.e4.errors import (
    InvalidKeyMaterial,
    NotAuthentic,
    SignerKeyMissing,
    StoreError,
    TopicKeyMissing,
)

MODES = ["symmetric", "public-key", "hybrid"]


@pytest.fixture(params=MODES)
def world(request, tmp_path):
    """A deployment of each mode."""
    return World(tmp_path, request.param)


def device(world, name, *topics):
    """A device in the world's mode."""
    return (world.device if world.c2.mode == "hybrid" else world.v1_device)(name, *topics)


def three(world):
    """Three devices with a topic, which know each other."""
    devices = [device(world, name, TOPIC) for name in ("alice", "bob", "carol")]
    world.do(world.c2.add_topic(TOPIC))
    world.do(world.c2.connect(TOPIC, "alice", "bob", "carol"))
    for device_ in devices:
        device_.errors.clear()  # of a REKEY before C2KEY, or in the order of the broker
    return devices


def test_talk(world):
    """Members of a topic read each other; who is not introduced to a sender does not."""
    alice, bob, carol = three(world)
    assert world.talk(alice, bob, carol, topic=TOPIC) == [True, True]
    if world.c2.mode != "symmetric":
        world.clock.now += 1
        world.do(world.c2.part("bob", "alice"))
        assert world.talk(alice, bob, carol, topic=TOPIC) == [False, True]
        assert isinstance(bob.errors.pop(), SignerKeyMissing)
        world.clock.now += 1
        world.do(world.c2.introduce(bob.id, alice.id))
        assert world.talk(alice, bob, carol, topic=TOPIC) == [True, True]


def test_rotation_and_removal(world):
    """After a rotation the former key opens for an hour; after a removal nothing does."""
    alice, bob, carol = three(world)
    world.clock.now += 1
    old = carol.client.protect_message(b"before the rotation", TOPIC)
    world.do(world.c2.rotate(TOPIC))
    world.deliver(TOPIC, old)
    assert alice.messages == bob.messages == [b"before the rotation"]
    world.clock.now += 1
    world.devices.pop("carol").go(online=False)
    world.do(world.c2.remove_client("carol"))
    late = carol.client.protect_message(b"after the removal", TOPIC)
    world.deliver(TOPIC, late)
    assert alice.messages == bob.messages == [b"before the rotation"]
    assert isinstance(alice.errors[-1], NotAuthentic | SignerKeyMissing)
    assert world.talk(alice, bob, topic=TOPIC) == [True]
    assert {x.name for x in world.c2.clients()} == {"alice", "bob"}


def test_take_and_remove_topic(world):
    """Who is taken a topic cannot use it; the others have a new key."""
    alice, bob, carol = three(world)
    world.clock.now += 1
    world.do(world.c2.take("carol", TOPIC))
    with pytest.raises(TopicKeyMissing):
        carol.client.protect_message(b"x", TOPIC)
    assert world.talk(alice, bob, topic=TOPIC) == [True]
    assert world.c2.take("carol", TOPIC) == []
    world.do(world.c2.remove_topic(TOPIC))
    with pytest.raises(TopicKeyMissing):
        alice.client.protect_message(b"x", TOPIC)
    assert world.c2.topics() == []


def test_after_a_restart(world):
    """All is in the database: another process goes on."""
    alice, bob, carol = three(world)
    before = world.c2.clients(), world.c2.topics(), content(world.c2)
    world.reopen()
    assert (world.c2.clients(), world.c2.topics(), content(world.c2)) == before
    world.clock.now += 1
    world.do(world.c2.rotate(TOPIC))
    assert world.talk(alice, bob, carol, topic=TOPIC) == [True, True]


def test_everything_again(world):
    """A client that has lost all it knew gets it again; also in the second of another command."""
    alice, bob, _ = three(world)
    for _ in range(2):
        world.do(world.c2.rekey("bob"))
    world.clock.now += 1
    world.do(world.c2.due())
    assert world.talk(alice, bob, topic=TOPIC) == [True]
    reset = _commands.reset_topics()
    world.clock.now += 1
    world.do(world.c2.send("bob", reset))
    assert world.talk(alice, bob, topic=TOPIC) == [False]
    world.do(world.c2.rekey())
    assert world.talk(alice, bob, topic=TOPIC) == [True]


def test_unpublished_is_made_again(world):
    """What nobody said was published comes again after a minute, by ``due``."""
    alice, bob, _ = three(world)
    world.clock.now += 1
    world.c2.rotate(TOPIC)  # and killed before it was published
    assert world.c2.due() == []
    world.clock.now += 61
    world.do(world.c2.due())
    assert world.c2.due() == []
    assert world.talk(alice, bob, topic=TOPIC) == [True]


def test_client_keys_of_version_1(tmp_path):
    """SetIDKey: the client goes on with a key that C2 made, and others know it."""
    for mode in MODES[:2]:
        (tmp_path / mode).mkdir()
        world = World(tmp_path / mode, mode)
        alice, bob, _ = three(world)
        world.clock.now += 1
        world.do(world.c2.new_client_key("alice"))
        world.clock.now += 1
        world.do(world.c2.rotate(TOPIC))
        assert world.talk(alice, bob, topic=TOPIC) == [True]
        assert world.talk(bob, alice, topic=TOPIC) == [True]
    world = World(tmp_path)
    world.device("dora")
    with pytest.raises(ValueError, match="makes its own keys"):
        world.c2.new_client_key("dora")


def test_own_key_of_public_key_mode(tmp_path):
    """SetC2Key reaches all clients; one that missed it can be told again."""
    world = World(tmp_path, "public-key")
    alice, bob, carol = three(world)
    carol.online = False
    world.clock.now += 1
    former = world.c2.public_key
    assert len(world.do(world.c2.rotate_own_key())) == 3
    assert world.c2.public_key != former
    world.clock.now += 1
    carol.online = True
    world.do(world.c2.rotate(TOPIC))
    assert world.talk(alice, bob, carol, topic=TOPIC) == [True, False]
    world.do(world.c2.repeat_own_key("carol"))
    world.clock.now += 1
    world.do(world.c2.rekey("carol"))
    assert world.talk(alice, bob, carol, topic=TOPIC) == [True, True]
    with pytest.raises(ValueError, match="no key of its own"):
        C2.create(tmp_path / "s.db", DB_KEY).rotate_own_key()


def test_a_given_own_key(tmp_path):
    """A C2 of public-key mode goes on with the key of a deployed one."""
    c2 = C2.create(tmp_path / "c2.db", DB_KEY, "public-key", private_key=bytes(31) + b"\x40")
    assert c2.public_key == curve25519_public(bytes(31) + b"\x40")


# What C2 refuses.


def test_wrong_arguments(world):
    """Names that are not there, names that are, and topics that cannot be."""
    three(world)
    with pytest.raises(KeyError, match="no client 'dora'"):
        world.c2.give("dora", TOPIC)
    with pytest.raises(KeyError, match="no topic 'plant/2'"):
        world.c2.give("alice", "plant/2")
    with pytest.raises(ValueError, match="there is a topic"):
        world.c2.add_topic(TOPIC)
    for topic in ("", "a/+", "#", "$SYS/x", "e4/x", "x" * 513):
        with pytest.raises(ValueError, match="cannot be a topic"):
            world.c2.add_topic(topic)
    with pytest.raises(ValueError, match="policy must be one of"):
        world.c2.add_topic("y", 3)
    for key in (None, bytes(32), b"x"):
        with pytest.raises((ValueError, InvalidKeyMaterial)):
            world.c2.add_client("eve", key)
    with pytest.raises(ValueError, match=r"registered already|sig_key and announce"):
        world.c2.add_client("alice", ed25519_public(bytes(32)))
    if world.c2.mode == "symmetric":
        with pytest.raises(ValueError, match="cannot know"):
            world.c2.introduce("alice", "bob")
    if world.c2.mode != "hybrid":
        for call in (
            lambda: world.c2.set_policy(TOPIC, 1),
            lambda: world.c2.prepare_own_key(),
            lambda: world.c2.new_kem_key("alice"),
            lambda: world.c2.suite,
        ):
            with pytest.raises(ValueError, match="hybrid mode"):
                call()
        assert world.c2.receive(b"E4H", "e4/x") == world.c2.objects() == []


# The database.


def test_file(tmp_path):
    """Only its owner reads it; another key, another file and a missing one are refused."""
    path = tmp_path / "c2.db"
    c2 = C2.create(path, "a passphrase of some length", "symmetric")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    c2.close()
    C2(path, "a passphrase of some length").close()
    for key in (DB_KEY, "a passphrase of other length"):
        with pytest.raises(StoreError, match="not the key"):
            C2(path, key)
    with pytest.raises(FileExistsError):
        C2.create(path, DB_KEY)
    with pytest.raises(FileNotFoundError):
        C2(tmp_path / "none", DB_KEY)
    for text in (b"no database at all" * 100, b""):
        (tmp_path / "text").write_bytes(text)
        with pytest.raises(StoreError, match="no database of C2"):
            C2(tmp_path / "text", DB_KEY)
    with pytest.raises(ValueError, match="mode must be one of"):
        C2.create(tmp_path / "none", DB_KEY, "quantum")
    with pytest.raises(InvalidKeyMaterial):
        C2.create(tmp_path / "none", bytes(32))
    assert not (tmp_path / "none").exists()


def test_nothing_secret_in_clear(world):
    """No key that C2 holds or has given is in its files as it is."""
    devices = three(world)
    world.do(world.c2.rotate(TOPIC))
    secrets = [device.client._state.topics.entries for device in devices]
    secrets = [entry[:32] for table in secrets for entry in table.values()]
    if world.c2.mode == "hybrid":
        secrets.append(world.c2._hybrid.signer().seed)
    data = b"".join(file.read_bytes() for file in world.folder.glob("c2.db*"))
    assert len(data) > 10_000
    assert secrets
    assert not [secret for secret in secrets if secret in data]


def test_values_stay_in_their_place(world):
    """Whoever can write the database, but has no key, cannot move a key to another row."""
    three(world)
    world.do(world.c2.add_topic("other"))
    world.do(world.c2.give("alice", "other"))
    column = "hybrid_key" if world.c2.mode == "hybrid" else "key"
    db = sqlite3.connect(world.path)
    sealed = f"(SELECT {column} FROM topics WHERE name = 'other')"
    db.execute(f"UPDATE topics SET {column} = {sealed} WHERE name = ?", (TOPIC,))
    db.commit()
    world.clock.now += 1
    with pytest.raises(StoreError, match="was not stored there"):
        world.c2.rekey("alice")


def test_a_failed_operation_changes_nothing(world, monkeypatch):
    """If anything fails in the middle, all of it is undone."""
    three(world)
    before = content(world.c2)

    def fail(*arguments, **named):
        raise OSError("no space left on the device")

    where = "some_rekeys" if world.c2.mode == "hybrid" else "commands"
    side = world.c2._hybrid if world.c2.mode == "hybrid" else world.c2._v1
    monkeypatch.setattr(side, where, fail)
    for call in (
        lambda: world.c2.remove_client("alice"),
        lambda: world.c2.take("alice", TOPIC),
        lambda: world.c2.remove_topic(TOPIC),
    ):
        with pytest.raises(OSError, match="no space"):
            call()
        assert content(world.c2) == before


def test_threads(tmp_path):
    """Operations from several threads come one after the other."""
    world = World(tmp_path)
    world.device("alice")
    world.c2.add_topic(TOPIC)
    epochs = []

    def work():
        for _ in range(20):
            epochs.extend(x.payload[8:16] for x in world.c2.rekey())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(epochs)) == 80
