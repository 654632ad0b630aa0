"""Every signature scheme, operation, form of key and backend under pytest-benchmark.

As bench_kem.py.  Of ``bench_sign`` take the mean, and let it run long (--benchmark-max-time): the
number of attempts that a signature takes is random.
"""

from itertools import cycle
from typing import Any

import pytest

import pqpy
from pqpy.bench import Form, Operation, SignatureInputs

pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")

pytestmark = [
    pytest.mark.benchmark(max_time=0.2, min_rounds=20, disable_gc=True),
    pytest.mark.parametrize(
        ("name", "backend"), [(s.name, b) for s in pqpy.SIGNATURES.values() for b in s.backends()]
    ),
]


def run(benchmark: Any, name: str, backend: str, operation: str, key: Form) -> None:
    """Benchmark one operation on fresh inputs; of a batch, all of its items."""
    inputs = SignatureInputs.fresh(pqpy.SIGNATURES[name].on(backend))
    calls = inputs.batches() if key in ("rows", "batch") else inputs.calls()
    if Operation(operation, key) not in calls:
        pytest.skip("numpy is not installed")
    benchmark(calls[Operation(operation, key)])


@pytest.mark.parametrize("key", ["bytes", "prepared", "rows"])
def bench_keygen(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """A new key pair."""
    run(benchmark, name, backend, "keygen", key)


@pytest.mark.parametrize("key", ["bytes", "seed", "prepared"])
def bench_sign(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """Signing one message after the other."""
    inputs = SignatureInputs.fresh(pqpy.SIGNATURES[name].on(backend))
    sign, messages = inputs.calls()[Operation("sign", key)], cycle(inputs.messages)
    benchmark(lambda: sign(next(messages)))


@pytest.mark.parametrize("key", ["bytes", "prepared", "rows", "batch"])
def bench_verify(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """Verification."""
    run(benchmark, name, backend, "verify", key)


def bench_public_key(benchmark: Any, name: str, backend: str) -> None:
    """Preparing a public key."""
    run(benchmark, name, backend, "public_key", "prepared")


def bench_secret_key(benchmark: Any, name: str, backend: str) -> None:
    """Preparing a secret key."""
    run(benchmark, name, backend, "secret_key", "prepared")


@pytest.mark.parametrize("key", ["rows", "batch"])
def bench_sign_batch(benchmark: Any, name: str, backend: str, key: Form) -> None:
    """Signing in batches."""
    run(benchmark, name, backend, "sign", key)
