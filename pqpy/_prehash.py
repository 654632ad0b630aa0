"""The hash functions of HashML-DSA (FIPS 204, 5.4.1)."""

from __future__ import annotations

from typing import NamedTuple

from ._typing import Buffer


class PreHash(NamedTuple):
    """One hash function: its name, what hashlib calls it, the length of its digest, and its OID in
    DER.
    """

    name: str
    hashlib_name: str
    digest_bytes: int
    oid: bytes

    def digest(self, message: Buffer) -> bytes:
        """Return the hash of *message*, ``digest_bytes`` long."""
        import hashlib  # as seldom needed as difflib below; both take long to import

        h = hashlib.new(self.hashlib_name, message)
        # A SHAKE takes the wanted length.
        return h.digest(self.digest_bytes) if h.digest_size == 0 else h.digest()  # type: ignore[call-arg]


# (name, hashlib's name, digest bytes, last byte of the OID 2.16.840.1.101.3.4.2.x)
PREHASHES = {
    name: PreHash(name, hashlib_name, size, bytes.fromhex("06096086480165030402") + bytes([last]))
    for name, hashlib_name, size, last in (
        ("SHA2-224", "sha224", 28, 4),
        ("SHA2-256", "sha256", 32, 1),
        ("SHA2-384", "sha384", 48, 2),
        ("SHA2-512", "sha512", 64, 3),
        ("SHA2-512/224", "sha512_224", 28, 5),
        ("SHA2-512/256", "sha512_256", 32, 6),
        ("SHA3-224", "sha3_224", 28, 7),
        ("SHA3-256", "sha3_256", 32, 8),
        ("SHA3-384", "sha3_384", 48, 9),
        ("SHA3-512", "sha3_512", 64, 10),
        ("SHAKE-128", "shake_128", 32, 11),
        ("SHAKE-256", "shake_256", 64, 12),
    )
}


def _plain(name: str) -> str:
    return name.lower().translate({ord(c): None for c in "-_/"})


# "SHA2-256" is found as sha2256 and as sha256: SHA2 may be written SHA, as in hashlib.
_BY_PLAIN_NAME = {
    _plain(alias): p
    for p in PREHASHES.values()
    for alias in (p.name, p.name.replace("SHA2-", "SHA"))
}


def prehash(name: str) -> PreHash:
    """The hash function called *name*, whatever its case, hyphens, underscores and slashes.

    Raises:
        TypeError: not a str.
        ValueError: none of the twelve of FIPS 204.
    """
    if not isinstance(name, str):
        raise TypeError(
            f"prehash must be the name of a hash function or None, not {type(name).__name__}"
        )
    if found := _BY_PLAIN_NAME.get(_plain(name)):
        return found
    import difflib

    near = difflib.get_close_matches(_plain(name), _BY_PLAIN_NAME, 1)
    hint = f"; did you mean {_BY_PLAIN_NAME[near[0]].name!r}?" if near else ""
    raise ValueError(f"prehash must be one of {', '.join(PREHASHES)}, not {name!r}{hint}")
