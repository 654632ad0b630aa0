"""The commands ``c2 ...`` of the command line."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ._wire import Publication
from .c2 import C2
from .mqtt import Broker, Server

SIGKEY_BYTES = 1368  # in a device's enrolment, before its ANNOUNCE; the same in all suites
CONNECT = 5  # seconds

Operation = Callable[[C2, argparse.Namespace], Iterable[Publication]]


def opened(arguments: argparse.Namespace) -> C2:
    """The C2 that the arguments name."""
    return C2(arguments.db, Path(arguments.key).read_bytes())


def broker(arguments: argparse.Namespace) -> Broker:
    """The broker that the arguments name."""
    return Broker.at(arguments.broker, cafile=arguments.cafile, version=arguments.mqtt)


def publish(c2: C2, where: Broker, publications: list[Publication]) -> None:
    """Publish, or say that another program will."""
    server = Server(c2, where, listen=False)
    try:
        server.start(CONNECT)
        server.send(publications)
        server.flush()
        size = sum(len(publication.payload) for publication in publications)
        print(f"published {len(publications)} messages, {size} bytes")
    except TimeoutError as error:
        print(f"{error}: done, but not published; 'c2 run' does that a minute later")
    finally:
        server.stop()


def operation(operate: Operation) -> Callable[[argparse.Namespace], None]:
    """A command that changes something, and publishes what that leads to."""

    def run(arguments: argparse.Namespace) -> None:
        with opened(arguments) as c2:
            publications = list(operate(c2, arguments))
            if publications:
                publish(c2, broker(arguments), publications)

    return run


def init(arguments: argparse.Namespace) -> None:
    """Make a C2, and print what its devices need."""
    key = Path(arguments.key).read_bytes()
    private = Path(arguments.c2_key).read_bytes() if arguments.c2_key else None
    with C2.create(
        arguments.db,
        key,
        arguments.mode,
        suite=arguments.suite,
        experimental=arguments.experimental,
        private_key=private,
    ) as c2:
        if arguments.mode == "hybrid":
            print(c2.print.hex())
        elif arguments.mode == "public-key":
            print(c2.public_key.hex())


def add(c2: C2, arguments: argparse.Namespace) -> list[Publication]:
    """Register a client."""
    data = Path(arguments.file).read_bytes()
    if c2.mode != "hybrid":
        return c2.add_client(arguments.client, data)
    keys = {"sig_key": data[:SIGKEY_BYTES], "announce": data[SIGKEY_BYTES:]}
    return c2.add_client(arguments.client, **keys, has_clock=not arguments.no_clock)


def topic(c2: C2, arguments: argparse.Namespace) -> list[Publication]:
    """Make a topic if there is none, and give it to clients."""
    with c2.batch() as publications:
        known = {row.name for row in c2.topics()}
        if arguments.topic not in known:
            c2.add_topic(arguments.topic, arguments.policy or "composite")
        elif arguments.policy:
            c2.set_policy(arguments.topic, arguments.policy)
        c2.connect(arguments.topic, *arguments.client)
    return publications


def remove(c2: C2, arguments: argparse.Namespace) -> list[Publication]:
    """Take a topic from a client, or remove it altogether."""
    if arguments.topic is not None:
        return c2.take(arguments.client, arguments.topic)
    return c2.remove_client(arguments.client)


def confirm_clock(c2: C2, arguments: argparse.Namespace) -> list[Publication]:
    """Say that the clock is right."""
    c2.confirm_clock()
    return []


def show(arguments: argparse.Namespace) -> None:
    """Print clients, topics and alarms."""
    with opened(arguments) as c2:
        if c2.mode == "hybrid":
            print(f"C2 {c2.print.hex()}")
        names = {row.id: row.name or row.id.hex() for row in c2.clients()}
        for client in c2.clients():
            print(f"client {names[client.id]}  {client.mode}  {client.id.hex()}")
        for row in c2.topics():
            members = " ".join(sorted(names[member] for member in row.members))
            policy = f"  {('composite', 'session', 'symmetric')[row.policy]}"
            print(f"topic {row.name}{policy if c2.mode == 'hybrid' else ''}  {members}")
        for alarm in c2.alarms():
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(alarm.last))
            name = names.get(alarm.client, alarm.client.hex())
            print(f"ALARM {when}  {name}: {alarm.text} ({alarm.times} times)")


def run(arguments: argparse.Namespace) -> None:
    """Listen to clients and publish what is due, until it is interrupted."""
    with opened(arguments) as c2, Server(c2, broker(arguments), interval=2) as server:
        at = server.broker  # without the password of its URL
        print(f"C2 at {at.host}:{at.port}; end it with Ctrl-C", flush=True)
        while True:
            time.sleep(60)
            server.c2.topics()  # notices a database that is gone


def add_c2(commands: Any, common: Any, with_broker: Any) -> None:
    """The parsers of these commands."""
    group = commands.add_parser("c2", help="the server").add_subparsers(
        required=True, metavar="COMMAND"
    )

    def command(
        name: str, call: Callable[[argparse.Namespace], None], text: str, parent: Any = with_broker
    ) -> Any:
        made = group.add_parser(name, parents=[parent], help=text)
        made.add_argument("--db", default="c2.db", help="its database; default: %(default)s")
        made.add_argument(
            "--key", default="c2.key", help="file with the database's key; default: %(default)s"
        )
        made.set_defaults(run=call)
        return made

    one = command("init", init, "make a C2, and print what its devices need", common)
    one.add_argument("--mode", default="hybrid", choices=["hybrid", "public-key", "symmetric"])
    one.add_argument("--suite", default="X-Wing", help="of hybrid mode; default: %(default)s")
    one.add_argument("--experimental", action="store_true", help="allow an experimental suite")
    one.add_argument("--c2-key", help="public-key mode: file with its Curve25519 private key")

    one = command("add", operation(add), "register a client")
    one.add_argument("client", help="its name")
    one.add_argument("file", help="its enrolment, or its key (symmetric, or FILE.pub)")
    one.add_argument("--no-clock", action="store_true", help="it is a device without a clock")

    one = command("topic", operation(topic), "make a topic, and give it to clients")
    one.add_argument("topic")
    one.add_argument("client", nargs="*", help="who gets it; all its members meet each other")
    one.add_argument("--policy", choices=["composite", "session", "symmetric"])

    one = command("rotate", operation(lambda c2, a: c2.rotate(a.topic)), "a new key for a topic")
    one.add_argument("topic")

    one = command("rekey", operation(lambda c2, a: c2.rekey(a.client)), "send all keys again")
    one.add_argument("client", nargs="?", help="default: all")

    one = command("remove", operation(remove), "remove a client, with new keys for the others")
    one.add_argument("client")
    one.add_argument("--topic", help="only take this topic from it")

    one = command(
        "new-kem-key",
        operation(lambda c2, a: c2.new_kem_key(a.client)),
        "have a device make a new KEM key",
    )
    one.add_argument("client")
    command("new-c2-key", operation(lambda c2, a: c2.rotate_own_key()), "a new key for C2 itself")
    command("confirm-clock", operation(confirm_clock), "say that this clock is right")
    command("list", show, "show C2's 64 digits, clients, topics and alarms", common)
    command("run", run, "listen to devices, and publish what is due")
