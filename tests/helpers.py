"""Small things that several test files need."""

import importlib.util
import random
from pathlib import Path

# Where the sources are; the package under test is the installed one.
ROOT = Path(__file__).resolve().parent.parent


def build_table():
    """build_ffi.py as a module: the tables of what is compiled."""
    spec = importlib.util.spec_from_file_location("build_ffi", ROOT / "build_ffi.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def flipped(data, bit):
    """*data* with one bit, counted from the first byte's lowest, turned over."""
    out = bytearray(data)
    out[bit // 8] ^= 1 << (bit % 8)
    return bytes(out)


def some_bits(size, count=40, seed=0):
    """Positions of bits in *size* bytes: the first, the last, and a spread of others."""
    rng = random.Random(seed)
    return sorted({0, 8 * size - 1, *(rng.randrange(8 * size) for _ in range(count))})


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


class Words(random.Random):
    """Random numbers of a seed, half of them at the edges of their range."""

    def edgy(self, low, high):
        """A number in low..high, often low, high, or near to them or zero."""
        edges = [x for x in (low, low + 1, -1, 0, 1, high - 1, high) if low <= x <= high]
        return self.choice(edges) if self.random() < 0.5 else self.randint(low, high)

    def many(self, count, low, high):
        """*count* such numbers."""
        return [self.edgy(low, high) for _ in range(count)]
