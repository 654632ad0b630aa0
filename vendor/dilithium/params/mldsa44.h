/* ML-DSA-44: FIPS 204, Table 1 */
#define DILITHIUM_NAME          "ML-DSA-44"
#define DILITHIUM_NIST_LEVEL    2
#define DILITHIUM_FIPS204       1
#define DILITHIUM_K             4
#define DILITHIUM_L             4
#define DILITHIUM_ETA           2
#define DILITHIUM_TAU           39
#define DILITHIUM_GAMMA1_BITS   17 /* gamma1 = 2^17 */
#define DILITHIUM_GAMMA2        ((DILITHIUM_Q - 1) / 88)
#define DILITHIUM_OMEGA         80
#define DILITHIUM_C_TILDE_BYTES 32
