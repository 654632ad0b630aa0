/* Intrinsics of AVX-512 that SIMDe 0.8.2 lacks, number by number as Intel's guide defines them.  Arguments are
 * evaluated once.  tests/test_avx512_code.py compares each with the instruction, those of VBMI2 excepted. */
#ifndef PQ_TESTS_AVX512_LACKING_H
#define PQ_TESTS_AVX512_LACKING_H
#include <stdint.h>
#include <string.h>
#include "vbmi2.h"

/* A vector of which number i, of the kind to, is value: x is number i of a, y that of b, of the kind from. */
#define PQ_EACH(width, to, wide, from, a_, b_, value)                                                                  \
  __extension__({                                                                                                      \
    const pq_##wide pq_a = {a_}, pq_b = {b_};                                                                          \
    pq_##width pq_r;                                                                                                   \
    for (int i = 0; i < PQ_COUNT(pq_r.to); i++)                                                                        \
    {                                                                                                                  \
      const __typeof__(*pq_a.from) x = pq_a.from[i], y = pq_b.from[i];                                                 \
      (void)x, (void)y;                                                                                                \
      pq_r.to[i] = (__typeof__(*pq_r.to))(value);                                                                      \
    }                                                                                                                  \
    pq_r.v;                                                                                                            \
  })
#define PQ_PAIRS(width, kind, a, b, value)   PQ_EACH(width, kind, width, kind, a, b, value)
#define PQ_CONVERT(width, to, wide, from, a) PQ_EACH(width, to, wide, from, a, a, x)

/* Where the bit of the mask is 1 the value, else that of the vector before; no branch by the mask, which may be
 * secret. */
#define PQ_MASKED(width, kind, before, mask, v)                                                                        \
  __extension__({                                                                                                      \
    const uint64_t pq_mask = mask;                                                                                     \
    PQ_PAIRS(width, kind, before, v, x ^ ((x ^ y) & -(pq_mask >> i & 1)));                                             \
  })

/* The mask of a condition on x and y. */
#define PQ_MASK(width, kind, a_, b_, condition)                                                                        \
  __extension__({                                                                                                      \
    const pq_##width pq_a = {a_}, pq_b = {b_};                                                                         \
    uint64_t pq_k = 0;                                                                                                 \
    for (int i = 0; i < PQ_COUNT(pq_a.kind); i++)                                                                      \
    {                                                                                                                  \
      const __typeof__(*pq_a.kind) x = pq_a.kind[i], y = pq_b.kind[i];                                                 \
      pq_k |= (uint64_t)(condition) << i;                                                                              \
    }                                                                                                                  \
    pq_k;                                                                                                              \
  })

/* Memory of masked numbers only is touched. */
#define PQ_LOAD(width, kind, mask, from)                                                                               \
  __extension__({                                                                                                      \
    const uint64_t pq_mask = mask;                                                                                     \
    const void *const pq_from = from;                                                                                  \
    pq_##width pq_r;                                                                                                   \
    memset(&pq_r, 0, sizeof pq_r);                                                                                     \
    for (int i = 0; i < PQ_COUNT(pq_r.kind); i++)                                                                      \
    {                                                                                                                  \
      if (pq_mask >> i & 1)                                                                                            \
      {                                                                                                                \
        memcpy(&pq_r.kind[i], (const char *)pq_from + i * sizeof pq_r.kind[i], sizeof pq_r.kind[i]);                   \
      }                                                                                                                \
    }                                                                                                                  \
    pq_r.v;                                                                                                            \
  })
#define PQ_STORE(width, kind, to, mask, v)                                                                             \
  __extension__({                                                                                                      \
    const uint64_t pq_mask = mask;                                                                                     \
    void *const pq_to = to;                                                                                            \
    const pq_##width pq_v = {v};                                                                                       \
    for (int i = 0; i < PQ_COUNT(pq_v.kind); i++)                                                                      \
    {                                                                                                                  \
      if (pq_mask >> i & 1)                                                                                            \
      {                                                                                                                \
        memcpy((char *)pq_to + i * sizeof pq_v.kind[i], &pq_v.kind[i], sizeof pq_v.kind[i]);                           \
      }                                                                                                                \
    }                                                                                                                  \
  })

#define _mm512_cmplt_epi16_mask(a, b)  ((__mmask32)PQ_MASK(512, i16, a, b, x < y))
#define _mm512_cmplt_epu16_mask(a, b)  ((__mmask32)PQ_MASK(512, u16, a, b, x < y))
#define _mm512_cmpeq_epi16_mask(a, b)  ((__mmask32)PQ_MASK(512, u16, a, b, x == y))
#define _mm512_cmpneq_epi16_mask(a, b) ((__mmask32)PQ_MASK(512, u16, a, b, x != y))
#define _mm512_testn_epi16_mask(a, b)  ((__mmask32)PQ_MASK(512, u16, a, b, (x & y) == 0))
#define _mm512_cmplt_epi32_mask(a, b)  ((__mmask16)PQ_MASK(512, i32, a, b, x < y))
#define _mm512_cmplt_epu32_mask(a, b)  ((__mmask16)PQ_MASK(512, u32, a, b, x < y))
#define _mm512_cmpneq_epi32_mask(a, b) ((__mmask16)PQ_MASK(512, u32, a, b, x != y))
#define _mm256_cmplt_epu16_mask(a, b)  ((__mmask16)PQ_MASK(256, u16, a, b, x < y))
#define _mm256_cmpgt_epi16_mask(a, b)  ((__mmask16)PQ_MASK(256, i16, a, b, x > y))
#define _mm256_cmplt_epu32_mask(a, b)  ((__mmask8)PQ_MASK(256, u32, a, b, x < y))
#define _mm256_cmpgt_epi32_mask(a, b)  ((__mmask8)PQ_MASK(256, i32, a, b, x > y))
#define _mm256_test_epi16_mask(a, b)   ((__mmask16)PQ_MASK(256, u16, a, b, (x & y) != 0))

#define _mm512_mask_sub_epi16(s, k, a, b) PQ_MASKED(512, u16, s, k, _mm512_sub_epi16(a, b))
#define _mm256_mask_sub_epi16(s, k, a, b) PQ_MASKED(256, u16, s, k, _mm256_sub_epi16(a, b))
#define _mm256_mask_sub_epi32(s, k, a, b) PQ_MASKED(256, u32, s, k, _mm256_sub_epi32(a, b))

#define _mm512_mask_shuffle_epi32(s, k, a, n) PQ_MASKED(512, u32, s, k, _mm512_shuffle_epi32(a, n))

#define _mm512_mulhi_epu16(a, b) PQ_PAIRS(512, u16, a, b, (uint32_t)x *y >> 16)
#define _mm512_srai_epi64(a, n)  PQ_PAIRS(512, i64, a, a, x >> ((n) > 63 ? 63 : (n)))
#define _mm256_srai_epi64(a, n)  PQ_PAIRS(256, i64, a, a, x >> ((n) > 63 ? 63 : (n)))
#define _mm256_sllv_epi16(a, b)  PQ_PAIRS(256, u16, a, b, y > 15 ? 0 : x << y)

#define _mm512_cvtepi32_epi16(a) PQ_CONVERT(256, u16, 512, u32, a)
#define _mm512_cvtepi32_epi8(a)  PQ_CONVERT(128, u8, 512, u32, a)
#define _mm256_cvtepi16_epi8(a)  PQ_CONVERT(128, u8, 256, u16, a)
#define _mm512_cvtepu8_epi16(a)  PQ_CONVERT(512, u16, 256, u8, a)
#define _mm512_cvtepu8_epi32(a)  PQ_CONVERT(512, u32, 128, u8, a)
#define _mm512_cvtepi8_epi32(a)  PQ_CONVERT(512, i32, 128, i8, a)
#define _mm512_cvtepi32_epi64(a) PQ_CONVERT(512, i64, 256, i32, a)
#define _mm512_cvtepu32_epi64(a) PQ_CONVERT(512, u64, 256, u32, a)

#define _mm512_broadcast_i64x2(a) _mm512_broadcast_i32x4(a)

#define _mm512_maskz_loadu_epi8(k, p)     PQ_LOAD(512, u8, k, p)
#define _mm512_maskz_loadu_epi32(k, p)    PQ_LOAD(512, u32, k, p)
#define _mm256_maskz_loadu_epi8(k, p)     PQ_LOAD(256, u8, k, p)
#define _mm256_maskz_loadu_epi32(k, p)    PQ_LOAD(256, u32, k, p)
#define _mm512_mask_storeu_epi8(p, k, v)  PQ_STORE(512, u8, p, k, v)
#define _mm256_mask_storeu_epi8(p, k, v)  PQ_STORE(256, u8, p, k, v)
#define _mm256_mask_storeu_epi32(p, k, v) PQ_STORE(256, u32, p, k, v)

/* SIMDe has this one, but with branches. */
#undef _mm512_maskz_mov_epi16
#define _mm512_maskz_mov_epi16(k, a) PQ_MASKED(512, u16, _mm512_setzero_si512(), k, a)

/* The macro of vbmi2.h, as the instruction for 32-bit numbers can be compared. */
#define _mm512_mask_compress_epi32(s, k, a) PQ_COMPRESS(512, u32, s, k, a)

/* SIMDe's stores zeros where the mask is 0. */
#undef _mm512_mask_storeu_epi32
#define _mm512_mask_storeu_epi32(p, k, v) PQ_STORE(512, u32, p, k, v)

/* SIMDe's branch on the mask. */
#undef _mm512_mask_add_epi32
#undef _mm512_mask_sub_epi32
#undef _mm512_mask_mov_epi32
#undef _mm512_maskz_mov_epi32
#define _mm512_mask_add_epi32(s, k, a, b) PQ_MASKED(512, u32, s, k, _mm512_add_epi32(a, b))
#define _mm512_mask_sub_epi32(s, k, a, b) PQ_MASKED(512, u32, s, k, _mm512_sub_epi32(a, b))
#define _mm512_mask_mov_epi32(s, k, a)    PQ_MASKED(512, u32, s, k, a)
#define _mm512_maskz_mov_epi32(k, a)      PQ_MASKED(512, u32, _mm512_setzero_si512(), k, a)

/* The odd numbers twice. */
#define _mm512_movehdup_ps(a)                                                                                          \
  __extension__({                                                                                                      \
    const pq_512 pq_odd = {_mm512_castps_si512(a)};                                                                    \
    _mm512_castsi512_ps(PQ_PAIRS(512, u32, pq_odd.v, pq_odd.v, pq_odd.u32[i | 1]));                                    \
  })
#define _mm512_mask_movehdup_ps(s, k, a)                                                                               \
  _mm512_castsi512_ps(PQ_MASKED(512, u32, _mm512_castps_si512(s), k, _mm512_castps_si512(_mm512_movehdup_ps(a))))

#endif
