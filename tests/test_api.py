"""The names and sizes of the package are those that it promises, and the tables agree."""

import importlib
import inspect
import pydoc
import re
import subprocess
import sys
import tempfile
import typing
from pathlib import Path

import pytest
from helpers import ROOT, build_table
from round5_model import MODELS

import pqpy

CONSTANTS = {
    "ML-KEM-512": "ML_KEM_512",
    "ML-KEM-768": "ML_KEM_768",
    "ML-KEM-1024": "ML_KEM_1024",
    "ML-DSA-44": "ML_DSA_44",
    "ML-DSA-65": "ML_DSA_65",
    "ML-DSA-87": "ML_DSA_87",
    **{name: name for name in ("Kyber512", "Kyber768", "Kyber1024")},
    **{name: name for name in ("Dilithium2", "Dilithium3", "Dilithium5")},
    **{name: name for name in MODELS},
}
FAMILIES = {"kyber": pqpy.kyber, "dilithium": pqpy.dilithium, "round5": pqpy.round5}


def test_all_sets_are_there():
    """Each set is a constant of pqpy and of its family, and a value of KEMS or SIGNATURES."""
    found = {x.name: family for family in FAMILIES.values() for x in family.INSTANCES}
    assert set(found) == set(pqpy.KEMS) | set(pqpy.SIGNATURES) == set(CONSTANTS)
    for name, constant in CONSTANTS.items():
        assert getattr(pqpy, constant) is getattr(found[name], constant) is pqpy.get(name)
        assert pqpy.get(name).name == name
    for name in pqpy.__all__:
        assert hasattr(pqpy, name)
    with pytest.raises(TypeError):
        pqpy.KEMS["mine"] = pqpy.ML_KEM_768


def test_get():
    """Get finds a name in any case, with or without hyphens and underscores."""
    for written in ("ML-KEM-768", "ml_kem_768", "MLKEM768", "ml-kem-768", "ML_KEM_768"):
        assert pqpy.get(written) is pqpy.ML_KEM_768
    assert pqpy.get("DILITHIUM-3") is pqpy.Dilithium3
    with pytest.raises(ValueError, match="called 'ML-KEM-786'; the nearest is 'ML-KEM-"):
        pqpy.get("ML-KEM-786")
    with pytest.raises(TypeError, match="name must be a str, not bytes"):
        pqpy.get(b"ML-KEM-768")


# FIPS 203, table 3, and FIPS 204, table 2; the round-3 documents; the Round5 specification.
SIZES = {
    "ML-KEM-512": (1, 800, 1632, 768),
    "ML-KEM-768": (3, 1184, 2400, 1088),
    "ML-KEM-1024": (5, 1568, 3168, 1568),
    "Kyber512": (1, 800, 1632, 768),
    "Kyber768": (3, 1184, 2400, 1088),
    "Kyber1024": (5, 1568, 3168, 1568),
    "ML-DSA-44": (2, 1312, 2560, 2420),
    "ML-DSA-65": (3, 1952, 4032, 3309),
    "ML-DSA-87": (5, 2592, 4896, 4627),
    "Dilithium2": (2, 1312, 2528, 2420),
    "Dilithium3": (3, 1952, 4000, 3293),
    "Dilithium5": (5, 2592, 4864, 4595),
    "R5ND_1CPA_0d": (1, 634, 16, 682),
    "R5ND_3CPA_0d": (3, 909, 24, 981),
    "R5ND_5CPA_0d": (5, 1178, 32, 1274),
    "R5ND_1CCA_0d": (1, 676, 708, 740),
    "R5ND_3CCA_0d": (3, 983, 1031, 1103),
    "R5ND_5CCA_0d": (5, 1349, 1413, 1509),
    "R5ND_1CPA_5d": (1, 445, 16, 549),
    "R5ND_3CPA_5d": (3, 780, 24, 859),
    "R5ND_5CPA_5d": (5, 972, 32, 1063),
    "R5ND_1CCA_5d": (1, 461, 493, 620),
    "R5ND_3CCA_5d": (3, 780, 828, 934),
    "R5ND_5CCA_5d": (5, 978, 1042, 1285),
    "R5N1_1CPA_0d": (1, 5214, 16, 5236),
    "R5N1_3CPA_0d": (3, 8834, 24, 8866),
    "R5N1_5CPA_0d": (5, 14264, 32, 14288),
    "R5N1_1CCA_0d": (1, 5740, 5772, 5788),
    "R5N1_3CCA_0d": (3, 9660, 9708, 9716),
    "R5N1_5CCA_0d": (5, 14636, 14700, 14708),
    "R5ND_0CPA_2iot": (0, 342, 16, 394),
    "R5ND_1CPA_4longkey": (1, 453, 24, 563),
    "R5N1_3CCA_0smallCT": (3, 163536, 163584, 972),
}


@pytest.mark.parametrize("name", SIZES)
def test_attributes(name):
    """Level, sizes, standard and status are those of the documents."""
    x = pqpy.get(name)
    is_kem = isinstance(x, pqpy.KEM)
    last = x.ciphertext_bytes if is_kem else x.signature_bytes
    assert (x.nist_level, x.public_key_bytes, x.secret_key_bytes, last) == SIZES[name]
    assert repr(x) == f"<{name} on {x.backend}>"
    if name in MODELS:
        k = {"0": 16, "1": 16, "3": 24, "5": 32}[name[5]] if "longkey" not in name else 24
        assert (x.standard, x.status) == ("Round5 (NIST round 2, April 2020)", "experimental")
        assert x.shared_secret_bytes == k
        cca = isinstance(x, pqpy.Round5CCA)
        assert (cca, x.seed_bytes, x.encaps_seed_bytes) == (
            (True, 3 * k, k) if "CCA" in name else (False, 2 * k, 2 * k)
        )
        return
    fips = name.startswith("ML-")
    assert x.status == ("standard" if fips else "superseded")
    round3 = "Kyber 3.02 (NIST round 3)" if is_kem else "Dilithium 3.1 (NIST round 3)"
    assert x.standard == (("FIPS 203" if is_kem else "FIPS 204") if fips else round3)
    assert x.seed_bytes == (64 if is_kem else 32)
    if is_kem:
        assert (x.shared_secret_bytes, x.encaps_seed_bytes) == (32, 32)
    else:
        assert x.sign_seed_bytes == (32 if fips else 64)


def test_readme_table():
    """README's table has every set with its right sizes."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert {row[0] for row in rows} == set(CONSTANTS.values())
    assert len(rows) == len(CONSTANTS)
    for constant, rest in rows:
        x = getattr(pqpy, constant)
        last = x.ciphertext_bytes if isinstance(x, pqpy.KEM) else x.signature_bytes
        secret = f"{x.secret_key_bytes} ({x.seed_bytes})"
        fields = [x.nist_level, x.public_key_bytes, secret, last]
        if x.name in MODELS:
            fields = [*fields, x.shared_secret_bytes, re.search(r"2\^-\d+$", rest).group()]
        else:
            fields = [x.standard, *fields]
        assert rest.split(" | ") == [str(field) for field in fields]


def test_public_things_are_documented():
    """Every public class, method and function has a docstring, and help() can show it."""
    for name in pqpy.__all__:
        value = getattr(pqpy, name)
        if not inspect.isclass(value):
            continue
        assert value.__doc__, name
        for attribute, member in inspect.getmembers(value):
            if not attribute.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{name}.{attribute}"
        assert len(inspect.getdoc(value).splitlines()[0]) < 100


def test_constructors():
    """help() of a class begins with what it is for: nobody but the package makes instances."""
    for cls in (pqpy.KEM, pqpy.Signature, pqpy.Round5CPA, pqpy.Round5CCA):
        title, first, *_ = pydoc.plain(pydoc.render_doc(cls)).splitlines()[2:]
        assert title.startswith(f"class {cls.__name__}(")
        assert first == f" |  {inspect.getdoc(cls).splitlines()[0]}"
        with pytest.raises(TypeError, match="instances are made by the package"):
            cls()


def test_signature_arguments():
    """The signatures of methods are those that the design fixes."""
    sign = "(self, secret_key, message, *, context, prehash, deterministic, seed)"
    expected = {
        (pqpy.KEM, "keygen"): "(self, *, seed)",
        (pqpy.KEM, "encaps"): "(self, public_key, *, seed)",
        (pqpy.KEM, "decaps"): "(self, secret_key, ciphertext)",
        (pqpy.KEM, "generate"): "(self, *, seed)",
        (pqpy.Round5CCA, "encrypt"): "(self, public_key, message, *, seed)",
        (pqpy.Round5CCA, "decrypt"): "(self, secret_key, ciphertext)",
        (pqpy.Round5PublicKey, "encrypt"): "(self, message, *, seed)",
        (pqpy.Round5SecretKey, "decrypt"): "(self, ciphertext)",
        (pqpy.Signature, "sign"): sign,
        (pqpy.Signature, "seal"): sign,
        (pqpy.Signature, "verify"): "(self, public_key, message, signature, *, context, prehash)",
        (pqpy.Signature, "is_valid"): "(self, public_key, message, signature, *, context, prehash)",
        (pqpy.Signature, "open"): "(self, public_key, signed_message, *, context, prehash)",
        (
            pqpy.Signature,
            "sign_digest",
        ): "(self, secret_key, digest, prehash, *, context, deterministic, seed)",
        (
            pqpy.Signature,
            "verify_digest",
        ): "(self, public_key, digest, signature, prehash, *, context)",
        (pqpy.Signature, "mu"): "(self, key, *, context)",
        (pqpy.Signature, "sign_mu"): "(self, secret_key, mu, *, deterministic, seed)",
        (pqpy.Signature, "verify_mu"): "(self, public_key, mu, signature)",
    }
    for (owner, method), wanted in expected.items():
        parameters = inspect.signature(getattr(owner, method)).parameters.values()
        bare = [p.replace(annotation=p.empty, default=p.empty) for p in parameters]
        assert str(inspect.Signature(bare)) == wanted


def test_type_hints():
    """typing.get_type_hints finds the types of all public methods, properties and classes."""
    for name in pqpy.__all__:
        value = getattr(pqpy, name)
        if not inspect.isclass(value):
            continue
        typing.get_type_hints(value)
        for attribute, member in inspect.getmembers(value):
            function = member.fget if isinstance(member, property) else member
            if not attribute.startswith("_") and inspect.isfunction(function):
                typing.get_type_hints(function)
    hints = typing.get_type_hints(pqpy.KEM.decaps)
    assert hints["secret_key"] == pqpy._typing.Buffer | pqpy.KEMSecretKey
    assert hints["return"] is bytes


def test_errors():
    """The hierarchy of errors is the one that callers rely on."""
    assert issubclass(pqpy.InvalidKey, ValueError)
    for error in (pqpy.InvalidKey, pqpy.InvalidSignature, pqpy.DecryptionError):
        assert issubclass(error, pqpy.PQError)
        assert getattr(pqpy.errors, error.__name__) is error
    assert not issubclass(pqpy.InvalidSignature, ValueError)


@pytest.mark.parametrize("module", ["_kyber", "_dilithium", "_round5", "_kat"])
def test_stubs(module):
    """The stub of an extension module has all of its functions and constants, and no others."""
    lib = importlib.import_module(f"pqpy.{module}").lib
    stub = (ROOT / "pqpy" / f"{module}.pyi").read_text()
    names = re.findall(r"^    (?:def )?(\w+)[(:]", stub, re.MULTILINE)
    known = {"PQ_BAD_PUBLIC_KEY", "PQ_BAD_SECRET_KEY", "PQ_BAD_SIGNATURE", "PQ_BAD_CONTEXT"}
    assert set(names) == set(dir(lib)) | (known & set(names))


def test_tables_agree():
    """Parameter files, build_ffi's table and the instances name the same sets."""
    modules = build_table().MODULES
    for scheme, family in FAMILIES.items():
        tokens = set(modules[scheme].params)
        assert tokens == {path.stem for path in (ROOT / "vendor" / scheme / "params").glob("*.h")}
        assert tokens == {x.name.lower().replace("-", "") for x in family.INSTANCES}
    header = (ROOT / "vendor" / "common" / "backend.h").read_text()
    names = re.findall(r"^  PQ_(\w+),$", header, re.MULTILINE)
    assert tuple(name.lower() for name in names) == pqpy._backend.BACKENDS


def test_round5_is_small():
    """Its 21 sets take at most 150 compiler calls and a megabyte."""
    assert len(build_table().units("round5")) <= 150
    assert Path(importlib.import_module("pqpy._round5").__file__).stat().st_size <= 1_000_000


def test_imports_nothing_heavy():
    """Importing pqpy imports no package and no family; the first use of a set, its family alone."""
    code = """
import sys
before = set(sys.modules)
import pqpy
print(*{name.partition(".")[0] for name in set(sys.modules) - before})
families = ("pqpy.kyber", "pqpy.dilithium", "pqpy.round5")
print(*(name for name in families if name in sys.modules))
from pqpy import ML_KEM_768
print(*(name for name in families if name in sys.modules))
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tempfile.gettempdir(), capture_output=True, text=True
    )
    loaded, at_first, later = result.stdout.splitlines()
    assert set(loaded.split()) - set(sys.stdlib_module_names) == {"pqpy"}
    assert (at_first, later) == ("", "pqpy.kyber")
