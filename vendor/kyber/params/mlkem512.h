/* ML-KEM-512: FIPS 203, Table 2 */
#define KYBER_NAME       "ML-KEM-512"
#define KYBER_NIST_LEVEL 1
#define KYBER_FIPS203    1
#define KYBER_K          2
#define KYBER_ETA1       3
#define KYBER_DU         10
#define KYBER_DV         4
