#include <immintrin.h>
#include "../fields.h"

/* Sixteen fields at a time, where whole vectors may be read or written; the last ones as in portable/pack.c. */

/* The lower bits of four numbers in a row, at the lower end of each 64-bit lane; mask and factors as in round5_pack. */
static inline __m256i join(__m256i x, __m256i mask, __m256i factors, __m256i even, __m128i rest)
{
  const __m256i pairs = _mm256_madd_epi16(_mm256_and_si256(x, mask), factors); /* x[0] + x[1] 2^bits */
  return _mm256_srl_epi64(_mm256_sllv_epi32(pairs, even), rest);               /* two of those are put together */
}

/* Eight fields from their halves, of 4 bits bits each; 16 bytes are written. */
static inline void put(uint8_t *out, uint64_t low, uint64_t high, unsigned bits)
{
  const uint64_t words[2] = {low | high << (4 * bits), high >> (64 - 4 * bits)};
  memcpy(out, words, sizeof words);
}

void round5_pack(uint8_t *out, const uint16_t *x, unsigned count, unsigned bits)
{
  const __m256i mask = _mm256_set1_epi16((int16_t)((1 << bits) - 1));
  const __m256i factors = _mm256_set1_epi32((1 << bits) << 16 | 1);
  const __m256i even = _mm256_set1_epi64x(32 - 2 * (int)bits); /* how far the lower of two pairs has to go */
  const __m128i rest = _mm_cvtsi32_si128(32 - 2 * (int)bits);
  for (unsigned left = (count * bits + 7) / 8; left >= bits + 16 && count >= 16; left -= 2 * bits)
  {
    const __m256i fours = join(_mm256_loadu_si256((const __m256i *)x), mask, factors, even, rest);
    const __m128i first = _mm256_castsi256_si128(fours), second = _mm256_extracti128_si256(fours, 1);
    put(out, (uint64_t)_mm_cvtsi128_si64(first), (uint64_t)_mm_extract_epi64(first, 1), bits);
    put(out + bits, (uint64_t)_mm_cvtsi128_si64(second), (uint64_t)_mm_extract_epi64(second, 1), bits);
    out += 2 * bits;
    x += 16;
    count -= 16;
  }
  for (; count >= 8; count -= 8, x += 8, out += bits)
  {
    pack8(out, x, bits);
  }
  pack_rest(out, x, count, bits);
}

/* Where eight fields are, the later four in the upper half from byte bits / 2 on: four bytes of each, and how far its
 * first bit is from their end. */
typedef struct
{
  __m256i bytes, shift, mask;
  unsigned half;
} places;

static places find_places(unsigned bits)
{
  uint8_t bytes[32];
  uint32_t shift[8];
  for (unsigned i = 0; i < 8; i++)
  {
    const unsigned position = i < 4 ? i * bits : (i - 4) * bits + 4 * bits % 8;
    shift[i] = position % 8;
    for (unsigned k = 0; k < 4; k++)
    {
      bytes[4 * i + k] = (uint8_t)(position / 8 + k);
    }
  }
  const places p = {.bytes = _mm256_loadu_si256((const __m256i *)bytes),
                    .shift = _mm256_loadu_si256((const __m256i *)shift),
                    .mask = _mm256_set1_epi32((1 << bits) - 1),
                    .half = bits / 2};
  return p;
}

/* Eight fields as numbers of 32 bits. */
static inline __m256i take(const uint8_t *in, const places *p)
{
  const __m256i halves = _mm256_loadu2_m128i((const __m128i *)(in + p->half), (const __m128i *)in);
  return _mm256_and_si256(_mm256_srlv_epi32(_mm256_shuffle_epi8(halves, p->bytes), p->shift), p->mask);
}

void round5_unpack(uint16_t *x, const uint8_t *in, unsigned count, unsigned bits)
{
  const places p = find_places(bits);
  for (unsigned left = (count * bits + 7) / 8; left >= bits + p.half + 16 && count >= 16; left -= 2 * bits)
  {
    const __m256i words = _mm256_packus_epi32(take(in, &p), take(in + bits, &p)); /* 0-3, 8-11, 4-7, 12-15 */
    _mm256_storeu_si256((__m256i *)x, _mm256_permute4x64_epi64(words, 0xd8));
    in += 2 * bits;
    x += 16;
    count -= 16;
  }
  for (; count >= 8; count -= 8, x += 8, in += bits)
  {
    unpack8(x, in, bits);
  }
  unpack_rest(x, in, count, bits);
}
