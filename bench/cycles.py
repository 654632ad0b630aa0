"""Core cycles of every operation in C: ``python bench/cycles.py [set ...] [--backend portable]``.

Builds bench/cycles.c with the sources and flags of build_ffi.py for each parameter set, and runs
it; with ``--kernels``, bench/kernels.c for each of the families kyber and dilithium.  x86-64 only.
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


def compiler(name: str, param: str, backend: str) -> list[str]:
    """The compiler call for a program, less the program's own files and macros."""
    cc = shlex.split(os.environ.get("CC", "cc"))
    return [*cc, *build_ffi.program(name, param, backend)]


def operations(name: str) -> list[str]:
    """What bench/cycles.c takes besides."""
    interface = build_ffi.MODULES[name].interface
    return [f"-DMEASURE_{interface.upper()}", f"vendor/common/{interface}.c", "bench/cycles.c"]


def kernels(name: str) -> list[str]:
    """What bench/kernels.c takes besides."""
    return [f"-DMEASURE_{name.upper()}", "bench/kernels.c"]


def run(command: list[str]) -> None:
    """Build a program and run it."""
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder, "program"))
        subprocess.run([*command, "-o", program], check=True)
        subprocess.run([program], check=True)


def main() -> None:
    """Build and run, one parameter set after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="*", help="mlkem768, mldsa65, ...; default: all")
    parser.add_argument("--backend", default="portable", choices=list(build_ffi.BACKENDS))
    parser.add_argument("--kernels", action="store_true", help="of the families, not of sets")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    if arguments.kernels:
        for name in ("kyber", "dilithium"):
            param = build_ffi.MODULES[name].params[0]
            run(compiler(name, param, arguments.backend) + kernels(name))
        return
    for name, module in build_ffi.MODULES.items():
        for param in module.params:
            if param in arguments.set or not arguments.set:
                run(compiler(name, param, arguments.backend) + operations(name))


if __name__ == "__main__":
    main()
