"""E4-H1: whom a client believes: C2's keys, key objects, KEM keys (spec/e4-hybrid.md, 6.7)."""

import random
from contextlib import suppress
from itertools import pairwise

import e4_h1
import pytest
from e4_h1 import (
    NOW,
    TOPIC,
    XWING,
    Clock,
    Server,
    acquainted,
    commands,
    device,
    key,
    pair,
    refused,
    seed,
    sigkey,
    stored,
    take,
)
from helpers import flipped

from pqpy.e4 import Client, _objects
from pqpy.e4.errors import NotAuthentic, RefusedObject, Replayed


def where(server, end=""):
    """The topic of a server's C2KEY; with "/n", of its HANDOVER."""
    return f"e4/k/{server.identity.print[:16].hex()}{end}"


class Broker:
    """Retained objects, and one client that is subscribed to what it asks for."""

    def __init__(self, client):
        self.client, self.retained, self.had = client, {}, {}
        self.fetched = []

    def keep(self, topic, data):
        """Retain an object."""
        self.retained[topic] = data

    def settle(self):
        """Deliver until nothing new is asked for."""
        for _ in range(100):
            again = {self.client.receiving_topic} if self.client.wants_resubscribe() else set()
            wanted = self.client.subscriptions()
            news = {t for t in wanted if self.had.get(t) != self.retained.get(t)} | again
            if not news:
                return
            for topic in sorted(news):
                self.had[topic] = self.retained.get(topic)
                if topic in self.retained:
                    self.fetched.append(topic)
                    with suppress(RefusedObject, Replayed):
                        self.client.unprotect(self.retained[topic], topic)
            self.had = {t: data for t, data in self.had.items() if t in self.client.subscriptions()}
        raise AssertionError("it never settles")


def fleet(generations):
    """Servers that follow each other with the same clock, and a client of the first one."""
    clock = Clock()
    servers = [Server(clock, f"c2 {n}") for n in range(generations)]
    client = device(servers[0])
    take(client, servers[0].rekey(client, key()))
    broker = Broker(client)
    for former, following in pairwise(servers):
        broker.keep(where(former, "/n"), former.handover(following))
        broker.keep(where(following), following.key_object)
    clock.now += 1
    return servers, client, broker


def send(broker, server, *inner, **changed):
    """Retain a REKEY for the broker's client."""
    data = server.rekey(broker.client, *inner, **changed)
    broker.keep(broker.client.receiving_topic, data)
    return data


def pinned(client):
    """The fingerprints that a client holds of C2: pinned, pending."""
    return client._state.c2_print, client._state.pending_c2


@pytest.mark.parametrize("generations", [2, 4, 9])
def test_f3_client_offline_over_whole_rotations(generations):
    """It meets a REKEY by a key that it never heard of, follows the HANDOVERs, and takes it; chains
    of up to 8 in one go.
    """
    servers, client, broker = fleet(generations)
    send(broker, servers[-1], key("after"))
    broker.settle()
    assert pinned(client) == (servers[-1].identity.print, None)
    assert client._state.topics.entries[e4_h1.topic()] == seed("after")
    assert client.subscriptions() == {client.receiving_topic}


def test_f3_more_than_8_steps():
    """The search ends after 8; the next one, a minute later, begins again from the pinned key."""
    servers, client, broker = fleet(10)
    send(broker, servers[-1], key("after"))
    broker.settle()
    assert pinned(client) == (servers[0].identity.print, servers[8].identity.print)
    assert client.subscriptions() == {client.receiving_topic}


def test_f3_announced_in_a_rekey():
    """SetC2Print saves the search: the next REKEY by the pending key is taken, and pins it."""
    (first, second), client, broker = fleet(2)
    take(client, first.rekey(client, key(), commands.set_c2_print(second.identity.print)))
    assert pinned(client) == (first.identity.print, second.identity.print)
    broker.settle()
    assert broker.fetched == [where(second)]
    first.clock.now += 1
    take(client, second.rekey(client, key("2")))
    assert pinned(client) == (second.identity.print, None)
    first.clock.now += 1
    with refused(client, RefusedObject):
        take(client, first.rekey(client, key("3")))


def test_f3_rekey_by_the_pending_key_that_names_another():
    """Pinned F', pending F''."""
    (first, second, third), client, broker = fleet(3)
    take(client, first.rekey(client, commands.set_c2_print(second.identity.print)))
    broker.settle()
    first.clock.now += 1
    take(client, second.rekey(client, commands.set_c2_print(third.identity.print)))
    assert pinned(client) == (second.identity.print, third.identity.print)


def test_f3_complete_rekey_by_the_former_key_keeps_pending():
    """Its two resets touch no print of C2's; only SetC2Print of the pinned one clears pending."""
    (first, second), client, _ = fleet(2)
    take(client, first.rekey(client, commands.set_c2_print(second.identity.print)))
    first.clock.now += 1
    take(client, first.rekey(client, key()))
    assert pinned(client) == (first.identity.print, second.identity.print)
    first.clock.now += 1
    take(client, first.rekey(client, commands.set_c2_print(first.identity.print)))
    assert pinned(client) == (first.identity.print, None)


def test_f3_c2key_after_the_rekey():
    """The REKEY is dropped; once the key is there, the control topic is subscribed to again."""
    server = Server(Clock())
    client = Client.hybrid("alice", c2_print=server.identity.print, clock=server.clock)
    broker = Broker(client)
    data = send(broker, server, key())
    with refused(client, RefusedObject):
        take(client, data)
    broker.settle()
    assert client.epoch == 0
    broker.keep(where(server), server.key_object)
    broker.settle()
    assert client.epoch > 0
    assert not client.wants_resubscribe()


def test_f3_bad_handovers():
    """By a key that is not pinned, of another suite, in swapped order, with one half bad, unasked,
    relabelled: refused, and nothing is pending.
    """
    (first, second), client, _ = fleet(2)
    thief = Server(first.clock, "thief")
    good = first.handover(second)
    with refused(client, RefusedObject):  # nothing was met yet
        client.take_object(good)
    with refused(client, RefusedObject):
        take(client, second.rekey(client, key()))
    swapped = bytes(
        _objects.Handover.signed(
            first.identity, former=second.identity.print, next=first.identity.print, ts=NOW
        )
    )
    kyber = Server(first.clock, "c2 0", e4_h1.ALL_SUITES[2])
    in_its_name = bytes(
        _objects.Handover.signed(
            thief.identity, former=first.identity.print, next=thief.identity.print, ts=NOW
        )
    )
    bad = [
        thief.handover(second),
        in_its_name,
        second.handover(first),
        swapped,
        kyber.handover(second),
        good[:4] + b"\xf1" + good[5:],
        flipped(good, 8 * (len(good) - 100)),
        flipped(good, 8 * (len(good) - 1)),
        good[:40] + thief.identity.print + good[72:],
        good[:-64],
    ]
    for data in bad:
        with refused(client, RefusedObject):
            client.take_object(data, where(first, "/n"))
    client.take_object(good, where(first, "/n"))
    assert pinned(client) == (first.identity.print, second.identity.print)
    with refused(client, RefusedObject):  # it was found
        client.take_object(good, where(first, "/n"))


def test_f3_a_handover_is_not_a_c2key():
    """The key that it names is needed in full: its prefix in the topic proves nothing."""
    (first, second), client, broker = fleet(2)
    broker.retained[where(second)] = Server(first.clock, "thief").key_object
    send(broker, second, key("after"))
    broker.settle()
    assert pinned(client) == (first.identity.print, second.identity.print)
    assert where(second) in client.subscriptions()
    broker.keep(where(second), second.key_object)
    broker.settle()
    assert pinned(client) == (second.identity.print, None)


def test_f3_ten_thousand_rekeys_by_unknown_keys():
    """One search in a minute, no stored bytes, and the pinned key still rules."""
    (first, second), client, _ = fleet(2)
    data = second.rekey(client, key())
    before, topics = stored(client), set()
    random.seed(3)
    for _ in range(10_000):
        bad = data[:40] + random.randbytes(32) + data[72:]
        with pytest.raises(RefusedObject):
            take(client, bad)
        topics |= client.subscriptions()
    assert stored(client) == before
    assert topics == {client.receiving_topic, where(first, "/n")}
    assert client._keys._kept.keys() == {first.identity.print}
    take(client, first.rekey(client, key("after")))


def test_f3_a_search_a_minute():
    """What is met within a minute of another search has to wait."""
    (first, second), client, broker = fleet(2)
    stranger = Server(first.clock, "stranger")
    del broker.retained[where(first, "/n")]
    with refused(client, RefusedObject):
        take(client, stranger.rekey(client))
    assert client._search._met == stranger.identity.print
    first.clock.now += 59
    with refused(client, RefusedObject):
        take(client, second.rekey(client))
    assert client._search._met == stranger.identity.print
    first.clock.now += 1
    with refused(client, RefusedObject):
        take(client, second.rekey(client))
    assert client._search._met == second.identity.print


# KEM keys.


def announces(client):
    """The ANNOUNCEs that a client wants published."""
    topic = f"e4/{client.id.hex()}/a"
    found = [p.payload for p in client.outgoing() if p.topic == topic]
    return [_objects.Announce.parse(data, XWING) for data in found]


def alone():
    """A server and a client after its first REKEY."""
    server = Server(Clock())
    client = device(server)
    take(client, server.rekey(client, key()))
    client.outgoing()
    return server, client


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


# Key objects.


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
        lost.unprotect(server.key_object, where(server))


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
