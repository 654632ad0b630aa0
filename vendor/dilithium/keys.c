#include <string.h>
#include "../common/ct.h"
#include "../common/sha3.h"
#include "scheme.h"

/* Key generation, and keys as bytes and as contexts.  FIPS 204, section 6.1; Dilithium 3.1 where DILITHIUM_FIPS204 is
 * 0. */

static void ntt_vector(int32_t *f, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
  {
    dilithium_ntt(f + i * DILITHIUM_N);
  }
}

/* Row i of t = A s1 + s2, halved (Algorithm 6, lines 5 and 6): t1 as pkEncode writes it, and t0.  s1 is in the NTT
 * domain, s2 that row of s2 in the normal domain. */
static void public_row(uint8_t t1_bytes[DILITHIUM_T1_BYTES], int32_t t0[DILITHIUM_N], const int32_t *a, unsigned i,
                       const int32_t *s1, const int32_t s2[DILITHIUM_N])
{
  int32_t t[DILITHIUM_N], t1[DILITHIUM_N];
  dilithium_multiply_row(t, a + i * DILITHIUM_L * DILITHIUM_N, s1, DILITHIUM_L);
  dilithium_invntt(t);
  dilithium_add(t, s2); /* |t| < 3q/4 + eta < q */
  dilithium_canonical(t);
  dilithium_power2round(t1, t0, t);
  dilithium_simple_bit_pack(t1_bytes, t1, DILITHIUM_T1_BITS);
  pq_wipe(t, sizeof t);
}

static void encode_t0(uint8_t out[DILITHIUM_T0_BYTES], const int32_t t0[DILITHIUM_N])
{
  dilithium_bit_pack(out, t0, 1 << (DILITHIUM_D - 1), DILITHIUM_T0_BITS);
}

/* Algorithm 6, line 1: rho || rho' || K of n seeds. */
static void expand_seeds(uint8_t expanded[][128], const uint8_t *seed, unsigned n)
{
  static const uint8_t sizes[2] = {DILITHIUM_K, DILITHIUM_L};
  pq_hash_job jobs[DILITHIUM_GROUP];
  for (unsigned i = 0; i < n; i++)
  {
    jobs[i] = dilithium_h(expanded[i], 128, seed + 32 * i, 32, sizes, DILITHIUM_FIPS204 ? 2 : 0);
  }
  pq_hash_many(jobs, n);
  for (unsigned i = 0; i < n; i++)
  {
    PQ_PUBLIC(expanded[i], 32); /* rho is part of the public key */
  }
}

/* So much of the public key is hashed beside the last row of the matrix: whole blocks of what comes before that row. */
enum
{
  LAST_ROW = DILITHIUM_K - 1,
  EARLY_BYTES = (DILITHIUM_PK_T1 + LAST_ROW * DILITHIUM_T1_BYTES) / PQ_SHAKE256_RATE * PQ_SHAKE256_RATE
};

/* Row i of the public key, and of t0 in the secret key. */
static void make_row(uint8_t pk[DILITHIUM_PK_BYTES], uint8_t sk[DILITHIUM_SK_BYTES], const int32_t *a,
                     const dilithium_short *s, unsigned i)
{
  int32_t t0[DILITHIUM_N];
  public_row(pk + DILITHIUM_PK_T1 + i * DILITHIUM_T1_BYTES, t0, a, i, s->s1, s->s2 + i * DILITHIUM_N);
  encode_t0(sk + DILITHIUM_SK_T0 + i * DILITHIUM_T0_BYTES, t0);
  pq_wipe(t0, sizeof t0);
  PQ_PUBLIC(pk + DILITHIUM_PK_T1 + i * DILITHIUM_T1_BYTES, DILITHIUM_T1_BYTES); /* a part of the public key */
}

/* Algorithm 6 but for tr: all else of pk and sk, and A.  s is used.  tr is the job that is left to do, state what it
 * goes on from. */
static void make_key(uint8_t pk[DILITHIUM_PK_BYTES], uint8_t sk[DILITHIUM_SK_BYTES], int32_t *a, dilithium_short *s,
                     const uint8_t expanded[128], pq_hash_job *tr, uint64_t state[25])
{
  const unsigned last = LAST_ROW * DILITHIUM_L;
  dilithium_expand_a_s(a, last, s->s1, s->s2, expanded, expanded + 32);
  memcpy(pk, expanded, 32);
  memcpy(sk, expanded, 32);
  memcpy(sk + DILITHIUM_SK_K, expanded + 96, 32);
  dilithium_encode_eta(sk + DILITHIUM_SK_S1, s->s1, DILITHIUM_L);
  dilithium_encode_eta(sk + DILITHIUM_SK_S2, s->s2, DILITHIUM_K);
  ntt_vector(s->s1, DILITHIUM_L);
  for (unsigned i = 0; i < LAST_ROW; i++)
  {
    make_row(pk, sk, a, s, i);
  }
  pq_hash_job early = dilithium_h(NULL, 0, pk, EARLY_BYTES, NULL, 0);
  early.to = state;
  dilithium_expand_a(a, DILITHIUM_L, expanded, last, last + DILITHIUM_L, &early, 1);
  make_row(pk, sk, a, s, LAST_ROW);
  *tr = dilithium_h(sk + DILITHIUM_SK_TR, DILITHIUM_TR_BYTES, pk + EARLY_BYTES, DILITHIUM_PK_BYTES - EARLY_BYTES, NULL,
                    0);
  tr->from = state;
}

/* ML-DSA.KeyGen_internal, Algorithm 6, of at most DILITHIUM_GROUP seeds.  a is A of the last; it is public.  s is
 * wiped. */
static void keygen_group(uint8_t *pk, uint8_t *sk, int32_t *a, dilithium_short *s, const uint8_t *seed, unsigned n)
{
  uint8_t expanded[DILITHIUM_GROUP][128];
  uint64_t state[DILITHIUM_GROUP][25]; /* of what is public */
  pq_hash_job jobs[DILITHIUM_GROUP];
  expand_seeds(expanded, seed, n);
  for (unsigned i = 0; i < n; i++)
  {
    make_key(pk + i * DILITHIUM_PK_BYTES, sk + i * DILITHIUM_SK_BYTES, a, s, expanded[i], jobs + i, state[i]);
  }
  pq_hash_many(jobs, n);
  pq_wipe(expanded, sizeof expanded);
  pq_wipe(s, sizeof *s);
}

int dilithium_keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  int32_t a[DILITHIUM_K * DILITHIUM_L * DILITHIUM_N];
  dilithium_short s;
  keygen_group(pk, sk, a, &s, seed, 1);
  return 0;
}

void dilithium_keygen_batch(uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch)
{
  dilithium_scratch *w = scratch;
  for (size_t i = 0; i < n; i += DILITHIUM_GROUP)
  {
    const size_t some = n - i < DILITHIUM_GROUP ? n - i : DILITHIUM_GROUP;
    keygen_group(pk + i * DILITHIUM_PK_BYTES, sk + i * DILITHIUM_SK_BYTES, w->keygen.a, &w->keygen.s, seed + 32 * i,
                 (unsigned)some);
  }
}

/* All of a key but A.  Returns 1 if sk is not the encoding of one, else 0. */
static unsigned decode_key(dilithium_secret_key *key, const uint8_t sk[DILITHIUM_SK_BYTES])
{
  unsigned bad = dilithium_sk_decode(key, sk);
  PQ_PUBLIC(&bad, sizeof bad); /* whether the key is one is no secret; which coefficient is wrong, bad doesn't tell */
  ntt_vector(key->t0, DILITHIUM_K);
  memcpy(key->sk, sk, DILITHIUM_SK_BYTES);
  memset(key->tr, 0, sizeof key->tr);
  memcpy(key->tr, sk + DILITHIUM_SK_TR, DILITHIUM_TR_BYTES);
  PQ_PUBLIC(key->sk, 32); /* rho is part of the public key */
  return bad;
}

int dilithium_generate(void *ctx, const uint8_t *seed)
{
  dilithium_secret_key *key = ctx;
  dilithium_short s;
  uint8_t pk[DILITHIUM_PK_BYTES], sk[DILITHIUM_SK_BYTES];
  keygen_group(pk, sk, key->a, &s, seed, 1);
  decode_key(key, sk);
  pq_wipe(sk, sizeof sk);
  return 0;
}

int dilithium_load_secret(void *ctx, const uint8_t *sk)
{
  dilithium_secret_key *key = ctx;
  if (decode_key(key, sk))
  {
    pq_wipe(key, sizeof *key);
    return PQ_BAD_SECRET_KEY;
  }
  dilithium_expand_a(key->a, DILITHIUM_L, key->sk, 0, DILITHIUM_K * DILITHIUM_L, NULL, 0);
  return 0;
}

int dilithium_store_public(uint8_t *pk, const void *ctx)
{
  const dilithium_secret_key *key = ctx;
  int32_t s1[DILITHIUM_L * DILITHIUM_N], s2[DILITHIUM_N], t0[DILITHIUM_N];
  uint8_t expected[DILITHIUM_T0_BYTES], tr[DILITHIUM_TR_BYTES], differ = 0;
  memcpy(pk, key->sk, 32);
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    dilithium_bit_unpack(s1 + i * DILITHIUM_N, key->sk + DILITHIUM_SK_S1 + i * DILITHIUM_ETA_BYTES, DILITHIUM_ETA,
                         DILITHIUM_ETA_BITS);
  }
  ntt_vector(s1, DILITHIUM_L);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    dilithium_bit_unpack(s2, key->sk + DILITHIUM_SK_S2 + i * DILITHIUM_ETA_BYTES, DILITHIUM_ETA, DILITHIUM_ETA_BITS);
    public_row(pk + DILITHIUM_PK_T1 + i * DILITHIUM_T1_BYTES, t0, key->a, i, s1, s2);
    encode_t0(expected, t0);
    differ |= pq_ct_differ(expected, key->sk + DILITHIUM_SK_T0 + i * DILITHIUM_T0_BYTES, DILITHIUM_T0_BYTES);
  }
  dilithium_tr_of_public(tr, pk);
  differ |= pq_ct_differ(tr, key->sk + DILITHIUM_SK_TR, DILITHIUM_TR_BYTES);
  pq_wipe(s1, sizeof s1);
  pq_wipe(s2, sizeof s2);
  pq_wipe(t0, sizeof t0);
  pq_wipe(expected, sizeof expected);
  PQ_PUBLIC(&differ, 1); /* whether the key is one is no secret */
  if (differ)
  {
    memset(pk, 0, DILITHIUM_PK_BYTES);
    return PQ_BAD_SECRET_KEY;
  }
  PQ_PUBLIC(pk, DILITHIUM_PK_BYTES); /* it is the public key */
  return 0;
}

int dilithium_store_secret(uint8_t *sk, const void *ctx)
{
  const dilithium_secret_key *key = ctx;
  memcpy(sk, key->sk, DILITHIUM_SK_BYTES);
  return 0;
}

/* Row i of -2^d t1, in the NTT domain. */
static void load_t1(int32_t f[DILITHIUM_N], const uint8_t t1_bytes[DILITHIUM_T1_BYTES])
{
  dilithium_simple_bit_unpack(f, t1_bytes, DILITHIUM_T1_BITS);
  for (unsigned j = 0; j < DILITHIUM_N; j++)
  {
    f[j] *= -(1 << DILITHIUM_D); /* |f| <= 1023 * 2^13 < q */
  }
  dilithium_ntt(f);
  dilithium_reduce(f);
}

/* So many polynomials of A fill three lanes while tr takes one: 3/2 k times 5 blocks, and tr of 5/2 k. */
enum
{
  BESIDE_TR = 3 * DILITHIUM_K / 2
};

void dilithium_load_tr(dilithium_public_key *key, const uint8_t *pk)
{
  const pq_hash_job tr = dilithium_h(key->tr, DILITHIUM_TR_BYTES, pk, DILITHIUM_PK_BYTES, NULL, 0);
  memset(key->tr, 0, sizeof key->tr);
  dilithium_expand_a(key->a, DILITHIUM_L + 1, pk, 0, BESIDE_TR, &tr, 1);
}

void dilithium_load_rest(dilithium_public_key *key, const uint8_t *pk, const pq_hash_job *beside, unsigned n_beside)
{
  const size_t row = (DILITHIUM_L + 1) * DILITHIUM_N;
  dilithium_expand_a(key->a, DILITHIUM_L + 1, pk, BESIDE_TR, DILITHIUM_K * DILITHIUM_L, beside, n_beside);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    load_t1(key->a + i * row + DILITHIUM_L * DILITHIUM_N, pk + DILITHIUM_PK_T1 + i * DILITHIUM_T1_BYTES);
  }
}

int dilithium_load_public(void *ctx, const uint8_t *pk)
{
  dilithium_load_tr(ctx, pk);
  dilithium_load_rest(ctx, pk, NULL, 0);
  return 0;
}

int dilithium_tr_of_public(uint8_t *tr, const uint8_t *pk)
{
  pq_shake256(tr, DILITHIUM_TR_BYTES, pk, DILITHIUM_PK_BYTES);
  return 0;
}

int dilithium_tr_of_secret(uint8_t *tr, const uint8_t *sk)
{
  memcpy(tr, sk + DILITHIUM_SK_TR, DILITHIUM_TR_BYTES);
  return 0;
}
