#include <string.h>
#include "fields.h"

/* Fields are packed by joining neighbours: two of d bits to one of 2d bits, and so on until it is whole bytes, of which
 * a table then says which follow each other.  They are unpacked by bringing the bytes of four to a qword, of which
 * eight bits from anywhere become each byte of the words. */

/* The first 32 bytes of a vector and more: 8, 12 or 16. */
static inline void store_more(uint8_t *out, __m512i x, unsigned more)
{
  const __m128i rest = _mm512_extracti32x4_epi32(x, 2);
  _mm256_storeu_si256((__m256i *)out, _mm512_castsi512_si256(x));
  if (more == 16)
  {
    _mm_storeu_si128((__m128i *)(out + 32), rest);
    return;
  }
  _mm_storel_epi64((__m128i *)(out + 32), rest);
  if (more == 12)
  {
    const int last = _mm_extract_epi32(rest, 2);
    memcpy(out + 40, &last, 4);
  }
}

static inline __m512i pick(__m512i x, const uint8_t bytes[64])
{
  return _mm512_permutexvar_epi8(table(bytes), x);
}

#define BYTE12(_, t) ((t) / 3 * 4 % 64 + (t) % 3)
void kyber_encode12(uint8_t out[384], const int16_t f[256])
{
  static const _Alignas(64) uint8_t bytes[64] = LIST64(BYTE12, 12);
  const __m512i pairs = _mm512_set1_epi32(1 << 12 << 16 | 1);
  for (int i = 0; i < 256; i += 32, out += 48)
  {
    store_more(out, pick(_mm512_madd_epi16(load32(f + i), pairs), bytes), 16);
  }
}

unsigned kyber_decode12(int16_t f[256], const uint8_t in[384])
{
  __m512i most = _mm512_setzero_si512();
  for (int i = 0; i < 256; i += 32, in += 48)
  {
    const __m512i x = fields12(load_bytes(in, 48));
    most = _mm512_max_epi16(most, x);
    store32(f + i, x);
  }
  return _mm512_cmpgt_epi16_mask(most, _mm512_set1_epi16(KYBER_Q - 1)) != 0;
}

/* Compress_d as in ../avx2/encode.c, with anything above the d bits. */
static inline __m512i compress(__m512i x, int d)
{
  const __m512i twice = d == 11 ? _mm512_add_epi16(x, x) : x;
  const int16_t m = d == 4 ? 315 : d == 5 ? 630 : 20159;
  const __m512i quotient = _mm512_mulhi_epi16(twice, _mm512_set1_epi16(m));
  const __m512i product = _mm512_mullo_epi16(quotient, _mm512_set1_epi16(KYBER_Q));
  const __m512i rest = _mm512_sub_epi16(_mm512_slli_epi16(x, (unsigned)d), product);
  const __mmask32 up = _mm512_cmpgt_epi16_mask(rest, _mm512_set1_epi16((KYBER_Q - 1) / 2));
  return _mm512_mask_sub_epi16(quotient, up, quotient, _mm512_set1_epi16(-1));
}

static inline __m512i compress_exactly(__m512i x, int d)
{
  return _mm512_and_si512(compress(x, d), _mm512_set1_epi16((int16_t)((1 << d) - 1)));
}

/* 1 if q / 4 < x < 3 q / 4, for which it is enough to be nearly centred. */
static void compress_1(uint8_t *out, const int16_t f[256])
{
  for (int i = 0; i < 256; i += 32, out += 4)
  {
    const __m512i x = _mm512_abs_epi16(nearly_centre32(load32(f + i)));
    const __mmask32 bits = _mm512_cmpgt_epi16_mask(x, _mm512_set1_epi16(KYBER_Q / 4));
    memcpy(out, &bits, 4);
  }
}

/* Sixty-four fields by twos, of 2d bits; in each half of a half of the vector four of the first 32, then four of the
 * others. */
static inline __m512i join_64(const int16_t f[64], int d)
{
  const __m512i bytes = _mm512_packus_epi16(compress_exactly(load32(f), d), compress_exactly(load32(f + 32), d));
  return _mm512_maddubs_epi16(bytes, _mm512_set1_epi16((int16_t)(1 << d << 8 | 1)));
}

#define BYTE4(_, t) ((t) % 16 / 4 * 16 + (t) / 16 % 2 * 8 + (t) % 4 * 2)
static void compress_4(uint8_t *out, const int16_t f[256])
{
  static const _Alignas(64) uint8_t bytes[64] = LIST64(BYTE4, 4);
  for (int i = 0; i < 256; i += 64, out += 32)
  {
    _mm256_storeu_si256((__m256i *)out, _mm512_castsi512_si256(pick(join_64(f + i, 4), bytes)));
  }
}

/* Four words of d bits become 4d bits from bit 32 - 2d on; above them is what was above the words.  First they touch
 * each other in a dword, then the dwords in a qword. */
static inline __m512i join_words(__m512i x, int d)
{
  const __m512i dwords = _mm512_sllv_epi16(x, _mm512_set1_epi32(16 - d));
  return _mm512_rorv_epi32(dwords, _mm512_set1_epi64((int64_t)(16 - d) << 32 | (16 + d)));
}

/* Words of 10 bits to qwords of 40 bits, from the second byte on. */
static inline __m512i join_10(__m512i x)
{
  return _mm512_srli_epi64(join_words(x, 10), 4);
}

#define BYTE5(_, t) ((t) / 5 % 4 * 16 + (t) / 20 % 2 * 8 + 1 + (t) % 5)
static void compress_5(uint8_t *out, const int16_t f[256])
{
  static const _Alignas(64) uint8_t bytes[64] = LIST64(BYTE5, 5);
  for (int i = 0; i < 256; i += 64, out += 40)
  {
    store_more(out, pick(join_10(join_64(f + i, 5)), bytes), 8);
  }
}

#define BYTE10(_, t) ((t) / 5 * 8 % 64 + 1 + (t) % 5)
static void compress_10(uint8_t *out, const int16_t f[256])
{
  static const _Alignas(64) uint8_t bytes[64] = LIST64(BYTE10, 10);
  for (int i = 0; i < 256; i += 32, out += 40)
  {
    store_more(out, pick(join_10(compress(load32(f + i), 10)), bytes), 8);
  }
}

/* Two qwords of 44 bits share a byte: bits 8 to 51 the first, 12 to 55 the second. */
#define BYTE11(_, t)   ((t) / 11 * 16 % 64 + (t) % 11 + ((t) % 11 < 6 ? 1 : 4))
#define SHARED11(_, t) ((t) / 11 * 16 % 64 + 9)
static void compress_11(uint8_t *out, const int16_t f[256])
{
  static const _Alignas(64) uint8_t bytes[64] = LIST64(BYTE11, 11), shared[64] = LIST64(SHARED11, 11);
  const __mmask64 is_shared = UINT64_C(1) << 5 | UINT64_C(1) << 16 | UINT64_C(1) << 27 | UINT64_C(1) << 38;
  const __m512i places = _mm512_broadcast_i32x4(_mm_set_epi64x(62, 2));
  for (int i = 0; i < 256; i += 32, out += 44)
  {
    const __m512i qwords = join_words(compress_exactly(load32(f + i), 11), 11);
    const __m512i x = _mm512_rorv_epi64(qwords, places);
    const __m512i second = _mm512_maskz_permutexvar_epi8(is_shared, table(shared), x);
    store_more(out, _mm512_or_si512(pick(x, bytes), second), 12);
  }
}

void kyber_compress(uint8_t *out, const int16_t f[256], unsigned d)
{
  switch (d)
  {
    case 1:
      compress_1(out, f);
      break;
    case 4:
      compress_4(out, f);
      break;
    case 5:
      compress_5(out, f);
      break;
    case 10:
      compress_10(out, f);
      break;
    default:
      compress_11(out, f);
      break;
  }
}

static void decompress_1(int16_t f[256], const uint8_t *in)
{
  const __m512i one = _mm512_set1_epi16((KYBER_Q + 1) / 2);
  for (int i = 0; i < 256; i += 32, in += 4)
  {
    __mmask32 bits;
    memcpy(&bits, in, 4);
    store32(f + i, _mm512_maskz_mov_epi16(bits, one));
  }
}

/* Four fields of d bits are in the qword from bit 0 or bit 4 on, and shall be in bits 15 - d to 14 of its words; byte t
 * begins with this bit, which may come round from the other end where the byte's lowest bits mean nothing. */
#define QWORD_BYTE(d, t) ((d) * ((t) / 8) / 2 + (t) % 8)
#define QWORD_BIT(d, t)  (((d) * ((t) / 8) % 2 * 4 + (d) * ((t) / 2 % 4) + (t) % 2 * 8 + 49 + (d)) % 64)

typedef struct
{
  _Alignas(64) uint8_t bytes[64];
  _Alignas(64) uint8_t bits[64];
} qword_places;

#define QWORD_PLACES(d) {LIST64(QWORD_BYTE, d), LIST64(QWORD_BIT, d)}
static const qword_places qwords4 = QWORD_PLACES(4), qwords5 = QWORD_PLACES(5), qwords10 = QWORD_PLACES(10),
                          qwords11 = QWORD_PLACES(11);

/* Decompress_d, (4.8): round(q y / 2^d), halves up, which is what the instruction does with q and y 2^(15-d). */
static inline void decompress(int16_t f[256], const uint8_t *in, unsigned d, const qword_places *places)
{
  const __m512i field = _mm512_set1_epi16((int16_t)(0x7fff & -(1 << (15 - d))));
  for (unsigned i = 0; i < 256; i += 32, in += 4 * d)
  {
    const __m512i qwords = pick(load_bytes(in, 4 * d), places->bytes);
    const __m512i words = _mm512_multishift_epi64_epi8(table(places->bits), qwords);
    store32(f + i, _mm512_mulhrs_epi16(_mm512_and_si512(words, field), _mm512_set1_epi16(KYBER_Q)));
  }
}

void kyber_decompress(int16_t f[256], const uint8_t *in, unsigned d)
{
  switch (d)
  {
    case 1:
      decompress_1(f, in);
      break;
    case 4:
      decompress(f, in, 4, &qwords4);
      break;
    case 5:
      decompress(f, in, 5, &qwords5);
      break;
    case 10:
      decompress(f, in, 10, &qwords10);
      break;
    default:
      decompress(f, in, 11, &qwords11);
      break;
  }
}
