#include <string.h>
#include "vectors.h"

/* Fields are packed by joining neighbours: two of d bits to one of 2d bits, two of those, and then by a shuffle of the
 * bytes.  They are unpacked by a shuffle that brings the bytes of each to its word.
 *
 * A vector of fields becomes two halves of n bytes.  What stores them is given the first in bytes 0 .. n-1 of the lower
 * half of x; of the upper half, the bytes 0 .. 15-n of the second after byte n - 1, and the others from byte 0 on. */

static inline void store24(uint8_t *out, __m256i x)
{
  const __m128i low = _mm256_castsi256_si128(x), high = _mm256_extracti128_si256(x, 1);
  _mm_storeu_si128((__m128i *)out, _mm_blend_epi32(low, high, 8));
  _mm_storel_epi64((__m128i *)(out + 16), high);
}

static inline void store20(uint8_t *out, __m256i x)
{
  const __m128i low = _mm256_castsi256_si128(x), high = _mm256_extracti128_si256(x, 1);
  const int last = _mm_cvtsi128_si32(high);
  _mm_storeu_si128((__m128i *)out, _mm_blend_epi16(low, high, 0xe0));
  memcpy(out + 16, &last, 4);
}

static inline void store22(uint8_t *out, __m256i x)
{
  const __m128i low = _mm256_castsi256_si128(x), high = _mm256_extracti128_si256(x, 1);
  const __m128i place = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1);
  const int64_t last = _mm_cvtsi128_si64(high);
  _mm_storeu_si128((__m128i *)out, _mm_blendv_epi8(low, high, place));
  memcpy(out + 16, &last, 6);
}

/* Words to dwords: the odd ones are shifted left by d bits, and added to the even ones. */
static inline __m256i join_words(__m256i x, unsigned d)
{
  return _mm256_madd_epi16(x, _mm256_set1_epi32((int)(1u << d << 16 | 1)));
}

/* Dwords of d bits to qwords of 2d bits. */
static inline __m256i join_dwords(__m256i x, int d)
{
  return _mm256_srli_epi64(_mm256_sllv_epi32(x, _mm256_set1_epi64x(32 - d)), 32 - d);
}

/* Words below 256 of two vectors to bytes, in order. */
static inline __m256i join_bytes(__m256i x, __m256i y)
{
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(x, y), 0xd8);
}

void kyber_encode12(uint8_t out[384], const int16_t f[256])
{
  const __m256i places = _mm256_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, /* */
                                          5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4);
  for (int i = 0; i < 256; i += 16, out += 24)
  {
    store24(out, _mm256_shuffle_epi8(join_words(load(f + i), 12), places));
  }
}

unsigned kyber_decode12(int16_t f[256], const uint8_t in[384])
{
  __m256i most = _mm256_setzero_si256();
  for (int i = 0; i < 256; i += 16, in += 24)
  {
    const __m256i x = load_fields12(in);
    most = _mm256_max_epi16(most, x);
    store(f + i, x);
  }
  const __m256i bad = _mm256_cmpgt_epi16(most, _mm256_set1_epi16(KYBER_Q - 1));
  return (unsigned)!_mm256_testz_si256(bad, bad);
}

/* Compress_d as in portable/encode.c.  With m = 2^(16+d) / q, rounded, the upper half of x m is too small or too large
 * by less than 0.2 besides being rounded down, for |x| < 2^14.  So the remainder that it leaves of 2^d x is between
 * -0.2 q and 1.2 q, and tells whether to round up.  For d = 11 there is twice x and half of m, which would not fit. */
static inline __m256i compress(__m256i x, int d)
{
  const __m256i twice = d == 11 ? _mm256_add_epi16(x, x) : x;
  const int16_t m = d == 1 ? 39 : d == 4 ? 315 : d == 5 ? 630 : 20159;
  const __m256i quotient = _mm256_mulhi_epi16(twice, _mm256_set1_epi16(m));
  const __m256i product = _mm256_mullo_epi16(quotient, _mm256_set1_epi16(KYBER_Q));
  const __m256i rest = _mm256_sub_epi16(_mm256_slli_epi16(x, d), product);
  const __m256i up = _mm256_cmpgt_epi16(rest, _mm256_set1_epi16((KYBER_Q - 1) / 2)); /* -1 if so */
  return _mm256_and_si256(_mm256_sub_epi16(quotient, up), _mm256_set1_epi16((int16_t)((1 << d) - 1)));
}

static void compress_1(uint8_t *out, const int16_t f[256])
{
  for (int i = 0; i < 256; i += 32, out += 4)
  {
    const __m256i bits = join_bytes(compress(load(f + i), 1), compress(load(f + i + 16), 1));
    const int mask = _mm256_movemask_epi8(_mm256_slli_epi16(bits, 7));
    memcpy(out, &mask, 4);
  }
}

static void compress_4(uint8_t *out, const int16_t f[256])
{
  const __m256i pairs = _mm256_set1_epi16(16 << 8 | 1);
  for (int i = 0; i < 256; i += 64, out += 32)
  {
    const __m256i a = join_bytes(compress(load(f + i), 4), compress(load(f + i + 16), 4));
    const __m256i b = join_bytes(compress(load(f + i + 32), 4), compress(load(f + i + 48), 4));
    const __m256i bytes = join_bytes(_mm256_maddubs_epi16(a, pairs), _mm256_maddubs_epi16(b, pairs));
    _mm256_storeu_si256((__m256i *)out, bytes);
  }
}

/* Words of 10 bits. */
static inline void pack10(uint8_t out[20], __m256i x)
{
  const __m256i places = _mm256_setr_epi8(0, 1, 2, 3, 4, 8, 9, 10, 11, 12, -1, -1, -1, -1, -1, -1, /* */
                                          9, 10, 11, 12, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 8);
  store20(out, _mm256_shuffle_epi8(join_dwords(join_words(x, 10), 20), places));
}

static void compress_5(uint8_t *out, const int16_t f[256])
{
  const __m256i pairs = _mm256_set1_epi16(32 << 8 | 1);
  for (int i = 0; i < 256; i += 32, out += 20)
  {
    const __m256i bytes = join_bytes(compress(load(f + i), 5), compress(load(f + i + 16), 5));
    pack10(out, _mm256_maddubs_epi16(bytes, pairs));
  }
}

static void compress_10(uint8_t *out, const int16_t f[256])
{
  for (int i = 0; i < 256; i += 16, out += 20)
  {
    pack10(out, compress(load(f + i), 10));
  }
}

/* Two qwords of 44 bits share a byte: the second is shifted to end with one, and its bytes are placed apart. */
static void compress_11(uint8_t *out, const int16_t f[256])
{
  const __m256i even = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, /* */
                                        5, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4);
  const __m256i odd = _mm256_setr_epi8(-1, -1, -1, -1, -1, 8, 9, 10, 11, 12, 13, -1, -1, -1, -1, -1, /* */
                                       8, 9, 10, 11, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  for (int i = 0; i < 256; i += 16, out += 22)
  {
    const __m256i fields = join_dwords(join_words(compress(load(f + i), 11), 11), 22);
    const __m256i x = _mm256_sllv_epi64(fields, _mm256_setr_epi64x(0, 4, 0, 4));
    store22(out, _mm256_or_si256(_mm256_shuffle_epi8(x, even), _mm256_shuffle_epi8(x, odd)));
  }
}

void kyber_compress(uint8_t *out, const int16_t f[256], unsigned d)
{
  switch (d)
  {
    case 1:
      compress_1(out, f);
      break;
    case 4:
      compress_4(out, f);
      break;
    case 5:
      compress_5(out, f);
      break;
    case 10:
      compress_10(out, f);
      break;
    default:
      compress_11(out, f);
      break;
  }
}

/* Decompress_d, (4.8): round(q y / 2^d), halves up, which is what the instruction does with q and y 2^(15-d). */
static inline __m256i decompress(__m256i y)
{
  return _mm256_mulhrs_epi16(y, _mm256_set1_epi16(KYBER_Q));
}

/* Each word gets the two bytes that hold its bit, which is then tested. */
static void decompress_1(int16_t f[256], const uint8_t *in)
{
  const __m256i places = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
                                          1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m256i bit = _mm256_broadcastsi128_si256(_mm_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128));
  for (int i = 0; i < 256; i += 16, in += 2)
  {
    int16_t both;
    memcpy(&both, in, 2);
    const __m256i x = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi16(both), places), bit);
    store(f + i, _mm256_and_si256(_mm256_cmpeq_epi16(x, bit), _mm256_set1_epi16((KYBER_Q + 1) / 2)));
  }
}

static void decompress_4(int16_t f[256], const uint8_t *in)
{
  const __m256i places = _mm256_setr_epi8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, /* */
                                          4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7);
  const __m256i shift = _mm256_set1_epi32(1 << 7 << 16 | 1 << 11), field = _mm256_set1_epi16(15 << 11);
  for (int i = 0; i < 256; i += 16, in += 8)
  {
    const __m256i bytes = _mm256_broadcastsi128_si256(_mm_loadl_epi64((const __m128i *)in));
    const __m256i words = _mm256_mullo_epi16(_mm256_shuffle_epi8(bytes, places), shift);
    store(f + i, decompress(_mm256_and_si256(words, field)));
  }
}

/* Words that hold a field each, from bit 0 .. 7 on: a multiplication moves it to the top, and a shift down by one. */
static void decompress_5(int16_t f[256], const uint8_t *in)
{
  const __m256i places = _mm256_setr_epi8(0, 1, 0, 1, 1, 2, 1, 2, 2, 3, 3, 4, 3, 4, 4, -1,  /* of in */
                                          3, 4, 3, 4, 4, 5, 4, 5, 5, 6, 6, 7, 6, 7, 7, -1); /* of in + 2 */
  const __m256i shift =
      _mm256_broadcastsi128_si256(_mm_setr_epi16(1 << 11, 1 << 6, 1 << 9, 1 << 4, 1 << 7, 1 << 10, 1 << 5, 1 << 8));
  const __m256i field = _mm256_set1_epi16(31 << 10);
  for (int i = 0; i < 256; i += 16, in += 10)
  {
    const __m128i low = _mm_loadl_epi64((const __m128i *)in), high = _mm_loadl_epi64((const __m128i *)(in + 2));
    const __m256i bytes = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    const __m256i words = _mm256_mullo_epi16(_mm256_shuffle_epi8(bytes, places), shift);
    store(f + i, decompress(_mm256_and_si256(_mm256_srli_epi16(words, 1), field)));
  }
}

static void decompress_10(int16_t f[256], const uint8_t *in)
{
  const __m256i places = _mm256_setr_epi8(0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8, 8, 9,           /* of in */
                                          6, 7, 7, 8, 8, 9, 9, 10, 11, 12, 12, 13, 13, 14, 14, 15); /* of in + 4 */
  const __m256i shift = _mm256_set1_epi64x(1LL << 48 | 1LL << 34 | 1 << 20 | 1 << 6);
  const __m256i field = _mm256_set1_epi16(1023 << 5);
  for (int i = 0; i < 256; i += 16, in += 20)
  {
    const __m256i words = _mm256_mullo_epi16(_mm256_shuffle_epi8(load_halves(in, in + 4), places), shift);
    store(f + i, decompress(_mm256_and_si256(_mm256_srli_epi16(words, 1), field)));
  }
}

/* Fields by pairs, for which a dword is enough. */
static void decompress_11(int16_t f[256], const uint8_t *in)
{
  const __m256i places = _mm256_setr_epi8(0, 1, 2, 3, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, -1,         /* of in */
                                          5, 6, 7, 8, 7, 8, 9, 10, 10, 11, 12, 13, 13, 14, 15, -1); /* of in + 6 */
  const __m256i shift = _mm256_broadcastsi128_si256(_mm_setr_epi32(0, 6, 4, 2));
  const __m256i field = _mm256_set1_epi16(2047 << 4);
  for (int i = 0; i < 256; i += 16, in += 22)
  {
    const __m256i pairs = _mm256_srlv_epi32(_mm256_shuffle_epi8(load_halves(in, in + 6), places), shift);
    const __m256i even = _mm256_slli_epi32(pairs, 4), odd = _mm256_slli_epi32(pairs, 9);
    store(f + i, decompress(_mm256_and_si256(_mm256_blend_epi16(even, odd, 0xaa), field)));
  }
}

void kyber_decompress(int16_t f[256], const uint8_t *in, unsigned d)
{
  switch (d)
  {
    case 1:
      decompress_1(f, in);
      break;
    case 4:
      decompress_4(f, in);
      break;
    case 5:
      decompress_5(f, in);
      break;
    case 10:
      decompress_10(f, in);
      break;
    default:
      decompress_11(f, in);
      break;
  }
}
