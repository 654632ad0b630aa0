"""How each known answer of Dilithium and ML-DSA is computed.

A procedure takes a Signature and the part that is wanted (how many rounds, or which piece of a
file) and gives the digest, in hex, to compare with ``FIGURES[scheme.name][procedure][part]``.

``mode`` is how a signature gets its randomness: "deterministic"; "randomized" of Dilithium (64
bytes, rho' itself); "hedged" of ML-DSA (32 bytes, rnd).
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pqpy

from ._kat_kem import rsp_digest
from ._kat_kernels import PARAMETERS, Kernels, field_operations, print_samples
from ._kat_sources import NistDrbg, Shake128, Shake128PerCall, Source, Surf

Signature = pqpy.Signature

# NIST's name of each set, which stands in the first line of the .rsp file of the FIPS version too.
ROUND3_NAMES = {"ML-DSA-44": "Dilithium2", "ML-DSA-65": "Dilithium3", "ML-DSA-87": "Dilithium5"}

RANDOM_BYTES = {"deterministic": 0, "hedged": 32, "randomized": 64}


def coins(source: Source, mode: str) -> dict[str, Any]:
    """What ``sign`` takes for its randomness in a mode, drawn if it is to be random."""
    size = RANDOM_BYTES[mode]
    return {"seed": source.read(size)} if size else {"deterministic": True}


# NIST's response files


def rsp_entries(scheme: Signature, mode: str, prefix: bool) -> Iterator[str]:
    """The 100 entries of a .rsp file, without the empty line after each.

    Args:
        scheme: any parameter set.
        mode: of signing.
        prefix: False leaves out the bytes 00 00 that ML-DSA puts before a message.
    """
    master = NistDrbg(bytes(range(48)))
    for count in range(100):
        seed = master.read(48)
        message = master.read(33 * (count + 1))
        drbg = NistDrbg(seed)
        public_key, secret_key = scheme.keygen(seed=drbg.read(32))
        if prefix:
            signature = scheme.sign(secret_key, message, **coins(drbg, mode))
            scheme.verify(public_key, message, signature)
        else:
            tr = hashlib.shake_256(public_key).digest(64)
            mu = hashlib.shake_256(tr + message).digest(64)
            signature = scheme.sign_mu(secret_key, mu, **coins(drbg, mode))
            scheme.verify_mu(public_key, mu, signature)
        yield (
            f"count = {count}\n"
            f"seed = {seed.hex().upper()}\n"
            f"mlen = {len(message)}\n"
            f"msg = {message.hex().upper()}\n"
            f"pk = {public_key.hex().upper()}\n"
            f"sk = {secret_key.hex().upper()}\n"
            f"smlen = {len(signature) + len(message)}\n"
            f"sm = {(signature + message).hex().upper()}\n"
        )


def rsp(scheme: Signature, part: str, mode: str, prefix: bool = True) -> str:
    """NIST's PQCsignKAT .rsp file; its header says Dilithium for ML-DSA too."""
    header = ROUND3_NAMES.get(scheme.name, scheme.name)
    return rsp_digest(header, rsp_entries(scheme, mode, prefix), part)


# pq-crystals' test_vectors


def tvecs(scheme: Signature, part: str, mode: str) -> str:
    """The output of pq-crystals/dilithium's test_vectors program."""
    rounds = int(part)
    if scheme.name in ROUND3_NAMES:
        source: Source = Shake128(expect=rounds * (128 + RANDOM_BYTES[mode]))
        options: dict[str, Any] = {"context": b"test_vectors\0"}
    else:
        source, options = Shake128PerCall(), {}
    kernels, parameters = Kernels(scheme.backend), PARAMETERS[scheme.name]
    digest = hashlib.sha256()
    for count in range(rounds):
        message = source.read(32)
        public_key, secret_key = scheme.keygen(seed=source.read(32))
        signature = scheme.sign(secret_key, message, **options, **coins(source, mode))
        scheme.verify(public_key, message, signature, **options)
        seed = source.read(64)
        digest.update(
            f"count = {count}\n"
            f"m = {message.hex()}\n"
            f"pk = {hashlib.shake_256(public_key).hexdigest(32)}\n"
            f"sk = {hashlib.shake_256(secret_key).hexdigest(32)}\n"
            f"sig = {hashlib.shake_256(signature).hexdigest(32)}\n"
            f"seed = {seed.hex().upper()}\n"
            f"{print_samples(kernels, parameters, seed)}\n".encode()
        )
    return digest.hexdigest()


# PQClean and CCTV


def pqclean(scheme: Signature, part: str) -> str:
    """PQClean's testvectors program: ML-DSA hedged, Dilithium deterministic; signs twice."""
    mode = "hedged" if scheme.name in ROUND3_NAMES else "deterministic"
    surf, digest = Surf(), hashlib.sha256()
    for size in (0, 1, 4, 16, 64, 256, 1024)[: int(part)]:
        message = surf.read(size)
        public_key, secret_key = scheme.keygen(seed=surf.read(32))
        first = scheme.sign(secret_key, message, **coins(surf, mode))
        second = scheme.sign(secret_key, message, **coins(surf, mode))
        for signature in (first, second):
            scheme.verify(public_key, message, signature)
        for line in (public_key, secret_key, first + message, second):
            digest.update(f"{line.hex()}\n".encode())
    return digest.hexdigest()


def accumulated(scheme: Signature, part: str) -> str:
    """CCTV's accumulated vectors: SHAKE128 of N public keys and signatures of nothing."""
    rounds = int(part)
    stream, digest = Shake128(expect=rounds * 32), hashlib.shake_128()
    for _ in range(rounds):
        public_key, secret_key = scheme.keygen(seed=stream.read(32))
        signature = scheme.sign(secret_key, b"", deterministic=True)
        scheme.verify(public_key, b"", signature)
        digest.update(public_key + signature)
    return digest.hexdigest(32)


# Contexts, pre-hashing and external mu: figures made for this project


def extra_inputs(scheme: Signature, label: str) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """The 20 inputs of a figure: key seed, rnd, context and message."""
    stream = Shake128(f"extra:{scheme.name}:{label}".encode())
    for i in range(20):
        context_bytes = (0, 1, 13, 128, 254, 255)[i % 6]
        seed, rnd = stream.read(32), stream.read(32)
        yield seed, rnd, stream.read(context_bytes), stream.read(17 * i)


def context(scheme: Signature, part: str) -> str:
    """Pure ML-DSA with contexts; the part is the signing mode."""
    digest = hashlib.shake_128()
    for seed, rnd, ctx, message in extra_inputs(scheme, f"context_{part}"):
        public_key, secret_key = scheme.keygen(seed=seed)
        randomness: Any = {"seed": rnd} if part == "hedged" else {"deterministic": True}
        signature = scheme.sign(secret_key, message, context=ctx, **randomness)
        scheme.verify(public_key, message, signature, context=ctx)
        digest.update(signature)
    return digest.hexdigest(32)


def external_mu(scheme: Signature, part: str) -> str:
    """The signatures of ``context`` made from mu: the same figure must come out."""
    digest = hashlib.shake_128()
    for seed, rnd, ctx, message in extra_inputs(scheme, f"context_{part}"):
        public_key, secret_key = scheme.keygen(seed=seed)
        tr = hashlib.shake_256(public_key).digest(64)
        mu = hashlib.shake_256(tr + bytes([0, len(ctx)]) + ctx + message).digest(64)
        signature = scheme.sign_mu(secret_key, mu, seed=rnd)
        scheme.verify_mu(public_key, mu, signature)
        digest.update(signature)
    return digest.hexdigest(32)


def prehash(scheme: Signature, part: str) -> str:
    """HashML-DSA, hedged; the part is the name of the hash function."""
    digest = hashlib.shake_128()
    for seed, rnd, ctx, message in extra_inputs(scheme, f"prehash/{part}"):
        public_key, secret_key = scheme.keygen(seed=seed)
        signature = scheme.sign(secret_key, message, context=ctx, prehash=part, seed=rnd)
        scheme.verify(public_key, message, signature, context=ctx, prehash=part)
        digest.update(signature)
    return digest.hexdigest(32)


PROCEDURES: dict[str, Callable[[Signature, str], str]] = {
    "rsp deterministic": partial(rsp, mode="deterministic"),
    "rsp randomized": partial(rsp, mode="randomized"),
    "rsp hedged": partial(rsp, mode="hedged"),
    "rsp deterministic no_prefix": partial(rsp, mode="deterministic", prefix=False),
    "rsp hedged no_prefix": partial(rsp, mode="hedged", prefix=False),
    "tvecs deterministic": partial(tvecs, mode="deterministic"),
    "tvecs randomized": partial(tvecs, mode="randomized"),
    "tvecs hedged": partial(tvecs, mode="hedged"),
    "pqclean": pqclean,
    "accumulated": accumulated,
    "context": context,
    "external_mu": external_mu,
    "prehash": prehash,
    "field_operations": lambda scheme, part: field_operations(scheme.backend),
}
