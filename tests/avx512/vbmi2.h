/* The intrinsics of VBMI2 that we use, number by number, for CPUs that lack them. */
#ifndef PQ_TESTS_AVX512_VBMI2_H
#define PQ_TESTS_AVX512_VBMI2_H
#include <immintrin.h>
#include <stdint.h>

#define PQ_VECTOR(bits)                                                                                                \
  typedef union                                                                                                        \
  {                                                                                                                    \
    __m##bits##i v;                                                                                                    \
    uint8_t u8[bits / 8];                                                                                              \
    int8_t i8[bits / 8];                                                                                               \
    uint16_t u16[bits / 16];                                                                                           \
    int16_t i16[bits / 16];                                                                                            \
    uint32_t u32[bits / 32];                                                                                           \
    int32_t i32[bits / 32];                                                                                            \
    uint64_t u64[bits / 64];                                                                                           \
    int64_t i64[bits / 64];                                                                                            \
  } pq_##bits
PQ_VECTOR(128);
PQ_VECTOR(256);
PQ_VECTOR(512);

#define PQ_COUNT(x) (int)(sizeof(x) / sizeof *(x))

/* The numbers whose bit is 1, side by side, and behind them those of the vector before. */
#define PQ_COMPRESS(width, kind, before, mask, a_)                                                                     \
  __extension__({                                                                                                      \
    const pq_##width pq_a = {a_};                                                                                      \
    const uint64_t pq_mask = mask;                                                                                     \
    pq_##width pq_r = {before};                                                                                        \
    for (int i = 0, pq_n = 0; i < PQ_COUNT(pq_a.kind); i++)                                                            \
    {                                                                                                                  \
      if (pq_mask >> i & 1)                                                                                            \
      {                                                                                                                \
        pq_r.kind[pq_n++] = pq_a.kind[i];                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    pq_r.v;                                                                                                            \
  })

#define _mm512_mask_compress_epi16(s, k, a) PQ_COMPRESS(512, u16, s, k, a)
#define _mm512_maskz_compress_epi16(k, a)   PQ_COMPRESS(512, u16, _mm512_setzero_si512(), k, a)
#define _mm512_maskz_compress_epi8(k, a)    PQ_COMPRESS(512, u8, _mm512_setzero_si512(), k, a)
#define _mm256_maskz_compress_epi16(k, a)   PQ_COMPRESS(256, u16, _mm256_setzero_si256(), k, a)

#endif
