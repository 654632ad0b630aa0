/* Intrinsics of AVX-512 on three vectors and a mask, results one after the other: compiled for the real instructions
 * and for the emulation, which must agree.  VBMI2 is left out: the CPU of machine.py has none. */
#include <immintrin.h>
#include <stdint.h>

unsigned intrinsics(uint8_t *out, const uint8_t *in);

#define PUT128(v)                                                                                                      \
  _mm_storeu_si128((__m128i *)out, v);                                                                                 \
  out += 16
#define PUT256(v)                                                                                                      \
  _mm256_storeu_si256((__m256i *)out, v);                                                                              \
  out += 32
#define PUT512(v)                                                                                                      \
  _mm512_storeu_si512(out, v);                                                                                         \
  out += 64
#define PUT_MASK(k)                                                                                                    \
  {                                                                                                                    \
    const uint64_t word = k;                                                                                           \
    __builtin_memcpy(out, &word, sizeof word);                                                                         \
    out += sizeof word;                                                                                                \
  }

static uint8_t *masks(uint8_t *out, __m512i a, __m512i b, __m256i c, __m256i d)
{
  PUT_MASK(_mm512_cmplt_epi16_mask(a, b));
  PUT_MASK(_mm512_cmplt_epu16_mask(a, b));
  PUT_MASK(_mm512_cmpeq_epi16_mask(a, b));
  PUT_MASK(_mm512_cmpneq_epi16_mask(a, b));
  PUT_MASK(_mm512_testn_epi16_mask(a, b));
  PUT_MASK(_mm512_cmplt_epi32_mask(a, b));
  PUT_MASK(_mm512_cmplt_epu32_mask(a, b));
  PUT_MASK(_mm512_cmpneq_epi32_mask(a, b));
  PUT_MASK(_mm256_cmplt_epu16_mask(c, d));
  PUT_MASK(_mm256_cmpgt_epi16_mask(c, d));
  PUT_MASK(_mm256_cmplt_epu32_mask(c, d));
  PUT_MASK(_mm256_cmpgt_epi32_mask(c, d));
  PUT_MASK(_mm256_test_epi16_mask(c, d));
  return out;
}

static uint8_t *numbers(uint8_t *out, __m512i s, uint64_t k, __m512i a, __m512i b, __m256i c, __m256i d)
{
  const __m256i t = _mm512_castsi512_si256(s);
  PUT512(_mm512_mask_sub_epi16(s, (__mmask32)k, a, b));
  PUT256(_mm256_mask_sub_epi16(t, (__mmask16)k, c, d));
  PUT256(_mm256_mask_sub_epi32(t, (__mmask8)k, c, d));
  PUT512(_mm512_mask_shuffle_epi32(s, (__mmask16)k, a, 0xa0));
  PUT512(_mm512_maskz_mov_epi16((__mmask32)k, a));
  PUT512(_mm512_mask_add_epi32(s, (__mmask16)k, a, b));
  PUT512(_mm512_mask_sub_epi32(s, (__mmask16)k, a, b));
  PUT512(_mm512_mask_mov_epi32(s, (__mmask16)k, a));
  PUT512(_mm512_maskz_mov_epi32((__mmask16)k, a));
  PUT512(_mm512_mulhi_epu16(a, b));
  PUT512(_mm512_srai_epi64(a, 17));
  PUT256(_mm256_srai_epi64(c, 63));
  PUT256(_mm256_sllv_epi16(c, _mm256_and_si256(d, _mm256_set1_epi16(31))));
  PUT512(_mm512_mask_compress_epi32(s, (__mmask16)k, a));
  PUT256(_mm512_cvtepi32_epi16(a));
  PUT128(_mm512_cvtepi32_epi8(a));
  PUT128(_mm256_cvtepi16_epi8(c));
  PUT512(_mm512_cvtepu8_epi16(c));
  PUT512(_mm512_cvtepu8_epi32(_mm256_castsi256_si128(c)));
  PUT512(_mm512_cvtepi8_epi32(_mm256_castsi256_si128(c)));
  PUT512(_mm512_cvtepi32_epi64(c));
  PUT512(_mm512_cvtepu32_epi64(c));
  PUT512(_mm512_broadcast_i64x2(_mm256_castsi256_si128(c)));
  const __m512 u = _mm512_castsi512_ps(a), v = _mm512_castsi512_ps(s);
  PUT512(_mm512_castps_si512(_mm512_movehdup_ps(u)));
  PUT512(_mm512_castps_si512(_mm512_mask_movehdup_ps(v, (__mmask16)k, u)));
  return out;
}

static uint8_t *memory(uint8_t *out, const uint8_t *in, uint64_t k, __m512i a, __m256i c)
{
  PUT512(_mm512_maskz_loadu_epi8(k, in));
  PUT512(_mm512_maskz_loadu_epi32((__mmask16)k, in));
  PUT256(_mm256_maskz_loadu_epi8((__mmask32)k, in));
  PUT256(_mm256_maskz_loadu_epi32((__mmask8)k, in));
  _mm512_mask_storeu_epi8(out, k, a);
  _mm256_mask_storeu_epi8(out + 64, (__mmask32)k, c);
  _mm256_mask_storeu_epi32(out + 96, (__mmask8)k, c);
  _mm512_mask_storeu_epi32(out + 128, (__mmask16)k, a);
  return out + 192;
}

/* Of SIMDe itself, what Keccak is made of. */
static uint8_t *logic(uint8_t *out, __m512i a, __m512i b, __m512i s)
{
  const __m256i c = _mm512_castsi512_si256(a), d = _mm512_castsi512_si256(b), t = _mm512_castsi512_si256(s);
  PUT512(_mm512_ternarylogic_epi64(a, b, s, 0x96));
  PUT512(_mm512_ternarylogic_epi64(a, b, s, 0xd2));
  PUT512(_mm512_rol_epi64(a, 13));
  PUT256(_mm256_ternarylogic_epi64(c, d, t, 0x96));
  PUT256(_mm256_ternarylogic_epi64(c, d, t, 0xd2));
  PUT256(_mm256_rol_epi64(c, 61));
  const __m128i e = _mm256_castsi256_si128(c), f = _mm256_castsi256_si128(d), g = _mm256_castsi256_si128(t);
  PUT128(_mm_ternarylogic_epi64(e, f, g, 0x96));
  PUT128(_mm_ternarylogic_epi64(e, f, g, 0xd2));
  PUT128(_mm_rol_epi64(e, 1));
  return out;
}

/* in  vectors a, b and s, and the mask: 200 bytes.  Returns how many bytes of out are results. */
unsigned intrinsics(uint8_t *out, const uint8_t *in)
{
  const __m512i a = _mm512_loadu_si512(in), b = _mm512_loadu_si512(in + 64), s = _mm512_loadu_si512(in + 128);
  const __m256i c = _mm512_castsi512_si256(a), d = _mm512_castsi512_si256(b);
  uint8_t *const start = out;
  uint64_t k;
  __builtin_memcpy(&k, in + 192, sizeof k);
  out = masks(out, a, b, c, d);
  out = numbers(out, s, k, a, b, c, d);
  out = memory(out, in, k, a, c);
  out = logic(out, a, b, s);
  return (unsigned)(out - start);
}
