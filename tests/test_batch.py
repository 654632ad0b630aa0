"""Batches give what the single operations give, item by item."""

import sys

import pytest
from helpers import flipped

import pqpy
from pqpy import _batch

np = pytest.importorskip("numpy")
K, S = pqpy.ML_KEM_512, pqpy.ML_DSA_44
N = 9  # two groups of four lanes, and one more


def seeds(n, size, start=0):
    """n different seeds."""
    return [bytes([start + i]) * size for i in range(n)]


def rows(parts):
    """Byte strings as an array with a row for each."""
    return np.frombuffer(b"".join(parts), np.uint8).reshape(len(parts), -1).copy()


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, N])
def test_keygen(instance, n):
    """Key pairs of given seeds, as list and as array."""
    given = seeds(n, instance.seed_bytes)
    expected = [instance.keygen(seed=seed) for seed in given]
    for form in (given, rows(given) if n else np.empty((0, instance.seed_bytes), np.uint8)):
        pairs = instance.keygen_batch(n, seeds=form)
        assert pairs.public_keys.shape == (n, instance.public_key_bytes)
        assert pairs.secret_keys.shape == (n, instance.secret_key_bytes)
        assert [tuple(map(bytes, pair)) for pair in zip(*pairs, strict=True)] == expected


def test_fresh_keys(instance):
    """Without seeds, keys differ."""
    pairs = instance.keygen_batch(3)
    assert len({bytes(pk) for pk in pairs.public_keys}) == 3
    assert len({bytes(sk) for sk in pairs.secret_keys}) == 3


@pytest.mark.parametrize("threads", [1, 2])
def test_kem(kem, threads):
    """A key for each item: as rows, list of bytes, list of prepared keys."""
    pairs = kem.keygen_batch(N, seeds=seeds(N, kem.seed_bytes))
    coins = seeds(N, kem.encaps_seed_bytes, start=100)
    expected = [kem.encaps(pk, seed=c) for pk, c in zip(pairs.public_keys, coins, strict=True)]
    public = list(map(bytes, pairs.public_keys)), [kem.public_key(k) for k in pairs.public_keys]
    for keys in (pairs.public_keys, *public):
        made = kem.encaps_batch(keys, seeds=coins, threads=threads)
        assert [tuple(map(bytes, one)) for one in zip(*made, strict=True)] == expected
    secret = list(map(bytes, pairs.secret_keys)), [kem.secret_key(k) for k in pairs.secret_keys]
    for keys in (pairs.secret_keys, *secret):
        opened = kem.decaps_batch(keys, made.ciphertexts, threads=threads)
        assert (opened == made.shared_secrets).all()


def test_kem_one_key(kem):
    """One key for all: bytes or prepared.  A forged ciphertext is rejected alone."""
    pk, sk = kem.keygen()
    coins = seeds(N, kem.encaps_seed_bytes)
    expected = [kem.encaps(pk, seed=seed) for seed in coins]
    for key in (pk, kem.public_key(pk)):
        made = kem.encaps_batch(key, N, seeds=coins)
        assert [tuple(map(bytes, one)) for one in zip(*made, strict=True)] == expected
    made.ciphertexts[5, 0] ^= 1
    ciphertexts = list(map(bytes, made.ciphertexts))
    expected = [kem.decaps(sk, ct) for ct in ciphertexts]
    for key in (sk, kem.secret_key(sk)):
        for form in (made.ciphertexts, ciphertexts):
            assert list(map(bytes, kem.decaps_batch(key, form))) == expected


MESSAGES = [b"", b"a", bytes(100), bytes(135), b"b" * 136, b"c" * 1000, b"", b"d" * 17, b"e"]


@pytest.mark.parametrize("threads", [1, 2])
def test_signatures(scheme, threads):
    """A key for each item; messages of any lengths."""
    pairs = scheme.keygen_batch(N, seeds=seeds(N, scheme.seed_bytes))
    expected = [
        scheme.sign(sk, m, deterministic=True)
        for sk, m in zip(pairs.secret_keys, MESSAGES, strict=True)
    ]
    secret = [scheme.secret_key(key) for key in pairs.secret_keys]
    for keys in (pairs.secret_keys, list(map(bytes, pairs.secret_keys)), secret):
        made = scheme.sign_batch(keys, MESSAGES, deterministic=True, threads=threads)
        assert list(map(bytes, made)) == expected
    public = [scheme.public_key(key) for key in pairs.public_keys]
    for keys in (pairs.public_keys, list(map(bytes, pairs.public_keys)), public):
        assert scheme.verify_batch(keys, MESSAGES, made, threads=threads).all()
    assert not scheme.verify_batch(pairs.public_keys[::-1].copy(), MESSAGES, made)[:4].any()


def test_signatures_one_key(scheme):
    """One key for all, given randomness, rows as messages; each bad signature is found."""
    key = scheme.generate()
    messages, coins = rows(seeds(N, 33)), seeds(N, scheme.sign_seed_bytes)
    made = scheme.sign_batch(key, messages, seeds=coins)
    for message, seed, signature in zip(messages, coins, made, strict=True):
        assert bytes(signature) == key.sign(message, seed=seed)
    assert (made == scheme.sign_batch(bytes(key), messages, seeds=coins)).all()
    assert (made == scheme.sign_batch(key, messages, seeds=coins, threads=2)).all()
    bad = list(map(bytes, made))
    bad[1], bad[4], bad[7] = bad[1][:-1], flipped(bad[4], 3), b""
    good = [i not in (1, 4, 7) for i in range(N)]
    for public in (key.public_key, bytes(key.public_key)):
        fits = scheme.verify_batch(public, messages, bad)
        assert fits.dtype == bool
        assert fits.tolist() == good


def test_messages_of_any_kind():
    """Whatever is bytes-like, in one list; and rows of no bytes."""
    key = S.generate()
    text = b"message"
    wide = np.frombuffer(text, np.uint8)
    kinds = [text, bytearray(text), memoryview(text), memoryview(text).cast("c"), wide]
    made = S.sign_batch(key, kinds, deterministic=True)
    assert {bytes(signature) for signature in made} == {key.sign(text, deterministic=True)}
    assert S.verify_batch(key.public_key, kinds, made).all()
    for empty in (np.empty((2, 0), np.uint8), [bytearray(), b""]):
        made = S.sign_batch(key, empty, deterministic=True)
        assert {bytes(signature) for signature in made} == {key.sign(b"", deterministic=True)}


def test_context_and_default():
    """The context belongs to all; ML-DSA is randomized unless told otherwise."""
    key = S.generate()
    first, second = S.sign_batch(key, [b"m", b"m"], context=b"c")
    assert bytes(first) != bytes(second)
    made = np.stack([first, second])
    assert S.verify_batch(key.public_key, [b"m", b"m"], made, context=b"c").all()
    assert not S.verify_batch(key.public_key, [b"m", b"m"], made).any()
    with pytest.raises(ValueError, match="Dilithium2 has no context"):
        pqpy.Dilithium2.sign_batch(pqpy.Dilithium2.generate(), [b""], context=b"c")


def test_nothing():
    """Batches of no items."""
    key, signing = K.generate(), S.generate()
    assert K.encaps_batch(key.public_key, 0).ciphertexts.shape == (0, 768)
    assert K.encaps_batch([]).ciphertexts.shape == (0, 768)
    assert K.decaps_batch(key, []).shape == (0, 32)
    assert S.sign_batch(signing, []).shape == (0, S.signature_bytes)
    assert S.verify_batch(signing.public_key, [], []).shape == (0,)


def test_bad_key():
    """The error names the key."""
    pairs = K.keygen_batch(N)
    broken = pairs.public_keys.copy()
    broken[6] = 255
    with pytest.raises(pqpy.InvalidKey, match=r"public_keys\[6\] is not an ML-KEM-512 public key"):
        K.encaps_batch(broken)
    with pytest.raises(pqpy.InvalidKey, match=r"public_key is not an ML-KEM-512 public key"):
        K.encaps_batch(bytes(broken[6]), 2)
    broken = pairs.secret_keys.copy()
    broken[3, -40] ^= 1
    with pytest.raises(pqpy.InvalidKey, match=r"secret_keys\[3\] is not an ML-KEM-512 secret key"):
        K.decaps_batch(broken, np.zeros((N, 768), np.uint8))
    broken = S.keygen_batch(N).secret_keys
    broken[8, 128] = 255
    with pytest.raises(pqpy.InvalidKey, match=r"secret_keys\[8\] is not an ML-DSA-44 secret key"):
        S.sign_batch(broken, MESSAGES)


PUBLIC, SECRET = K.keygen(seed=bytes(64))
ZEROS = np.zeros((2, 768), np.uint8)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: K.keygen_batch(-1), ValueError, "n must be at least 0, not -1"),
        (lambda: K.keygen_batch(2.0), TypeError, "n must be an int, not float"),
        (lambda: K.keygen_batch(2, threads=0), ValueError, "threads must be at least 1, not 0"),
        (lambda: K.keygen_batch(2, seeds=[bytes(64)]), ValueError, "seeds must be 2 items, not 1"),
        (
            lambda: K.keygen_batch(1, seeds=[bytes(63)]),
            ValueError,
            r"seeds\[0\] must be 64 bytes, not 63",
        ),
        (lambda: K.keygen_batch(1, seeds=bytes(64)), TypeError, "seeds must be a list or tuple"),
        (lambda: K.encaps_batch(PUBLIC), ValueError, "n must be given"),
        (lambda: K.encaps_batch([PUBLIC] * 2, 3), ValueError, "public_keys must be 3 items, not 2"),
        (lambda: K.encaps_batch(PUBLIC[1:], 3), ValueError, "public_key must be 800 bytes"),
        (lambda: K.encaps_batch("key", 3), TypeError, "public_key must be bytes-like, not str"),
        (
            lambda: K.encaps_batch([PUBLIC, K.public_key(PUBLIC)]),
            TypeError,
            r"public_keys\[0\] must be a KEMPublicKey, not bytes",
        ),
        (
            lambda: K.encaps_batch(pqpy.ML_KEM_768.generate().public_key, 1),
            ValueError,
            "public_keys must be an ML-KEM-512 public key, not an ML-KEM-768 public key",
        ),
        (lambda: K.decaps_batch(SECRET, ZEROS[:, 1:]), TypeError, "must be C-contiguous"),
        (lambda: K.decaps_batch(SECRET, ZEROS[:, :7].copy()), ValueError, "rows of 768 bytes"),
        (lambda: K.decaps_batch(SECRET, ZEROS.astype("u2")), TypeError, "of uint8, not of uint16"),
        (lambda: K.decaps_batch(SECRET, bytes(768)), TypeError, "ciphertexts must be a list"),
        (lambda: K.decaps_batch([SECRET], ZEROS), ValueError, "ciphertexts must be 1 items, not 2"),
        (lambda: K.decaps_batch(bytes(64), ZEROS), ValueError, r"expanded by secret_key\(seed\)"),
        (lambda: S.sign_batch(S.generate(), b"message"), TypeError, "messages must be a list"),
        (lambda: S.sign_batch(S.generate(), ["a"]), TypeError, r"messages\[0\] must be bytes-like"),
        (
            lambda: S.verify_batch(S.generate().public_key, [b""], []),
            ValueError,
            "signatures must be 1 items, not 0",
        ),
        (
            lambda: S.sign_batch([S.generate()] * 2, [b""] * 3),
            ValueError,
            "messages must be 2 items, not 3",
        ),
        (
            lambda: S.verify_batch([S.generate().public_key] * 2, [b""] * 3, [b""] * 3),
            ValueError,
            "messages must be 2 items, not 3",
        ),
    ],
)
def test_refused(call, error, says):
    """The error names the argument, what was expected and what came."""
    with pytest.raises(error, match=says):
        call()


def test_backends_do_not_mix():
    """Prepared keys of two backends have no one function."""
    if len(K.backends()) == 1:
        pytest.skip("one backend here")
    keys = [K.on(backend).public_key(PUBLIC) for backend in K.backends()]
    with pytest.raises(ValueError, match="public_keys must all be prepared on one backend"):
        K.encaps_batch(keys)
    assert len(K.encaps_batch(keys[:1], 1).ciphertexts) == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_bad_key_of_any_thread_is_named(threads):
    """The index is that of the batch, whichever thread met the key."""
    n, bad = 4 * _batch.LANES, 3 * _batch.LANES + 1
    public_keys, secret_keys = K.keygen_batch(n)
    made = K.encaps_batch(public_keys)
    public_keys[bad] = 0xFF  # coefficients beyond q
    secret_keys[bad] ^= 1  # another hash
    with pytest.raises(pqpy.InvalidKey, match=rf"public_keys\[{bad}\] is not"):
        K.encaps_batch(public_keys, threads=threads)
    with pytest.raises(pqpy.InvalidKey, match=rf"secret_keys\[{bad}\] is not"):
        K.decaps_batch(secret_keys, made.ciphertexts, threads=threads)


def test_key_on_another_backend(instance):
    """A prepared key works in the batches of its set on any backend."""
    key = instance.on(instance.backends()[0]).generate()
    if isinstance(instance, pqpy.KEM):
        made = instance.encaps_batch(key.public_key, 2)
        assert (instance.decaps_batch(key, made.ciphertexts) == made.shared_secrets).all()
        secrets = [key.decaps(ciphertext.tobytes()) for ciphertext in made.ciphertexts]
        assert secrets == [secret.tobytes() for secret in made.shared_secrets]
    else:
        signatures = instance.sign_batch(key, [b"1", b"2"])
        assert instance.verify_batch(key.public_key, [b"1", b"2"], signatures).all()
        key.public_key.verify(b"2", signatures[1])


def test_wiped():
    """A wiped key is refused; nothing shows secrets."""
    key = K.generate()
    key.wipe()
    with pytest.raises(ValueError, match="was wiped"):
        K.decaps_batch(key, ZEROS)
    pairs = K.keygen_batch(2)
    assert repr(pairs) == "KeyPairs(public_keys=<2 x 800 bytes>, secret_keys=<2 x 1632 bytes>)"
    assert "<2 x 32 bytes>" in repr(K.encaps_batch(PUBLIC, 2))


def test_inputs_are_not_changed():
    """Private copies are wiped, not what the caller gave."""
    pairs = K.keygen_batch(3)
    keys, coins = pairs.secret_keys.copy(), rows(seeds(3, 32))
    made = K.encaps_batch(pairs.public_keys, seeds=coins)
    K.decaps_batch(pairs.secret_keys, made.ciphertexts)
    assert (pairs.secret_keys == keys).all()
    assert (coins == rows(seeds(3, 32))).all()


def test_without_numpy(monkeypatch):
    """The error says what to install."""
    _batch.numpy.cache_clear()
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ImportError, match=r"pip install 'pqpy\[numpy\]'"):
        K.keygen_batch(1)
    _batch.numpy.cache_clear()
