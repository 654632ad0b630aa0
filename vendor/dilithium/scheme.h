#ifndef DILITHIUM_SCHEME_H
#define DILITHIUM_SCHEME_H
#include "params.h"

/* Vectors and matrices are arrays of polynomials of 256 coefficients, one after the other; a matrix row by row. */

/* An expanded public key.  Row i of a is row i of A, then -2^d t1[i], so that a row times (z, c) is the w' of
 * verification.  NTT domain, |coefficient| < q. */
typedef struct
{
  _Alignas(64) uint8_t tr[64];
  int32_t a[DILITHIUM_K * (DILITHIUM_L + 1) * DILITHIUM_N];
} dilithium_public_key;

/* An expanded secret key.  a is A, 0 <= coefficient < q; s1, s2 and t0 are in the NTT domain, |coefficient| < 9q. */
typedef struct
{
  _Alignas(64) uint8_t tr[64];
  int32_t a[DILITHIUM_K * DILITHIUM_L * DILITHIUM_N];
  int32_t s1[DILITHIUM_L * DILITHIUM_N], s2[DILITHIUM_K * DILITHIUM_N], t0[DILITHIUM_K * DILITHIUM_N];
  uint8_t sk[DILITHIUM_SK_BYTES];
} dilithium_secret_key;

/* keys.c: the functions of pq_sig that make keys and contexts. */
#define dilithium_keygen PQ_INSTANCE(keygen)
int dilithium_keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed);
#define dilithium_generate PQ_INSTANCE(generate)
int dilithium_generate(void *ctx, const uint8_t *seed);
#define dilithium_load_public PQ_INSTANCE(load_public)
int dilithium_load_public(void *ctx, const uint8_t *pk);
#define dilithium_load_secret PQ_INSTANCE(load_secret)
int dilithium_load_secret(void *ctx, const uint8_t *sk);
#define dilithium_store_public PQ_INSTANCE(store_public)
int dilithium_store_public(uint8_t *pk, const void *ctx);
#define dilithium_store_secret PQ_INSTANCE(store_secret)
int dilithium_store_secret(uint8_t *sk, const void *ctx);
#define dilithium_tr_of_public PQ_INSTANCE(tr_of_public)
int dilithium_tr_of_public(uint8_t *tr, const uint8_t *pk);
#define dilithium_tr_of_secret PQ_INSTANCE(tr_of_secret)
int dilithium_tr_of_secret(uint8_t *tr, const uint8_t *sk);

/* sample.c */

/* ExpandA, Algorithm 32.  The rows of a are row_polys >= L polynomials apart.  Not constant time: rho is public. */
#define dilithium_expand_a PQ_INSTANCE(expand_a)
void dilithium_expand_a(int32_t *a, size_t row_polys, const uint8_t rho[32]);

/* ExpandS, Algorithm 33.  s1 and s2 of L and K polynomials, |coefficient| <= eta. */
#define dilithium_expand_s PQ_INSTANCE(expand_s)
void dilithium_expand_s(int32_t *s1, int32_t *s2, const uint8_t rho[64]);

/* ExpandMask, Algorithm 34.  y of L polynomials, -gamma1 < coefficient <= gamma1; the nonces count on from kappa modulo
 * 2^16, as IntegerToBytes (Algorithm 11) of two bytes does. */
#define dilithium_expand_mask PQ_INSTANCE(expand_mask)
void dilithium_expand_mask(int32_t *y, const uint8_t rho[64], uint16_t kappa);

/* pack.c */

/* count polynomials, |coefficient| <= eta, as skEncode writes s1 and s2 (Algorithm 24, lines 2 to 7). */
#define dilithium_encode_eta PQ_INSTANCE(encode_eta)
void dilithium_encode_eta(uint8_t *out, const int32_t *s, unsigned count);

/* skDecode, Algorithm 25: s1, s2 and t0 of L, K and K polynomials.  Returns 1 if a coefficient of s1 or s2 is out of
 * its range, else 0; constant time. */
#define dilithium_sk_decode PQ_INSTANCE(sk_decode)
unsigned dilithium_sk_decode(int32_t *s1, int32_t *s2, int32_t *t0, const uint8_t sk[DILITHIUM_SK_BYTES]);

/* sigEncode, Algorithm 26.  z of L polynomials, -gamma1 < coefficient <= gamma1; h of K, 0 or 1, at most omega ones.
 * Not constant time in h, which is public. */
#define dilithium_sig_encode PQ_INSTANCE(sig_encode)
void dilithium_sig_encode(uint8_t sig[DILITHIUM_SIG_BYTES], const uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES],
                          const int32_t *z, const int32_t *h);

/* sigDecode, Algorithm 27, without c~, which is the beginning of sig.  Returns 0, or PQ_BAD_SIGNATURE if the hints are
 * not the one encoding of what they say.  Not constant time: signatures are public. */
#define dilithium_sig_decode PQ_INSTANCE(sig_decode)
int dilithium_sig_decode(int32_t *z, int32_t *h, const uint8_t sig[DILITHIUM_SIG_BYTES]);

#endif
