#include <string.h>
#include "../common/ct.h"
#include "../common/sha3.h"
#include "scheme.h"

/* Messages, signing and verification.  FIPS 204, sections 5 and 6; Dilithium 3.1 where DILITHIUM_FIPS204 is 0. */

/* mu = H(tr || M', 64), Algorithm 7, line 6.  M' is the prefix of Algorithm 2 or 4, then the message or its
 * digest; in Dilithium 3.1 just the message. */
static int mu_start(pq_sponge *mu, const uint8_t *tr, const pq_message *m)
{
  pq_sponge_init(mu, PQ_SHAKE256_RATE); /* also if refused: a sponge of rate 0 would never end */
  if (DILITHIUM_FIPS204 ? m->context_bytes > 255 : m->context_bytes > 0 || m->oid != NULL)
  {
    return PQ_BAD_CONTEXT;
  }
  pq_absorb(mu, tr, DILITHIUM_TR_BYTES);
  if (DILITHIUM_FIPS204)
  {
    const uint8_t prefix[2] = {m->oid != NULL, (uint8_t)m->context_bytes};
    pq_absorb(mu, prefix, sizeof prefix);
    pq_absorb(mu, m->context, m->context_bytes);
    pq_absorb(mu, m->oid, m->oid != NULL ? 11 : 0);
  }
  return 0;
}

static int mu_update(pq_sponge *mu, const uint8_t *data, size_t bytes)
{
  pq_absorb(mu, data, bytes);
  return 0;
}

static int mu_finish(uint8_t *out, pq_sponge *mu)
{
  pq_absorb_end(mu, PQ_SHAKE_SUFFIX);
  pq_squeeze(mu, out, 64);
  return 0;
}

/* The mu of m, computed or given. */
static int message_representative(uint8_t mu[64], const uint8_t *tr, const pq_message *m)
{
  if (m->mu != NULL)
  {
    memcpy(mu, m->mu, 64);
    return 0;
  }
  pq_sponge sponge;
  int error = mu_start(&sponge, tr, m);
  if (error)
  {
    return error;
  }
  mu_update(&sponge, m->data, m->bytes);
  return mu_finish(mu, &sponge);
}

/* Multiplication by the challenge c, both factors in the NTT domain: the product in the normal domain, |f| < 3q/4. */
static void multiply(int32_t f[DILITHIUM_N], const int32_t c[DILITHIUM_N], const int32_t s[DILITHIUM_N])
{
  dilithium_multiply_row(f, c, s, 1);
  dilithium_invntt(f);
}

/* Absorb a row of w1 as w1Encode (Algorithm 28) writes it. */
static void absorb_w1(pq_sponge *h, const int32_t w1[DILITHIUM_N])
{
  uint8_t bytes[DILITHIUM_W1_BYTES];
  dilithium_simple_bit_pack(bytes, w1, DILITHIUM_W1_BITS);
  pq_absorb(h, bytes, sizeof bytes);
  pq_wipe(bytes, sizeof bytes);
}

/* What one signature works on. */
typedef struct
{
  _Alignas(64) int32_t z[DILITHIUM_L * DILITHIUM_N]; /* y, then y + c s1 */
  int32_t y_hat[DILITHIUM_L * DILITHIUM_N];          /* y in the NTT domain */
  int32_t r0[DILITHIUM_K * DILITHIUM_N];             /* w0, then w0 - c s2, then the hints */
  int32_t w1[DILITHIUM_K * DILITHIUM_N];
  int32_t c[DILITHIUM_N]; /* in the NTT domain */
  int32_t t[DILITHIUM_N];
  uint8_t mu[64], rho[64], c_tilde[DILITHIUM_C_TILDE_BYTES];
} signing;

/* rho'' (rho' of Dilithium 3.1), from which all masks come: Algorithm 7, line 7. */
static void mask_seed(uint8_t rho[64], const uint8_t k[32], const uint8_t *seed, const uint8_t mu[64])
{
  static const uint8_t zero[32];
  if (!DILITHIUM_FIPS204 && seed != NULL)
  {
    memcpy(rho, seed, 64);
    return;
  }
  pq_sponge h;
  pq_sponge_init(&h, PQ_SHAKE256_RATE);
  pq_absorb(&h, k, 32);
  pq_absorb(&h, seed != NULL ? seed : zero, DILITHIUM_FIPS204 ? 32 : 0);
  pq_absorb(&h, mu, 64);
  pq_absorb_end(&h, PQ_SHAKE_SUFFIX);
  pq_squeeze(&h, rho, 64);
  pq_sponge_wipe(&h);
}

/* Algorithm 7, lines 11 to 15: y, w = A y in its two halves, and c~ = H(mu || w1). */
static void commit(signing *s, const dilithium_secret_key *key, uint16_t kappa)
{
  pq_sponge h;
  dilithium_expand_mask(s->z, s->rho, kappa);
  memcpy(s->y_hat, s->z, sizeof s->y_hat);
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    dilithium_ntt(s->y_hat + i * DILITHIUM_N);
  }
  pq_sponge_init(&h, PQ_SHAKE256_RATE);
  pq_absorb(&h, s->mu, 64);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    int32_t *w1 = s->w1 + i * DILITHIUM_N;
    dilithium_multiply_row(s->t, key->a + i * DILITHIUM_L * DILITHIUM_N, s->y_hat, DILITHIUM_L);
    dilithium_invntt(s->t);
    dilithium_canonical(s->t);
    dilithium_decompose(w1, s->r0 + i * DILITHIUM_N, s->t, DILITHIUM_GAMMA2);
    absorb_w1(&h, w1);
  }
  pq_absorb_end(&h, PQ_SHAKE_SUFFIX);
  pq_squeeze(&h, s->c_tilde, DILITHIUM_C_TILDE_BYTES);
  pq_sponge_wipe(&h);
}

/* Lines 16 and 17: c, in the NTT domain, |c[i]| < q. */
static void challenge(int32_t c[DILITHIUM_N], const uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES])
{
  dilithium_sample_in_ball(c, c_tilde, DILITHIUM_C_TILDE_BYTES, DILITHIUM_TAU);
  dilithium_ntt(c);
  dilithium_reduce(c);
}

/* Lines 19, 21 and 23: r0 = w0 - c s2, which is LowBits(w - c s2) if it is small; 1 if it is not.  |w0| <= gamma2, and
 * c s2 is exact, so all is below q. */
static unsigned low_bits_too_large(signing *s, const dilithium_secret_key *key)
{
  unsigned bad = 0;
  for (unsigned i = 0; i < DILITHIUM_K * DILITHIUM_N; i += DILITHIUM_N)
  {
    multiply(s->t, s->c, key->s2 + i); /* at most beta */
    dilithium_sub(s->r0 + i, s->t);
    bad |= dilithium_norm_reaches(s->r0 + i, DILITHIUM_GAMMA2 - DILITHIUM_BETA);
  }
  return bad;
}

/* Lines 18, 20 and 23: z = y + c s1; 1 if it is too large to hide s1. */
static unsigned response_too_large(signing *s, const dilithium_secret_key *key)
{
  unsigned bad = 0;
  for (unsigned i = 0; i < DILITHIUM_L * DILITHIUM_N; i += DILITHIUM_N)
  {
    multiply(s->t, s->c, key->s1 + i); /* at most beta */
    dilithium_add(s->z + i, s->t);
    bad |= dilithium_norm_reaches(s->z + i, DILITHIUM_GAMMA1 - DILITHIUM_BETA);
  }
  return bad;
}

/* Lines 25 to 28: the hints, in the place of r0; 1 if they are too many or c t0 is too large. */
static unsigned hints_fail(signing *s, const dilithium_secret_key *key)
{
  unsigned bad = 0, count = 0;
  for (unsigned i = 0; i < DILITHIUM_K * DILITHIUM_N; i += DILITHIUM_N)
  {
    multiply(s->t, s->c, key->t0 + i); /* at most tau 2^12 < 2^18 */
    bad |= dilithium_norm_reaches(s->t, DILITHIUM_GAMMA2);
    dilithium_add(s->t, s->r0 + i); /* < 2^19 */
    count += dilithium_make_hint(s->r0 + i, s->t, s->w1 + i, DILITHIUM_GAMMA2);
  }
  return bad | (DILITHIUM_OMEGA - count) >> 31;
}

/* The outcome of a test on a whole vector, which decides whether to begin anew.  It is public: the time of signing
 * shows how many attempts failed, and one fails with the same probability whatever the key, since for each c s1 the
 * same share of the y is in the range that is left, and for each c s2 of the w0, if they are uniform.  Which
 * coefficient failed stays secret, as do all values of a failed attempt but c~. */
static int failed(unsigned outcome)
{
  PQ_PUBLIC(&outcome, sizeof outcome);
  return outcome != 0;
}

/* One pass of the loop, lines 11 to 30.  The order of the tests does not change what is accepted; the first is the one
 * that fails most often. */
static int attempt(signing *s, const dilithium_secret_key *key, uint16_t kappa)
{
  commit(s, key, kappa);
  /* SampleInBall branches and indexes on c~.  That of a failed attempt is not published; the assumption, which is that
   * of the scheme's designers too, is that it may be known: it is a hash of mu and w1, and w1 depends on y and A alone.
   */
  PQ_PUBLIC(s->c_tilde, sizeof s->c_tilde);
  challenge(s->c, s->c_tilde);
  return !failed(low_bits_too_large(s, key)) && !failed(response_too_large(s, key)) && !failed(hints_fail(s, key));
}

/* Algorithm 2 or 4, and ML-DSA.Sign_internal, Algorithm 7. */
static int sign_with(uint8_t *sig, const void *ctx, const pq_message *m, const uint8_t *seed)
{
  const dilithium_secret_key *key = ctx;
  signing s;
  int error = message_representative(s.mu, key->tr, m);
  if (error)
  {
    memset(sig, 0, DILITHIUM_SIG_BYTES);
    return error;
  }
  mask_seed(s.rho, key->sk + DILITHIUM_SK_K, seed, s.mu);
  uint16_t kappa = 0;
  while (!attempt(&s, key, kappa))
  {
    kappa = (uint16_t)(kappa + DILITHIUM_L);
  }
  PQ_PUBLIC(s.z, sizeof s.z); /* z and the hints are the signature */
  PQ_PUBLIC(s.r0, sizeof s.r0);
  dilithium_sig_encode(sig, s.c_tilde, s.z, s.r0);
  pq_wipe(&s, sizeof s);
  return 0;
}

static int sign(uint8_t *sig, const uint8_t *sk, const pq_message *m, const uint8_t *seed)
{
  dilithium_secret_key key;
  int error = dilithium_load_secret(&key, sk);
  if (error)
  {
    memset(sig, 0, DILITHIUM_SIG_BYTES);
    return error;
  }
  error = sign_with(sig, &key, m, seed);
  pq_wipe(&key, sizeof key);
  return error;
}

/* Algorithm 8, lines 9 to 12: the c~ that belongs to mu, (z, c) and the hints h; z_c in the NTT domain. */
static void expected_challenge(uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES], const dilithium_public_key *key,
                               const uint8_t mu[64], const int32_t *z_c, const int32_t *h)
{
  int32_t w[DILITHIUM_N], w1[DILITHIUM_N];
  pq_sponge sponge;
  pq_sponge_init(&sponge, PQ_SHAKE256_RATE);
  pq_absorb(&sponge, mu, 64);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    dilithium_multiply_row(w, key->a + i * (DILITHIUM_L + 1) * DILITHIUM_N, z_c, DILITHIUM_L + 1);
    dilithium_invntt(w);
    dilithium_canonical(w);
    dilithium_use_hint(w1, h + i * DILITHIUM_N, w, DILITHIUM_GAMMA2);
    absorb_w1(&sponge, w1);
  }
  pq_absorb_end(&sponge, PQ_SHAKE_SUFFIX);
  pq_squeeze(&sponge, c_tilde, DILITHIUM_C_TILDE_BYTES);
}

/* Algorithm 3 or 5, and ML-DSA.Verify_internal, Algorithm 8.  All of it is public. */
static int verify_with(const void *ctx, const pq_message *m, const uint8_t *sig)
{
  const dilithium_public_key *key = ctx;
  int32_t z_c[(DILITHIUM_L + 1) * DILITHIUM_N], h[DILITHIUM_K * DILITHIUM_N];
  uint8_t mu[64], c_tilde[DILITHIUM_C_TILDE_BYTES];
  int error = message_representative(mu, key->tr, m);
  if (error)
  {
    return error;
  }
  if (dilithium_sig_decode(z_c, h, sig))
  {
    return PQ_BAD_SIGNATURE;
  }
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    if (dilithium_norm_reaches(z_c + i * DILITHIUM_N, DILITHIUM_GAMMA1 - DILITHIUM_BETA))
    {
      return PQ_BAD_SIGNATURE;
    }
    dilithium_ntt(z_c + i * DILITHIUM_N);
  }
  challenge(z_c + DILITHIUM_L * DILITHIUM_N, sig);
  expected_challenge(c_tilde, key, mu, z_c, h);
  return memcmp(c_tilde, sig, sizeof c_tilde) == 0 ? 0 : PQ_BAD_SIGNATURE;
}

static int verify(const uint8_t *pk, const pq_message *m, const uint8_t *sig)
{
  dilithium_public_key key;
  dilithium_load_public(&key, pk);
  return verify_with(&key, m, sig);
}

extern const pq_sig PQ_INSTANCE(impl);
const pq_sig PQ_INSTANCE(impl) = {
    .name = DILITHIUM_NAME,
    .backend = PQ_STR(PQ_BACKEND),
    .standard = DILITHIUM_FIPS204 ? "FIPS 204" : "Dilithium 3.1 (NIST round 3)",
    .status = DILITHIUM_FIPS204 ? "standard" : "superseded",
    .nist_level = DILITHIUM_NIST_LEVEL,
    .has_context = DILITHIUM_FIPS204,
    .hedged = DILITHIUM_FIPS204,
    .public_key_bytes = DILITHIUM_PK_BYTES,
    .secret_key_bytes = DILITHIUM_SK_BYTES,
    .signature_bytes = DILITHIUM_SIG_BYTES,
    .tr_bytes = DILITHIUM_TR_BYTES,
    .keygen_seed_bytes = 32,
    .sign_seed_bytes = DILITHIUM_SIGN_SEED_BYTES,
    .public_ctx_bytes = sizeof(dilithium_public_key),
    .secret_ctx_bytes = sizeof(dilithium_secret_key),
    .keygen = dilithium_keygen,
    .sign = sign,
    .verify = verify,
    .load_public = dilithium_load_public,
    .load_secret = dilithium_load_secret,
    .generate = dilithium_generate,
    .store_public = dilithium_store_public,
    .store_secret = dilithium_store_secret,
    .sign_with = sign_with,
    .verify_with = verify_with,
    .tr_of_public = dilithium_tr_of_public,
    .tr_of_secret = dilithium_tr_of_secret,
    .mu_start = mu_start,
    .mu_update = mu_update,
    .mu_finish = mu_finish,
};
