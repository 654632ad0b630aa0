#include <immintrin.h>
#include "../keccak.h"

/* RC[i]: FIPS 202, Algorithms 5 and 6. */
static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

#define XOR(x, y)       _mm256_xor_si256(x, y)
#define CHI(b0, b1, b2) XOR(b0, _mm256_andnot_si256(b1, b2))
#define ROTL(x, n)      _mm256_or_si256(_mm256_slli_epi64(x, n), _mm256_srli_epi64(x, 64 - (n)))

/* Rotations by whole bytes: byte i of a lane comes from byte i - n / 8. */
#define ROTL8(x)                                                                                                       \
  _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0e0d0c0b0a09080f, 0x0605040302010007)))
#define ROTL56(x)                                                                                                      \
  _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(_mm_set_epi64x(0x080f0e0d0c0b0a09, 0x0007060504030201)))

/* rho and pi: the lane with index i, after theta, rotated by n. */
#define LANE(i, n) ROTL(XOR(a[i], d[(i) % 5]), n)
#define LANE0(i)   XOR(a[i], d[(i) % 5])
#define LANE8(i)   ROTL8(XOR(a[i], d[(i) % 5]))
#define LANE56(i)  ROTL56(XOR(a[i], d[(i) % 5]))
#define COLUMN(x)  XOR(XOR(XOR(a[x], a[(x) + 5]), XOR(a[(x) + 10], a[(x) + 15])), a[(x) + 20])

/* Row y of a round's result e: chi over the five lanes that pi brings there. */
#define ROW(y, b0_, b1_, b2_, b3_, b4_)                                                                                \
  do                                                                                                                   \
  {                                                                                                                    \
    const __m256i b0 = b0_, b1 = b1_, b2 = b2_, b3 = b3_, b4 = b4_;                                                    \
    e[5 * (y) + 0] = CHI(b0, b1, b2);                                                                                  \
    e[5 * (y) + 1] = CHI(b1, b2, b3);                                                                                  \
    e[5 * (y) + 2] = CHI(b2, b3, b4);                                                                                  \
    e[5 * (y) + 3] = CHI(b3, b4, b0);                                                                                  \
    e[5 * (y) + 4] = CHI(b4, b0, b1);                                                                                  \
  } while (0)

/* One round from a to e, as in portable/keccak.c. */
static inline void keccak_round(__m256i e[25], const __m256i a[25], uint64_t rc)
{
  const __m256i c[5] = {COLUMN(0), COLUMN(1), COLUMN(2), COLUMN(3), COLUMN(4)};
  const __m256i d[5] = {XOR(c[4], ROTL(c[1], 1)), XOR(c[0], ROTL(c[2], 1)), XOR(c[1], ROTL(c[3], 1)),
                        XOR(c[2], ROTL(c[4], 1)), XOR(c[3], ROTL(c[0], 1))};
  ROW(0, LANE0(0), LANE(6, 44), LANE(12, 43), LANE(18, 21), LANE(24, 14));
  ROW(1, LANE(3, 28), LANE(9, 20), LANE(10, 3), LANE(16, 45), LANE(22, 61));
  ROW(2, LANE(1, 1), LANE(7, 6), LANE(13, 25), LANE8(19), LANE(20, 18));
  ROW(3, LANE(4, 27), LANE(5, 36), LANE(11, 10), LANE(17, 15), LANE56(23));
  ROW(4, LANE(2, 62), LANE(8, 55), LANE(14, 39), LANE(15, 41), LANE(21, 2));
  e[0] = XOR(e[0], _mm256_set1_epi64x((long long)rc));
}

void pq_keccak_f1600_x4(uint64_t states[25][4])
{
  __m256i a[25], e[25];
  for (int i = 0; i < 25; i++)
  {
    a[i] = _mm256_loadu_si256((const __m256i *)states[i]);
  }
  for (int i = 0; i < 24; i += 2)
  {
    keccak_round(e, a, round_constants[i]);
    keccak_round(a, e, round_constants[i + 1]);
  }
  for (int i = 0; i < 25; i++)
  {
    _mm256_storeu_si256((__m256i *)states[i], a[i]);
  }
}
