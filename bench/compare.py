"""pqpy against the other packages on PyPI: ``python bench/compare.py [--set ML-KEM-768 ...]``.

What is installed of the extra "bench" takes part, and liboqs-python if its library is there.  All
run in one process in interleaved rounds (pqpy.bench), on pqpy's keys, ciphertexts and signatures,
after each has shown that it does the same thing as pqpy.  Times are medians in microseconds (of
signing: medians of means); "3.4x" says how many times as long as pqpy's that is.  Of a set that no
other package has, as those of Round5, pqpy's times are shown alone.

PQPY_BACKEND chooses pqpy's backend.
"""

from __future__ import annotations

import argparse
import ctypes.util
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, ClassVar

import pqpy
from pqpy import bench
from pqpy.bench import Calls, Form, Inputs, KEMInputs, Operation, SignatureInputs, Timing

ML_KEMS = ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")
KYBERS = ("Kyber512", "Kyber768", "Kyber1024")
ML_DSAS = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
DILITHIUMS = ("Dilithium2", "Dilithium3", "Dilithium5")

# What is shown of a set that no other package has.
NAMES = ("keygen", "encaps", "decaps", "sign", "verify")

# The tables of a parameter set, and what is compared with what.
TITLES: dict[Form, str] = {
    "bytes": "keys as bytes, expanded at every call",
    "seed": "the secret key as its seed, expanded at every call",
    "prepared": "key objects",
}


# The peers.  A peer says what to call for which operation: one that takes bytes and one that takes
# a key object, prepared here from pqpy's key.  An operation that a package does not have is left
# out.  verify raises or returns False if the signature does not fit; encaps returns secret and
# ciphertext in any order.


class Peer:
    """Another package."""

    package: ClassVar[str]  # on PyPI
    sets: ClassVar[Sequence[str]]
    pure: ClassVar[bool] = False  # all Python: in the tables, but not a rival in the summary

    def find(self) -> None:
        """Raise ImportError if the package cannot be used."""
        version(self.package)

    def calls(self, name: str, x: Any) -> Calls:
        """What to call for the operations of a parameter set on the inputs *x*."""
        raise NotImplementedError


class CryptographyKEM(Peer):
    """OpenSSL; key objects, whose secret half is stored as the seed."""

    package, sets = "cryptography", ML_KEMS[1:]

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        module = import_module("cryptography.hazmat.primitives.asymmetric.mlkem")
        private = getattr(module, f"{name.replace('-', '')}PrivateKey")
        public = getattr(module, f"{name.replace('-', '')}PublicKey").from_public_bytes
        secret = private.from_seed_bytes
        return {
            Operation("encaps", "bytes"): lambda: public(x.public_key).encapsulate(),
            Operation("decaps", "seed"): lambda: secret(x.seed).decapsulate(x.ciphertext),
            Operation("keygen", "prepared"): private.generate,
            Operation("encaps", "prepared"): public(x.public_key).encapsulate,
            Operation("decaps", "prepared"): partial(secret(x.seed).decapsulate, x.ciphertext),
        }


class CryptographySignature(Peer):
    """As above."""

    package, sets = "cryptography", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        module = import_module("cryptography.hazmat.primitives.asymmetric.mldsa")
        private = getattr(module, f"{name.replace('-', '')}PrivateKey")
        public = getattr(module, f"{name.replace('-', '')}PublicKey").from_public_bytes
        secret, signed = private.from_seed_bytes, (x.signature, x.messages[0])
        return {
            Operation("sign", "seed"): lambda message: secret(x.seed).sign(message),
            Operation("verify", "bytes"): lambda: public(x.public_key).verify(*signed),
            Operation("keygen", "prepared"): private.generate,
            Operation("sign", "prepared"): secret(x.seed).sign,
            Operation("verify", "prepared"): partial(public(x.public_key).verify, *signed),
        }


class LiboqsKEM(Peer):
    """liboqs through ctypes; a handle, made once, that holds the secret key as bytes.

    So it stands in both tables with the same calls.
    """

    package, sets = "liboqs-python", ML_KEMS

    def find(self) -> None:
        """Without its library, importing oqs would clone and build one."""
        super().find()
        if not ctypes.util.find_library("oqs"):
            raise ImportError("the library liboqs is not installed")

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        oqs = import_module("oqs")
        new, kem = oqs.KeyEncapsulation(name), oqs.KeyEncapsulation(name, x.secret_key)
        encaps = partial(kem.encap_secret, x.public_key)
        decaps = partial(kem.decap_secret, x.ciphertext)
        return {
            Operation("keygen", "bytes"): lambda: (new.generate_keypair(), new.export_secret_key()),
            Operation("encaps", "bytes"): encaps,
            Operation("decaps", "bytes"): decaps,
            Operation("keygen", "prepared"): new.generate_keypair,
            Operation("encaps", "prepared"): encaps,
            Operation("decaps", "prepared"): decaps,
        }


class LiboqsSignature(LiboqsKEM):
    """As above."""

    sets = ML_DSAS

    def calls(self, name: str, x: Any) -> Calls:
        """See Peer."""
        oqs = import_module("oqs")
        new, scheme = oqs.Signature(name), oqs.Signature(name, x.secret_key)
        verify = partial(scheme.verify, x.messages[0], x.signature, x.public_key)
        return {
            Operation("keygen", "bytes"): lambda: (new.generate_keypair(), new.export_secret_key()),
            Operation("sign", "bytes"): scheme.sign,
            Operation("verify", "bytes"): verify,
            Operation("keygen", "prepared"): new.generate_keypair,
            Operation("sign", "prepared"): scheme.sign,
            Operation("verify", "prepared"): verify,
        }


class Mlkem(Peer):
    """Rust; key objects."""

    package, sets = "mlkem", ML_KEMS

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        mlkem = import_module("mlkem")
        kem = mlkem.ML_KEM(getattr(mlkem.ParameterSet, name.replace("-", "_")))
        public, secret = mlkem.EncapsKey.from_bytes, mlkem.DecapsKey.from_bytes
        return {
            Operation("keygen", "bytes"): lambda: [bytes(key) for key in kem.key_gen()],
            Operation("encaps", "bytes"): lambda: kem.encaps(public(x.public_key)),
            Operation("decaps", "bytes"): lambda: kem.decaps(secret(x.secret_key), x.ciphertext),
            Operation("keygen", "prepared"): kem.key_gen,
            Operation("encaps", "prepared"): partial(kem.encaps, public(x.public_key)),
            Operation("decaps", "prepared"): partial(
                kem.decaps, secret(x.secret_key), x.ciphertext
            ),
        }


class FastMldsa(Peer):
    """Rust; key objects."""

    package, sets = "fast-mldsa", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        fast_mldsa = import_module("fast_mldsa")
        scheme = getattr(fast_mldsa, name.replace("ML-DSA-", "MlDsa"))
        public, secret = fast_mldsa.VerificationKey.from_bytes, fast_mldsa.SigningKey.from_bytes
        signed = (x.signature, x.messages[0])
        return {
            Operation("keygen", "bytes"): lambda: [bytes(key) for key in scheme.key_gen()],
            Operation("sign", "bytes"): lambda message: secret(x.secret_key).sign(message),
            Operation("verify", "bytes"): lambda: public(x.public_key).verify(*signed),
            Operation("keygen", "prepared"): scheme.key_gen,
            Operation("sign", "prepared"): secret(x.secret_key).sign,
            Operation("verify", "prepared"): partial(public(x.public_key).verify, *signed),
        }


class PqcryptoKEM(Peer):
    """Rust; key objects, which hold bytes."""

    package, sets = "pqcrypto", ML_KEMS

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        kem = getattr(import_module("pqcrypto.kem"), name.replace("-", "_").lower())
        return {
            Operation("keygen", "bytes"): kem.keygen,
            Operation("encaps", "bytes"): partial(kem.encaps, x.public_key),
            Operation("decaps", "bytes"): partial(kem.decaps, x.secret_key, x.ciphertext),
            Operation("encaps", "prepared"): kem.PublicKey(x.public_key).encaps,
            Operation("decaps", "prepared"): partial(
                kem.SecretKey(x.secret_key).decaps, x.ciphertext
            ),
        }


class PqcryptoSignature(Peer):
    """As above."""

    package, sets = "pqcrypto", ML_DSAS

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        scheme = getattr(import_module("pqcrypto.sign"), name.replace("-", "_").lower())
        signed = (x.messages[0], x.signature)
        return {
            Operation("keygen", "bytes"): scheme.keygen,
            Operation("sign", "bytes"): partial(scheme.sign, x.secret_key),
            Operation("verify", "bytes"): partial(scheme.verify, x.public_key, *signed),
            Operation("sign", "prepared"): scheme.SecretKey(x.secret_key).sign,
            Operation("verify", "prepared"): partial(
                scheme.PublicKey(x.public_key).verify, *signed
            ),
        }


class KyberPy(Peer):
    """Pure Python; bytes only."""

    package, sets = "kyber-py", (*ML_KEMS, *KYBERS)
    pure = True

    def calls(self, name: str, x: KEMInputs) -> Calls:
        """See Peer."""
        module = import_module("kyber_py.kyber" if name in KYBERS else "kyber_py.ml_kem")
        kem = getattr(module, name.replace("-", "_"))
        return {
            Operation("keygen", "bytes"): kem.keygen,
            Operation("encaps", "bytes"): partial(kem.encaps, x.public_key),
            Operation("decaps", "bytes"): partial(kem.decaps, x.secret_key, x.ciphertext),
        }


class DilithiumPy(Peer):
    """Pure Python; bytes only."""

    package, sets = "dilithium-py", (*ML_DSAS, *DILITHIUMS)
    pure = True

    def calls(self, name: str, x: SignatureInputs) -> Calls:
        """See Peer."""
        old = name in DILITHIUMS
        module = import_module("dilithium_py.dilithium" if old else "dilithium_py.ml_dsa")
        scheme = getattr(module, name.replace("-", "_"))
        return {
            Operation("keygen", "bytes"): scheme.keygen,
            Operation("sign", "bytes"): partial(scheme.sign, x.secret_key),
            Operation("verify", "bytes"): partial(
                scheme.verify, x.public_key, x.messages[0], x.signature
            ),
        }


PEERS: tuple[Peer, ...] = (
    LiboqsKEM(),
    LiboqsSignature(),
    CryptographyKEM(),
    CryptographySignature(),
    Mlkem(),
    FastMldsa(),
    PqcryptoKEM(),
    PqcryptoSignature(),
    KyberPy(),
    DilithiumPy(),
)


# Do they do the same thing?


class Mismatch(Exception):
    """A peer gives something else than pqpy."""


def check(peer: Peer, name: str, inputs: Inputs) -> Calls:
    """Run every call of a peer once against pqpy; return them.

    Raises:
        Mismatch: pqpy cannot decapsulate or verify what it gave, or the other way round.
        Exception: whatever the peer raises; not the package or version that it was written for.
    """
    calls = peer.calls(name, inputs)
    for operation, call in calls.items():
        if isinstance(inputs, KEMInputs):
            good = _same_kem(operation, call, inputs)
        else:
            good = _same_signature(operation, call, inputs)
        if not good:
            raise Mismatch(f"{operation} does not fit pqpy's")
    if isinstance(inputs, SignatureInputs):
        damaged = inputs.signature[:-1] + bytes([inputs.signature[-1] ^ 1])
        forged = peer.calls(name, replace(inputs, signature=damaged))
        for operation, call in forged.items():
            if operation.name == "verify" and _accepts(call):
                raise Mismatch(f"{operation} accepts a damaged signature")
    return calls


def _same_kem(operation: Operation, call: Callable[..., Any], x: KEMInputs) -> bool:
    result, kem = call(), x.scheme
    if operation.name == "encaps":
        shared, ciphertext = sorted(result, key=len)  # in whichever order
        return bool(kem.decaps(x.secret_key, ciphertext) == shared)
    if operation.name == "decaps":
        return bool(result == x.shared_secret)
    if operation.key == "prepared":  # key objects of its own; they show in the other operations
        return True
    public, secret = result
    shared, ciphertext = kem.encaps(public)
    return kem.secret_key(secret).decaps(ciphertext) == shared


def _same_signature(operation: Operation, call: Callable[..., Any], x: SignatureInputs) -> bool:
    scheme, message = x.scheme, x.messages[1]
    if operation.name == "sign":
        signature = bytes(call(message))  # pqcrypto has a class for it
        return scheme.is_valid(x.public_key, message, signature)
    result = call()
    if operation.name == "verify":
        return result is not False
    if operation.key == "prepared":
        return True
    public, secret = result
    return scheme.is_valid(public, message, scheme.secret_key(secret).sign(message))


def _accepts(verify: Callable[..., object]) -> bool:
    try:
        return verify() is not False
    except Exception:  # every package has its own
        return False


# Measuring.


@dataclass(frozen=True)
class Result:
    """The timing of one operation of one package."""

    set: str
    operation: Operation
    package: str
    timing: Timing
    ratio: float  # its time in units of pqpy's

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON, flat."""
        what = {"set": self.set, "operation": self.operation.name, "key": self.operation.key}
        return what | {"package": self.package, "ratio": self.ratio} | asdict(self.timing)


class Field:
    """The packages that take part, and why others do not."""

    def __init__(self) -> None:
        self.versions = {"pqpy": pqpy.__version__}
        self.missing: dict[str, str] = {}
        self.failed: dict[str, str] = {}
        for peer in PEERS:
            try:
                peer.find()
            except PackageNotFoundError:
                self.missing[peer.package] = "not installed"
            except ImportError as error:
                self.missing[peer.package] = str(error)
            else:
                self.versions[peer.package] = version(peer.package)

    def calls(self, name: str, inputs: Inputs) -> dict[str, Calls]:
        """By package, pqpy first: the calls of those that have this set and fit pqpy."""
        found = {"pqpy": inputs.calls()}
        for peer in PEERS:
            if name not in peer.sets or peer.package not in self.versions:
                continue
            try:
                found[peer.package] = check(peer, name, inputs)
            except Exception as error:  # whatever the wrong version of a package does
                self.failed[f"{peer.package} {name}"] = f"{type(error).__name__}: {error}"
        return found


def compare(field: Field, name: str, rounds: int) -> list[Result]:
    """Time one parameter set of every package."""
    inputs = bench.fresh_inputs(pqpy.get(name))
    calls = field.calls(name, inputs)
    shared = {operation for package in calls if package != "pqpy" for operation in calls[package]}
    if not any(name in peer.sets for peer in PEERS):
        shared = {operation for operation in calls["pqpy"] if operation.name in NAMES}
    contenders = {
        (package, operation): bench.contender(operation, call, inputs)
        for package, by_operation in calls.items()
        for operation, call in by_operation.items()
        if operation in shared
    }
    timings = bench.measure(contenders, rounds=rounds)
    return [
        Result(name, operation, package, t, t.median_us / timings["pqpy", operation].median_us)
        for (package, operation), t in timings.items()
    ]


# What to print.

NO_RATIO = " " * 8  # the width of a ratio
NOTHING = "-" + NO_RATIO


def page(results: Sequence[Result], versions: dict[str, str]) -> str:
    """The tables of one parameter set: a line per package, a column per operation."""
    blocks = []
    for form, title in TITLES.items():
        here = [r for r in results if r.operation.key == form]
        if not here:
            continue
        operations = list(dict.fromkeys(r.operation.name for r in here))
        cells = {(r.package, r.operation.name): cell(r) for r in here}
        lines = [
            f"  {package + ' ' + versions[package]:<26}"
            + "".join(f"{cells.get((package, name), NOTHING):>22}" for name in operations)
            for package in dict.fromkeys(r.package for r in here)
        ]
        head = "".join(f"{name + NO_RATIO:>22}" for name in operations)
        text = [f"{results[0].set}: {title}", f"  {'':<26}{head}", *lines]
        blocks.append("\n".join(line.rstrip() for line in text))
    return "\n\n".join(blocks)


def cell(result: Result) -> str:
    """A time and, for others than pqpy, the ratio."""
    ratio = NO_RATIO if result.package == "pqpy" else f"{times(result.ratio):>8}"
    return bench.microseconds(result.timing.median_us) + ratio


def times(ratio: float) -> str:
    """A ratio: "3.42x", "34x", "1,240x"."""
    return f"{ratio:,.{2 if ratio < 10 else 1 if ratio < 100 else 0}f}x"


@dataclass(frozen=True)
class Summary:
    """pqpy against the fastest other compiled package at each operation, over all sets that have
    one, for one form of key.

    Attributes:
        least: the smallest of the ratios, and where: "ML-KEM-768 encaps, mlkem".
        mean: their geometric mean.
    """

    key: Form
    least: float
    where: str
    mean: float

    def __str__(self) -> str:
        return (
            f"  {TITLES[self.key] + ':':<52}geometric mean {times(self.mean)}\n"
            f"    least {times(self.least)} ({self.where})"
        )


def summaries(results: Sequence[Result]) -> Iterator[Summary]:
    """One for each form of key that was compared."""
    no_rivals = {"pqpy", *(peer.package for peer in PEERS if peer.pure)}
    fastest: dict[tuple[str, Operation], Result] = {}
    for result in sorted(results, key=lambda r: r.ratio):
        if result.package not in no_rivals:
            fastest.setdefault((result.set, result.operation), result)
    for form in TITLES:
        rivals = [result for result in fastest.values() if result.operation.key == form]
        if rivals:
            least = rivals[0]
            where_least = f"{least.set} {least.operation.name}, {least.package}"
            mean = math.exp(sum(math.log(r.ratio) for r in rivals) / len(rivals))
            yield Summary(form, least.ratio, where_least, mean)


def main(argv: Sequence[str] | None = None) -> int:
    """Compare; 1 if a package that is installed did not fit pqpy."""
    standard = (*ML_KEMS, *ML_DSAS)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=bench.ROUNDS, help="default: %(default)s")
    parser.add_argument(
        "--set", nargs="+", type=set_name, default=standard, help="default: ML-KEM and ML-DSA"
    )
    parser.add_argument("--json", metavar="FILE", help="write the results; - prints nothing else")
    arguments = parser.parse_args(argv)
    if arguments.rounds < 1:
        parser.error("--rounds must be positive")

    show = print if arguments.json != "-" else lambda *_, **__: None
    field, results = Field(), []
    show(f"{bench.facts()}\n{arguments.rounds} interleaved rounds; medians in microseconds\n")
    for name in dict.fromkeys(arguments.set):
        found = compare(field, name, arguments.rounds)
        results += found
        show(page(found, field.versions) + "\n", flush=True)
    if against := list(summaries(results)):
        show("pqpy against the fastest other compiled package at each operation")
        show(*against, "", sep="\n")
    for package, reason in (field.missing | field.failed).items():
        show(f"left out: {package}: {reason}")
    if arguments.json:
        write(arguments.json, document(field, results, arguments.rounds))
    return int(bool(field.failed))


def set_name(text: str) -> str:
    """The proper name of a parameter set."""
    try:
        return pqpy.get(text).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def document(field: Field, results: Sequence[Result], rounds: int) -> dict[str, Any]:
    """Everything, for JSON."""
    return {
        "facts": bench.facts()._asdict(),
        "rounds": rounds,
        "packages": field.versions,
        "left_out": field.missing | field.failed,
        "results": [result.as_dict() for result in results],
        "summary": [asdict(summary) for summary in summaries(results)],
    }


def write(file: str, content: dict[str, Any]) -> None:
    """As JSON to a file, or to the standard output for "-"."""
    text = json.dumps(content, indent=2) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
