"""Nothing that takes time depends on a secret: valgrind, with secrets marked undefined."""

import importlib
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import ROOT, build_table, programs

build_ffi = build_table()
CC = shlex.split(os.environ.get("CC", "cc"))


def reason_to_skip():
    """What is missing here, or nothing."""
    if not shutil.which("valgrind") or not shutil.which(CC[0]):
        return "needs valgrind and a C compiler"
    probe = "#include <valgrind/memcheck.h>\nint main(void) { return 0; }\n"
    found = subprocess.run([*CC, "-xc", "-fsyntax-only", "-"], input=probe.encode(), check=False)
    return "needs valgrind/memcheck.h" if found.returncode else ""


pytestmark = pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip() or "nothing")


def check(tmp_path, name, param, backend, *macros):
    """Build and run one parameter set; valgrind's exit code and report."""
    kind = "CT_KEM" if build_ffi.MODULES[name].interface == "kem" else "CT_SIG"
    program = str(Path(tmp_path, param))
    arguments = build_ffi.program(name, param, backend)
    macros = ["-DPQ_VALGRIND", f"-D{kind}", *macros]
    command = [*CC, *arguments, *macros, "tests/ct/ct.c", "-o", program]
    subprocess.run(command, cwd=ROOT, check=True)
    command = ["valgrind", "--quiet", "--error-exitcode=99", program]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return result.returncode, result.stderr


@pytest.mark.parametrize(("name", "param", "backend"), programs())
def test_secrets(tmp_path, name, param, backend):
    """Nothing to report of any operation, and the results are right."""
    assert check(tmp_path, name, param, backend) == (0, "")


@pytest.mark.parametrize(
    ("fault", "name", "param"),
    [
        ("PQ_PLANT_BRANCH", "kyber", "mlkem512"),
        ("PQ_PLANT_INDEX", "kyber", "mlkem512"),
        ("PQ_PLANT_IN_BATCH", "dilithium", "mldsa44"),
    ],
)
def test_faults_are_found(tmp_path, fault, name, param):
    """A branch or an index by a secret bit is reported: the test above can fail."""
    code, report = check(tmp_path, name, param, "portable", f"-D{fault}")
    assert code == 99
    assert "uninitialised value" in report


@pytest.mark.skipif(not shutil.which("objdump"), reason="needs objdump")
@pytest.mark.parametrize("module", ["_kyber", "_dilithium", "_round5"])
def test_no_division(module):
    """The compiled module has no division, whose time depends on its operands (KyberSlash)."""
    path = importlib.import_module(f"pqpy.{module}").__file__
    listing = subprocess.run(["objdump", "-d", path], capture_output=True, text=True, check=True)
    mnemonics = re.findall(r"^ +[0-9a-f]+:\t[0-9a-f ]+\t(\w+)", listing.stdout, re.MULTILINE)
    assert len(mnemonics) > 5000
    assert not {m for m in mnemonics if re.fullmatch(r"[fsu]?i?div\w*|v?div[ps][sd]", m)}
