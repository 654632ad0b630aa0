#include <string.h>
#include "../common/base.h"
#include "scheme.h"

void dilithium_expand_a(int32_t *a, size_t row_polys, const uint8_t rho[32])
{
  uint8_t seed[34];
  memcpy(seed, rho, 32);
  for (unsigned r = 0; r < DILITHIUM_K; r++)
  {
    for (unsigned s = 0; s < DILITHIUM_L; s++)
    {
      seed[32] = (uint8_t)s;
      seed[33] = (uint8_t)r;
      dilithium_rej_ntt_poly(a + (r * row_polys + s) * DILITHIUM_N, seed);
    }
  }
}

/* seed = rho || IntegerToBytes(nonce, 2) */
static void put_nonce(uint8_t seed[66], uint16_t nonce)
{
  seed[64] = (uint8_t)nonce;
  seed[65] = (uint8_t)(nonce >> 8);
}

void dilithium_expand_s(int32_t *s1, int32_t *s2, const uint8_t rho[64])
{
  uint8_t seed[66];
  memcpy(seed, rho, 64);
  for (unsigned r = 0; r < DILITHIUM_L; r++)
  {
    put_nonce(seed, (uint16_t)r);
    dilithium_rej_bounded_poly(s1 + r * DILITHIUM_N, seed, DILITHIUM_ETA);
  }
  for (unsigned r = 0; r < DILITHIUM_K; r++)
  {
    put_nonce(seed, (uint16_t)(DILITHIUM_L + r));
    dilithium_rej_bounded_poly(s2 + r * DILITHIUM_N, seed, DILITHIUM_ETA);
  }
  pq_wipe(seed, sizeof seed);
}

void dilithium_expand_mask(int32_t *y, const uint8_t rho[64], uint16_t kappa)
{
  uint8_t seed[66];
  memcpy(seed, rho, 64);
  for (unsigned r = 0; r < DILITHIUM_L; r++)
  {
    put_nonce(seed, (uint16_t)(kappa + r));
    dilithium_expand_mask_poly(y + r * DILITHIUM_N, seed, DILITHIUM_GAMMA1_BITS);
  }
  pq_wipe(seed, sizeof seed);
}
