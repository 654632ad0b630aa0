"""Round5: what keys and forged ciphertexts do, beyond the figures."""

import pytest
from helpers import flipped, tells_public
from round5_model import tuple_hash

import pqpy
from pqpy import InvalidKey
from pqpy._kat_round5 import LAYOUTS, entry0, message, receiver_ciphertexts


def test_rejection(cca):
    """A change of any part gives TupleHash("HCCAKEM", y, ciphertext as received), no error."""
    k, layout = cca.shared_secret_bytes, LAYOUTS[cca.name]
    seed = bytes(range(cca.seed_bytes))
    public, secret = cca.keygen(seed=seed)
    shared, ciphertext = cca.encaps(public)
    y, prepared = seed[2 * k :], cca.secret_key(seed)
    other_y = cca.secret_key(seed[: 2 * k] + bytes(k))
    bits = [0, 8 * layout.v_start - 1, 8 * layout.v_start, 8 * layout.v_end - 1]
    bits += [8 * layout.v_end, 8 * cca.ciphertext_bytes - 1]
    for bit in bits:
        forged = flipped(ciphertext, bit)
        expected = tuple_hash(k, k, b"HCCAKEM", y, forged)
        assert cca.decaps(secret, forged) == prepared.decaps(forged) == expected != shared
        assert other_y.decaps(forged) == tuple_hash(k, k, b"HCCAKEM", bytes(k), forged)
    assert other_y.decaps(ciphertext) == shared


def test_padding_bits(round5):
    """A padding bit that is not zero is seen: by the comparison of CCA sets, by the hash of others.

    The message is the same all the same.
    """
    kem = round5
    k, entry = kem.shared_secret_bytes, entry0(kem)
    ciphertexts = receiver_ciphertexts(kem, entry.ciphertext)
    m = message(kem, entry.secret_key, entry.ciphertext)
    for name in {"pad_u", "pad_v"} & set(ciphertexts):
        forged = ciphertexts[name]
        assert message(kem, entry.secret_key, forged) == m
        if isinstance(kem, pqpy.Round5CCA):
            expected = tuple_hash(k, k, b"HCCAKEM", entry.secret_key[k : 2 * k], forged)
        else:
            expected = tuple_hash(k, k, b"HCPAKEM", m, forged)
        assert kem.decaps(entry.secret_key, forged) == expected != entry.shared_secret


def test_seeds(round5):
    """Keys hold the parts of their seed: sigma, the secret seed, and y in CCA sets."""
    k, seed = round5.shared_secret_bytes, bytes(range(round5.seed_bytes))
    public, secret = round5.keygen(seed=seed)
    assert public.startswith(seed[:k])
    assert secret == seed[k:] + (public if isinstance(round5, pqpy.Round5CCA) else b"")


def test_damaged_secret_key(cca):
    """A prepared secret key is checked: seed and public key have to belong together.

    The plain call does not check, as the specification does not; y may be anything.
    """
    k = cca.shared_secret_bytes
    public, secret = cca.keygen()
    shared, ciphertext = cca.encaps(public)
    last = 8 * (2 * k + len(public)) - 8
    for bit in (0, 8 * k - 1, 16 * k, 16 * k + 8 * k + 3, last):
        broken = flipped(secret, bit)
        with pytest.raises(InvalidKey, match=f"secret_key is not an {cca.name} secret key"):
            cca.secret_key(broken)
        assert cca.decaps(broken, ciphertext) != shared
    for bit in (8 * k, 16 * k - 1):
        assert cca.secret_key(flipped(secret, bit)).decaps(ciphertext) == shared


def used_context(kem):
    """Memory for a secret key that held something else before, on the boundary that C asks for."""
    size = kem._impl.secret_ctx_bytes
    memory = kem._ffi.new("uint8_t[]", b"\xa5" * (size + 64))
    return memory, memory + -int(kem._ffi.cast("uintptr_t", memory)) % 64, size


def test_refused_secret_key_leaves_nothing(cca):
    """C zeroes the context of a secret key that it refuses."""
    _, secret = cca.keygen()
    memory, ctx, size = used_context(cca)
    code = cca._lib.pq_kem_load_secret(cca._impl, ctx, flipped(secret, 0))
    assert code == cca._lib.PQ_BAD_SECRET_KEY
    assert not any(ctx[0:size])
    del memory


def test_cpa_secret_key_has_no_public_one(cpa):
    """C says so and zeroes what it was given for it, whatever the context held before."""
    memory, ctx, _ = used_context(cpa)
    public, secret = cpa.keygen()
    assert cpa._lib.pq_kem_load_secret(cpa._impl, ctx, secret) == 0
    out = cpa._ffi.new("uint8_t[]", public)
    code = cpa._lib.pq_kem_store_public(cpa._impl, out, ctx)
    assert code == cpa._lib.PQ_BAD_SECRET_KEY
    assert not any(out)
    del memory


def test_cpa_secret_key(cpa):
    """The bytes of a CPA secret key decapsulate, and do not tell the public key; the seed does."""
    assert not tells_public(cpa)
    seed = bytes(range(cpa.seed_bytes))
    public, secret = cpa.keygen(seed=seed)
    shared, ciphertext = cpa.encaps(public)
    key = cpa.secret_key(secret)
    assert key.decaps(ciphertext) == shared
    assert (bytes(key), key.seed) == (secret, None)
    with pytest.raises(ValueError, match=f"keep the {cpa.seed_bytes}-byte seed"):
        _ = key.public_key
    assert bytes(cpa.secret_key(seed).public_key) == public


def test_status_is_documented():
    """help() of the module and of the classes says what Round5 is not, and names its patents."""
    for thing in (pqpy.round5, pqpy.Round5CPA, pqpy.Round5CCA):
        text = " ".join(thing.__doc__.split()).lower()
        assert "experimental" in text
        assert "not standardized" in text
        assert "patent" in text


def test_cpa_is_for_one_exchange(cpa):
    """The documentation of the class says so, and it has no encryption of messages."""
    assert "A key pair is for one exchange only" in type(cpa).__doc__
    assert not hasattr(cpa, "encrypt")
    assert not hasattr(cpa.generate(), "decrypt")
