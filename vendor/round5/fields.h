#ifndef ROUND5_FIELDS_H
#define ROUND5_FIELDS_H
#include <string.h>
#include "kernels.h"

/* Eight fields of so many bits are as many bytes, first field and lower bits first.  The first four are at most 48
 * bits, and so are the others. */

static inline void pack8(uint8_t *out, const uint16_t x[8], unsigned bits)
{
  const uint64_t mask = (UINT64_C(1) << bits) - 1;
  const uint64_t low = (x[0] & mask) | (x[1] & mask) << bits | (x[2] & mask) << 2 * bits | (x[3] & mask) << 3 * bits;
  const uint64_t high = (x[4] & mask) | (x[5] & mask) << bits | (x[6] & mask) << 2 * bits | (x[7] & mask) << 3 * bits;
  const uint64_t first = low | high << 4 * bits, second = high >> (64 - 4 * bits);
  for (unsigned i = 0; i < bits && i < 12; i++)
  {
    out[i] = (uint8_t)(i < 8 ? first >> 8 * i : second >> 8 * (i - 8));
  }
}

static inline void unpack8(uint16_t x[8], const uint8_t *in, unsigned bits)
{
  const uint64_t mask = (UINT64_C(1) << bits) - 1;
  uint64_t first = 0, second = 0;
  for (unsigned i = 0; i < bits && i < 12; i++)
  {
    if (i < 8)
    {
      first |= (uint64_t)in[i] << 8 * i;
    }
    else
    {
      second |= (uint64_t)in[i] << 8 * (i - 8);
    }
  }
  const uint64_t high = first >> 4 * bits | second << (64 - 4 * bits);
  for (unsigned i = 0; i < 4; i++)
  {
    x[i] = (uint16_t)(first >> i * bits & mask);
    x[4 + i] = (uint16_t)(high >> i * bits & mask);
  }
}

/* Fewer than eight fields. */

static inline void pack_rest(uint8_t *out, const uint16_t *x, unsigned count, unsigned bits)
{
  uint16_t rest[8] = {0};
  uint8_t packed[12];
  memcpy(rest, x, count * sizeof *x);
  pack8(packed, rest, bits);
  memcpy(out, packed, (count * bits + 7) / 8);
  pq_wipe(rest, sizeof rest);
  pq_wipe(packed, sizeof packed);
}

static inline void unpack_rest(uint16_t *x, const uint8_t *in, unsigned count, unsigned bits)
{
  uint16_t rest[8];
  uint8_t packed[12] = {0};
  memcpy(packed, in, (count * bits + 7) / 8);
  unpack8(rest, packed, bits);
  memcpy(x, rest, count * sizeof *x);
  pq_wipe(rest, sizeof rest);
  pq_wipe(packed, sizeof packed);
}

#endif
