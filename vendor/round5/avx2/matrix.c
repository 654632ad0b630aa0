#include <immintrin.h>
#include <string.h>
#include "../kernels.h"
#include "ntt.h"

enum
{
  LANES = 16
};

typedef union
{
  __m256i v[NTT_VECTORS];
  int16_t numbers[ROUND5_MASTER];
} vectors;

static inline __m256i load(const void *p)
{
  return _mm256_loadu_si256(p);
}

/* Sum of the eight numbers. */
static inline uint32_t sum8(__m256i x)
{
  __m128i y = _mm_add_epi32(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
  y = _mm_add_epi32(y, _mm_shuffle_epi32(y, 0x4e));
  y = _mm_add_epi32(y, _mm_shuffle_epi32(y, 0xb1));
  return (uint32_t)_mm_cvtsi128_si32(y);
}

uint16_t round5_dot(const uint16_t *a, const int16_t *s, unsigned n)
{
  __m256i sum = _mm256_setzero_si256();
  for (unsigned i = 0; i < n; i += LANES)
  {
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(load(a + i), load(s + i)));
  }
  return (uint16_t)sum8(sum);
}

void round5_times_columns(uint16_t *b, const uint16_t *v, const uint16_t *offsets, const int16_t *s, unsigned d,
                          unsigned columns)
{
  ntt_poly transformed;
  uint16_t product[ROUND5_MASTER];
  vectors x;
  ntt_load(&transformed, v);
  for (unsigned c = 0; c < columns; c++, s += ROUND5_PAD(d))
  {
    memset(&x, 0, sizeof x);
    x.numbers[0] = s[0];
    for (unsigned j = 1; j < d; j++)
    {
      x.numbers[ROUND5_MASTER - j] = s[j];
    }
    ntt_multiply(product, &transformed, x.v);
    for (unsigned i = 0; i < d; i++)
    {
      b[i * columns + c] = product[offsets[i]];
    }
  }
  pq_wipe(product, sizeof product);
  pq_wipe(&x, sizeof x);
}

void round5_times_rows(uint16_t *u, const uint16_t *v, const uint16_t *offsets, const int16_t *r, unsigned d,
                       unsigned columns)
{
  ntt_poly transformed;
  uint16_t product[ROUND5_MASTER];
  vectors x;
  ntt_load(&transformed, v);
  for (unsigned c = 0; c < columns; c++, r += ROUND5_PAD(d), u += d)
  {
    /* The offsets are all different. */
    memset(&x, 0, sizeof x);
    for (unsigned i = 0; i < d; i++)
    {
      x.numbers[-(unsigned)offsets[i] & (ROUND5_MASTER - 1u)] = r[i];
    }
    ntt_multiply(product, &transformed, x.v);
    memcpy(u, product, d * sizeof *u);
  }
  pq_wipe(product, sizeof product);
  pq_wipe(&x, sizeof x);
}

/* x[k * m_bar + c] += y[k], k < n */
static void add_column(uint16_t *x, unsigned m_bar, const uint16_t *y, unsigned n)
{
  for (unsigned k = 0; k < n; k++)
  {
    x[k * m_bar] = (uint16_t)(x[k * m_bar] + y[k]);
  }
}

/* Sixteen columns of b. */
static void mask16(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
                   unsigned rows)
{
  for (unsigned c = 0; c < m_bar; c++, r += stride)
  {
    __m256i sum = _mm256_setzero_si256();
    uint16_t sums[LANES];
    for (unsigned i = 0; i < rows; i++)
    {
      sum = _mm256_add_epi16(sum, _mm256_mullo_epi16(load(b + i * n_bar), _mm256_set1_epi16(r[i])));
    }
    _mm256_storeu_si256((__m256i *)sums, sum);
    add_column(x + c, m_bar, sums, LANES);
    pq_wipe(sums, sizeof sums);
  }
}

/* At most eight columns of b; behind the last row it is not read. */
static void mask8(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
                  unsigned rows, unsigned columns)
{
  uint16_t end[8] = {0};
  __m128i sum[8];
  for (unsigned c = 0; c < 8; c++)
  {
    sum[c] = _mm_setzero_si128();
  }
  memcpy(end, b + (rows - 1) * n_bar, columns * sizeof *end);
  for (unsigned i = 0; i < rows; i++)
  {
    const int whole = i + 1 < rows && n_bar + columns >= 8;
    uint16_t copy[8] = {0};
    if (!whole)
    {
      memcpy(copy, b + i * n_bar, columns * sizeof *copy);
    }
    const __m128i row = _mm_loadu_si128((const __m128i *)(whole ? b + i * n_bar : copy));
    for (unsigned c = 0; c < m_bar; c++)
    {
      sum[c] = _mm_add_epi16(sum[c], _mm_mullo_epi16(row, _mm_set1_epi16(r[c * stride + i])));
    }
  }
  for (unsigned c = 0; c < m_bar; c++)
  {
    uint16_t sums[8];
    _mm_storeu_si128((__m128i *)sums, sum[c]);
    add_column(x + c, m_bar, sums, columns);
    pq_wipe(sums, sizeof sums);
  }
}

void round5_mask(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
                 unsigned rows)
{
  unsigned k = 0;
  for (; k + LANES <= n_bar; k += LANES)
  {
    mask16(x + k * m_bar, b + k, n_bar, r, stride, m_bar, rows);
  }
  for (; k < n_bar; k += 8)
  {
    mask8(x + k * m_bar, b + k, n_bar, r, stride, m_bar, rows, n_bar - k < 8 ? n_bar - k : 8);
  }
}
