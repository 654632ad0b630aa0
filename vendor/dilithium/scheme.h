#ifndef DILITHIUM_SCHEME_H
#define DILITHIUM_SCHEME_H
#include "../common/lanes.h"
#include "../common/sha3.h"
#include "../common/sig.h"
#include "params.h"

/* Vectors and matrices are arrays of polynomials of 256 coefficients, one after the other; a matrix row by row. */

/* How many hashes are done at once: so many operations of a batch go together. */
enum
{
  DILITHIUM_GROUP = 4,
  dilithium_portable_lanes = 1,
  dilithium_avx2_lanes = 4,
  dilithium_avx512_lanes = 4,
  DILITHIUM_LANES = PQ_KERNEL(dilithium, lanes)
};

/* H of FIPS 204, 3.7, as a job: SHAKE256(a || b). */
static inline pq_hash_job dilithium_h(uint8_t *out, size_t out_bytes, const uint8_t *a, size_t a_bytes,
                                      const uint8_t *b, size_t b_bytes)
{
  return (pq_hash_job){.a = a,
                       .b = b,
                       .a_bytes = a_bytes,
                       .b_bytes = b_bytes,
                       .suffix = PQ_SHAKE_SUFFIX,
                       .rate = PQ_SHAKE256_RATE,
                       .out = out,
                       .out_bytes = out_bytes};
}

/* Do the jobs from first to before next, if there are any. */
static inline void dilithium_hash(const pq_hash_job *first, const pq_hash_job *next)
{
  if (first < next)
  {
    pq_hash_many(first, (unsigned)(next - first));
  }
}

/* An expanded public key.  Row i of a is row i of A, then -2^d t1[i], so that a row times (z, c) is the w' of
 * verification.  NTT domain, |coefficient| < q. */
typedef struct
{
  _Alignas(64) uint8_t tr[64];
  int32_t a[DILITHIUM_K * (DILITHIUM_L + 1) * DILITHIUM_N];
} dilithium_public_key;

/* An expanded secret key.  a is A, 0 <= coefficient < q; s1 and s2 are as dilithium_short_product takes them; t0 is in
 * the NTT domain, |coefficient| < 10q. */
typedef struct
{
  _Alignas(64) uint8_t tr[64];
  int32_t a[DILITHIUM_K * DILITHIUM_L * DILITHIUM_N];
  int32_t t0[DILITHIUM_K * DILITHIUM_N];
  uint8_t s1[DILITHIUM_L][3 * DILITHIUM_N], s2[DILITHIUM_K][3 * DILITHIUM_N];
  uint8_t sk[DILITHIUM_SK_BYTES];
} dilithium_secret_key;

enum
{
  DILITHIUM_PREFIX_BYTES = DILITHIUM_TR_BYTES + 2 + 255 + 11, /* tr and M' up to the message */
  DILITHIUM_W1_VECTOR_BYTES = DILITHIUM_K * DILITHIUM_W1_BYTES,

  /* Permutations for c~ = H(mu || w1) and for a mask; how many masks one lane makes meanwhile, about; and how many are
   * kept at most: those in use, what fills the lanes, and what was made beside c~. */
  DILITHIUM_C_TILDE_BLOCKS = (64 + DILITHIUM_W1_VECTOR_BYTES) / PQ_SHAKE256_RATE + 1,
  DILITHIUM_MASK_BLOCKS = (DILITHIUM_Z_BYTES - 1) / PQ_SHAKE256_RATE + 1,
  DILITHIUM_MASKS_BESIDE = (DILITHIUM_C_TILDE_BLOCKS + DILITHIUM_MASK_BLOCKS / 2) / DILITHIUM_MASK_BLOCKS,
  DILITHIUM_MASKS = DILITHIUM_L + (DILITHIUM_LANES - 1) * (1 + DILITHIUM_MASKS_BESIDE)
};

/* One signature that is being verified. */
typedef struct
{
  _Alignas(64) int32_t z_c[(DILITHIUM_L + 1) * DILITHIUM_N]; /* z and c */
  const dilithium_public_key *key;
  const uint8_t *sig;
  int error; /* that is known by now */
  pq_hash_job challenge;
  uint8_t mu[64], block[PQ_SHAKE256_RATE], c_tilde[DILITHIUM_C_TILDE_BYTES];
  uint8_t prefix[DILITHIUM_PREFIX_BYTES], w1[DILITHIUM_W1_VECTOR_BYTES];
} dilithium_verification;

/* What a message is signed from: mu, and the seed of the masks. */
typedef struct
{
  uint8_t mu[64], rho[64];
} dilithium_order;

/* One signature in the making. */
typedef struct
{
  _Alignas(64) int32_t r0[DILITHIUM_K * DILITHIUM_N]; /* w0, then w0 - c s2, then the hints */
  const dilithium_secret_key *key;                    /* NULL: none */
  uint8_t *sig;
  dilithium_order order;
  uint16_t nonce; /* of the next mask to be made */
  unsigned masks; /* that were made and not used: L of this attempt, and of the next ones */
  uint8_t mask[DILITHIUM_MASKS][DILITHIUM_Z_BYTES], w1[DILITHIUM_W1_VECTOR_BYTES];
  pq_hash_job challenge;
  uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES], block[PQ_SHAKE256_RATE];
} dilithium_signing;

/* What the signatures of a group use one after the other. */
typedef struct
{
  _Alignas(64) int32_t z[DILITHIUM_L * DILITHIUM_N]; /* y in the NTT domain, then z */
  int32_t c[DILITHIUM_N], t[DILITHIUM_N];
  uint16_t at[DILITHIUM_TAU + 1]; /* the summands of c; one more is written to */
} dilithium_vectors;

/* What key generation works on besides A. */
typedef struct
{
  _Alignas(64) int32_t s1[DILITHIUM_L * DILITHIUM_N];
  int32_t s2[DILITHIUM_K * DILITHIUM_N];
} dilithium_short;

/* The caller's memory that a batch works in. */
typedef union
{
  struct
  {
    dilithium_short s;
    int32_t a[DILITHIUM_K * DILITHIUM_L * DILITHIUM_N];
  } keygen;
  struct
  {
    dilithium_verification v[DILITHIUM_GROUP];
    dilithium_public_key key[DILITHIUM_GROUP];
  } verify;
  struct
  {
    dilithium_signing s[DILITHIUM_GROUP];
    dilithium_vectors vectors;
    dilithium_order orders[DILITHIUM_GROUP];
    dilithium_secret_key key[DILITHIUM_GROUP]; /* where those of the messages differ */
  } sign;
} dilithium_scratch;

/* The functions of pq_sig.  keys.c: */
#define dilithium_keygen PQ_INSTANCE(keygen)
int dilithium_keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed);
#define dilithium_keygen_batch PQ_INSTANCE(keygen_batch)
void dilithium_keygen_batch(uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch);
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

/* dilithium_load_public in two steps: tr, with a part of the matrix beside its hash; and all else, beside which other
 * jobs may be done, at most two. */
#define dilithium_load_tr PQ_INSTANCE(load_tr)
void dilithium_load_tr(dilithium_public_key *key, const uint8_t *pk);
#define dilithium_load_rest PQ_INSTANCE(load_rest)
void dilithium_load_rest(dilithium_public_key *key, const uint8_t *pk, const pq_hash_job *beside, unsigned n_beside);

/* sign.c: */
#define dilithium_sign PQ_INSTANCE(sign)
int dilithium_sign(uint8_t *sig, const uint8_t *sk, const pq_message *m, const uint8_t *seed);
#define dilithium_sign_with PQ_INSTANCE(sign_with)
int dilithium_sign_with(uint8_t *sig, const void *ctx, const pq_message *m, const uint8_t *seed);
#define dilithium_sign_batch PQ_INSTANCE(sign_batch)
void dilithium_sign_batch(uint8_t *sig, int8_t *status, const uint8_t *sk, const pq_messages *m, const uint8_t *seed,
                          size_t n, void *scratch);
#define dilithium_sign_batch_with PQ_INSTANCE(sign_batch_with)
void dilithium_sign_batch_with(uint8_t *sig, int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                               const uint8_t *seed, size_t n, void *scratch);

/* attempt.c */

/* One attempt for each of n signatures, at most DILITHIUM_GROUP.  Those that are made have no key any more. */
#define dilithium_attempt PQ_INSTANCE(attempt)
void dilithium_attempt(dilithium_signing *s, dilithium_vectors *v, unsigned n);

/* verify.c: */
#define dilithium_verify PQ_INSTANCE(verify)
int dilithium_verify(const uint8_t *pk, const pq_message *m, const uint8_t *sig);
#define dilithium_verify_with PQ_INSTANCE(verify_with)
int dilithium_verify_with(const void *ctx, const pq_message *m, const uint8_t *sig);
#define dilithium_verify_batch PQ_INSTANCE(verify_batch)
void dilithium_verify_batch(int8_t *status, const uint8_t *pk, const pq_messages *m, const uint8_t *sig, size_t n,
                            void *scratch);
#define dilithium_verify_batch_with PQ_INSTANCE(verify_batch_with)
void dilithium_verify_batch_with(int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                                 const uint8_t *sig, size_t n, void *scratch);

/* message.c */

/* Add to the jobs what computes the mu of m, of which prefix holds a part until then; nothing if it is given and only
 * has to be copied.  Returns 0 or PQ_BAD_CONTEXT. */
#define dilithium_mu_job PQ_INSTANCE(mu_job)
int dilithium_mu_job(pq_hash_job **next, uint8_t mu[64], uint8_t prefix[DILITHIUM_PREFIX_BYTES], const uint8_t *tr,
                     const pq_message *m);

/* Message i of a batch. */
static inline pq_message dilithium_message(const pq_messages *m, size_t i)
{
  return (pq_message){m->data[i], m->bytes[i], m->context, m->context_bytes, NULL, NULL};
}

#define dilithium_mu_start PQ_INSTANCE(mu_start)
int dilithium_mu_start(pq_sponge *mu, const uint8_t *tr, const pq_message *m);
#define dilithium_mu_update PQ_INSTANCE(mu_update)
int dilithium_mu_update(pq_sponge *mu, const uint8_t *data, size_t bytes);
#define dilithium_mu_finish PQ_INSTANCE(mu_finish)
int dilithium_mu_finish(uint8_t *out, pq_sponge *mu);

/* sample.c */

enum
{
  DILITHIUM_BESIDE = DILITHIUM_L + DILITHIUM_K
};

/* The polynomials first .. end-1 of A, counted row by row: ExpandA, Algorithm 32.  The rows of a are row_polys >= L
 * polynomials apart.  Not constant time: rho is public.  Other jobs, at most DILITHIUM_BESIDE, are done beside. */
#define dilithium_expand_a PQ_INSTANCE(expand_a)
void dilithium_expand_a(int32_t *a, size_t row_polys, const uint8_t rho[32], unsigned first, unsigned end,
                        const pq_hash_job *beside, unsigned n_beside);

/* The polynomials of A up to end, and ExpandS, Algorithm 33: s1 and s2 of L and K polynomials, |coefficient| <= eta. */
#define dilithium_expand_a_s PQ_INSTANCE(expand_a_s)
void dilithium_expand_a_s(int32_t *a, unsigned end, int32_t *s1, int32_t *s2, const uint8_t rho[32],
                          const uint8_t rho_prime[64]);

/* A polynomial of ExpandMask (Algorithm 34), as bit_pack would write it.  Nonces count modulo 2^16, as IntegerToBytes
 * (Algorithm 11) of two bytes does. */
#define dilithium_mask_job PQ_INSTANCE(mask_job)
pq_hash_job dilithium_mask_job(uint8_t out[DILITHIUM_Z_BYTES], const uint8_t rho[64], uint16_t nonce);

/* SampleInBall, Algorithm 29, from a job that has hashed c~ to one block.  Not constant time. */
#define dilithium_challenge PQ_INSTANCE(challenge)
void dilithium_challenge(int32_t c[DILITHIUM_N], const pq_hash_job *job);

/* pack.c */

/* count polynomials, |coefficient| <= eta, as skEncode writes s1 and s2 (Algorithm 24, lines 2 to 7). */
#define dilithium_encode_eta PQ_INSTANCE(encode_eta)
void dilithium_encode_eta(uint8_t *out, const int32_t *s, unsigned count);

/* skDecode, Algorithm 25: s1, s2 and t0 as a key has them, but for the transform of t0.  Returns 1 if a coefficient of
 * s1 or s2 is out of its range, else 0; constant time. */
#define dilithium_sk_decode PQ_INSTANCE(sk_decode)
unsigned dilithium_sk_decode(dilithium_secret_key *key, const uint8_t sk[DILITHIUM_SK_BYTES]);

/* sigEncode, Algorithm 26.  z of L polynomials, -gamma1 < coefficient <= gamma1; h of K, 0 or 1, at most omega ones.
 * Not constant time in h, which is public. */
#define dilithium_sig_encode PQ_INSTANCE(sig_encode)
void dilithium_sig_encode(uint8_t sig[DILITHIUM_SIG_BYTES], const uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES],
                          const int32_t *z, const int32_t *h);

/* sigDecode, Algorithm 27, without c~, which is the beginning of sig.  Returns 0, or PQ_BAD_SIGNATURE if the hints are
 * not the one encoding of what they say.  Not constant time: signatures are public. */
#define dilithium_sig_decode PQ_INSTANCE(sig_decode)
int dilithium_sig_decode(int32_t *z, const uint8_t sig[DILITHIUM_SIG_BYTES]);

/* The hints of polynomial i of a signature that was decoded: ones in a polynomial of zeros. */
#define dilithium_hint_row PQ_INSTANCE(hint_row)
void dilithium_hint_row(int32_t h[DILITHIUM_N], const uint8_t sig[DILITHIUM_SIG_BYTES], unsigned i);

#endif
