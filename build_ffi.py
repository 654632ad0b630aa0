"""Compile vendor/ into cffi extension modules (out-of-line API mode, abi3).

The tables say what is built, the folders say how:

    vendor/common/*.h             what cffi reads of an interface: INTERFACES
    vendor/<scheme>/<scheme>.h    what Python sees of a scheme besides its interface
    vendor/<scheme>/dispatch.c    compiled once, as are the files of INTERFACES
    vendor/<scheme>/*.c           compiled per parameter set and backend, unless MODULES says shared
    vendor/<scheme>/<backend>/*   kernels: compiled per backend, for each that has a folder
    vendor/common/<backend>/*     kernels that every scheme uses, and PER_BACKEND

`pip install -e .` builds all of it; `python build_ffi.py` rebuilds in place what changed, `python
build_ffi.py --force` everything.
"""

import hashlib
import os
import platform
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from cffi import FFI
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PACKAGE = "pqpy"
ROOT = Path(__file__).resolve().parent
VENDOR = Path("vendor")  # sources are named from the root
COMMON = VENDOR / "common"
SIMDE = "cmeel.prefix/include"  # where the package cmeel-simde puts its headers

# A wheel of the same sources is the same bytes: its files get this date instead of theirs.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")


class Interface(NamedTuple):
    """What modules have in common, from vendor/common."""

    headers: list[str]  # read by cffi, in this order
    sources: list[str]  # compiled once


class Module(NamedTuple):
    """One extension module, pqpy._<name>."""

    interface: str  # a key of INTERFACES
    params: list[str]  # parameter sets: each reaches C as PQ_PARAM
    shared: tuple[str, ...] = ()  # in vendor/: compiled per backend, for all sets at once


INTERFACES = {
    "kem": Interface(["base.h", "job.h", "kem.h"], ["cpu.c", "wipe.c", "kem.c"]),
    "sig": Interface(["base.h", "sponge.h", "sig.h"], ["cpu.c", "wipe.c", "sig.c"]),
    "drbg": Interface(["nist_drbg.h"], ["nist_drbg.c"]),
}
PER_BACKEND = [COMMON / "lanes.c", COMMON / "sha3.c"]

MODULES = {
    "kyber": Module(
        "kem", ["kyber512", "kyber768", "kyber1024", "mlkem512", "mlkem768", "mlkem1024"]
    ),
    "dilithium": Module(
        "sig", ["dilithium2", "dilithium3", "dilithium5", "mldsa44", "mldsa65", "mldsa87"]
    ),
    # The C takes the sizes as arguments: one small file per set, all else once per backend.
    "round5": Module(
        "kem",
        [
            *(f"r5nd_{level}{kind}_0d" for kind in ("cpa", "cca") for level in (1, 3, 5)),
            *(f"r5nd_{level}{kind}_5d" for kind in ("cpa", "cca") for level in (1, 3, 5)),
            *(f"r5n1_{level}{kind}_0d" for kind in ("cpa", "cca") for level in (1, 3, 5)),
            *("r5nd_0cpa_2iot", "r5nd_1cpa_4longkey", "r5n1_3cca_0smallct"),
        ],
        ("common/tuplehash.c", "round5/expand.c", "round5/operations.c", "round5/pke.c"),
    ),
    "kat": Module("drbg", []),
}
# PQPY_SCHEMES=kyber,dilithium builds these and kat only; the package says so when asked for others.
if chosen := os.environ.get("PQPY_SCHEMES"):
    names = [name.strip() for name in chosen.split(",")]
    if unknown := {*names} - {*MODULES}:
        raise SystemExit(f"PQPY_SCHEMES must name some of {', '.join(MODULES)}, not {unknown}")
    MODULES = {name: module for name, module in MODULES.items() if name in (*names, "kat")}

# Compiler flags of each backend; the name reaches C as PQ_BACKEND, and as PQ_HAVE_<name> where a
# scheme has it. vendor/common/cpu.c asks the CPU for exactly these.
BACKENDS: dict[str, list[str]] = {"portable": []}
if platform.machine().lower() in ("x86_64", "amd64") and sys.maxsize > 2**32:
    BACKENDS["avx2"] = ["-mavx2", "-mbmi", "-mbmi2"]
    BACKENDS["avx512"] = [
        *BACKENDS["avx2"],
        *("-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx512vbmi", "-mavx512vbmi2"),
    ]

# For tests only: PQPY_EMULATE_AVX512=1 compiles avx512 for a CPU that has AVX2, with functions in
# place of the intrinsics (tests/avx512/immintrin.h), so that all tests run on it anywhere.
EMULATED = os.environ.get("PQPY_EMULATE_AVX512") == "1" and "avx512" in BACKENDS
HEADERS = [ROOT / "tests" / "avx512", Path(sysconfig.get_path("purelib"), SIMDE)]
EMULATION = ["-Wno-psabi", *(f"-isystem{folder}" for folder in HEADERS)]
if EMULATED:
    BACKENDS["avx512"] = [*BACKENDS["avx2"], *EMULATION]

FLAGS = ["-std=c11", "-O3", "-g0", "-fvisibility=hidden", "-Wall", "-Wextra", "-Wpedantic"]


class Unit(NamedTuple):
    """One compiler call."""

    source: Path
    tag: str  # object folder: kyber, kyber-avx2, kyber-mlkem768-avx2
    macros: dict[str, str]
    flags: list[str]


def sources(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder under the root, wherever this is called from."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).glob(pattern))


def units(name: str) -> list[Unit]:
    """Every compiler call of one module except its cffi glue."""
    module, folder = MODULES[name], VENDOR / name
    shared = [VENDOR / source for source in module.shared]
    backends = [backend for backend in BACKENDS if (ROOT / folder / backend).is_dir()]
    have = {f"PQ_HAVE_{backend}": "1" for backend in backends}
    have |= {"PQ_EMULATE_AVX512": "1"} if EMULATED else {}
    once = [COMMON / source for source in INTERFACES[module.interface].sources]
    if module.params:
        once.append(folder / "dispatch.c")
    out = [Unit(source, name, have, []) for source in once]
    for backend in backends:
        flags, macros = BACKENDS[backend], {"PQ_BACKEND": backend}
        kernels = [
            part for where in (COMMON, folder) for part in sources(where / backend, "*.[cS]")
        ]
        tag = f"{name}-{backend}"
        out += [Unit(source, tag, macros, flags) for source in [*PER_BACKEND, *shared, *kernels]]
        for param in module.params:
            tag, with_param = f"{name}-{param}-{backend}", macros | {"PQ_PARAM": param}
            parts = [file for file in sources(folder, "*.c") if file not in (*once, *shared)]
            out += [Unit(source, tag, with_param, flags) for source in parts]
    return out


def program(name: str, param: str, backend: str) -> list[str]:
    """Compiler arguments of a C program that uses one parameter set directly, from the root.

    Flags, macros and all sources besides the program's own; vendor/README.md shows the same by
    hand.  The measurements of bench/ and the tests of constant time are such programs.
    """
    tags = (f"{name}-{backend}", f"{name}-{param}-{backend}")
    files = [unit.source for unit in units(name) if unit.tag in tags]
    macros = [f"-DPQ_PARAM={param}", f"-DPQ_BACKEND={backend}"]
    return [*FLAGS, *BACKENDS[backend], *macros, *map(str, [COMMON / "wipe.c", *files])]


def make_ffi(name: str) -> FFI:
    """The FFI of one module: its public headers, less preprocessor lines, are the cdef."""
    headers = [COMMON / header for header in INTERFACES[MODULES[name].interface].headers]
    if MODULES[name].params:
        headers.append(VENDOR / name / f"{name}.h")
    ffi = FFI()
    for header in headers:
        lines = header.read_text().splitlines(keepends=True)
        ffi.cdef("".join(line for line in lines if not line.startswith("#")))
    ffi.set_source(f"{PACKAGE}._{name}", f'#include "{headers[-1].relative_to(VENDOR).as_posix()}"')
    return ffi


def up_to_date(obj: Path) -> bool:
    """True if obj is newer than this script and every file it was compiled from."""
    try:
        deps = obj.with_suffix(".d").read_text().replace("\\\n", " ").split()[1:]
        return all(Path(d).stat().st_mtime < obj.stat().st_mtime for d in [*deps, __file__])
    except OSError:
        return False


class BuildExt(build_ext):
    """build_ext that gives each Unit its own flags, then links them with the cffi glue."""

    def finalize_options(self) -> None:
        """Put the real modules in the place of pyproject.toml's placeholder."""
        names = [f"{PACKAGE}._{name}" for name in MODULES]
        self.distribution.ext_modules = [Extension(n, [], py_limited_api=True) for n in names]
        super().finalize_options()

    def run(self) -> None:
        """Build all modules; a module of an earlier build that is no longer in the table must not
        get into a wheel.
        """
        if EMULATED and not self.inplace:
            raise SystemExit("PQPY_EMULATE_AVX512 is for tests: no package is made with it")
        if not self.inplace:
            for stale in Path(self.build_lib, PACKAGE).glob("*.so"):
                stale.unlink()
        super().run()

    def build_extension(self, ext: Extension) -> None:
        """Compile the units of one module and link them."""
        name = ext.name.rpartition("._")[2]
        # What was compiled otherwise (another compiler, CFLAGS, sanitizers) lies in another folder.
        how = repr((self.compiler.compiler_so, FLAGS, BACKENDS, self.debug))
        self.objects = Path(self.build_temp, hashlib.sha256(how.encode()).hexdigest()[:12])
        glue = self.objects / f"_{name}.c"
        glue.parent.mkdir(parents=True, exist_ok=True)
        make_ffi(name).emit_c_code(str(glue))
        self.compiler.src_extensions = [*self.compiler.src_extensions, ".S"]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(self.compile_unit, units(name)))
        ext.sources, ext.include_dirs = [str(glue)], [str(VENDOR)]
        # Python's own flags have -g, which records the folder, and lose -O3 where CFLAGS is set.
        ext.extra_compile_args = ["-O3", "-g0", "-fvisibility=hidden"]
        ext.extra_objects = ext.depends = objects
        # Where this machine keeps Python is no business of the wheel.
        linker = [word for word in self.compiler.linker_so if not word.startswith("-Wl,-rpath")]
        self.compiler.linker_so = linker
        super().build_extension(ext)

    def compile_unit(self, unit: Unit) -> str:
        """Compile one unit unless its object is current; return the object's path."""
        where = str(self.objects / unit.tag)
        [obj] = self.compiler.object_filenames([str(unit.source)], output_dir=where)
        if self.force or not up_to_date(Path(obj)):
            flags = [*FLAGS, "-MMD", *unit.flags]
            macros = list(unit.macros.items())
            self.compiler.compile([str(unit.source)], where, macros, extra_postargs=flags)
        return str(obj)

    def get_source_files(self) -> list[str]:
        """What the source distribution holds besides the Python package: enough to build and to
        test it.
        """
        folders = [VENDOR, Path("tests"), Path("bench"), Path("docs"), Path(".ci")]
        found = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
        top = [
            "build_ffi.py",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            ".clang-format",
            ".gitignore",
        ]
        return [*top, *(str(p) for p in found if "__pycache__" not in p.parts)]


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent)
    setup(script_args=["build_ext", "--inplace", *sys.argv[1:]])
