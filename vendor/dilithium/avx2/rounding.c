#include <immintrin.h>
#include "../kernels.h"

/* As in portable/rounding.c, where the bounds are, with eight coefficients at a time. */

static inline __m256i load(const int32_t *p)
{
  return _mm256_loadu_si256((const __m256i *)p);
}

static inline void store(int32_t *p, __m256i x)
{
  _mm256_storeu_si256((__m256i *)p, x);
}

void dilithium_power2round(int32_t r1[256], int32_t r0[256], const int32_t r[256])
{
  const __m256i half = _mm256_set1_epi32((1 << 12) - 1);
  for (unsigned i = 0; i < 256; i += 8)
  {
    const __m256i x = load(r + i), high = _mm256_srli_epi32(_mm256_add_epi32(x, half), 13);
    store(r0 + i, _mm256_sub_epi32(x, _mm256_slli_epi32(high, 13)));
    store(r1 + i, high);
  }
}

/* 2 gamma2 = (q-1) / m = 2^shift d, and d e = 2^20 - 1. */
typedef struct
{
  int32_t gamma2, m, shift, e;
} rounding;

static const rounding rounding32 = {(DILITHIUM_Q - 1) / 32, 16, 9, 1025};
static const rounding rounding88 = {(DILITHIUM_Q - 1) / 88, 44, 11, 11275};

/* k = floor((r + gamma2 - 1) / (2 gamma2)), 0 .. m; and *multiple = 2 gamma2 k. */
static inline __m256i upper(__m256i *multiple, __m256i r, rounding by)
{
  const __m256i add = _mm256_set1_epi32(by.gamma2 - 1 + (1 << by.shift)), e = _mm256_set1_epi32(by.e);
  const __m256i j = _mm256_srli_epi32(_mm256_add_epi32(r, add), by.shift);
  const __m256i k = _mm256_srli_epi32(_mm256_mullo_epi32(j, e), 20);
  *multiple = _mm256_mullo_epi32(k, _mm256_set1_epi32(2 * by.gamma2));
  return k;
}

static inline void decompose_all(int32_t r1[256], int32_t r0[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i += 8)
  {
    __m256i multiple;
    const __m256i x = load(r + i), k = upper(&multiple, x, by);
    const __m256i wraps = _mm256_cmpeq_epi32(k, _mm256_set1_epi32(by.m)); /* r - r0 = q - 1 */
    store(r1 + i, _mm256_andnot_si256(wraps, k));
    store(r0 + i, _mm256_add_epi32(_mm256_sub_epi32(x, multiple), wraps));
  }
}

void dilithium_decompose(int32_t r1[256], int32_t r0[256], const int32_t r[256], int32_t gamma2)
{
  if (gamma2 == rounding32.gamma2)
  {
    decompose_all(r1, r0, r, rounding32);
  }
  else
  {
    decompose_all(r1, r0, r, rounding88);
  }
}

unsigned dilithium_make_hint(int32_t h[256], const int32_t r0[256], const int32_t r1[256], int32_t gamma2)
{
  const __m256i zero = _mm256_setzero_si256(), bound = _mm256_set1_epi32(gamma2);
  __m256i count = zero;
  for (unsigned i = 0; i < 256; i += 8)
  {
    const __m256i x = load(r0 + i), nonzero = _mm256_cmpgt_epi32(load(r1 + i), zero);
    const __m256i above = _mm256_cmpgt_epi32(x, bound);
    const __m256i below = _mm256_cmpgt_epi32(zero, _mm256_add_epi32(_mm256_add_epi32(x, bound), nonzero));
    const __m256i carries = _mm256_srli_epi32(_mm256_or_si256(above, below), 31);
    store(h + i, carries);
    count = _mm256_add_epi32(count, carries);
  }
  const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(count), _mm256_extracti128_si256(count, 1));
  const __m128i two = _mm_add_epi32(four, _mm_unpackhi_epi64(four, four));
  return (unsigned)_mm_cvtsi128_si32(two) + (unsigned)_mm_extract_epi32(two, 1);
}

/* x mod m, for -1 <= x <= m. */
static inline __m256i modulo(__m256i x, int32_t m)
{
  const __m256i all = _mm256_set1_epi32(m);
  if (m == 16)
  {
    return _mm256_and_si256(x, _mm256_set1_epi32(15));
  }
  const __m256i y = _mm256_add_epi32(x, _mm256_and_si256(_mm256_cmpgt_epi32(_mm256_setzero_si256(), x), all));
  return _mm256_andnot_si256(_mm256_cmpeq_epi32(y, all), y);
}

/* m stands for 0 until the end; r0 has the sign of r - 2 gamma2 k in any case. */
static inline void use_hint_all(int32_t r1[256], const int32_t h[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i += 8)
  {
    __m256i multiple;
    const __m256i x = load(r + i), hint = load(h + i), k = upper(&multiple, x, by);
    const __m256i plus = _mm256_and_si256(hint, _mm256_cmpgt_epi32(x, multiple));
    const __m256i y = _mm256_add_epi32(_mm256_sub_epi32(k, hint), _mm256_add_epi32(plus, plus));
    store(r1 + i, modulo(y, by.m));
  }
}

void dilithium_use_hint(int32_t r1[256], const int32_t h[256], const int32_t r[256], int32_t gamma2)
{
  if (gamma2 == rounding32.gamma2)
  {
    use_hint_all(r1, h, r, rounding32);
  }
  else
  {
    use_hint_all(r1, h, r, rounding88);
  }
}
