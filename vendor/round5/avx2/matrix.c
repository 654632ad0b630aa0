#include <immintrin.h>
#include <string.h>
#include "../../common/sha3.h"
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

/* The sums of the eight numbers of each vector; 32 bits wrap around, and of the sums the lower 16 count. */
static inline __m128i sum8(const __m256i x[8])
{
  const __m256i first = _mm256_hadd_epi32(_mm256_hadd_epi32(x[0], x[1]), _mm256_hadd_epi32(x[2], x[3]));
  const __m256i second = _mm256_hadd_epi32(_mm256_hadd_epi32(x[4], x[5]), _mm256_hadd_epi32(x[6], x[7]));
  const __m256i sums =
      _mm256_add_epi32(_mm256_permute2x128_si256(first, second, 0x20), _mm256_permute2x128_si256(first, second, 0x31));
  const __m256i lower = _mm256_and_si256(sums, _mm256_set1_epi32(0xffff));
  return _mm_packus_epi32(_mm256_castsi256_si128(lower), _mm256_extracti128_si256(lower, 1));
}

void round5_dots(uint16_t *x, const uint16_t *a, size_t stride, const int16_t *s, unsigned n, unsigned count)
{
  const uint16_t *rows[8];
  __m256i sums[8];
  uint16_t out[8];
  for (unsigned j = 0; j < 8; j++)
  {
    rows[j] = a + (j < count ? j : 0) * stride;
    sums[j] = _mm256_setzero_si256();
  }
  for (unsigned i = 0; i < n; i += LANES)
  {
    const __m256i factors = load(s + i);
    for (unsigned j = 0; j < 8; j++)
    {
      sums[j] = _mm256_add_epi32(sums[j], _mm256_madd_epi16(load(rows[j] + i), factors));
    }
  }
  _mm_storeu_si128((__m128i *)out, sum8(sums));
  memcpy(x, out, count * sizeof *x);
  pq_wipe(out, sizeof out);
}

static void transform(ntt_poly *out, const uint16_t v[ROUND5_MASTER])
{
  vectors x;
  memcpy(&x, v, sizeof x);
  ntt_load(out, x.v);
}

/* r[k] = s[n - 1 - k], k < n, a multiple of 16 */
static void turn(__m256i *r, const int16_t *s, unsigned n)
{
  const __m256i backwards = _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0100030205040706, 0x09080b0a0d0c0f0e));
  for (unsigned k = 0; k < n; k += LANES)
  {
    r[k / LANES] = _mm256_permute4x64_epi64(_mm256_shuffle_epi8(load(s + n - LANES - k), backwards), 0x4e);
  }
}

/* Row i times s is number offsets[i] + pad - 1 of the product of v and s backwards. */
void round5_times_columns(uint16_t *b, const uint16_t *v, const uint16_t *offsets, const int16_t *s, unsigned d,
                          unsigned columns)
{
  const unsigned pad = ROUND5_PAD(d);
  ntt_poly transformed;
  ntt_work work;
  vectors x;
  uint16_t products[ROUND5_MASTER + ROUND5_MAX_PAD]; /* the first ones again behind them */
  transform(&transformed, v);
  memset(&x, 0, sizeof x);
  for (unsigned c = 0; c < columns; c++, s += pad)
  {
    turn(x.v, s, pad);
    ntt_multiply(&work, &transformed, x.v, pad);
    memcpy(products, work.product, sizeof work.product);
    memcpy(products + ROUND5_MASTER, products, pad * sizeof *products);
#pragma GCC unroll 4
    for (unsigned i = 0; i < d; i++)
    {
      b[i * columns + c] = products[offsets[i] + pad - 1];
    }
  }
  pq_wipe_frames();
  pq_wipe(&work, sizeof work);
  pq_wipe(products, sizeof products);
  pq_wipe(&x, sizeof x);
}

void round5_times_rows(uint16_t *u, const uint16_t *v, const uint16_t *offsets, const int16_t *r, unsigned d,
                       unsigned columns)
{
  ntt_poly transformed;
  ntt_work work;
  vectors x;
  transform(&transformed, v);
  memset(&x, 0, sizeof x);
  for (unsigned c = 0; c < columns; c++, r += ROUND5_PAD(d), u += d)
  {
    /* The offsets are all different, and the same for all columns. */
    for (unsigned i = 0; i < d; i++)
    {
      x.numbers[-(unsigned)offsets[i] & (ROUND5_MASTER - 1)] = r[i];
    }
    ntt_multiply(&work, &transformed, x.v, ROUND5_MASTER);
    memcpy(u, work.product, d * sizeof *u);
  }
  pq_wipe_frames();
  pq_wipe(&work, sizeof work);
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
  __m128i sum[8];
  for (unsigned c = 0; c < 8; c++)
  {
    sum[c] = _mm_setzero_si128();
  }
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
  pq_wipe(sum, sizeof sum);
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
