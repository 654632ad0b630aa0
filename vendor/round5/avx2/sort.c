#include "sort.h"

/* Chunks of 16 are sorted in registers, by Batcher's odd-even merging.  Beyond, what counts is how often vectors go
 * through memory: merging is bitonic, with the first step of each merge turned around so that all comparisons go up,
 * and each pass takes three or four levels at a time, of 8 or 16 vectors.  Functions are not inline: what they spill
 * lies below the frame of the caller's caller, who overwrites it. */

enum
{
  IN_CACHE = 9 /* levels: what is larger is sorted by halves */
};

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

/* Which vectors pass number i of a loop takes, of steps in a block: the first of them. */
INLINE size_t place(size_t i, const unsigned step_levels, const unsigned block_levels)
{
  const size_t step = (size_t)1 << step_levels;
  return (i >> step_levels << block_levels) + (i & (step - 1));
}

/* The first three levels of merging sorted halves of blocks of 2^levels vectors, of n; the first of them from the ends
 * to the middle. */
INLINE void merge8(__m256i *keys, unsigned n, const unsigned levels, const int wide)
{
  const unsigned step = 1u << (levels - 3);
  for (size_t i = 0; i < n / 8; i++)
  {
    __m256i *const low = keys + place(i, levels - 3, levels);
    __m256i *const high = low + 4 * step + (step - 1 - 2 * (i & (step - 1)));
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
    merge8(keys + i, 32, 5, wide);
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

static PQ_NOINLINE void merge_three(__m256i *keys, unsigned n, unsigned levels)
{
  merge8(keys, n, levels, 1);
}

/* Four levels of sixteen vectors: eight, and eight that are ordered with them from the last one on if turned is 1. */
INLINE void sixteen(__m256i *low, __m256i *high, unsigned step, const int turned)
{
  __m256i x[8], y[8];
  get(x, low, 8, step);
#pragma GCC unroll 8
  for (unsigned i = 0; i < 8; i++)
  {
    get(&y[i], high + (turned ? 7 - i : i) * step, 1, 0);
    order(&x[i], &y[i], 1);
  }
  three_levels(x, 1);
  set(low, x, 8, step);
  /* Those of high are turned back first. */
#pragma GCC unroll 8
  for (unsigned i = 0; i < 8; i++)
  {
    x[i] = y[turned ? 7 - i : i];
  }
  three_levels(x, 1);
  set(high, x, 8, step);
}

static PQ_NOINLINE void merge_four(__m256i *keys, unsigned n, unsigned levels)
{
  const unsigned step = 1u << (levels - 4);
  for (size_t i = 0; i < n / 16; i++)
  {
    __m256i *const low = keys + place(i, levels - 4, levels);
    sixteen(low, low + 8 * step + (step - 1 - 2 * (i & (step - 1))), step, 1);
  }
}

/* The same of the lower half only of one block, the other being lost. */
static PQ_NOINLINE void merge_lower_four(__m256i *keys, unsigned levels)
{
  const unsigned step = 1u << (levels - 4);
  for (unsigned i = 0; i < step; i++)
  {
    const __m256i *const high = keys + 8 * step + (step - 1 - i);
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

/* The levels with pairs 4 step, 2 step and step apart, of n vectors or a few more. */
INLINE void on_three(__m256i *keys, unsigned n, const unsigned step_levels)
{
  const size_t block = (size_t)8 << step_levels, loops = (n + block - 1) / block << step_levels;
  for (size_t i = 0; i < loops; i++)
  {
    __m256i *const first = keys + place(i, step_levels, step_levels + 3);
    __m256i x[8];
    get(x, first, 8, 1u << step_levels);
    three_levels(x, 1);
    set(first, x, 8, 1u << step_levels);
  }
}

/* The levels with pairs 8 step to step apart. */
INLINE void on_four(__m256i *keys, unsigned n, const unsigned step_levels)
{
  const size_t block = (size_t)16 << step_levels, loops = (n + block - 1) / block << step_levels;
  for (size_t i = 0; i < loops; i++)
  {
    __m256i *const first = keys + place(i, step_levels, step_levels + 4);
    sixteen(first, first + block / 2, 1u << step_levels, 0);
  }
}

/* With constant steps: 1, 4, 8, 16. */
#define ON(f, step_levels_)                                                                                            \
  static PQ_NOINLINE void f##_##step_levels_(__m256i *keys, unsigned n)                                                \
  {                                                                                                                    \
    f(keys, n, step_levels_);                                                                                          \
  }
ON(on_three, 0)
ON(on_three, 2)
ON(on_three, 3)
ON(on_three, 4)
ON(on_four, 0)
ON(on_four, 4)

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
      on_three_0(keys, n);
      break;
    case 4:
      on_four_0(keys, n);
      break;
    case 5:
      on_three_2(keys, n);
      last_two(keys, n);
      break;
    case 6:
      on_three_3(keys, n);
      on_three_0(keys, n);
      break;
    case 7:
      on_three_4(keys, n);
      on_four_0(keys, n);
      break;
    default:
      on_four_4(keys, n);
      on_four_0(keys, n);
      break;
  }
}

/* Merge sorted halves of blocks of 2^levels vectors, of n. */
static void merge(__m256i *keys, unsigned n, unsigned levels)
{
  if (levels == 7 || levels == 8)
  {
    merge_four(keys, n, levels);
    last_levels(keys, n, levels - 4);
  }
  else
  {
    merge_three(keys, n, levels);
    last_levels(keys, n, levels - 3);
  }
}

/* The last merge of all: of which the wanted ones matter. */
static void merge_wanted(__m256i *keys, unsigned levels, unsigned wanted)
{
  if (wanted <= 1u << levels >> 1 && levels >= 7)
  {
    merge_lower_four(keys, levels);
    last_levels(keys, wanted, levels - 4);
  }
  else
  {
    merge(keys, 1u << levels, levels);
  }
}

void sort_lanes(__m256i *keys, unsigned n, unsigned levels, unsigned chunk, unsigned wanted)
{
  const unsigned half = 1u << levels >> 1;
  if (levels > IN_CACHE)
  {
    sort_lanes(keys, n < half ? n : half, levels - 1, chunk, half);
    sort_lanes(keys + half, n < half ? 0 : n - half, levels - 1, chunk, half);
  }
  else
  {
    for (unsigned l = chunk == 16 ? 5 : 6; l < levels; l++)
    {
      merge(keys, (n + (1u << l >> 1) - 1) >> l << l, l); /* a block whose upper half is all ones is sorted */
    }
  }
  if (n > half) /* else all others are ones */
  {
    merge_wanted(keys, levels, wanted);
  }
}
