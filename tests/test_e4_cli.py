"""The command line, and the walk-through of docs/e4.md as it stands there."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from e4_brokers import Mosquitto, eventually, free_port
from helpers import ROOT

from pqpy.e4 import Client, cli
from pqpy.e4.c2 import C2
from pqpy.e4.mqtt import Device

DOCS = (ROOT / "docs" / "e4.md").read_text()
READY = "end it with Ctrl-C"


@pytest.fixture
def inside(tmp_path, monkeypatch):
    """An empty folder to work in, without a broker."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("E4_BROKER", f"mqtt://127.0.0.1:{free_port()}")
    monkeypatch.setattr("pqpy.e4._cli_c2.CONNECT", 0.1)
    return tmp_path


def call(line):
    """Run one command here."""
    return cli.main(shlex.split(line))


def walk_through():
    """The commands of the walk-through, in order."""
    part = DOCS[DOCS.index("## Five minutes") :]
    part = part[: part.index("\n## ", 1)]
    blocks = re.findall(r"^```sh\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("python -m pqpy.e4 ")]


def test_walk_through(tmp_path):
    """Every command does what docs/e4.md says: bob gets what alice says, until she is removed; and
    its programs run on what is left.
    """
    running = Mosquitto(tmp_path)
    folder = tmp_path / "demo"
    folder.mkdir()
    environment = {**os.environ, "E4_BROKER": f"mqtt://localhost:{running.port}"}
    common = {"cwd": folder, "env": environment, "text": True}
    shown, stay = (folder / "shown").open("w+"), []
    try:
        for line in walk_through():
            command = line.replace("python", "exec " + shlex.quote(sys.executable), 1)
            if " c2 run" in line or " client sub " in line:
                output = {"stdout": shown, "stderr": shown}
                stay.append(subprocess.Popen(["sh", "-c", command], **output, **common))
                eventually(lambda: (folder / "shown").read_text().count(READY) == len(stay))
                continue
            done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, **common)
            assert done.returncode == 0, (line, done.stderr)
        expected = re.findall(r"^plant/1/temp.*$", DOCS, re.MULTILINE)
        assert len(expected) == 3
        eventually(lambda: (folder / "shown").read_text().count("plant/1/temp") == 3)
        lines = (folder / "shown").read_text().splitlines()
        assert [line for line in lines if line.startswith("plant")] == expected
        stay[1].terminate()
        assert stay[1].wait(10) == 0
        for example in re.findall(r"^```python\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL):
            program = example.replace("mqtt://localhost", environment["E4_BROKER"])
            subprocess.run([sys.executable, "-c", program], timeout=60, check=True, **common)
    finally:
        for process in stay:
            process.terminate()
        codes = [process.wait(10) for process in stay]
        shown.close()
        running.close()
    assert codes == [0] * len(stay)


def test_keygen(inside, capsys):
    """Keys are raw bytes, as those of the Go tool, private, and not overwritten unless forced."""
    sizes = {"symmetric": (32, None), "ed25519": (64, 32), "curve25519": (32, 32)}
    for kind, (size, public) in sizes.items():
        assert call(f"keygen {kind} {kind}.key") == 0
        file = inside / f"{kind}.key"
        assert len(file.read_bytes()) == size
        assert file.stat().st_mode & 0o777 == 0o600
        if public is not None:
            beside = (inside / f"{kind}.key.pub").read_bytes()
            assert beside.hex() in capsys.readouterr().out
            assert len(beside) == public
    before = file.read_bytes()
    assert call("keygen curve25519 curve25519.key") == 1
    assert file.read_bytes() == before
    assert call("keygen curve25519 curve25519.key --force") == 0
    (inside / "other.key.pub").write_bytes(b"kept")
    assert call("keygen ed25519 other.key") == 1
    assert "other.key.pub exists; --force overwrites it" in capsys.readouterr().err
    assert (inside / "other.key.pub").read_bytes() == b"kept"
    assert not (inside / "other.key").exists()
    (inside / "curve25519.key").chmod(0o644)
    assert call("keygen curve25519 curve25519.key --force") == 0
    assert (inside / "curve25519.key").stat().st_mode & 0o777 == 0o600
    assert file.read_bytes() != before


@pytest.mark.parametrize("mode", ["symmetric", "public-key"])
def test_modes_of_version_1(inside, capsys, mode):
    """A C2 and a client of the other modes; without a broker all is done, and said to be late."""
    kind = "symmetric" if mode == "symmetric" else "ed25519"
    assert call("keygen symmetric c2.key") == 0
    assert call("keygen curve25519 own.key") == 0
    own = "--c2-key own.key" if mode == "public-key" else ""
    assert call(f"c2 init --mode {mode} {own}") == 0
    assert call(f"keygen {kind} alice.key") == 0
    c2 = "--c2 " + (inside / "own.key.pub").read_bytes().hex()
    assert call(f"client init alice --mode {mode} --key alice.key {c2}") == 0
    assert call("c2 add alice alice.key" + (".pub" if kind == "ed25519" else "")) == 0
    assert call("c2 topic plant/1/temp alice") == 0
    assert "not published" in capsys.readouterr().out
    assert call("c2 list") == 0
    assert "topic plant/1/temp  alice\n" in capsys.readouterr().out
    client = Client.load("alice.e4")
    with C2("c2.db", (inside / "c2.key").read_bytes()) as server:
        assert [row.id for row in server.clients()] == [client.id]


def test_operations_in_hybrid_mode(inside, capsys, monkeypatch):
    """Every command for operators works, and has something to publish where it changes keys."""
    monkeypatch.setattr("pqpy.e4._cli_c2.publish", lambda c2, broker, publications: None)
    assert call("keygen symmetric c2.key") == 0
    assert call("c2 init --suite MLKEM1024-X25519") == 0
    c2_print = capsys.readouterr().out.strip()
    for name in ("alice", "bob"):
        assert call(f"client init {name} --c2 {c2_print} --suite MLKEM1024-X25519") == 0
        assert call(f"c2 add {name} {name}.enrol") == 0
    for line in (
        "topic t alice bob",
        "topic t --policy session",
        "rotate t",
        "rekey",
        "rekey alice",
        "new-kem-key alice",
        "new-c2-key",
        "remove bob --topic t",
        "remove bob",
        "confirm-clock",
    ):
        assert call(f"c2 {line}") == 0, line
    capsys.readouterr()
    assert call("c2 list") == 0
    out = capsys.readouterr().out
    assert "topic t  session  alice\n" in out
    assert "bob" not in out
    with C2("c2.db", (inside / "c2.key").read_bytes()) as c2:
        assert out.startswith(f"C2 {c2.print.hex()}\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("c2 list", "No such file"),
        ("client pub alice t x", "No such file"),
        ("client init alice --c2 00", "--c2 must be the 64 hexadecimal digits"),
        ("client init alice --c2 zz", "--c2 must be the 64 hexadecimal digits"),
        ("client init alice", "--c2 must be the 64 hexadecimal digits"),
        ("client init alice --mode symmetric", "needs --key"),
        (f"client init alice --mode public-key --c2 {'00' * 32}", "needs --key"),
        ("client init alice --mode symmetric --key missing", "No such file"),
    ],
)
def test_errors_are_one_line(inside, capsys, line, text):
    """What cannot be done is said in a line, and the exit status is 1."""
    assert call(line) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert text in error


def test_more_errors(inside, capsys):
    """A client that is in use or unknown, and a broker that is none."""
    assert call("keygen symmetric c2.key") == 0
    assert call("c2 init") == 0
    c2_print = capsys.readouterr().out.strip()
    assert call("c2 init") == 1
    assert call("c2 remove alice") == 1
    assert "alice" in capsys.readouterr().err
    assert call(f"client init alice --c2 {c2_print}") == 0
    assert call(f"client init alice --c2 {c2_print}") == 1
    assert call("client pub alice t x --broker http://x") == 1
    assert call("client pub alice t x --wait 0.1") == 1
    assert "no key for 't': no connection to 127.0.0.1:" in capsys.readouterr().err
    for topic in ("a/+/b", "#", "''"):
        assert call(f"client pub alice {topic} x") == 1
        assert "is no topic for a message" in capsys.readouterr().err
    for topic in ("a/#/b", "a+", "a/b#", "''"):
        assert call(f"client sub alice {topic}") == 1
        assert "is neither a topic nor a filter of topics" in capsys.readouterr().err
    assert call("c2 list --db .") == 1
    assert "is no database of C2" in capsys.readouterr().err
    import fcntl

    with open("alice.e4.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert call("client pub alice t x") == 1
    assert "in use" in capsys.readouterr().err


def test_topics_and_brokers_of_other_types(inside):
    """The argument is named, as for all others."""
    client = Client.symmetric("alice", bytes(range(32)))
    for use in (lambda: client.protect_message(b"x", b"t"), lambda: client.unprotect(b"x", None)):
        with pytest.raises(TypeError, match="topic must be a str, not"):
            use()
    with (
        C2.create("c2.db", bytes(range(32))) as c2,
        pytest.raises(TypeError, match="topic must be a str, not bytes"),
    ):
        c2.add_topic(b"t")
    with pytest.raises(TypeError, match="broker must be a Broker"):
        Device(client, "mqtt://localhost")


def call_help(*command, **environment):
    """What --help of a command prints."""
    return subprocess.run(
        [sys.executable, "-m", "pqpy.e4", *command, "--help"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_help(capsys):
    """The command names itself."""
    done = subprocess.run(
        [sys.executable, "-m", "pqpy.e4", "--help"], capture_output=True, text=True, check=True
    )
    assert call_help("c2", "run", E4_BROKER="mqtt://user:secret@host").count("secret") == 0
    for word in ("keygen", "c2", "client", "not audited"):
        assert word in done.stdout


def test_threat_table():
    """The tests that docs/e4.md names for each attacker are there."""
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", DOCS)
    assert len(named) > 30
    for file, test in named:
        assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text(), f"{file}::{test}"
