#include "vectors.h"
#include "zetas.h"

/* Sixteen vectors, 0 to 15, are the 256 coefficients.  The layers of len 128, 64 and 32 run across vectors that are 8,
 * 4 and 2 apart, the other four within blocks of two neighbours. */

/* The same table, of which the compiler does not know that: gcc would rather make each constant anew than load it. */
static inline const column_zetas *hidden(const column_zetas *z)
{
  __asm__("" : "+r"(z));
  return z;
}

/* A pair of a forward and of an inverse layer, as in portable/ntt.c. */
static inline void butterfly(__m256i *a, __m256i *b, __m256i z, __m256i zq)
{
  __m256i t = mont_mul(*b, z, zq);
  __asm__("" : "+x"(t));
  *b = _mm256_sub_epi16(*a, t);
  *a = _mm256_add_epi16(*a, t);
}

static inline void inverse_butterfly(__m256i *a, __m256i *b, __m256i z, __m256i zq)
{
  const __m256i difference = _mm256_sub_epi16(*b, *a);
  *a = _mm256_add_epi16(*a, *b);
  *b = mont_mul(difference, z, zq);
}

static inline __m256i vector(const int16_t v[16])
{
  return _mm256_load_si256((const __m256i *)v);
}

/* Dwords of two vectors: their even ones and their odd ones, each where it was or beside.  Its own inverse. */
static inline void swap_dwords(__m256i *a, __m256i *b)
{
  const __m256i even = _mm256_blend_epi32(*a, _mm256_slli_epi64(*b, 32), 0xaa);
  *b = _mm256_blend_epi32(_mm256_srli_epi64(*a, 32), *b, 0xaa);
  *a = even;
}

static inline void swap_qwords(__m256i *a, __m256i *b)
{
  const __m256i even = _mm256_unpacklo_epi64(*a, *b);
  *b = _mm256_unpackhi_epi64(*a, *b);
  *a = even;
}

static inline void swap_halves(__m256i *a, __m256i *b)
{
  const __m256i even = _mm256_permute2x128_si256(*a, *b, 0x20);
  *b = _mm256_permute2x128_si256(*a, *b, 0x31);
  *a = even;
}

/* Even and odd dwords of two vectors, and back. */
static inline void part_dwords(__m256i *a, __m256i *b)
{
  const __m256 low = _mm256_castsi256_ps(*a), high = _mm256_castsi256_ps(*b);
  *a = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88));
  *b = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0xdd));
}

static inline void mix_dwords(__m256i *a, __m256i *b)
{
  const __m256i low = _mm256_unpacklo_epi32(*a, *b);
  *b = _mm256_unpackhi_epi32(*a, *b);
  *a = low;
}

/* Layers of len 16, 8, 4 and 2 of four blocks at a time, so that the processor has something to do while it waits for
 * one of them.  Before each layer the partners are brought to the same place of a and b. */
enum
{
  TOGETHER = 4
};

#define BLOCKS_TOGETHER(statement)                                                                                     \
  for (int i = 0; i < TOGETHER; i++)                                                                                   \
  {                                                                                                                    \
    statement;                                                                                                         \
  }
#define BLOCK_LAYER(butterfly, len) BLOCKS_TOGETHER(butterfly(&a[i], &b[i], vector(z[i].len[0]), vector(z[i].len[1])))

static inline void forward_blocks(int16_t *f, const zeta_block *z)
{
  __m256i a[TOGETHER], b[TOGETHER];
  BLOCKS_TOGETHER((a[i] = load(f + 32 * i), b[i] = load(f + 32 * i + 16)))
  BLOCK_LAYER(butterfly, len16)
  BLOCKS_TOGETHER(swap_halves(&a[i], &b[i]))
  BLOCK_LAYER(butterfly, len8)
  BLOCKS_TOGETHER(swap_qwords(&a[i], &b[i]))
  BLOCK_LAYER(butterfly, len4)
  BLOCKS_TOGETHER(swap_dwords(&a[i], &b[i]))
  BLOCK_LAYER(butterfly, len2)
  BLOCKS_TOGETHER(mix_dwords(&a[i], &b[i]))
  BLOCKS_TOGETHER(swap_halves(&a[i], &b[i]))
  BLOCKS_TOGETHER((store(f + 32 * i, a[i]), store(f + 32 * i + 16, b[i])))
}

/* The same backwards.  In: < q.  Sums are at most double: < 2q, 4q, 8q, then centred; out: < 2q the first vector of a
 * block, < q the second. */
static inline void inverse_blocks(int16_t *f, const zeta_block *z)
{
  __m256i a[TOGETHER], b[TOGETHER];
  BLOCKS_TOGETHER((a[i] = load(f + 32 * i), b[i] = load(f + 32 * i + 16)))
  BLOCKS_TOGETHER(swap_halves(&a[i], &b[i]))
  BLOCKS_TOGETHER(part_dwords(&a[i], &b[i]))
  BLOCK_LAYER(inverse_butterfly, len2)
  BLOCKS_TOGETHER(swap_dwords(&a[i], &b[i]))
  BLOCK_LAYER(inverse_butterfly, len4)
  BLOCKS_TOGETHER(swap_qwords(&a[i], &b[i]))
  BLOCK_LAYER(inverse_butterfly, len8)
  BLOCKS_TOGETHER(a[i] = nearly_centre(a[i]))
  BLOCKS_TOGETHER(swap_halves(&a[i], &b[i]))
  BLOCK_LAYER(inverse_butterfly, len16)
  BLOCKS_TOGETHER((store(f + 32 * i, a[i]), store(f + 32 * i + 16, b[i])))
}

/* One layer across eight vectors, of which those that are distance apart are partners. */
#define ACROSS(butterfly, v, distance, zetas)                                                                          \
  do                                                                                                                   \
  {                                                                                                                    \
    for (int i_ = 0; i_ < 4; i_++)                                                                                     \
    {                                                                                                                  \
      const int j_ = i_ / (distance) * 2 * (distance) + i_ % (distance);                                               \
      const int k_ = i_ / (distance);                                                                                  \
      butterfly(&(v)[j_], &(v)[j_ + (distance)], vector((zetas)[k_][0]), vector((zetas)[k_][1]));                      \
    }                                                                                                                  \
  } while (0)

static inline void forward_column(int16_t *f, const column_zetas *z)
{
  __m256i v[8];
  for (int i = 0; i < 8; i++)
  {
    v[i] = load(f + 32 * i);
  }
  ACROSS(butterfly, v, 4, z->len128);
  ACROSS(butterfly, v, 2, z->len64);
  ACROSS(butterfly, v, 1, z->len32);
  for (int i = 0; i < 8; i++)
  {
    store(f + 32 * i, v[i]);
  }
}

/* f[0], f[32], ... are the even vectors if even is 1, the odd ones if it is 0. */
static inline void inverse_column(int16_t *f, const column_zetas *z, int even)
{
  __m256i v[8];
  for (int i = 0; i < 8; i++)
  {
    v[i] = load(f + 32 * i);
  }
  ACROSS(inverse_butterfly, v, 1, z->len32);
  ACROSS(inverse_butterfly, v, 2, z->len64);
  if (even) /* < 2q before the two layers: two of the sums are < 8q, and theirs would not fit.  All others are < 4q. */
  {
    v[0] = nearly_centre(v[0]);
    v[4] = nearly_centre(v[4]);
  }
  /* The last layer also divides by 128 and makes up for this product's 2^-16, as in portable/ntt.c: 1441 = 2^32 / 128,
   * and 1397 is 1441 times the zeta of this layer, -758, times 2^-16. */
  for (int i = 0; i < 4; i++)
  {
    const __m256i sum = _mm256_add_epi16(v[i], v[i + 4]), difference = _mm256_sub_epi16(v[i + 4], v[i]);
    store(f + 32 * i, mont_mul_constant(sum, 1441));
    store(f + 32 * (i + 4), mont_mul_constant(difference, 1397));
  }
}

void kyber_ntt(int16_t f[256])
{
  const column_zetas *z = hidden(&zeta_columns);
  forward_column(f, z);
  forward_column(f + 16, z);
  for (int i = 0; i < 8; i += TOGETHER)
  {
    forward_blocks(f + 32 * i, &zeta_blocks[i]);
  }
}

void kyber_invntt(int16_t f[256])
{
  for (int i = 0; i < 8; i += TOGETHER)
  {
    inverse_blocks(f + 32 * i, &inverse_zeta_blocks[i]);
  }
  const column_zetas *z = hidden(&inverse_zeta_columns);
  inverse_column(f, z, 1);
  inverse_column(f + 16, z, 0);
}

void kyber_factor(int16_t b[512], const int16_t f[256])
{
  for (int i = 0; i < 16; i++)
  {
    const __m256i x = load(f + 16 * i), product = mont_mul(x, vector(gammas[i][0]), vector(gammas[i][1]));
    const __m256i reduced = nearly_centre(x);
    store(b + 16 * i, _mm256_blend_epi16(reduced, product, 0xaa));
    store(b + 256 + 16 * i, _mm256_shufflehi_epi16(_mm256_shufflelo_epi16(reduced, 0xb1), 0xb1));
  }
}

/* r[2i] and r[2i+1] are sums of products of the pair a[2i], a[2i+1] with pairs of b, in 32 bits; the bound is that of
 * portable/ntt.c, and so is the reduction, of both at once. */
static inline void multiply_row(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k)
{
  for (int i = 0; i < 256; i += 16)
  {
    __m256i even = _mm256_setzero_si256(), odd = even;
    for (unsigned j = 0; j < k; j++)
    {
      const __m256i x = load(a + j * stride + i);
      even = _mm256_add_epi32(even, _mm256_madd_epi16(x, load(b + 512 * j + i)));
      odd = _mm256_add_epi32(odd, _mm256_madd_epi16(x, load(b + 512 * j + 256 + i)));
    }
    const __m256i low = _mm256_blend_epi16(even, _mm256_slli_epi32(odd, 16), 0xaa);
    const __m256i high = _mm256_blend_epi16(_mm256_srli_epi32(even, 16), odd, 0xaa);
    const __m256i m = _mm256_mullo_epi16(low, _mm256_set1_epi16(Q_INVERSE(1)));
    store(r + i, _mm256_sub_epi16(high, _mm256_mulhi_epi16(m, _mm256_set1_epi16(KYBER_Q))));
  }
}

/* A constant k lets the compiler unroll the sum. */
void kyber_multiply_row(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k)
{
  switch (k)
  {
    case 2:
      multiply_row(r, a, stride, b, 2);
      break;
    case 3:
      multiply_row(r, a, stride, b, 3);
      break;
    case 4:
      multiply_row(r, a, stride, b, 4);
      break;
    default:
      multiply_row(r, a, stride, b, k);
      break;
  }
}
