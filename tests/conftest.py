"""What all tests share: every instance on every backend of this machine, and the options."""

import os

import pytest
from figures_plugin import pytest_terminal_summary, reproduced  # noqa: F401
from hypothesis import HealthCheck, settings

import pqpy

KEMS = [kem.on(b) for kem in pqpy.KEMS.values() for b in kem.backends()]
SIGNATURES = [scheme.on(b) for scheme in pqpy.SIGNATURES.values() for b in scheme.backends()]

# No deadline: a shared machine stalls.  HYPOTHESIS_EXAMPLES=1000 for a long night.
settings.register_profile(
    "pqpy",
    deadline=None,
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "25")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("pqpy")


def pytest_addoption(parser):
    """--full: also the known answers that take minutes."""
    parser.addoption("--full", action="store_true", help="all known answers, also long ones")


def pytest_collection_modifyitems(config, items):
    """Without --full, what is marked full is skipped."""
    if not config.getoption("--full"):
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: --full"))


@pytest.fixture(params=KEMS, ids=repr)
def kem(request):
    """Every KEM on every backend of this machine."""
    return request.param


@pytest.fixture(params=SIGNATURES, ids=repr)
def scheme(request):
    """Every signature scheme on every backend of this machine."""
    return request.param


@pytest.fixture(params=[*KEMS, *SIGNATURES], ids=repr)
def instance(request):
    """Every KEM and signature scheme on every backend of this machine."""
    return request.param


@pytest.fixture(params=[k for k in KEMS if k.name.startswith(("Kyber", "ML-KEM"))], ids=repr)
def kyber(request):
    """Every Kyber and ML-KEM on every backend of this machine."""
    return request.param


@pytest.fixture(params=[k for k in KEMS if k.standard == "FIPS 203"], ids=repr)
def ml_kem(request):
    """Every ML-KEM on every backend of this machine."""
    return request.param


@pytest.fixture(params=[s for s in SIGNATURES if s.standard == "FIPS 204"], ids=repr)
def ml_dsa(request):
    """Every ML-DSA on every backend of this machine."""
    return request.param


@pytest.fixture(params=[k for k in KEMS if k.name.startswith("R5N")], ids=repr)
def round5(request):
    """Every set of Round5 on every backend of this machine."""
    return request.param


@pytest.fixture(params=[k for k in KEMS if isinstance(k, pqpy.Round5CCA)], ids=repr)
def cca(request):
    """Every CCA set of Round5 on every backend of this machine."""
    return request.param


@pytest.fixture(params=[k for k in KEMS if isinstance(k, pqpy.Round5CPA)], ids=repr)
def cpa(request):
    """Every CPA set of Round5 on every backend of this machine."""
    return request.param
