"""The instructions of the avx512 backend do what they should, on an emulated CPU that has them.

Where tests on a build with PQPY_EMULATE_AVX512 see other instructions, these see the real ones, and
cpu.c's questions to CPUID and XCR0.
"""

import ctypes
import hashlib
import importlib
import os
import random
import shlex
import shutil
import struct
import subprocess
import sys

import pytest
from helpers import ROOT, Words, build_table
from test_kernels_keccak import keccak_f1600, structured

import pqpy

sys.path.append(str(ROOT / "tests" / "avx512"))
build_ffi = build_table()
CC = shlex.split(os.environ.get("CC", "cc"))
pytestmark = pytest.mark.skipif(
    build_ffi.EMULATED or "avx512" not in build_ffi.BACKENDS or not shutil.which(CC[0]),
    reason="needs a C compiler for x86-64, and real flags",
)


def sets():
    """(module, parameter set, instance) of some sets of each family that has the backend."""
    instances = (*pqpy.KEMS.values(), *pqpy.SIGNATURES.values())
    tokens = {x.name.lower().replace("-", ""): x for x in instances}
    return [
        pytest.param(name, param, tokens[param], id=param)
        for name, module in build_ffi.MODULES.items()
        for param in module.params
        if (ROOT / "vendor" / name / "avx512").is_dir() and param in tokens
        if param in ("r5nd_3cca_5d", "r5n1_1cca_0d", "mlkem768", "mldsa65")
    ]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """machine.py, which needs a package; skipped without it."""
    where = tmp_path_factory.mktemp("glibc") / "glibc.so"
    command = [*CC, "-shared", "-fPIC", str(ROOT / "tests/avx512/glibc.c"), "-o", str(where)]
    subprocess.run(command, check=True)
    ctypes.CDLL(str(where), ctypes.RTLD_GLOBAL)
    pytest.importorskip("bochscpu", reason="needs the package bochscpu-python")
    return importlib.import_module("machine")


def build(machine, where, name, param):
    """The machine with one parameter set in it."""
    kind = "GUEST_KEM" if build_ffi.MODULES[name].interface == "kem" else "GUEST_SIG"
    arguments = build_ffi.program(name, param, "avx512")
    own = ["tests/avx512/guest.c", "tests/avx512/intrinsics.c", "vendor/common/cpu.c"]
    how = ["-fno-pic", "-fno-stack-protector", *machine.LINK, "-o", str(where / param)]
    lacks = ["-include", "tests/avx512/vbmi2.h"]  # of the CPU
    command = [*CC, *arguments, f"-D{kind}", *lacks, *own, *how]
    subprocess.run(command, cwd=ROOT, check=True)
    return machine.Machine(str(where / param))


@pytest.fixture(scope="module")
def any_set(machine, tmp_path_factory):
    """A machine with some parameter set, for what all have."""
    name, param, _ = sets()[0].values
    return build(machine, tmp_path_factory.mktemp("any"), name, param)


@pytest.mark.skipif(
    not (build_ffi.HEADERS[1] / "simde").is_dir() or "avx2" not in pqpy.R5ND_1CPA_0d.backends(),
    reason="needs cmeel-simde and AVX2",
)
def test_emulation(machine, any_set, tmp_path):
    """The functions of a build with PQPY_EMULATE_AVX512 do what the instructions do."""
    flags = [*build_ffi.FLAGS, *build_ffi.BACKENDS["avx2"], *build_ffi.EMULATION]
    library = str(tmp_path / "emulated.so")
    command = [*CC, *flags, "-fvisibility=default", "-shared", "-fPIC", "-o", library]
    subprocess.run([*command, str(ROOT / "tests/avx512/intrinsics.c")], check=True)
    emulated = ctypes.CDLL(library).intrinsics
    memory, data = any_set.memory, machine.DATA
    rng = Words(0)
    for _ in range(200):
        a, b, s = (rng.many(32, 0, 0xFFFF) for _ in range(3))
        b = [rng.choice(pair) for pair in zip(a, b, strict=True)]
        given = struct.pack("<96HQ", *a, *b, *s, rng.getrandbits(64))
        memory[data : data + 4096] = given.ljust(4096, b"\0")
        size = any_set.call("intrinsics", data + 1024, data)
        assert size > 1500
        out = ctypes.create_string_buffer(size)
        assert emulated(out, given) == size
        assert out.raw == memory[data + 1024 : data + 1024 + size]


@pytest.mark.parametrize("n", [1, 4, 8])
def test_keccak(machine, any_set, n):
    """One, four and eight states, patterns and random ones."""
    rng = random.Random(n)
    states = [*structured(), *([rng.randrange(2**64) for _ in range(25)] for _ in range(28))]
    assert len(states) % n == 0
    for first in range(0, len(states), n):
        chosen = states[first : first + n]
        lanes = [chosen[k][i] for i in range(25) for k in range(n)]
        end = machine.DATA + 200 * n
        any_set.memory[machine.DATA : end] = struct.pack(f"<{25 * n}Q", *lanes)
        any_set.call("guest_keccak", machine.DATA, n)
        expected = [keccak_f1600(state) for state in chosen]
        result = struct.unpack(f"<{25 * n}Q", any_set.memory[machine.DATA : end])
        assert [*result] == [expected[k][i] for i in range(25) for k in range(n)]


def expected_kem(kem, seed, coins):
    """What guest_operations writes, by the portable backend."""
    public_key, secret_key = kem.keygen(seed=seed)
    secret, ciphertext = kem.encaps(public_key, seed=coins)
    damaged = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    rest = secret + kem.decaps(secret_key, ciphertext) + kem.decaps(secret_key, damaged)
    return public_key + secret_key + ciphertext + rest


def expected_signature(scheme, seed, coins):
    """The same for signatures."""
    public_key, secret_key = scheme.keygen(seed=seed)
    return public_key + secret_key + scheme.sign(secret_key, seed, seed=coins)


@pytest.mark.parametrize(("name", "param", "instance"), sets())
def test_operations(machine, tmp_path, name, param, instance):
    """Keys, ciphertexts, secrets and signatures are those of the portable backend."""
    guest = build(machine, tmp_path, name, param)
    portable = instance.on("portable")
    kem = hasattr(portable, "encaps")
    coins_bytes = portable.encaps_seed_bytes if kem else portable.sign_seed_bytes
    seeds, out = (machine.DATA, machine.DATA + 4096), machine.DATA + machine.MIB
    for i in range(3):
        seed = hashlib.shake_256(bytes([i])).digest(portable.seed_bytes)
        coins = hashlib.shake_256(bytes([i, i])).digest(coins_bytes)
        for where, data in zip(seeds, (seed, coins), strict=True):
            guest.memory[where : where + len(data)] = data
        assert guest.call("guest_operations", out, *seeds) == 0
        expected = (expected_kem if kem else expected_signature)(portable, seed, coins)
        assert guest.memory[out : out + len(expected)] == expected


@pytest.mark.skipif("kyber" not in build_ffi.MODULES, reason="built without Kyber")
def test_nothing_is_left(machine, tmp_path):
    """As in test_residue.py: calls that differ in their secrets alone leave the same stack.

    There the emulation has vectors in memory which the real code has in registers.
    """
    guest = build(machine, tmp_path, "kyber", "mlkem768")
    memory, start = guest.memory, machine.DATA
    pk, sk, other_sk, ct, ss, seed, other = (start + 8192 * i for i in range(7))
    stack = slice(machine.STACK - 256 * 1024, machine.STACK)

    def left(function, *arguments):
        memory[stack] = b"\xa5" * 256 * 1024
        assert guest.call(function, *arguments) == 0
        return memory[stack]

    def same(one, two):
        return sum(x != y for x, y in zip(one, two, strict=True)) <= 32  # a number that was spilled

    memory[seed : seed + 64] = bytes(range(64))
    memory[other : other + 64] = bytes(range(32)) + bytes(range(101, 133))  # another z
    assert same(left("guest_keygen", pk, other_sk, other), left("guest_keygen", pk, sk, seed))
    coins = other + 32
    assert same(left("guest_encaps", ct, ss, pk, seed), left("guest_encaps", ct, ss, pk, coins))
    assert same(left("guest_decaps", ss, ct, sk), left("guest_decaps", ss, ct, other_sk))
    assert not same(left("guest_decaps", ss, ct, sk), b"\xa5" * 256 * 1024)


# CPUID's bits for the compiler's flags, by leaf, register and bit: Intel's manual, volume 2A.
NEEDED = {
    "-mavx2": [(1, "c", 23), (1, "c", 27), (1, "c", 28), (7, "b", 5)],
    "-mbmi": [(7, "b", 3)],
    "-mbmi2": [(7, "b", 8)],
    "-mavx512f": [(7, "b", 16)],
    "-mavx512dq": [(7, "b", 17)],
    "-mavx512bw": [(7, "b", 30)],
    "-mavx512vl": [(7, "b", 31)],
    "-mavx512vbmi": [(7, "c", 1)],
    "-mavx512vbmi2": [(7, "c", 6)],
}


@pytest.mark.parametrize(("index", "backend", "xcr0"), [(1, "avx2", 0x06), (2, "avx512", 0xE6)])
def test_supported(any_set, index, backend, xcr0):
    """pq_supported asks for what the flags use and for nothing else, and for each saved state."""
    needed = {bit for flag in build_ffi.BACKENDS[backend] for bit in NEEDED[flag]}

    def supported(bits, saved, highest=7):
        def cpuid(leaf):
            if leaf == 0:
                return highest, 0, 0, 0
            words = {r: sum(1 << b for at, x, b in bits if (at, x) == (leaf, r)) for r in "bc"}
            return 0, words["b"], words["c"], 0

        return any_set.call("pq_supported", index, xcr0=saved | 1, cpuid=cpuid)

    assert supported(needed, xcr0) == 1
    assert supported(needed, xcr0, highest=6) == 0
    for bit in needed:
        assert supported(needed - {bit}, xcr0) == 0, bit
    for bit in range(8):
        assert supported(needed, xcr0 & ~(1 << bit)) == (not xcr0 >> bit & 1)


def test_portable_is_supported(any_set):
    """Nothing is asked of the CPU for portable; there is no backend besides."""
    nothing = {"xcr0": 0, "cpuid": lambda leaf: (0, 0, 0, 0)}
    assert any_set.call("pq_supported", 0, **nothing) == 1
    assert any_set.call("pq_supported", 3) == 0
