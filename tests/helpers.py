"""Small things that several test files need."""

import ctypes
import importlib.util
import mmap
import random
from pathlib import Path

import pytest

import pqpy

# Where the sources are; the package under test is the installed one.
ROOT = Path(__file__).resolve().parent.parent


def build_table():
    """build_ffi.py as a module: the tables of what is compiled.  It needs setuptools."""
    pytest.importorskip("setuptools", reason="setuptools is not installed")
    spec = importlib.util.spec_from_file_location("build_ffi", ROOT / "build_ffi.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Round5 has 21 sets of few kinds: these stand for all where a test builds a program for each.
ROUND5_KINDS = {"r5nd_1cpa_0d", "r5nd_3cca_5d", "r5nd_5cca_5d", "r5n1_1cpa_0d", "r5n1_1cca_0d"}


def programs():
    """Every (module, parameter set, backend) that a C program can be built for and run here.

    Round5's sets beyond ROUND5_KINDS are marked ``full``.  AVX-512 only where it is
    emulated: valgrind does not know it.
    """
    out = []
    table = build_table()
    for name, module in table.MODULES.items():
        here = [
            x
            for x in (*pqpy.KEMS.values(), *pqpy.SIGNATURES.values())
            if x.name.lower().replace("-", "") in module.params
        ]
        for param in module.params:
            marks = [pytest.mark.full] if name == "round5" and param not in ROUND5_KINDS else []
            for backend in here[0].backends() if here else []:
                if backend != "avx512" or table.EMULATED:
                    case = f"{param}-{backend}"
                    out.append(pytest.param(name, param, backend, id=case, marks=marks))
    return out


def flipped(data, bit):
    """*data* with one bit, counted from the first byte's lowest, turned over."""
    out = bytearray(data)
    out[bit // 8] ^= 1 << (bit % 8)
    return bytes(out)


def some_bits(size, count=40, seed=0):
    """Positions of bits in *size* bytes: the first, the last, and a spread of others."""
    rng = random.Random(seed)
    return sorted({0, 8 * size - 1, *(rng.randrange(8 * size) for _ in range(count))})


def tells_public(instance):
    """True if the expanded secret keys of a parameter set tell the public key; CPA sets of Round5
    have no room for it.
    """
    return "CPA" not in instance.name


def guarded(ffi, size, guard=64):
    """Memory of *size* bytes between two guards: (memory, pointer to the middle, check).

    check() fails if a guard was written to.
    """
    memory = ffi.new("uint8_t[]", [0xA5] * (size + 2 * guard))

    def check():
        untouched = b"\xa5" * guard
        assert bytes(memory[0:guard]) == untouched, "written before the buffer"
        assert bytes(memory[size + guard : size + 2 * guard]) == untouched, (
            "written past the buffer"
        )

    return memory, memory + guard, check


def fenced(ffi, type_, data):
    """A pointer to a copy of *data* behind which no memory is: who reads further crashes."""
    size = -(-len(data) // mmap.PAGESIZE) * mmap.PAGESIZE
    memory = mmap.mmap(-1, size + mmap.PAGESIZE)
    memory[size - len(data) : size] = data
    start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    if ctypes.CDLL(None).mprotect(ctypes.c_void_p(start + size), mmap.PAGESIZE, 0):
        pytest.skip("this system protects no memory")
    pointer = ffi.cast(type_, start + size - len(data))
    return ffi.gc(pointer, lambda _, keep=memory: None)


class Words(random.Random):
    """Random numbers of a seed, half of them at the edges of their range."""

    def edgy(self, low, high):
        """A number in low..high, often low, high, or near to them or zero."""
        edges = [x for x in (low, low + 1, -1, 0, 1, high - 1, high) if low <= x <= high]
        return self.choice(edges) if self.random() < 0.5 else self.randint(low, high)

    def many(self, count, low, high):
        """*count* such numbers."""
        return [self.edgy(low, high) for _ in range(count)]


def used(secret_key):
    """Something deterministic that a prepared secret key computes."""
    if isinstance(secret_key._scheme, pqpy.KEM):
        return secret_key.decaps(bytes(secret_key._scheme.ciphertext_bytes))
    return secret_key.sign(b"m", deterministic=True)
