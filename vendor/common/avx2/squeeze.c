#include <immintrin.h>
#include "../bytes.h"
#include "../keccak.h"

/* Two states' part of two rows that are two apart. */
static inline __m256i load_pairs(const uint64_t *row, size_t stride)
{
  const __m128i low = _mm_loadu_si128((const __m128i *)row);
  const __m128i high = _mm_loadu_si128((const __m128i *)(row + 2 * stride));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

static inline void store_both(uint8_t *out0, uint8_t *out1, __m256i even, __m256i odd)
{
  _mm256_storeu_si256((__m256i *)out0, _mm256_unpacklo_epi64(even, odd));
  _mm256_storeu_si256((__m256i *)out1, _mm256_unpackhi_epi64(even, odd));
}

/* Four words of each state are a square that is transposed. */
void pq_squeeze_4(uint8_t *const out[4], const uint64_t *lanes, size_t stride, size_t words)
{
  uint8_t *const out0 = out[0], *const out1 = out[1], *const out2 = out[2], *const out3 = out[3];
  size_t i = 0;
  for (; i + 4 <= words; i += 4, lanes += 4 * stride)
  {
    store_both(out0 + 8 * i, out1 + 8 * i, load_pairs(lanes, stride), load_pairs(lanes + stride, stride));
    store_both(out2 + 8 * i, out3 + 8 * i, load_pairs(lanes + 2, stride), load_pairs(lanes + stride + 2, stride));
  }
  for (; i < words; i++, lanes += stride)
  {
    pq_store64(out0 + 8 * i, lanes[0]);
    pq_store64(out1 + 8 * i, lanes[1]);
    pq_store64(out2 + 8 * i, lanes[2]);
    pq_store64(out3 + 8 * i, lanes[3]);
  }
}
