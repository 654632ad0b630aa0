"""Older CPUs get the backends that they run, and right answers: qemu's user emulation."""

import os
import platform
import shutil
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.skipif(not shutil.which("qemu-x86_64"), reason="needs qemu-x86_64 (qemu-user)"),
    pytest.mark.skipif(os.environ.get("PQPY_EMULATE_AVX512") == "1", reason="avx512 is emulated"),
    pytest.mark.skipif(platform.machine() != "x86_64", reason="not x86-64"),
]

BACKENDS = """
import pqpy
print(*sorted({b for x in (*pqpy.KEMS.values(), *pqpy.SIGNATURES.values()) for b in x.backends()}))
"""


@pytest.mark.parametrize(
    ("cpu", "backends"), [("Nehalem", {"portable"}), ("Haswell", {"portable", "avx2"})]
)
def test_self_test(cpu, backends):
    """What the CPU does not have is not offered, and the self-test passes on what it has."""
    environment = {k: v for k, v in os.environ.items() if k != "PQPY_BACKEND"}

    def run(*arguments):
        command = ["qemu-x86_64", "-cpu", cpu, sys.executable, *arguments]
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    offered = {*run("-c", BACKENDS).split()}
    assert offered == backends
    assert "0 failed" in run("-m", "pqpy", "selftest")
