"""The command ``pqpy``: a demonstration, the self-test, and benchmarks on your own machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import pqpy
from pqpy import bench, kat
from pqpy.kem import KEM
from pqpy.sig import Signature

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, str]:
    """The last result of some calls, and their median time as text."""
    times = []
    for _ in range(21):
        start = time.perf_counter_ns()
        result = call()
        times.append(time.perf_counter_ns() - start)
    return result, f"{median(times) / 1000:8.0f} us"


def line(scheme: KEM | Signature, sizes: Sequence[bytes], times: Sequence[str], end: str) -> None:
    """Print one row of the demonstration."""
    widths = "".join(f"{len(value):>8}" for value in sizes)
    print(f"  {scheme.name:<19}{scheme.backend:<9}{widths} {''.join(times)}  {end}")


def show_kem(kem: KEM) -> bool:
    """Agree on a secret with one KEM, and print sizes and times; True if both have the same."""
    (public, secret), keygen = timed(kem.keygen)
    (shared, ciphertext), encaps = timed(lambda: kem.encaps(public))
    received, decaps = timed(lambda: kem.decaps(secret, ciphertext))
    equal = shared == received
    end = "secrets equal" if equal else "SECRETS DIFFER"
    line(kem, (public, secret, ciphertext), (keygen, encaps, decaps), end)
    return equal


def show_signature(scheme: Signature, message: bytes) -> bool:
    """Sign and verify with one scheme, and print sizes and times; True if it verified."""
    (public, secret), keygen = timed(scheme.keygen)
    signature, sign = timed(lambda: scheme.sign(secret, message))
    valid, verify = timed(lambda: scheme.is_valid(public, message, signature))
    # A changed message must not verify, or "verified" means nothing.
    valid = valid and not scheme.is_valid(public, message + b"!", signature)
    end = "verified" if valid else "NOT VERIFIED"
    line(scheme, (public, secret, signature), (keygen, sign, verify), end)
    return valid


def demo(arguments: argparse.Namespace) -> int:
    """Use every scheme once on a real file, then run the quick self-test."""
    message = arguments.file.read_bytes()
    head = "  set                backend    public  secret  {:>6}     keygen     {:>6}     {:>6}"
    print(f"pqpy {pqpy.__version__}: experimental, not audited.  Sizes in bytes, median times.\n")
    print("Key encapsulation: both sides get the same secret")
    print(head.format("cipher", "encaps", "decaps"))
    good = [show_kem(kem) for kem in pqpy.KEMS.values()]
    print(f"\nSignatures of {arguments.file} ({len(message)} bytes)")
    print(head.format("signed", "sign", "verify"))
    good += [show_signature(scheme, message) for scheme in pqpy.SIGNATURES.values()]
    print("\nSelf-test:")
    return selftest(arguments) or int(not all(good))


def selftest(arguments: argparse.Namespace) -> int:
    """Compute known answers and compare them with the published figures."""
    start, figures, failed = time.monotonic(), 0, 0
    for result in kat.selftest(cost=arguments.cost):
        figures += result.ok
        failed += not result.ok
        if not result.ok:
            print(f"  FAILED on {result.backend}: {result.check.name}")
            print(f"    expected {result.check.expected}, got {result.found}")
    print(
        f"  {figures} known-answer figures reproduced, {failed} failed, "
        f"in {time.monotonic() - start:.1f} s"
    )
    if impossible := sum(not check.possible for check in kat.select(cost=arguments.cost)):
        print(f"  {impossible} left out, which need cryptography: pip install 'pqpy[pke]'")
    return int(failed > 0)


def benchmark(arguments: argparse.Namespace) -> int:
    """Measure every operation of the sets asked for, all backends interleaved."""
    schemes = [pqpy.get(name) for name in arguments.set or [*pqpy.KEMS, *pqpy.SIGNATURES]]
    rows = [r for s in schemes for r in bench.measure_set(s, rounds=arguments.rounds)]
    if arguments.json:
        print(json.dumps(bench.report(rows), indent=1))
    else:
        print(f"{bench.facts()}\n{bench.table(rows)}")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    p = argparse.ArgumentParser(prog="pqpy", description=__doc__)
    p.add_argument("--version", action="version", version=f"pqpy {pqpy.__version__}")
    p.set_defaults(run=demo, file=Path(pqpy.__file__), cost="quick")
    commands = p.add_subparsers(metavar="COMMAND", title="commands (default: demo)")
    d = commands.add_parser("demo", help="use every scheme once on a file, then a quick self-test")
    d.add_argument("file", nargs="?", type=Path, default=Path(pqpy.__file__), help="file to sign")
    d.set_defaults(run=demo)
    s = commands.add_parser("selftest", help="reproduce published known answers on this machine")
    s.add_argument(
        "--cost",
        choices=kat.COSTS,
        default="quick",
        help="quick: a second; ci: a minute; long: minutes; full: hours",
    )
    s.set_defaults(run=selftest)
    b = commands.add_parser("bench", help="measure every operation on this machine")
    b.add_argument("set", nargs="*", help="parameter sets, such as ML-KEM-768; default: all")
    b.add_argument("--rounds", type=int, default=30, help="samples of each operation (%(default)s)")
    b.add_argument("--json", action="store_true", help="print JSON instead of a table")
    b.set_defaults(run=benchmark)
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all was right, 1 if something was not, 2 if it could not run."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # as with ``| head``; nothing more can be written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        print(f"pqpy: {error}", file=sys.stderr)
        return 2
