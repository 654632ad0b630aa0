"""Every KEM, operation, form of key and backend under pytest-benchmark.

    pytest bench --benchmark-group-by=func,param:name --benchmark-columns=median,min,ops
    pytest bench -k "ML-KEM-768 and decaps" --benchmark-autosave --benchmark-compare

Its contenders run one after the other: on a shared machine rather believe ``pqpy bench``, which
interleaves them.  "prepared" means with a key object, and ``bench_keygen`` then is ``generate``;
"rows" is a batch with a key for each item, "batch" one with one key object, 64 items a call.
"""

from typing import Any

import pytest

import pqpy
from pqpy.bench import Form, KEMInputs, Operation

pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")

pytestmark = [
    pytest.mark.benchmark(max_time=0.2, min_rounds=20, disable_gc=True),
    pytest.mark.parametrize(
        ("name", "backend"), [(k.name, b) for k in pqpy.KEMS.values() for b in k.backends()]
    ),
]


def run(benchmark: Any, name: str, backend: str, operation: str, key: Form) -> None:
    """Benchmark one operation on fresh inputs; of a batch, all of its items."""
    inputs = KEMInputs.fresh(pqpy.KEMS[name].on(backend))
    calls = inputs.batches() if key in ("rows", "batch") else inputs.calls()
    if Operation(operation, key) not in calls:
        pytest.skip("numpy is not installed")
    benchmark(calls[Operation(operation, key)])


@pytest.mark.parametrize("key", ["bytes", "prepared", "rows"])
def bench_keygen(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """A new key pair."""
    run(benchmark, name, backend, "keygen", key)


@pytest.mark.parametrize("key", ["bytes", "prepared", "rows", "batch"])
def bench_encaps(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """Encapsulation."""
    run(benchmark, name, backend, "encaps", key)


@pytest.mark.parametrize("key", ["bytes", "seed", "prepared", "rows", "batch"])
def bench_decaps(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """Decapsulation."""
    run(benchmark, name, backend, "decaps", key)


def bench_public_key(benchmark: Any, name: str, backend: str) -> None:
    """Preparing a public key."""
    run(benchmark, name, backend, "public_key", "prepared")


def bench_secret_key(benchmark: Any, name: str, backend: str) -> None:
    """Preparing a secret key."""
    run(benchmark, name, backend, "secret_key", "prepared")
