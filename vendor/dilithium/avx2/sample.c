#include <immintrin.h>
#include <string.h>
#include "../../common/base.h"
#include "../../common/ct.h"
#include "../kernels.h"
#include "sample_tables.h"

/* Both samplers handle eight candidates at a time, as long as there is room for eight. */

/* The eight fields of three bytes in 24 bytes, without their top bits.             Algorithm 14, CoeffFromThreeBytes */
static inline __m256i eight_fields(const uint8_t buf[24])
{
  const __m256i bytes = _mm256_loadu2_m128i((const __m128i *)(buf + 8), (const __m128i *)buf);
  const __m256i order = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1, /* of buf */
                                         4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15, -1);
  return _mm256_and_si256(_mm256_shuffle_epi8(bytes, order), _mm256_set1_epi32((1 << 23) - 1));
}

/* Append those of eight fields that are below q, as far as there is room; returns how many there are then. */
static unsigned append(int32_t *a, unsigned n, unsigned count, __m256i fields)
{
  int32_t x[8];
  _mm256_storeu_si256((__m256i *)x, fields);
  for (unsigned i = 0; i < 8 && n < count; i++)
  {
    a[n] = x[i];
    n += x[i] < DILITHIUM_Q;
  }
  return n;
}

unsigned dilithium_rej_uniform(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes)
{
  const __m256i q = _mm256_set1_epi32(DILITHIUM_Q);
  unsigned n = 0;
  for (size_t i = 0; i < bytes && n < count; i += 24)
  {
    const __m256i x = eight_fields(buf + i);
    const int good = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(q, x)));
    if (good == 255 && count - n >= 8) /* in 129 of 130 cases */
    {
      _mm256_storeu_si256((__m256i *)(a + n), x);
      n += 8;
    }
    else
    {
      n = append(a, n, count, x);
    }
  }
  return n;
}

/* Append those bytes of x that the bits of accepted stand for, eight of each, and count. */
static inline unsigned append_bytes(int32_t *a, unsigned n, unsigned count, __m128i x, uint32_t accepted)
{
  const __m128i order = _mm_loadl_epi64((const __m128i *)(ones + accepted));
  const __m256i words = _mm256_cvtepi8_epi32(_mm_shuffle_epi8(x, order));
  const unsigned found = (unsigned)_mm_popcnt_u32(accepted), room = count - n;
  if (room >= 8)
  {
    _mm256_storeu_si256((__m256i *)(a + n), words);
    return n + found;
  }
  int32_t last[8];
  _mm256_storeu_si256((__m256i *)last, words);
  const unsigned some = found < room ? found : room;
  memcpy(a + n, last, some * sizeof *a);
  pq_wipe(last, sizeof last);
  return n + some;
}

unsigned dilithium_rej_bounded(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta)
{
  /* CoeffFromHalfByte, Algorithm 15; those from limit on are rejected. */
  const __m128i limit = _mm_set1_epi8(eta == 2 ? 15 : 9);
  const __m128i coefficient = eta == 2 ? _mm_setr_epi8(2, 1, 0, -1, -2, 2, 1, 0, -1, -2, 2, 1, 0, -1, -2, 0)
                                       : _mm_setr_epi8(4, 3, 2, 1, 0, -1, -2, -3, -4, 0, 0, 0, 0, 0, 0, 0);
  const __m128i low = _mm_set1_epi8(15);
  unsigned n = 0;
  for (size_t i = 0; i < bytes && n < count; i += 8)
  {
    const __m128i in = _mm_loadl_epi64((const __m128i *)(buf + i));
    const __m128i halves = _mm_unpacklo_epi8(_mm_and_si128(in, low), _mm_and_si128(_mm_srli_epi16(in, 4), low));
    const __m128i x = _mm_shuffle_epi8(coefficient, halves);
    uint32_t accepted = (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(limit, halves));
    /* Candidates are independent: those that are rejected say nothing about the coefficients. */
    PQ_PUBLIC(&accepted, sizeof accepted);
    n = append_bytes(a, n, count, x, accepted & 255);
    n = append_bytes(a, n, count, _mm_unpackhi_epi64(x, x), accepted >> 8);
  }
  return n;
}
