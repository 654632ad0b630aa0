#include "../../common/base.h"
#include "../../common/bytes.h"
#include "../kernels.h"

/* The sum of n parts of s, at most 31.  Each byte of it is at most 31 * 8 < 256, so eight can be added at once. */
static void add_up(uint8_t sum[256], const uint8_t *s, const uint16_t *at, unsigned n)
{
  uint64_t eight[32] = {0};
  for (unsigned j = 0; j < n; j++)
  {
    const uint8_t *part = s + at[j];
    for (unsigned i = 0; i < 32; i++)
    {
      eight[i] += pq_load64(part + 8 * i);
    }
  }
  for (unsigned i = 0; i < 32; i++)
  {
    pq_store64(sum + 8 * i, eight[i]);
  }
  pq_wipe(eight, sizeof eight);
}

void dilithium_short_product(int32_t w[256], const uint8_t s[768], const uint16_t *at, unsigned tau)
{
  uint8_t sum[2][256];
  add_up(sum[0], s, at, tau / 2);
  add_up(sum[1], s, at + tau / 2, tau - tau / 2);
  for (unsigned i = 0; i < 256; i++)
  {
    w[i] = sum[0][i] + sum[1][i] - 4 * (int32_t)tau;
  }
  pq_wipe(sum, sizeof sum);
}
