#include <immintrin.h>
#include "../kernels.h"

/* Everything stays in registers: what does not reach the memory need not be wiped.  So there are no arrays. */

/* 256 bytes. */
typedef struct
{
  __m512i a, b, c, d;
} bytes256;

/* The sum of n parts of s, at most 31: no more than 31 * 8 < 256. */
static inline bytes256 add_up(const uint8_t s[768], const uint16_t *at, unsigned n)
{
  __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
  for (unsigned j = 0; j < n; j++)
  {
    const uint8_t *const part = s + at[j];
    a = _mm512_add_epi8(a, _mm512_loadu_si512(part));
    b = _mm512_add_epi8(b, _mm512_loadu_si512(part + 64));
    c = _mm512_add_epi8(c, _mm512_loadu_si512(part + 128));
    d = _mm512_add_epi8(d, _mm512_loadu_si512(part + 192));
  }
  return (bytes256){a, b, c, d};
}

/* x + y - zero, 32 numbers. */
static inline void put32(int32_t *w, __m256i x, __m256i y, __m512i zero)
{
  const __m512i sum = _mm512_add_epi16(_mm512_cvtepu8_epi16(x), _mm512_cvtepu8_epi16(y));
  const __m512i z = _mm512_sub_epi16(sum, zero);
  _mm512_storeu_si512(w, _mm512_cvtepi16_epi32(_mm512_castsi512_si256(z)));
  _mm512_storeu_si512(w + 16, _mm512_cvtepi16_epi32(_mm512_extracti64x4_epi64(z, 1)));
}

static inline void put64(int32_t *w, __m512i x, __m512i y, __m512i zero)
{
  put32(w, _mm512_castsi512_si256(x), _mm512_castsi512_si256(y), zero);
  put32(w + 32, _mm512_extracti64x4_epi64(x, 1), _mm512_extracti64x4_epi64(y, 1), zero);
}

void dilithium_short_product(int32_t w[256], const uint8_t s[768], const uint16_t *at, unsigned tau)
{
  const bytes256 x = add_up(s, at, tau / 2), y = add_up(s, at + tau / 2, tau - tau / 2);
  const __m512i zero = _mm512_set1_epi16((int16_t)(4 * tau));
  put64(w, x.a, y.a, zero);
  put64(w + 64, x.b, y.b, zero);
  put64(w + 128, x.c, y.c, zero);
  put64(w + 192, x.d, y.d, zero);
}
