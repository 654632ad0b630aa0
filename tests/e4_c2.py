"""A C2, devices and a broker for tests: the broker is a dict of what is retained."""

import shutil

from pqpy.e4 import Client, _rekey
from pqpy.e4._curve import ed25519_public
from pqpy.e4._h1_keys import fingerprint
from pqpy.e4._objects import Announce, Rekey
from pqpy.e4.c2 import C2
from pqpy.e4.errors import E4Error

TOPIC = "plant/1/temperature"
NOW = 1_800_000_000
DB_KEY = bytes(range(1, 33))
# Alarms and meta are beside the state; what an operator may look at comes last.
TABLES = ["clients", "client_keys", "topics", "members", "introductions", "own_keys", "offers"]


class Clock:
    """Time that stands still until it is set."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now


def matches(pattern, topic):
    """Whether an MQTT filter, with + only, takes a topic."""
    parts, levels = pattern.split("/"), topic.split("/")
    pairs = zip(parts, levels, strict=False)
    return len(parts) == len(levels) and all(a in ("+", b) for a, b in pairs)


def content(c2):
    """All that C2 knows about its fleet."""
    return [c2._db.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES]


class Device:
    """A client at the broker.

    Attributes:
        messages: the payloads that it has opened.
        errors: why it dropped others.
        online: whether anything reaches it; without a session the broker keeps nothing for it.
    """

    def __init__(self, world, client, topics=()):
        self.world, self.client, self.topics = world, client, set(topics)
        self.subscribed, self.messages, self.errors, self.online = set(), [], [], True

    @property
    def id(self):
        """The client's id."""
        return self.client.id

    def go(self, online):
        """Come or go."""
        self.online, self.subscribed = online, set()
        self.world.settle()

    def offer(self, topic, payload):
        """The broker has something on a topic."""
        if self.online and topic in self.subscribed and payload:
            try:
                opened = self.client.unprotect(payload, topic)
            except E4Error as error:
                self.errors.append(error)
            else:
                if opened is not None:
                    self.messages.append(opened)

    def tick(self):
        """Do what the client wants; False if that is nothing."""
        if not self.online:
            return False
        out = self.client.outgoing()
        for publication in out:
            self.world.publish(publication)
        if self.client.wants_resubscribe():
            self.subscribed.discard(self.client.receiving_topic)
        wanted = self.client.subscriptions() | self.topics
        new, self.subscribed = wanted - self.subscribed, set(wanted)
        for topic in new & self.world.retained.keys():
            self.offer(topic, self.world.retained[topic])
        return bool(out or new)

    def say(self, payload, topic):
        """Publish a message."""
        data = self.client.protect_message(payload, topic)
        self.world.settle()
        self.topics, own = self.topics - {topic}, self.topics
        self.subscribed.discard(topic)  # it does not hear itself
        self.world.deliver(topic, data)
        self.topics = own
        self.world.settle()
        return data


class World:
    """One deployment.  ``do`` publishes what C2 returned, and lets everybody react.

    Attributes:
        log: all that was published by C2, with who got it aside.
    """

    def __init__(self, tmp_path, mode="hybrid", **named):
        self.clock, self.folder, self.path = Clock(), tmp_path, tmp_path / "c2.db"
        self.c2 = C2.create(self.path, DB_KEY, mode, clock=self.clock, **named)
        self.retained, self.devices, self.log, self.listening = {}, {}, [], True
        self._subscribed = set()
        self.do(self.c2.objects())

    def reopen(self):
        """C2 starts again."""
        self.c2.close()
        self.c2 = C2(self.path, DB_KEY, clock=self.clock)
        self._subscribed = set()

    def backup(self):
        """A copy of C2's database, to be put back."""
        self.c2.close()
        copy = self.folder / f"backup {len(list(self.folder.iterdir()))}"
        shutil.copy(self.path, copy)
        self.reopen()
        return copy

    def restore(self, copy):
        """Put a copy of the database back."""
        self.c2.close()
        for old in self.folder.glob("c2.db*"):
            old.unlink()
        shutil.copy(copy, self.path)
        self.reopen()
        self.c2.confirm_clock()

    def device(self, name, *topics, enrol=True, **named):
        """A new hybrid device, registered at C2."""
        client = Client.hybrid(name, c2_print=self.c2.print, clock=self.clock, **named)
        device = self.devices[name] = Device(self, client, topics)
        if enrol:
            self.do(self.enrol(device, name))
        return device

    def enrol(self, device, name, **named):
        """Register a hybrid device."""
        sig_key, announce = device.client.signing_key_object, device.client.announcement
        return self.c2.add_client(name, sig_key=sig_key, announce=announce, **named)

    def v1_device(self, name, *topics, key=None, path=None):
        """A new device of symmetric-key or public-key mode, registered at C2."""
        key = key or fingerprint(name.encode())
        if self.c2.mode == "symmetric":
            client, known = Client.symmetric(name, key, path=path, clock=self.clock), key
        else:
            own, known = self.c2.public_key, ed25519_public(key)
            client = Client.public_key(name, key, own, path=path, clock=self.clock)
        device = self.devices[name] = Device(self, client, topics)
        self.do(self.c2.add_client(name, known))
        return device

    def fleet(self, topic, *names, policy=0):
        """Devices that have a topic, and know each other."""
        devices = [self.device(name, topic) for name in names]
        self.do(self.c2.add_topic(topic, policy))
        self.do(self.c2.connect(topic, *names))
        return devices

    def do(self, publications, *, published=True):
        """Publish, say so, and let everybody react."""
        self.log += publications
        for publication in publications:
            self.publish(publication)
        if published:
            self.c2.published(publications)
        self.settle()
        return publications

    def publish(self, publication):
        """The broker gets something."""
        topic, payload, _, retain = publication
        if retain:
            self.retained[topic] = payload
            if not payload:
                del self.retained[topic]
        self.deliver(topic, payload)

    def deliver(self, topic, payload):
        """Bring something to all that are subscribed."""
        for device in list(self.devices.values()):
            device.offer(topic, payload)
        if self.listening and any(matches(pattern, topic) for pattern in self._subscribed):
            self.do(self.c2.receive(payload, topic))

    def settle(self):
        """Let everybody react until nobody does."""
        while any([self._tick_c2(), *(device.tick() for device in list(self.devices.values()))]):
            pass

    def _tick_c2(self):
        if not self.listening:
            return False
        new = self.c2.subscriptions() - self._subscribed
        self._subscribed |= new
        for topic, payload in list(self.retained.items()):
            if any(matches(pattern, topic) for pattern in new):
                self.do(self.c2.receive(payload, topic))
        return bool(new)

    def listen_again(self):
        """C2 connects: what is retained comes again."""
        self.listening, self._subscribed = True, set()
        self.settle()

    def later(self, seconds):
        """Time passes; what is due is done every hour."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + 3600)
            self.do(self.c2.due())

    def talk(self, speaker, *listeners, topic):
        """Whether a message of one device opens at others."""
        before = [len(listener.messages) for listener in listeners]
        self.clock.now += 1
        speaker.say(b"hello", topic)
        return [
            len(listener.messages) > count
            for listener, count in zip(listeners, before, strict=True)
        ]


def inner(device, publication):
    """The commands in a REKEY for a device."""
    client = device.client
    rekey = Rekey.parse(publication.payload, client.suite)
    key = client._own.kem_key(rekey.counter, client._state.kem_keys[rekey.counter])
    commands, _ = _rekey.open_(
        rekey,
        kem_key=key.secret,
        kem_public_hash=key.public_hash,
        sig_print=client.fingerprint,
    )
    return commands


def opcodes(device, publication):
    """What they are, without the two resets."""
    return [command.opcode for command in inner(device, publication)][2:]


def announce(device, counter, public=None, identity=None):
    """An ANNOUNCE as the device would sign it."""
    client = device.client
    public = public or bytes(client.suite.kem.generate().public_key)
    identity = identity or client._own.identity
    return bytes(Announce.signed(identity, id=client.id, counter=counter, kem_public_key=public))


def pinned(device):
    """The print of C2's that a device trusts, and the one that may follow."""
    return device.client._state.c2_print, device.client._state.pending_c2


def heard(world, speaker, listener, topic=TOPIC):
    """Whether a message arrives."""
    return world.talk(speaker, listener, topic=topic) == [True]


def rotate_kem_key(world, device):
    """A whole rotation: asked, announced, taken."""
    before = world.c2._db.client(device.id).counter
    world.clock.now += 1
    world.do(world.c2.new_kem_key(device.id))
    assert world.c2._db.client(device.id).counter == before + 1
    assert min(device.client._state.kem_keys) == before + 1
