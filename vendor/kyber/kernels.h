#ifndef KYBER_KERNELS_H
#define KYBER_KERNELS_H
#include "../common/backend.h"
#include "kyber.h"

/* Contracts of the kernels.  q = 3329.  All are constant time in what they read unless they say otherwise, and do the
 * same on every backend: tests/test_kernels_kyber.py.  No two arguments overlap.
 *
 * "Montgomery": the products carry a factor 2^-16, which kyber_invntt or kyber_to_mont takes back. */
enum
{
  KYBER_N = 256,
  KYBER_Q = 3329
};

/* Number-theoretic transform, in place.                                           FIPS 203, Algorithm 9
 * f  in: |f[i]| < q, normal order; out: |f[i]| < 8q, bit-reversed order */
#define kyber_ntt PQ_KERNEL(kyber, ntt)
void kyber_ntt(int16_t f[256]);

/* Inverse transform times 2^16, in place.                                         FIPS 203, Algorithm 10
 * f  in: |f[i]| < q, bit-reversed order; out: |f[i]| < q, normal order */
#define kyber_invntt PQ_KERNEL(kyber, invntt)
void kyber_invntt(int16_t f[256]);

/* The right factor of kyber_multiply_row, ready to be multiplied by pairs.
 * b  |b[i]| < q; b[2i] = f[2i], b[2i+1] = f[2i+1] gamma_i, b[256 + 2i] = f[2i+1], b[256 + 2i+1] = f[2i], all mod q,
 * where gamma_i = 17^(2 BitRev7(i) + 1) as in Algorithm 12 f  any */
#define kyber_factor PQ_KERNEL(kyber, factor)
void kyber_factor(int16_t b[512], const int16_t f[256]);

/* Sum of k products in the NTT domain, Montgomery.                                FIPS 203, Algorithm 11
 * r  |r[i]| < q, the sum of the products of a[j * stride ..] and of what b[j * 512 ..] was made of, times 2^-16
 * a  0 <= a[i] < 4096;   b  of kyber_factor;   k <= 4 */
#define kyber_multiply_row PQ_KERNEL(kyber, multiply_row)
void kyber_multiply_row(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k);

/* f times 2^16.  f  in: any; out: |f[i]| < q */
#define kyber_to_mont PQ_KERNEL(kyber, to_mont)
void kyber_to_mont(int16_t f[256]);

/* f + g and f - g, not reduced; the caller sees to it that nothing overflows. */
#define kyber_add PQ_KERNEL(kyber, add)
void kyber_add(int16_t f[256], const int16_t g[256]);
#define kyber_sub PQ_KERNEL(kyber, sub)
void kyber_sub(int16_t f[256], const int16_t g[256]);

/* The representative in 0 .. q-1.  f  in: any; out: 0 <= f[i] < q */
#define kyber_reduce PQ_KERNEL(kyber, reduce)
void kyber_reduce(int16_t f[256]);

/* Rejection sampling: the 12-bit fields of buf that are below q are appended to a.  FIPS 203, Algorithm 7, lines 5-14
 * a  256 coefficients of which count are there;   bytes  a multiple of 24.  Returns the new count, at most 256.
 * NOT constant time: for public data. */
#define kyber_rej_uniform PQ_KERNEL(kyber, rej_uniform)
unsigned kyber_rej_uniform(int16_t a[256], unsigned count, const uint8_t *buf, size_t bytes);

/* Centred binomial distribution.                                                  FIPS 203, Algorithm 8
 * f  |f[i]| <= eta;   buf  64 eta bytes;   eta  2 or 3 */
#define kyber_cbd PQ_KERNEL(kyber, cbd)
void kyber_cbd(int16_t f[256], const uint8_t *buf, unsigned eta);

/* ByteEncode and ByteDecode of 12 bits.                                           FIPS 203, Algorithms 5 and 6
 * encode: 0 <= f[i] < 4096.  decode gives the 12-bit fields as they are, 0 <= f[i] < 4096, and returns 1 if one of them
 * is not below q, else 0. */
#define kyber_encode12 PQ_KERNEL(kyber, encode12)
void kyber_encode12(uint8_t out[384], const int16_t f[256]);
#define kyber_decode12 PQ_KERNEL(kyber, decode12)
unsigned kyber_decode12(int16_t f[256], const uint8_t in[384]);

/* ByteEncode_d(Compress_d(f)) and Decompress_d(ByteDecode_d(in)).                 FIPS 203, 4.2.1
 * f  compress: |f[i]| < 2^14, decompress: 0 <= f[i] < q;   out, in  32 d bytes;   d  1, 4, 5, 10 or 11 */
#define kyber_compress PQ_KERNEL(kyber, compress)
void kyber_compress(uint8_t *out, const int16_t f[256], unsigned d);
#define kyber_decompress PQ_KERNEL(kyber, decompress)
void kyber_decompress(int16_t f[256], const uint8_t *in, unsigned d);

#endif
