"""Hybrid KEMs: vectors of the draft, an independent composition, hostile input."""

import copy
import hashlib
import os
import pickle
import subprocess
import sys

import pytest
from helpers import flipped, some_bits
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import InvalidKey

pytest.importorskip("cryptography", reason="pqpy.hybrid needs cryptography")

from pqpy import _figures_hybrid as figures
from pqpy.hybrid import X25519_ML_KEM_1024, HybridKEM, X25519_Kyber768, X25519_R5ND_3CCA_5d, XWing
from pqpy.hybrid import x25519 as with_x25519

NAMED = (XWing, X25519_ML_KEM_1024, X25519_Kyber768, X25519_R5ND_3CCA_5d)
SEED = st.binary(min_size=32, max_size=32)


@pytest.fixture(params=[x.on(b) for x in NAMED for b in x.backends()], ids=repr)
def hybrid(request):
    """Every named hybrid on every backend of this machine."""
    return request.param


# X25519 from RFC 7748, section 5, in plain integers.

P = 2**255 - 19
LOW_ORDER = [0, 1, P - 1, P, P + 1]


def curve25519(scalar, u):
    """The product of a scalar and a u-coordinate, 32 bytes each."""
    k = int.from_bytes(scalar, "little") & ~7 & (2**255 - 1) | 2**254
    x1 = int.from_bytes(u, "little") & (2**255 - 1)
    x2, z2, x3, z3 = 1, 0, x1, 1
    for bit in reversed(range(255)):
        if swap := k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        x3, z3 = (a * d + b * c) ** 2 % P, x1 * (d * a - c * b) ** 2 % P
        x2, z2 = a * a * b * b % P, (a * a - b * b) * (a * a + 121665 * (a * a - b * b)) % P
        if swap:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def base(scalar):
    """The public key of a scalar."""
    return curve25519(scalar, (9).to_bytes(32, "little"))


def sha3(*parts):
    """SHA3-256 of all parts in a row."""
    return hashlib.sha3_256(b"".join(parts)).digest()


# What e4-hybrid.md, 6.1, says of each: (KEM, what is expanded before the seed, label).
PARTS = {
    "X-Wing": ("ML-KEM-768", b"", b"\\.//^\\"),
    "X25519-ML-KEM-1024": ("ML-KEM-1024", b"E4-H1 KEM\x02", b"MLKEM1024-X25519"),
    "X25519-Kyber768": ("Kyber768", b"E4-H1 KEM\xf1", b"Kyber768-X25519"),
    "X25519-R5ND_3CCA_5d": ("R5ND_3CCA_5d", b"E4-H1 KEM\xf2", b"R5ND_3CCA_5d-X25519"),
}


def keygen(name, seed):
    """Independently: the KEM's secret key, the X25519 scalar, the public key."""
    part, prefix, _ = PARTS[name]
    kem = pqpy.get(part).on("portable")
    expanded = hashlib.shake_256(prefix + seed).digest(kem.seed_bytes + 32)
    pk, sk = kem.keygen(seed=expanded[:-32])
    return sk, expanded[-32:], pk + base(expanded[-32:])


def combined(name, kem_secret, x_secret, ciphertext, public):
    """Independently: the shared secret."""
    label = PARTS[name][2]
    if name == "X-Wing":
        return sha3(kem_secret, x_secret, ciphertext[-32:], public[-32:], label)
    n = pqpy.get(PARTS[name][0]).ciphertext_bytes
    halves = ciphertext[:n], ciphertext[n:], public[:-32], public[-32:]
    return sha3(kem_secret, x_secret, *halves, label)


def encaps(name, public, coins):
    """Independently: shared secret and ciphertext."""
    kem = pqpy.get(PARTS[name][0]).on("portable")
    secret, ct = kem.encaps(public[:-32], seed=coins[:-32])
    ct += base(coins[-32:])
    return combined(name, secret, curve25519(coins[-32:], public[-32:]), ct, public), ct


def decaps(name, seed, ciphertext):
    """Independently: the shared secret of any ciphertext."""
    sk, scalar, public = keygen(name, seed)
    secret = pqpy.get(PARTS[name][0]).on("portable").decaps(sk, ciphertext[:-32])
    return combined(name, secret, curve25519(scalar, ciphertext[-32:]), ciphertext, public)


@pytest.mark.parametrize("backend", XWing.backends())
@pytest.mark.parametrize("figure", figures.XWING, ids=range(len(figures.XWING)))
def test_xwing_vectors(figure, backend):
    """The vectors of X-Wing's draft come out."""
    kem, seed = XWing.on(backend), bytes.fromhex(figure["seed"])
    public, secret = kem.keygen(seed=seed)
    assert hashlib.sha256(public).hexdigest() == figure["public_key"]
    assert secret == seed
    shared, ciphertext = kem.encaps(public, seed=bytes.fromhex(figure["encaps_seed"]))
    assert shared.hex() == figure["shared_secret"]
    assert hashlib.sha256(ciphertext).hexdigest() == figure["ciphertext"]
    assert kem.decaps(secret, ciphertext) == shared


@given(seed=SEED, coins=st.binary(min_size=64, max_size=64))
def test_against_parts(hybrid, seed, coins):
    """Keys, ciphertexts and secrets are those of an independent composition."""
    coins = coins[: hybrid.encaps_seed_bytes]
    public, secret = hybrid.keygen(seed=seed)
    assert (public, secret) == (keygen(hybrid.name, seed)[2], seed)
    shared, ciphertext = hybrid.encaps(public, seed=coins)
    assert (shared, ciphertext) == encaps(hybrid.name, public, coins)
    assert hybrid.decaps(secret, ciphertext) == shared == decaps(hybrid.name, seed, ciphertext)


def test_against_cryptography():
    """X-Wing of ML-KEM-768 and X25519 of cryptography gives the same secret, both ways."""
    mlkem = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.mlkem", reason="needs cryptography 50"
    )
    curve = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.x25519")
    key = XWing.generate()
    expanded = hashlib.shake_256(key.seed).digest(96)
    theirs = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    scalar = curve.X25519PrivateKey.from_private_bytes(expanded[64:])
    public = theirs.public_key().public_bytes_raw() + scalar.public_key().public_bytes_raw()
    assert bytes(key.public_key) == public
    shared, ct = key.public_key.encaps()
    share = curve.X25519PublicKey.from_public_bytes(ct[-32:])
    secrets = theirs.decapsulate(ct[:-32]), scalar.exchange(share)
    assert combined("X-Wing", *secrets, ct, public) == shared


def test_attributes(hybrid):
    """Sizes, names and documents; get finds it by any spelling; the lists do not show it."""
    part = pqpy.get(PARTS[hybrid.name][0])
    assert isinstance(hybrid, pqpy.KEM)
    assert isinstance(hybrid, HybridKEM)
    assert hybrid.kem.name == part.name
    assert hybrid.label == PARTS[hybrid.name][2]
    assert hybrid.public_key_bytes == part.public_key_bytes + 32
    assert hybrid.ciphertext_bytes == part.ciphertext_bytes + 32
    assert hybrid.encaps_seed_bytes == part.encaps_seed_bytes + 32
    assert hybrid.secret_key_bytes == hybrid.seed_bytes == hybrid.shared_secret_bytes == 32
    assert (hybrid.nist_level, hybrid.backends()) == (part.nist_level, part.backends())
    assert hybrid.status == ("draft" if hybrid.name == "X-Wing" else "experimental")
    assert hybrid.standard
    assert repr(hybrid) == f"<{hybrid.name} on {hybrid.backend}>"
    assert hybrid.name not in pqpy.KEMS
    plain = pqpy.get(hybrid.name.lower().replace("-", "_"))
    assert plain in NAMED
    assert plain.on(hybrid.backend) == hybrid == pickle.loads(pickle.dumps(hybrid))
    with pytest.raises(AttributeError, match="cannot be changed"):
        hybrid.name = "mine"


def test_sizes_of_suites():
    """The sizes are those of e4-hybrid.md, 6.1."""
    sizes = {x.name: (x.public_key_bytes, x.ciphertext_bytes) for x in NAMED}
    assert sizes["X-Wing"] == sizes["X25519-Kyber768"] == (1216, 1120)
    assert sizes["X25519-ML-KEM-1024"] == (1600, 1600)
    assert sizes["X25519-R5ND_3CCA_5d"] == (780 + 32, 934 + 32)


@pytest.mark.parametrize("name", [n for n in pqpy.KEMS if not n.startswith("R5N1")])
def test_any_kem(name):
    """x25519 works for every KEM; two KEMs expand one seed to different keys."""
    hybrid = with_x25519(pqpy.KEMS[name])
    assert hybrid == pqpy.get(f"x25519-{name}") == pickle.loads(pickle.dumps(hybrid))
    key = hybrid.generate(seed=bytes(32))
    shared, ct = key.public_key.encaps()
    assert len(shared) == 32
    assert key.decaps(ct) == shared
    others = [x for x in pqpy.KEMS if x != name and not x.startswith("R5N1")]
    publics = {with_x25519(pqpy.KEMS[x]).keygen(seed=bytes(32)).public_key[-32:] for x in others}
    assert bytes(key.public_key)[-32:] not in publics
    assert len(publics) == len(others)


def test_wrong_parts():
    """x25519 takes KEMs of the package, and none that has it already."""
    with pytest.raises(TypeError, match="kem must be a KEM, not str"):
        with_x25519("ML-KEM-768")
    with pytest.raises(TypeError, match="kem must be a KEM, not Signature"):
        with_x25519(pqpy.ML_DSA_44)
    with pytest.raises(ValueError, match="X-Wing has X25519 already"):
        with_x25519(XWing)
    for name in ("X-Wong", "X25519-ML-DSA-44", "x25519", "X25519-X-Wing"):
        with pytest.raises(ValueError, match=f"no scheme is called '{name}'; the nearest is '"):
            pqpy.get(name)


@pytest.mark.parametrize("u", LOW_ORDER)
def test_low_order_share(hybrid, u):
    """A share of low order in a ciphertext counts as zeros; in a public key it is refused."""
    share = u.to_bytes(32, "little")
    public, secret = hybrid.keygen(seed=bytes(32))
    ciphertext = hybrid.encaps(public)[1][:-32] + share
    assert hybrid.decaps(secret, ciphertext) == decaps(hybrid.name, secret, ciphertext)
    assert curve25519(os.urandom(32), share) == bytes(32)
    bad = public[:-32] + share
    for call in (hybrid.public_key, hybrid.encaps):
        with pytest.raises(InvalidKey, match=r"public_key is not .* its contents are invalid"):
            call(bad)
    shared, ct = bytearray(b"x" * 32), bytearray(hybrid.ciphertext_bytes)
    ct[:] = b"x" * len(ct)
    with pytest.raises(InvalidKey):
        hybrid.encaps_into(bad, shared_secret=shared, ciphertext=ct)
    assert not any(shared) and not any(ct)  # noqa: PT018


def test_bad_kem_part():
    """The check of the KEM's encoding is kept."""
    public = b"\xff" * 1184 + XWing.keygen().public_key[-32:]
    for call in (XWing.public_key, XWing.encaps):
        with pytest.raises(InvalidKey):
            call(public)


def test_forged(hybrid):
    """Any bit of a ciphertext changes the secret, and raises nothing; also X25519's bit 255."""
    key = hybrid.generate()
    shared, ct = key.public_key.encaps()
    for bit in some_bits(len(ct), 10):
        forged = flipped(ct, bit)
        assert key.decaps(forged) == decaps(hybrid.name, key.seed, forged) != shared


def test_prepared(hybrid):
    """Prepared keys: bytes, seed, equality, wipe; no copies of secrets."""
    with hybrid.generate() as key:
        seed, public = key.seed, key.public_key
        assert bytes(key) == seed
        assert len(seed) == 32
        assert hybrid.keygen(seed=seed) == (bytes(public), seed)
        assert key == hybrid.secret_key(seed) != hybrid.generate()
        assert public == hybrid.public_key(bytes(public)) == hybrid.secret_key(seed).public_key
        assert hybrid.public_key(public) is public
        assert hybrid.secret_key(key) is key
        assert isinstance(key, pqpy.KEMSecretKey)
        assert isinstance(public, pqpy.KEMPublicKey)
        shared, ct = hybrid.encaps(public)
        assert hybrid.decaps(key, ct) == key.decaps(ct) == shared
        for secret in (pickle.dumps, copy.copy, copy.deepcopy, hash):
            with pytest.raises(TypeError):
                secret(key)
        assert seed.hex() not in repr(key)
    for call in (lambda: key.decaps(ct), lambda: key.seed, lambda: bytes(key), lambda: key == key):
        with pytest.raises(ValueError, match="was wiped"):
            call()
    assert "wiped" in repr(key)
    assert public.encaps().ciphertext != ct


def test_mixed_up_keys():
    """A key of another scheme is refused, naming both."""
    key, other = XWing.generate(), pqpy.ML_KEM_768.generate()
    with pytest.raises(ValueError, match="must be an X-Wing public key, not an ML-KEM-768 public"):
        XWing.encaps(other.public_key)
    with pytest.raises(ValueError, match="must be an ML-KEM-768 secret key, not an X-Wing secret"):
        pqpy.ML_KEM_768.decaps(key, bytes(1088))
    with pytest.raises(ValueError, match="must be an X-Wing public key, not an X-Wing secret key"):
        XWing.encaps(key)
    assert key != other


def test_lengths_and_types(hybrid):
    """Each length off by one and each wrong type is refused, saying what is expected."""
    public, secret = hybrid.keygen()
    _, ct = hybrid.encaps(public)
    n = hybrid.encaps_seed_bytes
    calls = {
        "public_key": (hybrid.encaps, public),
        "secret_key": (lambda x: hybrid.decaps(x, ct), secret),
        "ciphertext": (lambda x: hybrid.decaps(secret, x), ct),
        "seed": (lambda x: hybrid.encaps(public, seed=x), bytes(n)),
    }
    for name, (call, good) in calls.items():
        call(bytearray(good))
        for bad in (good[:-1], good + b"\0", b""):
            with pytest.raises(ValueError, match=f"{name} must be {len(good)} bytes"):
                call(bad)
        for bad in ("text", 5, [1], None) if name != "seed" else ("text", 5, [1]):
            with pytest.raises(TypeError, match=f"{name} must be bytes-like"):
                call(bad)
    for prepare, size in ((hybrid.secret_key, 32), (hybrid.public_key, hybrid.public_key_bytes)):
        with pytest.raises(ValueError, match=f"_key must be {size} bytes, not 7"):
            prepare(bytes(7))
    with pytest.raises(ValueError, match="seed must be 32 bytes, not 31"):
        hybrid.generate(seed=bytes(31))


def test_into(hybrid):
    """encaps_into and decaps_into write what encaps and decaps return."""
    key = hybrid.generate()
    coins = os.urandom(hybrid.encaps_seed_bytes)
    shared, again, ct = bytearray(32), bytearray(32), bytearray(hybrid.ciphertext_bytes)
    key.public_key.encaps_into(shared_secret=shared, ciphertext=ct, seed=coins)
    assert (bytes(shared), bytes(ct)) == key.public_key.encaps(seed=coins)
    key.decaps_into(ct, shared_secret=again)
    assert again == shared


def test_batch(hybrid):
    """Batches give what the single calls give."""
    np = pytest.importorskip("numpy", reason="numpy is not installed")
    seeds = [os.urandom(32) for _ in range(5)]
    public, secret = hybrid.keygen_batch(5, seeds=seeds)
    assert [(p.tobytes(), s.tobytes()) for p, s in zip(public, secret, strict=True)] == [
        hybrid.keygen(seed=seed) for seed in seeds
    ]
    shared, ct = hybrid.encaps_batch(public, threads=2)
    assert (hybrid.decaps_batch(secret, ct, threads=2) == shared).all()
    key = hybrid.secret_key(seeds[0])
    shared, ct = hybrid.encaps_batch(key.public_key, 3)
    assert len({c.tobytes() for c in ct}) == 3
    assert (hybrid.decaps_batch(key, ct) == shared).all()
    assert (hybrid.decaps_batch([key] * 3, list(ct)) == shared).all()
    assert hybrid.keygen_batch(0).public_keys.shape == (0, hybrid.public_key_bytes)
    bad = public.copy()
    bad[3, -32:] = 0
    with pytest.raises(InvalidKey, match=r"public_keys\[3\] is not an"):
        hybrid.encaps_batch(bad)
    with pytest.raises(ValueError, match="public_keys must be 4 items, not 5"):
        hybrid.encaps_batch(public, 4)
    with pytest.raises(ValueError, match="n must be given"):
        hybrid.encaps_batch(key.public_key)
    with pytest.raises(ValueError, match="rows of 32 bytes"):
        hybrid.decaps_batch(np.zeros((2, 31), np.uint8), ct)


def test_without_cryptography():
    """Without cryptography pqpy works, and who asks for a hybrid reads what to install."""
    program = """
import sys
sys.modules["cryptography"] = None
import pqpy
pqpy.ML_KEM_768.keygen()
for ask in (lambda: pqpy.get("X-Wing"), lambda: __import__("pqpy.hybrid")):
    try:
        ask()
    except ImportError as error:
        print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    line = "pqpy.hybrid needs the package cryptography: pip install 'pqpy[hybrid]'"
    assert result.stdout.splitlines() == [line, line], result.stderr


def test_build_without_a_family():
    """What is made of families that were left out is an ImportError, the rest is there."""
    program = """
import importlib.util
find = importlib.util.find_spec
gone = ("pqpy._round5", "pqpy._dilithium")
importlib.util.find_spec = lambda name, *more: None if name in gone else find(name, *more)
import pqpy
from pqpy.hybrid import *
for name in pqpy.HYBRIDS:
    try:
        print(pqpy.get(name).name)
    except ImportError as error:
        print(str(error).split(" (")[0])
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    without = [f"this pqpy was built without {x}" for x in ("round5", "dilithium", "dilithium")]
    expected = ["X-Wing", "X25519-ML-KEM-1024", "X25519-Kyber768", *without]
    assert result.stdout.splitlines() == expected, result.stderr


def test_imported_on_demand():
    """Importing pqpy does not import cryptography."""
    program = "import sys, pqpy; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
