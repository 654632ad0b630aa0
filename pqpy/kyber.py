"""Key encapsulation with module lattices: ML-KEM (FIPS 203) and Kyber of NIST's third round, which
it came from.

The two are not compatible: the same keys and ciphertexts in size, other contents and secrets.
"""

from . import _kyber
from .kem import KEM

_get = _kyber.lib.kyber_get

ML_KEM_512 = KEM._make(_kyber, _get, "ML-KEM-512")
ML_KEM_768 = KEM._make(_kyber, _get, "ML-KEM-768")
ML_KEM_1024 = KEM._make(_kyber, _get, "ML-KEM-1024")
Kyber512 = KEM._make(_kyber, _get, "Kyber512")
Kyber768 = KEM._make(_kyber, _get, "Kyber768")
Kyber1024 = KEM._make(_kyber, _get, "Kyber1024")

INSTANCES = (ML_KEM_512, ML_KEM_768, ML_KEM_1024, Kyber512, Kyber768, Kyber1024)
