#include <immintrin.h>
#include <string.h>
#include "sample_lanes.h"

enum
{
  BATCH = 32,     /* draws in work at a time */
  BITS = 256,     /* of a vector */
  NONE = 0xffff,  /* no position */
  BEFORE = 0xfffe /* what stands before the first position of a batch, and equals none of them */
};

/* Draws, positions and what becomes of them.  All of it is secret. */
typedef struct
{
  uint16_t draws[BATCH];
  uint16_t positions[2 * BATCH]; /* BATCH times BEFORE, and those of the batch */
  int64_t marks[BATCH];          /* the positions that are accepted; NONE instead of others */
  int64_t odd[BATCH];            /* all ones if so many before it were accepted */
  uint8_t accepted[BATCH], is_odd[BATCH];
  uint8_t occupied[160]; /* a bit for each position */
} work;

static inline __m256i load(const void *p)
{
  return _mm256_loadu_si256(p);
}

static inline void store(void *p, __m256i x)
{
  _mm256_storeu_si256(p, x);
}

/* floor(w / div), or NONE if that is no position, of eight draws, as 64-bit numbers in two vectors. */
static inline __m256i positions_of(const uint16_t *draws, __m256i factor, __m256i last)
{
  const __m256i w = _mm256_cvtepu16_epi64(_mm_loadl_epi64((const __m128i *)draws));
  const __m256i position = _mm256_srli_epi64(_mm256_mul_epu32(w, factor), 24);
  return _mm256_or_si256(position, _mm256_and_si256(_mm256_cmpgt_epi64(position, last), _mm256_set1_epi64x(NONE)));
}

static void find_positions(work *w, const uint8_t *draws, unsigned count, unsigned d, uint32_t inverse)
{
  const __m256i factor = _mm256_set1_epi64x(inverse), last = _mm256_set1_epi64x((int64_t)d - 1);
  memcpy(w->draws, draws, count * sizeof *w->draws);
  for (unsigned i = 0; i < BATCH; i += 8)
  {
    const __m256i low = positions_of(w->draws + i, factor, last), high = positions_of(w->draws + i + 4, factor, last);
    const __m256i pairs = _mm256_packus_epi32(low, high); /* numbers 0 1 4 5 2 3 6 7, zeros between */
    const __m256i words = _mm256_packus_epi32(pairs, pairs);
    const __m256i ordered = _mm256_permutevar8x32_epi32(words, _mm256_set_epi32(0, 0, 0, 0, 5, 1, 4, 0));
    _mm_storeu_si128((__m128i *)(w->positions + BATCH + i), _mm256_castsi256_si128(ordered));
  }
  for (unsigned i = count; i < BATCH; i++)
  {
    w->positions[BATCH + i] = NONE;
  }
}

/* The 32 numbers of two vectors, which are 0 or all ones or below 256, as bytes. */
static inline __m256i bytes_of(__m256i low, __m256i high)
{
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(low, high), 0xd8);
}

/* All ones where a position was there earlier in the batch. */
static inline __m256i repeated(const work *w)
{
  const uint16_t *const p = w->positions + BATCH;
  const __m256i low = load(p), high = load(p + 16);
  __m256i low_equal = _mm256_setzero_si256(), high_equal = low_equal;
  for (unsigned k = 1; k < BATCH; k++)
  {
    low_equal = _mm256_or_si256(low_equal, _mm256_cmpeq_epi16(low, load(p - k)));
    high_equal = _mm256_or_si256(high_equal, _mm256_cmpeq_epi16(high, load(p + 16 - k)));
  }
  return _mm256_permute4x64_epi64(_mm256_packs_epi16(low_equal, high_equal), 0xd8);
}

/* The positions of the next batch, if there is one; all ones where one of them is repeated. */
static __m256i next_batch(work *w, const uint8_t *draws, unsigned count, unsigned d, uint32_t inverse)
{
  find_positions(w, draws, count < BATCH ? count : BATCH, d, inverse);
  return repeated(w);
}

/* All ones where a position is occupied, or NONE.  All of the set is looked at: sixteen bytes of it at a time, of which
 * a shuffle takes the one that the lower part of the position names, kept where the upper part is right. */
static inline __m256i found(const work *w, const unsigned vectors)
{
  const __m256i low = load(w->positions + BATCH), high = load(w->positions + BATCH + 16), seven = _mm256_set1_epi16(7);
  const __m256i index = bytes_of(_mm256_srli_epi16(low, 3), _mm256_srli_epi16(high, 3)); /* 255 of NONE */
  const __m256i bit = bytes_of(_mm256_and_si256(low, seven), _mm256_and_si256(high, seven));
  const __m256i column = _mm256_and_si256(index, _mm256_set1_epi8(15));
  const __m256i row = _mm256_and_si256(_mm256_srli_epi16(index, 4), _mm256_set1_epi8(15));
  const __m256i powers = _mm256_set1_epi64x((int64_t)0x8040201008040201);
  __m256i byte = _mm256_setzero_si256();
  for (unsigned r = 0; r < 2 * vectors; r++)
  {
    const __m256i part = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(w->occupied + 16 * r)));
    const __m256i right = _mm256_cmpeq_epi8(row, _mm256_set1_epi8((char)r));
    byte = _mm256_or_si256(byte, _mm256_and_si256(_mm256_shuffle_epi8(part, column), right));
  }
  const __m256i mask = _mm256_shuffle_epi8(powers, bit);
  const __m256i none = _mm256_cmpeq_epi8(index, _mm256_set1_epi8(-1));
  return _mm256_or_si256(none, _mm256_cmpeq_epi8(_mm256_and_si256(byte, mask), mask));
}

/* From the draws that are fresh (all ones): marks and odd.  At most so many are accepted; how many were before decides
 * on the first one's sign.  Returns how many are. */
static inline unsigned accept(work *w, __m256i fresh, unsigned before, unsigned at_most)
{
  const __m256i flags = _mm256_sub_epi8(_mm256_setzero_si256(), fresh);
  __m256i sum = _mm256_add_epi8(flags, _mm256_slli_si256(flags, 1));
  sum = _mm256_add_epi8(sum, _mm256_slli_si256(sum, 2));
  sum = _mm256_add_epi8(sum, _mm256_slli_si256(sum, 4));
  sum = _mm256_add_epi8(sum, _mm256_slli_si256(sum, 8));
  const __m256i lower = _mm256_shuffle_epi8(_mm256_permute2x128_si256(sum, sum, 0x08), _mm256_set1_epi8(15));
  const __m256i earlier = _mm256_sub_epi8(_mm256_add_epi8(sum, lower), flags);
  const __m256i accepted = _mm256_and_si256(fresh, _mm256_cmpgt_epi8(_mm256_set1_epi8((char)at_most), earlier));
  const __m256i number = _mm256_add_epi8(earlier, _mm256_set1_epi8((char)(before & 1)));
  const __m256i one = _mm256_set1_epi8(1), odd = _mm256_cmpeq_epi8(_mm256_and_si256(number, one), one);
  store(w->accepted, accepted);
  store(w->is_odd, odd);
  for (unsigned i = 0; i < BATCH; i += 4)
  {
    int32_t a, o;
    memcpy(&a, w->accepted + i, sizeof a);
    memcpy(&o, w->is_odd + i, sizeof o);
    const __m256i position = _mm256_cvtepu16_epi64(_mm_loadl_epi64((const __m128i *)(w->positions + BATCH + i)));
    const __m256i keep = _mm256_cvtepi8_epi64(_mm_cvtsi32_si128(a));
    store(w->marks + i, _mm256_blendv_epi8(_mm256_set1_epi64x(NONE), position, keep));
    store(w->odd + i, _mm256_cvtepi8_epi64(_mm_cvtsi32_si128(o)));
  }
  const __m256i sums = _mm256_sad_epu8(_mm256_and_si256(accepted, one), _mm256_setzero_si256());
  const __m128i halves = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  return (unsigned)(_mm_cvtsi128_si32(halves) + _mm_extract_epi16(halves, 4));
}

/* Put the accepted ones into the sets.  In every vector the shift leaves the bit of the position, or nothing where that
 * is in another. */
static inline __attribute__((always_inline)) void put(__m256i occupied[5], __m256i minus[5], const work *w,
                                                      const unsigned vectors)
{
  const __m256i one = _mm256_set1_epi64x(1), next = _mm256_set1_epi64x(BITS), base = _mm256_set_epi64x(192, 128, 64, 0);
  for (unsigned i = 0; i < BATCH; i++)
  {
    const __m256i odd = _mm256_set1_epi64x(w->odd[i]);
    __m256i shift = _mm256_sub_epi64(_mm256_set1_epi64x(w->marks[i]), base);
    for (unsigned v = 0; v < vectors; v++)
    {
      const __m256i mark = _mm256_sllv_epi64(one, shift);
      occupied[v] = _mm256_or_si256(occupied[v], mark);
      minus[v] = _mm256_or_si256(minus[v], _mm256_and_si256(mark, odd));
      shift = _mm256_sub_epi64(shift, next);
    }
  }
}

static inline __attribute__((always_inline)) void sample(uint32_t *bits, const uint8_t *draws, unsigned count,
                                                         unsigned d, unsigned h, uint32_t inverse,
                                                         const unsigned vectors)
{
  work w;
  __m256i occupied[5], minus[5];
  unsigned accepted = 0;
  memset(&w, 0, sizeof w);
  for (unsigned i = 0; i < BATCH; i++)
  {
    w.positions[i] = BEFORE;
  }
  for (unsigned v = 0; v < vectors; v++)
  {
    occupied[v] = minus[v] = _mm256_setzero_si256();
  }
  __m256i again = next_batch(&w, draws, count, d, inverse);
  while (count > 0)
  {
    const __m256i old = _mm256_or_si256(again, found(&w, vectors));
    const unsigned left = h - accepted, many = (BATCH - left) >> 31; /* 1 if left > BATCH */
    const unsigned at_most = left ^ ((left ^ BATCH) & (0 - many));
    accepted += accept(&w, _mm256_xor_si256(old, _mm256_set1_epi8(-1)), accepted, at_most);
    /* Before the marks are needed, something else to do. */
    const unsigned done = count < BATCH ? count : BATCH;
    draws += 2 * done;
    count -= done;
    again = next_batch(&w, draws, count, d, inverse);
    put(occupied, minus, &w, vectors);
    for (unsigned v = 0; v < vectors; v++)
    {
      store(w.occupied + 32 * v, occupied[v]);
    }
  }
  for (unsigned v = 0; v < vectors; v++)
  {
    store(bits + 8 * v, _mm256_andnot_si256(minus[v], occupied[v]));
    store(bits + 8 * (vectors + v), minus[v]);
  }
  pq_wipe(&w, sizeof w);
  pq_wipe(occupied, sizeof occupied);
  pq_wipe(minus, sizeof minus);
}

static void sample_one(uint32_t *bits, const uint8_t *draws, unsigned count, unsigned d, unsigned h, uint32_t inverse)
{
  /* A constant number of vectors stays in registers. */
  switch (ROUND5_WORDS(d) / 8)
  {
    case 1:
      sample(bits, draws, count, d, h, inverse, 1);
      break;
    case 2:
      sample(bits, draws, count, d, h, inverse, 2);
      break;
    case 3:
      sample(bits, draws, count, d, h, inverse, 3);
      break;
    case 4:
      sample(bits, draws, count, d, h, inverse, 4);
      break;
    default:
      sample(bits, draws, count, d, h, inverse, 5);
      break;
  }
}

void round5_sample(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                   uint32_t inverse)
{
  if (vectors > 2 && count <= LANES_DRAWS)
  {
    sample_lanes(bits, draws, vectors, count, d, h, inverse);
    return;
  }
  for (unsigned k = 0; k < vectors; k++)
  {
    sample_one(bits + k * 2 * ROUND5_WORDS(d), draws + k * 2 * count, count, d, h, inverse);
  }
}

/* All ones in the numbers whose bit is set. */
static inline __m256i spread(uint32_t bits)
{
  const __m256i bit =
      _mm256_set_epi16(-0x8000, 0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1);
  return _mm256_cmpeq_epi16(_mm256_and_si256(_mm256_set1_epi16((int16_t)bits), bit), bit);
}

void round5_ternary(int16_t *s, const uint32_t *bits, unsigned d)
{
  const uint32_t *const plus = bits, *const minus = bits + ROUND5_WORDS(d);
  for (unsigned i = 0; i < ROUND5_PAD(d); i += 16)
  {
    const __m256i p = spread(plus[i / 32] >> (i % 32)), m = spread(minus[i / 32] >> (i % 32));
    _mm256_storeu_si256((__m256i *)(s + i), _mm256_sub_epi16(m, p)); /* all ones is -1 */
  }
}
