#include <string.h>
#include "../common/ct.h"
#include "cca.h"

/* ML-KEM (FIPS 203, sections 6 and 7) and Kyber 3.02's CCAKEM, which differ where KYBER_FIPS203 is asked for.  Every
 * algorithm is written for up to KYBER_GROUP items side by side, whose hashes share jobs; a single operation is a group
 * of one. */

/* How Kyber 3.02 ends encapsulation and decapsulation: KDF(k || H(c)), of which K is k. */
static void kdf(uint8_t *ss, unsigned n, secrets *w)
{
  kyber_jobs jobs;
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    add_j(&jobs, ss + 32 * i, w[i].kr, w[i].h, 32);
  }
  run(&jobs);
}

/* The bytes of y, e1 and e2. */
static void add_noise(kyber_jobs *jobs, unsigned n, secrets *w)
{
  for (unsigned i = 0; i < n; i++)
  {
    kpke_add_encrypt(jobs, w[i].noise, w[i].kr + 32);
  }
}

void kyber_encapsulate(uint8_t *ct, uint8_t *ss, const public_ctx *const *key, const uint8_t *seed, unsigned n,
                       secrets *w)
{
  kyber_jobs jobs;
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    memcpy(w[i].m, seed + 32 * i, 32);
    if (!KYBER_FIPS203)
    {
      add_h(&jobs, w[i].m, seed + 32 * i, 32);
    }
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    add_g(&jobs, w[i].kr, w[i].m, key[i]->h);
  }
  run(&jobs);
  add_noise(&jobs, n, w);
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    uint8_t *c = ct + i * KYBER_CT_BYTES;
    kpke_encrypt(c, &key[i]->key, w[i].m, w[i].noise);
    memcpy(ss + 32 * i, w[i].kr, 32);
    if (!KYBER_FIPS203)
    {
      add_h(&jobs, w[i].h, c, KYBER_CT_BYTES);
    }
  }
  if (!KYBER_FIPS203)
  {
    run(&jobs);
    kdf(ss, n, w);
  }
  pq_wipe(w, n * sizeof *w);
}

/* What depends on the ciphertexts alone: J(z || c), the secret of one that FIPS 203 rejects, or Kyber's H(c).  A longer
 * chain than any of decapsulation, which begins with some blocks beside G or before it, and ends beside the noise. */
enum
{
  Z_BYTES = KYBER_FIPS203 ? 32 : 0,
  CT_RATE = KYBER_FIPS203 ? PQ_SHAKE256_RATE : PQ_SHA3_256_RATE,
  CT_SUFFIX = KYBER_FIPS203 ? PQ_SHAKE_SUFFIX : PQ_SHA3_SUFFIX,
  CT_BLOCKS = (Z_BYTES + KYBER_CT_BYTES) / CT_RATE /* whole ones: padding follows */
};

static void begin_ciphertexts(kyber_jobs *jobs, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w,
                              unsigned blocks)
{
  for (unsigned i = 0; i < n && blocks > 0; i++, ct += KYBER_CT_BYTES)
  {
    ADD(jobs, CT_RATE, CT_SUFFIX, .a = key[i]->dk + DK_Z, .a_bytes = Z_BYTES, .b = ct,
        .b_bytes = blocks * CT_RATE - Z_BYTES, .to = w[i].state);
  }
}

/* The rest, after as many blocks. */
static void end_ciphertexts(kyber_jobs *jobs, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w,
                            unsigned blocks)
{
  const size_t z_bytes = blocks > 0 ? 0 : Z_BYTES, taken = blocks > 0 ? blocks * CT_RATE - Z_BYTES : 0;
  for (unsigned i = 0; i < n; i++, ct += KYBER_CT_BYTES)
  {
    ADD(jobs, CT_RATE, CT_SUFFIX, .out = KYBER_FIPS203 ? w[i].rejected : w[i].h, .out_bytes = 32,
        .a = key[i]->dk + DK_Z, .a_bytes = z_bytes, .b = ct + taken, .b_bytes = KYBER_CT_BYTES - taken,
        .from = blocks > 0 ? w[i].state : NULL);
  }
}

/* Algorithm 18, lines 5 and 6. */
static void add_messages(kyber_jobs *jobs, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w)
{
  for (unsigned i = 0; i < n; i++)
  {
    kpke_decrypt(w[i].m, key[i]->s, ct + i * KYBER_CT_BYTES);
    add_g(jobs, w[i].kr, w[i].m, key[i]->dk + DK_H);
  }
}

/* Algorithm 18, lines 8 to 12: choose the secret, after encrypting again. */
static void choose(uint8_t *ss, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w)
{
  uint8_t again[KYBER_CT_BYTES];
  for (unsigned i = 0; i < n; i++)
  {
    kpke_encrypt(again, &key[i]->key, w[i].m, w[i].noise);
    const uint8_t differ = pq_ct_differ(ct + i * KYBER_CT_BYTES, again, KYBER_CT_BYTES);
    const uint8_t *rejected = KYBER_FIPS203 ? w[i].rejected : key[i]->dk + DK_Z;
    pq_ct_select(w[i].kr, rejected, w[i].kr, 32, differ);
    memcpy(ss + 32 * i, w[i].kr, 32);
  }
  if (!KYBER_FIPS203)
  {
    kdf(ss, n, w);
  }
  pq_wipe(again, sizeof again);
  pq_wipe(w, n * sizeof *w);
}

void kyber_decapsulate(uint8_t *ss, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w)
{
  kyber_jobs jobs;
  jobs.n = 0;
  const unsigned early = 2 * n <= KYBER_GROUP; /* G leaves so many lanes free */
  add_messages(&jobs, ct, key, n, w);
  begin_ciphertexts(&jobs, ct, key, n, w, early);
  run(&jobs);
  end_ciphertexts(&jobs, ct, key, n, w, early);
  add_noise(&jobs, n, w);
  run(&jobs);
  choose(ss, ct, key, n, w);
}

void kyber_load_and_decapsulate(uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *dk, unsigned n,
                                secret_ctx *ctx, expansion *work, secrets *w)
{
  kyber_jobs jobs;
  jobs.n = 0;
  const secret_ctx *key[KYBER_GROUP] = {NULL};
  for (unsigned i = 0; i < n; i++)
  {
    key[i] = ctx + i;
  }
  begin_ciphertexts(&jobs, ct, key, n, w, CT_BLOCKS); /* with G as long as H(ek), and nothing to wait for */
  kyber_begin_secret(&jobs, ctx, dk, n, work);
  add_messages(&jobs, ct, key, n, w);
  run(&jobs);
  kyber_end_secret(ctx, status, n, work);
  end_ciphertexts(&jobs, ct, key, n, w, CT_BLOCKS);
  add_noise(&jobs, n, w);
  run(&jobs);
  choose(ss, ct, key, n, w);
  for (unsigned i = 0; i < n; i++)
  {
    if (status[i])
    {
      memset(ss + 32 * i, 0, 32);
    }
  }
  kyber_wipe_secret(ctx, n);
}

void kyber_load_and_encapsulate(uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *ek, const uint8_t *seed,
                                unsigned n, public_ctx *ctx, expansion *work, secrets *w)
{
  const public_ctx *key[KYBER_GROUP] = {NULL};
  kyber_load_public(ctx, status, ek, n, work);
  for (unsigned i = 0; i < n; i++)
  {
    key[i] = ctx + i;
  }
  kyber_encapsulate(ct, ss, key, seed, n, w);
  for (unsigned i = 0; i < n; i++)
  {
    if (status[i])
    {
      memset(ct + i * KYBER_CT_BYTES, 0, KYBER_CT_BYTES);
      memset(ss + 32 * i, 0, 32);
    }
  }
}
