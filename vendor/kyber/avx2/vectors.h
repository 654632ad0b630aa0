#ifndef KYBER_AVX2_VECTORS_H
#define KYBER_AVX2_VECTORS_H
#include <immintrin.h>
#include "../kernels.h"

/* Arithmetic mod q on vectors of 16 coefficients, as reduce.h has it on one. */

static inline __m256i load(const int16_t *f)
{
  return _mm256_loadu_si256((const __m256i *)f);
}

static inline void store(int16_t *f, __m256i x)
{
  _mm256_storeu_si256((__m256i *)f, x);
}

/* z q^-1 mod 2^16, for the products with a constant z. */
#define Q_INVERSE(z) ((int16_t)(uint16_t)((uint32_t)(z) * 62209u))

/* x z 2^-16 mod q, below q in absolute value, for any x and |z| < q; zq  Q_INVERSE(z) */
static inline __m256i mont_mul(__m256i x, __m256i z, __m256i zq)
{
  const __m256i m = _mm256_mullo_epi16(x, zq);
  return _mm256_sub_epi16(_mm256_mulhi_epi16(x, z), _mm256_mulhi_epi16(m, _mm256_set1_epi16(KYBER_Q)));
}

static inline __m256i mont_mul_constant(__m256i x, int16_t z)
{
  return mont_mul(x, _mm256_set1_epi16(z), _mm256_set1_epi16(Q_INVERSE(z)));
}

/* A representative of x that is below 0.66 q in absolute value, for any x: 10 / 2^15 is 1.6 % above 1 / q, so the
 * rounded quotient is at most 1/2 + 0.016 * 9.85 away from x / q. */
static inline __m256i nearly_centre(__m256i x)
{
  const __m256i quotient = _mm256_mulhrs_epi16(x, _mm256_set1_epi16(10));
  return _mm256_sub_epi16(x, _mm256_mullo_epi16(quotient, _mm256_set1_epi16(KYBER_Q)));
}

/* A vector of two times 16 bytes. */
static inline __m256i load_halves(const uint8_t *low, const uint8_t *high)
{
  const __m128i x = _mm_loadu_si128((const __m128i *)low), y = _mm_loadu_si128((const __m128i *)high);
  return _mm256_inserti128_si256(_mm256_castsi128_si256(x), y, 1);
}

/* Sixteen fields of 12 bits: each is brought into a word, at bit 0 the even ones and at bit 4 the odd ones. */
static inline __m256i load_fields12(const uint8_t in[24])
{
  const __m256i places = _mm256_setr_epi8(0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11,       /* of in */
                                          4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11, 12, 13, 14, 14, 15); /* of in + 8 */
  const __m256i words = _mm256_shuffle_epi8(load_halves(in, in + 8), places);
  return _mm256_and_si256(_mm256_blend_epi16(words, _mm256_srli_epi16(words, 4), 0xaa), _mm256_set1_epi16(0xfff));
}

#endif
