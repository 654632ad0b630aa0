"""E4-H1 for tests: a deployment with fixed seeds, and the derivations written out once more."""

from functools import cache
from hashlib import sha3_256, shake_256

from pqpy.e4 import _h1_keys, _objects, _suites

XWING = _suites.find("X-Wing")
ALL_SUITES = _suites.SUITES


def le64(number):
    """8 bytes, little-endian."""
    return number.to_bytes(8, "little")


def seed(text):
    """32 bytes that only this text gives."""
    return sha3_256(text.encode()).digest()


@cache
def identity(name="alice", suite=XWING):
    """The identity of a client; its id is 16 times the first letter of its name."""
    return _h1_keys.Identity(suite, seed("S of " + name), name[:1].encode() * 16)


@cache
def c2_identity(name="c2", suite=XWING):
    """An identity of C2."""
    return _h1_keys.C2Identity(suite, seed("seed of " + name))


@cache
def sigkey(name="alice", suite=XWING):
    """The SIGKEY of a client, parsed."""
    return _objects.SigKey.parse(identity(name, suite).key_object, suite)


@cache
def c2key(name="c2", suite=XWING):
    """The C2KEY of an identity of C2, parsed."""
    return _objects.C2Key.parse(c2_identity(name, suite).key_object, suite)


@cache
def kem_key(name="alice 0", suite=XWING):
    """A prepared KEM secret key."""
    return suite.kem.generate(seed=seed("KEM key of " + name))


# spec/e4-hybrid.md, 6.3, as it stands there.


def signing_seeds(label, suite_byte, seed):
    """ML-DSA seed 32 | Ed25519 seed 32."""
    return shake_256(label + bytes([suite_byte]) + seed).digest(64)


def info(suite_byte, epoch, ts, receiver, c2_print, sig_print, kem_public, ct):
    """Info, 161 bytes."""
    return (
        bytes([suite_byte])
        + le64(epoch)
        + le64(ts)
        + receiver
        + c2_print
        + sig_print
        + sha3_256(kem_public).digest()
        + sha3_256(ct).digest()
    )


def derived(secret, label, rest):
    """One block of SP 800-56C's one-step derivation with SHA3-256."""
    return sha3_256(b"\x00\x00\x00\x01" + secret + label + rest).digest()


def k_msg(suite_byte, topic_key, topic_hash, policy, sender):
    """K_msg."""
    rest = bytes([suite_byte]) + topic_hash + bytes([policy]) + sender
    return derived(topic_key, b"E4-H1 message", rest)
