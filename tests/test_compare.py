"""bench/: the comparison with other packages, and the benchmarks, run once each."""

import importlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import pqpy
from pqpy import _timing, bench
from pqpy.bench import Operation

FOLDER = Path(__file__).resolve().parent.parent / "bench"


@pytest.fixture(scope="module")
def compare():
    """bench/compare.py as a module."""
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("compare")
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def peers(compare):
    """bench/peers.py as a module."""
    return importlib.import_module("peers")


def run(*command):
    """Run this Python; its standard output."""
    result = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=tempfile.gettempdir(),  # not the sources: they have no modules
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_compare_json():
    """``--json -`` prints JSON and nothing else: times of every package, ratios, a summary."""
    out = run(FOLDER / "compare.py", "--rounds", "1", "--set", "ML-KEM-768", "--json", "-")
    document = json.loads(out)
    assert document["rounds"] == 1
    results = {(r["package"], r["operation"], r["key"]): r for r in document["results"]}
    if "kyber-py" not in document["packages"]:
        pytest.skip("kyber-py is not installed: " + str(document["left_out"]))
    for operation in ("keygen", "encaps", "decaps"):
        ours, theirs = (results[p, operation, "bytes"] for p in ("pqpy", "kyber-py"))
        assert ours["ratio"] == 1
        assert theirs["ratio"] == pytest.approx(theirs["median_us"] / ours["median_us"])
    compiled = document["packages"].keys() - {"pqpy", "kyber-py", "dilithium-py"}
    assert bool(document["summary"]) == bool(compiled)


def test_compare_page(compare, capsys, tmp_path):
    """The tables fit in 100 columns; sets may be named freely; ``--json FILE`` writes a file."""
    file = tmp_path / "out.json"
    arguments = ["--rounds", "1", "--set", "ml_dsa_44", "kyber512", "--json", str(file)]
    assert compare.main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("  pqpy ") for line in lines) == bool(
        json.loads(file.read_text())["results"]
    )


def test_compare_refuses(compare, capsys):
    """Unknown sets and no rounds are errors of usage."""
    for arguments, message in (
        (["--set", "ML-KEM-769"], "the nearest is"),
        (["--rounds", "0"], "--rounds must be positive"),
    ):
        with pytest.raises(SystemExit, match="2"):
            compare.main(arguments)
        assert message in capsys.readouterr().err


def damaged(result):
    """A result that is not what it was: the first bytes object in it has its last bit flipped."""
    first, *others = result if isinstance(result, tuple) else [result]
    first = first[:-1] + bytes([first[-1] ^ 1])
    return (first, *others) if others else first


@pytest.mark.parametrize("name", ["ML-KEM-512", "ML-DSA-44"])
def test_compare_checks_peers(peers, name):
    """A peer whose results do not fit pqpy's is found out, whatever the operation."""

    class Liar(peers.Peer):
        def calls(self, name, x):
            calls = {o: c for o, c in x.calls().items() if "_key" not in o.name}
            if lie is not None:
                honest = calls[lie]
                calls[lie] = lambda *a: lie.name == "verify" or damaged(honest(*a))
            return calls

    inputs, lie = bench.fresh_inputs(pqpy.get(name)), None
    for operation in peers.check(Liar(), name, inputs):
        if operation != Operation("keygen", "prepared"):  # gives objects of the peer's own
            lie = operation
            with pytest.raises((peers.Mismatch, pqpy.InvalidKey)):
                peers.check(Liar(), name, inputs)


def test_compare_leaves_out_what_is_missing(compare, peers, monkeypatch):
    """A package that is not there is no failure."""

    class Missing(peers.Peer):
        package, sets = "no-such-package-as-this", ("ML-KEM-512",)

        def calls(self, name, x):
            raise AssertionError("not installed")

    monkeypatch.setattr(compare, "PEERS", (Missing(),))
    field = compare.Field()
    assert field.missing == {"no-such-package-as-this": "not installed"}
    assert compare.compare(field, "ML-KEM-512", 1) == []
    assert field.failed == {}


def test_compare_names_what_fails(compare, peers, monkeypatch, capsys):
    """A package that does not work is named with the reason, and the exit status is 1."""

    class Broken(peers.Peer):
        package, sets = "broken", ("ML-KEM-512",)

        def calls(self, name, x):
            raise AttributeError("another version")

    monkeypatch.setattr(compare, "version", lambda package: "1")
    monkeypatch.setattr(peers, "version", lambda package: "1")
    monkeypatch.setattr(compare, "PEERS", (Broken(),))
    assert compare.main(["--rounds", "1", "--set", "ML-KEM-512"]) == 1
    out = capsys.readouterr().out
    assert "left out: broken ML-KEM-512: AttributeError: another version" in out


def test_compare_does_not_import_oqs_without_its_library(compare, peers, monkeypatch):
    """Importing oqs clones and builds liboqs if it is not there: look before."""
    monkeypatch.setattr(peers, "version", lambda package: "1")
    monkeypatch.setattr(peers.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(compare, "PEERS", (peers.LiboqsKEM(), peers.LiboqsSignature()))
    monkeypatch.setitem(sys.modules, "oqs", None)
    field = compare.Field()
    assert field.missing == {"liboqs-python": "the library liboqs is not installed"}
    assert list(field.calls("ML-KEM-768", bench.fresh_inputs(pqpy.ML_KEM_768))) == ["pqpy"]


def test_a_set_without_peers(compare):
    """Of a set that no other package has, pqpy's own times are shown, and nothing is summed up."""
    results = compare.compare(compare.Field(), "R5ND_3CCA_5d", rounds=1)
    assert {r.package for r in results} <= {"pqpy", compare.BATCHES}
    assert {r.operation.name for r in results} == {"keygen", "encaps", "decaps"}
    assert "R5ND_3CCA_5d: key objects" in compare.page(results, {"pqpy": "1"})
    assert list(compare.summaries(results)) == []


def test_summary(compare):
    """Per form of key: least ratio to the fastest compiled package, and the geometric mean."""

    def result(name, operation, package, ratio):
        return compare.Result(name, Operation(operation, "bytes"), package, None, ratio)

    results = [
        result("X", "keygen", "pqpy", 1.0),
        result("X", "keygen", "a", 8.0),
        result("X", "keygen", "b", 9.0),
        result("X", "encaps", "pqpy", 1.0),
        result("X", "encaps", "b", 2.0),
        result("X", "decaps", "kyber-py", 100.0),
    ]
    assert list(compare.summaries(results)) == [
        compare.Summary(
            "bytes", 2.0, "X encaps, b", pytest.approx(statistics.geometric_mean([8, 2]))
        )
    ]


def test_pytest_benchmarks(compare):
    """``pytest bench`` runs, once each, every operation of every set on every backend, and E4's."""
    pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")
    options = ["-o", "python_files=bench_*.py", "-o", "python_functions=bench_*"]
    options += ["--benchmark-disable", "-q", "-p", "no:cacheprovider", "--rootdir", FOLDER.parent]
    out = run("-m", "pytest", FOLDER, *options)
    some = bench.fresh_inputs(pqpy.ML_KEM_512), bench.fresh_inputs(pqpy.ML_DSA_44)
    kem, sig = (len(x.calls() | x.batches()) for x in some)
    count = sum(kem * len(s.backends()) for s in pqpy.KEMS.values())
    count += sum(sig * len(s.backends()) for s in pqpy.SIGNATURES.values())
    count += len(importlib.import_module("bench_e4").OPERATIONS)
    assert f"{count} passed" in out


def timed(compare, package, name, key, ratio):
    """A result that took *ratio* times as long as pqpy's."""
    timing = _timing.Timing(ratio, ratio, ratio, ratio, 1, 1)
    return compare.Result("ML-KEM-768", Operation(name, key), package, timing, ratio)


@pytest.mark.parametrize(
    ("name", "key", "ratio", "kept"),
    [
        ("encaps", "bytes", 1.71, True),
        ("encaps", "bytes", 1.6, False),  # the mean
        ("encaps", "bytes", 1.2, False),
        ("decaps", "seed", 1.31, True),
        ("decaps", "seed", 1.29, False),
        ("encaps", "prepared", 3.01, True),
        ("verify", "prepared", 2.9, False),
        ("sign", "prepared", 2.1, True),
        ("sign", "prepared", 1.9, False),
        ("keygen", "prepared", 1.4, True),
    ],
)
def test_promise(compare, name, key, ratio, kept):
    """--check finds what is too slow, against the fastest package that is compiled."""
    results = [
        timed(compare, "pqpy", name, key, 1.0),
        timed(compare, "mlkem", name, key, ratio),
        timed(compare, "cryptography", name, key, 9.0),
        timed(compare, "kyber-py", name, key, 1.0),
        timed(compare, compare.BATCHES, name, key, 0.5),
    ]
    failures = list(compare.broken(results))
    assert bool(failures) != kept
    assert all("promised" in failure for failure in failures)


@pytest.fixture(scope="module")
def cycles():
    """bench/cycles.py as a module."""
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("cycles")
    sys.path.remove(str(FOLDER))


def test_rows_of_cycles(cycles):
    """bench/cycles.c measures every row that has a limit, and every limit is that of a row."""
    parts = (FOLDER / "cycles.c").read_text().split("#else")
    for part, rows in zip(parts, (cycles.ROWS["kem"], cycles.ROWS["sig"]), strict=True):
        measured = re.findall(r'MEASURE\("([^"]*)"', part)
        assert {*rows} <= {*measured}
        assert len({*measured}) == len(measured)
    for (param, _), limits in cycles.LIMITS.items():
        assert len(limits) == len(cycles.ROWS["kem" if "kem" in param else "sig"])


def test_table_of_cycles(cycles):
    """Rows print with their ratio, which is marked where it is over what is allowed."""
    figures = {"keygen": 126, "sign": 134, "sign, key object": 136, "batch: sign": 999}
    text = cycles.table(figures, dict.fromkeys(cycles.ROWS["sig"], 100))
    assert [line.split()[-1] for line in text.splitlines()] == ["over", "1.34", "over", "999"]
