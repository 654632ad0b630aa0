"""Known answers: the figures of pqpy/_figures.py, and the files of cryptography-vectors."""

import dataclasses
import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import pqpy
from pqpy import _figures, kat


def backends_for(check):
    """All backends of the machine; the fastest alone for what takes long."""
    backends = pqpy.get(check.scheme).backends()
    return backends[-1:] if check.cost in ("long", "full") else backends


CASES = [
    pytest.param(check, backend, id=f"{check.name} {backend}".replace(" ", "-"))
    for check in kat.CHECKS
    for backend in backends_for(check)
]


@pytest.mark.parametrize(("check", "backend"), CASES)
def test_figure(check, backend, request, reproduced):
    """Every figure comes out as published, cheap ones first, on every backend."""
    if check.cost == "full" and not request.config.getoption("--full"):
        pytest.skip("takes minutes: --full")
    assert check.digest(pqpy.get(check.scheme).on(backend)) == check.expected
    reproduced(check.name, backend)


def test_figures_are_digests():
    """Each figure is lower-case hex, 32 bytes or a Round5 secret in full, and no two are equal but
    where they must be.
    """
    seen = {}
    for check in kat.CHECKS:
        assert bytes.fromhex(check.expected).hex() == check.expected
        short = check.procedure == "rejected" or (check.procedure, check.part) == (
            "encaps",
            "secret",
        )
        size = pqpy.get(check.scheme).shared_secret_bytes if short else 32
        assert len(check.expected) == 2 * size
        seen.setdefault(check.expected, []).append(f"{check.procedure} {check.part}")
    repeated = [names for names in seen.values() if len(names) > 1]
    assert repeated == [["context hedged", "external_mu hedged"]] * 3


def test_every_set_has_quick_checks():
    """The quick level, the default of the self-test, reaches each set that has figures."""
    assert {check.scheme for check in kat.select(cost="quick")} == set(_figures.FIGURES)


def test_levels_include_the_cheaper_ones():
    """A cost selects all that is cheaper too; the highest selects everything."""
    selections = [kat.select(cost=cost) for cost in kat.COSTS]
    for smaller, larger in pairwise(selections):
        assert larger[: len(smaller)] == smaller
    assert selections[-1] == list(kat.CHECKS)
    with pytest.raises(ValueError, match="cost must be one of"):
        kat.select(cost="cheap")


def test_wrong_figure_is_reported(monkeypatch):
    """A figure that does not come out makes run() false and the self-test's result not ok."""
    [good] = [c for c in kat.select("ML-KEM-512") if c.name == "ML-KEM-512 rsp single"]
    bad = dataclasses.replace(good, expected=good.expected[::-1])
    assert good.run(pqpy.get("ML-KEM-512"))
    assert not bad.run(pqpy.get("ML-KEM-512"))
    monkeypatch.setattr(kat, "CHECKS", (good, bad))
    results = list(kat.selftest(backends=["portable"]))
    assert [(r.check, r.backend, r.ok, r.found) for r in results] == [
        (good, "portable", True, good.expected),
        (bad, "portable", False, good.expected),
    ]


def test_check_of_another_set():
    """A check refuses an instance of another parameter set."""
    check = kat.select("ML-KEM-512")[0]
    with pytest.raises(ValueError, match="a check of ML-KEM-512, not of ML-KEM-768"):
        check.digest(pqpy.get("ML-KEM-768"))


def test_selftest_of_one_set():
    """The self-test can be cut down to a set and a backend, and every result is ok."""
    results = list(kat.selftest(["dilithium2"], backends=["portable"]))
    assert [r.check for r in results] == kat.select("Dilithium2")
    assert all(r.ok for r in results)


@pytest.mark.parametrize(
    "wrong", [{"schemes": ["ML-KEM-513"]}, {"cost": "cheap"}, {"backends": ["sse9"]}], ids=str
)
def test_selftest_of_what_is_not(wrong):
    """A name that does not exist is an error, never a self-test that passes by testing nothing."""
    with pytest.raises(ValueError, match=r"no scheme|cost must|backend must"):
        list(kat.selftest(**wrong))


# cryptography-vectors


def vectors_file(name):
    """The path of a file of the cryptography-vectors package, or skip."""
    package = pytest.importorskip(
        "cryptography_vectors", reason="cryptography-vectors is not installed"
    )
    path = Path(package.__file__).parent / name
    if not path.exists():
        pytest.skip(f"this cryptography-vectors has no {name}")
    return path


@cache
def rsp_entries(path):
    """The entries of a .rsp file as dicts; hex becomes bytes, decimals stay text."""
    entries = []
    for line in path.read_text().splitlines():
        name, _, value = line.partition(" = ")
        if name == "count":
            entries.append({})
        elif value or name.endswith(" ="):
            decimal = name in ("mlen", "smlen")
            entries[-1][name.removesuffix(" =")] = value if decimal else bytes.fromhex(value)
    return entries


def on_every_backend(*names):
    """Parametrize over parameter sets and the backends that run them."""
    cases = [(name, backend) for name in names for backend in pqpy.get(name).backends()]
    return pytest.mark.parametrize(("name", "backend"), cases)


@on_every_backend("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")
def test_ml_kem_vectors(name, backend):
    """1000 entries: keys, encapsulation, decapsulation and implicit rejection are as given."""
    kem = pqpy.get(name).on(backend)
    token = name.replace("ML-KEM-", "MLKEM_")
    entries = rsp_entries(vectors_file(f"asymmetric/MLKEM/kat_{token}.rsp"))
    assert len(entries) == 1000
    for entry in entries:
        assert kem.keygen(seed=entry["d"] + entry["z"]) == (entry["pk"], entry["sk"])
        assert kem.encaps(entry["pk"], seed=entry["msg"]) == (entry["ss"], entry["ct"])
        assert kem.decaps(entry["sk"], entry["ct"]) == entry["ss"]
        assert kem.decaps(entry["sk"], entry["ct_n"]) == entry["ss_n"]


@on_every_backend("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
def test_ml_dsa_vectors(name, backend):
    """100 entries, pure, deterministic, with contexts: keys and signatures are as given."""
    scheme = pqpy.get(name).on(backend)
    token = name.replace("ML-DSA-", "MLDSA_")
    entries = rsp_entries(vectors_file(f"asymmetric/MLDSA/kat_{token}_det_pure.rsp"))
    assert len(entries) == 100
    for entry in entries:
        message, context = entry["msg"], entry["ctx"]
        assert scheme.keygen(seed=entry["xi"]) == (entry["pk"], entry["sk"])
        signature = scheme.sign(entry["sk"], message, context=context, deterministic=True)
        assert signature + message == entry["sm"]
        scheme.verify(entry["pk"], message, signature, context=context)


HPKE_KEMS = {0x40: "ML-KEM-512", 0x41: "ML-KEM-768", 0x42: "ML-KEM-1024"}


@on_every_backend(*HPKE_KEMS.values())
def test_hpke_vectors(name, backend):
    """HPKE's post-quantum vectors: seed to public key, coins to encapsulation, and back."""
    kem = pqpy.get(name).on(backend)
    found = 0
    for vector in json.loads(vectors_file("HPKE/hpke-pq-test-vectors.json").read_text()):
        if HPKE_KEMS.get(vector["kem_id"]) == name:
            value = {k: bytes.fromhex(v) for k, v in vector.items() if isinstance(v, str)}
            public_key, secret_key = kem.keygen(seed=value["skRm"])
            assert public_key == value["pkRm"]
            coins = value["ikmE"]
            assert kem.encaps(public_key, seed=coins) == (value["shared_secret"], value["enc"])
            assert kem.decaps(secret_key, value["enc"]) == value["shared_secret"]
            found += 1
    assert found > 0


def test_der_key_pair():
    """ML-DSA-44 in DER: the seed that ends the private key gives the key that ends the public."""
    private = vectors_file("asymmetric/MLDSA/mldsa44_priv.der").read_bytes()
    public = vectors_file("asymmetric/MLDSA/mldsa44_pub.der").read_bytes()
    scheme = pqpy.ML_DSA_44
    public_key, _ = scheme.keygen(seed=private[-32:])
    assert public_key == public[-scheme.public_key_bytes :]


def test_der_expanded_key():
    """ML-DSA-65 in DER without a seed: the expanded key loads, signs, and its key verifies."""
    der = vectors_file("asymmetric/MLDSA/mldsa65_noseed_priv.der").read_bytes()
    scheme = pqpy.ML_DSA_65
    secret_key = der[-scheme.secret_key_bytes :]
    public_key = scheme.secret_key(secret_key).public_key
    scheme.verify(public_key, b"message", scheme.sign(secret_key, b"message"))
