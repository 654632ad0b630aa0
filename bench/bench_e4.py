"""E4 under pytest-benchmark; ``python bench/bench_e4.py [DEVICES TOPICS]`` prints a table.

Hybrid mode with X-Wing: C2 builds a REKEY with one topic key (and stores it), a client takes one,
and both modes protect and open a message of 100 bytes.  With two numbers, a fleet of so many
devices that all have so many topics is re-keyed, and the time and the bytes are printed.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pqpy.e4 import Client, _commands, _rekey
from pqpy.e4._h1_keys import C2Identity
from pqpy.e4._objects import Announce
from pqpy.e4._suites import find
from pqpy.e4._wire import Siv, protect_command, topic_hash
from pqpy.e4.c2 import C2

TOPIC, KEY, PAYLOAD = "plant/1/temp", b"\1" * 32, bytes(100)
SUITE = find("X-Wing")
NOW = 1_800_000_000
ROUNDS = 200

Call = Callable[[], object]


def symmetric() -> Client:
    """A client in symmetric-key mode with a topic key."""
    client = Client.symmetric("alice", KEY, clock=lambda: NOW)
    command = protect_command(Siv(KEY), _commands.set_topic_key(KEY, topic_hash(TOPIC)), NOW)
    client.unprotect(command, client.receiving_topic)
    return client


class Pair:
    """C2's identity and a hybrid client, which knows itself as a sender."""

    def __init__(self, policy: int = 0) -> None:
        self.c2 = C2Identity(SUITE, b"\2" * 32)
        self.client = Client.hybrid("alice", c2_print=self.c2.print, clock=lambda: NOW)
        self.client.take_object(self.c2.key_object)
        announced = Announce.parse(self.client.announcement, SUITE)
        self.kem_key = SUITE.kem_public_key(announced.kem_public_key)
        hashed, own = topic_hash(TOPIC), self.client.fingerprint
        self.commands = [
            _commands.set_topic_key(KEY, hashed),
            _commands.set_pub_print(own, self.id),
        ]
        self.commands += [_commands.set_policy(hashed, policy)] if policy else []
        self.epochs = count(1)

    @property
    def id(self) -> bytes:
        """The client's id."""
        return self.client.id

    def rekey(self) -> bytes:
        """One more REKEY."""
        data, _ = _rekey.build(
            SUITE,
            self.c2,
            epoch=next(self.epochs),
            ts=NOW,
            receiver_id=self.id,
            sig_print=self.client.fingerprint,
            counter=0,
            kem_public_key=self.kem_key,
            commands=self.commands,
        )
        return data

    def take(self, data: bytes) -> None:
        """The client takes a REKEY."""
        self.client.unprotect(data, self.client.receiving_topic)

    def ready(self) -> Client:
        """The client after its first REKEY, with its own SIGKEY."""
        self.take(self.rekey())
        self.client.take_object(self.client.signing_key_object)
        return self.client


def takes() -> Call:
    """A client that takes another REKEY with each call."""
    pair = Pair()
    data = iter([pair.rekey() for _ in range(ROUNDS)])
    return lambda: pair.take(next(data))


def opens(client: Client) -> Call:
    """A client that opens another message of its own with each call."""
    payloads = (number.to_bytes(100, "big") for number in count())
    data = iter([client.protect_message(next(payloads), TOPIC) for _ in range(ROUNDS)])
    return lambda: client.unprotect(next(data), TOPIC)


def stored(folder: Path) -> Call:
    """A C2 that makes a REKEY for its one client, in its database."""
    c2 = C2.create(folder / "c2.db", KEY, "hybrid")
    client = Client.hybrid("alice", c2_print=c2.print)
    c2.add_client("alice", sig_key=client.signing_key_object, announce=client.announcement)
    c2.add_topic(TOPIC)
    c2.give("alice", TOPIC)
    return lambda: c2.rekey("alice")


def protects(client: Client) -> Call:
    """A client that protects 100 bytes."""
    return lambda: client.protect_message(PAYLOAD, TOPIC)


# What each of these makes can be called ROUNDS times.
OPERATIONS: dict[str, Callable[[Path], Call]] = {
    "C2 builds a REKEY": lambda folder: Pair().rekey,
    "C2 builds and stores a REKEY": stored,
    "a client takes a REKEY": lambda folder: takes(),
    "protect 100 bytes, symmetric-key mode": lambda folder: protects(symmetric()),
    "open 100 bytes, symmetric-key mode": lambda folder: opens(symmetric()),
    "protect 100 bytes, composite policy": lambda folder: protects(Pair().ready()),
    "open 100 bytes, composite policy": lambda folder: opens(Pair().ready()),
    "protect 100 bytes, session policy": lambda folder: protects(Pair(1).ready()),
}


@pytest.mark.parametrize("name", OPERATIONS)
def bench_e4(benchmark: Any, name: str, tmp_path: Path) -> None:
    """One operation."""
    pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")
    benchmark.pedantic(OPERATIONS[name](tmp_path), rounds=ROUNDS - 1)


def fleet(devices: int, topics: int, folder: Path) -> None:
    """Re-key a fleet, and print the time and the bytes."""
    clock = [NOW]
    c2 = C2.create(folder / "fleet.db", KEY, "hybrid", clock=lambda: clock[0])
    clients = []
    with c2.batch():
        for n in range(topics):
            c2.add_topic(f"topic/{n}", "symmetric")
        for n in range(devices):
            client = Client.hybrid(f"device {n}", c2_print=c2.print, clock=lambda: clock[0])
            own, announce = client.signing_key_object, client.announcement
            c2.add_client(f"device {n}", sig_key=own, announce=announce)
            clients.append(client)
    # What C2.give does, in one transaction.
    with c2._db.transaction():
        for client in clients:
            for n in range(topics):
                c2._db.run("INSERT INTO members VALUES (?, ?)", client.id, topic_hash(f"topic/{n}"))
    clock[0] += 10
    start = time.perf_counter()
    publications = c2.rekey()
    built = time.perf_counter()
    size = sum(len(publication.payload) for publication in publications)
    [c2_key] = [o.payload for o in c2.objects() if len(o.payload) == len(Pair().c2.key_object)]
    for client in clients:
        client.take_object(c2_key)
    by_topic = {publication.topic: publication.payload for publication in publications}
    taking = time.perf_counter()
    for client in clients:
        client.unprotect(by_topic[client.receiving_topic], client.receiving_topic)
    done = time.perf_counter()
    print(f"{devices} devices, {topics} topics each: C2 {built - start:.2f} s, {size} bytes;")
    print(f"all devices together, without files, {done - taking:.2f} s")


def main() -> None:
    """Print the table, or re-key a fleet."""
    with tempfile.TemporaryDirectory() as name:
        if len(sys.argv) == 3:
            fleet(int(sys.argv[1]), int(sys.argv[2]), Path(name))
            return
        for text, make in OPERATIONS.items():
            call, times = make(Path(name)), []
            for _ in range(ROUNDS - 1):
                start = time.perf_counter_ns()
                call()
                times.append(time.perf_counter_ns() - start)
            times.sort()
            least, median = times[0] / 1000, times[len(times) // 2] / 1000
            print(f"{text:<42}{least:>8.0f} us at least, {median:>8.0f} us median")


if __name__ == "__main__":
    main()
