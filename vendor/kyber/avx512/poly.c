#include "vectors.h"

void kyber_to_mont(int16_t f[256])
{
  for (int i = 0; i < 256; i += 32)
  {
    store32(f + i, mont_mul_constant32(load32(f + i), 1353)); /* 2^32 mod q */
  }
}

void kyber_add(int16_t f[256], const int16_t g[256])
{
  for (int i = 0; i < 256; i += 32)
  {
    store32(f + i, _mm512_add_epi16(load32(f + i), load32(g + i)));
  }
}

void kyber_sub(int16_t f[256], const int16_t g[256])
{
  for (int i = 0; i < 256; i += 32)
  {
    store32(f + i, _mm512_sub_epi16(load32(f + i), load32(g + i)));
  }
}

/* As unsigned numbers: x is the smaller one unless it is negative. */
void kyber_reduce(int16_t f[256])
{
  const __m512i q = _mm512_set1_epi16(KYBER_Q);
  for (int i = 0; i < 256; i += 32)
  {
    const __m512i x = nearly_centre32(load32(f + i));
    store32(f + i, _mm512_min_epu16(x, _mm512_add_epi16(x, q)));
  }
}
