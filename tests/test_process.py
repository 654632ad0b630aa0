"""Threads, fork, python -O, pickling of instances, and the environment."""

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
import weakref

import pytest

import pqpy


def in_threads(count, work):
    """Run *work(i)* in *count* threads that start together; their exceptions are ours."""
    barrier, failures = threading.Barrier(count), []

    def run(i):
        barrier.wait()
        try:
            work(i)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_one_kem_key_from_8_threads(kem):
    """Keys as bytes and prepared, shared by 8 threads, give right secrets in all of them."""
    key = kem.generate()
    public, secret = bytes(key.public_key), bytes(key)
    coins = bytes(kem.encaps_seed_bytes)
    expected = kem.encaps(public, seed=coins)

    def work(i):
        for _ in range(100 if len(public) < 2000 else 5):
            assert kem.encaps(public, seed=coins) == expected
            assert key.public_key.encaps(seed=coins) == expected
            shared, ciphertext = key.public_key.encaps()
            assert key.decaps(ciphertext) == kem.decaps(secret, ciphertext) == shared

    in_threads(8, work)


def test_one_signing_key_from_8_threads(scheme):
    """Keys as bytes and prepared, shared by 8 threads, give right signatures in all of them."""
    key = scheme.generate()
    public, secret = bytes(key.public_key), bytes(key)
    messages = [bytes([i]) * 100 for i in range(8)]
    expected = [scheme.sign(secret, m, deterministic=True) for m in messages]

    def work(i):
        for _ in range(20):
            assert key.sign(messages[i], deterministic=True) == expected[i]
            signature = scheme.sign(secret, messages[i])
            scheme.verify(public, messages[i], signature)
            key.public_key.verify(messages[i], expected[i])
            assert not key.public_key.is_valid(messages[i - 1], signature)

    in_threads(8, work)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fork_while_threads_work():
    """Children forked in the middle of other threads' calls work, and draw other randomness."""
    key, kem, stop = pqpy.ML_DSA_65.generate(), pqpy.ML_KEM_768.generate(), threading.Event()

    def busy():
        while not stop.is_set():
            key.public_key.verify(b"m", key.sign(b"m"))
            kem.decaps(kem.public_key.encaps().ciphertext)

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        secrets = [_in_child(key, kem) for _ in range(20)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert len(set(secrets)) == 20


def _in_child(key, kem):
    """Fork, work in the child, and return the shared secret it made; fails after 60 s."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            key.public_key.verify(b"child", key.sign(b"child"))
            shared, ciphertext = kem.public_key.encaps()
            if kem.decaps(ciphertext) == shared:
                os.write(write, shared)
        finally:
            os._exit(0)
    os.close(write)
    deadline = time.monotonic() + 60
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, 9)
            os.waitpid(child, 0)
            pytest.fail("the child hangs")
        time.sleep(0.001)
    with os.fdopen(read, "rb") as pipe:
        shared = pipe.read()
    assert len(shared) == 32
    return shared


def run(code, *options, **environment):
    """Run *code* in another interpreter; its output."""
    result = subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=tempfile.gettempdir(),  # not the sources: they have no modules
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_python_O():
    """Checks are made under python -O too: no assert does work."""
    code = """
import pqpy
public, secret = pqpy.ML_DSA_65.keygen()
signature = pqpy.ML_DSA_65.sign(secret, b"m")
pqpy.ML_DSA_65.verify(public, b"m", signature)
for call in (
    lambda: pqpy.ML_DSA_65.verify(public, b"n", signature),
    lambda: pqpy.ML_KEM_768.encaps(b"short"),
    lambda: pqpy.ML_KEM_768.encaps(bytes([255]) * 1184),
    lambda: pqpy.ML_KEM_768.encaps([0] * 1184),
):
    try:
        call()
    except (pqpy.PQError, ValueError, TypeError) as error:
        print(type(error).__name__)
"""
    expected = "InvalidSignature ValueError InvalidKey TypeError"
    assert run(code, "-O").split() == run(code, "-OO").split() == expected.split()


def test_instances_pickle_by_name(instance):
    """An instance comes back from pickle as the same set on the same backend."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(instance, protocol))
        assert again == instance
        assert again.backend == instance.backend
        assert len({again, instance}) == 1
    default = pqpy.get(instance.name)
    assert pickle.loads(pickle.dumps(default)) is default


def test_instances_cannot_be_changed(instance):
    """An instance is shared by all who import it: its attributes are read-only."""
    for attribute in ("name", "public_key_bytes", "_impl", "other"):
        with pytest.raises(AttributeError, match="cannot be changed"):
            setattr(instance, attribute, None)
    with pytest.raises(AttributeError, match="cannot be changed"):
        del instance.name
    assert not hasattr(instance, "__dict__")  # which would be a way around
    assert weakref.ref(instance)() is instance


def test_environment_chooses_the_backend():
    """PQPY_BACKEND pins the backend; an unknown or missing one says what there is."""
    code = "import pqpy; print(pqpy.ML_KEM_768.backend, pqpy.ML_DSA_65.backend)"
    assert run(code, PQPY_BACKEND="portable") == "portable portable"
    assert run(code, PQPY_BACKEND="") == run(code)
    failing = """
try:
    import pqpy
except (ValueError, RuntimeError) as error:
    print(type(error).__name__, error)
"""
    message = run(failing, PQPY_BACKEND="sse9")
    assert message.startswith("ValueError the environment variable PQPY_BACKEND must be one of")
    assert "'sse9'" in message


def test_on(instance):
    """on() gives the set on a backend; errors tell a wrong name from a missing backend."""
    for backend in instance.backends():
        assert instance.on(backend).backend == backend
        assert instance.on(backend) == instance.on(backend)
    with pytest.raises(
        ValueError, match="backend must be one of portable, avx2, avx512, not 'neon'"
    ):
        instance.on("neon")
    with pytest.raises(TypeError, match="backend must be a str, not int"):
        instance.on(1)
    for backend in {"portable", "avx2", "avx512"} - {*instance.backends()}:
        with pytest.raises(RuntimeError, match=f"{instance.name} does not run on {backend} here"):
            instance.on(backend)


def test_randomness_is_one_urandom(instance, monkeypatch):
    """Each operation draws its seed with one os.urandom of the full size, and uses all of it."""
    drawn = []

    def urandom(size):
        drawn.append(bytes(range(1, size + 1)))
        return bytes(bytearray(drawn[-1]))  # another object: generate zeroes what it drew

    monkeypatch.setattr(os, "urandom", urandom)
    public, secret = instance.keygen()
    assert (public, secret) == instance.keygen(seed=bytes(range(1, instance.seed_bytes + 1)))
    assert bytes(instance.generate()) == secret
    assert [len(x) for x in drawn] == [instance.seed_bytes] * 2
    del drawn[:]
    if isinstance(instance, pqpy.KEM):
        size = instance.encaps_seed_bytes
        assert instance.encaps(public) == instance.encaps(public, seed=bytes(range(1, size + 1)))
    else:
        size = instance.sign_seed_bytes
        expected = instance.sign(secret, b"m", seed=bytes(range(1, size + 1)))
        assert instance.sign(secret, b"m", deterministic=False) == expected
    assert [len(x) for x in drawn] == [size]
