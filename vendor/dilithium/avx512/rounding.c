#include <immintrin.h>
#include "../kernels.h"

/* As in portable/rounding.c, where the bounds are, with 16 coefficients at a time. */

static inline __m512i all(int32_t x)
{
  return _mm512_set1_epi32(x);
}

void dilithium_power2round(int32_t r1[256], int32_t r0[256], const int32_t r[256])
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    const __m512i x = _mm512_loadu_si512(r + i);
    const __m512i high = _mm512_srli_epi32(_mm512_add_epi32(x, all((1 << 12) - 1)), 13);
    _mm512_storeu_si512(r0 + i, _mm512_sub_epi32(x, _mm512_slli_epi32(high, 13)));
    _mm512_storeu_si512(r1 + i, high);
  }
}

/* 2 gamma2 = (q-1) / m = 2^shift d, and d e = 2^20 - 1. */
typedef struct
{
  int32_t gamma2, m, shift, d, e;
} rounding;

static const rounding rounding32 = {(DILITHIUM_Q - 1) / 32, 16, 9, 1023, 1025};
static const rounding rounding88 = {(DILITHIUM_Q - 1) / 88, 44, 11, 93, 11275};

/* k = floor((r + gamma2 - 1) / (2 gamma2)), 0 .. m; and *multiple = 2 gamma2 k.  The factors are below 2^15: their
 * products are one operation, where those of 32-bit numbers are two. */
static inline __m512i upper(__m512i *multiple, __m512i r, rounding by)
{
  const __m512i sum = _mm512_add_epi32(r, all(by.gamma2 - 1 + (1 << by.shift)));
  const __m512i j = _mm512_srli_epi32(sum, (unsigned)by.shift);
  const __m512i k = _mm512_srli_epi32(_mm512_madd_epi16(j, all(by.e)), 20);
  *multiple = _mm512_slli_epi32(_mm512_madd_epi16(k, all(by.d)), (unsigned)by.shift);
  return k;
}

static inline void decompose_all(int32_t r1[256], int32_t r0[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    __m512i multiple;
    const __m512i x = _mm512_loadu_si512(r + i), k = upper(&multiple, x, by), low = _mm512_sub_epi32(x, multiple);
    const __mmask16 wraps = _mm512_cmpeq_epi32_mask(k, all(by.m)); /* r - r0 = q - 1 */
    _mm512_storeu_si512(r1 + i, _mm512_mask_mov_epi32(k, wraps, _mm512_setzero_si512()));
    _mm512_storeu_si512(r0 + i, _mm512_mask_sub_epi32(low, wraps, low, all(1)));
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
  __m512i count = _mm512_setzero_si512();
  /* gamma2 - r0 is 0 .. 2 gamma2 - 1 where nothing carries, or 2 gamma2 if r1 = 0; a negative number is large. */
  for (unsigned i = 0; i < 256; i += 16)
  {
    const __m512i x = _mm512_sub_epi32(all(gamma2), _mm512_loadu_si512(r0 + i)), high = _mm512_loadu_si512(r1 + i);
    const __m512i last = _mm512_sub_epi32(all(2 * gamma2), _mm512_min_epu32(high, all(1)));
    const __mmask16 carries = _mm512_cmplt_epu32_mask(last, x);
    _mm512_storeu_si512(h + i, _mm512_maskz_mov_epi32(carries, all(1)));
    count = _mm512_mask_add_epi32(count, carries, count, all(1));
  }
  const __m256i eight = _mm256_add_epi32(_mm512_castsi512_si256(count), _mm512_extracti64x4_epi64(count, 1));
  const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
  const __m128i two = _mm_add_epi32(four, _mm_unpackhi_epi64(four, four));
  return (unsigned)_mm_cvtsi128_si32(two) + (unsigned)_mm_extract_epi32(two, 1);
}

/* x mod m, for -1 <= x <= m; as a number without a sign, -1 is above m - 1, and so is x - m unless x = m. */
static inline __m512i modulo(__m512i x, int32_t m)
{
  if (m == 16)
  {
    return _mm512_and_si512(x, all(15));
  }
  const __m512i y = _mm512_min_epu32(x, _mm512_add_epi32(x, all(m)));
  return _mm512_min_epu32(y, _mm512_sub_epi32(y, all(m)));
}

/* m stands for 0 until the end; r0 has the sign of r - 2 gamma2 k in any case. */
static inline void use_hint_all(int32_t r1[256], const int32_t h[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    __m512i multiple;
    const __m512i x = _mm512_loadu_si512(r + i), hint = _mm512_loadu_si512(h + i), k = upper(&multiple, x, by);
    const __mmask16 above = _mm512_cmpgt_epi32_mask(x, multiple);
    const __m512i y = _mm512_mask_add_epi32(_mm512_sub_epi32(k, hint), above, k, hint);
    _mm512_storeu_si512(r1 + i, modulo(y, by.m));
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
