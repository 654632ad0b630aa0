"""The timing code against a clock that tests turn by hand."""

import gc
import json
import math
import random

import pytest

import pqpy
from pqpy import _timing, bench
from pqpy.bench import Contender, KEMInputs, SignatureInputs, Timing


class Clock:
    """A clock that stands still except when work is done, and keeps the order of what was done."""

    def __init__(self):
        self.now, self.log = 0, []

    def __call__(self):
        return self.now

    def work(self, name, ns):
        """A call that takes this long by this clock; *ns* may be a function without arguments."""

        def call():
            self.now += ns() if callable(ns) else ns
            self.log.append(name)

        return call


def measured(clock, contenders, **options):
    """Time contenders by that clock."""
    return bench.measure(contenders, clock=clock, **options)


# measure


def test_times_are_those_of_the_clock():
    """Each contender gets what its calls take, in microseconds, and twice as slow is twice."""
    clock = Clock()
    found = measured(
        clock, {"a": Contender(clock.work("a", 2000)), "b": Contender(clock.work("b", 4000))}
    )
    assert list(found) == ["a", "b"]
    assert found["a"] == Timing(2.0, 2.0, 2.0, 2.0, bench.ROUNDS, bench.ROUNDS * 500)
    assert found["b"].median_us == 2 * found["a"].median_us
    assert found["a"].per_second == 500_000


def test_a_change_of_speed_does_not_change_the_ratio():
    """A machine that slows down to a third half way leaves the ratio of two contenders as it is."""
    clock = Clock()

    def slowing(ns):
        return lambda: ns * (3 if clock.now > 60_000_000 else 1)

    contenders = {n: Contender(clock.work(n, slowing(1000 * n))) for n in (1, 2)}
    found = measured(clock, contenders, rounds=61)
    assert found[2].upper_us / found[2].minimum_us == 3
    assert found[2].median_us / found[1].median_us == 2


def test_every_round_has_everyone_in_changing_order():
    """Rounds are interleaved: each contender has one sample in each, and the order varies."""
    clock = Clock()
    # Samples of 1 ms: calls this long make samples of one call.
    contenders = {name: Contender(clock.work(name, 1_000_000)) for name in "abcd"}
    measured(clock, contenders, rounds=30, order=random.Random(1))
    timed = clock.log[-30 * 4 :]
    rounds = [tuple(timed[i : i + 4]) for i in range(0, len(timed), 4)]
    assert all(sorted(r) == ["a", "b", "c", "d"] for r in rounds)
    assert len(set(rounds)) > 10


@pytest.mark.parametrize("ns", [10, 999, 50_000, 1_000_000, 15_000_000])
def test_calibration(ns):
    """A sample has as many calls as take about sample_ns, one at least."""
    clock = Clock()
    timing = measured(clock, {0: Contender(clock.work(0, ns))}, rounds=10, sample_ns=1_000_000)[0]
    assert timing.samples == 10
    assert timing.calls == 10 * max(1, round(1_000_000 / ns))


def test_slow_contenders_sit_out():
    """One whose sample takes very long has fewer of them, but 20 at least and one at least."""
    clock = Clock()
    contenders = {
        "fast": Contender(clock.work("fast", 1000)),
        "slow": Contender(clock.work("slow", 50_000_000)),
        "slower": Contender(clock.work("slower", 10**10)),
    }
    found = measured(clock, contenders, rounds=120)
    assert {name: t.samples for name, t in found.items()} == {"fast": 120, "slow": 40, "slower": 20}
    found = measured(clock, contenders, rounds=1)
    assert {name: t.samples for name, t in found.items()} == {"fast": 1, "slow": 1, "slower": 1}
    assert found["slower"].median_us == 10**7


@pytest.mark.parametrize("attempt_ns", [1000, 12_000, 300_000])
def test_uneven_contenders_have_means(attempt_ns):
    """The median of a geometric number of attempts comes out as its mean, not as its median."""
    clock, rng = Clock(), random.Random(7)

    def geometric():
        return attempt_ns * math.ceil(math.log(1 - rng.random()) / math.log(1 - 1 / 4))

    work = clock.work(0, geometric)
    timing = measured(clock, {0: Contender(work, uneven=True)}, rounds=2000)[0]
    assert timing.calls / timing.samples >= _timing.MEAN_OF
    assert timing.median_us == pytest.approx(4 * attempt_ns / 1000, rel=0.03)


def test_arguments_are_gone_through():
    """Successive calls get successive arguments, across samples, and begin anew after the last."""
    clock, seen = Clock(), []

    def call(i):
        clock.now += 300_000
        seen.append(i)

    measured(clock, {0: Contender(call, [(i,) for i in range(7)])}, rounds=10)
    assert seen == [i % 7 for i in range(len(seen))]
    assert len(seen) > 30


def test_quartiles():
    """Median, quartiles and minimum are those of the samples."""
    clock, ns = Clock(), iter([1_000_000] * 2 + [k * 1_000_000 for k in (5, 1, 4, 2, 3)])
    timing = measured(clock, {0: Contender(clock.work(0, lambda: next(ns)))}, rounds=5)[0]
    assert (timing.minimum_us, timing.median_us) == (1000, 3000)
    assert (timing.lower_us, timing.upper_us) == (2000, 4000)


def test_a_clock_that_stands_still():
    """A clock too coarse to see a call ends in zeros, not in an endless loop."""
    timing = bench.measure({0: Contender(int)}, rounds=1, sample_ns=1000, clock=lambda: 0)[0]
    assert timing.median_us == 0
    assert timing.per_second == math.inf


@pytest.mark.parametrize("enabled", [True, False])
def test_no_garbage_collection_meanwhile(enabled):
    """The collector is off while calls are timed, and afterwards as before, even on an error."""
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        states = set()
        bench.measure({0: Contender(lambda: states.add(gc.isenabled()))}, rounds=1, sample_ns=1)
        assert states == {False}
        with pytest.raises(ZeroDivisionError):
            bench.measure({0: Contender(lambda: 1 // 0)}, rounds=1)
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_measure_refuses():
    """No rounds and no duration are errors."""
    for options in ({"rounds": 0}, {"sample_ns": 0}):
        with pytest.raises(ValueError, match="must be positive"):
            bench.measure({}, **options)


# The operations of pqpy


def test_kem_operations(kem):
    """Every operation runs, and is the one that its name says."""
    inputs = KEMInputs.fresh(kem)
    calls = inputs.calls()
    assert {(name, key) for name, key in calls if name in ("keygen", "encaps", "decaps")} == {
        *((name, key) for name in ("keygen", "encaps", "decaps") for key in ("bytes", "prepared")),
        ("decaps", "seed"),
    }
    for (name, key), call in calls.items():
        result = call()
        if name == "decaps":
            assert result == inputs.shared_secret
        elif name == "encaps":
            assert kem.decaps(inputs.secret_key, result.ciphertext) == result.shared_secret
        elif key == "prepared":
            kind = pqpy.KEMPublicKey if name == "public_key" else pqpy.KEMSecretKey
            assert isinstance(result, kind)
        else:
            assert isinstance(result, pqpy.KeyPair)


def test_signature_operations(scheme):
    """Every operation runs, and is the one that its name says."""
    inputs = SignatureInputs.fresh(scheme)
    calls = inputs.calls()
    assert {(name, key) for name, key in calls if name in ("keygen", "sign", "verify")} == {
        *((name, key) for name in ("keygen", "sign", "verify") for key in ("bytes", "prepared")),
        ("sign", "seed"),
    }
    assert {len(message) for message in inputs.messages} == {bench.MESSAGE_BYTES}
    for operation, call in calls.items():
        contender = bench.contender(operation, call, inputs)
        assert contender.uneven == (operation.name == "sign")
        result = contender.call(*contender.arguments[-1])
        if operation.name == "sign":
            assert scheme.is_valid(inputs.public_key, inputs.messages[-1], result)
        elif operation.name == "verify":
            assert result is None
        elif operation.key == "prepared":
            public = operation.name == "public_key"
            kind = pqpy.SignaturePublicKey if public else pqpy.SignatureSecretKey
            assert isinstance(result, kind)
        else:
            assert isinstance(result, pqpy.KeyPair)


def test_inputs_do_not_show_keys(instance):
    """No secret in a repr."""
    inputs = bench.fresh_inputs(instance)
    assert repr(inputs.secret_key) not in repr(inputs)
    assert repr(inputs.seed) not in repr(inputs)


@pytest.mark.parametrize("scheme", [pqpy.ML_KEM_512, pqpy.ML_DSA_44], ids=repr)
def test_measure_set(scheme):
    """Every operation on every backend has a row; rows print in columns and go through JSON."""
    rows = bench.measure_set(scheme, rounds=2, sample_ns=10_000)
    inputs = bench.fresh_inputs(scheme)
    operations = inputs.calls() | inputs.batches()
    assert [(row.operation, row.backend) for row in rows] == [
        (operation, backend) for operation in operations for backend in scheme.backends()
    ]
    assert all(row.timing.median_us > 0 for row in rows)

    lines = bench.table(rows).splitlines()
    assert len(lines) == 1 + len(rows)
    assert lines[1].startswith(scheme.name)
    assert not any(scheme.name in line for line in lines[2:])
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 100

    report = json.loads(json.dumps(bench.report(rows)))
    assert report["facts"]["pqpy"] == pqpy.__version__
    first = report["rows"][0]
    assert (first["set"], first["operation"], first["key"]) == (scheme.name, "keygen", "bytes")
    assert first["median_us"] == rows[0].timing.median_us


def test_measure_set_on_one_backend():
    """Backends can be chosen; a wrong one is refused as by on()."""
    rows = bench.measure_set(pqpy.ML_KEM_512, ["portable"], rounds=1, sample_ns=1)
    assert {row.backend for row in rows} == {"portable"}
    with pytest.raises(ValueError, match="backend must be one of"):
        bench.measure_set(pqpy.ML_KEM_512, ["neon"])


def test_facts():
    """They name the processor, the interpreter and the backends, and print on two lines."""
    facts = bench.facts()
    assert facts.cpu
    assert facts.cpus >= 1
    assert facts.default_backend in facts.backends
    assert str(facts).count("\n") == 1


@pytest.mark.parametrize(
    ("us", "text"),
    [(2.4051, "2.41"), (24.06, "24.1"), (240.4, "240"), (12345.6, "12,346"), (0.0, "0.00")],
)
def test_microseconds(us, text):
    """Three or four digits, thousands apart."""
    assert bench.microseconds(us) == text
