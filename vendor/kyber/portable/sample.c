#include "../kernels.h"

unsigned kyber_rej_uniform(int16_t a[256], unsigned count, const uint8_t *buf, size_t bytes)
{
  for (size_t i = 0; i < bytes && count < 256; i += 3)
  {
    const unsigned d1 = buf[i] | (buf[i + 1] & 15u) << 8;
    const unsigned d2 = buf[i + 1] >> 4 | (unsigned)buf[i + 2] << 4;
    /* Written always, counted if below q. */
    a[count] = (int16_t)d1;
    count += d1 < KYBER_Q;
    if (count < 256)
    {
      a[count] = (int16_t)d2;
      count += d2 < KYBER_Q;
    }
  }
  return count;
}

/* Four bits a coefficient: the sum of the lower two less that of the upper two. */
static void cbd2(int16_t f[256], const uint8_t buf[128])
{
  for (unsigned i = 0; i < 128; i++)
  {
    const unsigned sums = (buf[i] & 0x55u) + ((buf[i] >> 1) & 0x55u); /* of pairs of bits */
    f[2 * i] = (int16_t)((int)(sums & 3) - (int)((sums >> 2) & 3));
    f[2 * i + 1] = (int16_t)((int)((sums >> 4) & 3) - (int)(sums >> 6));
  }
}

/* Six bits a coefficient: the sum of the lower three less that of the upper three. */
static void cbd3(int16_t f[256], const uint8_t buf[192])
{
  for (unsigned i = 0; i < 64; i++, buf += 3)
  {
    const uint32_t bits = buf[0] | (uint32_t)buf[1] << 8 | (uint32_t)buf[2] << 16;
    const uint32_t sums = (bits & 0x249249) + ((bits >> 1) & 0x249249) + ((bits >> 2) & 0x249249); /* of triples */
    for (unsigned j = 0; j < 4; j++)
    {
      f[4 * i + j] = (int16_t)((int)((sums >> (6 * j)) & 7) - (int)((sums >> (6 * j + 3)) & 7));
    }
  }
}

void kyber_cbd(int16_t f[256], const uint8_t *buf, unsigned eta)
{
  if (eta == 2)
  {
    cbd2(f, buf);
  }
  else
  {
    cbd3(f, buf);
  }
}
