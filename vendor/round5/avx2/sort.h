#ifndef ROUND5_AVX2_SORT_H
#define ROUND5_AVX2_SORT_H
#include <immintrin.h>
#include "../../common/backend.h"

/* Lanes of vectors are sorted upwards, each by itself, by comparisons that are the same whatever the numbers are.  They
 * have no sign. */

/* Sort every 16 or 32 of n vectors, with lanes of 16 bits, or of 32 if wide is 1.
 * chunk  16 or 32;   n  a multiple of it */
#define sort_chunks PQ_KERNEL(round5, sort_chunks)
void sort_chunks(__m256i *keys, unsigned n, unsigned chunk, int wide);

/* Sort 2^levels vectors whose chunks are sorted, with lanes of 32 bits.
 * keys  all ones from the n-th on;   levels  at most 11
 * wanted  how many of the smallest ones matter: the others are in any order, and some of them are lost */
#define sort_lanes PQ_KERNEL(round5, sort_lanes)
void sort_lanes(__m256i *keys, unsigned n, unsigned levels, unsigned chunk, unsigned wanted);

#endif
