"""How fast is it here?  The timing code of ``pqpy bench`` and bench/compare.py.

    from pqpy import ML_KEM_768, bench

    print(bench.facts())
    print(bench.table(bench.measure_set(ML_KEM_768)))

A shared machine changes speed from second to second, so contenders are never timed one after the
other: every round takes a sample of each of them, in a shuffled order.  Ratios of medians then
hold; absolute times are of that minute on that machine.  Times are in microseconds unless a name
ends in ``_ns``.
"""

from __future__ import annotations

import gc
import math
import os
import platform
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import cycle, islice, starmap
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import pqpy

from ._backend import BACKENDS
from .kem import KEM
from .sig import Signature

ROUNDS = 60
SAMPLE_NS = 1_000_000  # one sample is as many calls as take about this long

# The number of attempts of a lattice signature is geometric, of mean 4 or so, so the median of
# single calls says little.  What is taken the median of is means over this many calls at least:
# their median is within half a percent of the mean.
MEAN_OF = 64
UNEVEN_SAMPLES = 10  # a sample of an uneven operation may take this many times SAMPLE_NS for it

# Who is slow sits out some rounds, but not so many that fewer than LEAST_SAMPLES remain.
SLOW_SAMPLES = 20  # slow: one sample takes more than this many times SAMPLE_NS
LEAST_SAMPLES = 20

MESSAGE_BYTES = 256
MESSAGES = 1024  # that signing goes through, so that deterministic signatures vary too

Label = TypeVar("Label", bound=Hashable)
Clock = Callable[[], int]


# Timing.


@dataclass(frozen=True)
class Contender:
    """Something to be timed.

    Attributes:
        call: what is called; what it returns is dropped.
        arguments: the positional arguments of successive calls; after the last, the first again.
        uneven: the time of a call is random by nature; see MEAN_OF.
    """

    call: Callable[..., object]
    arguments: Sequence[tuple[object, ...]] = ((),)
    uneven: bool = False


@dataclass(frozen=True)
class Timing:
    """What one call takes, in microseconds.

    Attributes:
        median_us, minimum_us: over the samples; of an uneven contender, over means of MEAN_OF
            calls or more.
        lower_us, upper_us: the quartiles of the same.
        samples: how many values these are taken over.
        calls: how many calls were timed in all.
    """

    median_us: float
    minimum_us: float
    lower_us: float
    upper_us: float
    samples: int
    calls: int

    @property
    def per_second(self) -> float:
        """Calls per second at the median."""
        return 1e6 / self.median_us if self.median_us else math.inf


class _Sampler:
    """One contender in the running: how many calls make a sample, and the samples so far."""

    def __init__(self, contender: Contender, rounds: int, sample_ns: int, clock: Clock) -> None:
        self._contender, self._clock = contender, clock
        self._arguments = cycle(contender.arguments)
        self._samples: list[int] = []  # ns
        each = self._calibrate(sample_ns)
        self._calls = max(1, round(sample_ns / each))
        if contender.uneven:
            most = max(1, round(UNEVEN_SAMPLES * sample_ns / each))
            self._calls = max(self._calls, min(MEAN_OF, most))
        slowness = self._calls * each / (SLOW_SAMPLES * sample_ns)
        self._every = max(1, min(math.ceil(slowness), rounds // LEAST_SAMPLES))

    def _calibrate(self, sample_ns: int) -> float:
        """About what one call takes, in ns; also warms up."""
        self._time(1)
        calls, spent = 1, self._time(1)
        while spent < sample_ns // 4 and calls < 1 << 16:
            calls *= 2
            spent = self._time(calls)
        return max(1.0, spent / calls)

    def _time(self, calls: int) -> int:
        """What this many calls take, in ns.  The loop is in C: some 20 ns a call, for everyone."""
        batch = list(islice(self._arguments, calls))
        call, clock = self._contender.call, self._clock
        start = clock()
        deque(starmap(call, batch), maxlen=0)
        return clock() - start

    def take(self, number: int) -> None:
        """Take a sample, if it is this contender's turn in the round of this number."""
        if number % self._every == 0:
            self._samples.append(self._time(self._calls))

    def timing(self) -> Timing:
        """What the samples say."""
        taken = len(self._samples)
        group = math.ceil(MEAN_OF / self._calls) if self._contender.uneven else 1
        groups = max(1, taken // group)
        means = []
        for i in range(groups):
            part = self._samples[i * taken // groups : (i + 1) * taken // groups]
            means.append(sum(part) / (len(part) * self._calls) / 1000)
        median = statistics.median(means)
        lower, upper = median, median
        if len(means) > 1:
            lower, _, upper = statistics.quantiles(means, n=4, method="inclusive")
        return Timing(median, min(means), lower, upper, len(means), taken * self._calls)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without garbage collections in between; they come at random and cost milliseconds."""
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def measure(
    contenders: Mapping[Label, Contender],
    *,
    rounds: int = ROUNDS,
    sample_ns: int = SAMPLE_NS,
    clock: Clock = time.perf_counter_ns,
    order: random.Random | None = None,
) -> dict[Label, Timing]:
    """Time contenders against each other, in interleaved rounds.

    Args:
        contenders: what to time, by any label.
        rounds: how many; each takes a sample of every contender (of slow ones not in each round).
        sample_ns: how long a sample should take, in nanoseconds; the number of calls is calibrated.
        clock: returns nanoseconds.
        order: shuffles every round.

    Returns:
        The timings, by the same labels in the same order.

    Raises:
        ValueError: rounds or sample_ns is not positive.
        Exception: whatever a contender raises.
    """
    if rounds < 1 or sample_ns < 1:
        raise ValueError(f"rounds and sample_ns must be positive, not {rounds} and {sample_ns}")
    order = order or random.Random()
    with _no_collection():
        samplers = {
            label: _Sampler(contender, rounds, sample_ns, clock)
            for label, contender in contenders.items()
        }
        running = list(samplers.values())
        for number in range(rounds):
            order.shuffle(running)
            for sampler in running:
                sampler.take(number)
    return {label: sampler.timing() for label, sampler in samplers.items()}


# The operations of pqpy.

# How the key is given.  bytes: in its encoding, expanded at every call.  seed: the secret key as
# the seed it is made from.  prepared: a PublicKey or SecretKey object, expanded beforehand.
Form = Literal["bytes", "seed", "prepared"]


class Operation(NamedTuple):
    """An operation and the form of its key.

    ``keygen`` of the form "prepared" is ``generate``; ``public_key`` and ``secret_key`` are what it
    costs to prepare a key that comes as bytes.
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

    def calls(self) -> Calls:
        """Every operation of the KEM on these inputs."""
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

    def calls(self) -> Calls:
        """Every operation of the scheme on these inputs."""
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
        for operation, call in here.calls().items():
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
