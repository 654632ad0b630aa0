"""The client of E4 version 1: messages, commands, topic-key transition, replay."""

from dataclasses import replace

import e4_figures as figures
import e4_figures_public_key
import e4_figures_symmetric
import pytest
from e4_helpers import (
    BAD_POINTS,
    C2_PRIVATE,
    CLIENT_KEY,
    HASH,
    KEY,
    PUBLICS,
    SEEDS,
    TOPIC,
    Clock,
    Device,
    device_with_key,
)
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client, Publication, _commands, _curve, errors
from pqpy.e4._topics import Topics
from pqpy.e4._wire import Siv, h16, protect_command

MODES = ["symmetric", "public-key"]
CASES = [
    (module, case)
    for module in (e4_figures_symmetric, e4_figures_public_key)
    for case in module.CASES
]


@pytest.fixture(params=MODES)
def device(request):
    """A device of either mode, with a topic key; in public-key mode it trusts itself."""
    return device_with_key(request.param)


@pytest.mark.parametrize(("module", "case"), CASES, ids=[f"{m.__name__} {c}" for m, c in CASES])
def test_unprotect_as_go(module, case, tmp_path, reproduced):
    """Messages and commands are taken and refused as by the Go client, from and to its file."""
    topic, data, outcome = module.CASES[case]
    file = tmp_path / "store"
    file.write_text(module.STORE + "\n")
    client = Client.load(file, clock=Clock(module.NOW + 0.5))
    if isinstance(outcome, bytes):
        assert client.unprotect(bytes.fromhex(data), topic) == outcome
    elif outcome.startswith("{"):
        assert client.unprotect(bytes.fromhex(data), topic) is None
        assert file.read_text() == outcome + "\n"
    else:
        with pytest.raises(getattr(errors, outcome)) as raised:
            client.unprotect(bytes.fromhex(data), topic)
        assert type(raised.value).__name__ == outcome
        assert file.read_text() == module.STORE + "\n"
    reproduced(f"E4 {module.__name__} {case}", "Python")


@pytest.mark.parametrize("length", figures.MESSAGES)
def test_protect_as_go(length, reproduced):
    """Both modes protect a payload to the Go library's bytes."""
    payload = bytes((3 + i) & 255 for i in range(length))
    plain, signature = figures.MESSAGES[length]
    signed = plain[:16] + figures.SIGNER + plain[16:] + signature
    for mode, protected in (("symmetric", plain), ("public-key", signed)):
        device = Device(mode)
        device.command(_commands.set_topic_key(KEY, HASH))
        device.clock.now = figures.TS + 0.9
        assert device.client.protect_message(payload, TOPIC).hex() == protected
        reproduced(f"E4 {mode} message of {length} bytes", "Python")


@given(data=st.binary(max_size=200), own=st.booleans(), mode=st.sampled_from(MODES))
def test_no_input_crashes_or_changes_anything(data, own, mode):
    """Random bytes, with a good timestamp or not, are refused by name."""
    device = device_with_key(mode)
    before = device.state
    topic = device.client.receiving_topic if own else TOPIC
    for ts in (b"", int(device.clock.now).to_bytes(8, "little")):
        with pytest.raises(errors.E4Error):
            device.client.unprotect(ts + data, topic)
    assert device.state == before


@given(plain=st.binary(max_size=80), mode=st.sampled_from(MODES))
def test_no_authentic_command_crashes(plain, mode):
    """Whatever C2 seals is carried out or refused by name, and refused commands change nothing."""
    device = device_with_key(mode)
    before = device.state
    try:
        device.command(plain)
    except errors.E4Error:
        assert device.state == before


def test_every_bit_counts(device):
    """A changed bit anywhere in a message is refused."""
    data = device.client.protect_message(b"payload", TOPIC)
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8
        with pytest.raises(errors.E4Error):
            device.client.unprotect(bytes(changed), TOPIC)
    assert device.client.unprotect(bytearray(data), TOPIC) == b"payload"


def test_every_length_is_checked_first():
    """W11: messages below the framing's length are refused for it, whatever they contain."""
    device = device_with_key("public-key")
    data = device.client.protect_message(b"", TOPIC)
    assert len(data) == 104
    for length in range(104):
        with pytest.raises(errors.InvalidProtectedLength):
            device.client.unprotect(data[:length], TOPIC)
    assert device.client.unprotect(data, TOPIC) == b""


def test_repeats_are_refused(device):
    """W1: a message or command is taken once."""
    data = device.client.protect_message(b"payload", TOPIC)
    assert device.client.unprotect(data, TOPIC) == b"payload"
    with pytest.raises(errors.Replayed):
        device.client.unprotect(data, TOPIC)
    command = device.sealed(_commands.reset_topics())
    device.take(command)
    device.clock.now += 1
    device.command(_commands.set_topic_key(KEY, HASH))
    before = device.state
    with pytest.raises(errors.Replayed):
        device.take(command)
    assert device.state == before


def test_same_bytes_on_two_topics(device):
    """The memory of messages is per topic: under one key, both topics take a message once."""
    device.command(_commands.set_topic_key(KEY, h16(b"other")))
    data = device.client.protect_message(b"payload", TOPIC)
    assert device.client.unprotect(data, TOPIC) == b"payload"
    assert device.client.unprotect(data, "other") == b"payload"


def test_repeats_are_refused_for_ten_minutes_and_after_the_clock_was_set_back(device):
    """Messages of every minute: no repeat is taken at any later time, old clock or new."""
    sent = []
    for minute in range(60):
        device.clock.now += 60
        sent.append(device.client.protect_message(b"%d" % minute, TOPIC))
        assert device.client.unprotect(sent[-1], TOPIC) == b"%d" % minute
    end = device.clock.now
    assert len(device.client._messages._new) + len(device.client._messages._old) <= 21
    for back in range(0, 3600, 60):
        device.clock.now = end - back
        for data in sent:
            with pytest.raises(errors.E4Error):
                device.client.unprotect(data, TOPIC)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (_commands.set_topic_key(b"\1" * 32, HASH), _commands.set_topic_key(b"\2" * 32, HASH)),
        (_commands.set_topic_key(b"\1" * 32, HASH), _commands.remove_topic(HASH)),
        (_commands.remove_topic(HASH), _commands.set_topic_key(b"\2" * 32, HASH)),
        (_commands.set_topic_key(b"\1" * 32, HASH), _commands.reset_topics()),
        (_commands.reset_topics(), _commands.set_topic_key(b"\2" * 32, HASH)),
        (_commands.set_pub_key(PUBLICS[1], bytes(16)), _commands.reset_pub_keys()),
        (_commands.reset_pub_keys(), _commands.set_pub_key(PUBLICS[1], bytes(16))),
    ],
)
def test_overtaken_commands_are_refused(earlier, later):
    """A command held back until a later one on its subject was taken changes nothing; the other
    order, and other subjects, do.
    """
    device = Device("public-key")
    held = device.sealed(earlier, ago=5)
    device.command(later, ago=3)
    before = device.state
    with pytest.raises(errors.Replayed):
        device.take(held)
    assert device.state == before
    device.command(_commands.set_topic_key(b"\3" * 32, h16(b"other")), ago=4 - (later[0] < 2))
    fresh = Device("public-key")
    fresh.command(earlier, ago=5)
    fresh.command(later, ago=3)


def test_transition(device):
    """A replaced key opens messages for 3600 s; the key before it none."""
    client, clock = device.client, device.clock
    old = client.protect_message(b"old", TOPIC)
    device.command(_commands.set_topic_key(b"\1" * 32, HASH))
    assert client.unprotect(old, TOPIC) == b"old"
    second = client.protect_message(b"second", TOPIC)
    clock.now += 1
    device.command(_commands.set_topic_key(b"\2" * 32, HASH))
    assert client.unprotect(second, TOPIC) == b"second"
    with pytest.raises(errors.NotAuthentic):
        client.unprotect(sealed_by(device, KEY, b"third"), TOPIC)
    replaced = int(clock.now)
    clock.now = replaced + 3600
    assert client.unprotect(sealed_by(device, b"\1" * 32, b"late"), TOPIC) == b"late"
    clock.now = replaced + 3600.5
    with pytest.raises(errors.TimestampTooOld):
        client.unprotect(sealed_by(device, b"\1" * 32, b"too late"), TOPIC)
    clock.now = replaced - 1
    with pytest.raises(errors.TimestampInFuture):
        client.unprotect(sealed_by(device, b"\1" * 32, b"too early"), TOPIC)


def sealed_by(device, key, payload):
    """A message of now under another topic key than the device's own."""
    state = replace(device.client._state, topics=Topics({HASH: key}))
    other = type(device.client)(device.client.id, state, clock=device.clock)
    return other.protect_message(payload, TOPIC)


def test_same_key_again_changes_nothing(device):
    """SetTopicKey with the current key keeps the previous one and its time."""
    device.command(_commands.set_topic_key(b"\1" * 32, HASH))
    before = device.state
    device.clock.now += 10
    device.command(_commands.set_topic_key(b"\1" * 32, HASH))
    assert device.state == before


@pytest.mark.parametrize("command", [_commands.remove_topic(HASH), _commands.reset_topics()])
def test_removal_takes_the_previous_key_too(device, command):
    """After RemoveTopic or ResetTopics neither key is left."""
    device.command(_commands.set_topic_key(b"\1" * 32, HASH))
    device.command(command)
    assert device.client._state.topics.entries == {}
    with pytest.raises(errors.TopicKeyMissing):
        device.client.protect_message(b"x", TOPIC)


def test_zero_topic_key_is_refused(device):
    """W13: 32 zero bytes from C2 do not block a topic."""
    before = device.state
    with pytest.raises(errors.InvalidKeyMaterial):
        device.command(_commands.set_topic_key(bytes(32), HASH))
    assert device.state == before


@pytest.mark.parametrize("point", BAD_POINTS.values(), ids=BAD_POINTS)
def test_bad_keys_are_refused_on_receipt(point):
    """W12, W13: no SetPubKey or SetC2Key stores a key of small order, or what is no point."""
    device = device_with_key("public-key")
    before = device.state
    with pytest.raises(errors.InvalidKeyMaterial):
        device.command(_commands.set_pub_key(point, bytes(16)))
    for low in (bytes(32), b"\x01" + bytes(31)):
        with pytest.raises(errors.InvalidKeyMaterial):
            device.command(_commands.set_c2_key(low))
    assert device.state == before
    device.command(_commands.reset_topics())


def test_set_id_key():
    """A new key of the own mode is taken, and the former one forgotten at once."""
    device = device_with_key("symmetric")
    device.command(_commands.set_id_key(b"\5" * 32))
    with pytest.raises(errors.NotAuthentic):
        device.command(_commands.reset_topics())
    device.siv = Siv(b"\5" * 32)
    device.command(_commands.reset_topics())

    device = device_with_key("public-key")
    for halves in (SEEDS[1] + PUBLICS[0], bytes(64), b"\5" * 32):
        with pytest.raises(errors.InvalidKeyMaterial):
            device.command(_commands.set_id_key(halves))
    device.command(_commands.set_id_key(SEEDS[1] + PUBLICS[1]))
    assert device.client.verification_key == PUBLICS[1]
    device.siv = Siv(_curve.c2_command_key(C2_PRIVATE, PUBLICS[1]))
    device.command(_commands.reset_topics())


def test_former_c2_key_stays_until_the_new_one_is_used(tmp_path):
    """A SetC2Key that C2 did not follow up does not cut the client off, also after a restart."""
    path = tmp_path / "store"
    device = Device("public-key", path)
    next_private = b"\7" * 32
    device.command(_commands.set_c2_key(_curve.curve25519_public(next_private)))
    device.command(_commands.set_topic_key(KEY, HASH))
    device.client = Client.load(path, clock=device.clock)
    device.command(_commands.remove_topic(HASH))
    former, device.siv = device.siv, Siv(_curve.c2_command_key(next_private, PUBLICS[0]))
    device.clock.now += 1
    device.command(_commands.reset_pub_keys())
    device.siv = former
    for _ in range(2):
        with pytest.raises(errors.NotAuthentic):
            device.command(_commands.reset_topics())
        device.client = Client.load(path, clock=device.clock)


def test_former_c2_key_is_not_taken_up_if_another_program_wrote_the_state(tmp_path):
    """The file beside the state counts for this state only."""
    path = tmp_path / "store"
    device = Device("public-key", path)
    device.command(_commands.set_c2_key(_curve.curve25519_public(b"\7" * 32)))
    path.write_bytes(
        path.read_bytes().replace(b'"TopicKeys":{}', b'"TopicKeys":{"%s":"AA=="}' % (b"00" * 16))
    )
    device.client = Client.load(path, clock=device.clock)
    with pytest.raises(errors.NotAuthentic):
        device.command(_commands.reset_topics())


def test_unknown_signer_and_wrong_signer():
    """A message needs a sender that is known, and that sender's signature."""
    alice, bob = (
        device_with_key("public-key"),
        device_with_key("public-key", name="bob", seed=SEEDS[1]),
    )
    data = bob.client.protect_message(b"hello", TOPIC)
    with pytest.raises(errors.SignerKeyMissing):
        alice.client.unprotect(data, TOPIC)
    alice.command(_commands.set_pub_key(PUBLICS[2], bob.client.id))
    with pytest.raises(errors.InvalidSignature):
        alice.client.unprotect(data, TOPIC)
    alice.command(_commands.set_pub_key(PUBLICS[1], bob.client.id))
    assert alice.client.unprotect(data, TOPIC) == b"hello"
    alice.command(_commands.remove_pub_key(bob.client.id))
    alice.clock.now += 1
    with pytest.raises(errors.SignerKeyMissing):
        alice.command(_commands.remove_pub_key(bob.client.id))


def test_hybrid_commands_are_not_for_version_1(device):
    """Opcodes 0x20 to 0x23 are unknown here."""
    for command in (
        _commands.set_policy(HASH, 0),
        _commands.set_c2_print(b"\1" * 32),
        _commands.set_pub_print(b"\1" * 32, bytes(16)),
        _commands.new_kem_key(),
    ):
        with pytest.raises(errors.InvalidCommand):
            device.command(command)


def test_receiving_topic():
    """Another receiving topic carries the commands, and e4/<id> is then an ordinary topic."""
    clock = Clock()
    client = Client.symmetric("alice", CLIENT_KEY, receiving_topic="bridge/7", clock=clock)
    command = protect_command(Siv(CLIENT_KEY), _commands.reset_topics(), int(clock.now))
    with pytest.raises(errors.TopicKeyMissing):
        client.unprotect(command, f"e4/{client.id.hex()}")
    assert client.unprotect(command, "bridge/7") is None
    assert client.subscriptions() == {"bridge/7"}


def test_arguments():
    """Names, ids, keys and payloads are checked, and nothing secret is shown."""
    client = Client.symmetric(b"clientID", CLIENT_KEY)
    assert client.receiving_topic == "e4/636c69656e744944"
    assert CLIENT_KEY.hex() not in repr(client) + repr(client._state)
    for name in ("", b""):
        with pytest.raises(ValueError, match="client's"):
            Client.symmetric(name, CLIENT_KEY)
    with pytest.raises(ValueError, match="16 bytes"):
        Client.public_key(b"clientID", SEEDS[0], C2_PRIVATE)
    with pytest.raises(errors.InvalidKeyMaterial):
        Client.symmetric("alice", bytes(32))
    with pytest.raises(errors.InvalidKeyMaterial):
        Client.public_key("alice", SEEDS[0], bytes(32))
    with pytest.raises(TypeError):
        client.protect_message("text", TOPIC)
    assert client.outgoing() == []
    assert not client.wants_resubscribe()
    assert not client.take_object(b"E4H", "e4/k/00")
    assert Publication("t", b"p", 2, False).retain is False
