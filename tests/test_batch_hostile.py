"""Batches whose inputs change, go or lie meanwhile, or that fail half way."""

import gc

import pytest

import pqpy
from pqpy import _batch, _kem_batch, _sig_batch

np = pytest.importorskip("numpy")
K, S = pqpy.ML_KEM_512, pqpy.ML_DSA_44
PUBLIC, SECRET = K.keygen(seed=bytes(64))
ZEROS = np.zeros((2, 768), np.uint8)


class Growing(list):
    """A list that says it has more items than it gives, as one does that another thread fills."""

    def __len__(self):
        return 1 << 20


def test_lists_that_grow():
    """What counts are the items that were read: C is given no more."""
    for keys in ([PUBLIC], [K.public_key(PUBLIC)]):
        assert len(K.encaps_batch(Growing(keys)).ciphertexts) == 1
        with pytest.raises(ValueError, match="public_keys must be 2 items, not 1"):
            K.encaps_batch(Growing(keys), 2)
    key = S.generate()
    made = S.sign_batch(Growing([key]), Growing([b"m"]))
    assert S.verify_batch(key.public_key, Growing([b"m"]), Growing(made)).tolist() == [True]


def test_subclasses_of_arrays():
    """Of an array of any class the data is used, and results are plain arrays."""
    rows = np.frombuffer(PUBLIC * 2, np.uint8).reshape(2, -1)
    expected = K.encaps_batch(rows, seeds=[bytes(32)] * 2)
    for form in (np.ma.masked_array(rows, mask=True), rows.view(np.matrix), rows.view(np.memmap)):
        made = K.encaps_batch(form, seeds=[bytes(32)] * 2)
        assert all(type(array) is np.ndarray for array in made)
        assert (made.ciphertexts == expected.ciphertexts).all()


COINS = np.arange(64, dtype=np.uint8).reshape(2, 32)
SECRETS = np.frombuffer(SECRET * 2, np.uint8).reshape(2, -1)
SIGNERS = np.frombuffer(S.keygen(seed=bytes(32))[1] * 2, np.uint8).reshape(2, -1)


@pytest.mark.parametrize(
    ("call", "secret"),
    [
        (lambda: K.keygen_batch(1, seeds=COINS.reshape(1, 64)), COINS),
        (lambda: K.encaps_batch(PUBLIC, 2, seeds=COINS), COINS),
        (lambda: K.encaps_batch(PUBLIC, 2, seeds=list(map(bytearray, COINS))), COINS),
        (lambda: K.decaps_batch(SECRETS, ZEROS), SECRETS),
        (lambda: K.decaps_batch(list(map(bytearray, SECRETS)), ZEROS), SECRETS),
        (lambda: K.decaps_batch(SECRETS, ZEROS[:1]), SECRETS),
        (lambda: S.sign_batch(SIGNERS, [b""] * 2), SIGNERS),
        (lambda: S.sign_batch(SIGNERS, [b""] * 2, seeds=COINS), COINS),
        (lambda: S.sign_batch(SIGNERS, [b""]), SIGNERS),
    ],
)
def test_copies_are_wiped_whatever_happens(monkeypatch, call, secret):
    """A batch that fails, in a check, from an interrupt or for want of memory, leaves no copy."""
    copies, seen, init = [], [], _batch.Rows.__init__

    def recorded(self, scheme, memory, size):
        init(self, scheme, memory, size)
        copies.append(memoryview(memory))

    def failing(*_):
        seen.extend(copy.tobytes() for copy in copies)
        raise MemoryError

    monkeypatch.setattr(_batch.Rows, "__init__", recorded)
    for module in (_batch, _kem_batch, _sig_batch):
        monkeypatch.setattr(module, "run", failing)
    with pytest.raises((MemoryError, ValueError)) as caught:
        call()
    assert (secret.tobytes() in seen) == (caught.type is MemoryError)
    assert copies
    assert secret.tobytes() not in [copy.tobytes() for copy in copies]


def changed_meanwhile(monkeypatch, module, *arrays):
    """Before C runs, the caller's arrays change."""
    run = module.run

    def changing(*arguments):
        for array in arrays:
            array ^= 0xFF
        run(*arguments)

    monkeypatch.setattr(module, "run", changing)


def test_inputs_that_change_meanwhile(monkeypatch):
    """What another thread does to keys, seeds, ciphertexts and signatures is too late."""
    coins, public, secret = (
        COINS.copy(),
        np.stack([np.frombuffer(PUBLIC, np.uint8)] * 2),
        SECRETS.copy(),
    )
    expected = K.encaps_batch(PUBLIC, 2, seeds=COINS)
    texts, signer = [b"1", b"2"], SIGNERS.copy()
    signed = S.sign_batch(SIGNERS, texts, seeds=COINS)
    changed_meanwhile(monkeypatch, _kem_batch, coins, public)
    made = K.encaps_batch(public, seeds=coins)
    assert (made.ciphertexts == expected.ciphertexts).all()
    monkeypatch.undo()
    changed_meanwhile(monkeypatch, _kem_batch, secret, made.ciphertexts)
    assert (K.decaps_batch(secret, made.ciphertexts) == expected.shared_secrets).all()
    changed_meanwhile(monkeypatch, _sig_batch, signer, coins)
    coins ^= 0xFF
    assert (S.sign_batch(signer, texts, seeds=coins) == signed).all()
    monkeypatch.undo()
    verifying = np.stack([np.frombuffer(S.keygen(seed=bytes(32))[0], np.uint8)] * 2)
    changed_meanwhile(monkeypatch, _sig_batch, verifying, signed)
    assert S.verify_batch(verifying, texts, signed).all()


def test_keys_that_go_meanwhile(monkeypatch):
    """A key that is wiped, or has no name any more, while a batch runs serves that batch."""
    ciphertexts = K.encaps_batch(PUBLIC, 3, seeds=[bytes(32)] * 3).ciphertexts
    expected = K.decaps_batch(SECRET, ciphertexts)
    keys = [K.secret_key(SECRET) for _ in range(3)]
    run = _kem_batch.run

    def wiping(*arguments):
        for key in keys:
            key.wipe()
        keys.clear()
        gc.collect()
        run(*arguments)

    monkeypatch.setattr(_kem_batch, "run", wiping)
    assert (K.decaps_batch(keys, ciphertexts) == expected).all()
    assert not keys


def test_more_threads_than_items():
    """Threads have whole groups to do, or nothing."""
    seeds = np.arange(1280, dtype=np.uint16).astype(np.uint8).reshape(20, 64)
    keys = K.keygen_batch(20, seeds=seeds, threads=10**30)
    assert (keys.secret_keys == K.keygen_batch(20, seeds=seeds).secret_keys).all()
    assert len(K.keygen_batch(0, threads=7).public_keys) == 0


def test_numbers_of_numpy():
    """Counts may be numpy's integers, as sums and shapes of arrays are; truth values may not."""
    assert len(K.keygen_batch(np.int64(2), threads=np.uint8(1)).public_keys) == 2
    for wrong in (True, np.True_, np.float64(2), "2", None):
        with pytest.raises(TypeError, match="n must be an int, not"):
            K.keygen_batch(wrong)


def test_the_same_key_many_times():
    """One prepared key at every place of a list is one for all."""
    key, coins = (
        K.secret_key(SECRET),
        np.arange(640, dtype=np.uint16).astype(np.uint8).reshape(20, 32),
    )
    made = K.encaps_batch([key.public_key] * 20, seeds=coins)
    assert (made.ciphertexts == K.encaps_batch(PUBLIC, 20, seeds=coins).ciphertexts).all()
    assert (K.decaps_batch([key] * 20, made.ciphertexts) == made.shared_secrets).all()
