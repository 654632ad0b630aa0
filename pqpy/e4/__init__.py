"""E4, end-to-end protection of messages over a publish/subscribe broker nobody has to trust."""

try:
    import cryptography  # noqa: F401
except ImportError:
    raise ImportError("E4 needs the package cryptography: pip install 'pqpy[e4]'") from None

from . import errors
from ._wire import Publication
from .c2 import C2
from .client import Client

__all__ = ["C2", "Client", "Publication", "errors"]
