"""The file of a client's state: Go's bytes, never half written, and any contents are survived."""

import base64
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress

import e4_figures as figures
import e4_figures_public_key
import e4_figures_symmetric
import pytest
from e4_helpers import (
    C2_PUBLIC,
    CLIENT_KEY,
    HASH,
    KEY,
    SEEDS,
    TOPIC,
    Device,
    device_with_key,
)
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client, _commands, _store, errors

STORES = [e4_figures_symmetric.STORE, e4_figures_public_key.STORE]
MODES = ["symmetric", "public-key"]


@pytest.fixture(params=STORES, ids=MODES)
def store(request, tmp_path):
    """A file that the Go client wrote."""
    path = tmp_path / "store"
    path.write_text(request.param + "\n")
    return path


def test_written_back_byte_for_byte(store):
    """What was read is written as Go wrote it."""
    client = Client.load(store)
    assert client._store(client._state) == store.read_bytes()


def test_tail_of_a_longer_state_is_ignored_and_goes(store):
    """Go does not truncate; what is left behind its state is not read, and not kept."""
    text = store.read_bytes()
    store.write_bytes(text + b'0LzA="}},"ReceivingTopic":"e4/\xc3')
    client = Client.load(store)
    client._commit(client._state)
    assert store.read_bytes() == text


def test_names_in_key_data_have_any_case(store):
    """As in Go: keydata's names do, the others do not."""
    text = store.read_text()
    for name in ("PrivateKey", "C2PubKey", "PubKeys", "SignerID", '"Key":"'):
        store.write_text(text.replace(name, name.swapcase()))
        Client.load(store)
    for name in ("ID", "TopicKeys", "keyType", "keyData", "ReceivingTopic"):
        store.write_text(text.replace(f'"{name}":', f'"{name.swapcase()}":'))
        with pytest.raises(errors.StoreError):
            Client.load(store)


def test_escapes_of_go(tmp_path):
    """A receiving topic is escaped as Go does it."""
    path = tmp_path / "store"
    Client.symmetric("alice", CLIENT_KEY, receiving_topic='a<b>&\u2028é/\n"', path=path)
    assert rb'"ReceivingTopic":"a\u003cb\u003e\u0026\u2028' in path.read_bytes()
    assert path.read_bytes().endswith('é/\\n\\""}\n'.encode())
    assert Client.load(path).receiving_topic == 'a<b>&\u2028é/\n"'


def damaged(document, path, value):
    """The document with the member at *path* replaced, or taken out."""
    copy = json.loads(document)
    *outer, last = path
    target = copy
    for name in outer:
        target = target[name]
    if value is None:
        del target[last]
    else:
        target[last] = value
    return json.dumps(copy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["ID"], None),
        (["ID"], ""),
        (["ID"], "!"),
        (["ID"], 1),
        (["TopicKeys"], None),
        (["TopicKeys"], []),
        (["TopicKeys"], {"00": "AA=="}),
        (["TopicKeys"], {"zz": "AA=="}),
        (["TopicKeys"], {"00" * 16: "A"}),
        (["TopicKeys"], {"00" * 16: 1}),
        (["Key"], None),
        (["Key"], "key"),
        (["Key", "keyType"], "0"),
        (["Key", "keyType"], 3),
        (["Key", "keyType"], True),
        (["Key", "keyData"], None),
        (["Key", "keyData", "Key"], base64.b64encode(bytes(32)).decode()),
        (["Key", "keyData", "Key"], base64.b64encode(bytes(31)).decode()),
        (["Key", "keyData", "PrivateKey"], None),
        (["Key", "keyData", "PrivateKey"], base64.b64encode(b"\1" * 64).decode()),
        (["Key", "keyData", "SignerID"], "AA=="),
        (["Key", "keyData", "C2PubKey"], base64.b64encode(bytes(32)).decode()),
        (["Key", "keyData", "C2PubKey"], base64.b64encode(b"\1" + bytes(31)).decode()),
        (["Key", "keyData", "PubKeys"], {"00" * 16: "AA=="}),
        (["ReceivingTopic"], None),
    ],
)
def test_damaged_files_are_refused(tmp_path, path, value):
    """What Go loads and then crashes on is refused when it is read."""
    file = tmp_path / "store"
    document = STORES["Key" not in path[1:] and "keyData" in path[:-1]]
    file.write_text(damaged(document, path, value))
    with pytest.raises(errors.StoreError):
        Client.load(file)


@given(st.binary(max_size=300))
def test_any_contents_load_or_are_refused(tmp_path, data):
    """No bytes make the reader fail in another way; nor do nested lists and large numbers."""
    file = tmp_path / "store"
    for contents in (data, b"[" * 100_000, b'{"ID":' + b"9" * 5000 + b"}"):
        file.write_bytes(contents)
        with pytest.raises(errors.StoreError):
            Client.load(file)


@given(position=st.integers(0, 400), value=st.integers(0, 255))
def test_any_changed_byte_loads_or_is_refused(tmp_path, position, value):
    """A file with a changed byte is another state, or refused."""
    for text in STORES:
        data = bytearray(text.encode())
        data[position % len(data)] = value
        file = tmp_path / "store"
        file.write_bytes(data)
        try:
            client = Client.load(file)
            client.unprotect(bytes(200), TOPIC)
        except errors.E4Error:
            pass


@given(st.binary(max_size=200))
def test_any_memory_loads_or_is_refused(tmp_path, data):
    """The file beside the state may be damaged, but is not ignored then."""
    path = tmp_path / "store"
    path.unlink(missing_ok=True)
    device_with_key("public-key", path)
    for contents in (
        data,
        b'{"Horizon":1,"Seen":{"zz":1},"Last":{}}',
        b'{"Horizon":1,"Seen":{"00":"1"}',
    ):
        (tmp_path / "store.replay").write_bytes(contents)
        with pytest.raises(errors.StoreError):
            Client.load(path)


@pytest.mark.parametrize("mode", MODES)
def test_only_the_owner_can_read_it(tmp_path, mode):
    """Both files have mode 0600, whatever the umask, and replace what was there."""
    former = os.umask(0)
    try:
        device_with_key(mode, tmp_path / "store")
    finally:
        os.umask(former)
    assert sorted(os.listdir(tmp_path)) == ["store", "store.replay"]
    for name in os.listdir(tmp_path):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_new_client_does_not_overwrite_a_file(tmp_path):
    """Making a client where there is one is refused; loading where there is none, too."""
    path = tmp_path / "store"
    with pytest.raises(errors.StoreError, match="No such file"):
        Client.load(path)
    Client.symmetric("alice", CLIENT_KEY, path=path)
    with pytest.raises(FileExistsError):
        Client.public_key("alice", SEEDS[0], C2_PUBLIC, path=path)


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
@pytest.mark.parametrize("mode", MODES)
def test_a_failed_write_changes_nothing(tmp_path, monkeypatch, mode, call):
    """If the state cannot be written, a command is not carried out, and can be sent again."""
    path = tmp_path / "store"
    device = device_with_key(mode, path)
    device.clock.now += 1
    before, file = device.state, path.read_bytes()
    command = device.sealed(_commands.reset_topics())

    def fail(*_, **__):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(_store.os, call, fail)
        with pytest.raises(OSError, match="disk full"):
            device.take(command)
    assert (device.state, path.read_bytes()) == (before, file)
    assert sorted(os.listdir(tmp_path)) == ["store", "store.replay"]
    device.take(command)
    assert path.read_bytes() == device.state != before


def test_a_kill_at_any_write_leaves_the_former_or_the_new_state(tmp_path):
    """A process that dies at any of its calls into the system leaves files that load."""
    counts, calls, code = [], 0, 9
    while code:
        calls += 1
        path = tmp_path / str(calls)
        device = device_with_key("symmetric", path)
        device.clock.now += 1
        command = device.sealed(_commands.set_topic_key(b"2" * 32, bytes(16)))
        script = KILLED.format(path=str(path), calls=calls, command=command, now=device.clock.now)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        code = done.returncode
        assert code in (0, 9), done.stderr
        device.client = Client.load(path, clock=device.clock)
        counts.append(len(device.client._state.topics.entries))
        with suppress(errors.Replayed):
            device.take(command)
        assert len(device.client._state.topics.entries) == 2
    assert calls > 10
    assert counts == sorted(counts)
    assert set(counts) == {1, 2}


KILLED = """
import os, sys
from pqpy.e4 import Client, _store
left = {calls}
def dying(call):
    def wrapped(*a, **k):
        global left
        left -= 1
        if not left:
            os._exit(9)
        return call(*a, **k)
    return wrapped
client = Client.load({path!r}, clock=lambda: {now})
for name in ("open", "unlink", "fsync", "replace", "close"):
    setattr(_store.os, name, dying(getattr(os, name)))
client.unprotect({command!r}, client.receiving_topic)
"""


@pytest.mark.parametrize("mode", MODES)
def test_repeats_are_refused_after_a_restart(tmp_path, mode):
    """W2: a retained command that comes again with every subscription runs once."""
    path = tmp_path / "store"
    device = device_with_key(mode, path)
    device.clock.now += 1
    command = device.sealed(_commands.remove_topic(HASH))
    device.take(command)
    device.clock.now += 1
    device.command(_commands.set_topic_key(KEY, HASH))
    device.client = Client.load(path, clock=device.clock)
    before = device.state
    with pytest.raises(errors.Replayed):
        device.take(command)
    held = device.sealed(_commands.set_topic_key(b"\1" * 32, HASH), ago=2)
    with pytest.raises(errors.Replayed):
        device.take(held)
    assert device.state == before


def test_memory_of_commands_stays_small(tmp_path):
    """Commands that the window refuses anyway are forgotten, also if the clock is set back."""
    device = Device("symmetric", tmp_path / "store")
    first = device.sealed(_commands.set_topic_key(KEY, HASH))
    device.take(first)
    for n in range(1, 40):
        device.clock.now += 60
        device.command(_commands.set_topic_key(KEY, bytes([n]) * 16))
    assert len(device.client._commands.seen) == 11
    assert len((tmp_path / "store.replay").read_bytes()) < 1500
    device.clock.now -= 39 * 60
    with pytest.raises(errors.Replayed):
        device.take(first)


@pytest.mark.parametrize("mode", MODES)
def test_threads(mode):
    """Messages go through, whole, while commands come, on many threads at once."""
    device = device_with_key(mode)
    stop, problems, opened = threading.Event(), [], []

    def talk(number):
        try:
            count = 0
            while not stop.is_set():
                count += 1
                payload = b"%d %d" % (number, count)
                data = device.client.protect_message(payload, TOPIC)
                opened.append(device.client.unprotect(data, TOPIC) == payload)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    # With each command another key; a message under the last but one would not open.
    for n in range(1, 60):
        device.clock.now += 1
        device.command(_commands.set_topic_key(bytes([n]) * 32, bytes([n]) * 16))
    stop.set()
    for thread in threads:
        thread.join()
    assert not problems
    assert len(opened) > 10
    assert all(opened)


def test_one_of_many_threads_takes_a_message():
    """The same message on many threads is accepted once."""
    device = device_with_key("symmetric")
    data = device.client.protect_message(b"payload", TOPIC)
    results = []

    def take():
        try:
            results.append(device.client.unprotect(data, TOPIC))
        except errors.Replayed:
            results.append(None)

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(b"payload") == 1
    assert results.count(None) == 15


def test_figures_are_of_one_store():
    """Both files' clients are alice, with her control topic."""
    assert all(figures.NAMES["alice"] in text for text in STORES)
