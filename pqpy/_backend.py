"""Choice of backend: the fastest that this CPU runs, or the one PQPY_BACKEND names."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

BACKENDS = ("portable", "avx2", "avx512")  # as in vendor/common/backend.h

Get = Callable[
    [bytes, int], Any
]  # a scheme's C look-up: (name, backend index) -> implementation, or NULL


def pick(get: Get, name: str, backend: str | None = None) -> Any:
    """Return the C implementation of a parameter set.

    Args:
        get: the scheme's C look-up.
        name: of the parameter set, ``"ML-KEM-768"``.
        backend: a name from BACKENDS; None for $PQPY_BACKEND, or else the fastest.

    Raises:
        ValueError: there is no such backend.
        RuntimeError: this build or this machine does not have it.
    """
    if backend is None:
        backend = check_environment()
    if backend is not None and backend not in BACKENDS:
        raise ValueError(f"backend must be one of {', '.join(BACKENDS)}, not {backend!r}")
    for candidate in [backend] if backend else reversed(BACKENDS):
        if implementation := get(name.encode(), BACKENDS.index(candidate)):
            return implementation
    raise RuntimeError(
        f"{name} does not run on {backend} here; it does on {', '.join(available(get, name))}"
    )


def check_environment() -> str | None:
    """The backend that $PQPY_BACKEND names, None if it names none; ValueError if there is none of
    that name.
    """
    backend = os.environ.get("PQPY_BACKEND") or None
    if backend is not None and backend not in BACKENDS:
        variable = "the environment variable PQPY_BACKEND"
        raise ValueError(f"{variable} must be one of {', '.join(BACKENDS)}, not {backend!r}")
    return backend


def available(get: Get, name: str) -> list[str]:
    """The backends on which a parameter set runs here, slowest first."""
    return [backend for i, backend in enumerate(BACKENDS) if get(name.encode(), i)]
