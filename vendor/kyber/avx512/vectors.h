#ifndef KYBER_AVX512_VECTORS_H
#define KYBER_AVX512_VECTORS_H
#include "../avx2/vectors.h"

/* What ../avx2/vectors.h has, on vectors of 32 coefficients. */

static inline __m512i load32(const int16_t *f)
{
  return _mm512_loadu_si512(f);
}

static inline void store32(int16_t *f, __m512i x)
{
  _mm512_storeu_si512(f, x);
}

static inline __m512i mont_mul32(__m512i x, __m512i z, __m512i zq)
{
  const __m512i m = _mm512_mullo_epi16(x, zq);
  return _mm512_sub_epi16(_mm512_mulhi_epi16(x, z), _mm512_mulhi_epi16(m, _mm512_set1_epi16(KYBER_Q)));
}

static inline __m512i mont_mul_constant32(__m512i x, int16_t z)
{
  return mont_mul32(x, _mm512_set1_epi16(z), _mm512_set1_epi16(Q_INVERSE(z)));
}

static inline __m512i nearly_centre32(__m512i x)
{
  const __m512i quotient = _mm512_mulhrs_epi16(x, _mm512_set1_epi16(10));
  return _mm512_sub_epi16(x, _mm512_mullo_epi16(quotient, _mm512_set1_epi16(KYBER_Q)));
}

#endif
