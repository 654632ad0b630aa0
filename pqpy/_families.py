"""The families of schemes, an extension module each; which of them this build has; their instances,
made when first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from .kem import KEM
    from .sig import Signature

# The standard's names of the instances.
FAMILIES = {
    "kyber": ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "Kyber512", "Kyber768", "Kyber1024"),
    "dilithium": (
        *("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"),
        *("Dilithium2", "Dilithium3", "Dilithium5"),
    ),
    "round5": (
        *(
            f"R5ND_{level}{kind}_{f}d"
            for f in (0, 5)
            for kind in ("CPA", "CCA")
            for level in (1, 3, 5)
        ),
        *(f"R5N1_{level}{kind}_0d" for kind in ("CPA", "CCA") for level in (1, 3, 5)),
        *("R5ND_0CPA_2iot", "R5ND_1CPA_4longkey", "R5N1_3CCA_0smallCT"),
    ),
}
LEFT_OUT = [family for family in FAMILIES if not find_spec(f"{__package__}._{family}")]


def constant(name: str) -> str:
    """What an instance is called in Python."""
    return name.replace("-", "_")


_FAMILY_OF = {constant(name): family for family, names in FAMILIES.items() for name in names}


def family_of(name: str) -> str | None:
    """The family of the constant *name*, None if it is no instance."""
    return _FAMILY_OF.get(name)


def missing(name: str) -> str | None:
    """The family of a constant, if this build does not have it."""
    family = _FAMILY_OF.get(name)
    return family if family in LEFT_OUT else None


def nothing_built() -> bool:
    """Whether these are sources that were not compiled; a build has one family at least."""
    return len(LEFT_OUT) == len(FAMILIES)


def not_built(family: str) -> ImportError:
    """What to raise when a family is asked for that this build does not have."""
    if nothing_built():
        return ImportError(
            f"{Path(__file__).parent} has no compiled modules: where pqpy is installed, start "
            "Python in another folder than its sources; to build it here: python build_ffi.py"
        )
    return ImportError(
        f"this pqpy was built without {family} (PQPY_SCHEMES); in its sources, this builds all: "
        f"PQPY_SCHEMES={','.join(FAMILIES)} pip install --force-reinstall ."
    )


InstanceT = TypeVar("InstanceT", bound="KEM | Signature")


class Instances(Mapping[str, InstanceT]):
    """The instances of families by the standard's names; a family is imported when one of its
    instances is asked for.
    """

    def __init__(self, *families: str) -> None:
        self._family = {
            name: family
            for family in families
            if family not in LEFT_OUT
            for name in FAMILIES[family]
        }

    def __getitem__(self, name: str) -> InstanceT:
        module: Any = import_module(f".{self._family[name]}", __package__)
        instance: InstanceT = getattr(module, constant(name))
        return instance

    def __iter__(self) -> Iterator[str]:
        return iter(self._family)

    def __len__(self) -> int:
        return len(self._family)

    def __contains__(self, name: object) -> bool:
        return name in self._family

    def __repr__(self) -> str:
        return f"<{', '.join(self._family)}>"
