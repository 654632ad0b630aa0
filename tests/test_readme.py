"""What the documents show works: the examples, the C of a user without Python, the commands."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import pytest
from helpers import ROOT

import pqpy

README = (ROOT / "README.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
CC = os.environ.get("CC", "cc")


def run(*command, **options):
    """Run a command outside the sources; its result."""
    options = {"cwd": tempfile.gettempdir()} | options
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


def test_there_are_examples():
    """The two first examples are short, and all are found."""
    assert len(EXAMPLES) == 9
    for example in EXAMPLES[:2]:
        assert len(example.strip().splitlines()) <= 7


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example(example, tmp_path):
    """Each example of README runs by itself."""
    (tmp_path / "README.md").write_text(README)
    result = run(sys.executable, "-c", example, cwd=tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.skipif(not shutil.which(shlex.split(CC)[0]), reason="needs a C compiler")
def test_vendor_example(tmp_path):
    """The C example of vendor/README.md builds with its command, without a warning, and works."""
    text = (ROOT / "vendor" / "README.md").read_text()
    [program] = re.findall(r"^```c\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    [command] = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "example.c").write_text(program)
    (tmp_path / "vendor").symlink_to(ROOT / "vendor")
    command = command.replace("cc ", f"{CC} -Wall -Wextra -Wpedantic -Werror ", 1)
    built = run("sh", "-c", command, cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert run(str(tmp_path / "example")).stdout == "secrets equal\n"
    assert len([x for x in program.splitlines() if x.strip() not in ("", "{", "}")]) <= 20


def test_python_m_pqpy():
    """The demonstration uses every scheme, and ends with the self-test's count."""
    result = run(sys.executable, "-m", "pqpy")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("secrets equal") == len(pqpy.KEMS)
    assert result.stdout.count("verified") == len(pqpy.SIGNATURES)
    for instance in (*pqpy.KEMS.values(), *pqpy.SIGNATURES.values()):
        assert f"  {instance.name} " in result.stdout
    assert re.search(r"^  \d+ known-answer figures reproduced, 0 failed", result.stdout, re.M)


def test_demo_of_a_file(tmp_path):
    """A file of one's own is signed; one that is not there is an error of one line."""
    path = tmp_path / "mine.txt"
    path.write_bytes(b"x" * 12345)
    result = run(sys.executable, "-m", "pqpy", "demo", str(path))
    assert result.returncode == 0
    assert f"{path} (12345 bytes)" in result.stdout
    result = run(sys.executable, "-m", "pqpy", "demo", str(tmp_path / "none"))
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "none" in result.stderr


def test_selftest_can_fail(monkeypatch, capsys):
    """A figure that does not come out is reported, and the exit status is 1."""
    from pqpy import cli, kat

    good = kat.select(cost="quick")[0]
    bad = kat.Check(good.scheme, good.procedure, good.part, "00" * 32, good.cost)
    monkeypatch.setattr(kat, "CHECKS", (bad,))
    assert cli.main(["selftest"]) == 1
    output = capsys.readouterr().out
    assert "FAILED" in output
    assert bad.name in output
    failed = len(pqpy.get(good.scheme).backends())
    assert f"0 known-answer figures reproduced, {failed} failed" in output


def test_selftest_without_cryptography(monkeypatch, capsys):
    """What needs cryptography is left out of the self-test where it is missing, and counted."""
    from pqpy import cli, kat

    checks = [c for c in kat.CHECKS if c.scheme == "R5ND_1CCA_5d" and c.part == "single"]
    monkeypatch.setattr(kat, "CHECKS", tuple(checks))
    for missing, expected in ((False, "  2 known"), (True, "  1 known")):
        if missing:
            monkeypatch.setattr(kat, "find_spec", lambda name: None)
        assert cli.main(["selftest", "--cost", "ci"]) == 0
        output = capsys.readouterr().out
        assert len(pqpy.R5ND_1CCA_5d.backends()) > 1 or output.startswith(expected)
        assert ("1 left out, which need cryptography" in output) == missing


def test_bench_command():
    """Every operation of a set is measured; an unknown set is an error of one line."""
    command = [sys.executable, "-m", "pqpy", "bench", "--rounds", "1"]
    result = run(*command, "ml-kem-512")
    assert result.returncode == 0, result.stderr
    assert "ML-KEM-512" in result.stdout
    result = run(*command, "ml-kem-513")
    assert result.returncode == 2
    assert "the nearest is 'ML-KEM-512'" in result.stderr


def test_sources_that_are_not_compiled_say_so(tmp_path):
    """Started in the source folder, neither the command nor an import blames PQPY_SCHEMES."""
    shutil.copytree(ROOT / "pqpy", tmp_path / "pqpy", ignore=shutil.ignore_patterns("*.so"))
    alone = "import sys; sys.meta_path = [x for x in sys.meta_path if 'ditable' not in repr(x)]; "
    for code in ("from pqpy import ML_KEM_768", "import pqpy; pqpy.get('ml-kem-768')"):
        done = run(sys.executable, "-c", alone + code, cwd=tmp_path)
        assert "ImportError" in done.stderr
        assert f"{tmp_path / 'pqpy'} has no compiled modules" in done.stderr
    code = "import runpy; runpy.run_module('pqpy', None, '__main__')"
    done = run(sys.executable, "-c", alone + code, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"pqpy: {tmp_path / 'pqpy'} has no compiled modules")
    assert done.stderr.count("\n") == 1


def test_the_command_has_no_tracebacks(tmp_path, monkeypatch, capsys):
    """It names its version; a backend that is not here, Ctrl-C and a closed pipe end it quietly."""
    from pqpy import cli

    command = (sys.executable, "-m", "pqpy")
    assert run(*command, "--version").stdout == f"pqpy {pqpy.__version__}\n"
    here = pqpy.ML_KEM_512.backends()
    for backend in {"avx2", "avx512"} - set(here):
        done = run(*command, "selftest", env={**os.environ, "PQPY_BACKEND": backend})
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "selftest", interrupted)
    assert cli.main(["selftest"]) == 130
    assert capsys.readouterr().err == ""
    demo = subprocess.Popen(
        [sys.executable, "-u", "-m", "pqpy"],
        cwd=tmp_path,  # not the sources, which have no compiled modules
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    demo.stdout.readline()
    demo.stdout.close()
    assert demo.wait(60) == 141
    assert demo.stderr.read() == b""
    demo.stderr.close()
