#include "fields.h"

/* Of the first fields of 12 bits in a vector, as many as present has ones, those that are below q, in their order, to
 * out.  Returns how many; 32 words are written.  The compression is to a register, as that to memory is slow. */
static inline unsigned accept(int16_t *out, __m512i bytes, __mmask32 present)
{
  const __m512i x = fields12(bytes);
  const __mmask32 good = present & _mm512_cmplt_epi16_mask(x, _mm512_set1_epi16(KYBER_Q));
  store32(out, _mm512_maskz_compress_epi16(good, x));
  return (unsigned)_mm_popcnt_u32(good);
}

unsigned kyber_rej_uniform(int16_t a[256], unsigned count, const uint8_t *buf, size_t bytes)
{
  for (; bytes >= 64 && count <= 224; buf += 48, bytes -= 48)
  {
    count += accept(a + count, _mm512_loadu_si512(buf), UINT32_MAX);
  }
  /* Either there is no room for a whole vector any more, or at most 48 bytes are left. */
  const unsigned from = count < 224 ? count : 224;
  int16_t end[64]; /* a from there on, with room for one vector more */
  store32(end, load32(a + from));
  while (bytes > 0 && count < 256)
  {
    const size_t n = bytes < 48 ? bytes : 48;
    const __m512i x = _mm512_maskz_loadu_epi8((UINT64_C(1) << n) - 1, buf);
    count += accept(end + (count - from), x, n == 48 ? UINT32_MAX : UINT16_MAX);
    buf += n;
    bytes -= n;
  }
  store32(a + from, load32(end));
  return count < 256 ? count : 256;
}
