/* ML-DSA-65: FIPS 204, Table 1 */
#define DILITHIUM_NAME          "ML-DSA-65"
#define DILITHIUM_NIST_LEVEL    3
#define DILITHIUM_FIPS204       1
#define DILITHIUM_K             6
#define DILITHIUM_L             5
#define DILITHIUM_ETA           4
#define DILITHIUM_TAU           49
#define DILITHIUM_GAMMA1_BITS   19 /* gamma1 = 2^19 */
#define DILITHIUM_GAMMA2        ((DILITHIUM_Q - 1) / 32)
#define DILITHIUM_OMEGA         55
#define DILITHIUM_C_TILDE_BYTES 48
