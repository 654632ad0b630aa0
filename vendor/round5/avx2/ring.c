#include <immintrin.h>
#include <string.h>
#include "../kernels.h"

/* Products with Toeplitz matrices: r[k] = sum over j < size of t[k - j] s[j], k < size, where t may be read from -size
 * to size - 1.
 *
 * With halves r = (r0, r1), s = (s0, s1), and T, T-, T+ the matrices of t, and of t half a size down and up:
 * r0 = T (s0 + s1) + (T- - T) s1,  r1 = T (s0 + s1) + (T+ - T) s0, three products of half the size instead of four. */

enum
{
  LANES = 16,
  WIDE = 8,                                   /* vectors of the result in work at a time */
  MAX_SIZE = (ROUND5_MAX_D + 127) / 128 * 128 /* of a product */
};

/* sum[v] += what entries 0 .. steps LANES - 1 of s add to vector v of the result.
 *
 * For j = 16t + i the sum runs over vectors of a that start at 16(v - t) - i: of the same i they are used for all t and
 * v with the same difference, and so loaded once. */
static inline __attribute__((always_inline)) void accumulate(__m256i sum[WIDE], const uint16_t *a, const uint16_t *s,
                                                             const int ternary, const int steps, const int vectors)
{
  for (int i = 0; i < LANES; i++)
  {
    __m256i factor[4];
    for (int t = 0; t < steps; t++)
    {
      factor[t] = _mm256_set1_epi16((int16_t)s[LANES * t + i]);
    }
#pragma GCC unroll 16
    for (int w = 1 - steps; w < vectors; w++)
    {
      const __m256i window = _mm256_loadu_si256((const __m256i *)(a + LANES * w - i));
#pragma GCC unroll 4
      for (int t = 0; t < steps; t++)
      {
        if (w + t >= 0 && w + t < vectors)
        {
          const __m256i product =
              ternary ? _mm256_sign_epi16(window, factor[t]) : _mm256_mullo_epi16(window, factor[t]);
          sum[w + t] = _mm256_add_epi16(sum[w + t], product);
          __asm__("" : "+x"(sum[w + t])); /* stays in a register: gcc would sum up the products of all t first */
        }
      }
    }
  }
}

/* So many vectors of the result. */
static inline __attribute__((always_inline)) void block(uint16_t *r, const uint16_t *t, const uint16_t *s,
                                                        unsigned size, const int ternary, const int vectors)
{
  __m256i sum[WIDE];
  for (int v = 0; v < vectors; v++)
  {
    sum[v] = _mm256_setzero_si256();
  }
  unsigned j = 0;
  for (; j + 4 * LANES <= size; j += 4 * LANES)
  {
    accumulate(sum, t - j, s + j, ternary, 4, vectors);
  }
  for (; j < size; j += LANES)
  {
    accumulate(sum, t - j, s + j, ternary, 1, vectors);
  }
  for (int v = 0; v < vectors; v++)
  {
    _mm256_storeu_si256((__m256i *)r + v, sum[v]);
  }
}

static inline __attribute__((always_inline)) void block_of(uint16_t *r, const uint16_t *t, const uint16_t *s,
                                                           unsigned size, const int ternary, unsigned vectors)
{
  /* A constant number of vectors stays in registers. */
  switch (vectors)
  {
#define CASE(n)                                                                                                        \
  case n:                                                                                                              \
    block(r, t, s, size, ternary, n);                                                                                  \
    break
    CASE(2);
    CASE(3);
    CASE(4);
    CASE(5);
    CASE(6);
    CASE(7);
    CASE(8);
#undef CASE
  }
}

/* size  a multiple of 16, from 32 on;   ternary  1 if the numbers s are -1, 0 and 1, which is faster.  The blocks have
 * the same width: the last one may begin before the end of the one before it. */
static void direct(uint16_t *r, const uint16_t *t, const uint16_t *s, unsigned size, int ternary)
{
  const unsigned vectors = size / LANES, blocks = (vectors + WIDE - 1) / WIDE;
  unsigned width = 1; /* vectors / blocks, rounded up, without a division */
  while (width * blocks < vectors)
  {
    width++;
  }
  for (unsigned i = 0; i < blocks; i++)
  {
    const unsigned start = LANES * (i + 1 < blocks ? i * width : vectors - width);
    if (ternary)
    {
      block_of(r + start, t + start, s, size, 1, width);
    }
    else
    {
      block_of(r + start, t + start, s, size, 0, width);
    }
  }
}

/* r[i] = x[i] + y[i], or x[i] - y[i] */
static void add(uint16_t *r, const uint16_t *x, const uint16_t *y, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
  {
    r[i] = (uint16_t)(x[i] + y[i]);
  }
}

static void subtract(uint16_t *r, const uint16_t *x, const uint16_t *y, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
  {
    r[i] = (uint16_t)(x[i] - y[i]);
  }
}

/* size  a multiple of 16 2^levels, with 32 2^levels at least;   work  4 size numbers */
static void toeplitz(uint16_t *r, const uint16_t *t, const uint16_t *s, unsigned size, unsigned levels, int ternary,
                     uint16_t *work)
{
  const unsigned half = size / 2;
  uint16_t *const difference = work, *const sum = work + size, *const both = sum + half;
  if (levels == 0)
  {
    direct(r, t, s, size, ternary);
    return;
  }
  work += 2 * size;
  add(sum, s, s + half, half);
  toeplitz(both, t, sum, half, levels - 1, 0, work);
  subtract(difference, t - size, t - half, size);
  toeplitz(r, difference + half, s + half, half, levels - 1, ternary, work);
  subtract(difference, t, t - half, size);
  toeplitz(r + half, difference + half, s, half, levels - 1, ternary, work);
  add(r, r, both, half);
  add(r + half, r + half, both, half);
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
  /* As in portable/ring.c, with more room on both sides: count coefficients are as many as fit into products of some
   * size, of which there are enough for all entries of s. */
  uint16_t memory[2 * MAX_SIZE + 2 * (ROUND5_MAX_D + 1)];
  uint16_t *const ring = memory + MAX_SIZE + n + 1;
  uint16_t padded[2 * MAX_SIZE];
  uint16_t sum[MAX_SIZE], product[MAX_SIZE], work[4 * MAX_SIZE];
  const unsigned unit = count < 448 ? 64 : 128, size = (count + unit - 1) & (0u - unit);
  const unsigned levels = size % 128 == 0 && size >= 384 ? 3 : size >= 256 ? 2 : 1;
  memset(ring - (n + 1) - size, 0, size * sizeof *ring);
  memcpy(ring - (n + 1), a, n * sizeof *a);
  ring[-1] = 0;
  memcpy(ring, a, n * sizeof *a);
  memset(ring + n, 0, size * sizeof *ring);
  memcpy(padded, s, n * sizeof *s);
  memset(padded + n, 0, size * sizeof *padded);
  memset(sum, 0, size * sizeof *sum);
  for (unsigned j = 0; j < n; j += size)
  {
    toeplitz(product, ring + first - j, padded + j, size, levels, 1, work);
    add(sum, sum, product, size);
  }
  const uint16_t last = (uint16_t)(phi ? last_coefficient(ring, s, n) : 0);
  for (unsigned k = 0; k < count; k++)
  {
    r[k] = (uint16_t)(sum[k] - last);
  }
  pq_wipe(padded, n * sizeof *padded);
  pq_wipe(sum, size * sizeof *sum);
  pq_wipe(product, size * sizeof *product);
  pq_wipe(work, 4 * size * sizeof *work);
}
