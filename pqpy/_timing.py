"""Timing contenders against each other, in interleaved rounds."""

from __future__ import annotations

import gc
import math
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice, starmap
from typing import TypeVar

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

Label = TypeVar("Label", bound=Hashable)
Clock = Callable[[], int]


@dataclass(frozen=True)
class Contender:
    """Something to be timed.

    Attributes:
        call: what is called; what it returns is dropped.
        arguments: the positional arguments of successive calls; after the last, the first again.
        uneven: the time of a call is random by nature; see MEAN_OF.
        items: how many one call works on; what is reported is the time of one of them.
    """

    call: Callable[..., object]
    arguments: Sequence[tuple[object, ...]] = ((),)
    uneven: bool = False
    items: int = 1


@dataclass(frozen=True)
class Timing:
    """What one call, or one item of a batch, takes, in microseconds.

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
            means.append(sum(part) / (len(part) * self._calls * self._contender.items) / 1000)
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
