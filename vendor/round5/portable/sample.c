#include <string.h>
#include "../kernels.h"

/* All ones if j is index, else 0. */
static inline uint32_t is(uint32_t j, uint32_t index)
{
  return -(uint32_t)(j == index);
}

static void sample(uint32_t *bits, const uint8_t *draws, unsigned count, unsigned d, unsigned h, uint32_t inverse)
{
  const unsigned words = ROUND5_WORDS(d);
  uint32_t occupied[ROUND5_MAX_WORDS] = {0};
  uint32_t *const plus = bits, *const minus = bits + words;
  uint32_t accepted = 0;
  memset(bits, 0, 2 * words * sizeof *bits);
  for (unsigned i = 0; i < count; i++)
  {
    const uint32_t draw = draws[2 * i] | (uint32_t)draws[2 * i + 1] << 8;
    const uint32_t position = (uint32_t)((uint64_t)draw * inverse >> 24);
    const uint32_t valid = (position - d) >> 31; /* 1 if position < d */
    const uint32_t bit = valid << (position & 31), index = position >> 5;
    const uint32_t wanted = -((accepted - h) >> 31); /* all ones if accepted < h */
    const uint32_t odd = -(accepted & 1) & wanted, even = wanted & ~odd;
    /* The position is looked for in all words; at most one of them is changed. */
    uint32_t any = 0;
    for (unsigned j = 0; j < words / 8 * 8; j++)
    {
      const uint32_t mark = bit & is(j, index), fresh = mark & ~occupied[j];
      occupied[j] |= mark;
      plus[j] |= fresh & even;
      minus[j] |= fresh & odd;
      any |= fresh;
    }
    accepted += (any | -any) >> 31;
  }
  pq_wipe(occupied, sizeof occupied);
}

void round5_sample(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                   uint32_t inverse)
{
  for (unsigned k = 0; k < vectors; k++)
  {
    sample(bits + k * 2 * ROUND5_WORDS(d), draws + k * 2 * count, count, d, h, inverse);
  }
}

void round5_ternary(int16_t *s, const uint32_t *bits, unsigned d)
{
  const uint32_t *const plus = bits, *const minus = bits + ROUND5_WORDS(d);
  for (unsigned i = 0; i < ROUND5_PAD(d); i += 16)
  {
    const uint32_t p = plus[i / 32] >> (i % 32), m = minus[i / 32] >> (i % 32);
    for (unsigned j = 0; j < 16; j++)
    {
      s[i + j] = (int16_t)((int)(p >> j & 1) - (int)(m >> j & 1));
    }
  }
}
