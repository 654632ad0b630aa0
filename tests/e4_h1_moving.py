"""A client on its way from public-key to hybrid mode, for tests."""

from e4_h1 import XWING, Clock, Server, commands, key, take
from e4_helpers import C2_PRIVATE, C2_PUBLIC, SEEDS

from pqpy.e4 import Client, _curve, _objects
from pqpy.e4._wire import Siv, protect_command

V1_PUBLIC = _curve.ed25519_public(SEEDS[0])
V1_SIV = Siv(_curve.c2_command_key(C2_PRIVATE, V1_PUBLIC))


def v1(command, clock, ago=0):
    """A command under the v1 command key."""
    return protect_command(V1_SIV, command, int(clock()) - ago)


def v1_pair(clock, path=None):
    """Two public-key clients with a topic, that know each other."""
    alice = Client.public_key("alice", SEEDS[0], C2_PUBLIC, path=path, clock=clock)
    bob = Client.public_key("bob", SEEDS[1], C2_PUBLIC, clock=clock)
    siv = Siv(_curve.c2_command_key(C2_PRIVATE, bob.verification_key))
    for command in (key("v1"), commands.set_pub_key(bob.verification_key, bob.id)):
        take(alice, v1(command, clock))
    for command in (key("v1"), commands.set_pub_key(alice.verification_key, alice.id)):
        take(bob, protect_command(siv, command, int(clock())))
    return alice, bob


class Moving:
    """A client on its way, with what it published by topic."""

    def __init__(self, path=None):
        self.clock = Clock()
        self.server = Server(self.clock)
        former, self.bob = v1_pair(self.clock, path)
        self.client = former.migrate()
        self.out = {}
        self.collect()

    def collect(self):
        """Keep what the client wants published."""
        for publication in self.client.outgoing():
            self.out[publication.topic] = publication.payload

    @property
    def base(self):
        """Its control topic."""
        return self.client.receiving_topic

    def named(self, server=None):
        """C2 names its hybrid key under the v1 command key."""
        server = server or self.server
        take(self.client, v1(commands.set_c2_print(server.identity.print), self.clock))
        self.collect()

    def migrate(self):
        """The MIGRATE, parsed."""
        return _objects.Migrate.parse(self.out[self.base + "/m"], XWING)

    def switch(self, *inner):
        """C2KEY and the first REKEY."""
        self.client.take_object(self.server.key_object)
        self.clock.now += 1
        take(self.client, self.server.rekey(self.client, *inner))
