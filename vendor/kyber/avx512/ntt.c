#include "zetas.h"

/* Eight vectors of 32 coefficients are the polynomial, and stay in registers.  The layers of len 128, 64 and 32 run
 * across vectors that are 4, 2 and 1 apart, the other four within the two blocks of a vector: there two neighbours are
 * a and b, and before each layer the partners are brought to the same place of both. */

/* The same table, of which the compiler does not know that: gcc would rather make each constant anew than load it. */
static inline const column_zetas *hidden(const column_zetas *z)
{
  __asm__("" : "+r"(z));
  return z;
}

/* The same difference, of which the compiler does not know that: gcc would add and subtract its two parts one by one.
 * Emulated, it is no register. */
static inline __m512i whole(__m512i difference)
{
#if defined(__AVX512F__)
  __asm__("" : "+v"(difference));
#endif
  return difference;
}

/* A pair of a forward and of an inverse layer, as in portable/ntt.c. */
static inline void butterfly(__m512i *a, __m512i *b, __m512i z, __m512i zq)
{
  const __m512i t = whole(mont_mul32(*b, z, zq));
  *b = _mm512_sub_epi16(*a, t);
  *a = _mm512_add_epi16(*a, t);
}

static inline void inverse_butterfly(__m512i *a, __m512i *b, __m512i z, __m512i zq)
{
  const __m512i difference = _mm512_sub_epi16(*b, *a);
  *a = _mm512_add_epi16(*a, *b);
  *b = mont_mul32(difference, z, zq);
}

/* Of pieces of two vectors, the even ones of both to a and the odd ones to b, each where it was or beside.  The pieces
 * are 16, 8, 4 and 2 coefficients.  Each is its own inverse. */
static inline void swap_halves(__m512i *a, __m512i *b)
{
  const __m512i even = _mm512_shuffle_i64x2(*a, *b, 0x44);
  *b = _mm512_shuffle_i64x2(*a, *b, 0xee);
  *a = even;
}

static inline void swap_quarters(__m512i *a, __m512i *b)
{
  const __m512i even = _mm512_mask_permutex_epi64(*a, 0xcc, *b, 0x44);
  *b = _mm512_mask_permutex_epi64(*b, 0x33, *a, 0xee);
  *a = even;
}

static inline void swap_qwords(__m512i *a, __m512i *b)
{
  const __m512i even = _mm512_unpacklo_epi64(*a, *b);
  *b = _mm512_unpackhi_epi64(*a, *b);
  *a = even;
}

static inline void swap_dwords(__m512i *a, __m512i *b)
{
  const __m512i even = _mm512_mask_shuffle_epi32(*a, 0xaaaa, *b, 0xa0);
  *b = _mm512_mask_shuffle_epi32(*b, 0x5555, *a, 0xf5);
  *a = even;
}

/* Even and odd dwords of both blocks, and back. */
static inline void part_dwords(__m512i *a, __m512i *b)
{
  const __m512i places = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i even = _mm512_permutex2var_epi32(*a, places, *b);
  *b = _mm512_permutex2var_epi32(*a, _mm512_add_epi32(places, _mm512_set1_epi32(1)), *b);
  *a = even;
}

static inline void mix_dwords(__m512i *a, __m512i *b)
{
  const __m512i places = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const __m512i first = _mm512_permutex2var_epi32(*a, places, *b);
  *b = _mm512_permutex2var_epi32(*a, _mm512_add_epi32(places, _mm512_set1_epi32(8)), *b);
  *a = first;
}

#define PAIRS(statement)                                                                                               \
  for (int i = 0; i < 8; i += 2)                                                                                       \
  {                                                                                                                    \
    statement;                                                                                                         \
  }
#define REARRANGE(how)                  PAIRS(how(&v[i], &v[i + 1]))
#define LAYER_WITHIN(butterfly, z, len) PAIRS(butterfly(&v[i], &v[i + 1], rows((z)[0].len[i]), rows((z)[1].len[i])))

static inline __m512i everywhere(const int16_t z[16])
{
  return _mm512_broadcast_i64x4(_mm256_load_si256((const __m256i *)z));
}

/* One layer across vectors, of which those that are distance apart are partners. */
#define LAYER_ACROSS(butterfly, distance, zetas)                                                                       \
  for (int i = 0; i < 4; i++)                                                                                          \
  {                                                                                                                    \
    const int j = i / (distance) * 2 * (distance) + i % (distance), k = i / (distance);                                \
    butterfly(&v[j], &v[j + (distance)], everywhere((zetas)[k][0]), everywhere((zetas)[k][1]));                        \
  }

static inline void load_all(__m512i v[8], const int16_t f[256])
{
  for (int i = 0; i < 8; i++)
  {
    v[i] = load32(f + 32 * i);
  }
}

static inline void store_all(int16_t f[256], const __m512i v[8])
{
  for (int i = 0; i < 8; i++)
  {
    store32(f + 32 * i, v[i]);
  }
}

void kyber_ntt(int16_t f[256])
{
  const column_zetas *z = hidden(&zeta_columns);
  __m512i v[8];
  load_all(v, f);
  LAYER_ACROSS(butterfly, 4, z->len128)
  LAYER_ACROSS(butterfly, 2, z->len64)
  LAYER_ACROSS(butterfly, 1, z->len32)
  REARRANGE(swap_halves)
  LAYER_WITHIN(butterfly, forward_rows, len16)
  REARRANGE(swap_quarters)
  LAYER_WITHIN(butterfly, forward_rows, len8)
  REARRANGE(swap_qwords)
  LAYER_WITHIN(butterfly, forward_rows, len4)
  REARRANGE(swap_dwords)
  LAYER_WITHIN(butterfly, forward_rows, len2)
  REARRANGE(mix_dwords)
  store_all(f, v);
}

void kyber_invntt(int16_t f[256])
{
  const column_zetas *z = hidden(&inverse_zeta_columns);
  __m512i v[8];
  load_all(v, f);
  /* In: < q.  Products are below q and sums at most double: a < 2q, both < 2q then, < 4q, a < 8q, b < q. */
  REARRANGE(part_dwords)
  LAYER_WITHIN(inverse_butterfly, inverse_rows, len2)
  REARRANGE(swap_dwords)
  LAYER_WITHIN(inverse_butterfly, inverse_rows, len4)
  REARRANGE(swap_qwords)
  LAYER_WITHIN(inverse_butterfly, inverse_rows, len8)
  PAIRS(v[i] = nearly_centre32(v[i]))
  REARRANGE(swap_quarters)
  LAYER_WITHIN(inverse_butterfly, inverse_rows, len16)
  REARRANGE(swap_halves)
  /* < 2q; then the even ones < 4q and the others < q; then 0 and 4 < 8q, 1 and 5 < 2q, the others < q. */
  LAYER_ACROSS(inverse_butterfly, 1, z->len32)
  LAYER_ACROSS(inverse_butterfly, 2, z->len64)
  v[0] = nearly_centre32(v[0]);
  v[4] = nearly_centre32(v[4]);
  /* The layer of len 128, with 1441 and 1397 as in ../avx2/ntt.c. */
  for (int i = 0; i < 4; i++)
  {
    const __m512i sum = _mm512_add_epi16(v[i], v[i + 4]), difference = _mm512_sub_epi16(v[i + 4], v[i]);
    v[i] = mont_mul_constant32(sum, 1441);
    v[i + 4] = mont_mul_constant32(difference, 1397);
  }
  store_all(f, v);
}
