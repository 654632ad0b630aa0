#include <string.h>
#include "../kernels.h"

/* The codes XE2-53, XE4-163, XE5-190, XE5-218 and XE5-234.  A payload is a row of 64-bit words, and so is a codeword:
 * bit i is bit i % 64 of word i / 64. */

enum
{
  MAX_REGISTERS = 10,
  WORDS = ROUND5_MAX_KAPPA / 8,
  CODE_WORDS = ROUND5_MAX_CODE / 8 + 1
};

typedef struct
{
  unsigned kappa, f;
  unsigned group;                 /* payload bits per bit of the first register, if that is a block register; else 0 */
  uint8_t lengths[MAX_REGISTERS]; /* of the 2f registers */
} code;

static const code codes[] = {
    {16, 2, 0, {11, 13, 14, 15}},
    {24, 4, 0, {13, 15, 16, 17, 19, 23, 29, 31}},
    {16, 5, 8, {16, 11, 13, 16, 17, 19, 21, 23, 25, 29}},
    {24, 5, 8, {24, 13, 16, 17, 19, 21, 23, 25, 29, 31}},
    {32, 5, 16, {16, 16, 17, 19, 21, 23, 25, 29, 31, 37}},
};

static const code *find(unsigned kappa, unsigned f)
{
  const code *c = codes;
  while (c->kappa != kappa || c->f != f)
  {
    c++;
  }
  return c;
}

static void load(uint64_t *words, const uint8_t *in, unsigned bytes)
{
  for (unsigned i = 0; i < bytes; i++)
  {
    words[i / 8] |= (uint64_t)in[i] << (8 * (i % 8));
  }
}

static void store(uint8_t *out, const uint64_t *words, unsigned bytes)
{
  for (unsigned i = 0; i < bytes; i++)
  {
    out[i] = (uint8_t)(words[i / 8] >> (8 * (i % 8)));
  }
}

/* The n bits from position on; n < 64. */
static uint64_t get_bits(const uint64_t *words, unsigned position, unsigned n)
{
  const unsigned shift = position % 64;
  const uint64_t *const w = words + position / 64;
  return (w[0] >> shift | w[1] << 1 << (63 - shift)) & ((UINT64_C(1) << n) - 1);
}

static void put_bits(uint64_t *words, unsigned position, uint64_t bits)
{
  const unsigned shift = position % 64;
  uint64_t *const w = words + position / 64;
  w[0] |= bits << shift;
  w[1] |= bits >> 1 >> (63 - shift);
}

/* 64 mod length, without a division: the number of bits by which a register turns from one word to the next. */
static unsigned turn(unsigned length)
{
  unsigned rest = 64;
  while (rest >= length)
  {
    rest -= length;
  }
  return rest;
}

/* x turned left by n < length, in a register of so many bits. */
static uint64_t rotate(uint64_t x, unsigned n, unsigned length)
{
  return (x << n | x >> (length - n)) & ((UINT64_C(1) << length) - 1);
}

/* Bit j is the sum of the payload bits i with i mod length = j: the payload as a polynomial mod x^length - 1, by
 * Horner's rule in x^64. */
static uint64_t cyclic_parity(const uint64_t *payload, unsigned words, unsigned length)
{
  uint64_t sum = 0;
  for (unsigned i = words; i-- > 0;)
  {
    sum = rotate(sum, turn(length), length);
    for (unsigned shift = 0; shift < 64; shift += length)
    {
      sum ^= payload[i] >> shift & ((UINT64_C(1) << length) - 1);
    }
  }
  return sum;
}

/* Bit j is the sum of the payload bits i with floor(i / group) = j. */
static uint64_t block_parity(const uint64_t *payload, unsigned words, unsigned group)
{
  uint64_t sum = 0;
  for (unsigned i = 0, j = 0; i < words; i++)
  {
    for (unsigned shift = 0; shift < 64; shift += group, j++)
    {
      uint64_t bits = payload[i] >> shift & ((UINT64_C(1) << group) - 1);
      bits ^= bits >> 8;
      bits ^= bits >> 4;
      bits ^= bits >> 2;
      bits ^= bits >> 1;
      sum |= (bits & 1) << j;
    }
  }
  return sum;
}

static uint64_t parity(const code *c, unsigned r, const uint64_t *payload)
{
  const unsigned words = c->kappa / 8;
  return r == 0 && c->group ? block_parity(payload, words, c->group) : cyclic_parity(payload, words, c->lengths[r]);
}

/* The parity bits as a word for each of the payload: bit i of what they cover is the one that covers i. */
static void spread_cyclic(uint64_t *cover, uint64_t bits, unsigned words, unsigned length)
{
  for (unsigned i = 0; i < words; i++)
  {
    cover[i] = 0;
    for (unsigned shift = 0; shift < 64; shift += length)
    {
      cover[i] |= bits << shift;
    }
    bits = rotate(bits, length - turn(length), length);
  }
}

static void spread_block(uint64_t *cover, uint64_t bits, unsigned words, unsigned group)
{
  for (unsigned i = 0; i < words; i++)
  {
    cover[i] = 0;
    for (unsigned shift = 0; shift < 64; shift += group, bits >>= 1)
    {
      cover[i] |= (-(bits & 1) & ((UINT64_C(1) << group) - 1)) << shift;
    }
  }
}

/* Counters of four bits, one for each payload bit: bit k of all of them is in count[k]. */
static void count_votes(uint64_t count[4][WORDS], const uint64_t *votes, unsigned words)
{
  for (unsigned i = 0; i < words; i++)
  {
    uint64_t carry = votes[i];
    for (unsigned k = 0; k < 4; k++)
    {
      const uint64_t bit = count[k][i];
      count[k][i] = bit ^ carry;
      carry &= bit;
    }
  }
}

void round5_xe_encode(uint8_t *out, const uint8_t *m, unsigned kappa, unsigned f)
{
  const code *const c = find(kappa, f);
  uint64_t words[CODE_WORDS] = {0};
  unsigned position = 8 * kappa;
  load(words, m, kappa);
  uint64_t payload[WORDS];
  memcpy(payload, words, sizeof payload);
  for (unsigned r = 0; r < 2 * f; position += c->lengths[r], r++)
  {
    put_bits(words, position, parity(c, r, payload));
  }
  store(out, words, (position + 7) / 8);
  pq_wipe(words, sizeof words);
  pq_wipe(payload, sizeof payload);
}

void round5_xe_decode(uint8_t *m, const uint8_t *in, unsigned kappa, unsigned f)
{
  const code *const c = find(kappa, f);
  const unsigned words = kappa / 8;
  unsigned position = 8 * kappa, bits = position;
  for (unsigned r = 0; r < 2 * f; r++)
  {
    bits += c->lengths[r];
  }
  uint64_t received[CODE_WORDS] = {0}, cover[WORDS], count[4][WORDS];
  load(received, in, (bits + 7) / 8);
  /* Counters start at 7 - f, so that more than f votes are 8 or more: at most 7 - f + 2f = 12. */
  for (unsigned k = 0; k < 4; k++)
  {
    memset(count[k], (7 - f) >> k & 1 ? 0xff : 0, sizeof count[k]);
  }
  for (unsigned r = 0; r < 2 * f; position += c->lengths[r], r++)
  {
    const uint64_t differ = parity(c, r, received) ^ get_bits(received, position, c->lengths[r]);
    if (r == 0 && c->group)
    {
      spread_block(cover, differ, words, c->group);
    }
    else
    {
      spread_cyclic(cover, differ, words, c->lengths[r]);
    }
    count_votes(count, cover, words);
  }
  for (unsigned i = 0; i < words; i++)
  {
    received[i] ^= count[3][i];
  }
  store(m, received, kappa);
  pq_wipe(received, sizeof received);
  pq_wipe(cover, sizeof cover);
  pq_wipe(count, sizeof count);
}
