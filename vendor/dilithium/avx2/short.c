#include <immintrin.h>
#include "../../common/base.h"
#include "../kernels.h"

/* The sum of n parts of s, at most 31: no more than 31 * 8 < 256. */
static inline void add_up(uint8_t sum[256], const uint8_t s[768], const uint16_t *at, unsigned n)
{
  __m256i v[8];
  for (unsigned i = 0; i < 8; i++)
  {
    v[i] = _mm256_setzero_si256();
  }
  for (unsigned j = 0; j < n; j++)
  {
    const __m256i *part = (const __m256i *)(s + at[j]);
    for (unsigned i = 0; i < 8; i++)
    {
      v[i] = _mm256_add_epi8(v[i], _mm256_loadu_si256(part + i));
    }
  }
  for (unsigned i = 0; i < 8; i++)
  {
    _mm256_storeu_si256((__m256i *)sum + i, v[i]);
  }
}

static inline __m256i eight(const uint8_t *p)
{
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p));
}

void dilithium_short_product(int32_t w[256], const uint8_t s[768], const uint16_t *at, unsigned tau)
{
  _Alignas(32) uint8_t sum[2][256];
  add_up(sum[0], s, at, tau / 2);
  add_up(sum[1], s, at + tau / 2, tau - tau / 2);
  const __m256i zero = _mm256_set1_epi32(4 * (int32_t)tau);
  for (unsigned i = 0; i < 256; i += 8)
  {
    const __m256i x = _mm256_add_epi32(eight(sum[0] + i), eight(sum[1] + i));
    _mm256_storeu_si256((__m256i *)(w + i), _mm256_sub_epi32(x, zero));
  }
  pq_wipe(sum, sizeof sum);
}
