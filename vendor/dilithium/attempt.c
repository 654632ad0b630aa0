#include <string.h>
#include "../common/ct.h"
#include "scheme.h"

/* The loop of signing: FIPS 204, Algorithm 7, lines 11 to 32, for up to DILITHIUM_GROUP signatures side by side. */

static void add_mask(pq_hash_job **next, dilithium_signing *s)
{
  *(*next)++ = dilithium_mask_job(s->mask[s->masks++], s->order.rho, s->nonce++);
}

/* Add a mask for one of the next attempts, to the signature with the fewest; returns 0 if there is no room for one. */
static int add_early_mask(pq_hash_job **next, dilithium_signing *s, unsigned n)
{
  dilithium_signing *least = NULL;
  for (unsigned i = 0; i < n; i++)
  {
    if (s[i].key != NULL && s[i].masks < DILITHIUM_MASKS && (least == NULL || s[i].masks < least->masks))
    {
      least = s + i;
    }
  }
  if (least != NULL)
  {
    add_mask(next, least);
  }
  return least != NULL;
}

/* Make masks: L for each signature, and as many for later as fill the lanes. */
static void make_masks(dilithium_signing *s, unsigned n)
{
  pq_hash_job jobs[DILITHIUM_GROUP * DILITHIUM_L + DILITHIUM_LANES], *next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    while (s[i].key != NULL && s[i].masks < DILITHIUM_L)
    {
      add_mask(&next, s + i);
    }
  }
  while ((next - jobs) % DILITHIUM_LANES != 0 && add_early_mask(&next, s, n))
  {
  }
  dilithium_hash(jobs, next);
}

static void drop_masks(dilithium_signing *s)
{
  s->masks -= DILITHIUM_L;
  memmove(s->mask, s->mask + DILITHIUM_L, s->masks * sizeof s->mask[0]);
}

static void unpack_mask(int32_t y[DILITHIUM_N], const dilithium_signing *s, unsigned i)
{
  dilithium_bit_unpack(y, s->mask[i], DILITHIUM_GAMMA1, DILITHIUM_Z_BITS);
}

/* Algorithm 7, lines 11 to 14: y, and w = A y in its two halves, the upper one as w1Encode (Algorithm 28) writes it. */
static void commit(dilithium_signing *s, dilithium_vectors *v)
{
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    unpack_mask(v->z + i * DILITHIUM_N, s, i);
    dilithium_ntt(v->z + i * DILITHIUM_N);
  }
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    dilithium_multiply_row(v->t, s->key->a + i * DILITHIUM_L * DILITHIUM_N, v->z, DILITHIUM_L);
    dilithium_invntt(v->t);
    dilithium_canonical(v->t);
    dilithium_decompose(v->c, s->r0 + i * DILITHIUM_N, v->t, DILITHIUM_GAMMA2);
    dilithium_simple_bit_pack(s->w1 + i * DILITHIUM_W1_BYTES, v->c, DILITHIUM_W1_BITS);
  }
}

/* Line 15 of n signatures: c~.  Lanes that are free make masks meanwhile. */
static void hash_commitments(dilithium_signing *s, unsigned n)
{
  pq_hash_job jobs[DILITHIUM_GROUP + DILITHIUM_LANES * DILITHIUM_MASKS_BESIDE], *next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    if (s[i].key != NULL)
    {
      *next++ = dilithium_h(s[i].c_tilde, DILITHIUM_C_TILDE_BYTES, s[i].order.mu, 64, s[i].w1, sizeof s[i].w1);
    }
  }
  const int busy = (int)(next - jobs);
  for (int free = (DILITHIUM_LANES - busy) * DILITHIUM_MASKS_BESIDE; free > 0 && add_early_mask(&next, s, n); free--)
  {
  }
  dilithium_hash(jobs, next);
}

/* Of line 16: the hashes from which the challenges are sampled. */
static void hash_challenges(dilithium_signing *s, unsigned n)
{
  pq_hash_job jobs[DILITHIUM_GROUP], *next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    if (s[i].key != NULL)
    {
      /* SampleInBall branches and indexes on c~.  That of a failed attempt is not published; the assumption, which is
       * that of the scheme's designers too, is that it may be known: it is a hash of mu and w1, and w1 depends on y and
       * A alone. */
      PQ_PUBLIC(s[i].c_tilde, sizeof s[i].c_tilde);
      s[i].challenge = dilithium_h(s[i].block, sizeof s[i].block, s[i].c_tilde, sizeof s[i].c_tilde, NULL, 0);
      *next++ = s[i].challenge;
    }
  }
  dilithium_hash(jobs, next);
}

/* The outcome of a test on a polynomial, which decides whether to begin anew.  It is public: the time of signing shows
 * where an attempt failed, and it does so with the same probability whatever the key, since for each c s1 the same
 * share of the y is in the range that is left, and for each c s2 of the w0, if they are uniform.  Which coefficient
 * failed stays secret, as do all values of a failed attempt but c~. */
static int failed(unsigned outcome)
{
  PQ_PUBLIC(&outcome, sizeof outcome);
  return outcome != 0;
}

/* Lines 19, 21 and 23: r0 = w0 - c s2, which is LowBits(w - c s2) if it is small; 1 if it is not.  |w0| <= gamma2, and
 * c s2 is exact, so all is below q. */
static int low_bits_too_large(dilithium_signing *s, dilithium_vectors *v)
{
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    int32_t *r0 = s->r0 + i * DILITHIUM_N;
    dilithium_short_product(v->t, s->key->s2[i], v->at, DILITHIUM_TAU); /* at most beta */
    dilithium_sub(r0, v->t);
    if (failed(dilithium_norm_reaches(r0, DILITHIUM_GAMMA2 - DILITHIUM_BETA)))
    {
      return 1;
    }
  }
  return 0;
}

/* Lines 18, 20 and 23: z = y + c s1; 1 if it is too large to hide s1. */
static int response_too_large(const dilithium_signing *s, dilithium_vectors *v)
{
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    int32_t *z = v->z + i * DILITHIUM_N;
    dilithium_short_product(v->t, s->key->s1[i], v->at, DILITHIUM_TAU); /* at most beta */
    unpack_mask(z, s, i);
    dilithium_add(z, v->t);
    if (failed(dilithium_norm_reaches(z, DILITHIUM_GAMMA1 - DILITHIUM_BETA)))
    {
      return 1;
    }
  }
  return 0;
}

/* Lines 25 to 28: the hints, in the place of r0; 1 if they are too many or c t0 is too large. */
static int hints_fail(dilithium_signing *s, dilithium_vectors *v)
{
  unsigned bad = 0, count = 0;
  int32_t w1[DILITHIUM_N];
  dilithium_ntt(v->c);
  dilithium_reduce(v->c);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    int32_t *r0 = s->r0 + i * DILITHIUM_N;
    dilithium_multiply_row(v->t, v->c, s->key->t0 + i * DILITHIUM_N, 1);
    dilithium_invntt(v->t); /* at most tau 2^12 < 2^18 */
    bad |= dilithium_norm_reaches(v->t, DILITHIUM_GAMMA2);
    dilithium_add(v->t, r0); /* < 2^19 */
    dilithium_simple_bit_unpack(w1, s->w1 + i * DILITHIUM_W1_BYTES, DILITHIUM_W1_BITS);
    count += dilithium_make_hint(r0, v->t, w1, DILITHIUM_GAMMA2);
  }
  pq_wipe(w1, sizeof w1);
  return failed(bad | (DILITHIUM_OMEGA - count) >> 31);
}

/* Where the summands of the product with c begin, as dilithium_short_product wants them. */
static void find_summands(uint16_t at[DILITHIUM_TAU + 1], const int32_t c[DILITHIUM_N])
{
  unsigned n = 0;
  for (int j = 0; j < DILITHIUM_N; j++)
  {
    at[n] = (uint16_t)(384 - 128 * c[j] - j);
    n += (unsigned)c[j] & 1;
  }
}

/* The rest of an attempt, from the challenge on: 1 if it gave a signature.  The order of the tests does not change what
 * is accepted; the first is the one that fails most often. */
static int respond(dilithium_signing *s, dilithium_vectors *v)
{
  dilithium_challenge(v->c, &s->challenge);
  find_summands(v->at, v->c);
  if (low_bits_too_large(s, v) || response_too_large(s, v) || hints_fail(s, v))
  {
    drop_masks(s);
    return 0;
  }
  PQ_PUBLIC(v->z, sizeof v->z); /* z and the hints are the signature */
  PQ_PUBLIC(s->r0, sizeof s->r0);
  dilithium_sig_encode(s->sig, s->c_tilde, v->z, s->r0);
  return 1;
}

void dilithium_attempt(dilithium_signing *s, dilithium_vectors *v, unsigned n)
{
  make_masks(s, n);
  for (unsigned i = 0; i < n; i++)
  {
    if (s[i].key != NULL)
    {
      commit(s + i, v);
    }
  }
  hash_commitments(s, n);
  hash_challenges(s, n);
  for (unsigned i = 0; i < n; i++)
  {
    if (s[i].key != NULL && respond(s + i, v))
    {
      s[i].key = NULL;
    }
  }
}
