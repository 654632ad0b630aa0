"""E4-H1: the client's file (E4-H1, 6.8)."""

import base64
import json
import os
import stat

import pytest
from e4_h1 import (
    ALL_SUITES,
    NOW,
    OTHER,
    TOPIC,
    Clock,
    Server,
    acquainted,
    commands,
    deliver,
    device,
    key,
    pair,
    policies,
    refused,
    seed,
    stored,
    take,
    topic,
)
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client, _store
from pqpy.e4._wire import previous_slot
from pqpy.e4.errors import E4Error, NotAuthentic, Replayed, StoreError


def b64(data):
    return base64.b64encode(data).decode()


def full(path):
    """A server, and a client in *path* that has one of everything."""
    server = Server(Clock())
    client, bob = device(server, path=path), device(server, "bob")
    inner = [key(), *policies(1), *acquainted(bob)]
    for one in (client, bob):
        take(one, server.rekey(one, *inner))
    client.take_object(bob.signing_key_object)
    bob.protect_message(b"x", TOPIC)
    deliver(bob, client)
    server.clock.now += 1
    pending = commands.set_c2_print(seed("next C2"))
    take(client, server.rekey(client, key("2"), *inner[1:], pending))
    take(client, server.command(client, commands.new_kem_key()))
    return server, client, bob


def test_the_file(tmp_path):
    """The fields of 6.8, each once; Go's outer object with the previous key and T."""
    path = tmp_path / "store"
    server, client, bob = full(path)
    value = json.loads(path.read_bytes())
    state = client._state
    assert list(value) == ["ID", "TopicKeys", "Key", "ReceivingTopic"]
    slot = previous_slot(topic()).hex()
    replaced = seed("topic key") + (NOW + 1).to_bytes(8, "little")
    assert value["TopicKeys"] == dict(
        sorted({topic().hex(): b64(seed("2")), slot: b64(replaced)}.items())
    )
    assert value["Key"]["keyType"] == 2
    [session] = state.sessions[bob.id]
    assert value["Key"]["keyData"] == {
        "Suite": 1,
        "Seed": b64(state.seed),
        "SignerID": b64(client.id),
        "C2Print": b64(server.identity.print),
        "PendingC2": b64(seed("next C2")),
        "KemKeys": {"0": b64(state.kem_keys[0]), "1": b64(state.kem_keys[1])},
        "Epoch": client.epoch,
        "CmdKey": b64(server.keys[client.id]),
        "LastCmd": NOW + 1,
        "CmdSeen": [b64(state.seen[0])],
        "ClockFloor": NOW + 1,
        "PubPrints": {bob.id.hex(): b64(bob.fingerprint)},
        "Policies": {topic().hex(): 1},
        "Sessions": {
            bob.id.hex(): [
                {
                    "From": NOW,
                    "To": NOW + 3600,
                    "Key": b64(session.key),
                    "Print": b64(bob.fingerprint),
                }
            ]
        },
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_loaded_and_written_back(tmp_path):
    """The same bytes, the same keys, the same behaviour."""
    path = tmp_path / "store"
    server, client, bob = full(path)
    again = Client.load(path, clock=server.clock)
    assert stored(again) == path.read_bytes() == stored(client)
    assert again.fingerprint == client.fingerprint
    assert again.announcement[:-2484] == client.announcement[:-2484]
    assert {p.topic for p in again.outgoing()} == {
        f"e4/k/{client.fingerprint[:16].hex()}",
        f"e4/{client.id.hex()}/a",
    }
    server.clock.now += 1
    take(bob, server.rekey(bob, key("2"), *policies(1)))
    data = bob.protect_message(b"after", TOPIC)
    assert again.unprotect(data, TOPIC) == b"after"
    with pytest.raises(FileExistsError):
        device(server, path=path)


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_every_suite_is_loaded(tmp_path, suite):
    """The switch was turned when the store was made."""
    server = Server(Clock(), suite=suite)
    device(server, path=tmp_path / "store", suite=suite.byte, experimental=True)
    assert Client.load(tmp_path / "store", clock=server.clock).suite == suite


def test_f7_repeats_after_a_restart(tmp_path):
    """The order and the memory of commands are in the file, with the commands' effects."""
    path = tmp_path / "store"
    server = Server(Clock())
    client = device(server, path=path)
    take(client, server.rekey(client, key()))
    earlier = server.command(client, key("0", OTHER), NOW - 1)
    data = [server.command(client, key(n, n)) for n in ("1", "2")]
    for one in data:
        take(client, one)
    for _ in range(2):
        client = Client.load(path, clock=server.clock)
        for one in (*data, earlier):
            with refused(client, Replayed):
                take(client, one)
    server.clock.now += 1
    take(client, server.command(client, key("3", OTHER)))


def test_f9_an_expired_previous_key_is_gone_from_the_file(tmp_path):
    """After the hour and a word from the application, or the next command."""
    path = tmp_path / "store"
    server = Server(Clock())
    client = device(server, path=path)
    take(client, server.rekey(client, key()))
    take(client, server.command(client, key("2")))
    former = b64(seed("topic key"))[:40].encode()
    assert former in path.read_bytes()
    server.clock.now += 3600
    client.expire()
    assert former in path.read_bytes()
    server.clock.now += 1
    client.expire()
    assert former not in path.read_bytes()


def test_f19_a_scan_after_a_rekey(tmp_path):
    """No bytes of the erased seed, K_cmd or topic keys in any file, in any common encoding."""
    path = tmp_path / "store"
    server = Server(Clock())
    client = device(server, path=path)
    take(client, server.rekey(client, key()))
    take(client, server.command(client, commands.new_kem_key()))
    erased = [client._state.kem_keys[0], server.keys[client.id], seed("topic key")]
    server.clock.now += 1
    take(client, server.rekey(client, commands.remove_topic(topic()), key("2")))
    for root, _, names in os.walk(tmp_path):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                data = file.read()
            for secret in erased:
                for shift in range(3):  # wherever base64 begins
                    assert base64.b64encode(bytes(shift) + secret)[4:-4] not in data
                assert secret not in data
                assert secret.hex().encode() not in data


class Crash(Exception):
    """The machine stops here."""


CALLS = ["open", "fsync", "replace", "unlink", "makedirs"]


def crashing(monkeypatch, name, at):
    """os.<name> fails at its call number *at*; returns the number of calls so far."""
    calls = []
    real = getattr(os, name)

    def call(*arguments, **named):
        calls.append(name)
        if len(calls) == at:
            raise Crash
        return real(*arguments, **named)

    monkeypatch.setattr(os, name, call)
    return calls


@pytest.mark.parametrize("what", ["rekey", "command", "session", "handover", "new kem key"])
@pytest.mark.parametrize("name", CALLS)
def test_f12_crash_at_each_write(tmp_path, monkeypatch, name, what):
    """The file holds the old or the new state, whole; and the client goes on from it."""
    for at in range(1, 9):
        path = tmp_path / f"{name}{at}" / "store"
        path.parent.mkdir()
        server, client, bob = full(path)
        server.clock.now += 1
        topic_name, data = client.receiving_topic, b""
        if what == "rekey":
            data = server.rekey(client, key("3"), *policies(1), *acquainted(bob))
        elif what == "command":
            data = server.command(client, key("3"))
        elif what == "new kem key":
            take(client, server.rekey(client, key("2"), *policies(1), *acquainted(bob)))
            data = server.command(client, commands.new_kem_key())
        elif what == "session":
            bob._own.sessions._keys.clear()
            take(bob, server.rekey(bob, key("2"), *policies(1)))
            bob.protect_message(b"y", TOPIC)
            data = {p.topic[-2:]: p.payload for p in bob.outgoing()}["/s"]
        else:
            client._search.begin(server.identity.print, bytes(32), NOW)
            data = server.handover(Server(server.clock, "c2 next"))
        old = path.read_bytes()
        with monkeypatch.context() as patch:
            calls = crashing(patch, name, at)
            try:
                client.unprotect(data, topic_name)
                crashed = False
            except Crash:
                crashed = True
        new = path.read_bytes()
        again = Client.load(path, clock=server.clock)
        assert stored(again) == new
        if not crashed:
            assert new != old
            assert len(calls) < at
            return
        if what in ("rekey", "command") and new == old:
            take(again, data)
            assert again._state.topics.entries[topic()] == seed("3")
    raise AssertionError("it still crashes")


def test_a_failed_write_changes_nothing(tmp_path, monkeypatch):
    """The client stays as it was, and takes the same command when the disk is well again."""
    path = tmp_path / "store"
    server, client, _ = full(path)
    server.clock.now += 1
    data = server.command(client, key("3"))
    with monkeypatch.context() as patch, refused(client, Crash):
        crashing(patch, "replace", 1)
        take(client, data)
    take(client, data)
    assert client._state.topics.entries[topic()] == seed("3")


def damaged(tmp_path, **changed):
    """A store in which members of keyData are others."""
    path = tmp_path / "store"
    if not path.exists():
        full(path)
    value = json.loads(path.read_bytes())
    for name, other in changed.items():
        where = value if name in value else value["Key"]["keyData"]
        if other is None:
            del where[name]
        else:
            where[name] = other
    bad = tmp_path / "bad"
    bad.write_text(json.dumps(value))
    return bad


MEMBERS = [
    "Suite", "Seed", "SignerID", "C2Print", "PendingC2", "KemKeys", "Epoch", "CmdKey", "LastCmd",
    "CmdSeen", "ClockFloor", "PubPrints", "Policies", "Sessions", "ID", "TopicKeys",
]  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize(
    "other",
    [
        None, -1, 2**64, 3, True, 1.5, "x", b64(b"short"), [], [1], ["x"], {}, {"x": "y"},
        {"00" * 16: "x"}, {"00" * 16: 3}, {"00" * 16: [1]}, {"1": b64(b"s")}, {"9" * 30: "x"},
    ],
    ids=repr,
)  # fmt: skip
def test_damaged_stores(tmp_path_factory, name, other):
    """A member that is missing or wrong is a StoreError and no crash."""
    path = damaged(tmp_path_factory.getbasetemp(), **{name: other})
    good = [
        *[("Epoch", 3), ("LastCmd", 3), ("ClockFloor", 3), ("CmdSeen", [])],
        *[(n, {}) for n in ("PubPrints", "Policies", "Sessions", "TopicKeys")],
    ]
    if (name, other) in good and other is not True:
        Client.load(path)
    else:
        with pytest.raises(StoreError):
            Client.load(path)


def test_other_damages(tmp_path):
    """Values that do not go together."""
    for changed in (
        {"CmdKey": b64(bytes(32))},
        {"CmdSeen": [b64(bytes(16))] * 257},
        {"C2Print": ""},
        {"SignerID": b64(bytes(16))},
        {"TopicKeys": {"00" * 16: b64(bytes(33))}},
        {"KemKeys": {str(n): b64(bytes(32)) for n in range(3)}},
        {"KemKeys": {str(2**64): b64(bytes(32))}},
        {"Suite": 0xF3},
        {"Policies": {"00" * 16: 0}},
    ):
        with pytest.raises(StoreError):
            Client.load(damaged(tmp_path, **changed))


@given(at=st.integers(0, 10_000), junk=st.binary(max_size=20))
def test_no_file_crashes_the_loader(tmp_path_factory, at, junk):
    """Bytes of a store replaced: it loads or is a StoreError."""
    base = tmp_path_factory.getbasetemp() / "fuzz"
    base.mkdir(exist_ok=True)
    if not (base / "store").exists():
        full(base / "store")
    data = (base / "store").read_bytes()
    at %= len(data)
    (base / "bad").write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        client = Client.load(base / "bad", clock=Clock())
        client.expire()
        client.subscriptions()
    except StoreError:
        pass


def test_a_copied_store_cannot_be_told_here(tmp_path):
    """Two devices of one store announce the same counter with different keys: C2's alarm."""
    path = tmp_path / "store"
    server = Server(Clock())
    client = device(server, path=path)
    take(client, server.rekey(client, key()))
    twin = Client.load(path, clock=server.clock)
    data = server.command(client, commands.new_kem_key())
    take(client, data)
    twin._path = None
    take(twin, data)
    assert client.announcement[24:32] == twin.announcement[24:32]
    assert client.announcement[32:64] != twin.announcement[32:64]


def test_unwritable_places(tmp_path):
    """No directory: no client."""
    with pytest.raises(OSError, match="No such file"):
        device(Server(Clock()), path=tmp_path / "missing" / "store")


def test_stores_of_other_kinds(tmp_path):
    """An unknown keyType, and a symmetric client's file."""
    with pytest.raises(StoreError):
        Client.load(damaged(tmp_path, Key={"keyType": 3, "keyData": {}}))
    assert _store.decode(damaged(tmp_path).read_bytes()).key_type == 2


def test_pairs_with_files(tmp_path):
    """Two clients, messages over a restart of both."""
    server, alice, bob, _ = pair()
    assert bob.unprotect(alice.protect_message(b"x", TOPIC), TOPIC) == b"x"
    with pytest.raises(E4Error):
        Client.load(tmp_path / "none")
    carol = device(server, "carol", path=tmp_path / "carol")
    with refused(carol, NotAuthentic):
        take(carol, server.command(bob, key("2")))
