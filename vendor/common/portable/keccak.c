#include <string.h>
#include "../keccak.h"

/* RC[i]: FIPS 202, Algorithms 5 and 6. */
static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

#define ROTL(x, n) ((x) << (n) | (x) >> (-(n) & 63))

/* rho and pi: the lane with index i, after theta, rotated by n. */
#define LANE(i, n) ROTL(a[i] ^ d[(i) % 5], n)

/* Row y of a round's result e: chi over the five lanes that pi brings there. */
#define ROW(y, b0_, b1_, b2_, b3_, b4_)                                                                                \
  do                                                                                                                   \
  {                                                                                                                    \
    const uint64_t b0 = b0_, b1 = b1_, b2 = b2_, b3 = b3_, b4 = b4_;                                                   \
    e[5 * (y) + 0] = b0 ^ (~b1 & b2);                                                                                  \
    e[5 * (y) + 1] = b1 ^ (~b2 & b3);                                                                                  \
    e[5 * (y) + 2] = b2 ^ (~b3 & b4);                                                                                  \
    e[5 * (y) + 3] = b3 ^ (~b4 & b0);                                                                                  \
    e[5 * (y) + 4] = b4 ^ (~b0 & b1);                                                                                  \
  } while (0)

#define COLUMN(x) (a[x] ^ a[(x) + 5] ^ a[(x) + 10] ^ a[(x) + 15] ^ a[(x) + 20])

/* One round from a to e, two arrays that the compiler keeps apart as 50 variables.  The offsets are those of
 * FIPS 202, Table 2, reduced mod 64; row y, lane x of the result comes from lane x + 3y of row x. */
static inline void keccak_round(uint64_t e[25], const uint64_t a[25], uint64_t rc)
{
  const uint64_t c[5] = {COLUMN(0), COLUMN(1), COLUMN(2), COLUMN(3), COLUMN(4)};
  const uint64_t d[5] = {c[4] ^ ROTL(c[1], 1), c[0] ^ ROTL(c[2], 1), c[1] ^ ROTL(c[3], 1), c[2] ^ ROTL(c[4], 1),
                         c[3] ^ ROTL(c[0], 1)};
  ROW(0, LANE(0, 0), LANE(6, 44), LANE(12, 43), LANE(18, 21), LANE(24, 14));
  ROW(1, LANE(3, 28), LANE(9, 20), LANE(10, 3), LANE(16, 45), LANE(22, 61));
  ROW(2, LANE(1, 1), LANE(7, 6), LANE(13, 25), LANE(19, 8), LANE(20, 18));
  ROW(3, LANE(4, 27), LANE(5, 36), LANE(11, 10), LANE(17, 15), LANE(23, 56));
  ROW(4, LANE(2, 62), LANE(8, 55), LANE(14, 39), LANE(15, 41), LANE(21, 2));
  e[0] ^= rc;
}

void pq_keccak_f1600(uint64_t state[25])
{
  uint64_t a[25], e[25];
  memcpy(a, state, sizeof a);
  for (int i = 0; i < 24; i += 2)
  {
    keccak_round(e, a, round_constants[i]);
    keccak_round(a, e, round_constants[i + 1]);
  }
  memcpy(state, a, sizeof a);
}
