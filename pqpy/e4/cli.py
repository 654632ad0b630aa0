"""``python -m pqpy.e4``: keys, a C2, and devices on the command line.  See docs/e4.md."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from . import _curve
from ._cli_c2 import add_c2
from ._cli_client import add_client
from .errors import E4Error

DESCRIPTION = "E4: end-to-end protection of messages over MQTT.  Experimental, not audited."


def keygen(arguments: argparse.Namespace) -> None:
    """Write a new key, and its public key beside it."""
    public = None
    if arguments.kind == "symmetric":
        key = secrets.token_bytes(32)
    elif arguments.kind == "ed25519":
        key = _curve.ed25519_private(secrets.token_bytes(32))
        public = key[32:]
    else:
        key = secrets.token_bytes(32)
        public = _curve.curve25519_public(key)
    files = [(Path(arguments.file), key, 0o600)]
    if public is not None:
        files.append((Path(f"{arguments.file}.pub"), public, 0o644))
    for path, _, _ in files:
        if arguments.force:
            path.unlink(missing_ok=True)  # what is overwritten would keep its mode
        elif path.exists():
            raise FileExistsError(f"{path} exists; --force overwrites it")
    for path, data, mode in files:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
    if public is not None:
        print(public.hex())


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("-v", "--verbose", action="store_true", help="say what happens")
    broker = argparse.ArgumentParser(add_help=False, parents=[common])
    broker.add_argument(
        "--broker",
        default=os.environ.get("E4_BROKER", "mqtt://localhost:1883"),
        metavar="URL",
        help="mqtt://host:port, or mqtts://host:port for TLS; default: $E4_BROKER, or mqtt://localhost:1883",
    )
    broker.add_argument("--cafile", help="certificates that vouch for the broker")
    broker.add_argument("--mqtt", default="5", choices=["5", "3.1.1"], help="version of MQTT")

    top = argparse.ArgumentParser(prog="python -m pqpy.e4", description=DESCRIPTION)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    keys = commands.add_parser("keygen", parents=[common], help="make a key")
    keys.add_argument("kind", choices=["symmetric", "ed25519", "curve25519"])
    keys.add_argument("file", help="where the key goes; a public key goes to FILE.pub")
    keys.add_argument("--force", action="store_true", help="overwrite a key")
    keys.set_defaults(run=keygen)
    add_c2(commands, common, broker)
    add_client(commands, common, broker)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked."""
    arguments = parser().parse_args(argv)
    logging.basicConfig(
        level=logging.INFO if arguments.verbose else logging.WARNING,
        format="%(asctime)s %(message)s",
    )
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        arguments.run(arguments)
    except KeyboardInterrupt:
        return 0
    except (E4Error, OSError, ValueError, KeyError, TimeoutError) as error:
        text = error.args[0] if isinstance(error, KeyError) else error
        print(f"error: {text}", file=sys.stderr)
        return 1
    return 0
