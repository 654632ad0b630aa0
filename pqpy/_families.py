"""The families of schemes, an extension module each, and which of them this build has."""

from importlib.util import find_spec

# How the names of a family's instances begin.
FAMILIES = {
    "kyber": ("ML_KEM_", "Kyber"),
    "dilithium": ("ML_DSA_", "Dilithium"),
    "round5": ("R5N",),
}
LEFT_OUT = [family for family in FAMILIES if not find_spec(f"{__package__}._{family}")]


def missing(name: str) -> str | None:
    """The family of an instance, if this build does not have it."""
    for family in LEFT_OUT:
        if name.startswith(FAMILIES[family]):
            return family
    return None


def not_built(family: str) -> ImportError:
    """What to raise when a family is asked for that this build does not have."""
    return ImportError(
        f"this pqpy was built without {family} (PQPY_SCHEMES); in its sources, this builds all: "
        f"PQPY_SCHEMES={','.join(FAMILIES)} pip install --force-reinstall ."
    )
