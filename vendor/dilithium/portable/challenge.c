#include "../kernels.h"

unsigned dilithium_sample_in_ball(int32_t c[256], unsigned i, uint64_t signs, const uint8_t *buf, size_t bytes)
{
  for (const uint8_t *end = buf + bytes; buf < end && i < 256; buf++)
  {
    const unsigned j = *buf;
    if (j <= i)
    {
      c[i++] = c[j];
      c[j] = 1 - 2 * (int32_t)(signs & 1);
      signs >>= 1;
    }
  }
  return i;
}
