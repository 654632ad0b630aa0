"""E4-H1: random histories of a client against a plain model (E4-H1, 6.4 to 6.6)."""

from e4_h1 import NOW, Clock, Server, commands, device, key, seed, take, topic
from hypothesis import given
from hypothesis import strategies as st

from pqpy.e4 import Client
from pqpy.e4._wire import previous_slot
from pqpy.e4.errors import E4Error, NeedsRekey, Replayed

NAMES = st.sampled_from("abc")
TOPIC_COMMANDS = st.one_of(
    st.tuples(st.just("set"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("reset")),
)
PEER_COMMANDS = st.one_of(
    st.tuples(st.just("print"), NAMES, NAMES),
    st.tuples(st.just("policy"), NAMES, st.integers(0, 2)),
)
STEPS = st.one_of(
    st.tuples(st.just("command"), TOPIC_COMMANDS, st.integers(-3, 0)),
    st.tuples(st.just("trust"), PEER_COMMANDS),
    st.tuples(st.just("rekey"), st.lists(TOPIC_COMMANDS | PEER_COMMANDS, max_size=6)),
    st.tuples(st.just("wait"), st.sampled_from([1, 2, 1000, 3600])),
    st.tuples(st.just("replay")),
    st.tuples(st.just("reload")),
)


def as_bytes(command):
    """The command of a pair or triple of names."""
    kind, *names = command
    if kind == "set":
        return key(names[1], names[0])
    if kind == "remove":
        return commands.remove_topic(topic(names[0]))
    if kind == "reset":
        return commands.reset_topics()
    if kind == "print":
        return commands.set_pub_print(seed(names[1]), names[0].encode() * 16)
    return commands.set_policy(topic(names[0]), names[1])


class Model:
    """Tables by name: keys, previous keys with T, policies, prints; the order of commands."""

    def __init__(self):
        self.keys, self.previous, self.policies, self.prints = {}, {}, {}, {}
        self.last, self.seen = 0, set()

    def run(self, command, ts):
        """One command."""
        kind, *names = command
        if kind == "set":
            former = self.keys.get(names[0])
            if former not in (None, names[1]):
                self.previous[names[0]] = former, ts
            self.keys[names[0]] = names[1]
        elif kind == "remove":
            for table in (self.keys, self.previous, self.policies):
                table.pop(names[0], None)
        elif kind == "reset":
            self.keys, self.previous, self.policies = {}, {}, {}
        elif kind == "print":
            self.prints[names[0]] = names[1]
        else:
            self.policies[names[0]] = names[1]

    def rekey(self, inner, ts):
        """All commands of a REKEY from empty tables; then what of the former keys stays."""
        keys, previous = self.keys, self.previous
        self.__init__()
        for command in inner:
            self.run(command, ts)
        removed = {command[1] for command in inner if command[0] == "remove"}
        self.previous = {}
        for name, new in self.keys.items():
            if name in keys and name not in removed:
                if keys[name] != new:
                    self.previous[name] = keys[name], ts
                elif name in previous:
                    self.previous[name] = previous[name]

    def takes(self, data, ts):
        """Whether a command of this second is neither a repeat nor overtaken."""
        if ts < self.last or (ts == self.last and data in self.seen):
            return False
        self.seen = {data} | (self.seen if ts == self.last else set())
        self.last = ts
        return True

    def expire(self, now):
        """Drop previous keys after their hour."""
        self.previous = {n: (k, t) for n, (k, t) in self.previous.items() if now <= t + 3600}


def tables(client):
    """The same of a client."""
    entries, found = client._state.topics.entries, Model()
    for name in "abc":
        if topic(name) in entries:
            found.keys[name] = entries[topic(name)]
        entry = entries.get(previous_slot(topic(name)))
        if entry is not None:
            found.previous[name] = entry[:32], int.from_bytes(entry[32:], "little")
    found.policies = client._state.policies
    found.prints = client._state.prints
    return found


def check(client, model):
    """They agree."""
    found = tables(client)
    assert found.keys == {name: seed(k) for name, k in model.keys.items()}
    assert found.previous == {name: (seed(k), t) for name, (k, t) in model.previous.items()}
    assert found.policies == {topic(name): p for name, p in model.policies.items() if p}
    assert found.prints == {name.encode() * 16: seed(k) for name, k in model.prints.items()}


@given(steps=st.lists(STEPS, max_size=25))
def test_random_histories(tmp_path_factory, steps):
    """Commands, REKEYs, waiting, replays and restarts: after each, client and model agree."""
    path = tmp_path_factory.mktemp("history") / "store"
    server, model = Server(Clock(NOW)), Model()
    client = device(server, path=path)
    take(client, server.rekey(client))
    sent = []
    for kind, *what in steps:
        now = server.clock.now
        if kind == "wait":
            server.clock.now += what[0]
        elif kind == "reload":
            client = Client.load(path, clock=server.clock)
        elif kind == "rekey":
            server.clock.now += 1
            take(client, server.rekey(client, *map(as_bytes, what[0])))
            model.rekey(what[0], now + 1)
            sent = []
        elif kind == "trust":
            with_error(client, server.command(client, as_bytes(what[0])), (NeedsRekey, Replayed))
        else:
            if kind == "command":
                command, ago = what
                sent.append((server.command(client, as_bytes(command), now + ago), command))
            for data, command in sent[-1:]:
                ts = int.from_bytes(data[:8], "little")
                if ts >= now - 600 and model.takes(data, ts):
                    take(client, data)
                    model.run(command, ts)
                else:
                    with_error(client, data, E4Error)
        client.expire()
        model.expire(server.clock.now)
        check(client, model)


def with_error(client, data, errors):
    """The client refuses it."""
    try:
        take(client, data)
    except errors:
        return
    raise AssertionError("taken")
