#ifndef ROUND5_AVX2_TRANSPOSE_H
#define ROUND5_AVX2_TRANSPOSE_H
#include <immintrin.h>

/* One of three times that transpose eight numbers of eight vectors, in either half: with the bits of a vector's and of
 * a number's index in a row, all bits move by one. */
static inline void shuffle(__m256i y[8], const __m256i x[8])
{
  for (unsigned i = 0; i < 4; i++)
  {
    y[2 * i] = _mm256_unpacklo_epi16(x[i], x[i + 4]);
    y[2 * i + 1] = _mm256_unpackhi_epi16(x[i], x[i + 4]);
  }
}

#endif
