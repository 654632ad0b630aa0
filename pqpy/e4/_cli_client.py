"""The commands ``client ...`` of the command line."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ._carrier import TICK
from .client import Client
from .errors import E4Error, TopicKeyMissing
from .mqtt import Broker, Device


def store(arguments: argparse.Namespace) -> str:
    """The file of the client that the arguments name."""
    return arguments.store or f"{arguments.client}.e4"


@contextmanager
def device(
    arguments: argparse.Namespace, on_message: Callable[[str, bytes], None] | None = None
) -> Iterator[Device]:
    """The client that the arguments name, connected; no other process may use it meanwhile.

    Without *on_message*, what else comes is of no interest: an earlier subscription goes on at the
    broker.
    """
    path = store(arguments)
    Path(path).stat()  # before there is a lock for nothing
    with open(f"{path}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OSError(f"{path} is in use by another process") from None
        client = Client.load(path)
        where = Broker.at(arguments.broker, cafile=arguments.cafile, version=arguments.mqtt)

        def refused(topic: str, error: E4Error) -> None:
            # The last REKEY comes again with every connection.
            of_interest = on_message is not None and topic != client.receiving_topic
            if of_interest or arguments.verbose:
                print(f"{topic}: dropped: {error}", file=sys.stderr, flush=True)

        take = on_message or (lambda topic, payload: None)
        with Device(client, where, on_message=take, on_refused=refused) as carrier:
            yield carrier


def init(arguments: argparse.Namespace) -> None:
    """Make a client, and the file that C2 is to be given."""
    name, path = arguments.client, store(arguments)
    other = b""
    if arguments.mode != "symmetric":
        with suppress(ValueError):
            other = bytes.fromhex(arguments.c2 or "")
        if len(other) != 32:
            raise ValueError("--c2 must be the 64 hexadecimal digits that 'c2 init' printed")
    if arguments.mode != "hybrid" and arguments.key is None:
        raise ValueError(f"--mode {arguments.mode} needs --key, the file with its key")
    if os.path.exists(path):
        raise FileExistsError(f"{path} exists")
    if arguments.mode == "symmetric":
        Client.symmetric(name, Path(arguments.key).read_bytes(), path=path)
    elif arguments.mode == "public-key":
        Client.public_key(name, Path(arguments.key).read_bytes(), other, path=path)
    else:
        client = Client.hybrid(
            name,
            c2_print=other,
            suite=arguments.suite,
            experimental=arguments.experimental,
            path=path,
        )
        enrolment = Path(f"{name}.enrol")
        enrolment.write_bytes(client.signing_key_object + client.announcement)
        print(f"made {path}; register it with: c2 add {name} {enrolment}")


def publish(arguments: argparse.Namespace) -> None:
    """Protect messages and publish them, as soon as C2 has given the topic's key."""
    end = time.monotonic() + arguments.wait
    lines = sys.stdin.buffer if arguments.message == ["-"] else None
    with device(arguments) as carrier:
        for text in lines or [message.encode() for message in arguments.message]:
            while True:
                try:
                    carrier.publish(arguments.topic, text.rstrip(b"\n"), qos=arguments.qos)
                    break
                except TopicKeyMissing:
                    if time.monotonic() > end:
                        host = f"{carrier.broker.host}:{carrier.broker.port}"
                        raise TopicKeyMissing(
                            f"{arguments.client} has no key for {arguments.topic!r}: "
                            + (
                                "was it given with 'c2 topic', and were the --c2 digits right?"
                                if carrier.connected
                                else f"no connection to {host}"
                            )
                        ) from None
                    time.sleep(TICK / 5)
        carrier.flush(arguments.wait)


def subscribe(arguments: argparse.Namespace) -> None:
    """Print what comes, until it is interrupted or enough has come."""
    done = threading.Event()
    left = arguments.count

    def show(topic: str, payload: bytes) -> None:
        nonlocal left
        print(f"{topic} {payload.decode(errors='backslashreplace')}", flush=True)
        left -= 1
        if left == 0:
            done.set()

    with device(arguments, show) as carrier:
        for topic in arguments.topic:
            carrier.subscribe(topic, qos=arguments.qos)
        while not done.is_set():
            with suppress(TimeoutError):
                carrier.flush(TICK)
                print(f"{arguments.client} listens; end it with Ctrl-C", file=sys.stderr)
                done.wait()


def add_client(commands: Any, common: Any, with_broker: Any) -> None:
    """The parsers of these commands."""
    group = commands.add_parser("client", help="a device").add_subparsers(
        required=True, metavar="COMMAND"
    )

    def command(
        name: str, call: Callable[[argparse.Namespace], None], text: str, parent: Any = with_broker
    ) -> Any:
        made = group.add_parser(name, parents=[parent], help=text)
        made.add_argument("client", help="its name")
        made.add_argument("--store", help="file of its state; default: NAME.e4")
        made.set_defaults(run=call)
        return made

    one = command("init", init, "make a client", common)
    one.add_argument("--mode", default="hybrid", choices=["hybrid", "public-key", "symmetric"])
    one.add_argument("--c2", metavar="HEX", help="what 'c2 init' printed")
    one.add_argument("--key", help="file with its key, if it is not hybrid")
    one.add_argument("--suite", default="X-Wing", help="of hybrid mode; default: %(default)s")
    one.add_argument("--experimental", action="store_true", help="allow an experimental suite")

    one = command("pub", publish, "publish messages")
    one.add_argument("topic")
    one.add_argument("message", nargs="+", help="- for the lines of standard input")
    one.add_argument("--qos", type=int, default=1, choices=[0, 1, 2])
    one.add_argument(
        "--wait",
        type=float,
        default=30,
        help="seconds to wait for C2 and broker; default: %(default)g",
    )

    one = command("sub", subscribe, "print messages")
    one.add_argument("topic", nargs="+", help="or a filter, as plant/+/temp")
    one.add_argument("--qos", type=int, default=1, choices=[0, 1, 2])
    one.add_argument("--count", type=int, default=0, help="end after so many messages")
