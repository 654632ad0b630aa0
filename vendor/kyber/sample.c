#include <string.h>
#include "../common/base.h"
#include "../common/sha3.h"
#include "kpke.h"

/* SampleNTT, Algorithm 7.  As many blocks as it takes: three are enough for 99 in 100 polynomials, and no number for
 * all of them. */
static void sample_ntt(int16_t a[KYBER_N], const uint8_t seed[34])
{
  pq_sponge xof;
  uint8_t block[3 * PQ_SHAKE128_RATE];
  pq_shake128_start(&xof, seed, 34);
  pq_squeeze(&xof, block, sizeof block);
  unsigned count = kyber_rej_uniform(a, 0, block, sizeof block);
  while (count < KYBER_N)
  {
    pq_squeeze(&xof, block, PQ_SHAKE128_RATE);
    count = kyber_rej_uniform(a, count, block, PQ_SHAKE128_RATE);
  }
}

void kyber_sample_matrix(int16_t a[KYBER_K][KYBER_K][KYBER_N], const uint8_t rho[32])
{
  uint8_t seed[34];
  memcpy(seed, rho, 32);
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    for (unsigned j = 0; j < KYBER_K; j++)
    {
      seed[32] = (uint8_t)j;
      seed[33] = (uint8_t)i;
      sample_ntt(a[i][j], seed);
    }
  }
}

void kyber_sample_noise(int16_t f[][KYBER_N], unsigned count, const uint8_t seed[32], unsigned nonce, unsigned eta)
{
  uint8_t input[33], bits[64 * 3];
  memcpy(input, seed, 32);
  for (unsigned i = 0; i < count; i++)
  {
    input[32] = (uint8_t)(nonce + i);
    pq_shake256(bits, 64 * eta, input, sizeof input);
    kyber_cbd(f[i], bits, eta);
  }
  pq_wipe(input, sizeof input);
  pq_wipe(bits, sizeof bits);
}
