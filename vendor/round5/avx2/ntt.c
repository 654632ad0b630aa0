#include <string.h>
#include "../kernels.h"
#include "ntt_arithmetic.h"
#include "transpose.h"

/* x^2048 - 1 is split by nine levels of x^2m - z^2 = (x^m - z)(x^m + z) into 512 factors of degree 4, modulo the primes
 * 7681 and 10753, which are 1 mod 512.  A sum of 1217 numbers below 2^15 in absolute value is less than half of their
 * product, so it is known from its remainders.
 *
 * zetas[i][2^l + k], l < 8: z of node k of level l for prime i, times 2^16, that is w^(BitRev_l(k) 2^(8-l)) with w of
 * order 512 (4055 and 3965); level 8: nodes 0, 2, 4, ... from 256 on, nodes 1, 3, ... from 384 on.  inverse_zetas: 1 /
 * z.  All are closest to 0: below p / 2 in absolute value. */

/* The factors of node k of level l and of those below it, for three levels. */
static inline void load_nodes(ntt_factor z[7], const int16_t *zetas, unsigned l, unsigned k, const prime *q)
{
  for (unsigned i = 0, level = 0; level < 3; level++)
  {
    for (unsigned n = 0; n < 1u << level; n++, i++)
    {
      z[i] = broadcast(zetas[((1u << l) + k) * (1u << level) + n], q);
    }
  }
}

/* Eight vectors, step apart. */
static inline void get(__m256i x[8], const __m256i *f, unsigned step)
{
  for (unsigned i = 0; i < 8; i++)
  {
    x[i] = f[i * step];
  }
}

static inline void set(__m256i *f, const __m256i x[8], unsigned step)
{
  for (unsigned i = 0; i < 8; i++)
  {
    f[i * step] = x[i];
  }
}

/* Levels l to l + 2, on whole vectors.  in: 1.04; out: 2.95 */
static void three_levels(__m256i f[NTT_VECTORS], unsigned l, const prime *q)
{
  const unsigned step = NTT_VECTORS >> (l + 3);
  for (unsigned k = 0; k < 1u << l; k++, f += 8 * step)
  {
    ntt_factor z[7];
    load_nodes(z, q->zetas, l, k, q);
    for (unsigned j = 0; j < step; j++)
    {
      __m256i x[8];
      get(x, f + j, step);
      for (unsigned i = 0; i < 4; i++)
      {
        butterfly(&x[i], &x[i + 4], z[0], q);
      }
      for (unsigned i = 0; i < 4; i++)
      {
        butterfly(&x[i + (i & 2)], &x[i + (i & 2) + 2], z[1 + i / 2], q);
      }
      for (unsigned i = 0; i < 4; i++)
      {
        butterfly(&x[2 * i], &x[2 * i + 1], z[3 + i], q);
      }
      set(f + j, x, step);
    }
  }
}

/* Levels 0 to 2 of numbers -1, 0 and 1 in the first three eighths of s, or in all: the z of the first node of each is
 * 1, and the products are small.  out: 1.04 */
static inline void first_levels(__m256i f[NTT_VECTORS], const __m256i *s, const unsigned eighths, const prime *q)
{
  const unsigned step = NTT_VECTORS / 8;
  ntt_factor z[7];
  load_nodes(z, q->zetas, 0, 0, q);
  for (unsigned j = 0; j < step; j++)
  {
    __m256i x[8];
    for (unsigned i = 0; i < 4; i++)
    {
      x[i] = i < eighths ? s[j + i * step] : _mm256_setzero_si256();
      x[i + 4] = x[i];
      if (eighths == 8)
      {
        x[i + 4] = s[j + (i + 4) * step];
        add_sub(&x[i], &x[i + 4]);
      }
    }
    add_sub(&x[0], &x[2]);
    butterfly(&x[4], &x[6], z[2], q);
    x[3] = eighths == 3 ? x[1] : x[3];
    x[7] = eighths == 3 ? x[5] : x[7];
    if (eighths == 8)
    {
      add_sub(&x[1], &x[3]);
      butterfly(&x[5], &x[7], z[2], q);
    }
    add_sub(&x[0], &x[1]);
    butterfly(&x[2], &x[3], z[4], q);
    butterfly(&x[4], &x[5], z[5], q);
    butterfly(&x[6], &x[7], z[6], q);
    set(f + j, x, step);
  }
}

/* Levels 5 to 3 of the way back.  in: 1.54; sums of level 5: 3.08 and 2.72; out: 0.77 */
static void middle_inverse_levels(__m256i f[NTT_VECTORS], const prime *q)
{
  const unsigned step = NTT_VECTORS / 64;
  for (unsigned k = 0; k < 8; k++, f += 8 * step)
  {
    ntt_factor z[7];
    load_nodes(z, q->inverse_zetas, 3, k, q);
    for (unsigned j = 0; j < step; j++)
    {
      __m256i x[8];
      get(x, f + j, step);
      for (unsigned i = 0; i < 4; i++)
      {
        reducing_butterfly(&x[2 * i], &x[2 * i + 1], z[3 + i], q);
      }
      for (unsigned i = 0; i < 4; i++)
      {
        inverse_butterfly(&x[i + (i & 2)], &x[i + (i & 2) + 2], z[1 + i / 2], q);
      }
      for (unsigned i = 0; i < 4; i++)
      {
        reducing_butterfly(&x[i], &x[i + 4], z[0], q);
      }
      set(f + j, x, step);
    }
  }
}

/* Levels 2 to 0; the z of level 0 is 1.  in: 0.77; sums of level 1: 3.08 and 2.96; out: 1.54 */
static void last_inverse_levels(__m256i f[NTT_VECTORS], const prime *q)
{
  const unsigned step = NTT_VECTORS / 8;
  ntt_factor z[7];
  load_nodes(z, q->inverse_zetas, 0, 0, q);
  for (unsigned j = 0; j < step; j++)
  {
    __m256i x[8];
    get(x, f + j, step);
    for (unsigned i = 0; i < 4; i++)
    {
      inverse_butterfly(&x[2 * i], &x[2 * i + 1], z[3 + i], q);
    }
    for (unsigned i = 0; i < 4; i++)
    {
      reducing_butterfly(&x[i + (i & 2)], &x[i + (i & 2) + 2], z[1 + i / 2], q);
    }
    for (unsigned i = 0; i < 4; i++)
    {
      add_sub(&x[i], &x[i + 4]);
    }
    set(f + j, x, step);
  }
}

/* Number j of vector i of x becomes number i of vector j of y, of sixteen. */
static inline void transpose(__m256i y[LANES], const __m256i x[LANES])
{
  __m256i z[8], w[8];
  for (unsigned i = 0; i < 8; i++)
  {
    z[i] = _mm256_permute2x128_si256(x[i], x[i + 8], 0x20);
  }
  shuffle(w, z);
  shuffle(z, w);
  shuffle(y, z);
  for (unsigned i = 0; i < 8; i++)
  {
    z[i] = _mm256_permute2x128_si256(x[i], x[i + 8], 0x31);
  }
  shuffle(w, z);
  shuffle(z, w);
  shuffle(y + 8, z);
}

/* Levels 6 to 8 of 16 vectors: within and between two of them.  After level 6 each is a polynomial modulo x^16 - z^2;
 * the transposition makes x[r] the coefficients r of sixteen of those.  in: 2.95; out: 2.65 and 2.56 */
static void last_levels(__m256i y[LANES], __m256i x[LANES], unsigned group, const prime *q)
{
  const int16_t *const z6 = q->zetas + 64 + 8 * group;
  const ntt_factor z7 = load(q->zetas + 128 + LANES * group, q);
  for (unsigned i = 0; i < 8; i++)
  {
    x[2 * i] = reduce(x[2 * i], q); /* the other is multiplied */
    butterfly(&x[2 * i], &x[2 * i + 1], broadcast(z6[i], q), q);
  }
  transpose(y, x);
  for (unsigned r = 0; r < 8; r++)
  {
    butterfly(&y[r], &y[r + 8], z7, q);
  }
  for (unsigned half = 0; half < 2; half++)
  {
    const ntt_factor z8 = load(q->zetas + 256 + 128 * half + LANES * group, q);
    for (unsigned r = 8 * half; r < 8 * half + 4; r++)
    {
      butterfly(&y[r], &y[r + 4], z8, q);
    }
  }
}

/* in: 0.77; sums of level 7: 3.08 and 2.2; out: 1.54 */
static void first_inverse_levels(__m256i x[LANES], __m256i y[LANES], unsigned group, const prime *q)
{
  const int16_t *const z6 = q->inverse_zetas + 64 + 8 * group;
  const ntt_factor z7 = load(q->inverse_zetas + 128 + LANES * group, q);
  for (unsigned half = 0; half < 2; half++)
  {
    const ntt_factor z8 = load(q->inverse_zetas + 256 + 128 * half + LANES * group, q);
    for (unsigned r = 8 * half; r < 8 * half + 4; r++)
    {
      inverse_butterfly(&y[r], &y[r + 4], z8, q);
    }
  }
  for (unsigned r = 0; r < 8; r++)
  {
    reducing_butterfly(&y[r], &y[r + 8], z7, q);
  }
  transpose(x, y);
  for (unsigned i = 0; i < 8; i++)
  {
    inverse_butterfly(&x[2 * i], &x[2 * i + 1], broadcast(z6[i], q), q);
  }
}

/* a b modulo x^4 - z in all lanes, from what multiples makes of b: a[k] is the sum over i of a[i] b[k - i], with z b[k
 * - i + 4] where k < i.  in: 2.65 and 2.56; the sum of four products: 2.92; out: 0.77 */
static inline void multiply4(__m256i a[4], const ntt_factor b[NTT_MULTIPLES], const prime *q)
{
  __m256i c[4];
  for (unsigned k = 0; k < 4; k++)
  {
    c[k] = multiply(a[0], b[3 + k], q);
    for (unsigned i = 1; i < 4; i++)
    {
      c[k] = _mm256_add_epi16(c[k], multiply(a[i], b[3 + k - i], q));
    }
  }
  for (unsigned k = 0; k < 4; k++)
  {
    a[k] = reduce(c[k], q);
  }
}

/* z b[1], z b[2], z b[3], b[0], ... b[3], all times 2^16 / 512: the powers that the products, and the inverse
 * transform's halves, which are not taken, leave.  0.55 */
static void multiples(ntt_factor out[NTT_MULTIPLES], const __m256i b[4], ntt_factor z, const prime *q)
{
  const ntt_factor last = broadcast(q->last, q);
  for (unsigned i = 0; i < 4; i++)
  {
    const __m256i x = multiply(reduce(b[i], q), last, q);
    out[3 + i] = make_factor(x, q);
    if (i > 0)
    {
      out[i - 1] = make_factor(multiply(x, z, q), q);
    }
  }
}

/* Sixteen vectors of transformed numbers are four polynomials modulo x^4 - z and x^4 + z in each lane. */
static void multiples16(ntt_factor out[4][NTT_MULTIPLES], const __m256i b[LANES], unsigned group, const prime *q)
{
  for (unsigned half = 0; half < 2; half++)
  {
    const ntt_factor z = load(q->zetas + 256 + 128 * half + LANES * group, q);
    const ntt_factor minus_z = make_factor(_mm256_sub_epi16(_mm256_setzero_si256(), z.y), q);
    multiples(out[2 * half], b + 8 * half, z, q);
    multiples(out[2 * half + 1], b + 8 * half + 4, minus_z, q);
  }
}

static void reduce_all(__m256i f[NTT_VECTORS], const prime *q)
{
  for (unsigned k = 0; k < NTT_VECTORS; k++)
  {
    f[k] = reduce(f[k], q);
  }
}

void ntt_load(ntt_poly *out, const __m256i v[NTT_VECTORS])
{
  for (unsigned i = 0; i < 2; i++)
  {
    const prime q = get_prime(i);
    __m256i f[NTT_VECTORS];
    memcpy(f, v, sizeof f);
    reduce_all(f, &q);
    three_levels(f, 0, &q);
    reduce_all(f, &q);
    three_levels(f, 3, &q);
    for (unsigned group = 0; group < 8; group++)
    {
      __m256i y[LANES];
      last_levels(y, f + LANES * group, group, &q);
      multiples16(out->b[i] + 4 * group, y, group, &q);
    }
  }
}

/* f = s b for one prime; s  -1, 0 or 1, in the order of coefficients; out: 1.54 */
static void multiply_modulo(__m256i f[NTT_VECTORS], const __m256i *s, unsigned n, const ntt_factor b[][NTT_MULTIPLES],
                            const prime *q)
{
  __m256i y[LANES];
  if (n <= ROUND5_MASTER / 8 * 3)
  {
    first_levels(f, s, 3, q);
  }
  else
  {
    first_levels(f, s, 8, q);
  }
  three_levels(f, 3, q);
  for (unsigned group = 0; group < 8; group++)
  {
    __m256i *const x = f + LANES * group;
    last_levels(y, x, group, q);
    for (unsigned i = 0; i < 4; i++)
    {
      multiply4(y + 4 * i, b[4 * group + i], q);
    }
    first_inverse_levels(x, y, group, q);
  }
  middle_inverse_levels(f, q);
  last_inverse_levels(f, q);
}

/* The representative of x closest to 0, |x| < p. */
static inline __m256i centre(__m256i x, __m256i p)
{
  const __m256i half = _mm256_srli_epi16(p, 1); /* (p - 1) / 2 */
  const __m256i above = _mm256_cmpgt_epi16(x, half);
  const __m256i below = _mm256_cmpgt_epi16(_mm256_sub_epi16(_mm256_setzero_si256(), half), x);
  return _mm256_add_epi16(_mm256_sub_epi16(x, _mm256_and_si256(p, above)), _mm256_and_si256(p, below));
}

void ntt_multiply(ntt_work *w, const ntt_poly *v, const __m256i s[NTT_VECTORS], unsigned n)
{
  const prime q0 = get_prime(0), q1 = get_prime(1);
  const ntt_factor inverse = broadcast(3563, &q1); /* 2^16 / 7681 mod 10753 */
  multiply_modulo(w->product, s, n, v->b[0], &q0);
  multiply_modulo(w->other, s, n, v->b[1], &q1);
  for (unsigned k = 0; k < NTT_VECTORS; k++)
  {
    /* The number is x + 7681 y, with y closest to 0, since it is at most 1217 2^15 / 7681 + 1.54 < 10753 / 2; its lower
     * 16 bits. */
    const __m256i x = w->product[k], y = centre(multiply(_mm256_sub_epi16(w->other[k], x), inverse, &q1), q1.p);
    w->product[k] = _mm256_add_epi16(x, _mm256_mullo_epi16(y, q0.p));
  }
}
