#include "../../common/ct.h"
#include "../kernels.h"

void kyber_encode12(uint8_t out[384], const int16_t f[256])
{
  for (unsigned i = 0; i < 128; i++, out += 3)
  {
    const unsigned low = (unsigned)f[2 * i], high = (unsigned)f[2 * i + 1];
    out[0] = (uint8_t)low;
    out[1] = (uint8_t)(low >> 8 | high << 4);
    out[2] = (uint8_t)(high >> 4);
  }
}

unsigned kyber_decode12(int16_t f[256], const uint8_t in[384])
{
  int bad = 0;
  for (unsigned i = 0; i < 128; i++, in += 3)
  {
    const int low = in[0] | (in[1] & 15) << 8, high = in[1] >> 4 | in[2] << 4;
    f[2 * i] = (int16_t)low;
    f[2 * i + 1] = (int16_t)high;
    bad |= (KYBER_Q - 1 - low) | (KYBER_Q - 1 - high); /* negative if one is not below q */
  }
  return (unsigned)bad >> 31;
}

/* Compress_d, FIPS 203 (4.7): round(2^d x / q) mod 2^d, halves up, that is floor((2^d x + 1664) / q).  5 q is added to
 * x, which makes it positive and adds a multiple of 2^d to the result. The division is a multiplication: 330282857 =
 * ceil(2^40 / q) is too large by less than 1, so the quotient by less than 2^27 / 2^40, and no multiple of 1 / q lies
 * between.  tests/test_kernels_kyber.py tries every x. */
static inline uint32_t compress(int16_t x, unsigned d)
{
  const uint32_t numerator = ((uint32_t)(x + 5 * KYBER_Q) << d) + 1664;
  return (uint32_t)((uint64_t)numerator * 330282857 >> 40) & ((1u << d) - 1);
}

/* Eight fields of d bits are d bytes, first field and lower bits first. */
static inline void compress_d(uint8_t *out, const int16_t f[256], unsigned d)
{
  for (unsigned i = 0; i < 256; i += 8)
  {
    uint64_t bits = 0;
    unsigned have = 0;
    for (unsigned j = 0; j < 8; j++)
    {
      bits |= (uint64_t)compress(f[i + j], d) << have;
      for (have += d; have >= 8; have -= 8, bits >>= 8)
      {
        *out++ = (uint8_t)bits;
      }
    }
  }
}

/* Decompress_1 of a message: a mask that the compiler cannot turn into a branch on the bit. */
static void decompress_1(int16_t f[256], const uint8_t in[32])
{
  for (unsigned i = 0; i < 256; i++)
  {
    const uint32_t bit = (in[i / 8] >> (i % 8)) & 1u;
    f[i] = (int16_t)(pq_barrier(0 - bit) & ((KYBER_Q + 1) / 2));
  }
}

static inline void decompress_d(int16_t f[256], const uint8_t *in, unsigned d)
{
  for (unsigned i = 0; i < 256; i += 8)
  {
    uint64_t bits = 0;
    unsigned have = 0;
    for (unsigned j = 0; j < 8; j++)
    {
      for (; have < d; have += 8)
      {
        bits |= (uint64_t)*in++ << have;
      }
      /* Decompress_d, (4.8): round(q y / 2^d), halves up. */
      f[i + j] = (int16_t)(((bits & ((1u << d) - 1)) * KYBER_Q + (1u << (d - 1))) >> d);
      bits >>= d;
      have -= d;
    }
  }
}

/* A constant d lets the compiler unroll the loops over bits. */

void kyber_compress(uint8_t *out, const int16_t f[256], unsigned d)
{
  switch (d)
  {
    case 1:
      compress_d(out, f, 1);
      break;
    case 4:
      compress_d(out, f, 4);
      break;
    case 5:
      compress_d(out, f, 5);
      break;
    case 10:
      compress_d(out, f, 10);
      break;
    default:
      compress_d(out, f, 11);
      break;
  }
}

void kyber_decompress(int16_t f[256], const uint8_t *in, unsigned d)
{
  switch (d)
  {
    case 1:
      decompress_1(f, in);
      break;
    case 4:
      decompress_d(f, in, 4);
      break;
    case 5:
      decompress_d(f, in, 5);
      break;
    case 10:
      decompress_d(f, in, 10);
      break;
    default:
      decompress_d(f, in, 11);
      break;
  }
}
