#include "../common/bytes.h"
#include "../common/keccak.h"
#include "kpke.h"

void kpke_add_matrix(kyber_jobs *jobs, kpke_matrix_xof xof, const uint8_t rho[32], unsigned first, unsigned end)
{
  for (unsigned i = first; i < end; i++)
  {
    add_xof(jobs, &xof[i], rho, i % KYBER_K, i / KYBER_K);
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

void kpke_sample_matrix(kpke_key *key, kpke_matrix_xof xof, unsigned first, unsigned end)
{
  for (unsigned i = first; i < end; i++)
  {
    sample_ntt(key->a[i / KYBER_K][i % KYBER_K], &xof[i]);
  }
}
