#include "../common/bytes.h"
#include "../common/keccak.h"
#include "kpke.h"

void kpke_add_rows(kyber_jobs *jobs, kpke_matrix_xof xof, const uint8_t rho[32], unsigned first, unsigned count)
{
  for (unsigned i = first; i < first + count; i++)
  {
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      add_xof(jobs, &xof[i][j], rho, j, i);
    }
  }
}

/* SampleNTT, Algorithm 7.  As many blocks more as it takes: mostly none, and no number is enough for all polynomials.
 */
static void sample_ntt(int16_t a[KYBER_N], kyber_xof *xof)
{
  unsigned count = kyber_rej_uniform(a, 0, xof->bytes, KYBER_XOF_BYTES);
  while (count < KYBER_N)
  {
    uint8_t block[PQ_SHAKE128_RATE];
    pq_keccak_f1600(xof->state);
    for (unsigned i = 0; i < PQ_SHAKE128_RATE / 8; i++)
    {
      pq_store64(block + 8 * i, xof->state[i]);
    }
    count = kyber_rej_uniform(a, count, block, PQ_SHAKE128_RATE);
  }
}

void kpke_sample_rows(kpke_key *key, kpke_matrix_xof xof, unsigned first, unsigned count)
{
  for (unsigned i = first; i < first + count; i++)
  {
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      sample_ntt(key->a[i][j], &xof[i][j]);
    }
  }
}
