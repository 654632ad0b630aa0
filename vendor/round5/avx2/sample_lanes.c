#include "sample_lanes.h"
#include <immintrin.h>
#include <string.h>
#include "../../common/sha3.h"
#include "sort.h"
#include "transpose.h"

/* Each lane is sorted twice.  Sorted by position, and the same ones by their turn, all that repeat one are behind it,
 * and go.  Sorted by their turn again, the h first ones are the accepted ones, and the sign of each is known from where
 * it is.
 *
 * Draw number i of a vector is number t = floor(i / columns) of chunk c = i mod columns.  Position and t fit into 16
 * bits, and a chunk is sorted as such numbers, sixteen at a time: a vector has two chunks, columns / 2 apart, of
 * eight lanes.  With c below, they are numbers of 32 bits. */

enum
{
  POSITION_BITS = 11,
  T_BITS = 5
};

/* How the draws of a vector are cut into chunks. */
typedef struct
{
  unsigned count, chunk, columns;
  unsigned n, levels; /* chunk columns, and the power of 2 that is not smaller */
} cut;

static cut make_cut(unsigned count)
{
  cut c = {.count = count, .chunk = count <= 256 ? 16 : 32, .columns = 16, .levels = 8};
  while (c.chunk * c.columns < count)
  {
    c.columns += 2;
  }
  c.n = c.chunk * c.columns;
  while (1u << c.levels < c.n)
  {
    c.levels++;
  }
  return c;
}

/* floor(w / div) = w inverse >> 24 of sixteen words, from the products with the upper bits of inverse and with its
 * lower eight. */
static inline __m256i divide(__m256i w, uint32_t inverse)
{
  const __m256i upper = _mm256_set1_epi16((int16_t)(inverse >> 8));
  const __m256i lower = _mm256_set1_epi16((int16_t)((inverse & 0xff) << 8));
  const __m256i rest = _mm256_mulhi_epu16(w, lower), sum = _mm256_add_epi16(_mm256_mullo_epi16(w, upper), rest);
  const __m256i no_carry = _mm256_cmpeq_epi16(_mm256_max_epu16(sum, rest), sum);
  return _mm256_add_epi16(_mm256_mulhi_epu16(w, upper), _mm256_add_epi16(no_carry, _mm256_set1_epi16(1)));
}

static inline __m256i load_two(const uint8_t *low, const uint8_t *high)
{
  return _mm256_loadu2_m128i((const __m128i *)high, (const __m128i *)low);
}

/* Number t of each chunk: position and t, or all ones where that is no position.  rows  columns words for each lane */
static void load_row(__m256i *keys, const cut *c, const uint8_t *const rows[SAMPLE_LANES], unsigned t, unsigned d,
                     uint32_t inverse)
{
  const unsigned half = c->columns / 2;
  const __m256i last = _mm256_set1_epi16((int16_t)(d - 1)), turn = _mm256_set1_epi16((int16_t)t);
  for (unsigned first = 0; first < half; first += 8)
  {
    const unsigned from = first < half - 8 ? first : half - 8; /* some of the last ones twice */
    __m256i x[8], y[8];
    for (unsigned k = 0; k < 4; k++)
    {
      const uint8_t *const low = rows[k] + 2 * from, *const high = rows[k + 4] + 2 * from;
      x[k] = load_two(low, high);
      x[k + 4] = load_two(low + 2 * half, high + 2 * half);
    }
    shuffle(y, x);
    shuffle(x, y);
    shuffle(y, x);
    for (unsigned i = 0; i < 8; i++)
    {
      const __m256i position = divide(y[i], inverse), none = _mm256_cmpgt_epi16(position, last);
      const __m256i key = _mm256_or_si256(_mm256_slli_epi16(position, T_BITS), turn);
      keys[(from + i) * c->chunk + t] = _mm256_or_si256(key, none);
    }
  }
}

/* Row t if that has fewer words than columns, or none. */
static void load_last_row(__m256i *keys, const cut *c, const uint8_t *const rows[SAMPLE_LANES], unsigned words,
                          unsigned t, unsigned d, uint32_t inverse)
{
  uint8_t copy[SAMPLE_LANES][2 * 64] = {{0}};
  const uint8_t *copies[SAMPLE_LANES];
  const __m256i low = _mm256_set_epi64x(0, -1, 0, -1), high = _mm256_set_epi64x(-1, 0, -1, 0);
  const unsigned half = c->columns / 2;
  for (unsigned k = 0; k < SAMPLE_LANES; k++)
  {
    memcpy(copy[k], rows[k], 2 * words);
    copies[k] = copy[k];
  }
  load_row(keys, c, copies, t, d, inverse);
  for (unsigned i = words; i < c->columns; i++)
  {
    __m256i *const key = keys + (i < half ? i : i - half) * c->chunk + t;
    *key = _mm256_or_si256(*key, i < half ? low : high);
  }
  pq_wipe(copy, sizeof copy);
}

/* The keys of all draws as numbers of 16 bits. */
static PQ_NOINLINE void load_keys(__m256i *keys, const cut *c, const uint8_t *draws, unsigned vectors, unsigned d,
                                  uint32_t inverse)
{
  for (unsigned t = 0; t < c->chunk; t++)
  {
    const unsigned start = t * c->columns, left = c->count > start ? c->count - start : 0;
    const uint8_t *rows[SAMPLE_LANES]; /* of lanes that no vector has, the first one again */
    for (unsigned k = 0; k < SAMPLE_LANES; k++)
    {
      rows[k] = draws + 2 * ((k < vectors ? k * c->count : 0) + (left > 0 ? start : 0));
    }
    if (left >= c->columns)
    {
      load_row(keys, c, rows, t, d, inverse);
    }
    else
    {
      load_last_row(keys, c, rows, left, t, d, inverse);
    }
  }
}

/* As numbers of 32 bits, with the numbers of the chunks; and all ones behind them. */
static void widen(__m256i *keys, const cut *c)
{
  const unsigned half = c->columns / 2;
  for (unsigned i = 0; i < half; i++)
  {
    const __m256i low = _mm256_set1_epi16((int16_t)i), high = _mm256_set1_epi16((int16_t)(i + half));
    for (unsigned t = 0; t < c->chunk; t++)
    {
      __m256i *const key = keys + i * c->chunk + t;
      const __m256i both = *key;
      key[0] = _mm256_unpacklo_epi16(low, both);
      key[half * c->chunk] = _mm256_unpackhi_epi16(high, both);
    }
  }
  for (unsigned i = c->n; i < 1u << c->levels; i++)
  {
    keys[i] = _mm256_set1_epi32(-1);
  }
}

/* The turns of the positions, t and chunk, and the positions below them; all ones instead of one that is there already,
 * or is none. */
static void drop_repeated(__m256i *keys, unsigned n, unsigned d)
{
  const __m256i last = _mm256_set1_epi32((int)d - 1);
  __m256i before = _mm256_set1_epi32(-1);
  for (unsigned i = 0; i < n; i++)
  {
    const __m256i position = _mm256_srli_epi32(keys[i], 32 - POSITION_BITS);
    const __m256i turned = _mm256_or_si256(position, _mm256_slli_epi32(keys[i], POSITION_BITS));
    const __m256i none = _mm256_or_si256(_mm256_cmpeq_epi32(position, before), _mm256_cmpgt_epi32(position, last));
    keys[i] = _mm256_or_si256(turned, none);
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

/* What sample_lanes does, in memory for size keys of eight lanes, and in the end for positions.  Not inline: what this
 * spills lies below that, and is overwritten. */
static PQ_NOINLINE void sample(uint32_t *bits, uint32_t *positions, const cut *c, const uint8_t *draws,
                               unsigned vectors, unsigned d, unsigned h, uint32_t inverse)
{
  __m256i *const keys = (__m256i *)positions;
  load_keys(keys, c, draws, vectors, d, inverse);
  pq_wipe_frames(); /* load_keys', from here: that is a large one */
  sort_chunks(keys, c->n / 2, c->chunk, 0);
  widen(keys, c);
  sort_lanes(keys, c->n, c->levels, c->chunk, c->n);
  drop_repeated(keys, c->n, d);
  h = h < c->n ? h : c->n;
  sort_chunks(keys, c->n, c->chunk, 1);
  sort_lanes(keys, c->n, c->levels, c->chunk, h);
  for (unsigned i = 0; i < h; i++)
  {
    keys[i] = _mm256_and_si256(keys[i], _mm256_set1_epi32((1 << POSITION_BITS) - 1));
  }
  switch (ROUND5_WORDS(d) / 8)
  {
    /* A constant number of vectors stays in registers. */
    case 3:
      put_all(bits, positions, vectors, h, 24);
      break;
    case 4:
      put_all(bits, positions, vectors, h, 32);
      break;
    case 5:
      put_all(bits, positions, vectors, h, 40);
      break;
    default:
      put_all(bits, positions, vectors, h, ROUND5_WORDS(d));
      break;
  }
}

#define IN_MEMORY_OF(size_)                                                                                            \
  static PQ_NOINLINE void sample_##size_(uint32_t *bits, const cut *c, const uint8_t *draws, unsigned vectors,         \
                                         unsigned d, unsigned h, uint32_t inverse)                                     \
  {                                                                                                                    \
    _Alignas(32) uint32_t positions[SAMPLE_LANES * size_];                                                             \
    sample(bits, positions, c, draws, vectors, d, h, inverse);                                                         \
    pq_wipe_frames();                                                                                                  \
    pq_wipe(positions, (SAMPLE_LANES * sizeof *positions) << c->levels);                                               \
  }
IN_MEMORY_OF(1024)
IN_MEMORY_OF(2048)

void sample_lanes(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                  uint32_t inverse)
{
  const cut c = make_cut(count);
  if (c.levels <= 10)
  {
    sample_1024(bits, &c, draws, vectors, d, h, inverse);
  }
  else
  {
    sample_2048(bits, &c, draws, vectors, d, h, inverse);
  }
}
