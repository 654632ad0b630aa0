"""An x86-64 CPU with AVX-512 in software: Bochs, through the package bochscpu-python.

Its CPU is Intel's Cannon Lake, which has F, DQ, BW, VL and VBMI but not VBMI2.  A program of no
operating system is loaded into its memory, and functions of it are called from Python.
"""

import ctypes
import mmap
import struct
import subprocess

import bochscpu
import bochscpu.cpu
import bochscpu.memory

MIB = 1 << 20
SIZE = 64 * MIB
TABLES, PROGRAM, STACK, DATA = 0x1000, 4 * MIB, 48 * MIB, 50 * MIB
LINK = [
    "-static",
    "-nostdlib",
    "-no-pie",
    "-Wl,--build-id=none",
    f"-Wl,-Ttext-segment={PROGRAM:#x}",
]

# Intel's manual, volume 3: CR0 PE, ET, NE, WP, PG; CR4 PAE, OSFXSR, OSXMMEXCPT, OSXSAVE; EFER LME,
# LMA; segments of 64-bit code and of data; XCR0 of x87, SSE, AVX, and the three of AVX-512.
CR0, CR4, EFER = 0x80010031, 0x40620, 0x500
CODE, FLAT = 0xA09B, 0xC093
XCR0 = 0xE7


class Machine:
    """A program in memory, each address the same in the CPU's view and in Python's."""

    plugged_in = None

    def __init__(self, path):
        """Load a program that was linked with LINK."""
        self.memory = mmap.mmap(-1, SIZE)
        self._identity_map()
        with open(path, "rb") as file:
            elf = file.read()
        table, count = *struct.unpack_from("<Q", elf, 32), *struct.unpack_from("<H", elf, 56)
        for i in range(count):
            header = struct.unpack_from("<IIQQQQQQ", elf, table + 56 * i)
            kind, _, offset, address, _, in_file, in_memory, _ = header
            if kind == 1:
                data = elf[offset : offset + in_file]
                self.memory[address : address + in_memory] = data.ljust(in_memory, b"\0")
        listing = subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout
        self.symbols = {x.split()[2]: int(x.split()[0], 16) for x in listing.splitlines()}

    def _identity_map(self):
        """Page tables, with pages of 2 MiB."""

        def entry(address, value):
            self.memory[address : address + 8] = struct.pack("<Q", value)

        entry(TABLES, TABLES + 0x1000 | 3)
        entry(TABLES + 0x1000, TABLES + 0x2000 | 3)
        for i in range(SIZE // (2 * MIB)):
            entry(TABLES + 0x2000 + 8 * i, 2 * MIB * i | 0x83)

    def _plug_in(self):
        """Make this memory the one that Bochs has, of which there is one."""
        if Machine.plugged_in is not self:
            here = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
            for page in range(0, SIZE, 4096):
                bochscpu.memory.page_insert(page, here + page)
            Machine.plugged_in = self

    def _state(self, function, arguments, xcr0):
        """The CPU at the beginning of a function, in 64-bit mode."""
        state = bochscpu.State()
        state.cr0, state.cr3, state.cr4, state.efer, state.xcr0 = CR0, TABLES, CR4, EFER, xcr0
        for name in ("cs", "ds", "es", "ss", "fs", "gs"):
            segment = bochscpu.Segment()
            segment.present, segment.base, segment.limit = True, 0, 0xFFFFFFFF
            segment.selector, segment.attr = (8, CODE) if name == "cs" else (16, FLAT)
            setattr(state, name, segment)
        state.rflags, state.mxcsr = 2, 0x1F80
        state.rip, state.rsp = self.symbols[function], STACK - 8
        self.memory[STACK - 8 : STACK] = struct.pack("<Q", self.symbols["_start"])
        for register, value in zip(("rdi", "rsi", "rdx", "rcx"), arguments, strict=False):
            setattr(state, register, value)
        return state

    def call(self, function, *arguments, xcr0=XCR0, cpuid=None):
        """Call a function; its result as an int.

        cpuid may be a function of a leaf that returns (eax, ebx, ecx, edx): what CPUID says then.
        """
        self._plug_in()
        session, hook, faults = bochscpu.Session(), bochscpu.Hook(), []

        def fault(session, _cpu, vector, _code):
            faults.append(f"exception {vector} at {session.cpu.rip:#x}")
            session.stop()

        hook.exception = fault
        hook.hlt = lambda session, _cpu: session.stop()
        if cpuid:
            self._answer(hook, cpuid)
        session.missing_page_handler = lambda page: faults.append(f"no memory at {page:#x}")
        session.cpu.state = self._state(function, arguments, xcr0)
        session.run([hook])
        assert not faults, faults
        return session.cpu.rax & 0xFFFFFFFF

    def _answer(self, hook, cpuid):
        """Let CPUID say what the function says."""
        leaf = []

        def before(session, _cpu, _instruction):
            rip = session.cpu.rip
            leaf[:] = [session.cpu.rax] if self.memory[rip : rip + 2] == b"\x0f\xa2" else []

        def after(session, _cpu, _instruction):
            if leaf:
                cpu = session.cpu
                cpu.rax, cpu.rbx, cpu.rcx, cpu.rdx = cpuid(leaf[0] & 0xFFFFFFFF)

        hook.before_execution, hook.after_execution = before, after
