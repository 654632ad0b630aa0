"""How fast is it here?  What ``pqpy bench`` and bench/compare.py measure; _timing.py has how.

    from pqpy import ML_KEM_768, bench

    print(bench.facts())
    print(bench.table(bench.measure_set(ML_KEM_768)))

A shared machine changes speed from second to second, so contenders are never timed one after the
other: every round takes a sample of each of them, in a shuffled order.  Ratios of medians then
hold; absolute times are of that minute on that machine.  Times are in microseconds unless a name
ends in ``_ns``.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pqpy

from ._backend import BACKENDS
from ._timing import ROUNDS as ROUNDS
from ._timing import SAMPLE_NS, Clock, Contender, Timing
from ._timing import measure as measure
from .kem import KEM
from .sig import Signature

MESSAGE_BYTES = 256
MESSAGES = 1024  # that signing goes through, so that deterministic signatures vary too

# The operations of pqpy.

# How the key is given.  bytes: in its encoding, expanded at every call.  seed: the secret key as
# the seed it is made from.  prepared: a PublicKey or SecretKey object, expanded beforehand.  rows:
# a batch, a key for each item as a row of an array.  batch: a batch with one prepared key.
Form = Literal["bytes", "seed", "prepared", "rows", "batch"]
BATCH = 64  # items


class Operation(NamedTuple):
    """An operation and the form of its key.

    ``keygen`` of the form "prepared" is ``generate``; ``public_key`` and ``secret_key`` are what it
    costs to prepare a key that comes as bytes.  Times of batches are those of one item.
    """

    name: str
    key: Form

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


# What to call for an operation: without arguments; ``sign`` with a message.
Calls = dict[Operation, Callable[..., object]]


@dataclass(frozen=True, repr=False)
class KEMInputs:
    """A key pair and a ciphertext, all as bytes."""

    scheme: KEM
    seed: bytes
    public_key: bytes
    secret_key: bytes
    ciphertext: bytes
    shared_secret: bytes

    @classmethod
    def fresh(cls, kem: KEM) -> KEMInputs:
        """New ones."""
        seed = os.urandom(kem.seed_bytes)
        public, secret = kem.keygen(seed=seed)
        shared, ciphertext = kem.encaps(public)
        return cls(kem, seed, public, secret, ciphertext, shared)

    def batches(self) -> Calls:
        """Its batches; none without numpy."""
        if not find_spec("numpy"):
            return {}
        kem, secret = self.scheme, self.scheme.secret_key(self.secret_key)
        public = kem.public_key(self.public_key)
        keys, cts = kem.keygen_batch(BATCH), kem.encaps_batch(public, BATCH).ciphertexts
        return {
            Operation("keygen", "rows"): partial(kem.keygen_batch, BATCH),
            Operation("encaps", "rows"): partial(kem.encaps_batch, keys.public_keys),
            Operation("decaps", "rows"): partial(kem.decaps_batch, keys.secret_keys, cts),
            Operation("encaps", "batch"): partial(kem.encaps_batch, public, BATCH),
            Operation("decaps", "batch"): partial(kem.decaps_batch, secret, cts),
        }

    def calls(self) -> Calls:
        """Every operation of the KEM on these inputs, one at a time."""
        kem, ciphertext = self.scheme, self.ciphertext
        public, secret = kem.public_key(self.public_key), kem.secret_key(self.secret_key)
        return {
            Operation("keygen", "bytes"): kem.keygen,
            Operation("encaps", "bytes"): partial(kem.encaps, self.public_key),
            Operation("decaps", "bytes"): partial(kem.decaps, self.secret_key, ciphertext),
            Operation("decaps", "seed"): lambda: kem.secret_key(self.seed).decaps(ciphertext),
            Operation("public_key", "prepared"): partial(kem.public_key, self.public_key),
            Operation("secret_key", "prepared"): partial(kem.secret_key, self.secret_key),
            Operation("keygen", "prepared"): kem.generate,
            Operation("encaps", "prepared"): public.encaps,
            Operation("decaps", "prepared"): partial(secret.decaps, ciphertext),
        }


@dataclass(frozen=True, repr=False)
class SignatureInputs:
    """A key pair, messages, and the signature of the first of them, all as bytes."""

    scheme: Signature
    seed: bytes
    public_key: bytes
    secret_key: bytes
    messages: tuple[bytes, ...]
    signature: bytes

    @classmethod
    def fresh(cls, scheme: Signature) -> SignatureInputs:
        """New ones."""
        seed = os.urandom(scheme.seed_bytes)
        public, secret = scheme.keygen(seed=seed)
        messages = tuple(os.urandom(MESSAGE_BYTES) for _ in range(MESSAGES))
        return cls(scheme, seed, public, secret, messages, scheme.sign(secret, messages[0]))

    def batches(self) -> Calls:
        """Its batches; none without numpy."""
        if not find_spec("numpy"):
            return {}
        scheme, secret = self.scheme, self.scheme.secret_key(self.secret_key)
        public, texts = scheme.public_key(self.public_key), self.messages[:BATCH]
        keys, signed = scheme.keygen_batch(BATCH), scheme.sign_batch(secret, texts)
        return {
            Operation("keygen", "rows"): partial(scheme.keygen_batch, BATCH),
            Operation("sign", "rows"): partial(scheme.sign_batch, keys.secret_keys, texts),
            Operation("verify", "rows"): partial(
                scheme.verify_batch, keys.public_keys, texts, signed
            ),
            Operation("sign", "batch"): partial(scheme.sign_batch, secret, texts),
            Operation("verify", "batch"): partial(scheme.verify_batch, public, texts, signed),
        }

    def calls(self) -> Calls:
        """Every operation of the scheme on these inputs, one at a time."""
        scheme, signed = self.scheme, (self.messages[0], self.signature)
        public, secret = scheme.public_key(self.public_key), scheme.secret_key(self.secret_key)
        return {
            Operation("keygen", "bytes"): scheme.keygen,
            Operation("sign", "bytes"): partial(scheme.sign, self.secret_key),
            Operation("sign", "seed"): lambda message: scheme.secret_key(self.seed).sign(message),
            Operation("verify", "bytes"): partial(scheme.verify, self.public_key, *signed),
            Operation("public_key", "prepared"): partial(scheme.public_key, self.public_key),
            Operation("secret_key", "prepared"): partial(scheme.secret_key, self.secret_key),
            Operation("keygen", "prepared"): scheme.generate,
            Operation("sign", "prepared"): secret.sign,
            Operation("verify", "prepared"): partial(public.verify, *signed),
        }


Inputs = KEMInputs | SignatureInputs


def fresh_inputs(scheme: KEM | Signature) -> Inputs:
    """New inputs for the operations of a KEM or signature scheme."""
    if isinstance(scheme, KEM):
        return KEMInputs.fresh(scheme)
    return SignatureInputs.fresh(scheme)


def contender(operation: Operation, call: Callable[..., object], inputs: Inputs) -> Contender:
    """An operation as a contender; *call* as in ``inputs.calls()``, or another package's."""
    if operation.key in ("rows", "batch"):
        return Contender(call, uneven=operation.name == "sign", items=BATCH)
    if operation.name == "sign" and isinstance(inputs, SignatureInputs):
        return Contender(call, [(message,) for message in inputs.messages], uneven=True)
    return Contender(call)


@dataclass(frozen=True)
class Row:
    """The timing of one operation of one parameter set on one backend."""

    name: str
    operation: Operation
    backend: str
    timing: Timing

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON, flat."""
        where = {"set": self.name, **self.operation._asdict(), "backend": self.backend}
        where["operation"] = where.pop("name")
        return where | asdict(self.timing)


def measure_set(
    scheme: KEM | Signature,
    backends: Iterable[str] | None = None,
    *,
    rounds: int = ROUNDS,
    sample_ns: int = SAMPLE_NS,
    clock: Clock = time.perf_counter_ns,
) -> list[Row]:
    """Time every operation of a parameter set, on several backends interleaved with each other.

    Args:
        scheme: the parameter set.
        backends: names; None for every one that this machine runs.
        rounds, sample_ns, clock: as for :func:`measure`.

    Raises:
        ValueError, RuntimeError: there is no such backend, or not here.
    """
    inputs = fresh_inputs(scheme)
    contenders = {}
    for backend in scheme.backends() if backends is None else backends:
        here = replace(inputs, scheme=scheme.on(backend))  # type: ignore[arg-type]
        for operation, call in (here.calls() | here.batches()).items():
            contenders[operation, backend] = contender(operation, call, here)
    timings = measure(contenders, rounds=rounds, sample_ns=sample_ns, clock=clock)
    first = list(dict.fromkeys(operation for operation, _ in timings))
    rows = [Row(scheme.name, *label, timing) for label, timing in timings.items()]
    return sorted(rows, key=lambda row: first.index(row.operation))  # backends beside each other


# What to print.


class Facts(NamedTuple):
    """The machine and the versions that belong to a measurement."""

    cpu: str
    cpus: int  # how many this process may use, if the system says
    system: str
    python: str
    pqpy: str
    backends: tuple[str, ...]  # that run here, slowest first
    default_backend: str

    def __str__(self) -> str:
        return (
            f"pqpy {self.pqpy} on {self.default_backend} (of {', '.join(self.backends)}), "
            f"{self.python}\n{self.cpu}, {self.cpus} usable, {self.system}"
        )


def facts() -> Facts:
    """The facts of this machine and this process."""
    schemes: list[KEM | Signature] = [*pqpy.KEMS.values(), *pqpy.SIGNATURES.values()]
    here = {backend for scheme in schemes for backend in scheme.backends()}
    try:
        cpus = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cpus = os.cpu_count() or 1
    return Facts(
        _cpu(),
        cpus,
        f"{platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
        pqpy.__version__,
        tuple(backend for backend in BACKENDS if backend in here),
        schemes[0].backend,
    )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:  # not on this system
        lines = []
    fields = (line.partition(":") for line in lines)
    models = (value.strip() for field, _, value in fields if field.strip() == "model name")
    return next(models, "") or platform.processor() or platform.machine() or "unknown CPU"


def microseconds(us: float) -> str:
    """A time with three digits or four: "2.41", "24.1", "1,240"."""
    return f"{us:,.{2 if us < 20 else 1 if us < 200 else 0}f}"


def aligned(lines: Sequence[Sequence[str]], left: int) -> str:
    """Cells in columns two spaces apart, the first *left* columns to the left, others right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    texts = []
    for line in lines:
        cells = [
            f"{cell:<{width}}" if i < left else f"{cell:>{width}}"
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        texts.append("  ".join(cells).rstrip())
    return "\n".join(texts)


def table(rows: Iterable[Row]) -> str:
    """Rows as text for a terminal.  What a line shares with the one above is not repeated."""
    head = ["set", "operation", "key", "backend", "median us", "min us", "quartiles us", "ops/s"]
    lines = [head]
    last: tuple[str, ...] = ()
    for row in rows:
        t = row.timing
        where = (row.name, *row.operation)
        lines.append(
            [
                *("" if last[: i + 1] == where[: i + 1] else where[i] for i in range(len(where))),
                row.backend,
                microseconds(t.median_us),
                microseconds(t.minimum_us),
                f"{microseconds(t.lower_us)} .. {microseconds(t.upper_us)}",
                f"{t.per_second:,.0f}",
            ]
        )
        last = where
    return aligned(lines, 4)


def report(rows: Iterable[Row]) -> dict[str, Any]:
    """Rows and facts for ``json.dump``."""
    return {"facts": facts()._asdict(), "rows": [row.as_dict() for row in rows]}
