"""E4-H1: from public-key mode, the client's side (E4-H1, 6.7)."""

import json
from hashlib import sha3_256

import pytest
from e4_h1 import (
    NOW,
    OTHER,
    TOPIC,
    XWING,
    Clock,
    Server,
    acquainted,
    commands,
    device,
    key,
    policies,
    refused,
    seed,
    stored,
    take,
    topic,
)
from e4_h1_moving import V1_PUBLIC, Moving, v1, v1_pair
from e4_helpers import C2_PRIVATE, C2_PUBLIC, SEEDS
from helpers import flipped

from pqpy.e4 import Client, _curve, _objects
from pqpy.e4._wire import Siv, protect_command
from pqpy.e4.errors import (
    InvalidSignature,
    NeedsRekey,
    NotAuthentic,
    RefusedObject,
    Replayed,
    StoreError,
    TimestampInFuture,
    TimestampTooOld,
    TopicKeyMissing,
)


def test_a_whole_migration():
    """57 bytes from C2, MIGRATE, C2KEY, REKEY."""
    m = Moving()
    assert set(m.out) == {f"e4/k/{m.client.fingerprint[:16].hex()}", m.base + "/a"}
    assert m.client.subscriptions() == {m.base}
    order = v1(commands.set_c2_print(m.server.identity.print), m.clock)
    assert len(order) == 57
    m.named()
    made = m.migrate()
    assert len(bytes(made)) == 2668
    assert made.id == m.client.id
    assert made.c2_print == m.server.identity.print
    assert made.sig_print == m.client.fingerprint == sha3_256(m.client.signing_key_object).digest()
    assert made.announce_hash == sha3_256(m.out[m.base + "/a"]).digest()
    made.verify(_objects.SigKey.parse(m.client.signing_key_object, XWING))
    made.verify_v1(V1_PUBLIC)
    where = f"e4/k/{m.server.identity.print[:16].hex()}"
    assert m.client.subscriptions() == {m.base, where}
    m.switch(key("new"))
    assert m.client._state.c2_print == m.server.identity.print
    assert m.client._state.migration is None
    assert m.client.protect_message(b"x", TOPIC)


def test_version_1_goes_on_until_the_switch():
    """Messages, commands and the replay memory are those of public-key mode."""
    m = Moving()
    for _ in range(2):
        data = m.bob.protect_message(b"to alice %d" % m.clock.now, TOPIC)
        assert m.client.unprotect(data, TOPIC).startswith(b"to alice")
        with refused(m.client, Replayed):
            m.client.unprotect(data, TOPIC)
        back = m.client.protect_message(b"to bob %d" % m.clock.now, TOPIC)
        assert m.bob.unprotect(back, TOPIC).startswith(b"to bob")
        order = v1(key("v1 too", OTHER), m.clock)
        take(m.client, order)
        with refused(m.client, Replayed):
            take(m.client, order)
        m.named()
        m.clock.now += 10


def test_f6_the_first_key_named_stays():
    """SetC2Print twice under v1: another print is refused, the same one is answered again."""
    m = Moving()
    m.named()
    thief = Server(m.clock, "thief")
    m.clock.now += 1
    with refused(m.client, NeedsRekey):
        m.named(thief)
    assert m.client._state.pending_c2 == m.server.identity.print
    m.out.clear()
    m.named()
    assert m.migrate().c2_print == m.server.identity.print


def test_f6_nothing_of_v1_opens_after_the_switch():
    """Topic keys, the previous slot, commands, public keys: all gone before its commands run."""
    m = Moving()
    take(m.client, v1(key("v1 next"), m.clock))
    old = [m.bob.protect_message(b"%d" % n, TOPIC) for n in range(2)]
    m.named()
    stale = v1(key("v1 late"), m.clock)
    m.switch(key("new", OTHER))
    for data in old:
        with refused(m.client, TopicKeyMissing):
            m.client.unprotect(data, TOPIC)
    for command in (stale, v1(key("v1"), m.clock), v1(commands.reset_topics(), m.clock)):
        with refused(m.client, NotAuthentic):
            take(m.client, command)
    assert list(m.client._state.topics.entries) == [topic(OTHER)]
    m.clock.now += 1
    take(m.client, m.server.rekey(m.client, key("new"), *policies(2)))
    for data in (*old, m.bob.protect_message(b"x", TOPIC)):
        with refused(m.client, NotAuthentic):
            m.client.unprotect(data, TOPIC)


def test_f6_even_the_same_topic_key_leaves_no_previous_key():
    """C2 must not send a v1 topic key again; if it did, nothing of v1 would open by it."""
    m = Moving()
    take(m.client, v1(key("v1 next"), m.clock))
    m.named()
    m.switch(key("v1 next"), *policies(2))
    assert list(m.client._state.topics.entries) == [topic()]


def test_f6_v1_messages_are_no_migrate_signatures_nor_the_reverse():
    """What the v1 key signs as a message never verifies as a MIGRATE, and a MIGRATE is no
    message.
    """
    m = Moving()
    m.named()
    made = m.migrate()
    message = m.client.protect_message(made.v1_message, TOPIC)
    forged = bytes(made)[:120] + message[-64:]
    signature = m.client._own.identity.sign(forged, b"E4-H1 migrate\x01")
    with pytest.raises(RefusedObject):
        _objects.Migrate.parse(forged + signature, XWING).verify_v1(V1_PUBLIC)
    with pytest.raises(InvalidSignature):
        _curve.verify_ed25519(V1_PUBLIC, message[:-64], made.v1_signature)
    as_message = made.v1_message + made.v1_signature
    with pytest.raises((TimestampInFuture, TimestampTooOld)):
        m.bob.unprotect(as_message, TOPIC)


def test_hybrid_commands_before_the_switch():
    """Nothing but SetC2Print of the new opcodes is taken under the v1 key."""
    m = Moving()
    for command in (
        commands.set_policy(topic(), 2),
        commands.set_pub_print(seed("x"), b"i" * 16),
        commands.new_kem_key(),
    ):
        with refused(m.client):
            take(m.client, v1(command, m.clock))


def test_a_rekey_by_another_c2_is_refused():
    """Before C2 was named, and after: only the pending key, or one it handed over to."""
    m = Moving()
    thief = Server(m.clock, "thief")
    with refused(m.client, RefusedObject):
        take(m.client, thief.rekey(m.client))
    with refused(m.client, RefusedObject):
        m.client.take_object(m.server.key_object)
    m.named()
    m.client.take_object(m.server.key_object)
    m.clock.now += 1
    with refused(m.client, RefusedObject):
        take(m.client, thief.rekey(m.client))
    with refused(m.client, RefusedObject):
        m.client.take_object(thief.handover(m.server))
    data = m.server.rekey(m.client, key("new"))
    with refused(m.client, RefusedObject):
        take(m.client, flipped(data, 8 * (len(data) - 1)))
    take(m.client, data)


def test_c2_rotates_its_key_during_the_migration():
    """Nothing is pinned yet: the search begins at the pending key."""
    m = Moving()
    m.named()
    m.client.take_object(m.server.key_object)
    following = Server(m.clock, "c2 next")
    with refused(m.client, RefusedObject):
        take(m.client, following.rekey(m.client, key("new")))
    assert f"e4/k/{m.server.identity.print[:16].hex()}/n" in m.client.subscriptions()
    m.client.take_object(m.server.handover(following))
    m.client.take_object(following.key_object)
    m.clock.now += 1
    take(m.client, following.rekey(m.client, key("new")))
    assert m.client._state.c2_print == following.identity.print


@pytest.mark.parametrize("named", [False, True])
def test_a_restart_in_between(tmp_path, named):
    """The file has both; the ANNOUNCE that MIGRATE names stays the same bytes."""
    path = tmp_path / "store"
    m = Moving(path)
    announce = m.out[m.base + "/a"]
    if named:
        m.named()
    data = json.loads(path.read_bytes())["Key"]
    assert data["keyType"] == 2
    assert list(data["keyData"]["Migration"]) == [
        *["PrivateKey", "SignerID", "C2PubKey", "PubKeys", "Announce"]
    ]
    m.client = Client.load(path, clock=m.clock)
    assert stored(m.client) == path.read_bytes()
    m.out.clear()
    m.collect()
    assert m.out[m.base + "/a"] == announce
    assert (m.base + "/m" in m.out) == named
    m.clock.now += 1
    assert m.client.unprotect(m.bob.protect_message(b"x", TOPIC), TOPIC) == b"x"
    if not named:
        m.named()
    assert m.migrate().announce_hash == sha3_256(announce).digest()
    m.switch(key("new"), *acquainted(m.client))
    text = path.read_bytes()
    assert b"Migration" not in text
    assert SEEDS[0].hex() not in text.hex()
    assert not (tmp_path / "store.replay").exists()
    again = Client.load(path, clock=m.clock)
    assert again._former is None
    assert again.epoch == m.client.epoch


def test_replays_of_v1_commands_over_a_restart(tmp_path):
    """The memory of commands is still beside the file."""
    m = Moving(tmp_path / "store")
    order = v1(key("v1 too", OTHER), m.clock)
    take(m.client, order)
    m.client = Client.load(tmp_path / "store", clock=m.clock)
    with refused(m.client, Replayed):
        take(m.client, order)


def test_the_former_object_does_not_write_any_more(tmp_path):
    """The file belongs to the new client."""
    clock = Clock()
    former, _ = v1_pair(clock, tmp_path / "store")
    former.migrate()
    data = (tmp_path / "store").read_bytes()
    clock.now += 1
    take(former, v1(key("v1 too", OTHER), clock))
    assert (tmp_path / "store").read_bytes() == data


def test_keys_are_fresh():
    """Two migrations of one client have nothing in common, and nothing of the v1 seed."""
    seeds = {Moving().client._state.seed for _ in range(2)} | {SEEDS[0]}
    assert len(seeds) == 3


def test_set_id_key_during_the_migration():
    """The MIGRATE is signed by the v1 key that C2 knows then."""
    m = Moving()
    take(m.client, v1(commands.set_id_key(_curve.ed25519_private(SEEDS[2])), m.clock))
    siv = Siv(_curve.c2_command_key(C2_PRIVATE, _curve.ed25519_public(SEEDS[2])))
    order = commands.set_c2_print(m.server.identity.print)
    take(m.client, protect_command(siv, order, int(m.clock())))
    m.collect()
    m.migrate().verify_v1(_curve.ed25519_public(SEEDS[2]))


def test_what_cannot_migrate(tmp_path):
    """Another receiving topic; an experimental suite without its switch; a damaged store."""
    odd = Client.public_key("a", SEEDS[0], C2_PUBLIC, receiving_topic="bridge")
    with pytest.raises(ValueError, match="receiving topic"):
        odd.migrate()
    plain = Client.public_key("a", SEEDS[0], C2_PUBLIC)
    with pytest.raises(ValueError, match="experimental"):
        plain.migrate("Kyber768-X25519")
    Moving(tmp_path / "store")
    value = json.loads((tmp_path / "store").read_bytes())
    for name in list(value["Key"]["keyData"]["Migration"]):
        bad = json.loads(json.dumps(value))
        del bad["Key"]["keyData"]["Migration"][name]
        (tmp_path / "bad").write_text(json.dumps(bad))
        with pytest.raises(StoreError):
            Client.load(tmp_path / "bad")


def test_a_fresh_client_takes_no_v1_command():
    """H1 has no v1 command key at all: there is nothing to step down to."""
    server = Server(Clock(NOW))
    client = device(server)
    for command in (key("v1"), commands.set_c2_print(seed("own"))):
        with refused(client, NotAuthentic):
            take(client, v1(command, server.clock))
    take(client, server.rekey(client, key()))
    with refused(client, NotAuthentic):
        take(client, v1(key("v1"), server.clock))
