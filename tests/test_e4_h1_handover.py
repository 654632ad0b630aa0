"""E4-H1: a client whose C2 changes its key (E4-H1, 6.7)."""

import random
from contextlib import suppress
from itertools import pairwise

import e4_h1
import pytest
from e4_h1 import (
    NOW,
    Clock,
    Server,
    commands,
    device,
    key,
    refused,
    seed,
    stored,
    take,
)
from helpers import flipped

from pqpy.e4 import Client, _objects
from pqpy.e4.errors import RefusedObject, Replayed


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
