"""Round5 against its published program: ``python bench/round5_published.py [set ...]``.

Times key generation, encapsulation and decapsulation from Python, interleaved (pqpy.bench), and
prints thousands of core cycles: minimum and median, the published ones, and the ratio of either to
them.  The core's frequency is that of a chain of dependent additions, one cycle each, that runs
between the others; its C needs a compiler.
"""

import argparse
import ctypes
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import pqpy
from pqpy import bench
from pqpy._timing import Contender
from pqpy.bench import KEMInputs, Operation

# Microseconds of keygen, encaps and decaps: the optimized C (AVX2, constant time) of April 2020,
# medians, best of six runs, on an x86-64 core at 3.7 GHz.
PUBLISHED = {
    "R5ND_1CPA_0d": (11.8, 16.0, 7.7),
    "R5ND_3CPA_0d": (26.1, 33.1, 19.4),
    "R5ND_5CPA_0d": (34.3, 43.9, 23.5),
    "R5ND_1CCA_0d": (13.6, 20.5, 27.4),
    "R5ND_3CCA_0d": (22.1, 33.5, 43.7),
    "R5ND_5CCA_0d": (34.1, 50.4, 63.4),
    "R5ND_1CPA_5d": (11.4, 17.8, 11.2),
    "R5ND_3CPA_5d": (19.2, 29.8, 18.0),
    "R5ND_5CPA_5d": (30.8, 45.1, 28.2),
    "R5ND_1CCA_5d": (11.0, 19.1, 27.7),
    "R5ND_3CCA_5d": (19.3, 33.9, 48.7),
    "R5ND_5CCA_5d": (30.0, 48.9, 71.9),
    "R5N1_1CPA_0d": (80.3, 114.6, 38.3),
    "R5N1_3CPA_0d": (160.5, 225.9, 60.1),
    "R5N1_5CPA_0d": (322.2, 430.7, 151.7),
    "R5N1_1CCA_0d": (85.5, 165.1, 181.9),
    "R5N1_3CCA_0d": (176.3, 310.7, 366.0),
    "R5N1_5CCA_0d": (296.8, 455.7, 522.7),
    "R5ND_0CPA_2iot": (9.9, 13.6, 8.8),
    "R5ND_1CPA_4longkey": (11.7, 18.4, 11.9),
    "R5N1_3CCA_0smallCT": (3288, 775.6, 1607),
}
PUBLISHED_MHZ = 3700

SAMPLE_NS = 100_000  # short, so that some samples are not disturbed
CHAIN = 200_000  # additions
CHAIN_C = """
unsigned long chain(unsigned long n)
{
  unsigned long x = 1;
  for (unsigned long i = 0; i < n; i += 10)
  {
#define ADD __asm__ __volatile__("" : "+r"(x)); x += x;
    ADD ADD ADD ADD ADD ADD ADD ADD ADD ADD
  }
  return x;
}
"""


def load_chain(folder: str) -> ctypes.CDLL:
    """The chain as a shared library."""
    library = str(Path(folder, "chain.so"))
    cc = shlex.split(os.environ.get("CC", "cc"))
    arguments = ["-O2", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
    subprocess.run([*cc, *arguments], input=CHAIN_C, text=True, check=True)
    return ctypes.CDLL(library)


def report(name: str, backend: str, chain: Contender, rounds: int) -> None:
    """Time one set and print a line for each operation."""
    kem = pqpy.KEMS[name].on(backend)
    calls = KEMInputs.fresh(kem).calls()
    names = ("keygen", "encaps", "decaps")
    contenders = {each: Contender(calls[Operation(each, "bytes")]) for each in names}
    timings = bench.measure(contenders | {"chain": chain}, rounds=rounds, sample_ns=SAMPLE_NS)
    mhz = CHAIN / timings["chain"].minimum_us
    for each, published_us in zip(names, PUBLISHED[name], strict=True):
        published = published_us * PUBLISHED_MHZ / 1000
        timing = timings[each]
        least, median = (us * mhz / 1000 for us in (timing.minimum_us, timing.median_us))
        ratios = f"{least / published:6.2f} {median / published:6.2f}"
        print(f"{name:20} {each:7} {least:9.1f} {median:9.1f} {published:9.1f} {ratios}")


def main() -> None:
    """Measure some sets, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="*", help="R5ND_3CCA_5d, ...; default: all")
    parser.add_argument("--backend", default=pqpy.KEMS["R5ND_3CCA_5d"].backends()[-1])
    parser.add_argument("--rounds", type=int, default=3000)
    arguments = parser.parse_args()
    names = [pqpy.get(name).name for name in arguments.set] or list(PUBLISHED)
    print(f"{bench.facts()}\n{'thousand cycles on ' + arguments.backend:28}", end=" ")
    print(f"{'minimum':>9} {'median':>9} {'published':>9}  ratios")
    with tempfile.TemporaryDirectory() as folder:
        chain = Contender(load_chain(folder).chain, [(CHAIN,)])
        for name in names:
            report(name, arguments.backend, chain, arguments.rounds)


if __name__ == "__main__":
    main()
