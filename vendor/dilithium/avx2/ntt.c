#include <immintrin.h>
#include "../kernels.h"
#include "ntt_tables.h"

/* Two passes over the polynomial, with eight vectors at a time in registers: three layers between coefficients that are
 * far apart, and five within 64 coefficients.  In the last three of these the coefficients of two vectors change
 * places. */

enum
{
  Q = DILITHIUM_Q
};

/* Factors of eight coefficients, and the quotients 2^32 z / q of those with even and with odd numbers. */
typedef struct
{
  __m256i z, even, odd;
} factors;

static inline factors all(int32_t z, int32_t quotient)
{
  const __m256i q = _mm256_set1_epi32(quotient);
  return (factors){_mm256_set1_epi32(z), q, q};
}

/* Those of m for even, of the next for odd numbers; or the other way round. */
static inline factors alternate(unsigned even, unsigned odd)
{
  const __m256i z = _mm256_blend_epi32(_mm256_set1_epi32(zetas[even]), _mm256_set1_epi32(zetas[odd]), 0xaa);
  return (factors){z, _mm256_set1_epi32(quotients[even]), _mm256_set1_epi32(quotients[odd])};
}

static inline factors each(const int32_t table[2][8])
{
  const __m256i q = _mm256_loadu_si256((const __m256i *)table[1]);
  return (factors){_mm256_loadu_si256((const __m256i *)table[0]), q, _mm256_srli_epi64(q, 32)};
}

/* x, of which gcc knows nothing any more.  It would make shifts and additions of a multiplication by a constant, and
 * draw the difference apart that multiply returns: more instructions. */
static inline __m256i opaque(__m256i x)
{
#if defined(__GNUC__)
  __asm__("" : "+x"(x));
#endif
  return x;
}

/* x z - k q, where k = floor(x quotient / 2^32 + round / 2^32).  The quotient is 2^32 z / q + d with |d| <= 1/2.  So k
 * is x z / q - e, where for round = 0, -|x| / 2^33 < e < 1 + |x| / 2^33, and for round = 2^31 both are less by 1/2; and
 * the result is e q. */
static inline __m256i multiply_rounding(__m256i x, factors f, __m256i q, __m256i round)
{
  const __m256i even = _mm256_add_epi64(_mm256_mul_epi32(x, f.even), round);
  const __m256i odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(x, 32), f.odd), round);
  const __m256i k = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
  return opaque(_mm256_sub_epi32(_mm256_mullo_epi32(x, f.z), _mm256_mullo_epi32(k, q)));
}

static inline __m256i multiply(__m256i x, factors f, __m256i q)
{
  return multiply_rounding(x, f, q, _mm256_setzero_si256());
}

/* Of Algorithm 41. */
static inline void butterfly(__m256i *a, __m256i *b, factors f, __m256i q)
{
  const __m256i t = multiply(*b, f, q);
  *b = _mm256_sub_epi32(*a, t);
  *a = _mm256_add_epi32(*a, t);
}

/* Of Algorithm 42; the sign of its factor is in the difference. */
static inline void inverse_butterfly(__m256i *a, __m256i *b, factors f, __m256i q)
{
  const __m256i d = _mm256_sub_epi32(*b, *a);
  *a = _mm256_add_epi32(*a, *b);
  *b = multiply(d, f, q);
}

static inline void load(__m256i *v, const int32_t *f, unsigned count, unsigned step)
{
  for (unsigned i = 0; i < count; i++)
  {
    v[i] = _mm256_loadu_si256((const __m256i *)(f + i * step));
  }
}

static inline void store(int32_t *f, const __m256i *v, unsigned count, unsigned step)
{
  for (unsigned i = 0; i < count; i++)
  {
    _mm256_storeu_si256((__m256i *)(f + i * step), v[i]);
  }
}

/* Layers with distances of 128, 64 and 32. */
static inline void outer_layers(int32_t *f, __m256i q)
{
  __m256i v[8];
  load(v, f, 8, 32);
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
  }
  store(f, v, 8, 32);
}

/* Distances of 16 and 8 within 64 coefficients; b counts those. */
static inline void middle_layers(__m256i v[8], unsigned b, __m256i q)
{
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 8 + 2 * b + i / 2, j = i + i / 2 * 2;
    butterfly(v + j, v + j + 2, all(zetas[m], quotients[m]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 16 + 4 * b + i;
    butterfly(v + 2 * i, v + 2 * i + 1, all(zetas[m], quotients[m]), q);
  }
}

/* The two vectors of i < 4 have coefficients a0 .. a7, b0 .. b7.  Distances of 4, 2 and 1; b as above. */
static inline void inner_layers(__m256i v[8], unsigned b, __m256i q)
{
  __m256i x[4], y[4], u[4], w[4];
  for (unsigned i = 0; i < 4; i++)
  {
    const __m256i even = _mm256_permute4x64_epi64(v[2 * i], 0xd8), odd = _mm256_permute4x64_epi64(v[2 * i + 1], 0xd8);
    x[i] = _mm256_unpacklo_epi32(even, odd); /* a0 b0 a1 b1 | a2 b2 a3 b3 */
    y[i] = _mm256_unpackhi_epi32(even, odd); /* a4 b4 a5 b5 | a6 b6 a7 b7 */
    butterfly(x + i, y + i, alternate(32 + 8 * b + 2 * i, 33 + 8 * b + 2 * i), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    u[i] = _mm256_permute2x128_si256(x[i], y[i], 0x20); /* a0 b0 a1 b1 | a4 b4 a5 b5 */
    w[i] = _mm256_permute2x128_si256(x[i], y[i], 0x31); /* a2 b2 a3 b3 | a6 b6 a7 b7 */
    butterfly(u + i, w + i, each(forward[4 * b + i][0]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    x[i] = _mm256_unpacklo_epi32(u[i], w[i]); /* a0 a2 b0 b2 | a4 a6 b4 b6 */
    y[i] = _mm256_unpackhi_epi32(u[i], w[i]); /* a1 a3 b1 b3 | a5 a7 b5 b7 */
    butterfly(x + i, y + i, each(forward[4 * b + i][1]), q);
    v[2 * i] = _mm256_unpacklo_epi32(x[i], y[i]);
    v[2 * i + 1] = _mm256_unpackhi_epi32(x[i], y[i]);
  }
}

void dilithium_ntt(int32_t f[256])
{
  const __m256i q = opaque(_mm256_set1_epi32(Q));
  /* Each of the eight layers adds less than (1 + 10 q / 2^33) q < 1.02 q: below 9.2 q in the end. */
  for (unsigned j = 0; j < 32; j += 8)
  {
    outer_layers(f + j, q);
  }
  for (unsigned b = 0; b < 4; b++)
  {
    __m256i v[8];
    load(v, f + 64 * b, 8, 8);
    middle_layers(v, b, q);
    inner_layers(v, b, q);
    store(f + 64 * b, v, 8, 8);
  }
}

#define SHUFFLE(a, b, order)                                                                                           \
  _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), order))
#define EVENS(a, b) SHUFFLE(a, b, 0x88)
#define ODDS(a, b)  SHUFFLE(a, b, 0xdd)

/* Distances of 1, 2 and 4: the way of inner_layers, backwards. */
static inline void inner_inverse_layers(__m256i v[8], unsigned b, __m256i q)
{
  __m256i x[4], y[4], u[4], w[4];
  for (unsigned i = 0; i < 4; i++)
  {
    x[i] = EVENS(v[2 * i], v[2 * i + 1]);
    y[i] = ODDS(v[2 * i], v[2 * i + 1]);
    inverse_butterfly(x + i, y + i, each(inverse[4 * b + i][1]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    u[i] = EVENS(x[i], y[i]);
    w[i] = ODDS(x[i], y[i]);
    inverse_butterfly(u + i, w + i, each(inverse[4 * b + i][0]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    x[i] = _mm256_permute2x128_si256(u[i], w[i], 0x20);
    y[i] = _mm256_permute2x128_si256(u[i], w[i], 0x31);
    inverse_butterfly(x + i, y + i, alternate(63 - 8 * b - 2 * i, 62 - 8 * b - 2 * i), q);
    v[2 * i] = _mm256_permute4x64_epi64(EVENS(x[i], y[i]), 0xd8);
    v[2 * i + 1] = _mm256_permute4x64_epi64(ODDS(x[i], y[i]), 0xd8);
  }
}

/* Distances of 8 and 16. */
static inline void middle_inverse_layers(__m256i v[8], unsigned b, __m256i q)
{
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 31 - 4 * b - i;
    inverse_butterfly(v + 2 * i, v + 2 * i + 1, all(zetas[m], quotients[m]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 15 - 2 * b - i / 2, j = i + i / 2 * 2;
    inverse_butterfly(v + j, v + j + 2, all(zetas[m], quotients[m]), q);
  }
}

/* Distances of 32, 64 and 128, with the division by 256 and the multiplication by 2^32 in the last products: 16382 is
 * 2^32 / 256 mod q, and 294725 that times 1753^128. */
static inline void outer_inverse_layers(int32_t *f, __m256i q)
{
  const factors f0 = all(16382, 8395782), f1 = all(294725, 151046689);
  const __m256i half = _mm256_set1_epi64x(INT64_C(1) << 31);
  __m256i v[8];
  load(v, f, 8, 32);
  for (unsigned i = 0; i < 4; i++)
  {
    inverse_butterfly(v + 2 * i, v + 2 * i + 1, all(zetas[7 - i], quotients[7 - i]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const unsigned m = 3 - i / 2, j = i + i / 2 * 2;
    inverse_butterfly(v + j, v + j + 2, all(zetas[m], quotients[m]), q);
  }
  for (unsigned i = 0; i < 4; i++)
  {
    const __m256i sum = _mm256_add_epi32(v[i], v[i + 4]), difference = _mm256_sub_epi32(v[i + 4], v[i]);
    v[i] = multiply_rounding(sum, f0, q, half);
    v[i + 4] = multiply_rounding(difference, f1, q, half);
  }
  store(f, v, 8, 32);
}

void dilithium_invntt(int32_t f[256])
{
  const __m256i q = opaque(_mm256_set1_epi32(Q));
  /* Each layer doubles the sums, to less than 256 q < 2^31 in the end, and its products are smaller.  So in the last
   * products |x| / 2^33 < 1/4, and they are below 3q/4. */
  for (unsigned b = 0; b < 4; b++)
  {
    __m256i v[8];
    load(v, f + 64 * b, 8, 8);
    inner_inverse_layers(v, b, q);
    middle_inverse_layers(v, b, q);
    store(f + 64 * b, v, 8, 8);
  }
  for (unsigned j = 0; j < 32; j += 8)
  {
    outer_inverse_layers(f + j, q);
  }
}

/* The coefficients i .. i+7 of the sum, in 64 bits: those with even and odd numbers. */
static inline void add_product(__m256i *even, __m256i *odd, const int32_t *a, const int32_t *b)
{
  const __m256i x = _mm256_loadu_si256((const __m256i *)a), y = _mm256_loadu_si256((const __m256i *)b);
  const __m256i z = _mm256_mul_epi32(_mm256_srli_epi64(x, 32), _mm256_srli_epi64(y, 32));
  *even = _mm256_add_epi64(*even, _mm256_mul_epi32(x, y));
  *odd = _mm256_add_epi64(*odd, z);
}

/* Montgomery reduction (FIPS 204, Algorithm 49): t = sum / q mod 2^32, since 58728449 = 1 / q, so sum - t q is a
 * multiple of 2^32.  |sum| < 8 * q * 10q, so the quotient is below 80 q^2 / 2^32 + q / 2 < 0.7 q. */
static inline __m256i montgomery(__m256i even, __m256i odd)
{
  const __m256i q = _mm256_set1_epi32(Q), inverse_of_q = _mm256_set1_epi32(58728449);
  const __m256i t_even = _mm256_mul_epi32(_mm256_mul_epi32(even, inverse_of_q), q);
  const __m256i t_odd = _mm256_mul_epi32(_mm256_mul_epi32(odd, inverse_of_q), q);
  const __m256i high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
  return _mm256_sub_epi32(high, _mm256_blend_epi32(_mm256_srli_epi64(t_even, 32), t_odd, 0xaa));
}

static inline void multiply_row(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l)
{
  for (unsigned i = 0; i < 256; i += 16)
  {
    __m256i even[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    __m256i odd[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (unsigned j = i; j < 256 * l; j += 256)
    {
      add_product(even, odd, a + j, b + j);
      add_product(even + 1, odd + 1, a + j + 8, b + j + 8);
    }
    _mm256_storeu_si256((__m256i *)(w + i), montgomery(even[0], odd[0]));
    _mm256_storeu_si256((__m256i *)(w + i + 8), montgomery(even[1], odd[1]));
  }
}

void dilithium_multiply_row(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l)
{
  multiply_row(w, a, b, l);
}
