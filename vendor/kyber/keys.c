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
    kpke_add_matrix(&jobs, work[i].matrix, rho_of(ek + i * KYBER_EK_BYTES), 0, KPKE_POLYS);
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    kpke_sample_matrix(&ctx[i].key, work[i].matrix, 0, KPKE_POLYS);
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
    kpke_add_matrix(jobs, work[i].matrix, rho_of(copy + DK_EK), 0, KPKE_POLYS);
  }
}

void kyber_end_secret(secret_ctx *ctx, int8_t *status, unsigned n, expansion *work)
{
  for (unsigned i = 0; i < n; i++)
  {
    kpke_sample_matrix(&ctx[i].key, work[i].matrix, 0, KPKE_POLYS);
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

/* What key generation needs for one key pair. */
typedef struct
{
  kpke_secrets pke;
  uint8_t seeds[64];  /* rho || sigma */
  uint64_t state[25]; /* of H(ek) */
} key_pair;

/* How far A is expanded after the first polynomials: to its end; but one key pair alone hashes ek in one lane, as far
 * as it is there, while the three others expand what is left: two polynomials each are as long as the blocks of two
 * rows.
 */
static unsigned next_end(unsigned first, unsigned n)
{
  const unsigned end = first + (first == 0 ? 2 * KYBER_K : 3 * 2);
  return n == 1 && end < KPKE_POLYS ? end : KPKE_POLYS;
}

/* (rho, sigma) = G(d || k), and what else the first rows do not need. */
static void begin_key_pairs(secret_ctx *ctx, key_pair *pair, const uint8_t *seed, unsigned n)
{
  kyber_jobs jobs;
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    add_g_of_seed(&jobs, pair[i].seeds, seed + 64 * i);
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    PQ_PUBLIC(pair[i].seeds, 32); /* rho is part of the encapsulation key */
    memcpy(ctx[i].dk + DK_EK + KYBER_K * KYBER_POLY_BYTES, pair[i].seeds, 32);
    memcpy(ctx[i].dk + DK_Z, seed + 64 * i + 32, 32);
    memset(pair[i].state, 0, sizeof pair[i].state);
  }
}

/* The polynomials first .. end-1 of A, and what becomes of their rows in the public key; s with the first ones.  hashed
 * bytes of ek are, those of the rows before shall be, as far as they are whole blocks.  Returns how many are. */
static size_t generate_rows(secret_ctx *ctx, key_pair *pair, unsigned first, unsigned end, size_t hashed, unsigned n,
                            expansion *work)
{
  kyber_jobs jobs;
  const unsigned row = first / KYBER_K;
  const size_t blocks = (row * KYBER_POLY_BYTES - hashed) / PQ_SHA3_256_RATE * PQ_SHA3_256_RATE;
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    if (blocks > 0)
    {
      add_h_piece(&jobs, pair[i].state, ctx[i].dk + DK_EK + hashed, blocks);
    }
    kpke_add_matrix(&jobs, work[i].matrix, pair[i].seeds, first, end);
    if (first == 0)
    {
      kpke_add_secrets(&jobs, &pair[i].pke, pair[i].seeds + 32);
    }
  }
  run(&jobs);
  for (unsigned i = 0; i < n; i++)
  {
    if (first == 0)
    {
      kpke_sample_secrets(ctx[i].s, &pair[i].pke);
    }
    kpke_sample_matrix(&ctx[i].key, work[i].matrix, first, end);
    kpke_public_rows(&ctx[i].key, ctx[i].dk + DK_EK, &pair[i].pke, row, end / KYBER_K);
  }
  return hashed + blocks;
}

void kyber_generate(secret_ctx *ctx, const uint8_t *seed, unsigned n, expansion *work)
{
  kyber_jobs jobs;
  key_pair pair[KYBER_GROUP];
  size_t hashed = 0;
  begin_key_pairs(ctx, pair, seed, n);
  for (unsigned first = 0, end; first < KPKE_POLYS; first = end)
  {
    end = next_end(first, n);
    hashed = generate_rows(ctx, pair, first, end, hashed, n, work);
  }
  jobs.n = 0;
  for (unsigned i = 0; i < n; i++)
  {
    uint8_t *dk = ctx[i].dk;
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      kyber_encode12(dk + j * KYBER_POLY_BYTES, ctx[i].s[j]);
    }
    add_h_end(&jobs, dk + DK_H, pair[i].state, dk + DK_EK + hashed, KYBER_EK_BYTES - hashed);
  }
  run(&jobs);
  pq_wipe(pair, n * sizeof pair[0]);
}

void kyber_wipe_secret(secret_ctx *ctx, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
  {
    pq_wipe(ctx[i].s, sizeof ctx[i].s);
    pq_wipe(ctx[i].dk, sizeof ctx[i].dk);
  }
}
