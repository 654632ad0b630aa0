#ifndef KYBER_REDUCE_H
#define KYBER_REDUCE_H
#include "kernels.h"

/* Arithmetic mod q on 16-bit numbers, for the portable kernels.
 * PORTABILITY: >> of a negative number is taken to be arithmetic, and a conversion to int16_t to wrap: both are left to
 * the implementation by C11, and so on every compiler that we know of. */

/* x y 2^-16 mod q, Montgomery's product.  |x y| < 2^15 q gives |result| < q.
 * 62209 = q^-1 mod 2^16, so m q agrees with x y in the lower 16 bits, and the upper halves differ by the result. */
static inline int16_t kyber_mont_mul(int16_t x, int16_t y)
{
  const int32_t product = (int32_t)x * y;
  const int16_t m = (int16_t)((uint32_t)product * 62209u);
  return (int16_t)((product >> 16) - (((int32_t)m * KYBER_Q) >> 16));
}

/* The representative of x in -(q-1)/2 .. (q-1)/2, for any x (Barrett).
 * 20159 = round(2^26 / q) is off by less than 0.13, so x 20159 / 2^26 by less than 2^15 * 0.13 / 2^26 < 2^-13 < 1 / 2q:
 * too little to reach the next half integer, as x / q is at least 1 / 2q away from one. */
static inline int16_t kyber_centre(int16_t x)
{
  const int16_t quotient = (int16_t)((((int32_t)x * 20159 >> 16) + (1 << 9)) >> 10);
  return (int16_t)(x - quotient * KYBER_Q);
}

#endif
