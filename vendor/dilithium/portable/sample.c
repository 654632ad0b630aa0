#include "../../common/bytes.h"
#include "../../common/ct.h"
#include "../kernels.h"

/* The eight fields of three bytes in 24 bytes, without their top bits.  Nonzero if one of them is not below q.
 *                                                                                  Algorithm 14, CoeffFromThreeBytes */
static inline uint32_t eight_fields(int32_t x[8], const uint8_t buf[24])
{
  const uint64_t word[3] = {pq_load64(buf), pq_load64(buf + 8), pq_load64(buf + 16)};
  const uint64_t fields[8] = {word[0],       word[0] >> 24, word[0] >> 48 | word[1] << 16,
                              word[1] >> 8,  word[1] >> 32, word[1] >> 56 | word[2] << 8,
                              word[2] >> 16, word[2] >> 40};
  uint32_t carry = 0; /* bit 23 */
  for (unsigned i = 0; i < 8; i++)
  {
    x[i] = fields[i] & ((1 << 23) - 1);
    carry |= (uint32_t)x[i] + ((1 << 23) - DILITHIUM_Q);
  }
  return carry >> 23;
}

unsigned dilithium_rej_uniform(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes)
{
  unsigned n = 0;
  int32_t rest[8];
  for (size_t i = 0; i < bytes && n < count; i += 24)
  {
    /* Into their place, where there is room for eight; and in one of 130 cases gaps have to be closed. */
    int32_t *x = count - n >= 8 ? a + n : rest;
    if (eight_fields(x, buf + i) == 0 && x != rest)
    {
      n += 8;
      continue;
    }
    for (unsigned j = 0; j < 8 && n < count; j++)
    {
      a[n] = x[j];
      n += x[j] < DILITHIUM_Q;
    }
  }
  return n;
}

/* Store the coefficient that the half byte t stands for at a, and return 1 if it does stand for one.
 *                                                                                    Algorithm 15, CoeffFromHalfByte */
static inline unsigned bounded(int32_t *a, uint32_t t, unsigned eta)
{
  uint32_t accepted = (t - (eta == 2 ? 15 : 9)) >> 31;
  const uint32_t fifth = t * 205 >> 10; /* floor(t / 5) for t < 15 */
  *a = (int32_t)eta - (int32_t)(eta == 2 ? t - 5 * fifth : t);
  /* Candidates are independent: those that are rejected say nothing about the coefficients. */
  PQ_PUBLIC(&accepted, sizeof accepted);
  return accepted;
}

static inline unsigned rej_bounded(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta)
{
  unsigned n = 0;
  for (size_t i = 0; i < bytes; i += 8)
  {
    const uint64_t word = pq_load64(buf + i);
    for (unsigned j = 0; j < 64 && n < count; j += 4)
    {
      n += bounded(a + n, word >> j & 15, eta);
    }
  }
  return n;
}

unsigned dilithium_rej_bounded(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta)
{
  return eta == 2 ? rej_bounded(a, count, buf, bytes, 2) : rej_bounded(a, count, buf, bytes, 4);
}
