"""pqpy against the other packages on PyPI: ``python bench/compare.py [--set ML-KEM-768 ...]``.

What is installed of the extra "bench" takes part, and liboqs-python if its library is there.  All
run in one process in interleaved rounds (pqpy.bench), on pqpy's keys, ciphertexts and signatures,
after each has shown that it does the same thing as pqpy.  Times are medians in microseconds (of
signing: medians of means); "3.4x" says how many times as long as pqpy's that is.  Of a set that no
other package has, as those of Round5, pqpy's times are shown alone.

With numpy, a second line of pqpy shows its batches, as time per item.

``--check`` holds pqpy to its promise, and exits with 1 if it is broken: against the fastest other
compiled package, at least 1.3 times as fast at every operation with keys as bytes, and 1.7 times in
the geometric mean; with key objects 3 times, signing 2 times (a new key object 1.3 times).

PQPY_BACKEND chooses pqpy's backend.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from peers import ML_DSAS, ML_KEMS, PEERS, check

import pqpy
from pqpy import bench
from pqpy._timing import Timing
from pqpy.bench import Calls, Form, Inputs, Operation

# What is shown of a set that no other package has.
NAMES = ("keygen", "encaps", "decaps", "sign", "verify")

# The tables of a parameter set, and what is compared with what.
TITLES: dict[Form, str] = {
    "bytes": "keys as bytes, expanded at every call",
    "seed": "the secret key as its seed, expanded at every call",
    "prepared": "key objects",
}

# pqpy's batches are a line of their own: a key for each item among the keys as bytes, one prepared
# key among the key objects.
BATCHES = f"pqpy, {bench.BATCH} at once"
BATCH_FORMS: dict[Form, Form] = {"rows": "bytes", "batch": "prepared"}

# The promise: the least ratio to the fastest other compiled package, and the least mean of them.
LEAST: dict[Form, float] = {"bytes": 1.3, "seed": 1.3, "prepared": 3.0}
LEAST_OF: dict[str, float] = {"sign": 2.0, "keygen": 1.3}  # with key objects
LEAST_MEAN: dict[Form, float] = {"bytes": 1.7}


# Measuring.


@dataclass(frozen=True)
class Result:
    """The timing of one operation of one package."""

    set: str
    operation: Operation
    package: str
    timing: Timing
    ratio: float  # its time in units of pqpy's

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON, flat."""
        what = {"set": self.set, "operation": self.operation.name, "key": self.operation.key}
        return what | {"package": self.package, "ratio": self.ratio} | asdict(self.timing)


class Field:
    """The packages that take part, and why others do not."""

    def __init__(self) -> None:
        self.versions = {"pqpy": pqpy.__version__}
        self.missing: dict[str, str] = {}
        self.failed: dict[str, str] = {}
        for peer in PEERS:
            try:
                peer.find()
            except PackageNotFoundError:
                self.missing[peer.package] = "not installed"
            except ImportError as error:
                self.missing[peer.package] = str(error)
            else:
                self.versions[peer.package] = version(peer.package)

    def calls(self, name: str, inputs: Inputs) -> dict[str, Calls]:
        """By package, pqpy first: the calls of those that have this set and fit pqpy."""
        found = {"pqpy": inputs.calls()}
        for peer in PEERS:
            if name not in peer.sets or peer.package not in self.versions:
                continue
            try:
                found[peer.package] = check(peer, name, inputs)
            except Exception as error:  # whatever the wrong version of a package does
                self.failed[f"{peer.package} {name}"] = f"{type(error).__name__}: {error}"
        return found


def compare(field: Field, name: str, rounds: int) -> list[Result]:
    """Time one parameter set of every package."""
    inputs = bench.fresh_inputs(pqpy.get(name))
    calls = field.calls(name, inputs)
    shared = {operation for package in calls if package != "pqpy" for operation in calls[package]}
    if not any(name in peer.sets for peer in PEERS):
        shared = {operation for operation in calls["pqpy"] if operation.name in NAMES}
    contenders = {
        (package, operation): bench.contender(operation, call, inputs)
        for package, by_operation in calls.items()
        for operation, call in by_operation.items()
        if operation in shared
    }
    for operation, call in inputs.batches().items():
        single = Operation(operation.name, BATCH_FORMS[operation.key])
        if single in shared:
            contenders[BATCHES, single] = bench.contender(operation, call, inputs)
    timings = bench.measure(contenders, rounds=rounds)
    return [
        Result(name, operation, package, t, t.median_us / timings["pqpy", operation].median_us)
        for (package, operation), t in timings.items()
    ]


# What to print.

NO_RATIO = " " * 8  # the width of a ratio
NOTHING = "-" + NO_RATIO


def page(results: Sequence[Result], versions: dict[str, str]) -> str:
    """The tables of one parameter set: a line per package, a column per operation."""
    blocks = []
    for form, title in TITLES.items():
        here = [r for r in results if r.operation.key == form]
        if not here:
            continue
        operations = list(dict.fromkeys(r.operation.name for r in here))
        cells = {(r.package, r.operation.name): cell(r) for r in here}
        lines = [
            f"  {package + ' ' + versions.get(package, ''):<26}"
            + "".join(f"{cells.get((package, name), NOTHING):>22}" for name in operations)
            for package in dict.fromkeys(r.package for r in here)
        ]
        head = "".join(f"{name + NO_RATIO:>22}" for name in operations)
        text = [f"{results[0].set}: {title}", f"  {'':<26}{head}", *lines]
        blocks.append("\n".join(line.rstrip() for line in text))
    return "\n\n".join(blocks)


def cell(result: Result) -> str:
    """A time and, for others than pqpy, the ratio."""
    ratio = NO_RATIO if result.package == "pqpy" else f"{times(result.ratio):>8}"
    return bench.microseconds(result.timing.median_us) + ratio


def times(ratio: float) -> str:
    """A ratio: "3.42x", "34x", "1,240x"."""
    return f"{ratio:,.{2 if ratio < 10 else 1 if ratio < 100 else 0}f}x"


@dataclass(frozen=True)
class Summary:
    """pqpy against the fastest other compiled package at each operation, over all sets that have
    one, for one form of key.

    Attributes:
        least: the smallest of the ratios, and where: "ML-KEM-768 encaps, mlkem".
        mean: their geometric mean.
    """

    key: Form
    least: float
    where: str
    mean: float

    def __str__(self) -> str:
        return (
            f"  {TITLES[self.key] + ':':<52}geometric mean {times(self.mean)}\n"
            f"    least {times(self.least)} ({self.where})"
        )


def rivals(results: Sequence[Result]) -> list[Result]:
    """The fastest other compiled package at each operation, those first that come nearest."""
    no_rivals = {"pqpy", BATCHES, *(peer.package for peer in PEERS if peer.pure)}
    fastest: dict[tuple[str, Operation], Result] = {}
    for result in sorted(results, key=lambda r: r.ratio):
        if result.package not in no_rivals:
            fastest.setdefault((result.set, result.operation), result)
    return list(fastest.values())


def summaries(results: Sequence[Result]) -> Iterator[Summary]:
    """One for each form of key that was compared."""
    for form in TITLES:
        here = [result for result in rivals(results) if result.operation.key == form]
        if here:
            least = here[0]
            where_least = f"{least.set} {least.operation.name}, {least.package}"
            mean = math.exp(sum(math.log(r.ratio) for r in here) / len(here))
            yield Summary(form, least.ratio, where_least, mean)


def broken(results: Sequence[Result]) -> Iterator[str]:
    """Where the promise does not hold."""
    for rival in rivals(results):
        name, form = rival.operation
        least = LEAST_OF.get(name, LEAST[form]) if form == "prepared" else LEAST[form]
        if rival.ratio < least:
            what = f"{rival.set} {rival.operation}"
            yield f"{what}: {times(rival.ratio)} of {rival.package}, promised {times(least)}"
    for summary in summaries(results):
        least = LEAST_MEAN.get(summary.key, 0)
        if summary.mean < least:
            yield f"{TITLES[summary.key]}: mean {times(summary.mean)}, promised {times(least)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Compare; 1 if a package that is installed did not fit pqpy, or the promise is broken."""
    standard = (*ML_KEMS, *ML_DSAS)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=bench.ROUNDS, help="default: %(default)s")
    parser.add_argument(
        "--set", nargs="+", type=set_name, default=standard, help="default: ML-KEM and ML-DSA"
    )
    parser.add_argument("--json", metavar="FILE", help="write the results; - prints nothing else")
    parser.add_argument("--check", action="store_true", help="hold pqpy to its promise")
    arguments = parser.parse_args(argv)
    if arguments.rounds < 1:
        parser.error("--rounds must be positive")

    show = print if arguments.json != "-" else lambda *_, **__: None
    field, results = Field(), []
    show(f"{bench.facts()}\n{arguments.rounds} interleaved rounds; medians in microseconds\n")
    for name in dict.fromkeys(arguments.set):
        found = compare(field, name, arguments.rounds)
        results += found
        show(page(found, field.versions) + "\n", flush=True)
    if against := list(summaries(results)):
        show("pqpy against the fastest other compiled package at each operation")
        show(*against, "", sep="\n")
    for package, reason in (field.missing | field.failed).items():
        show(f"left out: {package}: {reason}")
    failures = list(broken(results)) if arguments.check else []
    for failure in failures:
        show(f"broken promise: {failure}")
    if arguments.json:
        write(arguments.json, document(field, results, arguments.rounds))
    return int(bool(field.failed or failures))


def set_name(text: str) -> str:
    """The proper name of a parameter set."""
    try:
        return pqpy.get(text).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def document(field: Field, results: Sequence[Result], rounds: int) -> dict[str, Any]:
    """Everything, for JSON."""
    return {
        "facts": bench.facts()._asdict(),
        "rounds": rounds,
        "packages": field.versions,
        "left_out": field.missing | field.failed,
        "results": [result.as_dict() for result in results],
        "summary": [asdict(summary) for summary in summaries(results)],
    }


def write(file: str, content: dict[str, Any]) -> None:
    """As JSON to a file, or to the standard output for "-"."""
    text = json.dumps(content, indent=2) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
