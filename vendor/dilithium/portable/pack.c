#include "../kernels.h"

/* Eight fields of any width come out at whole bytes: polynomials are encoded in groups of eight.  Widths and positions
 * are constants to the compiler. */

/* Field j of a group: bits j bits ... of it. */
static inline int32_t get(const uint8_t *in, unsigned bits, unsigned j)
{
  const unsigned byte = j * bits / 8, shift = j * bits % 8; /* bits + shift <= 24, so three bytes at most */
  uint32_t x = in[byte];
  x |= shift + bits > 8 ? (uint32_t)in[byte + 1] << 8 : 0;
  x |= shift + bits > 16 ? (uint32_t)in[byte + 2] << 16 : 0;
  return (int32_t)(x >> shift & ((1u << bits) - 1));
}

/* w = b + sign field */
static inline void unpack(int32_t w[256], const uint8_t *in, unsigned bits, int32_t b, int32_t sign)
{
  for (unsigned i = 0; i < 256; i += 8, w += 8, in += bits)
  {
    w[0] = b + sign * get(in, bits, 0);
    w[1] = b + sign * get(in, bits, 1);
    w[2] = b + sign * get(in, bits, 2);
    w[3] = b + sign * get(in, bits, 3);
    w[4] = b + sign * get(in, bits, 4);
    w[5] = b + sign * get(in, bits, 5);
    w[6] = b + sign * get(in, bits, 6);
    w[7] = b + sign * get(in, bits, 7);
  }
}

/* field = b + sign w */
static inline void pack(uint8_t *out, const int32_t w[256], unsigned bits, int32_t b, int32_t sign)
{
  for (unsigned i = 0; i < 256; i += 8)
  {
    uint64_t buffer = 0;
    unsigned n = 0; /* bits in buffer, fewer than 8 between fields */
    for (unsigned j = 0; j < 8; j++)
    {
      buffer |= (uint64_t)(uint32_t)(b + sign * w[i + j]) << n;
      for (n += bits; n >= 8; n -= 8)
      {
        *out++ = (uint8_t)buffer;
        buffer >>= 8;
      }
    }
  }
}

/* The same for two widths from which gcc 12 would make a kilobyte of temporaries. */
static inline void pack4(uint8_t *out, const int32_t w[256], int32_t b, int32_t sign)
{
  for (unsigned i = 0; i < 256; i += 2)
  {
    *out++ = (uint8_t)((b + sign * w[i]) | (b + sign * w[i + 1]) << 4);
  }
}

static inline void pack6(uint8_t *out, const int32_t w[256])
{
  for (unsigned i = 0; i < 256; i += 4)
  {
    *out++ = (uint8_t)(w[i] | w[i + 1] << 6);
    *out++ = (uint8_t)(w[i + 1] >> 2 | w[i + 2] << 4);
    *out++ = (uint8_t)(w[i + 2] >> 4 | w[i + 3] << 2);
  }
}

void dilithium_simple_bit_pack(uint8_t *out, const int32_t w[256], unsigned bits)
{
  switch (bits)
  {
    case 4:
      pack4(out, w, 0, 1);
      break;
    case 6:
      pack6(out, w);
      break;
    default:
      pack(out, w, 10, 0, 1);
  }
}

void dilithium_simple_bit_unpack(int32_t w[256], const uint8_t *in, unsigned bits)
{
  switch (bits)
  {
    case 4:
      unpack(w, in, 4, 0, 1);
      break;
    case 6:
      unpack(w, in, 6, 0, 1);
      break;
    default:
      unpack(w, in, 10, 0, 1);
  }
}

void dilithium_bit_pack(uint8_t *out, const int32_t w[256], int32_t b, unsigned bits)
{
  switch (bits)
  {
    case 3:
      pack(out, w, 3, b, -1);
      break;
    case 4:
      pack4(out, w, b, -1);
      break;
    case 13:
      pack(out, w, 13, b, -1);
      break;
    case 18:
      pack(out, w, 18, b, -1);
      break;
    default:
      pack(out, w, 20, b, -1);
  }
}

void dilithium_bit_unpack(int32_t w[256], const uint8_t *in, int32_t b, unsigned bits)
{
  switch (bits)
  {
    case 3:
      unpack(w, in, 3, b, -1);
      break;
    case 4:
      unpack(w, in, 4, b, -1);
      break;
    case 13:
      unpack(w, in, 13, b, -1);
      break;
    case 18:
      unpack(w, in, 18, b, -1);
      break;
    default:
      unpack(w, in, 20, b, -1);
  }
}
