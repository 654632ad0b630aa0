#include <immintrin.h>
#include <string.h>
#include "../kernels.h"

enum
{
  LANES = 16,
  STEPS = 4,             /* vectors of s in work at a time */
  GROUP = STEPS * LANES, /* entries of s in work at a time */
  WIDE = 8,              /* vectors of the result in work at a time */
  MAX_S = (ROUND5_MAX_D + GROUP - 1) / GROUP * GROUP,
  MARGIN = GROUP + LANES
};

/* r[k] = sum over j < groups GROUP of a[k - j] s[j], for k < LANES vectors.
 *
 * For j = 16t + i the sum runs over vectors of a that start at 16(v - t) - i: of the same i they are used for all t and
 * v with the same difference, and so loaded once. */
static inline __attribute__((always_inline)) void block(uint16_t *r, const uint16_t *a, const int16_t *s,
                                                        unsigned groups, const int vectors)
{
  __m256i sum[WIDE];
  for (int v = 0; v < vectors; v++)
  {
    sum[v] = _mm256_setzero_si256();
  }
  for (unsigned g = 0; g < groups; g++, a -= GROUP, s += GROUP)
  {
    for (int i = 0; i < LANES; i++)
    {
      __m256i factor[STEPS];
      for (int t = 0; t < STEPS; t++)
      {
        factor[t] = _mm256_set1_epi16(s[LANES * t + i]);
      }
#pragma GCC unroll 16
      for (int w = 1 - STEPS; w < vectors; w++)
      {
        const __m256i window = _mm256_loadu_si256((const __m256i *)(a + LANES * w - i));
#pragma GCC unroll 4
        for (int t = 0; t < STEPS; t++)
        {
          if (w + t >= 0 && w + t < vectors)
          {
            sum[w + t] = _mm256_add_epi16(sum[w + t], _mm256_sign_epi16(window, factor[t]));
            __asm__("" : "+x"(sum[w + t])); /* stays in a register: gcc would sum up the products of all t first */
          }
        }
      }
    }
  }
  for (int v = 0; v < vectors; v++)
  {
    _mm256_storeu_si256((__m256i *)r + v, sum[v]);
  }
}

/* The sum over j < n of ring[n - j] s[j], that is c[n]. */
static uint16_t last_coefficient(const uint16_t *ring, const int16_t *s, unsigned n)
{
  const __m256i backwards = _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0100030205040706, 0x09080b0a0d0c0f0e));
  __m256i sum = _mm256_setzero_si256();
  for (unsigned j = 0; j < ROUND5_PAD(n); j += LANES)
  {
    const __m256i lanes = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(s + j)), backwards);
    const __m256i reversed = _mm256_permute4x64_epi64(lanes, 0x4e);
    const __m256i window = _mm256_loadu_si256((const __m256i *)(ring + (int)(n - j) - (LANES - 1)));
    sum = _mm256_add_epi16(sum, _mm256_mullo_epi16(window, reversed));
  }
  uint16_t parts[LANES], total = 0;
  _mm256_storeu_si256((__m256i *)parts, sum);
  for (unsigned i = 0; i < LANES; i++)
  {
    total = (uint16_t)(total + parts[i]);
  }
  pq_wipe(parts, sizeof parts);
  return total;
}

void round5_ring_product(uint16_t *r, const uint16_t *a, const int16_t *s, unsigned n, unsigned first, unsigned count,
                         unsigned phi)
{
  /* As in portable/ring.c, with more room on both sides. */
  uint16_t memory[MARGIN + 2 * (ROUND5_MAX_D + 1) + MARGIN];
  uint16_t *const ring = memory + MARGIN + n + 1;
  int16_t padded[MAX_S];
  uint16_t rest[WIDE / 2 * LANES];
  const unsigned groups = (n + GROUP - 1) / GROUP;
  memset(memory, 0, MARGIN * sizeof *memory);
  memcpy(ring - (n + 1), a, n * sizeof *a);
  ring[-1] = 0;
  memcpy(ring, a, n * sizeof *a);
  memset(ring + n, 0, MARGIN * sizeof *ring);
  memset(padded, 0, sizeof padded);
  memcpy(padded, s, n * sizeof *s);
  const unsigned size = ROUND5_PAD(count);
  unsigned k = 0;
  for (; k + WIDE * LANES <= size; k += WIDE * LANES)
  {
    block(r + k, ring + first + k, padded, groups, WIDE);
  }
  for (; k < size; k += WIDE / 2 * LANES)
  {
    block(rest, ring + first + k, padded, groups, WIDE / 2);
    memcpy(r + k, rest, (size - k < WIDE / 2 * LANES ? size - k : WIDE / 2 * LANES) * sizeof *r);
  }
  const uint16_t last = (uint16_t)(phi ? last_coefficient(ring, s, n) : 0);
  for (k = 0; k < size; k++)
  {
    r[k] = (uint16_t)(r[k] - last);
  }
  pq_wipe(padded, n * sizeof *padded);
  pq_wipe(rest, sizeof rest);
}
