/* Dilithium5: Dilithium 3.1 (round 3), NIST level 5 */
#define DILITHIUM_NAME          "Dilithium5"
#define DILITHIUM_NIST_LEVEL    5
#define DILITHIUM_FIPS204       0
#define DILITHIUM_K             8
#define DILITHIUM_L             7
#define DILITHIUM_ETA           2
#define DILITHIUM_TAU           60
#define DILITHIUM_GAMMA1_BITS   19 /* gamma1 = 2^19 */
#define DILITHIUM_GAMMA2        ((DILITHIUM_Q - 1) / 32)
#define DILITHIUM_OMEGA         75
#define DILITHIUM_C_TILDE_BYTES 32
