#include <immintrin.h>
#include "../../common/ct.h"
#include "../kernels.h"
#include "vectors.h"

/* Both samplers handle 16 candidates at a time, as long as there is room for 16.  Those that are accepted are brought
 * together in a register: instructions that do so in memory are slow. */

/* Those of x that are accepted, as far as there is room; returns how many were stored. */
static inline unsigned append(int32_t *a, unsigned room, __m512i x, __mmask16 accepted)
{
  const unsigned found = (unsigned)_mm_popcnt_u32(accepted), n = found < room ? found : room;
  _mm512_mask_storeu_epi32(a, (__mmask16)((1u << n) - 1), _mm512_maskz_compress_epi32(accepted, x));
  return n;
}

#define FIELD(j) 0x03020100 + (j) * 0x03030303 /* its bytes, and one that does not count */

/* The first 16 fields of three bytes, without their top bits.                      Algorithm 14, CoeffFromThreeBytes */
static inline __m512i fields(__m512i bytes)
{
  return _mm512_and_si512(_mm512_permutexvar_epi8(NUMBERS(FIELD), bytes), _mm512_set1_epi32((1 << 23) - 1));
}

unsigned dilithium_rej_uniform(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes)
{
  const __m512i q = _mm512_set1_epi32(DILITHIUM_Q);
  unsigned n = 0;
  size_t i = 0;
  for (; i + 64 <= bytes && n + 16 <= count; i += 48)
  {
    const __m512i x = fields(_mm512_loadu_si512(buf + i));
    const __mmask16 good = _mm512_cmplt_epu32_mask(x, q);
    _mm512_storeu_si512(a + n, _mm512_maskz_compress_epi32(good, x));
    n += (unsigned)_mm_popcnt_u32(good);
  }
  for (; i < bytes && n < count; i += 24)
  {
    const __m512i x = fields(_mm512_maskz_loadu_epi32(0x003f, buf + i));
    n += append(a + n, count - n, x, _mm512_cmplt_epu32_mask(x, q) & 0x00ff);
  }
  return n;
}

unsigned dilithium_rej_bounded(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta)
{
  /* CoeffFromHalfByte, Algorithm 15; -9 stands for those that are rejected. */
  const __m512i rejected = _mm512_set1_epi32(-9);
  const __m512i coefficients = eta == 2 ? _mm512_setr_epi32(2, 1, 0, -1, -2, 2, 1, 0, -1, -2, 2, 1, 0, -1, -2, -9)
                                        : _mm512_setr_epi32(4, 3, 2, 1, 0, -1, -2, -3, -4, -9, -9, -9, -9, -9, -9, -9);
  /* The lowest byte of each number comes from bit 4j of 64; what is above its half byte does not matter. */
  const __m512i bits = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60);
  unsigned n = 0;
  for (size_t i = 0; i < bytes && n < count; i += 8)
  {
    const __m512i in = _mm512_broadcastq_epi64(_mm_loadl_epi64((const __m128i *)(buf + i)));
    const __m512i x = _mm512_permutexvar_epi32(_mm512_multishift_epi64_epi8(bits, in), coefficients);
    uint32_t accepted = _mm512_cmpgt_epi32_mask(x, rejected);
    /* Candidates are independent: those that are rejected say nothing about the coefficients. */
    PQ_PUBLIC(&accepted, sizeof accepted);
    if (count - n < 16)
    {
      n += append(a + n, count - n, x, (__mmask16)accepted);
      continue;
    }
    _mm512_storeu_si512(a + n, _mm512_maskz_compress_epi32((__mmask16)accepted, x));
    n += (unsigned)_mm_popcnt_u32(accepted);
  }
  return n;
}
