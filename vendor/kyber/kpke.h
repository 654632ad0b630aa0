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

/* What polynomials are sampled from: A; and s and e, or y, e1 and e2. */
typedef kyber_xof kpke_matrix_xof[KYBER_K * KYBER_K];
typedef uint8_t kpke_noise_bytes[(2 * KYBER_K + 1) * 64 * KYBER_ETA1];

/* The polynomials first .. end-1 of A, counted row by row, from rho: Algorithm 13, lines 3-7.  Not constant time: rho
 * is public. */
enum
{
  KPKE_POLYS = KYBER_K * KYBER_K
};
#define kpke_add_matrix PQ_INSTANCE(kpke_add_matrix)
void kpke_add_matrix(kyber_jobs *jobs, kpke_matrix_xof xof, const uint8_t rho[32], unsigned first, unsigned end);
#define kpke_sample_matrix PQ_INSTANCE(kpke_sample_matrix)
void kpke_sample_matrix(kpke_key *key, kpke_matrix_xof xof, unsigned first, unsigned end);

/* The secrets of key generation besides s: e in the NTT domain, and s as factor of products. */
typedef struct
{
  _Alignas(64) int16_t e[KYBER_K][KYBER_N];
  int16_t factor[KYBER_K][2 * KYBER_N];
  kpke_noise_bytes noise;
} kpke_secrets;

/* Algorithm 13, lines 8-17: s and e, in the NTT domain (0 <= s[i][j] < q), from sigma. */
#define kpke_add_secrets PQ_INSTANCE(kpke_add_secrets)
void kpke_add_secrets(kyber_jobs *jobs, kpke_secrets *w, const uint8_t sigma[32]);
#define kpke_sample_secrets PQ_INSTANCE(kpke_sample_secrets)
void kpke_sample_secrets(int16_t s[KYBER_K][KYBER_N], kpke_secrets *w);

/* Lines 18 and 19: the polynomials first .. end-1 of t, from those rows of A, and their encodings in ek. */
#define kpke_public_rows PQ_INSTANCE(kpke_public_rows)
void kpke_public_rows(kpke_key *key, uint8_t ek[KYBER_EK_BYTES], kpke_secrets *w, unsigned first, unsigned end);

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
