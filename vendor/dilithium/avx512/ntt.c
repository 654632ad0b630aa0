#include <immintrin.h>
#include "../kernels.h"
#include "../avx2/ntt_tables.h"
#include "ntt_tables.h"
#include "vectors.h"

/* As in avx2/ntt.c, where the bounds are, with 16 coefficients at a time: three layers between coefficients that are
 * far apart, and five within 64 coefficients.  In the last four of these the coefficients of two vectors change
 * places. */

enum
{
  Q = DILITHIUM_Q
};

static inline __m512i load(const int32_t *f)
{
  return _mm512_loadu_si512(f);
}

static inline void store(int32_t *f, __m512i x)
{
  _mm512_storeu_si512(f, x);
}

/* Numbers 1, 3, ... of x, where 0, 2, ... are; and between those of y. */
static inline __m512i odd_numbers(__m512i x)
{
  return _mm512_castps_si512(_mm512_movehdup_ps(_mm512_castsi512_ps(x)));
}

static inline __m512i odd_numbers_of_both(__m512i x, __m512i y)
{
  return _mm512_castps_si512(_mm512_mask_movehdup_ps(_mm512_castsi512_ps(y), 0x5555, _mm512_castsi512_ps(x)));
}

/* Factors of 16 coefficients, and the quotients 2^32 z / q of those with even and with odd numbers. */
typedef struct
{
  __m512i z, even, odd;
} factors;

static inline factors all(int32_t z, int32_t quotient)
{
  const __m512i q = _mm512_set1_epi32(quotient);
  return (factors){_mm512_set1_epi32(z), q, q};
}

static inline factors each(const int32_t table[2][16])
{
  const __m512i q = load(table[1]);
  return (factors){load(table[0]), q, odd_numbers(q)};
}

/* x z - k q, where k = floor(x quotient / 2^32 + round / 2^32). */
static inline __m512i multiply_rounding(__m512i x, factors f, __m512i q, __m512i round)
{
  const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(x, f.even), round);
  const __m512i odd = _mm512_add_epi64(_mm512_mul_epi32(_mm512_srli_epi64(x, 32), f.odd), round);
  const __m512i k = odd_numbers_of_both(even, odd);
  return opaque(_mm512_sub_epi32(_mm512_mullo_epi32(x, f.z), _mm512_mullo_epi32(k, q)));
}

static inline __m512i multiply(__m512i x, factors f, __m512i q)
{
  return multiply_rounding(x, f, q, _mm512_setzero_si512());
}

/* Of Algorithm 41. */
static inline void butterfly(__m512i *a, __m512i *b, factors f, __m512i q)
{
  const __m512i t = multiply(*b, f, q);
  *b = _mm512_sub_epi32(*a, t);
  *a = _mm512_add_epi32(*a, t);
}

/* Of Algorithm 42; the sign of its factor is in the difference. */
static inline void inverse_butterfly(__m512i *a, __m512i *b, factors f, __m512i q)
{
  const __m512i d = _mm512_sub_epi32(*b, *a);
  *a = _mm512_add_epi32(*a, *b);
  *b = multiply(d, f, q);
}

/* Layers with distances of 128, 64 and 32. */
static inline void outer_layers(int32_t *f, __m512i q)
{
  __m512i v[8];
  for (unsigned i = 0; i < 8; i++)
  {
    v[i] = load(f + 32 * i);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    butterfly(v + i, v + i + 4, all(zetas[1], quotients[1]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 2 + i / 2, j = i + i / 2 * 2;
    butterfly(v + j, v + j + 2, all(zetas[m], quotients[m]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    butterfly(v + 2 * i, v + 2 * i + 1, all(zetas[4 + i], quotients[4 + i]), q);
    store(f + 64 * i, v[2 * i]);
    store(f + 64 * i + 32, v[2 * i + 1]);
  }
}

#define QUARTERS(a, b, order) _mm512_shuffle_i64x2(a, b, order)
#define SHUFFLE(a, b, order)                                                                                           \
  _mm512_castps_si512(_mm512_shuffle_ps(_mm512_castsi512_ps(a), _mm512_castsi512_ps(b), order))

/* Distances of 16, 8, 4, 2 and 1 within 32 coefficients a0 .. a15, b0 .. b15; p counts those. */
static inline void inner_layers(int32_t *f, unsigned p, __m512i q)
{
  const __m512i first = _mm512_setr_epi32(0, 16, 2, 18, 1, 17, 3, 19, 8, 24, 10, 26, 9, 25, 11, 27);
  const __m512i second = _mm512_setr_epi32(4, 20, 6, 22, 5, 21, 7, 23, 12, 28, 14, 30, 13, 29, 15, 31);
  __m512i a = load(f), b = load(f + 16), x, y;
  butterfly(&a, &b, all(zetas[8 + p], quotients[8 + p]), q);
  x = QUARTERS(a, b, 0x44); /* a0 .. a7 | b0 .. b7 */
  y = QUARTERS(a, b, 0xee); /* a8 .. a15 | b8 .. b15 */
  butterfly(&x, &y, each(inner[p][0]), q);
  a = QUARTERS(x, y, 0x88); /* a0 .. a3 | b0 .. b3 | a8 .. a11 | b8 .. b11 */
  b = QUARTERS(x, y, 0xdd); /* a4 .. a7 | b4 .. b7 | a12 .. a15 | b12 .. b15 */
  butterfly(&a, &b, each(inner[p][1]), q);
  x = _mm512_unpacklo_epi64(a, b); /* a0 a1 a4 a5 | ... */
  y = _mm512_unpackhi_epi64(a, b); /* a2 a3 a6 a7 | ... */
  butterfly(&x, &y, each(inner[p][2]), q);
  a = SHUFFLE(x, y, 0x88); /* a0 a4 a2 a6 | ... */
  b = SHUFFLE(x, y, 0xdd); /* a1 a5 a3 a7 | ... */
  butterfly(&a, &b, each(inner[p][3]), q);
  store(f, _mm512_permutex2var_epi32(a, first, b));
  store(f + 16, _mm512_permutex2var_epi32(a, second, b));
}

void dilithium_ntt(int32_t f[256])
{
  const __m512i q = opaque(_mm512_set1_epi32(Q));
  outer_layers(f, q);
  outer_layers(f + 16, q);
  for (unsigned p = 0; p < 8; p++)
  {
    inner_layers(f + 32 * p, p, q);
  }
}

/* Distances of 1, 2, 4, 8 and 16.  The factors are those of the forward transform, the last ones first: so they are for
 * 7 - p, and meet b15, b14, ... a0 where that has a0, ... b15. */
static inline void inner_inverse_layers(int32_t *f, unsigned p, __m512i q)
{
  const __m512i even = _mm512_setr_epi32(30, 26, 28, 24, 14, 10, 12, 8, 22, 18, 20, 16, 6, 2, 4, 0);
  const __m512i odd = _mm512_setr_epi32(31, 27, 29, 25, 15, 11, 13, 9, 23, 19, 21, 17, 7, 3, 5, 1);
  const __m512i low = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15), high = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
  __m512i x = load(f), y = load(f + 16);
  __m512i a = _mm512_permutex2var_epi32(x, even, y); /* b14 b10 b12 b8 | a14 a10 a12 a8 | b6 b2 b4 b0 | a6 a2 a4 a0 */
  __m512i b = _mm512_permutex2var_epi32(x, odd, y);  /* b15 b11 b13 b9 | ... */
  inverse_butterfly(&a, &b, each(inner[7 - p][3]), q);
  x = _mm512_unpackhi_epi32(a, b); /* b12 b13 b8 b9 | ... */
  y = _mm512_unpacklo_epi32(a, b); /* b14 b15 b10 b11 | ... */
  inverse_butterfly(&x, &y, each(inner[7 - p][2]), q);
  a = _mm512_unpackhi_epi64(x, y); /* b8 .. b11 | a8 .. a11 | b0 .. b3 | a0 .. a3 */
  b = _mm512_unpacklo_epi64(x, y); /* b12 .. b15 | a12 .. a15 | b4 .. b7 | a4 .. a7 */
  inverse_butterfly(&a, &b, each(inner[7 - p][1]), q);
  x = _mm512_permutex2var_epi64(a, low, b);  /* b0 .. b7 | a0 .. a7 */
  y = _mm512_permutex2var_epi64(a, high, b); /* b8 .. b15 | a8 .. a15 */
  inverse_butterfly(&x, &y, each(inner[7 - p][0]), q);
  a = QUARTERS(x, y, 0xee);
  b = QUARTERS(x, y, 0x44);
  inverse_butterfly(&a, &b, all(zetas[15 - p], quotients[15 - p]), q);
  store(f, a);
  store(f + 16, b);
}

/* Distances of 32, 64 and 128, with the division by 256 and the multiplication by 2^32 in the last products: 16382 is
 * 2^32 / 256 mod q, and 294725 that times 1753^128. */
static inline void outer_inverse_layers(int32_t *f, __m512i q)
{
  const factors f0 = all(16382, 8395782), f1 = all(294725, 151046689);
  const __m512i half = _mm512_set1_epi64(INT64_C(1) << 31);
  __m512i v[8];
  for (unsigned i = 0; i < 4; i++)
  {
    v[2 * i] = load(f + 64 * i);
    v[2 * i + 1] = load(f + 64 * i + 32);
    inverse_butterfly(v + 2 * i, v + 2 * i + 1, all(zetas[7 - i], quotients[7 - i]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 3 - i / 2, j = i + i / 2 * 2;
    inverse_butterfly(v + j, v + j + 2, all(zetas[m], quotients[m]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const __m512i sum = _mm512_add_epi32(v[i], v[i + 4]), difference = _mm512_sub_epi32(v[i + 4], v[i]);
    store(f + 32 * i, multiply_rounding(sum, f0, q, half));
    store(f + 32 * i + 128, multiply_rounding(difference, f1, q, half));
  }
}

void dilithium_invntt(int32_t f[256])
{
  const __m512i q = opaque(_mm512_set1_epi32(Q));
  for (unsigned p = 0; p < 8; p++)
  {
    inner_inverse_layers(f + 32 * p, p, q);
  }
  outer_inverse_layers(f, q);
  outer_inverse_layers(f + 16, q);
}

static inline void add_product(__m512i *even, __m512i *odd, __m512i x, __m512i y)
{
  *even = _mm512_add_epi64(*even, _mm512_mul_epi32(x, y));
  *odd = _mm512_add_epi64(*odd, _mm512_mul_epi32(odd_numbers(x), odd_numbers(y)));
}

/* Montgomery reduction (FIPS 204, Algorithm 49) of each 64 bits, in the upper half of them: t = sum / q mod 2^32, since
 * 58728449 = 1 / q.  |sum| < 8 * q * 10q, so sum - t q is below 2^32 (80 q^2 / 2^32 + q / 2) < 2^32 0.7 q. */
static inline __m512i montgomery(__m512i sum)
{
  const __m512i t = _mm512_mul_epi32(sum, _mm512_set1_epi32(58728449));
  return _mm512_sub_epi64(sum, _mm512_mul_epi32(t, _mm512_set1_epi32(Q)));
}

void dilithium_multiply_row(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l)
{
  for (unsigned i = 0; i < 256; i += 64)
  {
    __m512i even[4], odd[4];
    for (unsigned k = 0; k < 4; k++)
    {
      even[k] = odd[k] = _mm512_setzero_si512();
    }
    unsigned j = i;
    do
    {
      for (unsigned k = 0; k < 4; k++)
      {
        add_product(even + k, odd + k, load(a + j + 16 * k), load(b + j + 16 * k));
      }
      j += 256;
    } while (j < 256 * l); /* gcc moves sums between registers if it might not be entered */
    for (unsigned k = 0; k < 4; k++)
    {
      store(w + i + 16 * k, odd_numbers_of_both(montgomery(even[k]), montgomery(odd[k])));
    }
  }
}
