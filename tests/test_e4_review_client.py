"""E4-H1, findings of a review on the client's side: one test per finding."""

import json
from contextlib import suppress

import pytest
from e4_h1 import (
    NOW,
    TOPIC,
    Clock,
    Server,
    alone,
    commands,
    deliver,
    device,
    key,
    pair,
    policies,
    refused,
    sealed,
    take,
)

from pqpy.e4 import Client
from pqpy.e4.errors import RefusedObject, Replayed, StoreError

DAY = 86_400


def searching(*names):
    """Servers of one clock, and a client of the first that met a REKEY by the last."""
    clock = Clock()
    servers = [Server(clock, name) for name in names]
    client = device(servers[0])
    take(client, servers[0].rekey(client, key()))
    client.wants_resubscribe()
    clock.now += 1
    with refused(client, RefusedObject):
        take(client, servers[-1].rekey(client, key()))
    return clock, servers, client


def test_a_former_key_of_c2_has_no_power():
    """A search that a forged REKEY began ends with the next good one: a HANDOVER by the key that
    was pinned then counts nothing once another one is.
    """
    clock, (first, second, thief), client = searching("c2 0", "c2 1", "thief")
    take(client, first.rekey(client, key(), commands.set_c2_print(second.identity.print)))
    client.take_object(second.key_object)
    clock.now += 1
    take(client, second.rekey(client, key()))
    with refused(client, RefusedObject):
        client.take_object(first.handover(thief))
    assert client.subscriptions() == {client.receiving_topic}


def test_a_handover_is_not_taken_after_a_rekey_that_names_no_next_key():
    """The pending key that a REKEY settles is not changed by a search from before."""
    _, (first, thief), client = searching("c2 0", "thief")
    take(client, first.rekey(client, key()))
    with refused(client, RefusedObject):
        client.take_object(first.handover(thief))


def test_a_search_that_a_rekey_ended_begins_again():
    """A REKEY by the pinned key comes in the middle of the search for another one: a minute after
    its beginning the retained REKEY is fetched again, and the search goes on.
    """
    clock, (first, second), client = searching("c2 0", "c2 1")
    take(client, first.rekey(client, key()))
    assert not client.wants_resubscribe()
    clock.now += 60
    assert client.wants_resubscribe()
    assert not client.wants_resubscribe()
    retained = second.rekey(client, key("2"))
    with refused(client, RefusedObject):
        take(client, retained)
    client.take_object(first.handover(second))
    client.take_object(second.key_object)
    take(client, retained)
    assert client._state.c2_print == second.identity.print


def test_a_key_met_too_early_is_asked_for_once():
    """A REKEY by an unknown key within a minute of the last search: one more subscription."""
    clock, (_, stranger), client = searching("c2 0", "stranger")
    clock.now += 30
    with suppress(RefusedObject):
        take(client, stranger.rekey(client, key()))
    clock.now += 30
    assert client.wants_resubscribe()
    assert not client.wants_resubscribe()


def test_who_signed_is_asked_before_the_epoch():
    """Step 3 of taking a REKEY comes before step 4: an old epoch by an unknown key is a reason to
    look for it.
    """
    server, client = alone()
    stranger = Server(server.clock, "stranger")
    with refused(client, RefusedObject):
        take(client, stranger.rekey(client, key(), epoch=1))
    assert any(topic.endswith("/n") for topic in client.subscriptions())


def test_the_epoch_is_asked_before_the_signature():
    """Step 4 comes before step 5: a repeated REKEY costs no verification."""
    server, client = alone()
    data = bytearray(server.rekey(client, key(), epoch=1))
    data[-1] ^= 1
    with refused(client, Replayed):
        take(client, bytes(data))


class Racing:
    """A clock that, the first time it is asked, lets another thread go first."""

    def __init__(self, clock):
        self.clock, self.first = clock, lambda: None

    def __call__(self):
        now = self.clock()
        first, self.first = self.first, lambda: None
        first()
        return now


def test_a_late_thread_does_not_erase_the_session_key_of_another():
    """One thread looks at the clock, another one a second later makes the session key and signs:
    both messages open.
    """
    server, alice, bob, _ = pair(policy=1)
    racing = alice._clock = Racing(server.clock)
    messages = []

    def other_thread():
        server.clock.now += 1
        messages.append(alice.protect_message(b"other", TOPIC))

    racing.first = other_thread
    messages.append(alice.protect_message(b"late", TOPIC))
    deliver(alice, bob)
    assert [bob.unprotect(data, TOPIC) for data in messages] == [b"other", b"late"]


def test_k_cmd_cannot_make_a_device_without_a_clock_take_all_for_repeats():
    """Commands dated far ahead, and messages of that time: after the next REKEY messages pass."""
    server = Server(Clock())
    client = device(server, clock=Clock(0), has_clock=False)
    inner = [key(), *policies(2)]
    take(client, server.rekey(client, *inner))
    for far in (2**40, 2**40 + 1000, 2**40 + 2000):
        take(client, server.command(client, key(), ts=far))
        client.unprotect(sealed(b"x", 2, b"", far), TOPIC)
    server.clock.now += 10
    take(client, server.rekey(client, *inner))
    data = sealed(b"x", 2, b"", NOW + 10)
    assert client.unprotect(data, TOPIC) == b"x"
    with pytest.raises(Replayed):
        client.unprotect(data, TOPIC)


def test_marks_of_a_former_second_are_let_go():
    """256 commands of one second do not count for the next one."""
    server, client = alone()
    for second in range(2):
        server.clock.now += 1
        for n in range(200):
            take(client, server.command(client, key(f"{second} {n}")))
    assert len(client._state.seen) == 200


def test_a_rekey_clears_what_was_seen():
    """The marks of commands under the former K_cmd are gone."""
    server, client = alone()
    server.clock.now += 1
    take(client, server.command(client, key("2")))
    assert client._state.seen
    take(client, server.rekey(client, key()))
    assert (client._state.last_command, client._state.seen) == (0, ())


@pytest.mark.parametrize("mode", ["symmetric", "hybrid"])
@pytest.mark.parametrize("topic", [None, 5, b"topic", ["topic"]])
def test_a_topic_that_is_no_text(mode, topic):
    """A TypeError that names the argument."""
    client = (
        Client.symmetric("alice", bytes(range(32)))
        if mode == "symmetric"
        else Client.hybrid("alice", c2_print=bytes(32))
    )
    with pytest.raises(TypeError, match="topic must be a str"):
        client.protect_message(b"payload", topic)
    with pytest.raises(TypeError, match="topic must be a str"):
        client.unprotect(bytes(100), topic)


def test_a_receiving_topic_that_is_no_text(tmp_path):
    """Nothing is written that could not be loaded again."""
    path = tmp_path / "state"
    with pytest.raises(TypeError, match="receiving_topic must be a str"):
        Client.symmetric("alice", bytes(range(32)), receiving_topic=5, path=path)
    assert not path.exists()


@pytest.mark.parametrize("name", ["ClockFloor", "LastCmd"])
@pytest.mark.parametrize("value", [2**63, 2**64 - 1])
def test_a_store_with_a_time_that_is_none(tmp_path, name, value):
    """It is damaged, which is said when it is loaded and not when a message is protected."""
    path = tmp_path / "state"
    alone(path=path)
    data = json.loads(path.read_text())
    data["Key"]["keyData"][name] = value
    path.write_text(json.dumps(data))
    with pytest.raises(StoreError, match=name):
        Client.load(path, has_clock=False)


def test_a_store_with_a_receiving_topic_that_is_no_text(tmp_path):
    """Half of a surrogate pair cannot be written back."""
    path = tmp_path / "state"
    alone(path=path)
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "ReceivingTopic": "\ud800"}))
    with pytest.raises(StoreError, match="ReceivingTopic"):
        Client.load(path)


def test_f4_a_next_key_that_is_replaced_is_gone():
    """Its seed is not in the store, nor its prepared form in memory."""
    server, client = alone()
    take(client, server.rekey(client, key(), commands.new_kem_key()))
    replaced = client._state.kem_keys[1]
    client.outgoing()
    with pytest.raises(RefusedObject):
        take(client, server.rekey(client, key(), counter=5))
    assert client._state.kem_keys.keys() == {0, 6}
    assert replaced not in client._state.kem_keys.values()
    assert client._own._kem_keys.keys() <= {0, 6}
    assert client._own._announcements.keys() <= {0, 6}
