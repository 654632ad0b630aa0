"""SIGKEYs and C2KEYs by their fingerprints, in memory and beside the store (E4-H1,
6.8).
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from typing import TypeVar

from . import _store
from ._objects import C2Key, KeyObject, SigKey
from ._suites import Suite
from .errors import RefusedObject

AnyKey = TypeVar("AnyKey", bound=KeyObject)


class ObjectCache:
    """Key objects that were asked for.  None of it is secret, and all of it can be fetched again.

    Args:
        suite: of the deployment.
        path: of the client's store; the objects are in the directory ``<path>.objects``.
    """

    def __init__(self, suite: Suite, path: str | None) -> None:
        self._suite = suite
        self._directory = None if path is None else path + ".objects"
        self._kept: dict[bytes, KeyObject] = {}

    def c2_key(self, fingerprint: bytes | None) -> C2Key | None:
        """The C2KEY with this fingerprint, or None."""
        return self._find(fingerprint, C2Key)

    def sig_key(self, fingerprint: bytes | None, owner: bytes) -> SigKey | None:
        """The SIGKEY with this fingerprint if it is this client's, or None."""
        key = self._find(fingerprint, SigKey)
        return key if key is not None and key.id == owner else None

    def add(self, key: KeyObject) -> None:
        """Keep one."""
        if self._directory is not None:
            os.makedirs(self._directory, mode=0o700, exist_ok=True)
            _store.write_private(self._file(key.print), bytes(key))
        self._kept[key.print] = key

    def keep_only(self, fingerprints: Collection[bytes]) -> None:
        """Drop all others."""
        self._kept = {name: key for name, key in self._kept.items() if name in fingerprints}
        if self._directory is not None:
            wanted = {name.hex() for name in fingerprints}
            with suppress(OSError):
                for name in set(os.listdir(self._directory)) - wanted:
                    os.unlink(os.path.join(self._directory, name))

    def _find(self, fingerprint: bytes | None, kind: type[AnyKey]) -> AnyKey | None:
        if fingerprint is None:
            return None
        key = self._kept.get(fingerprint)
        if key is None:
            key = self._read(fingerprint, kind)
        return key if isinstance(key, kind) else None

    def _read(self, fingerprint: bytes, kind: type[AnyKey]) -> AnyKey | None:
        if self._directory is None:
            return None
        try:
            with open(self._file(fingerprint), "rb") as file:
                key = kind.parse(file.read(), self._suite)
        except (OSError, RefusedObject):
            return None
        if key.print != fingerprint:
            return None
        self._kept[fingerprint] = key
        return key

    def _file(self, fingerprint: bytes) -> str:
        return os.path.join(self._directory or "", fingerprint.hex())
