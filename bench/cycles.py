"""Core cycles of every operation in C: ``python bench/cycles.py [set ...] [--backend portable]``.

Builds bench/cycles.c with the sources and flags of build_ffi.py for each parameter set, and runs
it.  x86-64 only.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import build_ffi  # noqa: E402


def command(name: str, param: str, backend: str, program: str) -> list[str]:
    """The compiler call that makes *program*."""
    kind = "MEASURE_KEM" if build_ffi.MODULES[name].interface == "kem" else "MEASURE_SIG"
    cc = shlex.split(os.environ.get("CC", "cc"))
    arguments = build_ffi.program(name, param, backend)
    batches = f"vendor/common/{build_ffi.MODULES[name].interface}.c"
    return [*cc, *arguments, f"-D{kind}", "bench/cycles.c", batches, "-o", program]


def main() -> None:
    """Build and run, one parameter set after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="*", help="mlkem768, mldsa65, ...; default: all")
    parser.add_argument("--backend", default="portable", choices=list(build_ffi.BACKENDS))
    arguments = parser.parse_args()
    os.chdir(ROOT)
    for name, module in build_ffi.MODULES.items():
        for param in module.params:
            if arguments.set and param not in arguments.set:
                continue
            with tempfile.TemporaryDirectory() as folder:
                program = str(Path(folder, "cycles"))
                subprocess.run(command(name, param, arguments.backend, program), check=True)
                subprocess.run([program], check=True)


if __name__ == "__main__":
    main()
