"""Known answers on your own machine: does this build give the published results?

``pqpy selftest`` runs these checks and the tests import them.  One check is one published figure,
a digest of what a documented procedure produces:

    from pqpy import ML_KEM_768, kat

    for check in kat.select(ML_KEM_768.name, cost="quick"):
        assert check.run(ML_KEM_768)          # the fastest backend
        assert check.run(ML_KEM_768.on("portable"))

    results = list(kat.selftest())
    print(sum(result.ok for result in results), "known-answer figures reproduced")

The figures are in _figures.py with their sources, the procedures in _kat_kem.py, _kat_sig.py and
_kat_round5.py.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple, get_args

import pqpy

from . import _kat_kem, _kat_round5, _kat_sig
from ._figures import FIGURES

# What a check costs on a fast backend.  Each level includes the ones before it.
#   quick  some milliseconds        ci    below a second or so
#   long   seconds: the tests run these on the fastest backend only
#   full   minutes: 10,000 iterations of test_vectors, 1,000,000 accumulated rounds
Cost = Literal["quick", "ci", "long", "full"]
COSTS: tuple[Cost, ...] = get_args(Cost)

_PROCEDURES: dict[str, Callable[[Any, str], str]] = {
    **_kat_kem.PROCEDURES,
    **_kat_sig.PROCEDURES,
    **_kat_round5.PROCEDURES,
}

# By the first word of a procedure, and the part; what is not here is "ci".
_COSTS: dict[str, dict[str, Cost]] = {
    "rsp": {"single": "quick"},
    "tvecs": {"1": "quick", "1000": "long", "10000": "full"},
    "pqclean": {"7": "quick"},
    "accumulated": {"10000": "long", "1000000": "full"},
    "field_operations": {"all": "long"},
    "encaps": {"ciphertext": "quick", "secret": "quick"},
    "rejected": {"5^01": "quick", "last^01": "quick", "last^80": "quick"},
}


@dataclass(frozen=True)
class Check:
    """One published figure and the way to reproduce it.

    Attributes:
        scheme: the parameter set, "ML-DSA-65".
        procedure: "tvecs hedged"; the same words in _figures.py, where its source stands.
        part: how many rounds, or which piece: "100", "file".
        expected: the digest, or a short value in full, in lower-case hex.
        cost: one of COSTS.
    """

    scheme: str
    procedure: str
    part: str
    expected: str
    cost: Cost

    @property
    def name(self) -> str:
        """All three in one: "ML-DSA-65 tvecs hedged 100"."""
        return f"{self.scheme} {self.procedure} {self.part}"

    @property
    def possible(self) -> bool:
        """False if it needs a package that is not here: the CCA-PKE of Round5, cryptography."""
        return not self.procedure.startswith("pke") or find_spec("cryptography") is not None

    def digest(self, instance: "pqpy.KEM | pqpy.Signature") -> str:
        """Compute the figure.

        Args:
            instance: the check's parameter set, on the backend that is to be checked.

        Raises:
            ValueError: another parameter set.
            PQError: decapsulation or verification refuses what was just made.
        """
        if instance.name != self.scheme:
            raise ValueError(f"a check of {self.scheme}, not of {instance.name}")
        return _PROCEDURES[self.procedure](instance, self.part)

    def run(self, instance: "pqpy.KEM | pqpy.Signature") -> bool:
        """True if the figure comes out as published; arguments and errors of ``digest``."""
        return self.digest(instance) == self.expected


class Result(NamedTuple):
    """What came of one check on one backend."""

    check: Check
    backend: str
    ok: bool
    found: str  # the digest, or what went wrong


def _checks() -> Iterator[Check]:
    for scheme, procedures in FIGURES.items():
        if scheme not in pqpy.KEMS and scheme not in pqpy.SIGNATURES:
            continue  # left out of this build
        for procedure, figures in procedures.items():
            for part, expected in figures.items():
                cost = _COSTS.get(procedure.split()[0], {}).get(part, "ci")
                yield Check(scheme, procedure, part, expected, cost)


# Every figure of the package, cheap ones first.
CHECKS: tuple[Check, ...] = tuple(sorted(_checks(), key=lambda check: COSTS.index(check.cost)))


def select(scheme: str | None = None, cost: Cost = "quick") -> list[Check]:
    """The checks of a parameter set up to a cost, cheap ones first.

    Args:
        scheme: its name, as ``pqpy.get`` takes it; None for all.
        cost: the highest to include.

    Raises:
        ValueError: there is no such cost or scheme.
    """
    if cost not in COSTS:
        raise ValueError(f"cost must be one of {', '.join(COSTS)}, not {cost!r}")
    costs = COSTS[: COSTS.index(cost) + 1]
    name = None if scheme is None else pqpy.get(scheme).name
    return [c for c in CHECKS if c.cost in costs and name in (None, c.scheme)]


def selftest(
    schemes: Iterable[str] | None = None,
    cost: Cost = "quick",
    backends: Iterable[str] | None = None,
) -> Iterator[Result]:
    """Run the checks that are possible one by one; a failure is a result, not an exception.

    Args:
        schemes: names, as ``pqpy.get`` takes them; None for all that have figures.
        cost: the highest to include.
        backends: names; None for every backend of this machine.

    Yields:
        A result per check and backend, as soon as it is known, cheap ones first.

    Raises:
        ValueError: there is no such scheme, cost or backend.
        RuntimeError: this build or this machine does not have the backend.
    """
    wanted = FIGURES if schemes is None else {pqpy.get(name).name for name in schemes}
    on = None if backends is None else list(backends)
    for check in select(cost=cost):
        if check.scheme in wanted and check.possible:
            scheme = pqpy.get(check.scheme)
            for backend in scheme.backends() if on is None else on:
                yield _result(check, scheme.on(backend), backend)


def _result(check: Check, instance: "pqpy.KEM | pqpy.Signature", backend: str) -> Result:
    try:
        found = check.digest(instance)
    except pqpy.PQError as error:
        return Result(check, backend, False, f"{type(error).__name__}: {error}")
    return Result(check, backend, found == check.expected, found)
