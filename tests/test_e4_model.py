"""Random histories of a client of version 1 agree with a plain model of its topic keys."""

from e4_helpers import Device
from hypothesis import given, settings
from hypothesis import strategies as st

from pqpy.e4 import Client, _commands, errors
from pqpy.e4._wire import pack_ts, previous_slot, topic_hash

NAMES = ["a", "b", "c"]
HASHES = [topic_hash(name) for name in NAMES]
KEYS = [bytes([n]) * 32 for n in range(1, 4)]


class Model:
    """What a client should hold: the tables of E4 v1, 7, and the order of commands."""

    def __init__(self):
        self.keys, self.previous = {}, {}
        self.seen, self.last, self.cleared = set(), {}, None

    def overtaken(self, kind, topic, ts):
        """Whether a later command on the same subject was taken."""
        others = self.last.values() if kind == "reset" else [self.last.get(topic, ts)]
        cleared = ts if self.cleared is None else self.cleared
        return any(ts < other for other in (*others, cleared))

    def take(self, step, ts, now):
        """Carry a command out; False if it is to be refused."""
        kind, topic, key = step
        if not now - 600 <= ts <= now or (step, ts) in self.seen or self.overtaken(kind, topic, ts):
            return False
        self.seen.add((step, ts))
        if kind == "reset":
            self.keys, self.previous, self.cleared = {}, {}, ts
            return True
        self.last[topic] = ts
        if kind == "remove":
            self.keys.pop(topic, None)
            self.previous.pop(topic, None)
        elif self.keys.get(topic, key) != key:
            self.previous[topic] = self.keys[topic] + pack_ts(int(now))
        if kind == "set":
            self.keys[topic] = key
        return True

    def entries(self):
        """The table as a client has it."""
        slots = {previous_slot(topic): entry for topic, entry in self.previous.items()}
        return {**self.keys, **slots}


def command(kind, topic, key):
    """The bytes of a step."""
    if kind == "set":
        return _commands.set_topic_key(key, topic)
    return _commands.remove_topic(topic) if kind == "remove" else _commands.reset_topics()


STEP = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(HASHES), st.sampled_from(KEYS)),
    st.tuples(st.just("remove"), st.sampled_from(HASHES), st.none()),
    st.just(("reset", None, None)),
)
HISTORY = st.lists(
    st.tuples(
        STEP,
        st.sampled_from([0, 0, 1, 2, 300, 601]),  # seconds that pass before
        st.sampled_from([0, 0, 0, 1, 2, 500, 601]),  # age of the command, or of a recorded one
        st.booleans(),  # whether the client starts again
        st.integers(0, 3),  # how many recorded commands the broker repeats
    ),
    max_size=25,
)


@settings(max_examples=40)
@given(HISTORY)
def test_random_histories(tmp_path, history):
    """Commands that are late, repeated or overtaken, and restarts at any time."""
    path = tmp_path / "store"
    for file in (path, tmp_path / "store.replay"):
        file.unlink(missing_ok=True)
    device, model, recorded = Device("symmetric", path), Model(), []
    for step, pause, age, restart, repeats in history:
        device.clock.now += pause
        now = device.clock.now
        if restart:
            device.client = Client.load(path, clock=device.clock)
        recorded.append((device.sealed(command(*step), ago=age), step, int(now) - age))
        for data, what, ts in [recorded[-1], *recorded[-repeats - 1 : -1]]:
            before = device.state
            try:
                device.take(data)
                taken = True
            except errors.E4Error:
                taken = False
                assert device.state == before
            assert taken == model.take(what, ts, now)
        assert device.client._state.topics.entries == model.entries()
