/* ML-KEM-1024: FIPS 203, Table 2 */
#define KYBER_NAME       "ML-KEM-1024"
#define KYBER_NIST_LEVEL 5
#define KYBER_FIPS203    1
#define KYBER_K          4
#define KYBER_ETA1       2
#define KYBER_DU         11
#define KYBER_DV         5
