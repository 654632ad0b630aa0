#include <string.h>
#include "../common/ct.h"
#include "keys.h"

/* rho, the end of an encapsulation key. */
static const uint8_t *rho_of(const uint8_t *ek)
{
  return ek + KYBER_K * KYBER_POLY_BYTES;
}

void kyber_load_public(public_ctx *ctx, int8_t *status, const uint8_t *ek, unsigned n, expansion *work)
{
  kyber_jobs jobs;
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    const unsigned bad = kpke_decode_t(&ctx[i].key, ek + i * KYBER_EK_BYTES);
    status[i] = KYBER_FIPS203 && bad ? PQ_BAD_PUBLIC_KEY : 0; /* 7.2, modulus check */
    add_h(&jobs, ctx[i].h, ek + i * KYBER_EK_BYTES, KYBER_EK_BYTES);
    kpke_add_matrix(&jobs, work[i].matrix, rho_of(ek + i * KYBER_EK_BYTES));
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    kpke_sample_matrix(&ctx[i].key, work[i].matrix, rho_of(ek + i * KYBER_EK_BYTES));
    if (status[i])
    {
      memset(&ctx[i], 0, sizeof ctx[i]);
    }
  }
}

void kyber_begin_secret(kyber_jobs *jobs, secret_ctx *ctx, const uint8_t *dk, unsigned n, expansion *work)
{
  for (unsigned i = 0; i < n; i++)
  {
    uint8_t *copy = ctx[i].dk;
    memcpy(copy, dk + i * KYBER_DK_BYTES, KYBER_DK_BYTES);
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      kyber_decode12(ctx[i].s[j], copy + j * KYBER_POLY_BYTES);
    }
    kpke_decode_t(&ctx[i].key, copy + DK_EK); /* 7.3 does not ask for the modulus check */
    if (KYBER_FIPS203)
    {
      add_h(jobs, work[i].h, copy + DK_EK, KYBER_EK_BYTES);
    }
    kpke_add_matrix(jobs, work[i].matrix, rho_of(copy + DK_EK));
  }
}

void kyber_end_secret(secret_ctx *ctx, int8_t *status, unsigned n, expansion *work)
{
  for (unsigned i = 0; i < n; i++)
  {
    kpke_sample_matrix(&ctx[i].key, work[i].matrix, rho_of(ctx[i].dk + DK_EK));
    status[i] = 0;
    if (KYBER_FIPS203) /* 7.3, hash check */
    {
      uint8_t differ = pq_ct_differ(work[i].h, ctx[i].dk + DK_H, 32);
      PQ_PUBLIC(&differ, 1); /* whether the key is one is no secret */
      if (differ)
      {
        memset(&ctx[i], 0, sizeof ctx[i]);
        status[i] = PQ_BAD_SECRET_KEY;
      }
    }
  }
}

void kyber_generate(secret_ctx *ctx, const uint8_t *seed, unsigned n, expansion *work)
{
  kyber_jobs jobs;
  jobs.n = 0;
  uint8_t seeds[KYBER_GROUP][64]; /* rho || sigma */
  kpke_noise_bytes noise[KYBER_GROUP];
  for (unsigned i = 0; i < n; i++)
  {
    add_g_of_seed(&jobs, seeds[i], seed + 64 * i);
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    PQ_PUBLIC(seeds[i], 32); /* rho is part of the encapsulation key */
    kpke_add_keygen(&jobs, work[i].matrix, noise[i], seeds[i]);
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    uint8_t *dk = ctx[i].dk;
    kpke_keygen(&ctx[i].key, ctx[i].s, dk + DK_EK, work[i].matrix, noise[i], seeds[i]);
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      kyber_encode12(dk + j * KYBER_POLY_BYTES, ctx[i].s[j]);
    }
    memcpy(dk + DK_Z, seed + 64 * i + 32, 32);
    add_h(&jobs, dk + DK_H, dk + DK_EK, KYBER_EK_BYTES);
  }
  run(&jobs);
  pq_wipe(seeds, n * sizeof seeds[0]);
  pq_wipe(noise, n * sizeof noise[0]);
}

void kyber_wipe_secret(secret_ctx *ctx, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
  {
    pq_wipe(ctx[i].s, sizeof ctx[i].s);
    pq_wipe(ctx[i].dk, sizeof ctx[i].dk);
  }
}
