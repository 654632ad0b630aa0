#ifndef PQ_KECCAK_H
#define PQ_KECCAK_H
#include <stddef.h>
#include <stdint.h>
#include "backend.h"

/* Keccak-f[1600], in place.                                                       FIPS 202, section 3.3
 *
 * a  25 lanes; lane x + 5y is A[x, y] of the standard, bit i of the number is A[x, y, i]
 *
 * Constant time in a.  Same contract on every backend. */
#define pq_keccak_f1600 PQ_KERNEL(pq, keccak_f1600)
void pq_keccak_f1600(uint64_t a[25]);

/* The same for four or eight states at once; a[i][k] is lane i of state k. */
#define pq_keccak_f1600_x4 PQ_KERNEL(pq, keccak_f1600_x4)
void pq_keccak_f1600_x4(uint64_t a[25][4]);
#define pq_keccak_f1600_x8 PQ_KERNEL(pq, keccak_f1600_x8)
void pq_keccak_f1600_x8(uint64_t a[25][8]);

/* The first words, at most 25, of four states that lie side by side, each to its string of bytes.  lanes[i * stride +
 * k] is lane i of state k. */
#define pq_squeeze_4 PQ_KERNEL(pq, squeeze_4)
void pq_squeeze_4(uint8_t *const out[4], const uint64_t *lanes, size_t stride, size_t words);

#endif
