"""Key encapsulation with Round5, of NIST's second round: all 21 "d" sets as of April 2020.

Experimental: not standardized, and not maintained by its authors.  Patents may cover it, so that
commercial use may need a licence: see README.  ``R5ND`` sets work in rings, ``R5N1`` sets with
plain matrices; the digit is the NIST level.  **A key pair of a CPA set is for one exchange only.**
"""

from . import _round5
from ._round5_kem import Round5CCA, Round5CPA

_get = _round5.lib.round5_get

R5ND_1CPA_0d = Round5CPA._make(_round5, _get, "R5ND_1CPA_0d")
R5ND_3CPA_0d = Round5CPA._make(_round5, _get, "R5ND_3CPA_0d")
R5ND_5CPA_0d = Round5CPA._make(_round5, _get, "R5ND_5CPA_0d")
R5ND_1CCA_0d = Round5CCA._make(_round5, _get, "R5ND_1CCA_0d")
R5ND_3CCA_0d = Round5CCA._make(_round5, _get, "R5ND_3CCA_0d")
R5ND_5CCA_0d = Round5CCA._make(_round5, _get, "R5ND_5CCA_0d")
R5ND_1CPA_5d = Round5CPA._make(_round5, _get, "R5ND_1CPA_5d")
R5ND_3CPA_5d = Round5CPA._make(_round5, _get, "R5ND_3CPA_5d")
R5ND_5CPA_5d = Round5CPA._make(_round5, _get, "R5ND_5CPA_5d")
R5ND_1CCA_5d = Round5CCA._make(_round5, _get, "R5ND_1CCA_5d")
R5ND_3CCA_5d = Round5CCA._make(_round5, _get, "R5ND_3CCA_5d")
R5ND_5CCA_5d = Round5CCA._make(_round5, _get, "R5ND_5CCA_5d")
R5N1_1CPA_0d = Round5CPA._make(_round5, _get, "R5N1_1CPA_0d")
R5N1_3CPA_0d = Round5CPA._make(_round5, _get, "R5N1_3CPA_0d")
R5N1_5CPA_0d = Round5CPA._make(_round5, _get, "R5N1_5CPA_0d")
R5N1_1CCA_0d = Round5CCA._make(_round5, _get, "R5N1_1CCA_0d")
R5N1_3CCA_0d = Round5CCA._make(_round5, _get, "R5N1_3CCA_0d")
R5N1_5CCA_0d = Round5CCA._make(_round5, _get, "R5N1_5CCA_0d")
R5ND_0CPA_2iot = Round5CPA._make(_round5, _get, "R5ND_0CPA_2iot")
R5ND_1CPA_4longkey = Round5CPA._make(_round5, _get, "R5ND_1CPA_4longkey")
R5N1_3CCA_0smallCT = Round5CCA._make(_round5, _get, "R5N1_3CCA_0smallCT")

INSTANCES = (
    R5ND_1CPA_0d,
    R5ND_3CPA_0d,
    R5ND_5CPA_0d,
    R5ND_1CCA_0d,
    R5ND_3CCA_0d,
    R5ND_5CCA_0d,
    R5ND_1CPA_5d,
    R5ND_3CPA_5d,
    R5ND_5CPA_5d,
    R5ND_1CCA_5d,
    R5ND_3CCA_5d,
    R5ND_5CCA_5d,
    R5N1_1CPA_0d,
    R5N1_3CPA_0d,
    R5N1_5CPA_0d,
    R5N1_1CCA_0d,
    R5N1_3CCA_0d,
    R5N1_5CCA_0d,
    R5ND_0CPA_2iot,
    R5ND_1CPA_4longkey,
    R5N1_3CCA_0smallCT,
)
