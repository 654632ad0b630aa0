#include <string.h>
#include "../../common/sha3.h"
#include "../kernels.h"
#include "ntt.h"
#include "ntt_tables.h"

/* x^2048 - 1 is split by nine levels of x^2m - z^2 = (x^m - z)(x^m + z) into 512 factors of degree 4, modulo the primes
 * 7681 and 10753, which are 1 mod 512.  A sum of 1217 numbers below 2^15 in absolute value is less than half of their
 * product, so it is known from its remainders.
 *
 * zetas[i][2^l + k], l < 8: z of node k of level l for prime i, times 2^16, that is w^(BitRev_l(k) 2^(8-l)) with w of
 * order 512 (4055 and 3965); level 8: nodes 0, 2, 4, ... from 256 on, nodes 1, 3, ... from 384 on.  inverse_zetas: 1 /
 * z. */

enum
{
  LANES = 16
};

typedef struct
{
  __m256i p, p_inverse; /* 1 / p mod 2^16 */
  __m256i quotient;     /* 2^15 / p, rounded */
  int16_t last;         /* 2^32 / 512 mod p */
  const int16_t *zetas, *inverse_zetas;
} prime;

static prime get_prime(unsigned i)
{
  static const int16_t p[2] = {7681, 10753}, p_inverse[2] = {-7679, -10751}, quotient[2] = {4, 3},
                       last[2] = {956, 1268};
  const prime result = {
      _mm256_set1_epi16(p[i]), _mm256_set1_epi16(p_inverse[i]), _mm256_set1_epi16(quotient[i]), last[i], zetas[i],
      inverse_zetas[i]};
  return result;
}

/* x y / 2^16 mod p, below p in absolute value: Montgomery's product, for |y| < p and any x. */
static inline __m256i multiply(__m256i x, __m256i y, const prime *q)
{
  const __m256i m = _mm256_mullo_epi16(_mm256_mullo_epi16(x, y), q->p_inverse);
  return _mm256_sub_epi16(_mm256_mulhi_epi16(x, y), _mm256_mulhi_epi16(m, q->p));
}

/* The same for factors that are used more than once: y, and y / p mod 2^16. */
typedef struct
{
  __m256i y, y_inverse;
} factor;

static inline factor make_factor(__m256i y, const prime *q)
{
  const factor result = {y, _mm256_mullo_epi16(y, q->p_inverse)};
  return result;
}

static inline factor broadcast(int16_t y, const prime *q)
{
  return make_factor(_mm256_set1_epi16(y), q);
}

static inline factor load(const int16_t *y, const prime *q)
{
  return make_factor(_mm256_loadu_si256((const __m256i *)y), q);
}

static inline __m256i multiply_by(__m256i x, factor y, const prime *q)
{
  const __m256i m = _mm256_mullo_epi16(x, y.y_inverse);
  return _mm256_sub_epi16(_mm256_mulhi_epi16(x, y.y), _mm256_mulhi_epi16(m, q->p));
}

/* x mod p, below 4p/5 in absolute value, for any x: the quotient, before it is rounded, is off by at most 2^15 |4 /
 * 2^15 - 1 / 7681| < 0.27, or 2^15 |3 / 2^15 - 1 / 10753| < 0.05. */
static inline __m256i reduce(__m256i x, const prime *q)
{
  return _mm256_sub_epi16(x, _mm256_mullo_epi16(_mm256_mulhrs_epi16(x, q->quotient), q->p));
}

/* (a, b) = (a + z b, a - z b) */
static inline void butterfly(__m256i *a, __m256i *b, factor z, const prime *q)
{
  const __m256i t = multiply_by(*b, z, q);
  *b = _mm256_sub_epi16(*a, t);
  *a = _mm256_add_epi16(*a, t);
}

/* (a, b) = (a + b, (a - b) z), both below p if both were */
static inline void inverse_butterfly(__m256i *a, __m256i *b, factor z, const prime *q)
{
  const __m256i t = _mm256_sub_epi16(*a, *b);
  *a = reduce(_mm256_add_epi16(*a, *b), q);
  *b = multiply_by(t, z, q);
}

/* Levels l and l + 1, on whole vectors.  in: |f| < p; out: again, 3p < 2^15 in between */
static void two_levels(__m256i f[NTT_VECTORS], unsigned l, const prime *q)
{
  const unsigned quarter = NTT_VECTORS >> (l + 2);
  for (unsigned k = 0; k < 1u << l; k++, f += 4 * quarter)
  {
    const factor z = broadcast(q->zetas[(1u << l) + k], q);
    const factor z0 = broadcast(q->zetas[(2u << l) + 2 * k], q), z1 = broadcast(q->zetas[(2u << l) + 2 * k + 1], q);
    for (unsigned j = 0; j < quarter; j++)
    {
      __m256i a = f[j], b = f[j + quarter], c = f[j + 2 * quarter], d = f[j + 3 * quarter];
      butterfly(&a, &c, z, q);
      butterfly(&b, &d, z, q);
      butterfly(&a, &b, z0, q);
      butterfly(&c, &d, z1, q);
      f[j] = reduce(a, q);
      f[j + quarter] = reduce(b, q);
      f[j + 2 * quarter] = reduce(c, q);
      f[j + 3 * quarter] = reduce(d, q);
    }
  }
}

static void two_inverse_levels(__m256i f[NTT_VECTORS], unsigned l, const prime *q)
{
  const unsigned quarter = NTT_VECTORS >> (l + 2);
  for (unsigned k = 0; k < 1u << l; k++, f += 4 * quarter)
  {
    const factor z = broadcast(q->inverse_zetas[(1u << l) + k], q);
    const factor z0 = broadcast(q->inverse_zetas[(2u << l) + 2 * k], q);
    const factor z1 = broadcast(q->inverse_zetas[(2u << l) + 2 * k + 1], q);
    for (unsigned j = 0; j < quarter; j++)
    {
      __m256i a = f[j], b = f[j + quarter], c = f[j + 2 * quarter], d = f[j + 3 * quarter];
      inverse_butterfly(&a, &b, z0, q);
      inverse_butterfly(&c, &d, z1, q);
      inverse_butterfly(&a, &c, z, q);
      inverse_butterfly(&b, &d, z, q);
      f[j] = a;
      f[j + quarter] = b;
      f[j + 2 * quarter] = c;
      f[j + 3 * quarter] = d;
    }
  }
}

/* One of three times that transpose eight numbers of eight vectors, in either half: with the bits of a vector's and of
 * a number's index in a row, all bits move by one. */
static inline void shuffle(__m256i y[8], const __m256i x[8])
{
  for (unsigned i = 0; i < 4; i++)
  {
    y[2 * i] = _mm256_unpacklo_epi16(x[i], x[i + 4]);
    y[2 * i + 1] = _mm256_unpackhi_epi16(x[i], x[i + 4]);
  }
}

/* Number j of vector i becomes number i of vector j, of sixteen. */
static inline void transpose(__m256i x[LANES])
{
  __m256i y[LANES];
  for (unsigned i = 0; i < 8; i++)
  {
    y[i] = _mm256_permute2x128_si256(x[i], x[i + 8], 0x20);
    y[i + 8] = _mm256_permute2x128_si256(x[i], x[i + 8], 0x31);
  }
  for (unsigned i = 0; i < LANES; i += 8)
  {
    shuffle(x + i, y + i);
    shuffle(y + i, x + i);
    shuffle(x + i, y + i);
  }
}

/* Levels 6 to 8 of 16 vectors: within and between two of them.  After level 6 each is a polynomial modulo x^16 - z^2;
 * the transposition makes x[r] the coefficients r of sixteen of those.  in: |x| < p; out: |x| < 2p */
static void last_levels(__m256i x[LANES], unsigned group, const prime *q)
{
  const int16_t *const z6 = q->zetas + 64 + 8 * group, *const z7s = q->zetas + 128 + LANES * group;
  const factor z7 = load(z7s, q);
  for (unsigned i = 0; i < 8; i++)
  {
    butterfly(&x[2 * i], &x[2 * i + 1], broadcast(z6[i], q), q);
  }
  transpose(x);
  for (unsigned r = 0; r < 8; r++)
  {
    butterfly(&x[r], &x[r + 8], z7, q); /* < 3p < 2^15 */
    x[r] = reduce(x[r], q);
    x[r + 8] = reduce(x[r + 8], q);
  }
  for (unsigned half = 0; half < 2; half++)
  {
    const factor z8 = load(q->zetas + 256 + 128 * half + LANES * group, q);
    for (unsigned r = 8 * half; r < 8 * half + 4; r++)
    {
      butterfly(&x[r], &x[r + 4], z8, q);
    }
  }
}

static void first_inverse_levels(__m256i x[LANES], unsigned group, const prime *q)
{
  const int16_t *const z6 = q->inverse_zetas + 64 + 8 * group, *const z7s = q->inverse_zetas + 128 + LANES * group;
  const factor z7 = load(z7s, q);
  for (unsigned half = 0; half < 2; half++)
  {
    const factor z8 = load(q->inverse_zetas + 256 + 128 * half + LANES * group, q);
    for (unsigned r = 8 * half; r < 8 * half + 4; r++)
    {
      inverse_butterfly(&x[r], &x[r + 4], z8, q);
    }
  }
  for (unsigned r = 0; r < 8; r++)
  {
    inverse_butterfly(&x[r], &x[r + 8], z7, q);
  }
  transpose(x);
  for (unsigned i = 0; i < 8; i++)
  {
    inverse_butterfly(&x[2 * i], &x[2 * i + 1], broadcast(z6[i], q), q);
  }
}

/* a = a b modulo x^4 - z, over 2^16, in all lanes.  in: |a| any, |b| < p; out: |a| < p */
static inline void multiply4(__m256i a[4], const __m256i b[4], factor z, const prime *q)
{
  __m256i low[4], high[3];
  low[0] = multiply(a[0], b[0], q);
  low[1] = _mm256_add_epi16(multiply(a[0], b[1], q), multiply(a[1], b[0], q));
  low[2] =
      _mm256_add_epi16(_mm256_add_epi16(multiply(a[0], b[2], q), multiply(a[1], b[1], q)), multiply(a[2], b[0], q));
  low[3] =
      _mm256_add_epi16(_mm256_add_epi16(multiply(a[0], b[3], q), multiply(a[1], b[2], q)), multiply(a[2], b[1], q));
  high[0] =
      _mm256_add_epi16(_mm256_add_epi16(multiply(a[1], b[3], q), multiply(a[2], b[2], q)), multiply(a[3], b[1], q));
  high[1] = _mm256_add_epi16(multiply(a[2], b[3], q), multiply(a[3], b[2], q));
  high[2] = multiply(a[3], b[3], q);
  /* Three products are below 3p < 2^15. */
  a[0] = reduce(_mm256_add_epi16(low[0], multiply_by(high[0], z, q)), q);
  a[1] = reduce(_mm256_add_epi16(low[1], multiply_by(high[1], z, q)), q);
  a[2] = reduce(_mm256_add_epi16(reduce(low[2], q), multiply_by(high[2], z, q)), q);
  a[3] = reduce(_mm256_add_epi16(reduce(low[3], q), multiply(a[3], b[0], q)), q);
}

/* Sixteen vectors of transformed numbers, four polynomials modulo x^4 - z and x^4 + z in each lane. */
static void multiply_group(__m256i a[LANES], const __m256i b[LANES], unsigned group, const prime *q)
{
  for (unsigned half = 0; half < 2; half++)
  {
    const factor z = load(q->zetas + 256 + 128 * half + LANES * group, q);
    const factor minus_z = make_factor(_mm256_sub_epi16(_mm256_setzero_si256(), z.y), q);
    multiply4(a + 8 * half, b + 8 * half, z, q);
    multiply4(a + 8 * half + 4, b + 8 * half + 4, minus_z, q);
  }
}

void ntt_load(ntt_poly *out, const uint16_t v[ROUND5_MASTER])
{
  for (unsigned i = 0; i < 2; i++)
  {
    const prime q = get_prime(i);
    __m256i *const f = out->f[i];
    for (unsigned k = 0; k < NTT_VECTORS; k++)
    {
      f[k] = reduce(_mm256_loadu_si256((const __m256i *)v + k), &q);
    }
    two_levels(f, 0, &q);
    two_levels(f, 2, &q);
    two_levels(f, 4, &q);
    for (unsigned group = 0; group < 8; group++)
    {
      last_levels(f + LANES * group, group, &q);
    }
    for (unsigned k = 0; k < NTT_VECTORS; k++)
    {
      f[k] = reduce(f[k], &q);
    }
  }
}

/* f times b for one prime; |f| < p, in the order of coefficients. */
static void multiply_modulo(__m256i f[NTT_VECTORS], const __m256i b[NTT_VECTORS], const prime *q)
{
  two_levels(f, 0, q);
  two_levels(f, 2, q);
  two_levels(f, 4, q);
  for (unsigned group = 0; group < 8; group++)
  {
    last_levels(f + LANES * group, group, q);
    multiply_group(f + LANES * group, b + LANES * group, group, q);
    first_inverse_levels(f + LANES * group, group, q);
  }
  two_inverse_levels(f, 4, q);
  two_inverse_levels(f, 2, q);
  two_inverse_levels(f, 0, q);
  const factor last = broadcast(q->last, q);
  for (unsigned k = 0; k < NTT_VECTORS; k++)
  {
    f[k] = multiply_by(f[k], last, q);
  }
}

/* The representative of x closest to 0, |x| < p. */
static inline __m256i centre(__m256i x, __m256i p)
{
  const __m256i half = _mm256_srli_epi16(p, 1); /* (p - 1) / 2 */
  const __m256i above = _mm256_cmpgt_epi16(x, half);
  const __m256i below = _mm256_cmpgt_epi16(_mm256_sub_epi16(_mm256_setzero_si256(), half), x);
  return _mm256_add_epi16(_mm256_sub_epi16(x, _mm256_and_si256(p, above)), _mm256_and_si256(p, below));
}

void ntt_multiply(uint16_t c[ROUND5_MASTER], const ntt_poly *v, __m256i s[NTT_VECTORS])
{
  const prime q0 = get_prime(0), q1 = get_prime(1);
  const factor inverse = broadcast(3563, &q1); /* 2^16 / 7681 mod 10753 */
  __m256i f[NTT_VECTORS];
  memcpy(f, s, sizeof f);
  multiply_modulo(f, v->f[0], &q0);
  multiply_modulo(s, v->f[1], &q1);
  for (unsigned k = 0; k < NTT_VECTORS; k++)
  {
    /* The number is x + 7681 y, with x and y closest to 0; its lower 16 bits. */
    const __m256i x = centre(f[k], q0.p);
    const __m256i y = centre(multiply_by(_mm256_sub_epi16(s[k], x), inverse, &q1), q1.p);
    _mm256_storeu_si256((__m256i *)c + k, _mm256_add_epi16(x, _mm256_mullo_epi16(y, q0.p)));
  }
  pq_wipe(f, sizeof f);
  pq_wipe_frames();
}
