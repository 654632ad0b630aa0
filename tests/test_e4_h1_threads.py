"""E4-H1: one client, many threads (E4 v1, section 11)."""

import threading

from e4_h1 import TOPIC, Clock, commands, deliver, key, pair, take
from e4_h1_moving import Moving, v1

from pqpy.e4.errors import E4Error, NotAuthentic


def together(*works):
    """Run these at once; what one of them raises is raised."""
    errors = []

    def guarded(work):
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_messages_while_rekeys_and_commands_come():
    """Every message opens: by the state before or the one after, never by half of one."""
    server, alice, bob, inner = pair(Clock(), policy=1)
    messages = [alice.protect_message(b"%d" % n, TOPIC) for n in range(150)]
    deliver(alice, bob)
    rekeys, orders = [], []
    for _ in range(20):
        server.clock.now += 1
        rekeys.append(server.rekey(bob, *inner, commands.new_kem_key(), counter=0))
        orders.append(server.command(bob, key("topic key")))

    def receive(part):
        for data in part:
            assert bob.unprotect(data, TOPIC)

    def obey():
        for rekey, order in zip(rekeys, orders, strict=True):
            take(bob, rekey)
            take(bob, order)

    def look():
        for _ in range(300):
            assert bob.receiving_topic in bob.subscriptions()
            bob.outgoing()
            bob.expire()

    together(lambda: receive(messages[::2]), lambda: receive(messages[1::2]), obey, look)


def test_a_repeat_in_two_threads_is_taken_once():
    """Of many copies of a message, and of a command, one is accepted."""
    server, alice, bob, _ = pair()
    for data, topic in (
        (alice.protect_message(b"x", TOPIC), TOPIC),
        (server.command(bob, key("2")), bob.receiving_topic),
    ):
        taken = []

        def copy(data=data, topic=topic, taken=taken):
            try:
                bob.unprotect(data, topic)
            except E4Error:
                return
            taken.append(1)

        together(*[copy] * 8)
        assert taken == [1]


def test_v1_commands_while_a_client_switches():
    """They are taken before the switch, or refused after it."""
    for _ in range(5):
        m = Moving()
        m.named()
        m.client.take_object(m.server.key_object)
        rekey = m.server.rekey(m.client, key("new"))
        orders = [v1(key(str(n)), m.clock) for n in range(20)]

        def obey(m=m, orders=orders):
            for order in orders:
                try:
                    take(m.client, order)
                except NotAuthentic:
                    assert m.client._former is None

        together(obey, lambda m=m, rekey=rekey: take(m.client, rekey))
        assert len(m.client._state.topics.entries) == 1
