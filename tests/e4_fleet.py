"""A C2 and hybrid devices at a real broker, with one clock that is set by hand."""

import itertools
import shutil

from e4_brokers import eventually
from e4_helpers import Clock

from pqpy.e4 import Client, mqtt
from pqpy.e4._wire import topic_hash
from pqpy.e4.c2 import C2

DB_KEY = bytes(range(1, 33))
counter = itertools.count()


class Member:
    """A device with its file, which comes and goes."""

    def __init__(self, fleet, path, topics=()):
        self.fleet, self.path, self.topics = fleet, path, topics
        self.received, self.refused, self.device = [], [], None

    def come(self, session=None):
        """Read the file and connect, with another session at the broker if it is named."""
        self.client = Client.load(self.path, clock=self.fleet.clock)
        self.device = mqtt.Device(
            self.client,
            self.fleet.broker,
            on_message=lambda topic, payload: self.received.append(payload),
            on_refused=lambda topic, error: self.refused.append(error),
        )
        if session is not None:
            self.device._paho = self.device._new_paho(session)
        self.device._paho.reconnect_delay_set(1, 1)
        for topic in self.topics:
            self.device.subscribe(topic)
        self.device.start(10)
        return self

    def go(self):
        """Disconnect; only the file is left."""
        if self.device is not None:
            self.device.stop()
            name = self.device._paho._client_id.decode()
            eventually(lambda: self.fleet.running.is_away(name))
        self.device = None

    def has(self, topic):
        """Whether it has a key of this topic."""
        return topic_hash(topic) in self.client._state.topics.entries

    def knows(self, sender):
        """Whether it has what verifies a sender's messages."""
        state, sender = self.client._state, sender.client.id
        if state.key_type == 1 or getattr(state, "migration", None) is not None:
            former = state if state.key_type == 1 else state.migration.former
            return sender in former.public_keys
        fingerprint = state.prints.get(sender)
        return self.client._keys.sig_key(fingerprint, sender) is not None

    def key(self, topic):
        """Its key of a topic."""
        return self.client._state.topics.entries[topic_hash(topic)]


class Fleet:
    """C2 and its devices.  Leaving it stops all of them."""

    def __init__(self, folder, running, mode="hybrid", **named):
        self.folder, self.running, self.clock = folder, running, Clock()
        self.broker = running.broker
        self.path, self.members = folder / "c2.db", {}
        C2.create(self.path, DB_KEY, mode, clock=self.clock, **named).close()
        self.server = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for member in self.members.values():
            member.go()
        self.stop()

    def start(self):
        """Open the database and listen."""
        self.c2 = C2(self.path, DB_KEY, clock=self.clock)
        self.server = mqtt.Server(self.c2, self.broker, interval=0.5)
        self.server._paho.reconnect_delay_set(1, 1)
        self.server.start(10)

    def stop(self):
        """End C2; only the database is left."""
        if self.server is not None:
            self.server.stop()
            self.c2.close()
        self.server = None

    def do(self, operate):
        """An operation of C2, in a second of its own; published."""
        self.clock.now += 1
        publications = operate(self.c2)
        self.server.send(publications)
        self.server.flush()
        return publications

    def join(self, name, *topics, come=True):
        """A new device, registered at C2."""
        path = self.folder / f"{name}.e4"
        client = Client.hybrid(name, c2_print=self.c2.print, path=path, clock=self.clock)
        keys = {"sig_key": client.signing_key_object, "announce": client.announcement}
        self.do(lambda c2: c2.add_client(name, **keys))
        member = self.members[name] = Member(self, path, topics)
        return member.come() if come else member

    def together(self, topic, *names):
        """New devices that have a new topic, and know each other."""
        members = [self.join(name, topic) for name in names]
        self.do(lambda c2: c2.add_topic(topic))
        self.do(lambda c2: c2.connect(topic, *names))
        eventually(lambda: all(member.has(topic) for member in members))
        return members

    def check(self, sender, receiver, topic):
        """What one publishes the other gets."""
        eventually(lambda: receiver.knows(sender))
        payload = b"message %d" % next(counter)
        sender.device.publish(topic, payload)
        eventually(lambda: payload in receiver.received)

    def agree(self, topic, *members):
        """Wait until all have the key that C2 has."""
        expected = self.c2._db.topic_key(self.c2._topic(topic), "hybrid_key")
        eventually(lambda: all(m.has(topic) and m.key(topic) == expected for m in members))

    def copy(self, path):
        """Put a file aside."""
        return shutil.copy(path, f"{path}.{next(counter)}")

    def restore_c2(self, copy):
        """C2 goes on with a former database."""
        self.stop()
        for file in self.folder.glob("c2.db*"):
            if str(file) != copy and file.suffix != copy[copy.rindex(".") :]:
                file.unlink()
        shutil.copy(copy, self.path)
        self.start()
