#include "vectors.h"

/* accepted[m]: byte n is twice the position of the n-th bit that is set in m; where the words are in a vector that m
 * accepts. */
/* clang-format off */
#define BIT(m, i)    ((uint64_t)(m) >> (i) & 1)
#define BITS2(m)     (BIT(m, 0) + BIT(m, 1))
#define BITS4(m)     (BITS2(m) + BITS2((m) >> 2))
#define BITS8(m)     (BITS4(m) + BITS4((m) >> 4))
#define PLACE(m, i)  (BIT(m, i) * 2 * (i) << 8 * BITS8((m) & ((1 << (i)) - 1)))
#define PLACES(m)    (PLACE(m, 1) | PLACE(m, 2) | PLACE(m, 3) | PLACE(m, 4) | PLACE(m, 5) | PLACE(m, 6) | PLACE(m, 7))
#define X4(m)        PLACES(m), PLACES((m) + 1), PLACES((m) + 2), PLACES((m) + 3)
#define X16(m)       X4(m), X4((m) + 4), X4((m) + 8), X4((m) + 12)
#define X64(m)       X16(m), X16((m) + 16), X16((m) + 32), X16((m) + 48)
static const uint64_t accepted[256] = {X64(0), X64(64), X64(128), X64(192)};
/* clang-format on */

/* The words of x that mask accepts come first. */
static inline __m128i compact(__m128i x, unsigned mask)
{
  const __m128i low = _mm_loadl_epi64((const __m128i *)&accepted[mask]);
  const __m128i high = _mm_add_epi8(low, _mm_set1_epi8(1));
  return _mm_shuffle_epi8(x, _mm_unpacklo_epi8(low, high));
}

/* The fields of 24 bytes that are below q, in their order, to out.  Returns how many; sixteen words may be
 * written. */
static inline unsigned accept(int16_t *out, const uint8_t in[24])
{
  const __m256i x = load_fields12(in), good = _mm256_cmpgt_epi16(_mm256_set1_epi16(KYBER_Q), x);
  const unsigned mask = (unsigned)_mm256_movemask_epi8(_mm256_packs_epi16(good, good));
  const unsigned low = mask & 255, high = mask >> 24, n = (unsigned)_mm_popcnt_u32(low);
  _mm_storeu_si128((__m128i *)out, compact(_mm256_castsi256_si128(x), low));
  _mm_storeu_si128((__m128i *)(out + n), compact(_mm256_extracti128_si256(x, 1), high));
  return n + (unsigned)_mm_popcnt_u32(high);
}

unsigned kyber_rej_uniform(int16_t a[256], unsigned count, const uint8_t *buf, size_t bytes)
{
  for (; bytes > 0 && count <= 240; buf += 24, bytes -= 24)
  {
    count += accept(a + count, buf);
  }
  if (bytes == 0)
  {
    return count;
  }
  int16_t end[32]; /* from 240 on, with room for one vector more */
  store(end, load(a + 240));
  for (; bytes > 0 && count < 256; buf += 24, bytes -= 24)
  {
    count += accept(end + (count - 240), buf);
  }
  store(a + 240, load(end));
  return count < 256 ? count : 256;
}

/* A nibble is a coefficient: the two lower bits less the two upper ones. */
static void cbd2(int16_t f[256], const uint8_t buf[128])
{
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i values =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, -1, 0, 0, 1, -1, 0, 0, 1, -2, -1, -1, 0));
  for (int i = 0; i < 4; i++)
  {
    const __m256i x = _mm256_loadu_si256((const __m256i *)(buf + 32 * i));
    const __m256i even = _mm256_shuffle_epi8(values, _mm256_and_si256(x, nibble));
    const __m256i odd = _mm256_shuffle_epi8(values, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
    const __m256i low = _mm256_unpacklo_epi8(even, odd), high = _mm256_unpackhi_epi8(even, odd);
    store(f + 64 * i, _mm256_cvtepi8_epi16(_mm256_castsi256_si128(low)));
    store(f + 64 * i + 16, _mm256_cvtepi8_epi16(_mm256_castsi256_si128(high)));
    store(f + 64 * i + 32, _mm256_cvtepi8_epi16(_mm256_extracti128_si256(low, 1)));
    store(f + 64 * i + 48, _mm256_cvtepi8_epi16(_mm256_extracti128_si256(high, 1)));
  }
}

/* Three bytes are four coefficients of six bits: the sum of the three lower bits less that of the upper ones.  A dword
 * has three bytes, so a vector 32 coefficients. */
static void cbd3(int16_t f[256], const uint8_t buf[192])
{
  const __m256i places = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1,      /* of buf */
                                          4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15, -1); /* of buf + 8 */
  const __m256i ones = _mm256_set1_epi32(0x249249), sums = _mm256_set1_epi32(0x1c71c7),
                three = _mm256_set1_epi32(0x0c30c3);
  const __m256i low_word = _mm256_set1_epi32(63), high_word = _mm256_set1_epi32(63 << 16),
                offset = _mm256_set1_epi16(3);
  for (int i = 0; i < 8; i++, buf += 24, f += 32)
  {
    const __m256i x = _mm256_shuffle_epi8(load_halves(buf, buf + 8), places);
    __m256i s = _mm256_and_si256(x, ones);
    s = _mm256_add_epi32(s, _mm256_and_si256(_mm256_srli_epi32(x, 1), ones));
    s = _mm256_add_epi32(s, _mm256_and_si256(_mm256_srli_epi32(x, 2), ones));
    /* Fields of six bits, coefficient + 3. */
    s = _mm256_sub_epi32(_mm256_add_epi32(_mm256_and_si256(s, sums), three),
                         _mm256_and_si256(_mm256_srli_epi32(s, 3), sums));
    const __m256i first =
        _mm256_or_si256(_mm256_and_si256(s, low_word), _mm256_and_si256(_mm256_slli_epi32(s, 10), high_word));
    const __m256i last = _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi32(s, 12), low_word),
                                         _mm256_and_si256(_mm256_srli_epi32(s, 2), high_word));
    const __m256i a = _mm256_sub_epi16(_mm256_unpacklo_epi32(first, last), offset);
    const __m256i b = _mm256_sub_epi16(_mm256_unpackhi_epi32(first, last), offset);
    store(f, _mm256_permute2x128_si256(a, b, 0x20));
    store(f + 16, _mm256_permute2x128_si256(a, b, 0x31));
  }
}

void kyber_cbd(int16_t f[256], const uint8_t *buf, unsigned eta)
{
  if (eta == 2)
  {
    cbd2(f, buf);
  }
  else
  {
    cbd3(f, buf);
  }
}
