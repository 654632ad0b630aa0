"""Signatures with module lattices: ML-DSA (FIPS 204) and Dilithium of NIST's third round, which it
came from.

The two are not compatible: neither verifies the signatures of the other.
"""

from . import _dilithium
from .sig import Signature

_get = _dilithium.lib.dilithium_get

ML_DSA_44 = Signature._make(_dilithium, _get, "ML-DSA-44")
ML_DSA_65 = Signature._make(_dilithium, _get, "ML-DSA-65")
ML_DSA_87 = Signature._make(_dilithium, _get, "ML-DSA-87")
Dilithium2 = Signature._make(_dilithium, _get, "Dilithium2")
Dilithium3 = Signature._make(_dilithium, _get, "Dilithium3")
Dilithium5 = Signature._make(_dilithium, _get, "Dilithium5")

INSTANCES = (ML_DSA_44, ML_DSA_65, ML_DSA_87, Dilithium2, Dilithium3, Dilithium5)
