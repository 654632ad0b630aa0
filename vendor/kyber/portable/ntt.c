#include "../../common/base.h"
#include "../reduce.h"

/* zetas[i] = 17^BitRev7(i) 2^16 mod q, centred: the powers of FIPS 203, Appendix A, in Montgomery form. */
static const int16_t zetas[128] = {
    -1044, -758,  -359,  -1517, 1493,  1422,  287,   202,   -171,  622,  1577,  182,   962,   -1202, -1474, 1468,
    573,   -1325, 264,   383,   -829,  1458,  -1602, -130,  -681,  1017, 732,   608,   -1542, 411,   -205,  -1571,
    1223,  652,   -552,  1015,  -1293, 1491,  -282,  -1544, 516,   -8,   -320,  -666,  -1618, -1162, 126,   1469,
    -853,  -90,   -271,  830,   107,   -1421, -247,  -951,  -398,  961,  -1508, -725,  448,   -1065, 677,   -1275,
    -1103, 430,   555,   843,   -1251, 871,   1550,  105,   422,   587,  177,   -235,  -291,  -460,  1574,  1653,
    -246,  778,   1159,  -147,  -777,  1483,  -602,  1119,  -1590, 644,  -872,  349,   418,   329,   -156,  -75,
    817,   1097,  603,   610,   1322,  -1285, -1465, 384,   -1215, -136, 1218,  -1335, -874,  220,   -1187, -1659,
    -1185, -1530, -1278, 794,   -1510, -854,  -870,  478,   -108,  -308, 996,   991,   958,   -1460, 1522,  1628,
};

void kyber_ntt(int16_t f[256])
{
  unsigned i = 1;
  /* Each of the seven layers adds less than q: < q at first, < 8q < 2^15 in the end. */
  for (unsigned len = 128; len >= 2; len /= 2)
  {
    for (unsigned start = 0; start < 256; start += 2 * len)
    {
      const int16_t zeta = zetas[i++];
      for (unsigned j = start; j < start + len; j++)
      {
        const int16_t t = kyber_mont_mul(zeta, f[j + len]);
        f[j + len] = (int16_t)(f[j] - t);
        f[j] = (int16_t)(f[j] + t);
      }
    }
  }
}

/* One layer of the inverse; i is the index after that of its first zeta.  Sums are reduced if centre is 1. */
static inline unsigned inverse_layer(int16_t f[256], unsigned len, unsigned i, int centre)
{
  for (unsigned start = 0; start < 256; start += 2 * len)
  {
    const int16_t zeta = zetas[--i];
    for (unsigned j = start; j < start + len; j++)
    {
      const int16_t sum = (int16_t)(f[j] + f[j + len]);
      const int16_t difference = (int16_t)(f[j + len] - f[j]);
      f[j] = centre ? kyber_centre(sum) : sum;
      f[j + len] = kyber_mont_mul(zeta, difference);
    }
  }
  return i;
}

void kyber_invntt(int16_t f[256])
{
  /* Products are below q and sums at most double in a layer: < q, 2q, 4q, 8q < 2^15, then centred, and so on. */
  unsigned i = 128;
  i = inverse_layer(f, 2, i, 0);
  i = inverse_layer(f, 4, i, 0);
  i = inverse_layer(f, 8, i, 1);
  i = inverse_layer(f, 16, i, 0);
  i = inverse_layer(f, 32, i, 0);
  i = inverse_layer(f, 64, i, 1);
  inverse_layer(f, 128, i, 0);
  /* 1441 = 2^32 / 128 mod q: the division by 128 of Algorithm 10, and 2^16 beyond this product's own 2^-16. */
  for (unsigned j = 0; j < 256; j++)
  {
    f[j] = kyber_mont_mul(f[j], 1441);
  }
}

void kyber_factor(int16_t b[512], const int16_t f[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    b[i] = kyber_centre(f[i]);
  }
  for (unsigned i = 0; i < 256; i += 2)
  {
    b[256 + i] = b[i + 1];
    b[256 + i + 1] = b[i];
  }
  for (unsigned i = 0; i < 256; i += 4)
  {
    /* gamma_j of Algorithm 11 is 17^(2 BitRev7(j) + 1), and zetas[64 + j / 2] up to the sign of odd j. */
    b[i + 1] = kyber_mont_mul(b[i + 1], zetas[64 + i / 4]);
    b[i + 3] = (int16_t)-kyber_mont_mul(b[i + 3], zetas[64 + i / 4]);
  }
}

/* A sum of products, reduced as in kyber_mont_mul. */
static inline int16_t reduce_sum(int32_t sum)
{
  const int16_t m = (int16_t)((uint32_t)sum * 62209u);
  return (int16_t)((sum >> 16) - (((int32_t)m * KYBER_Q) >> 16));
}

void kyber_multiply_row(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k)
{
  int32_t even[128] = {0}, odd[128] = {0};
  /* |sum| <= 4 * 2 * 4095 * 3328 = 109025280 < 2^15 q = 109084672. */
  for (unsigned j = 0; j < k; j++, a += stride, b += 512)
  {
    for (unsigned i = 0; i < 128; i++)
    {
      even[i] += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
      odd[i] += a[2 * i] * b[256 + 2 * i] + a[2 * i + 1] * b[2 * i];
    }
  }
  for (unsigned i = 0; i < 128; i++)
  {
    r[2 * i] = reduce_sum(even[i]);
    r[2 * i + 1] = reduce_sum(odd[i]);
  }
  pq_wipe(even, sizeof even);
  pq_wipe(odd, sizeof odd);
}
