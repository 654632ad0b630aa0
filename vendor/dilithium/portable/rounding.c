#include "../kernels.h"

/* PORTABILITY: a right shift of a negative number rounds down, so x >> 31 is -1 for x < 0. */

void dilithium_power2round(int32_t r1[256], int32_t r0[256], const int32_t r[256])
{
  for (unsigned i = 0; i < 256; i++)
  {
    const int32_t high = (r[i] + (1 << 12) - 1) >> 13;
    r0[i] = r[i] - high * (1 << 13);
    r1[i] = high;
  }
}

/* 2 gamma2 = (q-1) / m, taken apart: 2 gamma2 = 2^shift d, and d e = 2^20 - 1. */
typedef struct
{
  int32_t gamma2, m, shift, e;
} rounding;

static const rounding rounding32 = {(DILITHIUM_Q - 1) / 32, 16, 9, 1025};   /* 523776 = 2^9 1023 */
static const rounding rounding88 = {(DILITHIUM_Q - 1) / 88, 44, 11, 11275}; /* 190464 = 2^11 93 */

/* Algorithm 36 for one coefficient: returns r1, sets r0. */
static inline int32_t decompose(int32_t *r0, int32_t r, rounding by)
{
  /* k = floor((r + gamma2 - 1) / (2 gamma2)), 0 <= k <= m.  Write x = floor((r + gamma2 - 1) / 2^shift) = d k + j with
   * 0 <= j < d; then (x + 1) e = 2^20 k + (j + 1) e - k, where 0 < e - k <= (j + 1) e - k <= d e - k < 2^20. */
  const int32_t k = (((r + by.gamma2 - 1) >> by.shift) + 1) * by.e >> 20;
  const int32_t wraps = (by.m - 1 - k) >> 31; /* -1 if k = m, that is r - r0 = q - 1; else 0 */
  *r0 = r - k * 2 * by.gamma2 + wraps;
  return k & ~wraps;
}

static inline void decompose_all(int32_t r1[256], int32_t r0[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i++)
  {
    r1[i] = decompose(&r0[i], r[i], by);
  }
}

void dilithium_decompose(int32_t r1[256], int32_t r0[256], const int32_t r[256], int32_t gamma2)
{
  if (gamma2 == rounding32.gamma2)
  {
    decompose_all(r1, r0, r, rounding32);
  }
  else
  {
    decompose_all(r1, r0, r, rounding88);
  }
}

unsigned dilithium_make_hint(int32_t h[256], const int32_t r0[256], const int32_t r1[256], int32_t gamma2)
{
  unsigned count = 0;
  /* 2 gamma2 r1 + r0 has the high bits r1 if -gamma2 < r0 <= gamma2; and if r0 = -gamma2 and r1 = 0, because then it is
   * q - gamma2, which wraps.  For no other r0 of this range: it is too small to go round to r1 again. */
  for (unsigned i = 0; i < 256; i++)
  {
    const int32_t nonzero = -r1[i] >> 31; /* -1 if r1 > 0, else 0 */
    const int32_t above = gamma2 - r0[i], below = r0[i] + gamma2 + nonzero;
    const uint32_t carries = (uint32_t)(above | below) >> 31;
    h[i] = (int32_t)carries;
    count += carries;
  }
  return count;
}

static inline void use_hint_all(int32_t r1[256], const int32_t h[256], const int32_t r[256], rounding by)
{
  for (unsigned i = 0; i < 256; i++)
  {
    int32_t r0;
    int32_t k = decompose(&r0, r[i], by);
    const int32_t direction = 1 + 2 * ((r0 - 1) >> 31); /* 1 if r0 > 0, else -1 */
    k += -h[i] & direction;
    k += (k >> 31) & by.m;               /* -1 is m - 1 */
    r1[i] = k & ~((by.m - 1 - k) >> 31); /* m is 0 */
  }
}

void dilithium_use_hint(int32_t r1[256], const int32_t h[256], const int32_t r[256], int32_t gamma2)
{
  if (gamma2 == rounding32.gamma2)
  {
    use_hint_all(r1, h, r, rounding32);
  }
  else
  {
    use_hint_all(r1, h, r, rounding88);
  }
}
