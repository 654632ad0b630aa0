#ifndef ROUND5_AVX2_NTT_H
#define ROUND5_AVX2_NTT_H
#include <immintrin.h>
#include "../params.h"

/* Products in Z[x] / (x^2048 - 1), by number-theoretic transforms modulo two primes.
 *
 * A row of the matrix A is 2048 words of the master vector in a circle, from some offset on, 5.2: so the numbers of A S
 * and of R^T A are among those of a product with the whole circle, where all steps have the same addresses whatever the
 * secret is. */

enum
{
  NTT_VECTORS = ROUND5_MASTER / 16,
  NTT_MULTIPLES = 7
};

/* What sixteen numbers are multiplied with: y, and y / p mod 2^16. */
typedef struct
{
  __m256i y, y_inverse;
} ntt_factor;

/* A transformed polynomial, modulo each of the primes: for every four vectors, the multiples of ntt.c. */
typedef struct
{
  ntt_factor b[2][NTT_VECTORS / 4][NTT_MULTIPLES];
} ntt_poly;

/* Transform of v.  v  any numbers, taken to be signed */
#define ntt_load PQ_KERNEL(round5, ntt_load)
void ntt_load(ntt_poly *out, const uint16_t v[ROUND5_MASTER]);

/* c[k] = sum over j of v[k + j] s[-j], indices mod 2048, modulo 2^16
 * v  transformed;   s  -1, 0 or 1, with at most 1217 that are not 0.  Constant time in s, which is overwritten. */
#define ntt_multiply PQ_KERNEL(round5, ntt_multiply)
void ntt_multiply(uint16_t c[ROUND5_MASTER], const ntt_poly *v, __m256i s[NTT_VECTORS]);

#endif
