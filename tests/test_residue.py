"""C programs on one parameter set: what is left on the stack, and hints no signature would have."""

import os
import re
import shlex
import shutil
import subprocess

import pytest
from helpers import ROOT, build_table, programs

build_ffi = build_table()
CC = shlex.split(os.environ.get("CC", "cc"))

pytestmark = pytest.mark.skipif(not shutil.which(CC[0]), reason="needs a C compiler")


def run(tmp_path, source, name, param, backend, *macros):
    """Build a program of tests/ct with one parameter set and run it; exit code and output."""
    program = str(tmp_path / param)
    arguments = build_ffi.program(name, param, backend)
    command = [*CC, *arguments, "-Wno-maybe-uninitialized", *macros, f"tests/ct/{source}"]
    subprocess.run([*command, "-o", program], cwd=ROOT, check=True)
    result = subprocess.run([program], capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout


def kind(name):
    """The macro that tells the programs what to call."""
    return "-DCT_KEM" if build_ffi.MODULES[name].interface == "kem" else "-DCT_SIG"


@pytest.mark.parametrize(("name", "param", "backend"), programs())
def test_no_secret_is_left_on_the_stack(tmp_path, name, param, backend):
    """Seeds, coins, secret vectors and shared secrets are wiped before a function returns, and, in
    KEMs, everything that is derived from them; and no call takes more than 128 KiB of the stack.
    """
    if build_ffi.EMULATED and backend == "avx512":
        pytest.skip("the emulation has vectors in memory; test_avx512_code.py has the real code")
    assert run(tmp_path, "residue.c", name, param, backend, kind(name)) == (0, "")


@pytest.mark.parametrize(("name", "param"), [("kyber", "mlkem512"), ("dilithium", "mldsa44")])
def test_a_residue_is_found(tmp_path, name, param):
    """A copy of the seed that is not wiped is noticed: the test above can fail."""
    code, output = run(
        tmp_path, "residue.c", name, param, "portable", kind(name), "-DPQ_PLANT_RESIDUE"
    )
    assert code == 1
    assert "keygen leaves its seed" in output


@pytest.mark.parametrize(("name", "param"), [("kyber", "mlkem512"), ("dilithium", "mldsa44")])
def test_a_deep_stack_is_found(tmp_path, name, param):
    """With a limit of 500 bytes, every kind of call is over it."""
    limit = (kind(name), "-DPQ_STACK_LIMIT=500")
    code, output = run(tmp_path, "residue.c", name, param, "portable", *limit)
    assert code == 1
    assert len(output.splitlines()) == 11


def test_a_derived_residue_is_found(tmp_path):
    """So is something computed from the coins: what two calls leave is compared."""
    plant = ("-DCT_KEM", "-DPQ_PLANT_DERIVED")
    code, output = run(tmp_path, "residue.c", "kyber", "mlkem512", "portable", *plant)
    assert code == 1
    assert re.fullmatch(r"encaps leaves \d+ bytes that depend on its secrets\n", output)


@pytest.mark.parametrize("param", build_ffi.MODULES["dilithium"].params)
def test_hints(tmp_path, param):
    """Repeated, unsorted, surplus hints, and ends that decrease or exceed omega, are refused."""
    assert run(tmp_path, "hints.c", "dilithium", param, "portable")[0] == 0
