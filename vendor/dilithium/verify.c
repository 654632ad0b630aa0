#include <string.h>
#include "scheme.h"

/* Verification: FIPS 204, Algorithms 3, 5 and 8; Dilithium 3.1 where DILITHIUM_FIPS204 is 0.  All of it is public, and
 * it is done in groups: one signature is a group of one. */

static unsigned too_large(const int32_t z[DILITHIUM_L * DILITHIUM_N])
{
  unsigned bad = 0;
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    bad |= dilithium_norm_reaches(z + i * DILITHIUM_N, DILITHIUM_GAMMA1 - DILITHIUM_BETA);
  }
  return bad;
}

/* What needs the signature and, of the key, tr.  Adds at most two jobs: mu, and the challenge's hash. */
static void begin(dilithium_verification *v, const dilithium_public_key *key, const pq_message *m, const uint8_t *sig,
                  pq_hash_job **next)
{
  pq_hash_job *const first = *next;
  v->key = key;
  v->sig = sig;
  v->challenge = dilithium_h(v->block, sizeof v->block, sig, DILITHIUM_C_TILDE_BYTES, NULL, 0);
  v->error = dilithium_mu_job(next, v->mu, v->prefix, key->tr, m);
  if (!v->error && (dilithium_sig_decode(v->z_c, sig) || too_large(v->z_c)))
  {
    v->error = PQ_BAD_SIGNATURE;
  }
  if (v->error)
  {
    *next = first;
    return;
  }
  *(*next)++ = v->challenge;
}

/* Algorithm 8, lines 8 to 11: w1, as w1Encode writes it. */
static void commitment(dilithium_verification *v)
{
  int32_t *const c = v->z_c + DILITHIUM_L * DILITHIUM_N, w[DILITHIUM_N], h[DILITHIUM_N], w1[DILITHIUM_N];
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    dilithium_ntt(v->z_c + i * DILITHIUM_N);
  }
  dilithium_challenge(c, &v->challenge);
  dilithium_ntt(c);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    dilithium_multiply_row(w, v->key->a + i * (DILITHIUM_L + 1) * DILITHIUM_N, v->z_c, DILITHIUM_L + 1);
    dilithium_invntt(w);
    dilithium_canonical(w);
    dilithium_hint_row(h, v->sig, i);
    dilithium_use_hint(w1, h, w, DILITHIUM_GAMMA2);
    dilithium_simple_bit_pack(v->w1 + i * DILITHIUM_W1_BYTES, w1, DILITHIUM_W1_BITS);
  }
}

/* The rest, once the jobs of begin are done: status[i] is 0 or the error of v[i]. */
static void finish(int8_t *status, dilithium_verification *v, unsigned n)
{
  pq_hash_job jobs[DILITHIUM_GROUP], *next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    if (!v[i].error)
    {
      commitment(v + i);
      *next++ = dilithium_h(v[i].c_tilde, DILITHIUM_C_TILDE_BYTES, v[i].mu, 64, v[i].w1, sizeof v[i].w1);
    }
  }
  dilithium_hash(jobs, next);
  for (unsigned i = 0; i < n; i++)
  {
    if (!v[i].error && memcmp(v[i].c_tilde, v[i].sig, DILITHIUM_C_TILDE_BYTES) != 0)
    {
      v[i].error = PQ_BAD_SIGNATURE;
    }
    status[i] = (int8_t)v[i].error;
  }
}

/* Expand a public key, and meanwhile begin to verify a signature with it. */
static void load_and_begin(dilithium_verification *v, dilithium_public_key *key, const uint8_t *pk, const pq_message *m,
                           const uint8_t *sig)
{
  pq_hash_job jobs[2], *next = jobs;
  dilithium_load_tr(key, pk);
  begin(v, key, m, sig, &next);
  if (!v->error)
  {
    dilithium_load_rest(key, pk, jobs, (unsigned)(next - jobs));
  }
}

int dilithium_verify_with(const void *ctx, const pq_message *m, const uint8_t *sig)
{
  dilithium_verification v;
  int8_t status;
  pq_hash_job jobs[2], *next = jobs;
  begin(&v, ctx, m, sig, &next);
  dilithium_hash(jobs, next);
  finish(&status, &v, 1);
  return status;
}

int dilithium_verify(const uint8_t *pk, const pq_message *m, const uint8_t *sig)
{
  dilithium_public_key key;
  dilithium_verification v;
  int8_t status;
  load_and_begin(&v, &key, pk, m, sig);
  finish(&status, &v, 1);
  return status;
}

static size_t group_of(size_t n)
{
  return n < DILITHIUM_GROUP ? n : DILITHIUM_GROUP;
}

void dilithium_verify_batch(int8_t *status, const uint8_t *pk, const pq_messages *m, const uint8_t *sig, size_t n,
                            void *scratch)
{
  dilithium_scratch *w = scratch;
  for (size_t i = 0; i < n; i += DILITHIUM_GROUP)
  {
    const size_t some = group_of(n - i);
    for (size_t j = 0; j < some; j++)
    {
      const pq_message message = dilithium_message(m, i + j);
      load_and_begin(w->verify.v + j, w->verify.key + j, pk + (i + j) * DILITHIUM_PK_BYTES, &message,
                     sig + (i + j) * DILITHIUM_SIG_BYTES);
    }
    finish(status + i, w->verify.v, (unsigned)some);
  }
  pq_wipe(w->verify.v, sizeof w->verify.v);
}

void dilithium_verify_batch_with(int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                                 const uint8_t *sig, size_t n, void *scratch)
{
  dilithium_scratch *w = scratch;
  for (size_t i = 0; i < n; i += DILITHIUM_GROUP)
  {
    pq_hash_job jobs[2 * DILITHIUM_GROUP], *next = jobs;
    const size_t some = group_of(n - i);
    for (size_t j = 0; j < some; j++)
    {
      const pq_message message = dilithium_message(m, i + j);
      begin(w->verify.v + j, ctx[(i + j) * step], &message, sig + (i + j) * DILITHIUM_SIG_BYTES, &next);
    }
    dilithium_hash(jobs, next);
    finish(status + i, w->verify.v, (unsigned)some);
  }
  pq_wipe(w->verify.v, sizeof w->verify.v);
}
