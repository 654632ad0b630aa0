"""E4-H1: suites, identities and derivations (E4-H1, 6.1 and 6.3)."""

import inspect
from hashlib import sha3_256, shake_256
from itertools import combinations

import e4_h1
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from e4_h1 import ALL_SUITES, XWING, seed
from hypothesis import given
from hypothesis import strategies as st

import pqpy
from pqpy import e4
from pqpy.e4 import _h1_keys, _suites, c2, client, mqtt, passwords
from pqpy.e4.errors import InvalidKeyMaterial

SIZES = {0x01: (1216, 1120), 0x02: (1600, 1600), 0xF1: (1216, 1120), 0xF2: (812, 966)}
TOPIC_KEY, TOPIC = bytes(range(32)), bytes(range(100, 116))
SENDER = b"sender of 16 byt"

# SHA3-256(00000001 | 000102..1f | "E4-H1 message" | 01 | 64..73 | policy | sender or zeros).
K_MSG = {
    0: "fa5eb750798f0cdc93466daae0884c9a2db8de1dce8f1b65493499a9aeef111a",
    1: "9a82a17fb82ad94baee05bbaaf3d1632aecb1b5682e327e6b869782087585c41",
    2: "40f6187bd5d1f4fd8680f9b3e21c0e969f073d57462f6eb914ae949853f2ee2f",
}

# Made with `openssl dgst -sha3-256`, as the digests above.
INNER = "6f97ddfcdc418c7e97d84d111b1ea001bff379e89cf58f682bb917a07ce18117"
COMMANDS = "b84ea5daea44b5161a9b394d50fec2ff3cae8e9ec00f160e3c59e9eafc0cd8fc"


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_suites(suite):
    """The table of 6.1: sizes, names, headers; the experimental ones need a switch."""
    public, ciphertext = SIZES[suite.byte]
    assert (suite.kem.public_key_bytes, suite.kem.ciphertext_bytes) == (public, ciphertext)
    assert suite.header(1) == bytes.fromhex(f"45344801{suite.byte:02x}0100e4")
    for name in (suite, suite.byte, suite.name, suite.name.lower().replace("-", "_")):
        assert _suites.find(name, experimental=True) is suite
    if suite.byte >= 0xF0:
        with pytest.raises(ValueError, match="experimental=True"):
            _suites.find(suite.name)
    else:
        assert _suites.find(suite.byte) is suite


@pytest.mark.parametrize("name", [0x00, 0x03, 0xF3, "", "ML-KEM-768", None])
def test_unknown_suites(name):
    """Nothing else is a suite."""
    with pytest.raises(ValueError, match="no suite"):
        _suites.find(name, experimental=True)


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_f15_weak_kem_keys_are_refused(suite):
    """A share that multiplies to zero, a wrong length: no key to encapsulate to."""
    good = bytes(e4_h1.kem_key(suite=suite).public_key)
    assert bytes(suite.kem_public_key(good)) == good
    one = (1).to_bytes(32, "little")
    for bad in (good[:-32] + bytes(32), good[:-32] + one, good[:-1], good + b"\0", b""):
        with pytest.raises(InvalidKeyMaterial):
            suite.kem_public_key(bad)


@pytest.mark.parametrize("suite", ALL_SUITES[:3], ids=lambda s: s.name)
def test_f15_kem_key_with_a_coefficient_of_3329_is_refused(suite):
    """The modulus check of FIPS 203, 7.2; one below passes."""
    good = bytes(e4_h1.kem_key(suite=suite).public_key)

    def first_coefficient(value):
        return bytes([value & 255, value >> 8 | good[1] & 0xF0]) + good[2:]

    suite.kem_public_key(first_coefficient(3328))
    with pytest.raises(InvalidKeyMaterial):
        suite.kem_public_key(first_coefficient(3329))


def expected_object(label, kind, scheme, suite, secret, owner):
    seeds = e4_h1.signing_seeds(label, suite.byte, secret)
    ml_dsa = bytes(scheme.generate(seed=seeds[:32]).public_key)
    ed25519 = Ed25519PrivateKey.from_private_bytes(seeds[32:]).public_key().public_bytes_raw()
    return bytes.fromhex(f"45344801{suite.byte:02x}{kind:02x}00e4") + owner + ml_dsa + ed25519


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_identities(suite):
    """SIGKEY and C2KEY from a seed, computed from the parts; F is the hash of the whole object."""
    s, owner = seed("S"), b"o" * 16
    client = _h1_keys.Identity(suite, s, owner)
    wanted = expected_object(b"E4-H1 identity", 2, pqpy.ML_DSA_44, suite, s, owner)
    assert client.key_object == wanted
    c2 = _h1_keys.C2Identity(suite, s)
    assert c2.key_object == expected_object(b"E4-H1 C2", 3, pqpy.ML_DSA_65, suite, s, b"")
    for signer in (client, c2):
        assert signer.print == sha3_256(signer.key_object).digest()
        assert s.hex() not in repr(signer)
    assert (len(client.key_object), len(c2.key_object)) == (1368, 1992)


def test_identities_differ_by_suite_and_role():
    """One seed gives unrelated keys under every suite, and as client and C2."""
    seeds = {
        e4_h1.signing_seeds(label, suite.byte, seed("S"))[i : i + 32]
        for label in (b"E4-H1 identity", b"E4-H1 C2")
        for suite in ALL_SUITES
        for i in (0, 32)
    }
    assert len(seeds) == 16


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_seeds_of_the_wrong_length(size):
    """ValueError, also for ids."""
    with pytest.raises(ValueError, match="32 bytes"):
        _h1_keys.C2Identity(XWING, bytes(size))
    with pytest.raises(ValueError, match="16 bytes"):
        _h1_keys.Identity(XWING, bytes(32), bytes(size))


@pytest.mark.parametrize("policy", [0, 1, 2])
def test_f8_message_key_vectors(policy):
    """K_msg per policy: figures of the definition, 83 bytes hashed."""
    sender = bytes(16) if policy == 2 else SENDER
    wanted = e4_h1.k_msg(1, TOPIC_KEY, TOPIC, policy, sender)
    assert wanted.hex() == K_MSG[policy]
    assert _h1_keys.message_key(XWING, TOPIC_KEY, TOPIC, policy, SENDER) == wanted


@given(
    st.sampled_from(ALL_SUITES),
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
)
def test_rekey_keys(suite, epoch, ts, secret):
    """Info, K_inner and K_cmd are those of the definition, and hash 161, 208 and 211 bytes."""
    ours = _h1_keys.info(
        suite,
        epoch=epoch,
        ts=ts,
        receiver=SENDER,
        c2_print=seed("C2KEY"),
        sig_print=seed("SIGKEY"),
        kem_public_hash=sha3_256(b"public").digest(),
        ciphertext=b"ciphertext",
    )
    theirs = e4_h1.info(
        suite.byte, epoch, ts, SENDER, seed("C2KEY"), seed("SIGKEY"), b"public", b"ciphertext"
    )
    assert (ours, len(ours)) == (theirs, 161)
    assert _h1_keys.inner_key(secret, ours) == e4_h1.derived(secret, b"E4-H1 inner", theirs)
    assert _h1_keys.command_key(secret, ours) == e4_h1.derived(secret, b"E4-H1 commands", theirs)


def test_rekey_key_figures():
    """K_inner and K_cmd of fixed inputs."""
    fixed = e4_h1.info(1, 5, 7, SENDER, bytes(32), bytes(32), b"", b"")
    assert _h1_keys.inner_key(bytes(range(32)), fixed).hex() == INNER
    assert _h1_keys.command_key(bytes(range(32)), fixed).hex() == COMMANDS


# SHA3-256(public key | ciphertext | secret) for the seed 00 01 .. 1f and the coins 20 21 .. .
KEM_DIGESTS = {
    0x01: "e31e53e9e5f47af47046fd853b8c091b951568c904af0badfa62d9199af404cf",
    0x02: "1a34896c6df32e5e307d308610412130ba63c7b2156d4af29f359adf3eaf0a43",
    0xF1: "a9b8a79467c6762c81723c64d3bb4d36f71c39a8b2e4b14eb3cd266af32940aa",
    0xF2: "75dc6a8e20c2482244473daad698e832f623f8d77e0dfa75a632e2bc4cc5c995",
}


def kem_by_hand(suite, seed, coins):
    """Public key, ciphertext and secret as 6.1 says, from the KEM and X25519 alone."""
    name, prefix, label = {
        0x01: ("ML-KEM-768", b"", bytes.fromhex("5c2e2f2f5e5c")),
        0x02: ("ML-KEM-1024", b"E4-H1 KEM\x02", b"MLKEM1024-X25519"),
        0xF1: ("Kyber768", b"E4-H1 KEM\xf1", b"Kyber768-X25519"),
        0xF2: ("R5ND_3CCA_5d", b"E4-H1 KEM\xf2", b"R5ND_3CCA_5d-X25519"),
    }[suite.byte]
    kem = pqpy.get(name)
    expanded = shake_256(prefix + seed).digest(kem.seed_bytes + 32)
    key = kem.generate(seed=expanded[:-32])
    own = X25519PrivateKey.from_private_bytes(expanded[-32:])
    ephemeral = X25519PrivateKey.from_private_bytes(coins[-32:])
    pk_x, ct_x = own.public_key(), ephemeral.public_key().public_bytes_raw()
    secret, ct = key.public_key.encaps(seed=coins[:-32])
    pk, pk_x_bytes = bytes(key.public_key), pk_x.public_bytes_raw()
    parts = [secret, ephemeral.exchange(pk_x)]
    parts += [ct_x, pk_x_bytes] if suite.byte == 1 else [ct, ct_x, pk, pk_x_bytes]
    return pk + pk_x_bytes, ct + ct_x, sha3_256(b"".join([*parts, label])).digest()


@pytest.mark.parametrize("suite", ALL_SUITES, ids=lambda s: s.name)
def test_f16_vectors_per_suite(suite):
    """(seed, coins) give the public key, ciphertext and secret of the definition, and figures."""
    seed, coins = bytes(range(32)), bytes(range(32, 32 + suite.kem.encaps_seed_bytes))
    key = suite.kem.generate(seed=seed)
    secret, ct = key.public_key.encaps(seed=coins)
    assert (bytes(key.public_key), ct, secret) == kem_by_hand(suite, seed, coins)
    assert key.decaps(ct) == secret
    assert sha3_256(bytes(key.public_key) + ct + secret).hexdigest() == KEM_DIGESTS[suite.byte]


@given(st.binary(min_size=32, max_size=32))
def test_f16_one_seed_under_two_suites(seed):
    """No 32 bytes of one suite's expansion stand anywhere in another's."""
    expansions = [shake_256(seed).digest(96)]
    expansions += [
        shake_256(b"E4-H1 KEM" + suite.code + seed).digest(104) for suite in ALL_SUITES[1:]
    ]
    windows = [{data[i : i + 32] for i in range(len(data) - 31)} for data in expansions]
    for one, other in combinations(windows, 2):
        assert not one & other


def public_callables():
    """What the public modules of pqpy.e4 offer, with the methods of classes."""
    for module in (e4, c2, client, mqtt, passwords):
        for name, value in vars(module).items():
            if not name.startswith("_") and getattr(value, "__module__", "").startswith("pqpy.e4"):
                yield value
                if isinstance(value, type):
                    yield from (m for n, m in vars(value).items() if n[0] != "_" and callable(m))


def test_f16_coins_are_no_argument_of_the_public_api():
    """Nothing of pqpy.e4 that a user reaches takes the randomness of an encapsulation."""
    seen = 0
    for value in public_callables():
        function = getattr(value, "__func__", value)
        if inspect.isfunction(function):
            parameters = inspect.signature(function).parameters
            assert not {"seed", "seeds", "coins", "eseed", "rnd"} & set(parameters)
            seen += 1
    assert seen > 30
