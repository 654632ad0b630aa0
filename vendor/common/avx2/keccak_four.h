/* Keccak-f[1600] of four states at once, for the kernels of four and of eight. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O1") /* as in keccak.c: 2 % */
#endif
#include <immintrin.h>
#include "../keccak.h"

typedef __m256i lane;
#define LOAD(i)      _mm256_loadu_si256((const __m256i *)(first + stride * (i)))
#define STORE(i, x)  _mm256_storeu_si256((__m256i *)(first + stride * (i)), x)
#define CONSTANT(c)  _mm256_set1_epi64x((long long)(c))
#define XOR(x, y)    _mm256_xor_si256(x, y)
#define CHI(x, y, z) XOR(x, _mm256_andnot_si256(y, z))

/* Rotations by whole bytes are one shuffle: byte i of a lane comes from byte i - n / 8.  The addition takes a port that
 * shifts leave free. */
#define SHUFFLE(x, high, low) _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(_mm_set_epi64x(high, low)))
#define TWICE_OR_SHIFT(x, n)  ((n) == 1 ? _mm256_add_epi64(x, x) : _mm256_slli_epi64(x, n))
#define ROTL(x, n)                                                                                                     \
  ((n) == 8    ? SHUFFLE(x, 0x0e0d0c0b0a09080f, 0x0605040302010007)                                                    \
   : (n) == 56 ? SHUFFLE(x, 0x080f0e0d0c0b0a09, 0x0007060504030201)                                                    \
               : _mm256_or_si256(TWICE_OR_SHIFT(x, n), _mm256_srli_epi64(x, 64 - (n))))
#include "../keccak_rounds.h"

/* first  lane 0 of the first state;   stride  numbers from there to lane 1 */
static inline void four_states(uint64_t *first, const unsigned stride)
{
  KECCAK_F1600();
}
