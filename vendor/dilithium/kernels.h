#ifndef DILITHIUM_KERNELS_H
#define DILITHIUM_KERNELS_H
#include "../common/backend.h"
#include "dilithium.h"

/* Contracts of the kernels.  q = 8380417.  All are constant time in what they read unless they say otherwise, and do
 * the same on every backend: tests/test_kernels_dilithium*.py.  No two arguments overlap; none is
 * aligned beyond its type.
 *
 * gamma2  (q-1)/88 or (q-1)/32; m = (q-1) / (2 gamma2), 44 or 16 */
enum
{
  DILITHIUM_N = 256,
  DILITHIUM_Q = 8380417,
  DILITHIUM_D = 13
};

/* Arithmetic of polynomials. */

/* Number-theoretic transform, in place.                                           FIPS 204, Algorithm 41
 * f  in: |f[i]| < q, normal order; out: |f[i]| < 10q, bit-reversed order, equal to the standard's mod q */
#define dilithium_ntt PQ_KERNEL(dilithium, ntt)
void dilithium_ntt(int32_t f[256]);

/* Inverse transform times 2^32, in place.                                         FIPS 204, Algorithm 42
 * f  in: |f[i]| < q, bit-reversed order; out: |f[i]| < 3q/4, normal order.  So a result that is known to be congruent
 * to a number below q/4 in absolute value is that number. */
#define dilithium_invntt PQ_KERNEL(dilithium, invntt)
void dilithium_invntt(int32_t f[256]);

/* Sum of l products in the NTT domain, times 2^-32, which dilithium_invntt takes back.
 *                                                                                 FIPS 204, Algorithms 45 to 48
 * w  |w[i]| < q, congruent to 2^-32 times the sum over j < l of a[256j + i] b[256j + i]
 * a  |a[i]| < q, 256 l coefficients;   b  |b[i]| < 10q, as dilithium_ntt leaves them, 256 l;   1 <= l <= 8 */
#define dilithium_multiply_row PQ_KERNEL(dilithium, multiply_row)
void dilithium_multiply_row(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l);

/* Product with a challenge of tau coefficients 1 or -1: a sum of so many parts of s.
 * w  exact: |w[i]| <= 4 tau
 * s  the bytes 4 - s[i], then 4 + s[i], then 4 - s[i] again, of 256 coefficients, |s[i]| <= 4
 * at  where each summand begins: for x^j at 256 - j, for -x^j at 512 - j;   tau  1 .. 62
 * NOT constant time in at: for challenges, which are public.  Constant time in s. */
#define dilithium_short_product PQ_KERNEL(dilithium, short_product)
void dilithium_short_product(int32_t w[256], const uint8_t s[768], const uint16_t *at, unsigned tau);

/* f + g and f - g, not reduced; the caller sees to it that nothing overflows. */
#define dilithium_add PQ_KERNEL(dilithium, add)
void dilithium_add(int32_t f[256], const int32_t g[256]);
#define dilithium_sub PQ_KERNEL(dilithium, sub)
void dilithium_sub(int32_t f[256], const int32_t g[256]);

/* A smaller representative.  f  in: |f[i]| < 10q; out: |f[i]| < q */
#define dilithium_reduce PQ_KERNEL(dilithium, reduce)
void dilithium_reduce(int32_t f[256]);

/* The representative in 0 .. q-1.  f  in: |f[i]| < q; out: 0 <= f[i] < q */
#define dilithium_canonical PQ_KERNEL(dilithium, canonical)
void dilithium_canonical(int32_t f[256]);

/* 1 if the infinity norm of f is bound or more, else 0.
 * f  |f[i]| < 2^30;   bound  1 .. 2^30 */
#define dilithium_norm_reaches PQ_KERNEL(dilithium, norm_reaches)
unsigned dilithium_norm_reaches(const int32_t f[256], int32_t bound);

/* Sampling, from the bytes of a hash. */

/* The coefficients that the fields of three bytes stand for, less those that are rejected.
 *                                                                                 FIPS 204, Algorithm 30
 * a  count of them at most, 0 <= a[i] < q; returns how many.  Behind these, up to count, may be anything.
 * buf  bytes, a multiple of 24
 * NOT constant time: for public seeds. */
#define dilithium_rej_uniform PQ_KERNEL(dilithium, rej_uniform)
unsigned dilithium_rej_uniform(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes);

/* The same for the half bytes of short polynomials.                               FIPS 204, Algorithm 31
 * a  |a[i]| <= eta;   buf  bytes, a multiple of 8;   eta  2 or 4
 * Which candidates are rejected is public: it says nothing about the values of those that are not.  Constant time in
 * all else. */
#define dilithium_rej_bounded PQ_KERNEL(dilithium, rej_bounded)
unsigned dilithium_rej_bounded(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta);

/* The coefficients i .. 255 of the challenge, as far as the bytes go; returns the next i, 256 at the end.
 *                                                                                 FIPS 204, Algorithm 29
 * c  zero before the first call, with i = 256 - tau;   signs  from bit 0 on, the bit of each coefficient
 * NOT constant time: for public seeds. */
#define dilithium_sample_in_ball PQ_KERNEL(dilithium, sample_in_ball)
unsigned dilithium_sample_in_ball(int32_t c[256], unsigned i, uint64_t signs, const uint8_t *buf, size_t bytes);

/* Rounding. */

/* r = 2^13 r1 + r0.                                                               FIPS 204, Algorithm 35
 * r  0 <= r[i] < q;   r1  0 .. 1023;   r0  -2^12 < r0[i] <= 2^12 */
#define dilithium_power2round PQ_KERNEL(dilithium, power2round)
void dilithium_power2round(int32_t r1[256], int32_t r0[256], const int32_t r[256]);

/* r = 2 gamma2 r1 + r0 mod q.                                                     FIPS 204, Algorithms 36 to 38
 * r  0 <= r[i] < q;   r1  0 .. m-1;   r0  -gamma2 < r0[i] <= gamma2, and where r[i] >= q - gamma2, -gamma2 <= r0[i] < 0
 *    with r1[i] = 0 */
#define dilithium_decompose PQ_KERNEL(dilithium, decompose)
void dilithium_decompose(int32_t r1[256], int32_t r0[256], const int32_t r[256], int32_t gamma2);

/* Where r0 is so large that it carries into r1: h[i] = 1 if HighBits(2 gamma2 r1[i] + r0[i]) is not r1[i], else 0.
 * Returns the number of ones.                                                     FIPS 204, Algorithm 39
 * r0  |r0[i]| < 2^20;   r1  0 .. m-1
 *
 * MakeHint(-c t0, w - c s2 + c t0) of the standard compares the high bits of w - c s2 + c t0 with those of w - c s2,
 * which are r1 = HighBits(w) since the low bits of w - c s2 were found to be small.  So it is this with
 * r0 = LowBits(w) - c s2 + c t0. */
#define dilithium_make_hint PQ_KERNEL(dilithium, make_hint)
unsigned dilithium_make_hint(int32_t h[256], const int32_t r0[256], const int32_t r1[256], int32_t gamma2);

/* The high bits of r, corrected by the hint.                                      FIPS 204, Algorithm 40
 * r1  0 .. m-1;   h  0 or 1;   r  0 <= r[i] < q */
#define dilithium_use_hint PQ_KERNEL(dilithium, use_hint)
void dilithium_use_hint(int32_t r1[256], const int32_t h[256], const int32_t r[256], int32_t gamma2);

/* Encoding: 256 fields of so many bits, 32 bits bytes, little endian. */

/* out, in  32 bits bytes;   w  0 .. 2^bits - 1;   bits  4, 6 or 10                 FIPS 204, Algorithms 16 and 18 */
#define dilithium_simple_bit_pack PQ_KERNEL(dilithium, simple_bit_pack)
void dilithium_simple_bit_pack(uint8_t *out, const int32_t w[256], unsigned bits);
#define dilithium_simple_bit_unpack PQ_KERNEL(dilithium, simple_bit_unpack)
void dilithium_simple_bit_unpack(int32_t w[256], const uint8_t *in, unsigned bits);

/* The same for b - w: b - 2^bits < w[i] <= b; bits  3, 4, 13, 18 or 20              FIPS 204, Algorithms 17 and 19
 * Every field is decoded, also one that stands for a number outside of the range -a .. b of the standard. */
#define dilithium_bit_pack PQ_KERNEL(dilithium, bit_pack)
void dilithium_bit_pack(uint8_t *out, const int32_t w[256], int32_t b, unsigned bits);
#define dilithium_bit_unpack PQ_KERNEL(dilithium, bit_unpack)
void dilithium_bit_unpack(int32_t w[256], const uint8_t *in, int32_t b, unsigned bits);

#endif
