"""E4-H1: KEM keys and key objects of a client (E4-H1, 6.2 and 6.7)."""

import pytest
from e4_h1 import (
    TOPIC,
    XWING,
    Clock,
    Server,
    acquainted,
    alone,
    commands,
    device,
    key,
    pair,
    refused,
    sigkey,
    take,
)
from helpers import flipped

from pqpy.e4 import Client, _objects
from pqpy.e4.errors import NotAuthentic, RefusedObject, Replayed


def announces(client):
    """The ANNOUNCEs that a client wants published."""
    topic = f"e4/{client.id.hex()}/a"
    found = [p.payload for p in client.outgoing() if p.topic == topic]
    return [_objects.Announce.parse(data, XWING) for data in found]


def test_f4_a_step_of_forward_secrecy():
    """NewKemKey, ANNOUNCE, REKEY to the new key: the former seed and K_cmd are gone."""
    for in_rekey in (True, False):
        server, client = alone()
        seeds = [client._state.kem_keys[0], client._state.command_key]
        server.clock.now += 1
        if in_rekey:
            take(client, server.rekey(client, key(), commands.new_kem_key(), counter=0))
            seeds[1] = client._state.command_key
        else:
            take(client, server.command(client, commands.new_kem_key()))
        [announce] = announces(client)
        announce.verify(_objects.SigKey.parse(client.signing_key_object, XWING))
        assert announce.counter == 1
        server.clock.now += 1
        take(client, server.rekey(client, key()))
        assert list(client._state.kem_keys) == [1]
        assert client._own._kem_keys.keys() == {1}
        for gone in seeds:
            assert gone not in (client._state.kem_keys[1], client._state.command_key)


def test_f4_a_rekey_to_the_former_key_still_opens():
    """Until C2 has the ANNOUNCE; it keeps both."""
    server, client = alone()
    former = client.announcement
    take(client, server.command(client, commands.new_kem_key()))
    public = _objects.Announce.parse(former, XWING).kem_public_key
    server.clock.now += 1
    take(client, server.rekey(client, key(), counter=0, kem_public_key=public))
    assert list(client._state.kem_keys) == [0, 1]


def test_f4_a_thousand_times_new_kem_key():
    """Two seeds, one ANNOUNCE, the same up to the signature."""
    server, client = alone()
    found = set()
    for _ in range(1000):
        server.clock.now += 1
        take(client, server.command(client, commands.new_kem_key()))
        found |= {bytes(one)[:-2484] for one in announces(client)}
    assert list(client._state.kem_keys) == [0, 1]
    assert len(found) == 1


def test_f4_c2_restored_from_before_two_kem_rotations():
    """It names a counter that is gone: the newest ANNOUNCE comes, at most once an hour."""
    server, client = alone()
    old = _objects.Announce.parse(client.announcement, XWING)
    for _ in range(2):
        take(client, server.command(client, commands.new_kem_key()))
        server.clock.now += 1
        take(client, server.rekey(client, key()))
    client.outgoing()
    restored = {"counter": 0, "kem_public_key": old.kem_public_key}
    for pause, answers in ((1, 1), (3599, 0), (1, 1)):
        server.clock.now += pause
        with refused(client, RefusedObject):
            take(client, server.rekey(client, key(), **restored))
        assert [one.counter for one in announces(client)] == [2] * answers
    server.clock.now += 1
    take(client, server.rekey(client, key("contact")))  # from the ANNOUNCE that it read


@pytest.mark.parametrize("rotations", [1, 2])
def test_f4_client_store_rolled_back(tmp_path, rotations):
    """It makes a new key above the one that C2 names; C2's operator confirms it: contact again."""
    server = Server(Clock())
    client = device(server, path=tmp_path / "store")
    take(client, server.rekey(client, key()))
    old = (tmp_path / "store").read_bytes()
    for _ in range(rotations):
        take(client, server.command(client, commands.new_kem_key()))
        server.clock.now += 1
        latest = {"counter": client._state.next_counter}
        latest["kem_public_key"] = _objects.Announce.parse(
            client.announcement, XWING
        ).kem_public_key
        take(client, server.rekey(client, key()))
    (tmp_path / "store").write_bytes(old)
    client = Client.load(tmp_path / "store", clock=server.clock)
    client.outgoing()
    server.clock.now += 1
    with pytest.raises(RefusedObject):
        take(client, server.rekey(client, key(), **latest))
    [announce] = announces(client)
    assert announce.counter == rotations + 1
    assert list(client._state.kem_keys) == [0, rotations + 1]
    server.clock.now += 1
    with refused(client, RefusedObject):
        take(client, server.rekey(client, key(), **latest))
    assert announces(client) == []  # once an hour
    take(client, server.rekey(client, key("contact")))
    assert client._state.kem_keys.keys() == {rotations + 1}


def test_f4_only_c2_makes_a_client_heal():
    """An unsigned, an old or a foreign REKEY with a wrong counter has no answer."""
    server, client = alone()
    server.clock.now += 1
    data = server.rekey(client, counter=7)
    thief = Server(server.clock, "thief")
    for bad in (
        flipped(data, 8 * (len(data) - 1)),
        thief.rekey(client, counter=7),
        server.rekey(client, counter=7, epoch=client.epoch),
    ):
        with refused(client, RefusedObject, Replayed):
            take(client, bad)
        assert announces(client) == []
    with refused(client, RefusedObject):
        take(client, server.rekey(client, counter=2**64 - 1))
    assert announces(client) == []


def test_counters_end():
    """After 2^64 - 1 there is no next KEM key, and no crash."""
    server, client = alone()
    client._commit(client._state.with_kem_key(2**64 - 1))
    server.clock.now += 1
    take(client, server.rekey(client, key()))
    take(client, server.command(client, commands.new_kem_key()))
    assert list(client._state.kem_keys) == [2**64 - 1]


def test_f17_sigkey_of_alice_under_bobs_id():
    """C2 named alice's print with bob's id: alice's object is not taken for it."""
    server, alice, bob, inner = pair()
    carol = device(server, "carol")
    server.clock.now += 1
    wrong = commands.set_pub_print(alice.fingerprint, bob.id)
    take(carol, server.rekey(carol, inner[0], wrong))
    with refused(carol, RefusedObject):
        carol.take_object(alice.signing_key_object)
    with refused(carol, RefusedObject):
        carol.take_object(bob.signing_key_object)
    relabelled = alice.signing_key_object
    with refused(carol, RefusedObject):
        carol.take_object(relabelled[:8] + bob.id + relabelled[24:])
    for sender in (alice, bob):
        with refused(carol):
            carol.unprotect(sender.protect_message(b"x", TOPIC), TOPIC)


def test_f17_a_print_for_two_ids():
    """The object counts for the id that stands in it."""
    server, alice, bob, inner = pair()
    server.clock.now += 1
    both = [commands.set_pub_print(alice.fingerprint, who) for who in (bob.id, alice.id)]
    take(bob, server.rekey(bob, inner[0], *both))
    assert bob.unprotect(alice.protect_message(b"x", TOPIC), TOPIC) == b"x"
    with refused(bob):
        bob.unprotect(bob.protect_message(b"x", TOPIC), TOPIC)


def test_f17_a_prefix_of_16_bytes_is_not_enough():
    """The whole fingerprint counts, in every place."""
    server, alice, bob, inner = pair()
    carol = device(server, "carol")
    server.clock.now += 1
    close = bob.fingerprint[:16] + alice.fingerprint[16:]
    take(carol, server.rekey(carol, inner[0], commands.set_pub_print(close, bob.id)))
    with refused(carol, RefusedObject):
        carol.unprotect(bob.signing_key_object, f"e4/k/{bob.fingerprint[:16].hex()}")
    near = server.identity.print[:16] + bytes(16)
    lost = Client.hybrid("dave", c2_print=near, clock=server.clock)
    with refused(lost, RefusedObject):
        lost.unprotect(server.key_object, f"e4/k/{near[:16].hex()}")


def test_f17_c2key_bytes_served_as_sigkey():
    """Types are not mixed up: neither is taken where the other is wanted."""
    server, alice, bob, inner = pair()
    server.clock.now += 1
    take(bob, server.rekey(bob, inner[0], commands.set_pub_print(server.identity.print, alice.id)))
    bob.take_object(server.key_object)  # as the C2KEY that it is
    with refused(bob):
        bob.unprotect(alice.protect_message(b"x", TOPIC), TOPIC)
    print_of_alice = Client.hybrid("eve", c2_print=alice.fingerprint, clock=server.clock)
    with refused(print_of_alice, RefusedObject):
        print_of_alice.take_object(alice.signing_key_object)


def test_objects_are_kept_in_files(tmp_path):
    """Beside the store, found by fingerprint; damaged ones are as if they were not there."""
    server = Server(Clock())
    path = tmp_path / "store"
    client = device(server, path=path)
    bob = device(server, "bob")
    take(client, server.rekey(client, key(), *acquainted(bob)))
    client.take_object(bob.signing_key_object)
    files = {p.name: p for p in (tmp_path / "store.objects").iterdir()}
    assert files.keys() == {server.identity.print.hex(), bob.fingerprint.hex()}
    again = Client.load(path, clock=server.clock)
    assert again.subscriptions() == {again.receiving_topic}
    files[bob.fingerprint.hex()].write_bytes(bytes(sigkey()))
    files[server.identity.print.hex()].write_bytes(b"")
    again = Client.load(path, clock=server.clock)
    assert len(again.subscriptions()) == 3
    again.take_object(server.key_object)
    server.clock.now += 1
    take(again, server.rekey(again, key()))
    assert [p.name for p in (tmp_path / "store.objects").iterdir()] == [server.identity.print.hex()]


def test_a_rekey_opened_by_k_cmd_of_another_client():
    """Commands of one client are not authentic to another, nor is its REKEY."""
    server, alice, bob, inner = pair()
    data = server.command(alice, key("2"))
    with refused(bob, NotAuthentic):
        take(bob, data)
    assert inner


def test_key_objects_that_are_there_already():
    """They are not written again, and lead to no new subscription."""
    server, alice, bob, _ = pair()
    assert bob.wants_resubscribe()
    files = dict(bob._keys._kept)
    for _ in range(3):
        bob.take_object(server.key_object)
        bob.take_object(alice.signing_key_object)
    assert not bob.wants_resubscribe()
    assert all(bob._keys._kept[name] is one for name, one in files.items())
