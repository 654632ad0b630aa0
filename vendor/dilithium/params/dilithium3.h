/* Dilithium3: Dilithium 3.1 (round 3), NIST level 3 */
#define DILITHIUM_NAME          "Dilithium3"
#define DILITHIUM_NIST_LEVEL    3
#define DILITHIUM_FIPS204       0
#define DILITHIUM_K             6
#define DILITHIUM_L             5
#define DILITHIUM_ETA           4
#define DILITHIUM_TAU           49
#define DILITHIUM_GAMMA1_BITS   19 /* gamma1 = 2^19 */
#define DILITHIUM_GAMMA2        ((DILITHIUM_Q - 1) / 32)
#define DILITHIUM_OMEGA         55
#define DILITHIUM_C_TILDE_BYTES 32
