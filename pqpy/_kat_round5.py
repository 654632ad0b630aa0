"""How each known answer of Round5 is computed.

A procedure takes a KEM and the part that is wanted, and gives the digest or value, in hex, to
compare with ``FIGURES[kem.name][procedure][part]``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ._kat_kem import KnownAnswerError, decaps, draw, rsp_digest, rsp_entries
from ._kat_sources import NistDrbg

if TYPE_CHECKING:
    from ._round5_kem import Round5CCA
    from .kem import KEM


class Layout(NamedTuple):
    """What is where in a ciphertext: the numbers of U, then from a whole byte on those of v, both
    packed with the lowest bit first; then, in CCA sets, g.
    """

    u_values: int
    u_bits: int
    v_values: int
    v_bits: int
    errors: int  # that are corrected; if any, the first values of v carry 8 kappa message bits

    @property
    def v_start(self) -> int:
        """The first byte of v."""
        return -(-self.u_values * self.u_bits // 8)

    @property
    def v_end(self) -> int:
        """The first byte after v."""
        return self.v_start + -(-self.v_values * self.v_bits // 8)

    def flipped_v(self, ciphertext: bytes, positions: Iterable[int], bit: int) -> bytes:
        """A ciphertext with one bit of some values of v turned over."""
        out = bytearray(ciphertext)
        for k in positions:
            i = k * self.v_bits + bit
            out[self.v_start + i // 8] ^= 1 << i % 8
        return bytes(out)


# d m, log2 p; mu, log2 t; f.
LAYOUTS = {
    "R5ND_1CPA_0d": Layout(618, 8, 128, 4, 0),
    "R5ND_3CPA_0d": Layout(786, 9, 192, 4, 0),
    "R5ND_5CPA_0d": Layout(1018, 9, 256, 4, 0),
    "R5ND_1CCA_0d": Layout(586, 9, 128, 4, 0),
    "R5ND_3CCA_0d": Layout(852, 9, 192, 5, 0),
    "R5ND_5CCA_0d": Layout(1170, 9, 256, 5, 0),
    "R5ND_1CPA_5d": Layout(490, 7, 318, 3, 5),
    "R5ND_3CPA_5d": Layout(756, 8, 410, 2, 5),
    "R5ND_5CPA_5d": Layout(940, 8, 490, 2, 5),
    "R5ND_1CCA_5d": Layout(508, 7, 318, 4, 5),
    "R5ND_3CCA_5d": Layout(756, 8, 410, 3, 5),
    "R5ND_5CCA_5d": Layout(946, 8, 490, 5, 5),
    "R5N1_1CPA_0d": Layout(594 * 7, 10, 43, 7, 0),
    "R5N1_3CPA_0d": Layout(881 * 8, 10, 64, 7, 0),
    "R5N1_5CPA_0d": Layout(1186 * 8, 12, 64, 7, 0),
    "R5N1_1CCA_0d": Layout(636 * 8, 9, 64, 6, 0),
    "R5N1_3CCA_0d": Layout(876 * 8, 11, 64, 7, 0),
    "R5N1_5CCA_0d": Layout(1217 * 8, 12, 64, 9, 0),
    "R5ND_0CPA_2iot": Layout(372, 7, 181, 3, 2),
    "R5ND_1CPA_4longkey": Layout(490, 7, 355, 3, 4),
    "R5N1_3CCA_0smallCT": Layout(757, 9, 192, 4, 0),
}


# NIST's response files


def draws(kem: KEM) -> tuple[list[int], list[int]]:
    """The sizes of the random calls of key generation and encapsulation."""
    kappa = kem.shared_secret_bytes
    return [kappa] * (kem.seed_bytes // kappa), [kappa] * (kem.encaps_seed_bytes // kappa)


def rsp(kem: KEM, part: str) -> str:
    """The KEM's PQCkemKAT .rsp file: "file"; "single": up to ``count = 1``."""
    entries = rsp_entries(kem, *draws(kem))
    return rsp_digest(kem.name, islice(entries, 1 if part == "single" else None), "file")


def pke_entries(pke: Round5CCA) -> Iterator[str]:
    """The 75 entries of the CCA-PKE's file, without the empty line after each."""
    master = NistDrbg(bytes(range(48)))
    for count in range(75):
        seed = master.read(48)
        message = master.read(16 + 8 * (count // 25))
        drbg = NistDrbg(seed)
        for_key, for_encaps = draws(pke)
        public_key, secret_key = pke.keygen(seed=draw(drbg, for_key))
        ciphertext = pke.encrypt(public_key, message, seed=draw(drbg, for_encaps))
        if pke.decrypt(secret_key, ciphertext) != message:
            raise KnownAnswerError(f"{pke.name}: decryption gives another message")
        yield (
            f"count = {count}\n"
            f"seed = {seed.hex().upper()}\n"
            f"mlen = {len(message)}\n"
            f"msg = {message.hex().upper()}\n"
            f"pk = {public_key.hex().upper()}\n"
            f"sk = {secret_key.hex().upper()}\n"
            f"clen = {len(ciphertext)}\n"
            f"c = {ciphertext.hex().upper()}\n"
        )


def pke_rsp(pke: Round5CCA, part: str) -> str:
    """The CCA-PKE's PQCencryptKAT .rsp file; parts as of ``rsp``."""
    entries = islice(pke_entries(pke), 1 if part == "single" else None)
    return rsp_digest(pke.name, entries, "file")


# Ciphertexts that were changed


class Entry(NamedTuple):
    """Keys, shared secret and ciphertext."""

    public_key: bytes
    secret_key: bytes
    shared_secret: bytes
    ciphertext: bytes


def entry0(kem: KEM) -> Entry:
    """The first entry of the response file."""
    drbg = NistDrbg(NistDrbg(bytes(range(48))).read(48))
    for_key, for_encaps = draws(kem)
    public_key, secret_key = kem.keygen(seed=draw(drbg, for_key))
    shared_secret, ciphertext = kem.encaps(public_key, seed=draw(drbg, for_encaps))
    decaps(kem, secret_key, ciphertext, shared_secret)
    return Entry(public_key, secret_key, shared_secret, ciphertext)


def receiver_ciphertexts(kem: KEM, ciphertext: bytes) -> dict[str, bytes]:
    """What the receiver gets instead of a good ciphertext, by name.

    ``pad_u``, ``pad_v``: with the last padding bit of U, of v, if there is one.  ``v_bit0``: with
    the lowest bit of the first value of v turned over.  ``v_top_...``: with the highest bit, which
    is a raw bit error, of these values of v: the first or last one; the first c; c of them 7 or 13
    apart; all, or the first half, of the parity bits.  ``ct_...``: nothing but ones or zeros, or
    SHAKE256("ct " + name).
    """
    layout = LAYOUTS[kem.name]
    size, kappa, f, mu = len(ciphertext), kem.shared_secret_bytes, layout.errors, layout.v_values
    parity = range(8 * kappa, mu) if f else range(0)
    some = (f, f + 1, f + 2, 2 * f) if f else (3,)
    tops = {"0": range(1), "last": range(mu - 1, mu)}
    tops |= {f"first_{c}": range(c) for c in some}
    tops[f"step7_{f + 3}"] = range(2, 7 * (f + 3) + 2, 7)
    tops[f"step13_{2 * f + 4}"] = range(1, 13 * (2 * f + 4) + 1, 13)
    tops |= {"parity_all": parity, "parity_half": parity[: len(parity) // 2]}

    out = {}
    for name, end, bits in (
        ("pad_u", layout.v_start, layout.u_values * layout.u_bits),
        ("pad_v", layout.v_end, mu * layout.v_bits),
    ):
        if bits % 8:
            last = ciphertext[end - 1] ^ 0x80
            out[name] = ciphertext[: end - 1] + bytes([last]) + ciphertext[end:]
    out["v_bit0"] = layout.flipped_v(ciphertext, range(1), 0)
    for name, positions in tops.items():
        if positions:
            modulo = (k % mu for k in positions)
            out[f"v_top_{name}"] = layout.flipped_v(ciphertext, modulo, layout.v_bits - 1)
    shake = hashlib.shake_256(f"ct {kem.name}".encode()).digest(size)
    return out | {"ct_ff": b"\xff" * size, "ct_00": bytes(size), "ct_shake": shake}


def message(kem: KEM, secret_key: bytes, ciphertext: bytes) -> bytes:
    """What a ciphertext carries, before the check of the CCA KEM."""
    out = kem._new(kem.shared_secret_bytes)
    kem._check(kem._lib.round5_decrypt(kem._impl, out, ciphertext, secret_key))
    found: bytes = kem._take(out)
    return found


def receiver(kem: KEM, part: str) -> str:
    """SHA-256 of the "secrets" or "messages" of all these ciphertexts."""
    entry = entry0(kem)
    result = kem.decaps if part == "secrets" else lambda sk, ct: message(kem, sk, ct)
    digest = hashlib.sha256()
    for ciphertext in receiver_ciphertexts(kem, entry.ciphertext).values():
        digest.update(result(entry.secret_key, ciphertext))
    return digest.hexdigest()


def encaps(kem: KEM, part: str) -> str:
    """Encapsulation to SHAKE256("pk " + name): SHA-256 of the "ciphertext", or the "secret"."""
    public_key = hashlib.shake_256(f"pk {kem.name}".encode()).digest(kem.public_key_bytes)
    coins = draw(NistDrbg(bytes(range(48))), draws(kem)[1])
    shared_secret, ciphertext = kem.encaps(public_key, seed=coins)
    if part == "secret":
        return shared_secret.hex()
    return hashlib.sha256(ciphertext).hexdigest()


def rejected(kem: KEM, part: str) -> str:
    """The secret of the first ciphertext with a byte changed: "5^01", "last^80"."""
    entry = entry0(kem)
    where, _, change = part.partition("^")
    forged = bytearray(entry.ciphertext)
    forged[-1 if where == "last" else int(where)] ^= int(change, 16)
    return kem.decaps(entry.secret_key, bytes(forged)).hex()


PROCEDURES: dict[str, Callable[[Any, str], str]] = {
    "rsp kem": rsp,
    "pke rsp": pke_rsp,
    "receiver": receiver,
    "encaps": encaps,
    "rejected": rejected,
}
