"""What the tests of E4 version 1 share: a clock to set, clients with keys, and C2's commands."""

import e4_figures as figures

from pqpy.e4 import Client, _commands, _curve
from pqpy.e4._wire import Siv, protect_command, topic_hash

TOPIC = "plant/1/temp"
HASH = topic_hash(TOPIC)
KEY = bytes.fromhex(figures.TOPIC_KEY)
CLIENT_KEY = bytes.fromhex(figures.CLIENT_KEY)
C2_PRIVATE = bytes.fromhex(figures.C2_PRIVATE)
C2_PUBLIC = bytes.fromhex(figures.C2_PUBLIC)
SEEDS = [bytes.fromhex(row[0]) for row in figures.CONVERSIONS]
PUBLICS = [bytes.fromhex(row[1]) for row in figures.CONVERSIONS]
BAD_POINTS = {
    "zero": bytes(32),
    "identity": b"\x01" + bytes(31),
    "no point": b"\x02" + bytes(31),
    "not canonical": b"\xf0" + b"\xff" * 30 + b"\x7f",
}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now=1_800_000_000.5):
        self.now = now

    def __call__(self):
        return self.now


class Device:
    """A client and the key that C2 has for it."""

    def __init__(self, mode, path=None, name="alice", seed=SEEDS[0]):
        self.clock = Clock()
        if mode == "symmetric":
            self.client = Client.symmetric(name, CLIENT_KEY, path=path, clock=self.clock)
            self.siv = Siv(CLIENT_KEY)
        else:
            self.client = Client.public_key(name, seed, C2_PUBLIC, path=path, clock=self.clock)
            public = _curve.ed25519_public(seed)
            self.siv = Siv(_curve.c2_command_key(C2_PRIVATE, public))

    def sealed(self, command, ago=0):
        """A command of C2 as it travels, made *ago* seconds before now."""
        return protect_command(self.siv, command, int(self.clock.now) - ago)

    def take(self, data):
        """The client gets *data* on its control topic."""
        assert self.client.unprotect(data, self.client.receiving_topic) is None

    def command(self, command, ago=0):
        """C2 commands, and the client obeys."""
        self.take(self.sealed(command, ago))

    @property
    def state(self):
        """All that the client would store."""
        return self.client._store(self.client._state)


def device_with_key(mode, path=None, **named):
    """A device with a topic key that can open what it protects itself."""
    device = Device(mode, path, **named)
    device.command(_commands.set_topic_key(KEY, HASH))
    if mode == "public-key":
        own = device.client.verification_key
        device.command(_commands.set_pub_key(own, device.client.id))
    return device
