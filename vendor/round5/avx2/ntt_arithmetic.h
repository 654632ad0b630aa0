#ifndef ROUND5_AVX2_NTT_ARITHMETIC_H
#define ROUND5_AVX2_NTT_ARITHMETIC_H
#include "ntt.h"
#include "ntt_tables.h"

/* Numbers modulo 7681 and 10753 in vectors.
 *
 * Numbers are reduced as rarely as 16 bits allow, which is 4.26 times 7681 and 3.04 times 10753.  Bounds in comments
 * are in units of p, in absolute value, for the worse of the two: a product with a z is below 0.5 + 0.082 |x|, as
 * below, and what was reduced below 0.77 (7681) and 0.55 (10753). */

enum
{
  LANES = 16
};

typedef struct
{
  __m256i p, p_inverse; /* 1 / p mod 2^16 */
  __m256i quotient;     /* 2^15 / p, rounded */
  int16_t last;         /* 2^32 / 512 mod p */
  const int16_t *zetas, *inverse_zetas;
} prime;

static prime get_prime(unsigned i)
{
  static const int16_t p[2] = {7681, 10753}, p_inverse[2] = {-7679, -10751}, quotient[2] = {4, 3},
                       last[2] = {956, 1268};
  const prime result = {
      _mm256_set1_epi16(p[i]), _mm256_set1_epi16(p_inverse[i]), _mm256_set1_epi16(quotient[i]), last[i], zetas[i],
      inverse_zetas[i]};
  return result;
}

static inline ntt_factor make_factor(__m256i y, const prime *q)
{
  const ntt_factor result = {y, _mm256_mullo_epi16(y, q->p_inverse)};
  return result;
}

static inline ntt_factor broadcast(int16_t y, const prime *q)
{
  return make_factor(_mm256_set1_epi16(y), q);
}

static inline ntt_factor load(const int16_t *y, const prime *q)
{
  return make_factor(_mm256_loadu_si256((const __m256i *)y), q);
}

/* x y / 2^16 mod p, Montgomery's product, for any x: below |x y| / 2^16 + p / 2. */
static inline __m256i multiply(__m256i x, ntt_factor y, const prime *q)
{
  const __m256i m = _mm256_mullo_epi16(x, y.y_inverse);
  return _mm256_sub_epi16(_mm256_mulhi_epi16(x, y.y), _mm256_mulhi_epi16(m, q->p));
}

/* x mod p, for any x: the quotient, before it is rounded, is off by at most 2^15 |4 / 2^15 - 1 / 7681| < 0.27, or 2^15
 * |3 / 2^15 - 1 / 10753| < 0.05. */
static inline __m256i reduce(__m256i x, const prime *q)
{
  return _mm256_sub_epi16(x, _mm256_mullo_epi16(_mm256_mulhrs_epi16(x, q->quotient), q->p));
}

/* (a, b) = (a + b, a - b) */
static inline void add_sub(__m256i *a, __m256i *b)
{
  const __m256i t = *b;
  *b = _mm256_sub_epi16(*a, t);
  *a = _mm256_add_epi16(*a, t);
}

/* (a, b) = (a + z b, a - z b) */
static inline void butterfly(__m256i *a, __m256i *b, ntt_factor z, const prime *q)
{
  *b = multiply(*b, z, q);
  add_sub(a, b);
}

/* (a, b) = (a + b, (a - b) z), and the sum reduced, or not. */
static inline void inverse_butterfly(__m256i *a, __m256i *b, ntt_factor z, const prime *q)
{
  add_sub(a, b);
  *b = multiply(*b, z, q);
}

static inline void reducing_butterfly(__m256i *a, __m256i *b, ntt_factor z, const prime *q)
{
  inverse_butterfly(a, b, z, q);
  *a = reduce(*a, q);
}

#endif
