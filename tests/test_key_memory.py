"""Secrets in memory: zeroed when a key is wiped, when a copy has served, and not before."""

import gc
import os
import threading

import pytest
from helpers import used

import pqpy
from pqpy._bytes import IN_PLACE, take_output, take_pair
from pqpy._scheme import KeyPair


def test_wipe(instance):
    """After wipe, and after a with block, every use is a ValueError; wiping twice is fine."""
    key = instance.generate()
    public = key.public_key
    with key as same:
        assert same is key
        used(key)
    for use in (lambda: used(key), lambda: bytes(key), lambda: key.seed, lambda: key.public_key):
        with pytest.raises(ValueError, match=f"this {instance.name} secret key was wiped"):
            use()
    with pytest.raises(ValueError, match="wiped"):
        key.__enter__()
    key.wipe()
    key.wipe()
    assert bytes(public)  # public keys stay
    if isinstance(instance, pqpy.KEM):
        public.encaps()


def memory_of(instance, key):
    """The whole context of a key as a buffer that does not keep it alive, and its size."""
    size = instance._impl.secret_ctx_bytes + instance.seed_bytes
    address = int(instance._ffi.cast("uintptr_t", key._ctx))
    return instance._ffi.buffer(instance._ffi.cast("uint8_t *", address), size)


@pytest.mark.parametrize("how", ["wipe", "with", "del"])
def test_memory_is_zeroed(instance, how, monkeypatch):
    """wipe, the end of a with block, and the end of the object zero all of the memory."""
    wiped = []
    lib_wipe = instance._lib.pq_wipe

    class Recording:
        def __getattr__(self, name):
            return getattr(instance._lib, name)

        @staticmethod
        def pq_wipe(pointer, size):
            before = bytes(instance._ffi.buffer(instance._ffi.cast("uint8_t *", pointer), size))
            lib_wipe(pointer, size)
            after = bytes(instance._ffi.buffer(instance._ffi.cast("uint8_t *", pointer), size))
            wiped.append((size, any(before), any(after)))

    watched = instance.on(instance.backend)
    watched._set(_lib=Recording())
    key = watched.secret_key(bytes(range(watched.seed_bytes)))
    size = watched._impl.secret_ctx_bytes + watched.seed_bytes
    memory = bytes(memory_of(watched, key))
    assert memory.endswith(bytes(range(watched.seed_bytes)))
    if how == "wipe":
        key.wipe()
    elif how == "with":
        with key:
            pass
    else:
        del key
        gc.collect()
    assert (size, True, False) in wiped


def secret_arguments(instance):
    """Every call with secrets among its arguments: (function of the secret, the secret)."""
    seed = bytes(range(1, 1 + instance.seed_bytes))
    public, secret = instance.keygen(seed=seed)
    rows = [
        (lambda x: instance.keygen(seed=x), seed),
        (lambda x: instance.generate(seed=x), seed),
        (instance.secret_key, seed),
        (instance.secret_key, secret),
    ]
    if isinstance(instance, pqpy.KEM):
        coins = bytes(range(2, 2 + instance.encaps_seed_bytes))
        _, ciphertext = instance.encaps(public, seed=coins)
        rows += [
            (lambda x: instance.encaps(public, seed=x), coins),
            (lambda x: instance.public_key(public).encaps(seed=x), coins),
            (lambda x: instance.decaps(x, ciphertext), secret),
        ]
        return rows
    coins = bytes(range(2, 2 + instance.sign_seed_bytes))
    return [
        *rows,
        (lambda x: instance.sign(secret, b"m", seed=x), coins),
        (lambda x: instance.sign(x, b"m"), secret),
        (lambda x: instance.sign_mu(secret, bytes(64), seed=x), coins),
        (lambda x: instance.sign_mu(x, bytes(64)), secret),
        (lambda x: instance.seal(x, b"m"), secret),
        (instance.mu, secret),
    ]


@pytest.mark.skipif(not IN_PLACE, reason="only CPython hands out the memory of bytes")
def test_copies_are_zeroed(instance):
    """The copy of a secret that came in a writable buffer is zeroed; bytes stay as they are."""
    wiped = []

    def wipe(where, size):
        wiped.append(bytes(bytearray(where)))
        instance._wipe_bytes(where, size)

    watched = instance.on(instance.backend)
    watched._set(_wipe_bytes=wipe)
    for call, secret in secret_arguments(watched):
        before = bytes(bytearray(secret))
        wiped.clear()
        call(bytearray(secret))
        assert before in wiped
        wiped.clear()
        call(secret)
        assert secret == before
        assert before not in wiped


@pytest.mark.skipif(not IN_PLACE, reason="only CPython hands out the memory of bytes")
def test_drawn_randomness_is_zeroed(instance, monkeypatch):
    """What os.urandom gave is zero when the call is over."""
    drawn = []
    urandom = os.urandom
    monkeypatch.setattr(os, "urandom", lambda n: drawn.append(urandom(n)) or drawn[-1])
    public, secret = instance.keygen()
    instance.generate()
    instance.keygen_batch(2)
    if isinstance(instance, pqpy.KEM):
        instance.encaps(public)
        instance.public_key(public).encaps()
        instance.encaps_batch(public, 2)
    else:
        instance.sign_batch(secret, [b"m"] * 2, deterministic=False)
        for deterministic in (None, True, False):
            instance.sign(secret, b"m", deterministic=deterministic)
            instance.sign_mu(secret, bytes(64), deterministic=deterministic)
    assert len(drawn) >= 6
    assert not any(map(any, drawn))


def test_outputs_are_zeroed_when_taken():
    """The C array that a result was written to, where bytes cannot be, keeps nothing of it."""
    ffi = pqpy.ML_KEM_512._ffi
    outputs = [ffi.new("uint8_t[]", list(b"secret %d" % i)) for i in range(3)]
    assert take_output(ffi, outputs[0]) == b"secret 0"
    assert take_pair(KeyPair, ffi, *outputs[1:]) == (b"secret 1", b"secret 2")
    assert not any(map(any, outputs))


def test_wipe_waits_for_running_calls(ml_dsa):
    """A call that is running when the key is wiped ends well, and the memory goes after it."""
    expected = ml_dsa.sign(ml_dsa.keygen(seed=bytes(32)).secret_key, b"m", deterministic=True)
    results = []

    def work(key):
        try:
            while True:
                results.append(key.sign(b"m", deterministic=True) == expected)
        except ValueError as error:
            results.append("wiped" in str(error))

    for _ in range(20):
        key = ml_dsa.generate(seed=bytes(32))
        threads = [threading.Thread(target=work, args=(key,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        key.wipe()
        for thread in threads:
            thread.join()
    assert all(results)
    assert len(results) >= 60
