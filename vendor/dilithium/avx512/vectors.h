#ifndef DILITHIUM_AVX512_VECTORS_H
#define DILITHIUM_AVX512_VECTORS_H
#include <immintrin.h>

/* Vectors of of(0), of(1), ...: 16 numbers, or 64 bytes. */
#define NUMBERS(of) NUMBERS_(FOUR(of, 0), FOUR(of, 4), FOUR(of, 8), FOUR(of, 12))
#define BYTES(of)   BYTES_(SIXTEEN(of, 48), SIXTEEN(of, 32), SIXTEEN(of, 16), SIXTEEN(of, 0)) /* the last comes first */

#define NUMBERS_(...)  _mm512_setr_epi32(__VA_ARGS__)
#define BYTES_(...)    _mm512_set_epi8(__VA_ARGS__)
#define FOUR(of, i)    of(i), of((i) + 1), of((i) + 2), of((i) + 3)
#define DOWN(of, i)    of((i) + 3), of((i) + 2), of((i) + 1), of(i)
#define SIXTEEN(of, i) DOWN(of, (i) + 12), DOWN(of, (i) + 8), DOWN(of, (i) + 4), DOWN(of, i)

/* x, of which gcc knows nothing any more: see avx2/ntt.c. */
static inline __m512i opaque(__m512i x)
{
#if defined(__GNUC__) && defined(__AVX512F__)
  __asm__("" : "+v"(x));
#endif
  return x;
}

#endif
