"""E4, end-to-end protection of messages over a publish/subscribe broker nobody has to trust.

A device is a :class:`Client`, the server a :class:`C2`.  :mod:`pqpy.e4.mqtt` carries the
messages of both over MQTT, :mod:`pqpy.e4.passwords` makes keys from passwords, and ``python -m
pqpy.e4`` is all of it on the command line.  Every refusal is one of :mod:`pqpy.e4.errors`.

Experimental.  The hybrid mode has no computational proof.  docs/e4.md in the sources tells more.
"""

try:
    import cryptography  # noqa: F401
except ImportError:
    raise ImportError("E4 needs the package cryptography: pip install 'pqpy[e4]'") from None

from . import errors
from ._wire import Publication
from .c2 import C2
from .client import Client

__all__ = ["C2", "Client", "Publication", "errors"]
