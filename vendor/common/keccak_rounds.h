/* The rounds of Keccak-f[1600] for any form of a lane: a number, or a vector of the same lane of several states.  The
 * file that includes this one defines before
 *
 *   lane           the type
 *   LOAD(i)        lane i of the state;   STORE(i, x)  and back
 *   CONSTANT(c)    a lane of the uint64_t c
 *   XOR(x, y)
 *   CHI(x, y, z)   x ^ (~y & z)
 *   ROTL(x, n)     to the left by a constant, 0 < n < 64
 *   XOR3(x, y, z)  only where it is one instruction and the registers hold 25 lanes and some more
 *
 * and has KECCAK_F1600() as the body of its function.                                        FIPS 202, section 3.3 */
#include <stdint.h>

/* RC[i]: FIPS 202, Algorithms 5 and 6. */
static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

/* Theta adds d[x] = c[x - 1] ^ ROTL(c[x + 1], 1) to the lanes of column x, where c[x] is their sum.  LANE(i) is what
 * theta makes of a[i], SUM(x, y) the sum of e's column x after row y; rows come in the order 0, 1, 4, 2, 3. */
#define COLUMN(x) XOR(XOR(XOR(a[x], a[(x) + 5]), XOR(a[(x) + 10], a[(x) + 15])), a[(x) + 20])
#if defined(XOR3)
#define LANE(i)   a[i]
#define SUM(x, y) ((y) != 3 ? c[x] : XOR3(XOR3(e[x], e[(x) + 5], e[(x) + 10]), e[(x) + 15], e[(x) + 20]))
#define THETA(x, left, right)                                                                                          \
  do                                                                                                                   \
  {                                                                                                                    \
    const lane c0 = c[left], c1 = ROTL(c[right], 1);                                                                   \
    a[(x) + 0] = XOR3(a[(x) + 0], c0, c1);                                                                             \
    a[(x) + 5] = XOR3(a[(x) + 5], c0, c1);                                                                             \
    a[(x) + 10] = XOR3(a[(x) + 10], c0, c1);                                                                           \
    a[(x) + 15] = XOR3(a[(x) + 15], c0, c1);                                                                           \
    a[(x) + 20] = XOR3(a[(x) + 20], c0, c1);                                                                           \
  } while (0)
#else
/* Lanes come from memory: each is loaded once, with theta folded into rho, and added to its column while it is there.
 */
#define LANE(i)               XOR(a[i], d[(i) % 5])
#define SUM(x, y)             ((y) == 0 ? e[x] : XOR(c[x], e[(x) + 5 * (y)]))
#define THETA(x, left, right) d[x] = XOR(c[left], ROTL(c[right], 1))
#endif

/* Row y of a round's result e: chi over the five lanes that pi brings there. */
#define ROW(y, b0_, b1_, b2_, b3_, b4_)                                                                                \
  do                                                                                                                   \
  {                                                                                                                    \
    const lane b0 = b0_, b1 = b1_, b2 = b2_, b3 = b3_, b4 = b4_;                                                       \
    e[5 * (y) + 0] = (y) == 0 ? XOR(CHI(b0, b1, b2), CONSTANT(rc)) : CHI(b0, b1, b2);                                  \
    c[0] = SUM(0, y);                                                                                                  \
    e[5 * (y) + 1] = CHI(b1, b2, b3);                                                                                  \
    c[1] = SUM(1, y);                                                                                                  \
    e[5 * (y) + 2] = CHI(b2, b3, b4);                                                                                  \
    c[2] = SUM(2, y);                                                                                                  \
    e[5 * (y) + 3] = CHI(b3, b4, b0);                                                                                  \
    c[3] = SUM(3, y);                                                                                                  \
    e[5 * (y) + 4] = CHI(b4, b0, b1);                                                                                  \
    c[4] = SUM(4, y);                                                                                                  \
  } while (0)

/* One round from a to e, two arrays that the compiler keeps apart as 50 variables; what is left in a has no meaning.
 * c holds the column sums of a, and then those of e.  The offsets are those of FIPS 202, Table 2, reduced mod 64; row
 * y, lane x of the result comes from lane x + 3y of row x.  The order of the rows is free: of this one gcc 12
 * makes the fastest code. */
#if defined(__GNUC__)
__attribute__((always_inline))
#endif
static inline void keccak_round(lane e[25], lane a[25], lane c[5], uint64_t rc)
{
#if !defined(XOR3)
  lane d[5];
#endif
  THETA(0, 4, 1);
  THETA(1, 0, 2);
  THETA(2, 1, 3);
  THETA(3, 2, 4);
  THETA(4, 3, 0);
  ROW(0, LANE(0), ROTL(LANE(6), 44), ROTL(LANE(12), 43), ROTL(LANE(18), 21), ROTL(LANE(24), 14));
  ROW(1, ROTL(LANE(3), 28), ROTL(LANE(9), 20), ROTL(LANE(10), 3), ROTL(LANE(16), 45), ROTL(LANE(22), 61));
  ROW(4, ROTL(LANE(2), 62), ROTL(LANE(8), 55), ROTL(LANE(14), 39), ROTL(LANE(15), 41), ROTL(LANE(21), 2));
  ROW(2, ROTL(LANE(1), 1), ROTL(LANE(7), 6), ROTL(LANE(13), 25), ROTL(LANE(19), 8), ROTL(LANE(20), 18));
  ROW(3, ROTL(LANE(4), 27), ROTL(LANE(5), 36), ROTL(LANE(11), 10), ROTL(LANE(17), 15), ROTL(LANE(23), 56));
}

/* Lanes are named one by one: of a loop over them gcc makes a copy in memory. */
#define FIVE(f, i)      f(i), f((i) + 1), f((i) + 2), f((i) + 3), f((i) + 4)
#define ALL_LANES(f)    FIVE(f, 0), FIVE(f, 5), FIVE(f, 10), FIVE(f, 15), FIVE(f, 20)
#define STORE_RESULT(i) STORE(i, a[i])
#define KECCAK_F1600()                                                                                                 \
  lane a[25] = {ALL_LANES(LOAD)}, e[25], c[5] = {FIVE(COLUMN, 0)};                                                     \
  for (int i = 0; i < 24; i += 2)                                                                                      \
  {                                                                                                                    \
    keccak_round(e, a, c, round_constants[i]);                                                                         \
    keccak_round(a, e, c, round_constants[i + 1]);                                                                     \
  }                                                                                                                    \
  ALL_LANES(STORE_RESULT)
