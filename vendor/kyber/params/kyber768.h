/* Kyber768: Kyber 3.02, section 1.4, Table 1 */
#define KYBER_NAME       "Kyber768"
#define KYBER_NIST_LEVEL 3
#define KYBER_FIPS203    0
#define KYBER_K          3
#define KYBER_ETA1       2
#define KYBER_DU         10
#define KYBER_DV         4
