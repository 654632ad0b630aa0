/* Kyber1024: Kyber 3.02, section 1.4, Table 1 */
#define KYBER_NAME       "Kyber1024"
#define KYBER_NIST_LEVEL 5
#define KYBER_FIPS203    0
#define KYBER_K          4
#define KYBER_ETA1       2
#define KYBER_DU         11
#define KYBER_DV         5
