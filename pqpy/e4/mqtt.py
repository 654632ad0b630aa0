"""E4 over MQTT, with paho-mqtt: :class:`Device` for a client, :class:`Server` for C2.

Sessions are kept by the broker, so that it holds commands for a device that is away; a broker that
forgets (no ``persistence`` in mosquitto's configuration) delays what the next REKEY brings.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable

from .._typing import Buffer
from ._carrier import TICK, Broker, Carrier
from ._wire import Publication
from .c2 import C2
from .client import Client
from .errors import E4Error

__all__ = ["Broker", "Device", "Server"]

log = logging.getLogger(__name__)


class Device(Carrier):
    """A client at a broker.  Callbacks run in the connection's thread and must not wait for it."""

    def __init__(
        self,
        client: Client,
        broker: Broker,
        *,
        on_message: Callable[[str, bytes], None] = lambda topic, payload: None,
        on_refused: Callable[[str, E4Error], None] | None = None,
    ) -> None:
        """Prepare, without connecting.

        Args:
            client: of any mode.
            broker: where to connect.
            on_message: called with the topic and payload of each authentic message.
            on_refused: called with the topic and why a message was dropped; default: it is logged.
        """
        # 23 characters: more need not be taken by a broker of MQTT 3.1.1.
        super().__init__(broker, f"e4-{client.id.hex()[:20]}", keep_session=True)
        self.client = client
        self._on_payload = on_message
        self._on_refused = on_refused or self._log_refused
        self._topics: dict[str, int] = {}  # the application's, with their QoS
        self._own: frozenset[str] = frozenset()  # the client's, that are subscribed
        self._order = threading.RLock()  # what the client wants goes out before what it protects

    def subscribe(self, topic: str, *, qos: int = 1) -> None:
        """Take messages of *topic*, which may be a filter; now and after each reconnection.

        Raises:
            ValueError: neither a topic nor a filter.
        """
        *parents, last = topic.split("/")
        wild = any(len(level) > 1 and ("+" in level or "#" in level) for level in (*parents, last))
        if not topic or wild or "#" in parents:
            raise ValueError(f"{topic!r} is neither a topic nor a filter of topics")
        with self._order:
            self._topics[topic] = qos
            if self.connected:
                self._subscribe([topic], qos)

    def publish(self, topic: str, payload: Buffer, *, qos: int = 1, retain: bool = False) -> None:
        """Protect and publish a message; while there is no connection, later (QoS 1 and 2).

        A message that arrives more than 600 s after this call is refused by its receivers.

        Raises:
            TopicKeyMissing: C2 has not given the topic's key yet.
            ValueError: a filter or empty, or the broker has said that it does not take that much.
        """
        if not topic or "+" in topic or "#" in topic:
            raise ValueError(f"{topic!r} is no topic for a message")
        with self._order:
            data = self.client.protect_message(payload, topic)
            if not self._fits(topic, data):
                raise ValueError(f"{len(data)} protected bytes are more than the broker takes")
            self.send([*self.client.outgoing(), Publication(topic, data, qos, retain)])

    def _welcome(self) -> None:
        with self._order:
            self._own = frozenset()
            self._do_what_the_client_wants()
            for topic, qos in self._topics.items():
                self._subscribe([topic], qos)

    def _take(self, topic: str, data: bytes) -> None:
        try:
            if topic != self.client.receiving_topic and topic in self._own:
                self.client.take_object(data, topic)
                payload = None
            else:
                payload = self.client.unprotect(data, topic)
        except E4Error as error:
            self._on_refused(topic, error)
            payload = None
        if payload is not None:
            self._on_payload(topic, payload)
        else:
            with self._order:
                self._do_what_the_client_wants()

    def _tick(self) -> None:
        self._confirmed()
        self.client.expire()
        with self._order:
            self._do_what_the_client_wants()

    def _do_what_the_client_wants(self) -> None:
        self.send(self.client.outgoing())
        if not self.connected:
            return
        if self.client.wants_resubscribe():
            self._own -= {self.client.receiving_topic}
        former, self._own = self._own, self.client.subscriptions()
        self._subscribe(self._own - former, 2)
        for topic in former - self._own - self._topics.keys():
            self._paho.unsubscribe(topic)

    @staticmethod
    def _log_refused(topic: str, error: E4Error) -> None:
        log.info("%s: dropped, %s: %s", topic, type(error).__name__, error)


class Server(Carrier):
    """C2 at a broker: it publishes what C2 says, and gives it the clients' objects.

    Several may run on one database, but one that listens is enough.
    """

    def __init__(
        self,
        c2: C2,
        broker: Broker,
        *,
        listen: bool = True,
        interval: float = 10,
    ) -> None:
        """Prepare, without connecting.

        Args:
            c2: in any mode.
            broker: where to connect.
            listen: whether to take objects, and to publish what is due; False for a program that
                makes some operations and ends, while another one listens.
            interval: seconds between two looks at what is due.
        """
        super().__init__(broker, f"e4-c2-{secrets.token_hex(8)}", keep_session=False)
        self.c2 = c2
        self._listen = listen
        self._own: frozenset[str] = frozenset()
        self._pause = max(1, round(interval / TICK))
        self._ticks = 0

    def flush(self, timeout: float = 10) -> None:
        """As :meth:`Carrier.flush`; and tell C2 what was published."""
        try:
            super().flush(timeout)
        finally:
            self._report()

    def stop(self) -> None:
        """Disconnect, and tell C2 what was published."""
        super().stop()
        self._report()

    def _report(self) -> None:
        if publications := self._confirmed():
            self.c2.published(publications)

    def _welcome(self) -> None:
        self._own = frozenset()
        if self._listen:
            self.send(self.c2.objects())
            self._follow()

    def _follow(self) -> None:
        """Subscribe to what C2 wants now."""
        former, self._own = self._own, self.c2.subscriptions()
        self._subscribe(self._own - former, 1)
        for topic in former - self._own:
            self._paho.unsubscribe(topic)

    def _take(self, topic: str, data: bytes) -> None:
        self.send(self.c2.receive(data, topic))
        self._follow()

    def _tick(self) -> None:
        self._report()
        self._ticks += 1
        if self.connected and self._listen and self._ticks % self._pause == 0:
            self.send(self.c2.due())
            self._follow()
