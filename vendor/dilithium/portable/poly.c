#include "../kernels.h"

void dilithium_add(int32_t f[256], const int32_t g[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] += g[i];
  }
}

void dilithium_sub(int32_t f[256], const int32_t g[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] -= g[i];
  }
}

/* PORTABILITY, in all of this file: a right shift of a negative number rounds down, so x >> 31 is -1 for x < 0. */

void dilithium_reduce(int32_t f[256])
{
  /* t = round(f / 2^23), |t| <= 10, and f - t q = (f - 2^23 t) + 8191 t: at most 2^22 + 10 * 8191 < q. */
  for (unsigned i = 0; i < 256; i++)
  {
    const int32_t t = (f[i] + (1 << 22)) >> 23;
    f[i] -= t * DILITHIUM_Q;
  }
}

void dilithium_canonical(int32_t f[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    f[i] += (f[i] >> 31) & DILITHIUM_Q;
  }
}

unsigned dilithium_norm_reaches(const int32_t f[256], int32_t bound)
{
  int32_t reached = 0; /* negative if one of the differences is */
  for (unsigned i = 0; i < 256; i++)
  {
    const int32_t sign = f[i] >> 31, absolute = (f[i] ^ sign) - sign;
    reached |= bound - 1 - absolute;
  }
  return (uint32_t)reached >> 31;
}
