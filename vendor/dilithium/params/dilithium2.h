/* Dilithium2: Dilithium 3.1 (round 3), NIST level 2 */
#define DILITHIUM_NAME          "Dilithium2"
#define DILITHIUM_NIST_LEVEL    2
#define DILITHIUM_FIPS204       0
#define DILITHIUM_K             4
#define DILITHIUM_L             4
#define DILITHIUM_ETA           2
#define DILITHIUM_TAU           39
#define DILITHIUM_GAMMA1_BITS   17 /* gamma1 = 2^17 */
#define DILITHIUM_GAMMA2        ((DILITHIUM_Q - 1) / 88)
#define DILITHIUM_OMEGA         80
#define DILITHIUM_C_TILDE_BYTES 32
