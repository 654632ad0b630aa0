#include <immintrin.h>
#include <string.h>
#include "../kernels.h"

/* Eight fields of any width come out at whole bytes: polynomials are encoded in groups of eight, one vector.  Its two
 * lanes hold four fields each; those of the upper one begin at bit 4 bits of the group, in the middle of a byte if the
 * width is odd.  Widths are constants to the compiler, and all that follows from them. */

/* Where field j begins, as a bit of the lane's first byte; and the numbers of the four bytes in which it is. */
#define BIT(j)     ((j) / 4 * (4 * bits % 8) + (j) % 4 * bits)
#define SHIFT(j)   (int)(BIT(j) % 8)
#define BYTES(j)   (int)(0x03020100 + 0x01010101 * (BIT(j) / 8))
#define EIGHT(of)  _mm256_setr_epi32(of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7))
#define LANE(of)   of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7), LANE_8(of)
#define LANE_8(of) of(8), of(9), of(10), of(11), of(12), of(13), of(14), of(15)

/* The fields of a group whose lanes are at low and high, but for so many bytes as bytes says. */
static inline __m256i fields(const uint8_t *low, const uint8_t *high, __m256i bytes, unsigned bits)
{
  const __m256i in = _mm256_loadu2_m128i((const __m128i *)high, (const __m128i *)low);
  const __m256i words = _mm256_shuffle_epi8(in, _mm256_add_epi8(EIGHT(BYTES), bytes));
  return _mm256_and_si256(_mm256_srlv_epi32(words, EIGHT(SHIFT)), _mm256_set1_epi32((1 << bits) - 1));
}

/* Group i; nothing behind the last is read: where there are no 16 bytes any more, the last 16 are. */
static inline __m256i last_fields(const uint8_t *in, unsigned i, unsigned bits)
{
  const unsigned low = i * bits, high = i * bits + bits / 2, last = 32 * bits - 16;
  const unsigned from_low = low < last ? low : last, from_high = high < last ? high : last;
  const __m128i by_low = _mm_set1_epi8((char)(low - from_low)), by_high = _mm_set1_epi8((char)(high - from_high));
  return fields(in + from_low, in + from_high, _mm256_set_m128i(by_high, by_low), bits);
}

/* b + sign x */
static inline void put_fields(int32_t *w, __m256i x, int32_t b, int32_t sign)
{
  const __m256i base = _mm256_set1_epi32(b);
  _mm256_storeu_si256((__m256i *)w, sign > 0 ? _mm256_add_epi32(base, x) : _mm256_sub_epi32(base, x));
}

static inline void unpack(int32_t w[256], const uint8_t *in, unsigned bits, int32_t b, int32_t sign)
{
  const unsigned inside = (32 * bits - 16 - bits / 2) / bits; /* groups that have 16 bytes from their upper half on */
  for (unsigned i = 0; i < inside; i++)
  {
    const uint8_t *low = in + i * bits;
    put_fields(w + 8 * i, fields(low, low + bits / 2, _mm256_setzero_si256(), bits), b, sign);
  }
  for (unsigned i = inside; i < 32; i++)
  {
    put_fields(w + 8 * i, last_fields(in, i, bits), b, sign);
  }
}

/* The n lower bytes of x, and no more: two stores that overlap. */
static inline void put(uint8_t *out, __m128i x, unsigned n)
{
  if (n >= 8)
  {
    const __m128i upper = _mm_set1_epi64x(0x0706050403020100 + 0x0101010101010101 * ((long long)n - 8));
    _mm_storel_epi64((__m128i *)out, x);
    _mm_storel_epi64((__m128i *)(out + n - 8), _mm_shuffle_epi8(x, upper));
    return;
  }
  const uint64_t y = (uint64_t)_mm_cvtsi128_si64(x);
  const uint32_t lower = (uint32_t)y, upper = (uint32_t)(y >> (8 * (n - 4)));
  memcpy(out, &lower, 4);
  memcpy(out + n - 4, &upper, 4);
}

/* Wide fields.  The first of each two is shifted to the top of its 32 bits, and both down again; the upper two of a
 * lane go to where the lower two end.  The lanes join, if they have room in 16 bytes. */
#define JOINED      (bits <= 16)
#define START(l)    ((l) * 4 * bits % 8)                                /* bit of the first two, in the lane's bytes */
#define SECOND(l)   (START(l) + 2 * bits)                               /* of the others */
#define LANE_AT(l)  ((l) * JOINED * (bits / 2))                         /* byte where the lane's bytes go */
#define FROM(i, at) ((i) >= (at) && (i) < (at) + 8 ? (i) - (at) : 0x80) /* bytes of 64 bits to there */
#define LOWER(i)    (char)FROM(i, 0u)
#define UPPER(i)    (char)FROM(i, LANE_AT(1))
#define LOWER_2(i)  (char)(FROM(i, SECOND(0) / 8) + 8)
#define UPPER_2(i)  (char)(FROM(i, LANE_AT(1) + SECOND(1) / 8) + 8)

static inline void pack(uint8_t *out, const int32_t w[256], unsigned bits, int32_t b, int32_t sign)
{
  const int top = (int)(32 - bits);
  const __m256i up = _mm256_setr_epi32(top, 0, top, 0, top, 0, top, 0), base = _mm256_set1_epi32(b);
  const __m256i place = _mm256_setr_epi64x(0, SECOND(0) % 8, START(1), SECOND(1) % 8);
  for (unsigned i = 0; i < 256; i += 8, out += bits)
  {
    const __m256i x = _mm256_loadu_si256((const __m256i *)(w + i));
    const __m256i field = sign > 0 ? _mm256_add_epi32(base, x) : _mm256_sub_epi32(base, x);
    const __m256i two = _mm256_sllv_epi64(_mm256_srli_epi64(_mm256_sllv_epi32(field, up), top), place);
    const __m256i first = _mm256_shuffle_epi8(two, _mm256_setr_epi8(LANE(LOWER), LANE(UPPER)));
    const __m256i second = _mm256_shuffle_epi8(two, _mm256_setr_epi8(LANE(LOWER_2), LANE(UPPER_2)));
    const __m256i four = _mm256_or_si256(first, second);
    const __m128i low = _mm256_castsi256_si128(four), high = _mm256_extracti128_si256(four, 1);
    if (JOINED)
    {
      put(out, _mm_or_si128(low, high), bits);
    }
    else
    {
      put(out, low, bits / 2);
      put(out + bits / 2, high, bits / 2);
    }
  }
}

/* Narrow fields, 32 at a time: they are brought together as bytes, then multiplied and added to 2, 4 and 8 of them. */
static inline __m256i narrow(const int32_t *w)
{
  const __m256i *v = (const __m256i *)w;
  const __m256i a = _mm256_packs_epi32(_mm256_loadu_si256(v), _mm256_loadu_si256(v + 1));
  const __m256i b = _mm256_packs_epi32(_mm256_loadu_si256(v + 2), _mm256_loadu_si256(v + 3));
  return _mm256_permutevar8x32_epi32(_mm256_packs_epi16(a, b), _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

/* The two halves of a lane, 8 bits = bits bytes each, without a gap. */
#define TOGETHER(i) (char)((i) < bits ? (i) : (i) < 2 * bits ? (i) - bits + 8 : 0x80)

static inline void pack_narrow(uint8_t *out, const int32_t w[256], unsigned bits, int32_t b, int32_t sign)
{
  const __m256i two = _mm256_set1_epi16((int16_t)(1 + (256 << bits)));
  const __m256i four = _mm256_set1_epi32((int32_t)(1 + (65536u << 2 * bits)));
  for (unsigned i = 0; i < 256; i += 32, out += 4 * bits)
  {
    const __m256i x = narrow(w + i), base = _mm256_set1_epi8((char)b);
    const __m256i field = sign > 0 ? _mm256_add_epi8(base, x) : _mm256_sub_epi8(base, x);
    const __m256i sum = _mm256_madd_epi16(_mm256_maddubs_epi16(field, two), four); /* 4 bits in each 32 */
    const int top = (int)(32 - 4 * bits);
    const __m256i up = _mm256_setr_epi32(top, 0, top, 0, top, 0, top, 0);
    const __m256i eight = _mm256_srli_epi64(_mm256_sllv_epi32(sum, up), top); /* 8 bits in each 64 */
    const __m128i low = _mm256_castsi256_si128(eight), high = _mm256_extracti128_si256(eight, 1);
    const __m128i together = _mm_setr_epi8(LANE(TOGETHER));
    put(out, _mm_shuffle_epi8(low, together), 2 * bits);
    put(out + 2 * bits, _mm_shuffle_epi8(high, together), 2 * bits);
  }
}

#define UNPACK(width, b, sign)                                                                                         \
  case width:                                                                                                          \
    unpack(w, in, width, b, sign);                                                                                     \
    break

void dilithium_simple_bit_unpack(int32_t w[256], const uint8_t *in, unsigned bits)
{
  switch (bits)
  {
    UNPACK(4, 0, 1);
    UNPACK(6, 0, 1);
    UNPACK(10, 0, 1);
  }
}

void dilithium_bit_unpack(int32_t w[256], const uint8_t *in, int32_t b, unsigned bits)
{
  switch (bits)
  {
    UNPACK(3, b, -1);
    UNPACK(4, b, -1);
    UNPACK(13, b, -1);
    UNPACK(18, b, -1);
    UNPACK(20, b, -1);
  }
}

#define PACK(how, width, b, sign)                                                                                      \
  case width:                                                                                                          \
    how(out, w, width, b, sign);                                                                                       \
    break

void dilithium_simple_bit_pack(uint8_t *out, const int32_t w[256], unsigned bits)
{
  switch (bits)
  {
    PACK(pack_narrow, 4, 0, 1);
    PACK(pack_narrow, 6, 0, 1);
    PACK(pack, 10, 0, 1);
  }
}

void dilithium_bit_pack(uint8_t *out, const int32_t w[256], int32_t b, unsigned bits)
{
  switch (bits)
  {
    PACK(pack_narrow, 3, b, -1);
    PACK(pack_narrow, 4, b, -1);
    PACK(pack, 13, b, -1);
    PACK(pack, 18, b, -1);
    PACK(pack, 20, b, -1);
  }
}
