"""E4 version 1, findings of a review: one test per finding."""

import pytest
from e4_helpers import C2_PUBLIC, HASH, KEY, Device

from pqpy.e4 import _commands, _curve, _wire
from pqpy.e4.errors import NotAuthentic, Replayed, TimestampInFuture, TimestampTooOld

SET_KEY = _commands.set_topic_key(KEY, HASH)


@pytest.mark.parametrize("mode", ["symmetric", "public-key"])
def test_what_was_forgotten_stays_refused_when_the_clock_goes_back(mode):
    """A command that left the memory is older than all that is taken, whatever the clock says."""
    device = Device(mode)
    start = device.clock.now
    recorded = device.sealed(SET_KEY, ago=400)
    device.take(recorded)
    device.clock.now = start + 700
    device.command(_commands.set_topic_key(KEY, b"a" * 16))
    device.clock.now = start + 150
    device.command(_commands.set_topic_key(KEY, b"b" * 16))
    with pytest.raises(Replayed):
        device.take(recorded)


def test_the_bounds_of_the_window():
    """600 s ago is taken, this second is taken."""
    now = 1_800_000_000
    _wire.check_window(now - 600, now)
    _wire.check_window(now, now)
    with pytest.raises(TimestampTooOld):
        _wire.check_window(now - 601, now)
    with pytest.raises(TimestampTooOld):
        _wire.check_window(now - 600, now + 0.5)
    with pytest.raises(TimestampInFuture):
        _wire.check_window(now + 1, now + 0.9)


def test_two_new_c2_keys_before_one_is_used():
    """The one that C2 has used is kept, not the one that it never did."""
    device = Device("public-key")
    publics = [_curve.curve25519_public(bytes([n]) * 32) for n in (1, 2)]
    for public in publics:
        device.clock.now += 1
        device.command(_commands.set_c2_key(public))
    assert device.client._state.former_c2_public == C2_PUBLIC
    device.clock.now += 1
    device.command(SET_KEY)
    never_used = _wire.Siv(_curve.c2_command_key(b"\1" * 32, device.client.verification_key))
    device.siv = never_used
    with pytest.raises(NotAuthentic):
        device.command(_commands.reset_topics())
