"""The command ``pqpy``: a demonstration, the self-test, and benchmarks on your own machine."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pqpy
from pqpy import kat
from pqpy.kem import KEM
from pqpy.sig import Signature

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, str]:
    """The result of a call, and how long it took, as text."""
    start = time.perf_counter_ns()
    result = call()
    return result, f"{(time.perf_counter_ns() - start) / 1000:7.0f} us"


def show_kem(kem: KEM) -> bool:
    """Agree on a secret with one KEM, and print sizes and times.  True if both sides got the same."""
    (public, secret), keygen = timed(kem.keygen)
    (shared, ciphertext), encaps = timed(lambda: kem.encaps(public))
    received, decaps = timed(lambda: kem.decaps(secret, ciphertext))
    equal = shared == received
    print(
        f"  {kem.name:<12}{kem.backend:<10}{len(public):>6}{len(secret):>8}{len(ciphertext):>8}"
        f"  {keygen} {encaps} {decaps}   {'secrets equal' if equal else 'SECRETS DIFFER'}"
    )
    return equal


def show_signature(scheme: Signature, message: bytes) -> bool:
    """Sign and verify with one scheme, and print sizes and times.  True if it verified."""
    (public, secret), keygen = timed(scheme.keygen)
    signature, sign = timed(lambda: scheme.sign(secret, message))
    valid, verify = timed(lambda: scheme.is_valid(public, message, signature))
    # A changed message must not verify, or the line above means nothing.
    valid = valid and not scheme.is_valid(public, message + b"!", signature)
    print(
        f"  {scheme.name:<12}{scheme.backend:<10}{len(public):>6}{len(secret):>8}"
        f"{len(signature):>8}  {keygen} {sign} {verify}   {'verified' if valid else 'NOT VERIFIED'}"
    )
    return valid


def demo(arguments: argparse.Namespace) -> int:
    """Use every scheme once on a real file, then run the quick self-test."""
    message = arguments.file.read_bytes()
    print(f"pqpy {pqpy.__version__}: experimental, not audited\n")
    print("Key encapsulation: both sides get the same 32-byte secret (sizes in bytes)")
    print("  set         backend   public  secret  cipher      keygen     encaps     decaps")
    good = [show_kem(kem) for kem in pqpy.KEMS.values()]
    print(f"\nSignatures of {arguments.file.name}, {len(message)} bytes")
    print("  set         backend   public  secret  signat      keygen       sign     verify")
    good += [show_signature(scheme, message) for scheme in pqpy.SIGNATURES.values()]
    print("\nTimes are of one single call.  Self-test:")
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
    return int(failed > 0)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    p = argparse.ArgumentParser(prog="pqpy", description=__doc__)
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
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all was right, 1 if something was not."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except OSError as error:
        print(f"pqpy: {error}", file=sys.stderr)
        return 2
