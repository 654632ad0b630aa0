"""The build: wheels, the source distribution, backends, stale objects."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from helpers import ROOT, build_table

pytest.importorskip("setuptools", minversion="80", reason="needs setuptools>=80")
pytestmark = pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")


def copy_of_sources(where):
    """The repository as a clone has it: no builds, no caches."""
    ignored = shutil.ignore_patterns(
        "build",
        "dist",
        ".git",
        ".venv*",
        "*.so",
        "*.egg-info",
        "__pycache__",
        ".*cache",
        ".hypothesis",
    )
    shutil.copytree(ROOT, where, ignore=ignored)
    return where


def python(where, *arguments, **environment):
    """Run Python in a folder; its output."""
    ours = ("PYTHONPATH", "PQPY_EMULATE_AVX512")
    environment = {k: v for k, v in os.environ.items() if k not in ours} | environment
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of the sources to build in."""
    return copy_of_sources(tmp_path_factory.mktemp("sources") / "pqpy")


ONE = {"PQPY_SCHEMES": "kyber"}  # one family is enough where the others take the same way
BUILD = "import sys, setuptools.build_meta as b; print(b.build_{}(sys.argv[1]))"


def test_wheel_is_reproducible(sources, tmp_path):
    """Two builds in two folders give the same bytes: one abi3 wheel with all that it needs."""
    other = copy_of_sources(tmp_path / "elsewhere")
    (other / "pqpy" / "kem.py").touch()
    digests = set()
    for folder in (sources, other):
        name = python(folder, "-c", BUILD.format("wheel"), "dist", **ONE).split()[-1]
        digests.add(hashlib.sha256((folder / "dist" / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    assert "-cp310-abi3-" in name
    with zipfile.ZipFile(sources / "dist" / name) as wheel:
        names = wheel.namelist()
        [metadata] = [n for n in names if n.endswith("/METADATA")]
        requires = [x for x in wheel.read(metadata).decode().splitlines() if "Requires-Dist" in x]
    modules = ("kyber", "kat")
    assert {n for n in names if n.endswith(".so")} == {f"pqpy/_{m}.abi3.so" for m in modules}
    assert {"pqpy/py.typed", *(f"pqpy/_{m}.pyi" for m in build_table().MODULES)} <= set(names)
    assert [x for x in requires if "extra" not in x] == ["Requires-Dist: cffi>=2"]


def test_sdist_builds_from_itself(sources, tmp_path):
    """The source distribution has the tests and CI, and builds without anything else."""
    name = python(sources, "-c", BUILD.format("sdist"), str(tmp_path)).split()[-1]
    with tarfile.open(tmp_path / name) as archive:
        archive.extractall(tmp_path, **({"filter": "data"} if sys.version_info >= (3, 12) else {}))
    unpacked = tmp_path / name.removesuffix(".tar.gz")
    tracked = [p.relative_to(sources) for p in sources.rglob("*") if p.is_file()]
    top = {"build", "dist", "pqpy.egg-info"}
    missing = [p for p in tracked if p.parts[0] not in top and not (unpacked / p).exists()]
    assert [p for p in missing if p.suffix not in (".so", ".pyc")] == []
    python(unpacked, "build_ffi.py", **ONE)
    code = "import pqpy; print(pqpy.__file__, len(pqpy.ML_KEM_512.keygen()[0]))"
    assert python(unpacked, "-c", code).split() == [str(unpacked / "pqpy" / "__init__.py"), "800"]


def test_a_family_left_out(tmp_path):
    """PQPY_SCHEMES chooses families; what is left out says how to get it, all else works."""
    where = copy_of_sources(tmp_path / "pqpy")
    python(where, "build_ffi.py", PQPY_SCHEMES="kyber")
    assert {x.name for x in where.glob("pqpy/*.so")} == {"_kyber.abi3.so", "_kat.abi3.so"}
    alone = "import sys; sys.meta_path = [x for x in sys.meta_path if 'ditable' not in repr(x)]\n"
    code = """
import pqpy
from pqpy import *
print(len(pqpy.KEMS), len(pqpy.SIGNATURES), ML_KEM_512.keygen() is not None)
for code in (
    "pqpy.R5ND_3CCA_5d",
    "pqpy.get('r5nd-3cca-5d')",
    "import pqpy.round5",
    "from pqpy import round5",
    "from pqpy import ML_DSA_65",
    "pqpy.dilithium",
    "import pqpy.dilithium",
):
    try:
        exec(code)
    except ImportError as error:
        print(error)
import sys, pqpy.cli
sys.stderr = sys.stdout
print(pqpy.cli.main(["bench", "R5ND_3CCA_5d"]))
for code in ("pqpy.R6ND_3CCA_5d", "pqpy.get('R6ND')", "R5ND_3CCA_5d"):
    try:
        exec(code)
    except (AttributeError, ValueError, NameError) as error:
        print(type(error).__name__)
"""
    how = "PQPY_SCHEMES=kyber,dilithium,round5 pip install --force-reinstall ."
    refusals = [
        f"this pqpy was built without {family} (PQPY_SCHEMES); in its sources, this builds all: "
        + how
        for family in ["round5"] * 4 + ["dilithium"] * 3
    ]
    found = python(where, "-c", alone + code).splitlines()
    assert found[:-3] == ["6 0 True", *refusals, f"pqpy: {refusals[0]}", "2"]
    assert found[-3:] == ["AttributeError", "ValueError", "NameError"]
    demo = python(where, "-c", alone + "import runpy; runpy.run_module('pqpy', None, '__main__')")
    assert demo.count("secrets equal") == 6
    assert "0 failed" in demo


def backend_names():
    """The backends besides portable that the table has for this machine."""
    return [b for b in build_table().BACKENDS if b != "portable"]


@pytest.mark.skipif(not shutil.which("objdump"), reason="needs objdump")
def test_vectors_stay_in_their_folders(sources):
    """Only objects of avx2 and avx512 touch ymm registers, only those of avx512 zmm and masks."""
    python(sources, "build_ffi.py")
    seen = set()
    for path in (sources / "build").rglob("vendor/**/*.o"):
        parts = path.relative_to(sources).parts
        backend = parts[parts.index("vendor") - 1].rpartition("-")[2]  # of kyber-mlkem512-avx2
        command = ["objdump", "-d", path]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seen |= {(backend, kind) for kind in re.findall(r"%(ymm|zmm|k)[0-9]", listing)}
    wide = {("avx512", kind) for kind in ("ymm", "zmm", "k")}
    assert seen <= wide | {("avx2", "ymm")}
    assert ("avx2", "ymm") in seen or "avx2" not in backend_names()


def test_nothing_is_stale(sources):
    """A header is noticed, and another compiler or other flags never find old objects."""
    first = python(sources, "build_ffi.py")
    assert "vendor/kyber/kem.c" not in python(sources, "build_ffi.py")
    (sources / "vendor" / "kyber" / "kpke.h").touch()
    again = python(sources, "build_ffi.py")
    assert "vendor/kyber/kpke.c" in again
    assert "vendor/dilithium/sign.c" not in again
    assert "vendor/kyber/kem.c" in python(sources, "build_ffi.py", CFLAGS="-DPQ_OTHER", **ONE)
    environment = os.environ | {"CC": "false"}
    failing = subprocess.run(
        [sys.executable, "build_ffi.py"], cwd=sources, env=environment, capture_output=True
    )
    assert failing.returncode != 0, first
