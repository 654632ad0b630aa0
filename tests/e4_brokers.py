"""Brokers for the tests: mosquitto in a process of its own, amqtt in a thread of this one."""

import asyncio
import shutil
import socket
import subprocess
import threading
import time

import pytest

from pqpy.e4.mqtt import Broker

# Debian has it where an ordinary user's PATH does not lead.
MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


def free_port():
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, timeout=10):
    """Return when something listens there."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")


class Running:
    """A broker that is closed at the end of a block."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Mosquitto(Running):
    """A mosquitto that can be killed and started again, and then still has what it was told."""

    def __init__(self, directory, *extra, version="5", tls=None):
        if MOSQUITTO is None:
            pytest.skip("mosquitto is not installed")
        self.port = free_port()
        self.broker = Broker("localhost", self.port, version=version, tls=tls)
        self.directory = directory
        lines = [
            f"listener {self.port} 127.0.0.1",
            "allow_anonymous true",
            "persistence true",
            f"persistence_location {directory}/",
            "autosave_interval 1",
            "autosave_on_changes true",
            "max_queued_messages 0",
            "user root",
            *extra,
        ]
        (directory / "mosquitto.conf").write_text("\n".join(lines) + "\n")
        self.process = None
        self.start()

    def start(self):
        """Start it and wait until it listens."""
        with (self.directory / "mosquitto.log").open("ab") as log:
            self.process = subprocess.Popen(
                [MOSQUITTO, "-c", self.directory / "mosquitto.conf", "-v"], stdout=log, stderr=log
            )
        try:
            wait_for_port(self.port)
        except TimeoutError:
            self.kill()
            raise

    def is_away(self, name):
        """Whether it has noticed that a client went: a second connection does no harm to it."""
        return True

    def kill(self):
        """End it without warning."""
        self.process.kill()
        self.process.wait()

    close = kill


class Amqtt(Running):
    """The broker of the package amqtt, which speaks MQTT 3.1.1."""

    def __init__(self):
        amqtt = pytest.importorskip("amqtt.broker", reason="amqtt is not installed")
        self.port = free_port()
        # It keeps no session of a client without a name.
        self.broker = Broker("127.0.0.1", self.port, "name", version="3.1.1")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        config = {
            "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{self.port}"}},
            "plugins": {
                "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": False}
            },
        }
        self._amqtt = self._run(self._make(amqtt.Broker, config))
        self._run(self._amqtt.start())
        wait_for_port(self.port)

    @staticmethod
    async def _make(kind, config):
        return kind(config)

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def is_away(self, name):
        """Whether it has noticed that a client went; if that comes after the next connection of the
        same name, it takes the new one for gone, and delivers nothing to it.
        """
        session, _ = self._amqtt._sessions.get(name, (None, None))
        return session is None or not session.transitions.is_connected()

    def close(self):
        """Stop it and its thread."""
        self._run(self._amqtt.shutdown())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def eventually(condition, timeout=10):
    """Wait until *condition* holds."""
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)
