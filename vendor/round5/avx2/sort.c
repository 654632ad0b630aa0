#include "sort.h"

/* Chunks of 16 are sorted in registers, by Batcher's odd-even merging.  Beyond, what counts is how often vectors go
 * through memory: merging is bitonic, with the first step of each merge turned around so that all comparisons go up,
 * and each pass takes three or four levels at a time, of 8 or 16 vectors.  Functions are not inline: what they spill
 * lies below the frame of the caller's caller, who overwrites it. */

#define INLINE static inline __attribute__((always_inline))

INLINE void order(__m256i *a, __m256i *b, const int wide)
{
  const __m256i low = wide ? _mm256_min_epu32(*a, *b) : _mm256_min_epu16(*a, *b);
  *b = wide ? _mm256_max_epu32(*a, *b) : _mm256_max_epu16(*a, *b);
  *a = low;
}

INLINE void get(__m256i *x, const __m256i *keys, const unsigned n, unsigned step)
{
#pragma GCC unroll 16
  for (unsigned i = 0; i < n; i++)
  {
    x[i] = keys[i * step];
    __asm__("" : "+x"(x[i])); /* loaded once: gcc would read it for each of a pair's results */
  }
}

INLINE void set(__m256i *keys, const __m256i *x, const unsigned n, unsigned step)
{
#pragma GCC unroll 16
  for (unsigned i = 0; i < n; i++)
  {
    keys[i * step] = x[i];
  }
}

/* Sixteen: merge sorted groups of size / 2 to sorted groups of size. */
INLINE void merge_odd_even(__m256i x[16], const unsigned size, const int wide)
{
#pragma GCC unroll 16
  for (unsigned distance = size / 2; distance > 0; distance /= 2)
  {
    const unsigned first = distance < size / 2 ? distance : 0; /* of a group */
#pragma GCC unroll 16
    for (unsigned i = 0; i + distance < 16; i++)
    {
      const unsigned place = i % size;
      if (place >= first && place + distance < size && ((place - first) & distance) == 0)
      {
        order(&x[i], &x[i + distance], wide);
      }
    }
  }
}

INLINE void sort16(__m256i *keys, unsigned n, const int wide)
{
  for (unsigned i = 0; i < n; i += 16)
  {
    __m256i x[16];
    get(x, keys + i, 16, 1);
    merge_odd_even(x, 2, wide);
    merge_odd_even(x, 4, wide);
    merge_odd_even(x, 8, wide);
    merge_odd_even(x, 16, wide);
    set(keys + i, x, 16, 1);
  }
}

/* Pairs so far apart, of eight. */
INLINE void pairs(__m256i x[8], const unsigned distance, const int wide)
{
#pragma GCC unroll 8
  for (unsigned i = 0; i < 8; i++)
  {
    if ((i & distance) == 0)
    {
      order(&x[i], &x[i + distance], wide);
    }
  }
}

/* Three levels of eight vectors. */
INLINE void three_levels(__m256i x[8], const int wide)
{
  pairs(x, 4, wide);
  pairs(x, 2, wide);
  pairs(x, 1, wide);
}

/* The first three levels of merging sorted halves of size vectors, the first of them from the ends to the middle. */
INLINE void merge8(__m256i *keys, unsigned size, const int wide)
{
  const unsigned step = size / 8;
  for (unsigned i = 0; i < step; i++)
  {
    __m256i *const low = keys + i, *const high = keys + size / 2 + (step - 1 - i);
    __m256i x[8];
    get(x, low, 4, step);
    get(x + 4, high, 4, step);
#pragma GCC unroll 4
    for (unsigned j = 0; j < 4; j++)
    {
      order(&x[j], &x[7 - j], wide);
    }
    pairs(x, 2, wide);
    pairs(x, 1, wide);
    set(low, x, 4, step);
    set(high, x + 4, 4, step);
  }
}

/* The last two levels. */
INLINE void on_two(__m256i *keys, unsigned n, const int wide)
{
  for (unsigned i = 0; i < n; i += 8)
  {
    __m256i x[8];
    get(x, keys + i, 8, 1);
    pairs(x, 2, wide);
    pairs(x, 1, wide);
    set(keys + i, x, 8, 1);
  }
}

INLINE void sort_all(__m256i *keys, unsigned n, unsigned chunk, const int wide)
{
  sort16(keys, n, wide);
  if (chunk == 16)
  {
    return;
  }
  for (unsigned i = 0; i < n; i += 32)
  {
    merge8(keys + i, 32, wide);
  }
  on_two(keys, n, wide);
}

PQ_NOINLINE void sort_chunks(__m256i *keys, unsigned n, unsigned chunk, int wide)
{
  if (wide)
  {
    sort_all(keys, n, chunk, 1);
  }
  else
  {
    sort_all(keys, n, chunk, 0);
  }
}

/* The rest is of lanes of 32 bits. */

static PQ_NOINLINE void merge_three(__m256i *keys, unsigned size)
{
  merge8(keys, size, 1);
}

/* Four levels of sixteen vectors: eight, and eight that are ordered with them from the last one on if turned is 1. */
INLINE void sixteen(__m256i *low, __m256i *high, unsigned step, const int turned)
{
  __m256i x[8];
  get(x, low, 8, step);
#pragma GCC unroll 8
  for (unsigned i = 0; i < 8; i++)
  {
    __m256i *const other = high + (turned ? 7 - i : i) * step;
    __m256i y;
    get(&y, other, 1, 0);
    order(&x[i], &y, 1);
    *other = y;
  }
  three_levels(x, 1);
  set(low, x, 8, step);
  get(x, high, 8, step);
  three_levels(x, 1);
  set(high, x, 8, step);
}

static PQ_NOINLINE void merge_four(__m256i *keys, unsigned size)
{
  const unsigned step = size / 16;
  for (unsigned i = 0; i < step; i++)
  {
    sixteen(keys + i, keys + size / 2 + (step - 1 - i), step, 1);
  }
}

/* The same of the lower half only, the other being lost. */
static PQ_NOINLINE void merge_lower_four(__m256i *keys, unsigned size)
{
  const unsigned step = size / 16;
  for (unsigned i = 0; i < step; i++)
  {
    const __m256i *const high = keys + size / 2 + (step - 1 - i);
    __m256i x[8];
#pragma GCC unroll 8
    for (unsigned j = 0; j < 8; j++)
    {
      x[j] = _mm256_min_epu32(keys[i + j * step], high[(7 - j) * step]);
    }
    three_levels(x, 1);
    set(keys + i, x, 8, step);
  }
}

/* The levels with pairs 4 step, 2 step and step apart. */
INLINE void on_three(__m256i *keys, unsigned n, const unsigned step)
{
  for (unsigned start = 0; start < n; start += 8 * step)
  {
    for (unsigned i = start; i < start + step; i++)
    {
      __m256i x[8];
      get(x, keys + i, 8, step);
      three_levels(x, 1);
      set(keys + i, x, 8, step);
    }
  }
}

/* The levels with pairs 8 step to step apart. */
INLINE void on_four(__m256i *keys, unsigned n, const unsigned step)
{
  for (unsigned start = 0; start < n; start += 16 * step)
  {
    for (unsigned i = start; i < start + step; i++)
    {
      sixteen(keys + i, keys + i + 8 * step, step, 0);
    }
  }
}

/* With constant steps. */
#define ON(f, step_)                                                                                                   \
  static PQ_NOINLINE void f##_##step_(__m256i *keys, unsigned n)                                                       \
  {                                                                                                                    \
    f(keys, n, step_);                                                                                                 \
  }
ON(on_three, 1)
ON(on_three, 4)
ON(on_three, 8)
ON(on_three, 16)
ON(on_four, 1)
ON(on_four, 16)

static PQ_NOINLINE void last_two(__m256i *keys, unsigned n)
{
  on_two(keys, n, 1);
}

/* The last levels of a merge, so many. */
static void last_levels(__m256i *keys, unsigned n, unsigned levels)
{
  switch (levels)
  {
    case 2:
      last_two(keys, n);
      break;
    case 3:
      on_three_1(keys, n);
      break;
    case 4:
      on_four_1(keys, n);
      break;
    case 5:
      on_three_4(keys, n);
      last_two(keys, n);
      break;
    case 6:
      on_three_8(keys, n);
      on_three_1(keys, n);
      break;
    case 7:
      on_three_16(keys, n);
      on_four_1(keys, n);
      break;
    default:
      on_four_16(keys, n);
      on_four_1(keys, n);
      break;
  }
}

/* Merge sorted halves of 2^levels vectors, from 32 to 2048; only the wanted ones if those are in the first half. */
static void merge(__m256i *keys, unsigned levels, unsigned wanted)
{
  const unsigned size = 1u << levels;
  if (wanted <= size / 2 && size > 64)
  {
    merge_lower_four(keys, size);
    last_levels(keys, wanted, levels - 4);
  }
  else if (size == 128 || size == 256)
  {
    merge_four(keys, size);
    last_levels(keys, size, levels - 4);
  }
  else
  {
    merge_three(keys, size);
    last_levels(keys, size, levels - 3);
  }
}

void sort_lanes(__m256i *keys, unsigned n, unsigned levels, unsigned chunk, unsigned wanted)
{
  const unsigned half = 1u << levels >> 1;
  if (1u << levels == chunk)
  {
    return;
  }
  sort_lanes(keys, n < half ? n : half, levels - 1, chunk, half);
  if (n > half) /* else all others are ones */
  {
    sort_lanes(keys + half, n - half, levels - 1, chunk, half);
    merge(keys, levels, wanted);
  }
}
