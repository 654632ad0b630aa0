"""E4-H1: a client and its REKEYs (E4-H1, 6.2 and 6.6)."""

import e4_h1
import pytest
from e4_h1 import (
    NOW,
    TOPIC,
    XWING,
    Clock,
    Server,
    alone,
    commands,
    device,
    key,
    pair,
    refused,
    seed,
    stored,
    take,
    topic,
)
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client
from pqpy.e4.errors import (
    E4Error,
    NeedsRekey,
    RefusedObject,
    Replayed,
    TimestampInFuture,
    TimestampTooOld,
    UnsupportedCommand,
)

TRUST = [
    commands.set_policy(topic(), 1),
    commands.set_c2_print(seed("own C2")),
    commands.set_pub_print(seed("own SIGKEY"), b"i" * 16),
]


def test_a_new_client():
    """It has keys of its own, publishes them, and waits on its control topic."""
    client = Client.hybrid("alice", c2_print=seed("C2"), clock=Clock())
    assert client.id == e4_h1._wire.id_of("alice")
    assert client.receiving_topic == "e4/" + client.id.hex()
    sigkey, announce = client.outgoing()
    assert sigkey == (f"e4/k/{client.fingerprint[:16].hex()}", client.signing_key_object, 1, True)
    assert announce == (client.receiving_topic + "/a", client.announcement, 1, True)
    assert client.outgoing() == []
    wanted = f"e4/k/{seed('C2')[:16].hex()}"
    assert client.subscriptions() == {client.receiving_topic, wanted}
    assert not client.wants_resubscribe()
    other = Client.hybrid("alice", c2_print=seed("C2"), clock=Clock())
    assert other.fingerprint != client.fingerprint


@pytest.mark.parametrize("suite", ["MLKEM1024-X25519", "Kyber768-X25519", "R5ND_3CCA_5d-X25519"])
def test_other_suites(suite):
    """All of it works in the other suites; those of the package's own need a switch."""
    found = e4_h1._suites.find(suite, experimental=True)
    server = Server(Clock(), suite=found)
    if found.experimental:
        with pytest.raises(ValueError, match="experimental"):
            device(server, suite=suite)
    client = device(server, suite=suite, experimental=True)
    take(client, server.rekey(client, key()))
    take(client, server.command(client, commands.new_kem_key()))
    server.clock.now += 1
    take(client, server.rekey(client, key()))
    assert client.protect_message(b"x", TOPIC)


@pytest.mark.parametrize("other", e4_h1.ALL_SUITES[1:], ids=lambda s: s.name)
def test_another_suite_is_never_taken(other):
    """No negotiation: a REKEY in another suite, or relabelled to it, changes nothing."""
    server, client = alone()
    foreign = Server(Clock(NOW + 1), suite=other)
    stranger = device(foreign, suite=other.byte, experimental=True)
    with refused(client, RefusedObject):
        take(client, foreign.rekey(stranger, receiver_id=client.id))
    server.clock.now += 1
    data = server.rekey(client)
    with refused(client, RefusedObject):
        take(client, data[:4] + other.code + data[5:])
    take(client, data)


def test_f1_trust_under_k_cmd_is_refused():
    """SetPolicy, SetC2Print and SetPubPrint need a signature; SetIDKey is no command at all."""
    server, client = alone()
    for command in TRUST:
        with refused(client, NeedsRekey):
            take(client, server.command(client, command))
    for command in (commands.set_id_key(bytes(64)), commands.set_id_key(bytes(32))):
        with refused(client, UnsupportedCommand):
            take(client, server.command(client, command))
    with refused(client, UnsupportedCommand):
        take(client, server.command(client, commands.set_pub_key(seed("k"), b"i" * 16)))
    with refused(client, UnsupportedCommand):
        take(client, server.command(client, commands.set_c2_key(seed("k"))))


def test_f1_trust_inside_a_rekey_is_taken():
    """Policy, C2's next print, a peer's print."""
    server, client = alone()
    server.clock.now += 1
    take(client, server.rekey(client, key(), *TRUST))
    state = client._state
    assert state.policy(topic()) == 1
    assert state.pending_c2 == seed("own C2")
    assert state.prints == {b"i" * 16: seed("own SIGKEY")}
    assert f"e4/k/{seed('own C2')[:16].hex()}" in client.subscriptions()


@pytest.mark.parametrize("size", [32, 64])
def test_f1_set_id_key_inside_a_rekey_refuses_the_whole(size):
    """C2 does not even build one."""
    server, client = alone()
    set_id_key = commands.set_id_key(seed("identity")[:32] * (size // 32))
    with pytest.raises(UnsupportedCommand):
        server.rekey(client, key(), set_id_key)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.bad_rekey(client, key("2"), set_id_key))


def test_f1_k_cmd_cannot_take_a_client_over():
    """Whoever knows K_cmd names his own C2 and sends its REKEY: neither is taken."""
    server, client = alone()
    thief = Server(server.clock, "thief")
    thief.keys[client.id] = server.keys[client.id]
    with refused(client, NeedsRekey):
        take(client, thief.command(client, commands.set_c2_print(thief.identity.print)))
    with refused(client, RefusedObject):
        client.take_object(thief.key_object)
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, thief.rekey(client, key("thief")))


def test_rekeys_are_for_one_client():
    """Another receiver's is refused, and so is one whose id was changed."""
    server, alice, bob, inner = pair()
    server.clock.now += 1
    data = server.rekey(bob, *inner)
    with refused(alice, RefusedObject):
        take(alice, data)
    with refused(alice, RefusedObject):
        take(alice, data[:24] + alice.id + data[40:])
    registered_again = server.rekey(bob, receiver_id=alice.id)
    with refused(alice, RefusedObject):
        take(alice, registered_again)


def test_rekeys_only_go_forward():
    """Equal and lower epochs are refused, higher ones taken weeks late."""
    server, client = alone()
    for epoch in (client.epoch, client.epoch - 1, 0, 1):
        with refused(client, Replayed):
            take(client, server.rekey(client, epoch=epoch))
    data = server.rekey(client, key(), epoch=NOW + 1)
    server.clock.now += 3_000_000
    take(client, data)
    assert client.epoch == NOW + 1
    with refused(client, Replayed):
        take(client, data)


def test_f5_epochs_at_most_a_day_ahead():
    """A day ahead of the client's clock is taken, a second more is not."""
    server, client = alone()
    with refused(client, RefusedObject):
        take(client, server.rekey(client, epoch=NOW + 86_401))
    take(client, server.rekey(client, epoch=NOW + 86_400))


def test_a_rekey_comes_on_the_control_topic_only():
    """Elsewhere it is refused, and a message topic never takes one as a message."""
    server, client = alone()
    server.clock.now += 1
    data = server.rekey(client, key())
    for elsewhere in (TOPIC, "e4/" + bytes(16).hex(), ""):
        with refused(client, RefusedObject):
            client.unprotect(data, elsewhere)
    take(client, data)


def test_f19_changed_headers_are_dropped():
    """Every single-byte change: never tried as a command, whatever else is in it."""
    server, client = alone()
    server.clock.now += 1
    data = server.rekey(client, key())
    before = stored(client)
    for at in range(8):
        for other in set(range(256)) - {data[at]}:
            with pytest.raises(E4Error) as caught:
                take(client, data[:at] + bytes([other]) + data[at + 1 :])
            wanted = RefusedObject if at != 7 else (TimestampInFuture, TimestampTooOld)
            assert isinstance(caught.value, wanted)
    assert stored(client) == before
    take(client, data)


def test_objects_for_c2_are_refused():
    """ANNOUNCE and MIGRATE are not for clients; what is no object is none."""
    _, client = alone()
    with refused(client, RefusedObject):
        client.take_object(client.announcement)
    assert not client.take_object(b"")
    assert not client.take_object(b"E4H\x01\x01\x01\x00")
    assert client._state.suite is XWING


@given(
    junk=st.binary(max_size=200),
    kind=st.integers(0, 9),
    size=st.sampled_from([0, 1368, 1992, 2556, 3453, 4595, 4700]),
    where=st.sampled_from(["control", TOPIC, "e4/k/00"]),
)
def test_no_input_crashes_a_client_or_changes_it(junk, kind, size, where):
    """Whatever comes, wherever: an E4Error, and the state stays."""
    _, client = alone()
    where = client.receiving_topic if where == "control" else where
    head = XWING.header(1)[:5] + bytes([kind, 0, 0xE4]) if kind else b""
    with refused(client, E4Error):
        client.unprotect((head + junk).ljust(size, b"\x01"), where)


@given(data=st.data())
def test_no_changed_rekey_changes_a_client(data):
    """A REKEY with any bytes replaced is refused."""
    server, client = alone()
    server.clock.now += 1
    good = server.rekey(client, key("2"))
    at = data.draw(st.integers(0, len(good) - 1))
    some = data.draw(st.binary(min_size=1, max_size=40))
    bad = good[:at] + some + good[at + len(some) :]
    if bad[: len(good)] == good:
        return
    with refused(client, RefusedObject, Replayed, TimestampTooOld, TimestampInFuture):
        take(client, bad)


def test_wrong_arguments():
    """TypeError and ValueError, as everywhere."""
    _, client = alone()
    with pytest.raises(TypeError):
        client.unprotect("text", TOPIC)
    with pytest.raises(ValueError, match="c2_print"):
        Client.hybrid("alice", c2_print=bytes(31))
    with pytest.raises(ValueError, match="16 bytes"):
        Client.hybrid(b"short", c2_print=bytes(32))
    with pytest.raises(ValueError, match="no suite"):
        Client.hybrid("alice", c2_print=bytes(32), suite="Kyber512")
    assert "seed" not in repr(client._state)


def test_cheap_checks_come_before_signatures(monkeypatch):
    """A REKEY of an impossible length, suite, receiver, C2 key or epoch costs no verification."""
    server, alice, bob, inner = pair()
    server.clock.now += 1
    good = server.rekey(alice, *inner)
    calls = []
    verify = e4_h1._objects.C2Key.verify

    def counted(*arguments):
        calls.append(1)
        return verify(*arguments)

    monkeypatch.setattr(e4_h1._objects.C2Key, "verify", counted)
    for bad in (
        good[:4594],
        good[:4] + b"\x02" + good[5:],
        good[:24] + bob.id + good[40:],
        good[:40] + seed("C2?") + good[72:],
        good[:8] + bytes(8) + good[16:],
        good[:8] + b"\xff" * 8 + good[16:],
    ):
        with refused(alice, RefusedObject, Replayed):
            take(alice, bad)
    assert calls == []
    take(alice, good)
    assert calls == [1]


def test_a_stolen_client_cannot_be_told_whom_to_trust():
    """Who copied S, the KEM seed and K_cmd sends topic commands, and nothing that needs C2."""
    server, client = alone()
    thief = Server(server.clock, "thief")
    thief.keys[client.id] = client._state.command_key
    take(client, thief.command(client, key("thief")))
    for command in TRUST:
        with refused(client, NeedsRekey):
            take(client, thief.command(client, command))
    server.clock.now += 1
    data = thief.rekey(client, key("thief"))
    as_c2 = data[:40] + server.identity.print + data[72:-3373]
    for signer in (thief.identity, client._own.identity):
        with refused(client, RefusedObject):
            take(client, as_c2 + signer.sign(as_c2, b"E4-H1 rekey\x01"))
