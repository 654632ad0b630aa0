#include "sample_lanes.h"
#include <immintrin.h>
#include <string.h>
#include "../../common/sha3.h"

/* Each lane is sorted twice, by a network of comparisons that is the same for all numbers.  Sorted by position, and the
 * same ones by their turn, all that repeat one are behind it, and go.  Sorted by their turn again, the h first ones are
 * the accepted ones, and the sign of each is known from where it is. */

enum
{
  NOTHING = 0x7fffffff /* larger than any key; no position in its lower half */
};

#define NOINLINE __attribute__((noinline))

/* The network: bitonic sorting, with the first step of each merge turned around so that all go up. */

static inline void order(__m256i *a, __m256i *b)
{
  const __m256i low = _mm256_min_epi32(*a, *b);
  *b = _mm256_max_epi32(*a, *b);
  *a = low;
}

/* Pairs 2^(levels - 1), ..., 2 and 1 apart, of eight. */
static inline __attribute__((always_inline)) void order8(__m256i x[8], const unsigned levels)
{
  for (unsigned distance = 1u << levels >> 1; distance > 0; distance /= 2)
  {
    for (unsigned i = 0; i < 8; i++)
    {
      if ((i & distance) == 0)
      {
        order(&x[i], &x[i + distance]);
      }
    }
  }
}

/* The ends of groups of so many, of eight, from the outside to the middle. */
static inline __attribute__((always_inline)) void turn8(__m256i x[8], const unsigned size)
{
  for (unsigned i = 0; i < 8; i++)
  {
    if ((i & (size / 2)) == 0)
    {
      order(&x[i], &x[i ^ (size - 1)]);
    }
  }
}

static inline void get(__m256i x[8], const __m256i *low, const __m256i *high, unsigned step)
{
  for (unsigned i = 0; i < 4; i++)
  {
    x[i] = low[i * step];
    x[4 + i] = high[i * step];
  }
}

static inline void set(__m256i *low, __m256i *high, const __m256i x[8], unsigned step)
{
  for (unsigned i = 0; i < 4; i++)
  {
    low[i * step] = x[i];
    high[i * step] = x[4 + i];
  }
}

static NOINLINE void sort8(__m256i *keys, unsigned n)
{
  for (unsigned i = 0; i < n; i += 8)
  {
    __m256i x[8];
    get(x, keys + i, keys + i + 4, 1);
    turn8(x, 2); /* all pairs, all fours, and all eight */
    turn8(x, 4);
    order8(x, 1);
    turn8(x, 8);
    order8(x, 2);
    set(keys + i, keys + i + 4, x, 1);
  }
}

/* The first three levels of merging sorted halves of size numbers. */
static NOINLINE void merge(__m256i *keys, unsigned n, unsigned size)
{
  const unsigned step = size / 8;
  for (unsigned start = 0; start < n; start += size)
  {
    for (unsigned i = 0; i < step; i++)
    {
      __m256i *const low = keys + start + i, *const high = keys + start + size / 2 + (step - 1 - i);
      __m256i x[8];
      get(x, low, high, step);
      turn8(x, 8);
      order8(x, 2);
      set(low, high, x, step);
    }
  }
}

/* The three levels with pairs 4 step, 2 step and step apart. */
static NOINLINE void merge_on(__m256i *keys, unsigned n, unsigned step)
{
  for (unsigned start = 0; start < n; start += 8 * step)
  {
    for (unsigned i = start; i < start + step; i++)
    {
      __m256i x[8];
      get(x, keys + i, keys + i + 4 * step, step);
      order8(x, 3);
      set(keys + i, keys + i + 4 * step, x, step);
    }
  }
}

/* The last one or two levels. */
static NOINLINE void finish(__m256i *keys, unsigned n, unsigned levels)
{
  for (unsigned i = 0; i < n; i += 8)
  {
    __m256i x[8];
    get(x, keys + i, keys + i + 4, 1);
    if (levels == 2)
    {
      order8(x, 2);
    }
    else
    {
      order8(x, 1);
    }
    set(keys + i, keys + i + 4, x, 1);
  }
}

/* n numbers, a power of 2; of which the first ones are wanted, n or n / 2 */
static void sort(__m256i *keys, unsigned n, unsigned wanted)
{
  sort8(keys, n);
  for (unsigned size = 16; size <= n; size *= 2)
  {
    const unsigned left = size < n ? n : wanted;
    unsigned distance = size / 16; /* of the pairs that are next */
    merge(keys, n, size);
    for (; distance >= 4; distance /= 8)
    {
      merge_on(keys, left, distance / 4);
    }
    if (distance > 0)
    {
      finish(keys, left, distance);
    }
  }
}

/* Before and after. */

/* Word j of row i becomes word i of row j. */
static inline void transpose(__m128i y[8], const __m128i x[8])
{
  __m128i z[8];
  memcpy(y, x, 8 * sizeof *y);
  for (unsigned round = 0; round < 3; round++)
  {
    for (unsigned i = 0; i < 4; i++)
    {
      z[2 * i] = _mm_unpacklo_epi16(y[i], y[i + 4]);
      z[2 * i + 1] = _mm_unpackhi_epi16(y[i], y[i + 4]);
    }
    memcpy(y, z, sizeof z);
  }
}

/* floor(w / div) of eight words. */
static inline __m256i divide(__m256i w, __m256i inverse)
{
  const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(w, inverse), 24);
  const __m256i odd = _mm256_slli_epi64(_mm256_mul_epu32(_mm256_srli_epi64(w, 32), inverse), 8);
  return _mm256_blend_epi32(even, odd, 0xaa);
}

/* From eight words of each vector, their positions, and the turns below them; NOTHING where that is no position. */
static inline void make_keys(__m256i keys[8], const __m128i words[8], unsigned turn, unsigned d, uint32_t inverse)
{
  const __m256i factor = _mm256_set1_epi64x(inverse), last = _mm256_set1_epi32((int)d - 1);
  __m128i rows[8];
  transpose(rows, words);
  for (unsigned i = 0; i < 8; i++)
  {
    const __m256i position = divide(_mm256_cvtepu16_epi32(rows[i]), factor);
    const __m256i key = _mm256_or_si256(_mm256_slli_epi32(position, 16), _mm256_set1_epi32((int)(turn + i)));
    keys[i] = _mm256_blendv_epi8(key, _mm256_set1_epi32(NOTHING), _mm256_cmpgt_epi32(position, last));
  }
}

/* Keys of count draws, and NOTHING up to n. */
static void load_keys(__m256i *keys, unsigned n, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d,
                      uint32_t inverse)
{
  __m128i words[8];
  unsigned i = 0;
  memset(words, 0, sizeof words);
  for (; i + 8 <= count; i += 8)
  {
    for (unsigned k = 0; k < vectors; k++)
    {
      words[k] = _mm_loadu_si128((const __m128i *)(draws + 2 * (k * count + i)));
    }
    make_keys(keys + i, words, i, d, inverse);
  }
  if (i < count)
  {
    for (unsigned k = 0; k < vectors; k++)
    {
      memcpy(&words[k], draws + 2 * (k * count + i), 2 * (count - i));
    }
    make_keys(keys + i, words, i, d, inverse);
  }
  for (i = count; i < n; i++)
  {
    keys[i] = _mm256_set1_epi32(NOTHING);
  }
  pq_wipe(words, sizeof words);
}

/* The turns of the positions, and the positions below them; NOTHING instead of one that is there already. */
static void drop_repeated(__m256i *keys, unsigned n)
{
  __m256i before = _mm256_set1_epi32(-1);
  for (unsigned i = 0; i < n; i++)
  {
    const __m256i position = _mm256_srli_epi32(keys[i], 16);
    const __m256i turned = _mm256_or_si256(position, _mm256_slli_epi32(keys[i], 16));
    const __m256i none =
        _mm256_or_si256(_mm256_cmpeq_epi32(position, before), _mm256_cmpeq_epi32(keys[i], _mm256_set1_epi32(NOTHING)));
    keys[i] = _mm256_blendv_epi8(turned, _mm256_set1_epi32(NOTHING), none);
    before = position;
  }
}

/* Put every second position of a lane into a set.  In every vector the shift leaves the bit of the position, or nothing
 * where that is in another. */
static inline __attribute__((always_inline)) void put(uint32_t *set, const uint32_t *positions, unsigned h,
                                                      const unsigned words)
{
  const __m256i one = _mm256_set1_epi32(1), next = _mm256_set1_epi32(256);
  const __m256i base = _mm256_set_epi32(224, 192, 160, 128, 96, 64, 32, 0);
  __m256i sum[5];
  for (unsigned v = 0; v < words / 8; v++)
  {
    sum[v] = _mm256_setzero_si256();
  }
  for (unsigned i = 0; i < h; i += 2)
  {
    __m256i shift = _mm256_sub_epi32(_mm256_set1_epi32((int)positions[SAMPLE_LANES * i]), base);
    for (unsigned v = 0; v < words / 8; v++)
    {
      sum[v] = _mm256_or_si256(sum[v], _mm256_sllv_epi32(one, shift));
      shift = _mm256_sub_epi32(shift, next);
    }
  }
  for (unsigned v = 0; v < words / 8; v++)
  {
    _mm256_storeu_si256((__m256i *)(set + 8 * v), sum[v]);
  }
}

static inline __attribute__((always_inline)) void put_all(uint32_t *bits, const uint32_t *positions, unsigned vectors,
                                                          unsigned h, const unsigned words)
{
  for (unsigned k = 0; k < vectors; k++)
  {
    put(bits + 2 * k * words, positions + k, h, words);
    put(bits + (2 * k + 1) * words, positions + k + SAMPLE_LANES, h - 1, words);
  }
}

/* Keys of eight lanes, and in the end positions. */
typedef union
{
  __m256i keys[LANES_DRAWS];
  uint32_t positions[LANES_DRAWS * SAMPLE_LANES];
} sorted;

/* What sample_lanes does, in x.  Not inline: what this spills lies below x, and is overwritten. */
static NOINLINE void sample(uint32_t *bits, sorted *x, const uint8_t *draws, unsigned vectors, unsigned count,
                            unsigned d, unsigned h, uint32_t inverse)
{
  __m256i *const keys = x->keys;
  unsigned n = 16;
  while (n < count)
  {
    n *= 2;
  }
  load_keys(keys, n, draws, vectors, count, d, inverse);
  sort(keys, n, n);
  drop_repeated(keys, n);
  sort(keys, n, h <= n / 2 ? n / 2 : n);
  h = h < n ? h : n;
  for (unsigned i = 0; i < h; i++)
  {
    keys[i] = _mm256_and_si256(keys[i], _mm256_set1_epi32(0xffff));
  }
  switch (ROUND5_WORDS(d) / 8)
  {
    /* A constant number of vectors stays in registers. */
    case 3:
      put_all(bits, x->positions, vectors, h, 24);
      break;
    case 4:
      put_all(bits, x->positions, vectors, h, 32);
      break;
    default:
      put_all(bits, x->positions, vectors, h, ROUND5_WORDS(d));
      break;
  }
}

void sample_lanes(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                  uint32_t inverse)
{
  sorted x;
  sample(bits, &x, draws, vectors, count, d, h, inverse);
  pq_wipe(&x, sizeof x);
  pq_wipe_frames();
}
