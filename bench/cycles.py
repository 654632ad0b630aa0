"""Core cycles of every operation in C: ``python bench/cycles.py [set ...] [--backend avx2]``.

Builds bench/cycles.c with the sources and flags of build_ffi.py for each parameter set, and runs
it; with ``--kernels``, bench/kernels.c for each of the families kyber and dilithium.  x86-64 only.

Each figure is the least that an input took, in the mean over 64 keys, or over 1024 messages for
signing.  Of ML-KEM and ML-DSA the limit is printed beside: what the permutations and the kernels
of an operation would take together on the backend, if nothing else took time.
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

# The rows that have a limit, as bench/cycles.c names them.
ROWS = {
    "kem": [
        *("keygen", "encaps", "encaps, key object", "decaps", "decaps, key object"),
        *("batch: keygen", "batch: encaps", "batch: encaps, one key"),
        *("batch: decaps", "batch: decaps, one key"),
    ],
    "sig": [
        *("keygen", "sign", "sign, key object", "verify", "verify, key object"),
        *("batch: keygen", "batch: sign, one key", "batch: verify", "batch: verify, one key"),
    ],
}

# Their limits in cycles, of a processor with AVX-512 (Zen 4).
LIMITS = {
    ("mlkem512", "avx2"): [16717, 14970, 6240, 16155, 10562, 12727, 12897, 5307, 16155, 8489],
    ("mlkem768", "avx2"): [23373, 22600, 7213, 26924, 14636, 20625, 21667, 6280, 26354, 10853],
    ("mlkem1024", "avx2"): [33525, 35223, 9371, 40932, 19488, 32955, 34083, 8231, 40206, 14202],
    ("mldsa44", "avx2"): [57243, 145991, 111551, 56425, 19079, 50973, 92123, 51709, 13223],
    ("mldsa65", "avx2"): [93186, 228564, 163285, 91157, 22748, 87069, 140877, 86597, 16892],
    ("mldsa87", "avx2"): [156024, 290718, 171877, 152906, 29896, 149544, 150869, 147776, 22900],
    ("mlkem512", "avx512"): [10013, 9554, 4148, 9226, 7475, 6755, 6939, 3148, 8926, 5085],
    ("mlkem768", "avx512"): [13573, 13032, 4731, 15217, 11001, 10860, 11507, 3881, 14339, 6638],
    ("mlkem1024", "avx512"): [19135, 19898, 6469, 22203, 14684, 17202, 17908, 5154, 21593, 8739],
    ("mldsa44", "avx512"): [34682, 102761, 83804, 35932, 15535, 29469, 60002, 30794, 9157],
    ("mldsa65", "avx512"): [54860, 157437, 121052, 56185, 18340, 49840, 93255, 50925, 11962],
    ("mldsa87", "avx512"): [90112, 192910, 126483, 91587, 24060, 84899, 100246, 85669, 16367],
}


def allowed(row: str) -> float:
    """How many times its limit a row may take: of signing, the limit is less certain."""
    return 1.35 if "sign" in row else 1.25


def table(cycles: dict[str, int], limits: dict[str, int]) -> str:
    """A line for each row, with its limit and the ratio to it if there is one."""
    lines = []
    for row, count in cycles.items():
        line = f"  {row:26}{count:9}"
        if row in limits:
            ratio = count / limits[row]
            line += f"{limits[row]:9}{ratio:7.2f}" + ("  over" if ratio > allowed(row) else "")
        lines.append(line)
    return "\n".join(lines)


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


def run(command: list[str], times: int) -> dict[str, int]:
    """Build a program and run it so many times: what it prints, the least of each row."""
    found: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder, "program"))
        subprocess.run([*command, "-o", program], check=True)
        for _ in range(times):
            for line in subprocess.check_output([program], text=True).splitlines():
                row, _, cycles = line.rpartition(" ")
                row = row.rstrip()
                found[row] = min(int(cycles), found.get(row, int(cycles)))
    return found


def main() -> None:
    """Build and run, one parameter set after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="*", help="mlkem768, mldsa65, ...; default: all")
    parser.add_argument("--backend", default="portable", choices=list(build_ffi.BACKENDS))
    parser.add_argument("--kernels", action="store_true", help="of the families, not of sets")
    parser.add_argument("--times", type=int, default=1, help="runs, where others disturb")
    arguments = parser.parse_args()
    backend = arguments.backend
    os.chdir(ROOT)
    for name, module in build_ffi.MODULES.items():
        if arguments.kernels and name in ("kyber", "dilithium"):
            command = compiler(name, module.params[0], backend) + kernels(name)
            print(f"{name} on {backend}", table(run(command, arguments.times), {}), sep="\n")
        for param in module.params if not arguments.kernels else []:
            if param in arguments.set or not arguments.set:
                rows, limits = ROWS[module.interface], LIMITS.get((param, backend), [])
                found = run(compiler(name, param, backend) + operations(name), arguments.times)
                text = table(found, dict(zip(rows, limits, strict=False)))
                print(f"{param} on {backend}", text, sep="\n", flush=True)


if __name__ == "__main__":
    main()
