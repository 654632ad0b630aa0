#include <string.h>
#include "../kernels.h"

enum
{
  STEP = 8 /* entries of s in work at a time */
};

/* c[k] += a[k] s[0] + a[k - 1] s[1] + ... + a[k - 7] s[7], k < count */
static void accumulate(uint16_t *c, const uint16_t *a, const int16_t s[STEP], unsigned count)
{
  for (unsigned k = 0; k < count; k++)
  {
    const uint16_t *const p = a + k;
    uint32_t sum = c[k];
    sum += p[0] * (uint32_t)s[0] + p[-1] * (uint32_t)s[1] + p[-2] * (uint32_t)s[2] + p[-3] * (uint32_t)s[3];
    sum += p[-4] * (uint32_t)s[4] + p[-5] * (uint32_t)s[5] + p[-6] * (uint32_t)s[6] + p[-7] * (uint32_t)s[7];
    c[k] = (uint16_t)sum;
  }
}

void round5_ring_product(uint16_t *r, const uint16_t *a, const int16_t *s, unsigned n, unsigned first, unsigned count,
                         unsigned phi)
{
  /* ring[i] = a[i mod (n + 1)], a[n] = 0, from i = -(n + 1) - 16 on, so that c[k] is the sum over all j of ring[k - j]
   * s[j], and the entries of s from n on, 0, also have something to be multiplied with. */
  uint16_t memory[16 + 2 * (ROUND5_MAX_D + 1) + 16] = {0};
  uint16_t *const ring = memory + 16 + n + 1;
  memcpy(ring - (n + 1), a, n * sizeof *a);
  memcpy(ring, a, n * sizeof *a);
  memset(r, 0, ROUND5_PAD(count) * sizeof *r);
  uint16_t last = 0; /* c[n] */
  for (unsigned j = 0; j < ROUND5_PAD(n); j += STEP)
  {
    accumulate(r, ring + first - j, s + j, ROUND5_PAD(count));
    accumulate(&last, ring + n - j, s + j, 1);
  }
  last = (uint16_t)(last * phi);
  for (unsigned k = 0; k < ROUND5_PAD(count); k++)
  {
    r[k] = (uint16_t)(r[k] - last);
  }
}
