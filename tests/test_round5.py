"""Round5: against the model, with random seeds and damaged ciphertexts; rejection and keys.

NIST's response files and the receiver vectors are known answers: test_known_answers.py.  What they
say of the model in round5_model.py is tested here, and then the model says what must come out.
"""

import hashlib
import random
import re
from importlib.util import find_spec

import numpy as np
import pytest
import round5_hashes as hashes
import round5_model as model
from helpers import ROOT, flipped
from round5_model import MODELS, tuple_hash

import pqpy
from pqpy import _kat_round5
from pqpy._figures import FIGURES
from pqpy._figures_round5_receiver import RECEIVER_VALUES
from pqpy._figures_round5_steps import FIRST_VALUES, HASHES, PARITIES, WHOLE_VALUES
from pqpy._kat_round5 import LAYOUTS, entry0, message, receiver_ciphertexts

CCA = [name for name in MODELS if "CCA" in name]
RINGS = [name for name in MODELS if name.startswith("R5ND")]
CORRECTING = [name for name in MODELS if LAYOUTS[name].errors]


def on_all(name):
    """A parameter set on every backend of this machine."""
    return [pqpy.KEMS[name].on(backend) for backend in pqpy.KEMS[name].backends()]


def words(values):
    """SHA-256 of numbers as 16-bit little-endian words."""
    return hashlib.sha256(np.asarray(values).astype("<u2").tobytes()).hexdigest()


# The model


@pytest.mark.parametrize(("kind", "kappa", "parts", "expected"), HASHES)
def test_model_hashes(kind, kappa, parts, expected):
    """TupleHash and its XOF give the known values."""
    size = len(expected) // 2
    if kind == "TupleHash":
        assert tuple_hash(kappa, size, *parts).hex() == expected
    else:
        stream = hashes.tuple_hash_xof(kappa, *parts)
        assert bytes(next(stream) for _ in range(size)).hex() == expected


@pytest.mark.parametrize("code", PARITIES, ids=str)
def test_model_parities(code):
    """The parity bits of every code are the known ones."""
    [par, *_] = [m.par for m in MODELS.values() if (m.par.f, m.par.kappa) == code]
    payload = bytes((17 * i + 3) % 256 for i in range(par.kappa))
    bits = model.parity(par, hashes.bits_of(payload))
    assert np.packbits(bits, bitorder="little").tobytes().hex() == PARITIES[code]


@pytest.mark.parametrize("name", CORRECTING)
def test_model_corrects(name):
    """Every pattern of up to f bit errors that is tried is corrected; some beyond are not."""
    par, rng = MODELS[name].par, random.Random(name)
    payload = hashes.bits_of(rng.randbytes(par.kappa))
    codeword = np.append(payload, model.parity(par, payload))
    beyond = []
    for errors in [*range(par.f + 1)] * 20 + [2 * par.f] * 20:
        damaged = codeword.copy()
        damaged[rng.sample(range(par.mu), errors)] ^= 1
        found = model.correct(par, damaged[: 8 * par.kappa], damaged[8 * par.kappa :])
        good = np.array_equal(found, payload)
        if errors <= par.f:
            assert good
        else:
            beyond.append(good)
    assert not all(beyond)


@pytest.mark.parametrize("name", FIRST_VALUES)
def test_steps(name):
    """Every step of the first entry gives the known values in the model; what one sees, in ours."""
    m = MODELS[name]
    par, k, entry = m.par, m.par.kappa, entry0(m)
    first, whole = FIRST_VALUES[name], dict(WHOLE_VALUES[name])
    sigma, seed = entry.public_key[:k], entry.secret_key[:k]
    a, s = model.create_a(par, sigma), model.secret_matrix(par, b"SGEN", seed, par.n_bar)
    positions = list(map(int, first["S"]))
    assert s[0][positions].tolist() == [1, -1] * 4
    b = hashes.unpack(entry.public_key[k:], par.d * par.n_bar, par.p_bits)
    assert (words(a), words(s), words(b)) == (whole["A"], whole["S"], whole["B"])
    product = model.product(a, s[0], par.n) if par.ring else a[0] @ s.T
    found = {"A": a if par.ring else a[0], "S": positions, "B": b}
    found["AS"] = product % (1 << par.q_bits)

    coins = _kat_round5.draw(after_keygen(m), _kat_round5.draws(m)[1])
    rho = coins[k:]
    if par.cca:
        key, g, rho = model.derived(par, coins, entry.public_key)
        assert [whole[x] for x in ("L", "g", "rho")] == [key.hex(), g.hex(), rho.hex()]
        assert entry.ciphertext.endswith(g)
    r = model.secret_matrix(par, b"RGEN", rho, par.m_bar)
    matrix = b.reshape(par.d, par.n_bar)
    x = model.masks(par, b, r[0]) if par.ring else (matrix.T @ r.T).reshape(-1)
    x = x % (1 << par.p_bits)
    ciphertext = entry.ciphertext[: par.pke_bytes]
    assert hashlib.sha256(ciphertext).hexdigest() == whole["ct"]
    found |= {
        "U": hashes.unpack(ciphertext, par.d * par.m_bar, par.p_bits),
        "X": x,
        "X rounded": model.rounded(x, par.p_bits, par.t_bits, par.h2),
        "v": hashes.unpack(ciphertext[par.u_bytes :], par.mu, par.t_bits),
    }
    assert {step: np.asarray(values)[:8].tolist() for step, values in found.items()} == first
    if "parity" in whole:
        parity = model.parity(par, hashes.bits_of(coins[:k]))
        assert np.packbits(parity, bitorder="little").tobytes().hex() == whole["parity"]
    for kem in on_all(name):
        assert entry0(kem) == entry


def after_keygen(kem):
    """NIST's generator in the first entry, where the coins of encapsulation come."""
    drbg = _kat_round5.NistDrbg(_kat_round5.NistDrbg(bytes(range(48))).read(48))
    _kat_round5.draw(drbg, _kat_round5.draws(kem)[0])
    return drbg


@pytest.mark.parametrize("name", MODELS)
def test_model_figures(name, request, monkeypatch):
    """The model reproduces the figures: first entries, rejection, and the receiver vectors.

    Of the matrix sets only the first entry without --full, which takes a minute more.
    """
    monkeypatch.setattr(_kat_round5, "message", lambda kem, sk, ct: kem.message(sk, ct))
    first_only = name not in RINGS and not request.config.getoption("--full")
    for procedure, figures in FIGURES[name].items():
        if procedure.startswith("pke") and not find_spec("cryptography"):
            continue
        if procedure == "rsp kem" or not first_only:
            for part in figures.keys() - {"file"}:
                found = _kat_round5.PROCEDURES[procedure](MODELS[name], part)
                assert found == figures[part], (procedure, part)


# Ours against the model


def too_few(d, h, draws):
    """The probability that so many words do not make a secret vector; section 6.2."""
    accepted = np.arange(h)  # the next word is a new position with probability:
    fresh = (d - accepted) * (65536 // d) / 65536
    state = np.zeros(h)
    state[0] = 1
    for _ in range(draws):
        stays = state * (1 - fresh)
        stays[1:] += (state * fresh)[:-1]
        state = stays
    return state.sum()


@pytest.mark.parametrize("name", MODELS)
def test_parameters(name):
    """The numbers that C is compiled with are those of the specification, and the constant-time
    sampler draws the fewest words of which practically every seed's suffice (6.2).
    """
    par = MODELS[name].par
    text = (ROOT / "vendor" / "round5" / "params" / f"{name.lower()}.h").read_text()
    found = {k: int(v) for k, v in re.findall(r"^#define ROUND5_(\w+) +(\d+)$", text, re.MULTILINE)}
    draws = found.pop("DRAWS")
    assert found.pop("NIST_LEVEL") == int(name[5])
    expected = {"CCA": par.cca, "RING": par.ring, "KAPPA": par.kappa, "D": par.d, "H": par.h}
    expected |= {"Q_BITS": par.q_bits, "P_BITS": par.p_bits, "T_BITS": par.t_bits}
    expected |= {"B_BITS": par.b_bits, "N_BAR": par.n_bar, "M_BAR": par.m_bar}
    expected |= {"F": par.f, "XE": par.parity_bits}
    assert found == expected
    bits = {"R5ND_0CPA_2iot": 96, "R5ND_1CPA_4longkey": 128}.get(name, 8 * par.kappa)
    assert too_few(par.d, par.h, draws) < 2.0**-bits <= too_few(par.d, par.h, draws - 1)


def test_layouts():
    """The table of the self-test has the numbers of the specification."""
    for name, layout in LAYOUTS.items():
        par = MODELS[name].par
        assert layout == (par.d * par.m_bar, par.p_bits, par.mu, par.t_bits, par.f)
        assert (layout.v_start, layout.v_end) == (par.u_bytes, par.pke_bytes)
        m, kem = MODELS[name], pqpy.KEMS[name]
        for size in ("public_key", "secret_key", "ciphertext", "shared_secret", "seed"):
            assert getattr(m, f"{size}_bytes") == getattr(kem, f"{size}_bytes")


@pytest.mark.parametrize("name", MODELS)
def test_random_seeds(name, request):
    """Keys, ciphertexts, secrets and messages are the model's, for random seeds."""
    m, rng = MODELS[name], random.Random(name)
    for _ in range(20 if request.config.getoption("--full") else 1 + (name in RINGS)):
        seed, coins = rng.randbytes(m.seed_bytes), rng.randbytes(m.encaps_seed_bytes)
        pair = m.keygen(seed=seed)
        shared, ciphertext = m.encaps(pair[0], seed=coins)
        for kem in on_all(name):
            assert kem.keygen(seed=seed) == pair
            assert kem.encaps(pair[0], seed=coins) == (shared, ciphertext)
            assert kem.decaps(pair[1], ciphertext) == shared
            assert message(kem, pair[1], ciphertext) == m.message(pair[1], ciphertext)
            key = kem.secret_key(seed)
            assert key.public_key.encaps(seed=coins) == (shared, ciphertext)
            assert key.decaps(ciphertext) == shared


@pytest.mark.parametrize("name", MODELS)
def test_random_public_keys(name):
    """Any bytes are a public key, also with padding bits that are not zero."""
    m, rng = MODELS[name], random.Random(name)
    for public in (rng.randbytes(m.public_key_bytes), b"\xff" * m.public_key_bytes):
        coins = rng.randbytes(m.encaps_seed_bytes)
        expected = m.encaps(public, seed=coins)
        for kem in on_all(name):
            assert kem.encaps(public, seed=coins) == expected
            assert kem.public_key(public).encaps(seed=coins) == expected


def damaged(layout, ciphertext, rng):
    """A ciphertext with random damage, of the kinds that the receiver treats differently."""
    u, v, end, size = 0, layout.v_start, layout.v_end, len(ciphertext)
    f, mu = layout.errors, layout.v_values

    def bits(data, first, last, count):
        for _ in range(count):
            data = flipped(data, rng.randrange(8 * first, 8 * last))
        return data

    def errors(data, count):  # raw bit errors, where nothing else is changed
        return layout.flipped_v(data, rng.sample(range(mu), count), layout.v_bits - 1)

    kinds = [
        lambda c: bits(c, u, v, rng.choice([1, 2, 20, 200])),
        lambda c: bits(c, v, end, rng.choice([1, 2, 20])),
        lambda c: errors(c, rng.choice([1, max(f, 1), f + 1])),
        lambda c: errors(c, rng.choice([f + 1, f + 2, 2 * f + 3])),
        lambda c: errors(bits(c, u, v, 5), max(f, 1)),
        lambda c: bits(errors(bits(c, u, v, 1), f + 1), 0, size, 1),
        lambda c: rng.randbytes(v) + c[v:],
        lambda c: c[:v] + rng.randbytes(end - v) + c[end:],
        lambda c: rng.randbytes(size),
    ]
    if size > end:
        kinds.append(lambda c: bits(c, end, size, rng.choice([1, 5])))
    return rng.choice(kinds)(ciphertext)


@pytest.mark.parametrize("name", MODELS)
def test_damaged_ciphertexts(name, request):
    """Message and secret of a damaged ciphertext are the model's, also beyond f errors."""
    m, rng, ring = MODELS[name], random.Random(name), name in RINGS
    full = request.config.getoption("--full")
    count = (1000 if ring else 100) if full else (30 if ring else 4)
    outcomes = set()
    for i in range(count):
        if i % 100 == 0:
            seed = rng.randbytes(m.seed_bytes)
            public, secret = m.keygen(seed=seed)
            kems = [(kem, kem.secret_key(seed)) for kem in on_all(name)]
        if i % 10 == 0:
            coins = rng.randbytes(m.encaps_seed_bytes)
            shared, ciphertext = m.encaps(public, seed=coins)
        forged = damaged(LAYOUTS[name], ciphertext, rng)
        carried, expected = m.message(secret, forged), m.decaps(secret, forged)
        outcomes.add(carried == coins[: m.par.kappa])
        assert expected != shared or forged == ciphertext
        for kem, key in kems:
            assert message(kem, secret, forged) == carried
            assert kem.decaps(secret, forged) == key.decaps(forged) == expected
    assert outcomes == {True, False} or not full


@pytest.mark.parametrize("name", RECEIVER_VALUES)
def test_receiver_vectors(name):
    """Each of these ciphertexts carries the known message and gives the known secret."""
    for kem in on_all(name):
        entry = entry0(kem)
        ciphertexts = receiver_ciphertexts(kem, entry.ciphertext)
        assert list(ciphertexts) == list(RECEIVER_VALUES[name])
        for vector, forged in ciphertexts.items():
            carried = message(kem, entry.secret_key, forged)
            shared = kem.decaps(entry.secret_key, forged)
            assert f"{carried.hex()} {shared.hex()}" == RECEIVER_VALUES[name][vector], vector


def test_number_of_receiver_vectors():
    """The digests of all sets together stand for 247 ciphertexts."""
    total = 0
    for m in MODELS.values():
        ciphertexts = receiver_ciphertexts(m, bytes(m.ciphertext_bytes))
        total += len(ciphertexts)
        assert len(set(ciphertexts.values())) == len(ciphertexts)
    assert total == 247


# Rejection, padding, keys
