"""How each known answer of Kyber and ML-KEM is computed.

A procedure takes a KEM and the part that is wanted (how many rounds, or which piece of a file)
and gives the digest, in hex, to compare with ``FIGURES[kem.name][procedure][part]``.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import pqpy

from ._kat_sources import NistDrbg, Shake128, Source, Surf


class Kem(Protocol):
    """What a procedure needs of a KEM; every ``pqpy.KEM`` has it."""

    @property
    def name(self) -> str: ...
    @property
    def ciphertext_bytes(self) -> int: ...
    def keygen(self, *, seed: bytes) -> tuple[bytes, bytes]: ...
    def encaps(self, public_key: bytes, *, seed: bytes) -> tuple[bytes, bytes]: ...
    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes: ...


class KnownAnswerError(pqpy.PQError):
    """Decapsulation does not return the shared secret that was just encapsulated."""


class Draft:
    """The 2023 draft of FIPS 203: ML-KEM with the key generation of Kyber round 3.

    Both have the same sizes and layouts; only the byte k in G(d || k) is missing.
    """

    def __init__(self, ml_kem: Kem, kyber: Kem) -> None:
        self.name, self.ciphertext_bytes = ml_kem.name, ml_kem.ciphertext_bytes
        self.keygen, self.encaps, self.decaps = kyber.keygen, ml_kem.encaps, ml_kem.decaps


def draft_of(kem: "pqpy.KEM") -> Draft:
    """The draft that became an ML-KEM parameter set, on the same backend."""
    return Draft(kem, pqpy.KEMS[kem.name.replace("ML-KEM-", "Kyber")].on(kem.backend))


def decaps(kem: Kem, secret_key: bytes, ciphertext: bytes, shared_secret: bytes) -> bytes:
    """Decapsulate, and check that the shared secret is the expected one."""
    found = kem.decaps(secret_key, ciphertext)
    if found != shared_secret:
        raise KnownAnswerError(f"{kem.name}: decapsulation gives another shared secret")
    return found


# NIST's response files


def draw(source: Source, sizes: Sequence[int]) -> bytes:
    """Bytes drawn by one call for each size, which of NIST's generator is not one call for all."""
    return b"".join(map(source.read, sizes))


def rsp_entries(kem: Kem, for_key: Sequence[int], for_encaps: Sequence[int]) -> Iterator[str]:
    """The 100 entries of a .rsp file, without the empty line after each.

    Args:
        kem: any parameter set.
        for_key: sizes of the calls that draw the seed of a key pair: Kyber draws d and z by two,
            ML-KEM both by one.
        for_encaps: the same for an encapsulation.
    """
    master = NistDrbg(bytes(range(48)))
    for count in range(100):
        seed = master.read(48)
        drbg = NistDrbg(seed)
        public_key, secret_key = kem.keygen(seed=draw(drbg, for_key))
        shared_secret, ciphertext = kem.encaps(public_key, seed=draw(drbg, for_encaps))
        decaps(kem, secret_key, ciphertext, shared_secret)
        values = {
            "seed": seed,
            "pk": public_key,
            "sk": secret_key,
            "ct": ciphertext,
            "ss": shared_secret,
        }
        lines = [f"{name} = {value.hex().upper()}\n" for name, value in values.items()]
        yield f"count = {count}\n" + "".join(lines)


def rsp_digest(header: str, entries: Iterable[str], part: str) -> str:
    """SHA-256 of a .rsp file or a part of it.

    Args:
        header: the name in the first line.
        entries: without the empty line that follows each.
        part: "single": the first entry; "no_header": all but the header and the empty lines at
            both ends; "file": all.
    """
    digest = hashlib.sha256()
    if part == "file":
        digest.update(f"# {header}\n\n".encode())
    for i, entry in enumerate(entries):
        if i > 0:
            digest.update(b"\n")
        digest.update(entry.encode())
        if part == "single":
            break
    if part == "file":
        digest.update(b"\n")
    return digest.hexdigest()


def rsp(kem: Kem, part: str, split: bool | None = None) -> str:
    """NIST's PQCkemKAT .rsp file; its header says Kyber for ML-KEM too."""
    header = kem.name.replace("ML-KEM-", "Kyber")
    if split is None:
        split = kem.name == header
    return rsp_digest(header, rsp_entries(kem, [32, 32] if split else [64], [32]), part)


# pq-crystals' test_vectors


def tvecs(kem: Kem, part: str) -> str:
    """The output of pq-crystals/kyber's test_vectors program."""
    program = kyber_tvecs if kem.name.startswith("Kyber") else ml_kem_tvecs
    return program(kem, int(part))


def kyber_tvecs(kem: Kem, rounds: int) -> str:
    """Round 3: SURF is the generator, and prints each of its answers."""
    surf, digest = Surf(), hashlib.sha256()
    for _ in range(rounds):
        d, z = surf.read(32), surf.read(32)
        public_key, secret_key = kem.keygen(seed=d + z)
        m = surf.read(32)
        shared_secret, ciphertext = kem.encaps(public_key, seed=m)
        found = decaps(kem, secret_key, ciphertext, shared_secret)
        digest.update(
            f"{d.hex()}\n"
            f"{z.hex()}\n"
            f"Public Key: {public_key.hex()}\n"
            f"Secret Key: {secret_key.hex()}\n"
            f"{m.hex()}\n"
            f"Ciphertext: {ciphertext.hex()}\n"
            f"Shared Secret B: {shared_secret.hex()}\n"
            f"Shared Secret A: {found.hex()}\n".encode()
        )
    return digest.hexdigest()


def ml_kem_tvecs(kem: Kem, rounds: int) -> str:
    """FIPS 203: a silent SHAKE128 stream, which also gives a random ciphertext to reject."""
    stream = Shake128(expect=rounds * (96 + kem.ciphertext_bytes))
    digest = hashlib.sha256()
    for _ in range(rounds):
        public_key, secret_key = kem.keygen(seed=stream.read(64))
        shared_secret, ciphertext = kem.encaps(public_key, seed=stream.read(32))
        found = decaps(kem, secret_key, ciphertext, shared_secret)
        rejected = kem.decaps(secret_key, stream.read(kem.ciphertext_bytes))
        digest.update(
            f"Public Key: {public_key.hex()}\n"
            f"Secret Key: {secret_key.hex()}\n"
            f"Ciphertext: {ciphertext.hex()}\n"
            f"Shared Secret B: {shared_secret.hex()}\n"
            f"Shared Secret A: {found.hex()}\n"
            f"Pseudorandom shared Secret A: {rejected.hex()}\n".encode()
        )
    return digest.hexdigest()


# CCTV and mlkem-native


def accumulated(kem: Kem, part: str, with_dk: bool = True) -> str:
    """CCTV's accumulated vectors: SHAKE128 of everything that N rounds produce.

    The 1,000,000 rounds read 0.9 to 1.7 GB from a stream that is held in memory.
    """
    rounds = int(part)
    stream = Shake128(expect=rounds * (96 + kem.ciphertext_bytes))
    digest = hashlib.shake_128()
    for _ in range(rounds):
        public_key, secret_key = kem.keygen(seed=stream.read(64))
        shared_secret, ciphertext = kem.encaps(public_key, seed=stream.read(32))
        decaps(kem, secret_key, ciphertext, shared_secret)
        rejected = kem.decaps(secret_key, stream.read(kem.ciphertext_bytes))
        digest.update(public_key)
        if with_dk:
            digest.update(secret_key)
        digest.update(ciphertext + shared_secret + rejected)
    return digest.hexdigest(32)


def mlkem_native(kem: Kem, part: str) -> str:
    """mlkem-native's gen_KAT: coins are a chain of SHAKE256."""
    digest = hashlib.sha256()
    coins = hashlib.shake_256(bytes(range(0x20, 0x60))).digest(96)
    for _ in range(int(part)):
        coins = hashlib.shake_256(coins).digest(96)
        public_key, secret_key = kem.keygen(seed=coins[:64])
        shared_secret, ciphertext = kem.encaps(public_key, seed=coins[64:])
        decaps(kem, secret_key, ciphertext, shared_secret)
        digest.update(
            f"pk = {public_key.hex()}\n"
            f"sk = {secret_key.hex()}\n"
            f"ct = {ciphertext.hex()}\n"
            f"ss = {shared_secret.hex()}\n".encode()
        )
    return digest.hexdigest()


PROCEDURES: dict[str, Callable[["pqpy.KEM", str], str]] = {
    "rsp": rsp,
    "rsp split": lambda kem, part: rsp(kem, part, split=True),
    "rsp draft": lambda kem, part: rsp(draft_of(kem), part),
    "tvecs": tvecs,
    "accumulated with_dk": accumulated,
    "accumulated without_dk": lambda kem, part: accumulated(kem, part, with_dk=False),
    "accumulated draft": lambda kem, part: accumulated(draft_of(kem), part),
    "mlkem-native": mlkem_native,
}
