#include "zetas.h"

/* Of the words of two vectors: the even ones of a and the odd ones of b. */
static inline __m512i even_and_odd(__m512i a, __m512i b)
{
  return _mm512_mask_mov_epi16(a, 0xaaaaaaaa, b);
}

void kyber_factor(int16_t b[512], const int16_t f[256])
{
  for (int i = 0; i < 8; i++)
  {
    const __m512i x = load32(f + 32 * i), reduced = nearly_centre32(x);
    const __m512i product = mont_mul32(x, rows(gamma_rows[0][2 * i]), rows(gamma_rows[1][2 * i]));
    store32(b + 32 * i, even_and_odd(reduced, product));
    store32(b + 256 + 32 * i, _mm512_rol_epi32(reduced, 16));
  }
}

/* As in ../avx2/ntt.c. */
static inline void multiply_row(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k)
{
  for (int i = 0; i < 256; i += 32)
  {
    __m512i even = _mm512_setzero_si512(), odd = even;
    for (unsigned j = 0; j < k; j++)
    {
      const __m512i x = load32(a + j * stride + i);
      even = _mm512_add_epi32(even, _mm512_madd_epi16(x, load32(b + 512 * j + i)));
      odd = _mm512_add_epi32(odd, _mm512_madd_epi16(x, load32(b + 512 * j + 256 + i)));
    }
    const __m512i low = even_and_odd(even, _mm512_slli_epi32(odd, 16));
    const __m512i high = even_and_odd(_mm512_srli_epi32(even, 16), odd);
    const __m512i m = _mm512_mullo_epi16(low, _mm512_set1_epi16(Q_INVERSE(1)));
    store32(r + i, _mm512_sub_epi16(high, _mm512_mulhi_epi16(m, _mm512_set1_epi16(KYBER_Q))));
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
