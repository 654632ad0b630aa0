"""E4 version 1 over real brokers: mosquitto (MQTT 3.1.1, 5, TLS) and amqtt (MQTT 3.1.1)."""

import datetime
import ssl
import time

import pytest
from e4_brokers import Amqtt, Mosquitto, eventually
from e4_helpers import CLIENT_KEY, HASH, KEY, PUBLICS, TOPIC, Device

from pqpy.e4 import Client, Publication, _commands, errors, mqtt
from pqpy.e4._wire import Siv, protect_command
from pqpy.e4.mqtt import Broker

BROKERS = ["amqtt 3.1.1", "mosquitto 3.1.1", "mosquitto 5"]


@pytest.fixture(params=BROKERS)
def running(request, tmp_path):
    """A broker of each kind."""
    name, version = request.param.split()
    with Amqtt() if name == "amqtt" else Mosquitto(tmp_path, version=version) as made:
        yield made


class Party:
    """A device at a broker, with what it received and refused."""

    def __init__(self, client, broker):
        self.received, self.refused = [], []
        self.device = mqtt.Device(
            client,
            broker,
            on_message=lambda topic, payload: self.received.append((topic, payload)),
            on_refused=lambda topic, error: self.refused.append(type(error)),
        )

    def __enter__(self):
        self.device.start(10)
        return self

    def __exit__(self, *_):
        self.device.stop()


def symmetric(name, path=None):
    """A client in symmetric-key mode."""
    return Client.symmetric(name, CLIENT_KEY, path=path)


def command(client, plain, retain=True):
    """A command as the deployed C2 publishes it."""
    data = protect_command(Siv(CLIENT_KEY), plain, int(time.time()))
    return Publication(client.receiving_topic, data, 2, retain)


class Quiet:
    """A C2 that only listens."""

    def __init__(self):
        self.received, self.dues, self.reported = [], 0, []

    def objects(self):
        """Something to be retained."""
        return [Publication("e4/k/01", b"object", 1, True)]

    def subscriptions(self):
        """One topic more with each object."""
        return frozenset({"e4/+/a"} | {f"e4/{n}/m" for n in range(len(self.received))})

    def receive(self, data, topic):
        """Note it, and answer."""
        self.received.append((topic, data))
        return [Publication("answer", data, 1, False)]

    def due(self):
        """Count it."""
        self.dues += 1
        return []

    def published(self, publications):
        """Note them."""
        self.reported += publications


def test_messages_and_commands(running):
    """C2 gives two clients a topic key, and what one publishes the other gets, once."""
    alice, bob = symmetric("alice"), symmetric("bob")
    with (
        Party(alice, running.broker) as a,
        Party(bob, running.broker) as b,
        mqtt.Server(Quiet(), running.broker).start(10) as c2,
    ):
        with pytest.raises(errors.TopicKeyMissing):
            a.device.publish(TOPIC, b"too early")
        b.device.subscribe("plant/+/temp")
        b.device.flush()
        c2.send(command(c, _commands.set_topic_key(KEY, HASH)) for c in (alice, bob))
        c2.flush()
        eventually(lambda: alice._state.topics.entries and bob._state.topics.entries)
        for n in range(20):
            a.device.publish(TOPIC, b"%d" % n, qos=n % 3)
        a.device.flush()
        eventually(lambda: len(b.received) == 20)
        assert sorted(b.received) == sorted((TOPIC, b"%d" % n) for n in range(20))
        c2.send([Publication(TOPIC, b"in clear", 1, False)])
        eventually(lambda: b.refused)
        assert b.refused == [errors.TooShortCiphertext]


def test_retained_command_runs_once(running, tmp_path):
    """W2: the last command comes again with each subscription, and is refused then."""
    path = tmp_path / "alice"
    alice = symmetric("alice", path)
    with mqtt.Server(Quiet(), running.broker).start(10) as c2:
        c2.send([command(alice, _commands.set_topic_key(KEY, HASH))])
        c2.flush()
        with Party(alice, running.broker):
            eventually(lambda: HASH in alice._state.topics.entries)
        again = Client.load(path)
        with Party(again, running.broker) as a:
            eventually(lambda: a.refused)
            assert a.refused[0] is errors.Replayed
        assert HASH in again._state.topics.entries


def test_commands_wait_for_a_device_that_is_away(running, tmp_path):
    """The broker keeps unretained commands for a device that was there once, in their order."""
    path = tmp_path / "alice"
    alice = symmetric("alice", path)
    with Party(alice, running.broker):
        pass
    with mqtt.Server(Quiet(), running.broker).start(10) as c2:
        for n in range(1, 6):
            plain = _commands.set_topic_key(bytes([n]) * 32, bytes([n]) * 16)
            c2.send([command(alice, plain, retain=False)])
        c2.flush()
    alice = Client.load(path)
    with Party(alice, running.broker) as a:
        eventually(lambda: len(alice._state.topics.entries) == 5)
        assert a.refused == []


def test_objects_reach_c2(running):
    """C2's objects are retained, it hears what clients retain, also on topics that it wants only
    then, and what the broker has taken it is told.
    """
    quiet = Quiet()
    with mqtt.Server(Quiet(), running.broker, listen=False).start(10) as other:
        other.send(Publication(t, b"x", 1, True) for t in ("e4/00/a", "e4/0/m", "e4/1/s"))
        other.flush()
    with mqtt.Server(quiet, running.broker, interval=0.5).start(10):
        eventually(lambda: {topic for topic, _ in quiet.received} == {"e4/00/a", "e4/0/m"})
        eventually(lambda: quiet.dues)
        answers = {Publication("answer", b"x", 1, False), *quiet.objects()}
        eventually(lambda: set(quiet.reported) == answers)


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_broker_killed_and_restarted(tmp_path, version):
    """Devices come back by themselves, and what was published meanwhile is not lost."""
    alice, bob = Device("symmetric"), Device("symmetric", name="bob")
    for device in (alice, bob):
        device.clock.now = time.time()
        device.client._clock = time.time
        device.command(_commands.set_topic_key(KEY, HASH))
    with (
        Mosquitto(tmp_path, version=version) as running,
        Party(alice.client, running.broker) as a,
        Party(bob.client, running.broker) as b,
    ):
        for party in (a, b):
            party.device._paho.reconnect_delay_set(1, 1)
        b.device.subscribe(TOPIC)
        b.device.flush()
        a.device.publish(TOPIC, b"before")
        eventually(lambda: b.received)
        time.sleep(1.5)  # mosquitto writes its sessions once in a second
        running.kill()
        eventually(lambda: not a.device.connected)
        a.device.publish(TOPIC, b"during")
        running.start()
        eventually(lambda: a.device.connected and b.device.connected, 30)
        a.device.publish(TOPIC, b"after")
        eventually(lambda: len(b.received) >= 3, 30)
        assert [payload for _, payload in b.received] == [b"before", b"during", b"after"]


def certificate(directory):
    """A certificate for localhost that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (directory / "cert.pem").write_bytes(made.public_bytes(pem))
    (directory / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def test_tls(tmp_path):
    """Over TLS the broker must have the right certificate."""
    certificate(tmp_path)
    with Mosquitto(
        tmp_path, f"certfile {tmp_path}/cert.pem", f"keyfile {tmp_path}/key.pem"
    ) as running:
        good = Broker.at(f"mqtts://localhost:{running.port}", cafile=str(tmp_path / "cert.pem"))
        with Party(symmetric("alice"), good) as a:
            assert a.device.connected
        other = mqtt.Device(symmetric("bob"), Broker.at(f"mqtts://localhost:{running.port}"))
        try:
            with pytest.raises(TimeoutError):
                other.start(1)
        finally:
            other.stop()
        assert not other.connected


def test_broker_urls():
    """What a broker is, and what is not one."""
    broker = Broker.at("mqtt://user:p%40ss@example.org")
    assert broker == Broker("example.org", 1883, "user", "p@ss")
    assert "p@ss" not in repr(broker)
    secure = Broker.at("mqtts://example.org", version="3.1.1")
    assert secure.port == 8883
    assert secure.tls.verify_mode == ssl.CERT_REQUIRED
    for url in ("http://example.org", "mqtt://", "localhost:1883", "mqtt://x/path"):
        with pytest.raises(ValueError, match="a broker is"):
            Broker.at(url)
    with pytest.raises(ValueError, match="versions"):
        Broker.at("mqtt://x", version="3.1")


def test_too_large_for_the_broker(tmp_path, caplog):
    """MQTT 5: what is larger than the broker takes is not sent, and said."""
    with Mosquitto(tmp_path, "max_packet_size 1000") as running:
        with mqtt.Server(Quiet(), running.broker).start(10) as c2:
            c2.send([Publication("topic", bytes(2000), 1, False)])
            c2.flush()
        assert "more than the broker takes" in caplog.text
        alice = Device("symmetric")
        alice.command(_commands.set_topic_key(KEY, HASH))
        with Party(alice.client, running.broker) as a:
            with pytest.raises(ValueError, match="more than the broker takes"):
                a.device.publish(TOPIC, bytes(1000))
            a.device.publish(TOPIC, bytes(900))
            a.device.flush()


def test_public_key_mode(running):
    """Signed messages, and a sender that is taken away."""
    alice, bob = Device("public-key"), Device("public-key", name="bob")
    for device in (alice, bob):
        device.clock.now = time.time()
        device.client._clock = time.time
        device.command(_commands.set_topic_key(KEY, HASH))
    bob.command(_commands.set_pub_key(PUBLICS[0], alice.client.id))
    with Party(alice.client, running.broker) as a, Party(bob.client, running.broker) as b:
        b.device.subscribe(TOPIC)
        b.device.flush()
        a.device.publish(TOPIC, b"signed")
        eventually(lambda: b.received == [(TOPIC, b"signed")])
        bob.command(_commands.reset_pub_keys())
        a.device.publish(TOPIC, b"signed again")
        eventually(lambda: b.refused == [errors.SignerKeyMissing])
