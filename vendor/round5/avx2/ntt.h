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
void ntt_load(ntt_poly *out, const __m256i v[NTT_VECTORS]);

/* A product, and numbers that are needed for it. */
typedef struct
{
  __m256i product[NTT_VECTORS], other[NTT_VECTORS];
} ntt_work;

/* Number k of the product is the sum over j of v[k - j] s[j], indices mod 2048, modulo 2^16.
 * v  transformed;   s  -1, 0 or 1, with at most 1217 that are not 0, and those among the first n.  Constant time in s.
 * The caller wipes w, and the frames below its own. */
#define ntt_multiply PQ_KERNEL(round5, ntt_multiply)
void ntt_multiply(ntt_work *w, const ntt_poly *v, const __m256i s[NTT_VECTORS], unsigned n);

#endif
