#ifndef KYBER_AVX512_FIELDS_H
#define KYBER_AVX512_FIELDS_H
#include "vectors.h"

/* Tables of bytes by a formula: {f(d, 0), f(d, 1), ... f(d, 63)}. */
/* clang-format off */
#define LIST8(f, d, t) f(d, (t)), f(d, (t) + 1), f(d, (t) + 2), f(d, (t) + 3), \
                       f(d, (t) + 4), f(d, (t) + 5), f(d, (t) + 6), f(d, (t) + 7)
#define LIST32(f, d, t) LIST8(f, d, t), LIST8(f, d, (t) + 8), LIST8(f, d, (t) + 16), LIST8(f, d, (t) + 24)
#define LIST64(f, d) {LIST32(f, d, 0), LIST32(f, d, 32)}
/* clang-format on */

static inline __m512i table(const uint8_t bytes[64])
{
  return _mm512_load_si512(bytes);
}

/* n bytes, n below 64. */
static inline __m512i load_bytes(const uint8_t *in, unsigned n)
{
  return n == 16 ? _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)in))
                 : _mm512_maskz_loadu_epi8((UINT64_C(1) << n) - 1, in);
}

/* How 32 fields of d bits, where none is in more than two bytes, come to be words: byte t is this one of the input, and
 * word i is shifted right by this much. */
typedef struct
{
  _Alignas(64) uint8_t bytes[64];
  _Alignas(64) int16_t shifts[32];
} field_places;

#define FIELD_BYTE(d, t)  ((d) * ((t) / 2) / 8 + (t) % 2)
#define FIELD_SHIFT(d, i) ((d) * (i) % 8)
#define FIELD_PLACES(d)                                                                                                \
  {                                                                                                                    \
    LIST64(FIELD_BYTE, d),                                                                                             \
    {                                                                                                                  \
      LIST32(FIELD_SHIFT, d, 0)                                                                                        \
    }                                                                                                                  \
  }

/* Words with a field each from bit 0 on, and whatever is above it. */
static inline __m512i words_of_fields(__m512i bytes, const field_places *places)
{
  const __m512i words = _mm512_permutexvar_epi8(table(places->bytes), bytes);
  return _mm512_srlv_epi16(words, load32(places->shifts));
}

static const field_places places12 = FIELD_PLACES(12);

static inline __m512i fields12(__m512i bytes)
{
  return _mm512_and_si512(words_of_fields(bytes, &places12), _mm512_set1_epi16(0xfff));
}

#endif
