#include "vectors.h"

void kyber_to_mont(int16_t f[256])
{
  for (int i = 0; i < 256; i += 16)
  {
    store(f + i, mont_mul_constant(load(f + i), 1353)); /* 2^32 mod q */
  }
}

void kyber_add(int16_t f[256], const int16_t g[256])
{
  for (int i = 0; i < 256; i += 16)
  {
    store(f + i, _mm256_add_epi16(load(f + i), load(g + i)));
  }
}

void kyber_sub(int16_t f[256], const int16_t g[256])
{
  for (int i = 0; i < 256; i += 16)
  {
    store(f + i, _mm256_sub_epi16(load(f + i), load(g + i)));
  }
}

void kyber_reduce(int16_t f[256])
{
  const __m256i q = _mm256_set1_epi16(KYBER_Q);
  for (int i = 0; i < 256; i += 16)
  {
    const __m256i x = nearly_centre(load(f + i));
    store(f + i, _mm256_add_epi16(x, _mm256_and_si256(_mm256_srai_epi16(x, 15), q)));
  }
}
