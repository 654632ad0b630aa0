"""A connection to an MQTT broker that comes back by itself (paho-mqtt)."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from .._typing import Self
from ._wire import Publication
from .errors import E4Error

try:
    from paho.mqtt import client as paho
    from paho.mqtt.enums import CallbackAPIVersion
    from paho.mqtt.packettypes import PacketTypes
    from paho.mqtt.properties import Properties
except ImportError:
    raise ImportError("MQTT needs paho-mqtt 2 or later: pip install 'pqpy[e4]'") from None

log = logging.getLogger(__name__)

new_properties: Callable[[int], Any] = Properties

VERSIONS = {"3.1.1": paho.MQTTv311, "5": paho.MQTTv5}
SESSION_SECONDS = 90 * 86400  # that the broker keeps a session, MQTT 5
TICK = 0.5  # seconds between two looks at what is to be done


@dataclass(frozen=True)
class Broker:
    """Where the broker is and how to reach it.  None of it needs to be trusted.

    Attributes:
        host, port, username, password: as in a URL, see :meth:`at`.
        tls: what vouches for the broker; None: no TLS.
        version: of MQTT, ``"5"`` or ``"3.1.1"``.
        keepalive: seconds of silence after which the two look whether the other is still there.
    """

    host: str = "localhost"
    port: int = 1883
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = None
    version: str = "5"  # of MQTT, or "3.1.1"
    keepalive: int = 60  # seconds

    @classmethod
    def at(cls, url: str, *, cafile: str | None = None, version: str = "5") -> Broker:
        """The broker at ``mqtt://[user:password@]host[:port]``, or ``mqtts://`` for TLS.

        Args:
            url: as above.
            cafile: PEM file with the certificates that vouch for it; default: the system's.
            version: of MQTT, ``"5"`` or ``"3.1.1"``.

        Raises:
            ValueError: another URL, or another version.
        """
        parts = urlsplit(url)
        if (
            parts.scheme not in ("mqtt", "mqtts")
            or not parts.hostname
            or parts.path not in ("", "/")
        ):
            raise ValueError(f"a broker is mqtt://host:port or mqtts://host:port, not {url!r}")
        if version not in VERSIONS:
            raise ValueError(f"MQTT has the versions {', '.join(VERSIONS)}, not {version!r}")
        tls = ssl.create_default_context(cafile=cafile) if parts.scheme == "mqtts" else None
        return cls(
            parts.hostname,
            parts.port or (8883 if tls else 1883),
            parts.username and unquote(parts.username),
            parts.password and unquote(parts.password),
            tls,
            version,
        )


class Carrier:
    """A connection to a broker that comes back by itself; the base of both classes below."""

    def __init__(self, broker: Broker, name: str, *, keep_session: bool) -> None:
        """Prepare, without connecting.

        Args:
            broker: where to connect.
            name: the MQTT client's, which only one connection may have.
            keep_session: whether the broker keeps subscriptions and messages while it is away.
        """
        if not isinstance(broker, Broker):
            raise TypeError(
                f"broker must be a Broker, as Broker.at(url), not {type(broker).__name__}"
            )
        self.broker = broker
        self._keep_session = keep_session
        self._paho = self._new_paho(name)
        self._counts = threading.Condition()
        self._pending: deque[tuple[Any, Publication]] = deque()  # sent, QoS 1 and 2
        self._asked = self._answered = 0  # subscriptions of this connection
        self._max_qos, self._max_bytes = 2, 268_435_455
        self._connected = threading.Event()
        self._stop = threading.Event()
        self._ticker = threading.Thread(target=self._tick_until_stopped, daemon=True)

    def _new_paho(self, name: str) -> paho.Client:
        broker, version = self.broker, VERSIONS[self.broker.version]
        clean = None if version == paho.MQTTv5 else not self._keep_session
        client = paho.Client(
            CallbackAPIVersion.VERSION2, name, clean_session=clean, protocol=version
        )
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        client.on_subscribe = self._on_subscribe
        client.reconnect_delay_set(1, 60)
        if broker.username is not None:
            client.username_pw_set(broker.username, broker.password)
        if broker.tls is not None:
            client.tls_set_context(broker.tls)
        return client

    def start(self, timeout: float | None = None) -> Self:
        """Connect, in threads of its own, and again whenever the connection is lost.

        Args:
            timeout: seconds to wait for the connection and its subscriptions; None: do not wait.

        Raises:
            TimeoutError: not connected by then; it goes on trying.
        """
        options: dict[str, Any] = {"keepalive": self.broker.keepalive}
        if VERSIONS[self.broker.version] == paho.MQTTv5:
            properties = new_properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = SESSION_SECONDS if self._keep_session else 0
            options.update(clean_start=not self._keep_session, properties=properties)
        self._paho.connect_async(self.broker.host, self.broker.port, **options)
        self._paho.loop_start()
        self._ticker.start()
        if timeout is not None and not self._wait(lambda: self._subscribed, timeout):
            raise TimeoutError(f"no connection to {self.broker.host}:{self.broker.port}")
        return self

    @property
    def _subscribed(self) -> bool:
        return self.connected and self._answered >= self._asked

    def _wait(self, condition: Callable[[], bool], timeout: float) -> bool:
        with self._counts:
            return self._counts.wait_for(condition, timeout)

    def _notify(self) -> None:
        with self._counts:
            self._counts.notify_all()

    def stop(self) -> None:
        """Disconnect; the session stays at the broker if it is kept.

        What was not sent yet is lost: :meth:`flush` first.
        """
        self._stop.set()
        self._paho.disconnect()
        self._paho.loop_stop()
        if self._ticker.ident is not None:
            self._ticker.join()

    def __enter__(self) -> Self:
        """Start, without waiting."""
        return self if self._ticker.ident is not None else self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def connected(self) -> bool:
        """Whether the broker answers at present."""
        return self._connected.is_set()

    def send(self, publications: Iterable[Publication]) -> None:
        """Publish; while there is no connection, later (QoS 1 and 2)."""
        for topic, payload, qos, retain in publications:
            if not self._fits(topic, payload):
                log.error("%s: %d bytes are more than the broker takes", topic, len(payload))
                continue
            info = self._paho.publish(topic, payload, min(qos, self._max_qos), retain)
            if qos and info.rc in (paho.MQTT_ERR_SUCCESS, paho.MQTT_ERR_NO_CONN):
                info.rc = paho.MQTT_ERR_SUCCESS  # without a connection it is queued
                with self._counts:
                    self._pending.append((info, Publication(topic, payload, qos, retain)))

    def _fits(self, topic: str, payload: bytes) -> bool:
        """Whether the broker takes so much, as far as it has said (MQTT 5)."""
        return len(topic.encode()) + len(payload) + 16 <= self._max_bytes

    def _confirmed(self) -> list[Publication]:
        """What the broker has taken since the last call."""
        publications = []
        with self._counts:
            for _ in range(len(self._pending)):
                info, publication = self._pending.popleft()
                if info.is_published():
                    publications.append(publication)
                else:
                    self._pending.append((info, publication))
        return publications

    def flush(self, timeout: float = 10) -> None:
        """Wait until the broker has confirmed all messages (QoS 1 and 2) and subscriptions.

        Args:
            timeout: seconds to wait.

        Raises:
            TimeoutError: it has not by then.
        """
        end = time.monotonic() + timeout
        done = self._wait(lambda: self._subscribed, timeout)
        with self._counts:
            sent = [info for info, _ in self._pending]
        for info in sent:
            info.wait_for_publish(max(0, end - time.monotonic()))
            done = done and info.is_published()
        if not done:
            if not self.connected:
                raise TimeoutError(f"no connection to {self.broker.host}:{self.broker.port}")
            raise TimeoutError("the broker has not confirmed everything")

    def _subscribe(self, topics: Iterable[str], qos: int) -> None:
        """Subscribe, for what is retained as well, also if it is subscribed already."""
        # In this order the keys in e4/k come before the objects that need them.
        wanted = [(topic, min(qos, self._max_qos)) for topic in sorted(topics, reverse=True)]
        if wanted:
            self._asked += 1
            self._paho.subscribe(wanted)

    def _on_connect(self, _: Any, __: Any, ___: Any, reason: Any, properties: Any) -> None:
        if reason.is_failure:
            log.warning("the broker refuses the connection: %s", reason)
            return
        self._max_qos = getattr(properties, "MaximumQoS", 2)
        self._max_bytes = getattr(properties, "MaximumPacketSize", self._max_bytes)
        self._asked = self._answered = 0
        self._connected.set()
        self._guarded(self._welcome)
        self._notify()

    def _on_disconnect(self, _: Any, __: Any, ___: Any, reason: Any, ____: Any) -> None:
        self._connected.clear()
        if not self._stop.is_set():
            log.info("disconnected: %s", reason)

    def _on_publish(self, _: Any, __: Any, ___: Any, reason: Any, ____: Any) -> None:
        if reason.is_failure:
            log.error("the broker refuses a message: %s", reason)

    def _on_subscribe(self, _: Any, __: Any, ___: Any, reasons: Any, ____: Any) -> None:
        for reason in reasons:
            if reason.is_failure:
                log.error("the broker refuses a subscription: %s", reason)
        self._answered += 1
        self._notify()

    def _on_message(self, _: Any, __: Any, message: Any) -> None:
        self._guarded(lambda: self._take(message.topic, message.payload))

    def _tick_until_stopped(self) -> None:
        while not self._stop.wait(TICK):
            self._guarded(self._tick)

    @staticmethod
    def _guarded(call: Callable[[], None]) -> None:
        """Call; an error is logged, because it would end the thread."""
        try:
            call()
        except E4Error as error:
            log.error("%s: %s", type(error).__name__, error)
        except Exception:
            log.exception("error in a thread of the connection")

    def _welcome(self) -> None:
        """Do what a new connection needs."""

    def _take(self, topic: str, data: bytes) -> None:
        """Take what came."""

    def _tick(self) -> None:
        """Do what is due."""
