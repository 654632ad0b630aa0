"""The known-answer figures: published digests that our own code must reproduce.

The one home of them.  ``pqpy selftest`` and the tests read them through pqpy.kat, which also says
how each is computed.  To find one by hand:

    FIGURES["ML-KEM-768"]["accumulated with_dk"]["1000"]
             parameter set procedure             part: how many rounds, or which piece

The tables, and who published what, are in _figures_kyber.py, _figures_dilithium.py and
_figures_round5*.py.  No vector file of another project is part of this package; a digest stands for
each.
"""

from ._figures_dilithium import DILITHIUM, ML_DSA
from ._figures_kyber import KYBER, ML_KEM
from ._figures_round5 import ROUND5
from ._figures_round5_receiver import RECEIVER

FIGURES: dict[str, dict[str, dict[str, str]]] = {
    **KYBER,
    **ML_KEM,
    **DILITHIUM,
    **ML_DSA,
    **{name: ROUND5[name] | RECEIVER[name] for name in ROUND5},
}

# The projects that the tables name, at the commits where their figures were read (none recorded for
# CIRCL and Go).
PROJECTS = {
    "pq-crystals/kyber round3": "6449083994ac95e65226171dd87f6149fd49626a",
    "pq-crystals/kyber main": "4768bd37c02f9c40a46cb49d4d1f4d5e612bb882",
    "pq-crystals/dilithium v3.1": "9dddb2a0537734e749ec2c8d4f952cb90cd9e67b",
    "pq-crystals/dilithium master": "6e00625c5b29f516c6de973fe2ee2fbb150973f9",
    "PQClean master": "3730b32aa50ba9e712592c1476bdd048f5f6ed7e",
    "PQClean round3": "6cd3167b",
    "liboqs": "8979276ad1eb008215aa78a3c56b3649f604bbb1 (Dilithium: the parent of f629296e2)",
    "CCTV": "1e3d2860d46e94e777e1b17c7a6f2436387e3ecc (C2SP)",
    "mlkem-native": "d1b2fe782888bdb761a50336012923180be7f502",
    "mldsa-native": "e0080e729d7754703b14f23fafc6a58929236432",
    "round5/code": "35e97f07c313ecd651ac66fb55127218f7933dba",
}

# What the sources of bytes begin with: NIST's generator from the entropy 00 01 .. 2f, which is also
# the seed of count 0 in every .rsp file, and SHAKE128 of nothing (FIPS 202).
NIST_DRBG_FIRST_48 = (
    "061550234d158c5ec95595fe04ef7a25767f2e24cc2bc479d09d86dc9abcfde7"
    "056a8c266f9ef97ed08541dbd2e1ffa1"
)
SHAKE128_EMPTY_FIRST_16 = "7f9c2ba4e88f827d616045507605853e"
