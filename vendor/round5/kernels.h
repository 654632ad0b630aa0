#ifndef ROUND5_KERNELS_H
#define ROUND5_KERNELS_H
#include "../common/backend.h"
#include "params.h"
#include "round5.h"

/* Contracts of the kernels, which take the sizes as arguments.  All are constant time in what they read, except for
 * sizes and offsets, and do the same on every backend: tests/test_kernels_round5*.py.  No two arguments overlap; none
 * is aligned beyond its type.  Numbers of 16 bits are added and multiplied modulo 2^16.
 *
 * A ternary vector is int16_t, -1, 0 or 1, PAD(d) numbers, 0 from the d-th on; two of them lie PAD(d) apart.
 * d  1 .. 1217 */

/* Secrets. */

/* Secret vectors from words of their streams.                                                  section 6
 * bits  2 WORDS(d) for each: ones at the positions of the entries 1, then ones at those of the entries -1
 * draws  2 count bytes for each;   vectors  1 .. 8;   inverse  floor(2^24 / div) + 1;   those after the h-th that is
 * accepted are ignored */
#define round5_sample PQ_KERNEL(round5, sample)
void round5_sample(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                   uint32_t inverse);

/* The ternary vector s of such bits, which are 0 from the d-th on. */
#define round5_ternary PQ_KERNEL(round5, ternary)
void round5_ternary(int16_t *s, const uint32_t *bits, unsigned d);

/* Products. */

/* r[k] = c[first + k], less c[n] if phi is 1, for k < count.                                   section 8.1
 * c  the cyclic product of a and s, n + 1 coefficients;   s  ternary, n entries
 * a  n coefficients of A, B or U, which are no secret: copies are not wiped
 * r  PAD(count), of which those from count on have no meaning;   first + count <= n;   n  16 .. 1217 */
#define round5_ring_product PQ_KERNEL(round5, ring_product)
void round5_ring_product(uint16_t *r, const uint16_t *a, const int16_t *s, unsigned n, unsigned first, unsigned count,
                         unsigned phi);

/* b[i * columns + c] = sum over j of A[i][j] s_c[j], i < d, c < columns                        section 8.3, A S
 * A[i][j] = v[offsets[i] + j];   v  2048 numbers, and the first PAD(d) of them again;   columns  1 .. 8
 * offsets  < 2048, all different, public;   s  columns vectors */
#define round5_times_columns PQ_KERNEL(round5, times_columns)
void round5_times_columns(uint16_t *b, const uint16_t *v, const uint16_t *offsets, const int16_t *s, unsigned d,
                          unsigned columns);

/* u[c * d + j] = sum over i of A[i][j] r_c[i], c < columns, j < d                              section 8.3, R^T A */
#define round5_times_rows PQ_KERNEL(round5, times_rows)
void round5_times_rows(uint16_t *u, const uint16_t *v, const uint16_t *offsets, const int16_t *r, unsigned d,
                       unsigned columns);

/* x[k * m_bar + c] += sum over i < rows of b[i * n_bar + k] r[c * stride + i], k < n_bar, c < m_bar
 *                                                                                              section 8.3, B^T R
 * r  ternary, with 0 <= i < rows <= stride;   n_bar  1 .. 192;   m_bar  1 .. 8 */
#define round5_mask PQ_KERNEL(round5, mask)
void round5_mask(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
                 unsigned rows);

/* x[j] = sum over i < n of a[j * stride + i] s[i], j < count                                   section 8.3, S^T U
 * a  (count - 1) stride + n numbers;   s  any numbers;   n  a multiple of 16, at most PAD(1217);   count  1 .. 8 */
#define round5_dots PQ_KERNEL(round5, dots)
void round5_dots(uint16_t *x, const uint16_t *a, size_t stride, const int16_t *s, unsigned n, unsigned count);

/* Packing of the lower bits of count numbers, and back.                                        section 4
 * out, in  ceil(count bits / 8) bytes;   x  count numbers;   bits  1 .. 12 */
#define round5_pack PQ_KERNEL(round5, pack)
void round5_pack(uint8_t *out, const uint16_t *x, unsigned count, unsigned bits);
#define round5_unpack PQ_KERNEL(round5, unpack)
void round5_unpack(uint16_t *x, const uint8_t *in, unsigned count, unsigned bits);

/* Error correction.                                                                            section 7
 * code  the codeword: ceil(mu / 8) bytes, bits from mu on 0 when encoded and ignored when decoded
 * m  kappa bytes, kappa and f those of a set with f > 0 */
#define round5_xe_encode PQ_KERNEL(round5, xe_encode)
void round5_xe_encode(uint8_t *code, const uint8_t *m, unsigned kappa, unsigned f);
#define round5_xe_decode PQ_KERNEL(round5, xe_decode)
void round5_xe_decode(uint8_t *m, const uint8_t *code, unsigned kappa, unsigned f);

#endif
