"""E4-H1 for tests: a deployment with fixed seeds, and the derivations written out once more."""

from contextlib import contextmanager
from functools import cache
from hashlib import sha3_256, shake_256
from unittest import mock

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pqpy.e4 import Client, _h1_keys, _objects, _rekey, _suites, _wire
from pqpy.e4 import _commands as commands
from pqpy.e4.errors import E4Error

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


# E4-H1, 6.3, as it stands there.


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


# A deployment.

NOW = 1_800_000_000
TOPIC, OTHER = "plant/3/temperature", "plant/3/valve"


class Clock:
    """Time that stands still until it is set."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now


class Server:
    """What C2 sends, and nothing of what it thinks: a maker of REKEYs and commands.

    Attributes:
        clock: its own, unless a call says another time.
        epochs, keys: the last epoch and K_cmd, by client id.
    """

    def __init__(self, clock, name="c2", suite=XWING):
        self.clock, self.suite, self.identity = clock, suite, c2_identity(name, suite)
        self.epochs, self.keys = {}, {}

    @property
    def key_object(self):
        """Its C2KEY."""
        return self.identity.key_object

    def rekey(self, client, *inner, **changed):
        """A REKEY with these commands; any argument of _rekey.build may be another."""
        announce = _objects.Announce.parse(client.announcement, self.suite)
        epoch = max(self.epochs.get(client.id, 0) + 1, int(self.clock()))
        values = {
            "epoch": epoch,
            "ts": int(self.clock()),
            "receiver_id": client.id,
            "sig_print": client.fingerprint,
            "counter": announce.counter,
            "kem_public_key": announce.kem_public_key,
            "commands": inner,
            **changed,
        }
        data, self.keys[client.id] = _rekey.build(self.suite, self.identity, **values)
        self.epochs[client.id] = values["epoch"]
        return data

    def bad_rekey(self, client, *inner, **changed):
        """A REKEY with commands that C2 would not put into one."""
        with mock.patch.object(_rekey, "checked"):
            return self.rekey(client, *inner, **changed)

    def command(self, client, command, ts=None):
        """A command under the client's K_cmd."""
        ts = int(self.clock()) if ts is None else ts
        return _wire.protect_command(_wire.Siv(self.keys[client.id]), command, ts)

    def handover(self, following):
        """The HANDOVER from this identity to that of another server."""
        return bytes(
            _objects.Handover.signed(
                self.identity,
                former=self.identity.print,
                next=following.identity.print,
                ts=int(self.clock()),
            )
        )


def device(server, name="alice", clock=None, **named):
    """A client of *server* that has its C2KEY; its id is that of its name."""
    client = Client.hybrid(
        name, c2_print=server.identity.print, clock=clock or server.clock, **named
    )
    client.take_object(server.key_object)
    return client


def take(client, data):
    """What a client does with what comes on its control topic."""
    return client.unprotect(data, client.receiving_topic)


def acquainted(*clients):
    """Commands that name these clients, each to all; and let each have the others' SIGKEYs."""
    return [commands.set_pub_print(one.fingerprint, one.id) for one in clients]


def introduce(*clients):
    """Bring the SIGKEYs of all to all, who know the fingerprints."""
    for one in clients:
        for other in clients:
            other.take_object(one.signing_key_object)


def topic(name=TOPIC):
    """The hash of a topic."""
    return _wire.topic_hash(name)


def key(name="topic key", topic_name=TOPIC):
    """The command that sets a topic's key."""
    return commands.set_topic_key(seed(name), topic(topic_name))


def pair(clock=None, policy=0, **named):
    """A server and two clients that know each other and have a topic of this policy."""
    clock = clock or Clock()
    server = Server(clock)
    alice, bob = device(server, "alice", **named), device(server, "bob", **named)
    inner = [key(), *acquainted(alice, bob), *policies(policy)]
    for client in (alice, bob):
        take(client, server.rekey(client, *inner))
    introduce(alice, bob)
    return server, alice, bob, inner


def policies(policy, topic_name=TOPIC):
    """The command for a policy, if it is not the default."""
    return [commands.set_policy(topic(topic_name), policy)] if policy else []


def deliver(sender, receiver):
    """Bring what one client publishes, and the other is subscribed to."""
    for publication in sender.outgoing():
        if publication.topic in receiver.subscriptions():
            receiver.unprotect(publication.payload, publication.topic)


def stored(client):
    """What is, or would be, in the client's file."""
    return client._store(client._state)


@contextmanager
def refused(client, *errors):
    """The block raises one of these errors, and the client's state stays what it was."""
    before = stored(client)
    with pytest.raises(errors or E4Error):
        yield
    assert stored(client) == before


def alone(**named):
    """A server and a client after its first REKEY."""
    server = Server(Clock())
    client = device(server, **named)
    take(client, server.rekey(client, key()))
    client.outgoing()
    return server, client


def said(sender, receiver, payload=b"21.5", name=TOPIC):
    """A message, after the receiver got whatever the sender had to publish before."""
    data = sender.protect_message(payload, name)
    deliver(sender, receiver)
    return data


def sealed(payload, policy, sender, ts=NOW, key_name="topic key", name=TOPIC):
    """``ts | (id |) V | C`` from the definition."""
    who = bytes(16) if policy == 2 else sender
    siv = _wire.Siv(k_msg(1, seed(key_name), topic(name), policy, who))
    return le64(ts) + (b"" if policy == 2 else sender) + siv.seal(payload, le64(ts))


def own_session(client, start=NOW, end=NOW + 3600, name="session"):
    """A session key of a client's, and its SESSION."""
    private = Ed25519PrivateKey.from_private_bytes(seed(name))
    session = _objects.Session.signed(
        client._own.identity,
        id=client.id,
        start=start,
        end=end,
        key=private.public_key().public_bytes_raw(),
    )
    return private, bytes(session)


def under_session(client, private, ts, payload=b"21.5"):
    """A message of policy 1 from the definition."""
    signed = sealed(payload, 1, client.id, ts)
    return signed + private.sign(b"E4-H1 session message\x01" + topic() + signed)
