"""A client's state as a file: the JSON of the Go client (E4 v1, section 9), written safely."""

from __future__ import annotations

import base64
import binascii
import json
import os
from contextlib import suppress
from typing import Any, NamedTuple

from .errors import StoreError

Path = str | os.PathLike[str]

# What Go's JSON writes as an escape inside strings, besides what Python's does.
GO_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


class Store(NamedTuple):
    """What the file says, before the mode's own part is looked at."""

    id: bytes
    topic_keys: dict[bytes, bytes]  # slot: 32 bytes, or 40 for a previous key
    key_type: int  # 0 symmetric, 1 public-key, 2 hybrid
    key_data: dict[str, Any]
    receiving_topic: str


def b64(data: bytes) -> str:
    """*data* in standard base64."""
    return base64.b64encode(data).decode()


def write_private(path: Path, data: bytes) -> None:
    """Replace the file *path* by one that holds *data*: a crash leaves the former or the new one.

    It is readable by its owner only.  The former contents are not in it, nor in a file beside it.
    """
    target = os.path.realpath(path)
    temporary = target + ".new"
    with suppress(FileNotFoundError):
        os.unlink(temporary)  # of a process that died
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    directory = os.open(os.path.dirname(target), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def to_json(value: Any) -> bytes:
    """*value* as one line, as Go writes it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(GO_ESCAPES).encode() + b"\n"


def from_json(data: bytes) -> dict[str, Any]:
    """The object that *data* begins with; Go's client leaves an older, longer one's tail behind it.

    Raises:
        StoreError: there is none.
    """
    try:
        value, _ = json.JSONDecoder().raw_decode(data.decode(errors="replace").lstrip(" \t\r\n"))
    except (ValueError, RecursionError):
        raise StoreError("the store is not JSON") from None
    if not isinstance(value, dict):
        raise StoreError("the store is not a JSON object")
    return value


def encode(store: Store) -> bytes:
    """The contents of the file."""
    slots = {slot.hex(): key for slot, key in store.topic_keys.items()}
    return to_json(
        {
            "ID": b64(store.id),
            "TopicKeys": {slot: b64(slots[slot]) for slot in sorted(slots)},
            "Key": {"keyType": store.key_type, "keyData": store.key_data},
            "ReceivingTopic": store.receiving_topic,
        }
    )


def decode(data: bytes) -> Store:
    """The contents of the file, split.

    Raises:
        StoreError: they are not those of a client.
    """
    outer = from_json(data)
    key = member(outer, "Key", dict)
    topic = member(outer, "ReceivingTopic", str)
    if any("\ud800" <= character <= "\udfff" for character in topic):
        raise StoreError("the store's ReceivingTopic is not Unicode")
    topic_keys = hex_table(outer, "TopicKeys")
    key_type = member(key, "keyType", int)
    if isinstance(key_type, bool):
        raise StoreError("the store's keyType is not a number")
    return Store(b64_member(outer, "ID"), topic_keys, key_type, member(key, "keyData", dict), topic)


def folded(key_data: dict[str, Any]) -> dict[str, Any]:
    """Go finds the names inside keyData whatever their case; so look for them in lower case."""
    return {name.lower(): value for name, value in key_data.items()}


def member(values: dict[str, Any], name: str, kind: type) -> Any:
    """A member of a JSON object.  StoreError if it is not there, or of another kind."""
    value = values.get(name)
    if not isinstance(value, kind):
        raise StoreError(f"the store has no {name}, or one of the wrong kind")
    return value


def b64_member(values: dict[str, Any], name: str, length: int | None = None) -> bytes:
    """A member that is bytes, of this length.  StoreError if it is not."""
    return from_b64(name, member(values, name, str), length)


def from_b64(name: str, text: Any, length: int | None = None) -> bytes:
    """Bytes from base64.  StoreError if *text* is not base64, or not of this length."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise StoreError(f"the store's {name} is not base64") from None
    if length is not None and len(data) != length:
        raise StoreError(f"the store's {name} has {len(data)} bytes, not {length}")
    return data


def hex_table(
    values: dict[str, Any], name: str, length: int | None = None, key_length: int = 16
) -> dict[bytes, bytes]:
    """A member that maps hex keys to bytes; null is an empty table.  StoreError if it is none."""
    if name not in values:
        raise StoreError(f"the store has no {name}")
    table = {} if values[name] is None else member(values, name, dict)
    result = {}
    for text, value in table.items():
        try:
            key = bytes.fromhex(text)
        except ValueError:
            raise StoreError(f"the store's {name} has a key that is not hex") from None
        if len(key) != key_length:
            raise StoreError(f"the store's {name} has a key of {len(key)} bytes")
        result[key] = from_b64(name, value, length)
    return result


def read(path: Path) -> bytes:
    """The contents of a file.  StoreError if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise StoreError(f"the store {os.fspath(path)} cannot be read: {error.strerror}") from None
