#ifndef KYBER_KPKE_H
#define KYBER_KPKE_H
#include "jobs.h"

/* K-PKE, FIPS 203, section 5, which Kyber 3.02 calls Kyber.CPAPKE: the same but for the byte k of key generation.  Each
 * step has two parts: what it needs from hash functions, added to a list of jobs, and what is done when they have run.
 */

/* An expanded encryption key.  a[i][j] and t[i] are in the NTT domain, 0 <= coefficient < 4096. */
typedef struct
{
  _Alignas(64) int16_t a[KYBER_K][KYBER_K][KYBER_N];
  int16_t t[KYBER_K][KYBER_N];
} kpke_key;

/* Bytes that polynomials are sampled from: A; and s and e, or y, e1 and e2. */
typedef uint8_t kpke_matrix_bytes[KYBER_K][KYBER_K][KYBER_XOF_BYTES];
typedef uint8_t kpke_noise_bytes[(2 * KYBER_K + 1) * 64 * KYBER_ETA1];

/* A from rho, Algorithm 13, lines 3-7.  Not constant time: rho is public. */
#define kpke_add_matrix PQ_INSTANCE(kpke_add_matrix)
void kpke_add_matrix(kyber_jobs *jobs, kpke_matrix_bytes bytes, const uint8_t rho[32]);
#define kpke_sample_matrix PQ_INSTANCE(kpke_sample_matrix)
void kpke_sample_matrix(kpke_key *key, kpke_matrix_bytes bytes, const uint8_t rho[32]);

/* Algorithm 13: ek, its expansion, and s in the NTT domain (0 <= s[i][j] < q), from rho || sigma. */
#define kpke_add_keygen PQ_INSTANCE(kpke_add_keygen)
void kpke_add_keygen(kyber_jobs *jobs, kpke_matrix_bytes matrix, kpke_noise_bytes noise, const uint8_t seeds[64]);
#define kpke_keygen PQ_INSTANCE(kpke_keygen)
void kpke_keygen(kpke_key *key, int16_t s[KYBER_K][KYBER_N], uint8_t ek[KYBER_EK_BYTES], kpke_matrix_bytes matrix,
                 kpke_noise_bytes noise, const uint8_t rho[32]);

/* Algorithm 14, line 2: t from ek.  Returns 1 if ek encodes a coefficient that is not below q, else 0. */
#define kpke_decode_t PQ_INSTANCE(kpke_decode_t)
unsigned kpke_decode_t(kpke_key *key, const uint8_t ek[KYBER_EK_BYTES]);

/* Algorithm 14, from line 9: encrypt the message m with the coins r. */
#define kpke_add_encrypt PQ_INSTANCE(kpke_add_encrypt)
void kpke_add_encrypt(kyber_jobs *jobs, kpke_noise_bytes noise, const uint8_t r[32]);
#define kpke_encrypt PQ_INSTANCE(kpke_encrypt)
void kpke_encrypt(uint8_t c[KYBER_CT_BYTES], const kpke_key *key, const uint8_t m[32], kpke_noise_bytes noise);

/* Algorithm 15: decrypt.  0 <= s[i][j] < 4096 */
#define kpke_decrypt PQ_INSTANCE(kpke_decrypt)
void kpke_decrypt(uint8_t m[32], const int16_t s[KYBER_K][KYBER_N], const uint8_t c[KYBER_CT_BYTES]);

#endif
