"""E4-H1 on devices without a clock (E4-H1, 6.2)."""

import pytest
from e4_h1 import (
    NOW,
    TOPIC,
    Clock,
    Server,
    acquainted,
    commands,
    device,
    introduce,
    key,
    policies,
    refused,
    take,
    topic,
)

from pqpy.e4 import Client
from pqpy.e4._device_clock import DeviceClock
from pqpy.e4.errors import (
    NotAuthentic,
    RefusedObject,
    Replayed,
    TimestampInFuture,
    TimestampTooOld,
)

DAY = 86_400


class Setting:
    """C2 and a sender with clocks, and a device that has ticks only."""

    def __init__(self, path=None):
        self.clock, self.ticks, self.path = Clock(), Clock(1000.0), path
        self.server = Server(self.clock)
        self.sender = device(self.server, "sender")
        self.device = device(
            self.server, "device", clock=self.ticks, has_clock=False, path=self.path
        )
        self.inner = [key(), *acquainted(self.sender), *policies(0)]
        take(self.sender, self.server.rekey(self.sender, *self.inner))

    def wait(self, seconds):
        """Time goes by for all."""
        self.clock.now += seconds
        self.ticks.now += seconds

    def rekey(self, *inner, **changed):
        """The device takes a REKEY."""
        take(self.device, self.server.rekey(self.device, *self.inner, *inner, **changed))

    def reboot(self):
        """The device starts again; its ticks begin at 0."""
        self.ticks = Clock(0.0)
        self.device = Client.load(self.path, clock=self.ticks, has_clock=False)

    def message(self, payload=b"x"):
        """What the sender says now."""
        return self.sender.protect_message(payload, TOPIC)


def test_f11_after_a_reboot(tmp_path):
    """REKEY(ts = T + 10 d), reboot: a command at T + 10 d is taken, a recorded message of T not."""
    s = Setting(tmp_path / "store")
    s.rekey()
    introduce(s.sender)
    s.device.take_object(s.sender.signing_key_object)
    recorded = s.message()
    s.wait(10 * DAY)
    s.rekey()
    s.reboot()
    with refused(s.device, TimestampTooOld):
        s.device.unprotect(recorded, TOPIC)
    take(s.device, s.server.command(s.device, key("2")))
    s.device.unprotect(s.message(), TOPIC)


def test_f11_messages_keep_both_bounds():
    """Its clock is that of C2 plus its ticks: what is ahead of it is refused."""
    s = Setting()
    s.rekey()
    s.device.take_object(s.sender.signing_key_object)
    s.clock.now += 100
    ahead = s.message()
    with refused(s.device, TimestampInFuture):
        s.device.unprotect(ahead, TOPIC)
    s.ticks.now += 100
    assert s.device.unprotect(ahead, TOPIC) == b"x"
    s.ticks.now += 601
    with refused(s.device, TimestampTooOld):
        s.device.unprotect(ahead, TOPIC)


def test_f11_a_command_moves_the_running_clock_only(tmp_path):
    """Forward, and not the floor: after a reboot it is back at the last REKEY."""
    s = Setting(tmp_path / "store")
    s.rekey()
    s.device.take_object(s.sender.signing_key_object)
    s.clock.now += 5000
    take(s.device, s.server.command(s.device, commands.remove_topic(topic("other"))))
    assert s.device._clock() == NOW + 5000
    assert s.device.unprotect(s.message(), TOPIC) == b"x"
    early = s.server.command(s.device, commands.remove_topic(topic("other")), NOW + 4999)
    with refused(s.device, Replayed):
        take(s.device, early)
    s.reboot()
    assert s.device._clock() == NOW


def test_f11_commands_are_still_not_too_old():
    """The lower bound of the window stays."""
    s = Setting()
    s.rekey()
    s.wait(601)
    with refused(s.device, TimestampTooOld):
        take(s.device, s.server.command(s.device, key("2"), NOW))
    with refused(s.device, TimestampTooOld, Replayed):
        take(s.device, s.server.command(s.device, key("2"), -1))


def test_f11_the_floor_never_decreases(tmp_path):
    """A REKEY of an earlier time (C2's clock was set back) is taken, the clock stays."""
    s = Setting(tmp_path / "store")
    s.rekey()
    s.rekey(ts=NOW - 1000)
    assert s.device._state.floor == NOW
    assert s.device._clock() == NOW
    s.rekey(ts=NOW + 7)
    assert s.device._state.floor == NOW + 7
    s.reboot()
    assert s.device._clock() == NOW + 7


def test_f11_a_command_from_the_far_future():
    """ts = 2^40 under K_cmd stops messages until the next REKEY, and no longer."""
    s = Setting()
    s.rekey()
    s.device.take_object(s.sender.signing_key_object)
    take(s.device, s.server.command(s.device, key("2"), 2**40))
    with refused(s.device, TimestampTooOld):
        s.device.unprotect(s.message(), TOPIC)
    s.wait(1)
    s.rekey()
    assert s.device.unprotect(s.message(), TOPIC) == b"x"


def test_f11_a_previous_key_from_the_far_future():
    """The previous key that such a command left behind does not live for ever."""
    s = Setting()
    s.rekey()
    take(s.device, s.server.command(s.device, key("2"), 2**40))
    assert len(s.device._state.topics.entries) == 2
    s.wait(1)
    s.inner[0] = key("2")
    s.rekey()
    assert len(s.device._state.topics.entries) == 2
    s.wait(3601)
    s.device.expire()
    assert len(s.device._state.topics.entries) == 1


def test_f11_previous_keys_by_c2s_clock():
    """A replaced key opens messages for an hour of the device's own time."""
    s = Setting()
    s.rekey()
    s.device.take_object(s.sender.signing_key_object)
    s.wait(10)
    s.inner[0] = key("2")
    s.rekey()
    for seconds, opens in ((3590, True), (20, False)):
        s.wait(seconds)
        if opens:
            assert s.device.unprotect(s.message(), TOPIC) == b"x"
        else:
            with refused(s.device, NotAuthentic):
                s.device.unprotect(s.message(), TOPIC)


def test_f5_a_device_without_a_clock_refuses_400_days_and_a_second():
    """Save for its first REKEY, which may be of any epoch."""
    s = Setting()
    s.rekey(epoch=NOW)
    limit = NOW + 34_560_000
    with refused(s.device, RefusedObject):
        s.rekey(epoch=limit + 1)
    s.rekey(epoch=limit)
    assert s.device.epoch == limit


def test_f5_a_client_whose_c2_was_14_years_ahead():
    """A client with a clock takes none of that batch, and the next one once C2's is right."""
    clock = Clock()
    server = Server(clock)
    client = device(server)
    take(client, server.rekey(client, key()))
    clock.now += 14 * 365 * DAY
    ahead = server.rekey(client, key("2"))
    clock.now = NOW + 1
    with refused(client, RefusedObject):
        take(client, ahead)
    take(client, server.rekey(client, key("2"), epoch=NOW + 1))


def test_device_clock():
    """Set to any time, moved forward only, and it goes on with the ticks."""
    ticks = Clock(50.0)
    clock = DeviceClock(ticks, 1000)
    assert clock() == 1000
    ticks.now += 2.5
    assert clock() == 1002.5
    clock.forward(1001)
    assert clock() == 1002.5
    clock.forward(2000)
    clock.set(1500)
    ticks.now += 1
    assert clock() == 1501


def test_other_modes_need_a_clock(tmp_path):
    """has_clock=False is refused for their stores."""
    Client.symmetric("alice", b"k" * 32, path=tmp_path / "store")
    with pytest.raises(ValueError, match="without a clock"):
        Client.load(tmp_path / "store", has_clock=False)
