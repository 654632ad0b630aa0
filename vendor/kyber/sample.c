#include <string.h>
#include "kpke.h"

/* SampleNTT, Algorithm 7, where the bytes were too few for all coefficients but the first count: as many blocks more as
 * it takes. */
static void sample_rest(int16_t a[KYBER_N], unsigned count, const uint8_t rho[32], unsigned j, unsigned i)
{
  pq_sponge xof;
  uint8_t seed[34], block[KYBER_XOF_BYTES];
  memcpy(seed, rho, 32);
  seed[32] = (uint8_t)j;
  seed[33] = (uint8_t)i;
  pq_shake128_start(&xof, seed, sizeof seed);
  pq_squeeze(&xof, block, KYBER_XOF_BYTES); /* those bytes */
  while (count < KYBER_N)
  {
    pq_squeeze(&xof, block, PQ_SHAKE128_RATE);
    count = kyber_rej_uniform(a, count, block, PQ_SHAKE128_RATE);
  }
}

void kpke_add_rows(kyber_jobs *jobs, kpke_matrix_bytes bytes, const uint8_t rho[32], unsigned first, unsigned count)
{
  for (unsigned i = first; i < first + count; i++)
  {
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      add_xof(jobs, bytes[i][j], rho, j, i);
    }
  }
}

void kpke_sample_rows(kpke_key *key, kpke_matrix_bytes bytes, const uint8_t rho[32], unsigned first, unsigned count)
{
  for (unsigned i = first; i < first + count; i++)
  {
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      const unsigned have = kyber_rej_uniform(key->a[i][j], 0, bytes[i][j], KYBER_XOF_BYTES);
      if (have < KYBER_N)
      {
        sample_rest(key->a[i][j], have, rho, j, i);
      }
    }
  }
}
