#include <immintrin.h>
#include "../kernels.h"
#include "vectors.h"

/* Widths are constants to the compiler, and all that follows from them; it has to be told to inline what it takes for
 * large before it knows them. */

/* The first n bytes at p; all of 64 if there are so many before the end, which is faster. */
static inline __m512i load(const uint8_t *p, const uint8_t *end, unsigned n)
{
  return end - p >= 64 ? _mm512_loadu_si512(p) : _mm512_maskz_loadu_epi8(UINT64_MAX >> (64 - n), p);
}

/* The other way round: what is behind the first n bytes is overwritten later. */
static inline void store(uint8_t *p, const uint8_t *end, unsigned n, __m512i x)
{
  if (end - p >= 64)
  {
    _mm512_storeu_si512(p, x);
  }
  else
  {
    _mm512_mask_storeu_epi8(p, UINT64_MAX >> (64 - n), x);
  }
}

/* b + sign x, number by number */
static inline __m512i plus(__m512i x, int32_t b, int32_t sign)
{
  const __m512i base = _mm512_set1_epi32(b);
  return sign > 0 ? _mm512_add_epi32(base, x) : _mm512_sub_epi32(base, x);
}

/* Of field j, the numbers of the four bytes in which it is, and where it begins in them. */
#define IN_BYTES(j) (int)(0x03020100 + 0x01010101 * ((j) * bits / 8))
#define AT_BIT(j)   (int)((j) * bits % 8)

static inline __attribute__((always_inline)) void unpack(int32_t w[256], const uint8_t *in, unsigned bits, int32_t b,
                                                         int32_t sign)
{
  const uint8_t *const end = in + 32 * bits;
  for (unsigned i = 0; i < 256; i += 16, in += 2 * bits)
  {
    const __m512i words = _mm512_permutexvar_epi8(NUMBERS(IN_BYTES), load(in, end, 2 * bits));
    const __m512i x = _mm512_srlv_epi32(words, NUMBERS(AT_BIT));
    const __m512i field = _mm512_and_si512(x, _mm512_set1_epi32((1 << bits) - 1));
    _mm512_storeu_si512(w + i, plus(field, b, sign));
  }
}

/* To encode, 64 narrow fields, or 32, or 16 wide ones come together in a vector of units, each of 4, 4 or 2 fields side
 * by side; the units of several vectors take turns in it.  If a unit has half a byte too many, every other one is moved
 * to the left by half a byte, and ends with whole bytes. */
#define FIELDS     (bits <= 6 ? 64u : bits <= 13 ? 32u : 16u)
#define VECTORS    (FIELDS / 16)
#define UNIT_BITS  (bits <= 13 ? 4 * bits : 2 * bits)
#define UNIT_BYTES (bits <= 6 ? 4u : 8u) /* that it takes; the last is zero, unless all bytes are whole */
#define LEFT(p)    (UNIT_BITS % 8 && (p) / VECTORS % 2 ? 4 : 0)

/* 1 and 2^bits, for each two fields. */
static inline __m512i narrow_units(const int32_t *w, unsigned bits, int32_t b, int32_t sign)
{
  const __m512i low = _mm512_packs_epi32(_mm512_loadu_si512(w), _mm512_loadu_si512(w + 16));
  const __m512i high = _mm512_packs_epi32(_mm512_loadu_si512(w + 32), _mm512_loadu_si512(w + 48));
  const __m512i x = _mm512_packs_epi16(low, high);
  const __m512i field = sign > 0 ? x : _mm512_sub_epi8(_mm512_set1_epi8((char)b), x);
  const __m512i two = _mm512_maddubs_epi16(field, _mm512_set1_epi16((int16_t)(1 + (256 << bits))));
#define FACTORS(p) (int)((1 + (65536u << 2 * bits)) << LEFT(p))
  return _mm512_madd_epi16(two, NUMBERS(FACTORS));
}

/* The first of each two fields of so many bits goes to the top of its 32 bits, and both down again. */
static inline __m512i join(__m512i x, unsigned each, unsigned bits)
{
  const unsigned top = 32 - each;
#define DOWN_BY(j) (int)((j) % 2 ? 0 : top - LEFT((j) / 2))
  return _mm512_srlv_epi64(_mm512_sllv_epi32(x, _mm512_set1_epi64(top)), NUMBERS(DOWN_BY));
}

static inline __m512i units(const int32_t *w, unsigned bits, int32_t b, int32_t sign)
{
  if (bits <= 6)
  {
    return narrow_units(w, bits, b, sign);
  }
  if (bits <= 13)
  {
    const __m512i x = _mm512_packs_epi32(_mm512_loadu_si512(w), _mm512_loadu_si512(w + 16));
    const __m512i field = sign > 0 ? x : _mm512_sub_epi16(_mm512_set1_epi16((int16_t)b), x);
    return join(_mm512_madd_epi16(field, _mm512_set1_epi32((int32_t)(1 + (65536u << bits)))), 2 * bits, bits);
  }
  return join(plus(_mm512_loadu_si512(w), b, sign), bits, bits);
}

/* The byte where unit u is, of which each vector has a part. */
#define PART       (64 / UNIT_BYTES / VECTORS)
#define UNIT_AT(u) (UNIT_BYTES * ((u) % PART * VECTORS + (u) / PART))

/* Byte i of the encoding, if units are whole bytes. */
#define UNIT(i)  (8 * (i) / UNIT_BITS)
#define WHOLE(i) (char)(UNIT_AT(UNIT(i)) + (i) - UNIT(i) * UNIT_BITS / 8)

/* Otherwise, what it has of the first and of the second unit of a pair. */
#define PAIR(i)   ((i) / (UNIT_BITS / 4))
#define BYTE(i)   ((i) % (UNIT_BITS / 4))
#define ZERO      (char)(UNIT_BYTES - 1)
#define FIRST(i)  BYTE(i) <= UNIT_BITS / 8 ? (char)(UNIT_AT(2 * PAIR(i)) + BYTE(i)) : ZERO
#define SECOND(i) BYTE(i) >= UNIT_BITS / 8 ? (char)(UNIT_AT(2 * PAIR(i) + 1) + BYTE(i) - UNIT_BITS / 8) : ZERO

static inline
    __attribute__((always_inline)) void pack(uint8_t *out, const int32_t w[256], unsigned bits, int32_t b, int32_t sign)
{
  const uint8_t *const end = out + 32 * bits;
  for (unsigned i = 0; i < 256; i += FIELDS, out += FIELDS / 8 * bits)
  {
    const __m512i x = units(w + i, bits, b, sign);
    __m512i bytes;
    if (UNIT_BITS % 8 == 0)
    {
      bytes = _mm512_permutexvar_epi8(BYTES(WHOLE), x);
    }
    else
    {
      const __m512i second = _mm512_permutexvar_epi8(BYTES(SECOND), x);
      bytes = _mm512_or_si512(_mm512_permutexvar_epi8(BYTES(FIRST), x), second);
    }
    store(out, end, FIELDS / 8 * bits, bytes);
  }
}

#define CASE(what, to, from, width, b, sign)                                                                           \
  case width:                                                                                                          \
    what(to, from, width, b, sign);                                                                                    \
    break

void dilithium_simple_bit_unpack(int32_t w[256], const uint8_t *in, unsigned bits)
{
  switch (bits)
  {
    CASE(unpack, w, in, 4, 0, 1);
    CASE(unpack, w, in, 6, 0, 1);
    CASE(unpack, w, in, 10, 0, 1);
  }
}

void dilithium_bit_unpack(int32_t w[256], const uint8_t *in, int32_t b, unsigned bits)
{
  switch (bits)
  {
    CASE(unpack, w, in, 3, b, -1);
    CASE(unpack, w, in, 4, b, -1);
    CASE(unpack, w, in, 13, b, -1);
    CASE(unpack, w, in, 18, b, -1);
    CASE(unpack, w, in, 20, b, -1);
  }
}

void dilithium_simple_bit_pack(uint8_t *out, const int32_t w[256], unsigned bits)
{
  switch (bits)
  {
    CASE(pack, out, w, 4, 0, 1);
    CASE(pack, out, w, 6, 0, 1);
    CASE(pack, out, w, 10, 0, 1);
  }
}

void dilithium_bit_pack(uint8_t *out, const int32_t w[256], int32_t b, unsigned bits)
{
  switch (bits)
  {
    CASE(pack, out, w, 3, b, -1);
    CASE(pack, out, w, 4, b, -1);
    CASE(pack, out, w, 13, b, -1);
    CASE(pack, out, w, 18, b, -1);
    CASE(pack, out, w, 20, b, -1);
  }
}
