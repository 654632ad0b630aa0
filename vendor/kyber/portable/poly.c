#include "../reduce.h"

void kyber_to_mont(int16_t f[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] = kyber_mont_mul(f[i], 1353); /* 2^32 mod q; |f[i] * 1353| < 2^15 q */
  }
}

void kyber_add(int16_t f[256], const int16_t g[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] = (int16_t)(f[i] + g[i]);
  }
}

void kyber_sub(int16_t f[256], const int16_t g[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] = (int16_t)(f[i] - g[i]);
  }
}

void kyber_reduce(int16_t f[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    const int16_t x = kyber_centre(f[i]);
    f[i] = (int16_t)(x + ((x >> 15) & KYBER_Q));
  }
}
