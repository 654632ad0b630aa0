#include <immintrin.h>
#include "../kernels.h"
#include "vectors.h"

/* As in portable/poly.c, where the bounds are, with 16 coefficients at a time. */

static inline __m512i load(const int32_t *p)
{
  return _mm512_loadu_si512(p);
}

void dilithium_add(int32_t f[256], const int32_t g[256])
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    _mm512_storeu_si512(f + i, _mm512_add_epi32(load(f + i), load(g + i)));
  }
}

void dilithium_sub(int32_t f[256], const int32_t g[256])
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    _mm512_storeu_si512(f + i, _mm512_sub_epi32(load(f + i), load(g + i)));
  }
}

void dilithium_reduce(int32_t f[256])
{
  const __m512i q = opaque(_mm512_set1_epi32(DILITHIUM_Q));
  for (unsigned i = 0; i < 256; i += 16)
  {
    const __m512i x = load(f + i), t = _mm512_srai_epi32(_mm512_add_epi32(x, _mm512_set1_epi32(1 << 22)), 23);
    _mm512_storeu_si512(f + i, _mm512_sub_epi32(x, _mm512_mullo_epi32(t, q)));
  }
}

/* As a number without a sign, a negative one is larger than any below q. */
void dilithium_canonical(int32_t f[256])
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    const __m512i x = load(f + i);
    _mm512_storeu_si512(f + i, _mm512_min_epu32(x, _mm512_add_epi32(x, _mm512_set1_epi32(DILITHIUM_Q))));
  }
}

unsigned dilithium_norm_reaches(const int32_t f[256], int32_t bound)
{
  __m512i norm = _mm512_setzero_si512();
  for (unsigned i = 0; i < 256; i += 16)
  {
    norm = _mm512_max_epi32(norm, _mm512_abs_epi32(load(f + i)));
  }
  return _mm512_cmplt_epi32_mask(_mm512_set1_epi32(bound - 1), norm) != 0;
}
