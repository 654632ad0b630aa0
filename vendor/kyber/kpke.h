#ifndef KYBER_KPKE_H
#define KYBER_KPKE_H
#include "params.h"

/* K-PKE, FIPS 203, section 5, which Kyber 3.02 calls Kyber.CPAPKE: the same but for the byte k of key generation. */

/* An expanded encryption key.  a[i][j] and t[i] are in the NTT domain, 0 <= coefficient < 4096. */
typedef struct
{
  int16_t a[KYBER_K][KYBER_K][KYBER_N];
  int16_t t[KYBER_K][KYBER_N];
} kpke_key;

/* Algorithm 13: ek, its expansion, and s in the NTT domain (0 <= s[i][j] < q), from d. */
#define kpke_keygen PQ_INSTANCE(kpke_keygen)
void kpke_keygen(kpke_key *key, int16_t s[KYBER_K][KYBER_N], uint8_t ek[KYBER_EK_BYTES], const uint8_t d[32]);

/* Algorithm 14, lines 2-8, in two parts: t, and A from the rho that ends ek.  The first returns 1 if ek encodes a
 * coefficient that is not below q, else 0. */
#define kpke_decode_t PQ_INSTANCE(kpke_decode_t)
unsigned kpke_decode_t(kpke_key *key, const uint8_t ek[KYBER_EK_BYTES]);
#define kpke_expand_a PQ_INSTANCE(kpke_expand_a)
void kpke_expand_a(kpke_key *key, const uint8_t ek[KYBER_EK_BYTES]);

/* Algorithm 14, from line 9: encrypt the message m with the coins r. */
#define kpke_encrypt PQ_INSTANCE(kpke_encrypt)
void kpke_encrypt(uint8_t c[KYBER_CT_BYTES], const kpke_key *key, const uint8_t m[32], const uint8_t r[32]);

/* Algorithm 15: decrypt.  0 <= s[i][j] < 4096 */
#define kpke_decrypt PQ_INSTANCE(kpke_decrypt)
void kpke_decrypt(uint8_t m[32], const int16_t s[KYBER_K][KYBER_N], const uint8_t c[KYBER_CT_BYTES]);

/* A-hat from rho, Algorithm 13, lines 3-7.  Not constant time: rho is public. */
#define kyber_sample_matrix PQ_INSTANCE(sample_matrix)
void kyber_sample_matrix(int16_t a[KYBER_K][KYBER_K][KYBER_N], const uint8_t rho[32]);

/* count polynomials SamplePolyCBD(PRF(seed, nonce)), SamplePolyCBD(PRF(seed, nonce + 1)), ... */
#define kyber_sample_noise PQ_INSTANCE(sample_noise)
void kyber_sample_noise(int16_t f[][KYBER_N], unsigned count, const uint8_t seed[32], unsigned nonce, unsigned eta);

#endif
