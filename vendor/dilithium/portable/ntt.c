#include "../../common/base.h"
#include "../kernels.h"

/* The transforms calculate with unsigned numbers, which grow from layer to layer; only multiplications reduce them, and
 * not by Montgomery's method.  It is plain enough for compilers to make vector code of it, even for SSE2. */

enum
{
  Q = DILITHIUM_Q
};

/* floor(2^32 zeta / q), for multiply. */
#define QUOTIENT(zeta) (uint32_t)(((uint64_t)(zeta) << 32) / Q)
#define VALUE(zeta)    zeta

/* 1753^BitRev8(i) mod q for i = 0 .. 255, see FIPS 204, Appendix B.  The first is not used. */
#define ZETAS(X)                                                                                                       \
  X(1), X(4808194), X(3765607), X(3761513), X(5178923), X(5496691), X(5234739), X(5178987), X(7778734), X(3542485),    \
      X(2682288), X(2129892), X(3764867), X(7375178), X(557458), X(7159240), X(5010068), X(4317364), X(2663378),       \
      X(6705802), X(4855975), X(7946292), X(676590), X(7044481), X(5152541), X(1714295), X(2453983), X(1460718),       \
      X(7737789), X(4795319), X(2815639), X(2283733), X(3602218), X(3182878), X(2740543), X(4793971), X(5269599),      \
      X(2101410), X(3704823), X(1159875), X(394148), X(928749), X(1095468), X(4874037), X(2071829), X(4361428),        \
      X(3241972), X(2156050), X(3415069), X(1759347), X(7562881), X(4805951), X(3756790), X(6444618), X(6663429),      \
      X(4430364), X(5483103), X(3192354), X(556856), X(3870317), X(2917338), X(1853806), X(3345963), X(1858416),       \
      X(3073009), X(1277625), X(5744944), X(3852015), X(4183372), X(5157610), X(5258977), X(8106357), X(2508980),      \
      X(2028118), X(1937570), X(4564692), X(2811291), X(5396636), X(7270901), X(4158088), X(1528066), X(482649),       \
      X(1148858), X(5418153), X(7814814), X(169688), X(2462444), X(5046034), X(4213992), X(4892034), X(1987814),       \
      X(5183169), X(1736313), X(235407), X(5130263), X(3258457), X(5801164), X(1787943), X(5989328), X(6125690),       \
      X(3482206), X(4197502), X(7080401), X(6018354), X(7062739), X(2461387), X(3035980), X(621164), X(3901472),       \
      X(7153756), X(2925816), X(3374250), X(1356448), X(5604662), X(2683270), X(5601629), X(4912752), X(2312838),      \
      X(7727142), X(7921254), X(348812), X(8052569), X(1011223), X(6026202), X(4561790), X(6458164), X(6143691),       \
      X(1744507), X(1753), X(6444997), X(5720892), X(6924527), X(2660408), X(6600190), X(8321269), X(2772600),         \
      X(1182243), X(87208), X(636927), X(4415111), X(4423672), X(6084020), X(5095502), X(4663471), X(8352605),         \
      X(822541), X(1009365), X(5926272), X(6400920), X(1596822), X(4423473), X(4620952), X(6695264), X(4969849),       \
      X(2678278), X(4611469), X(4829411), X(635956), X(8129971), X(5925040), X(4234153), X(6607829), X(2192938),       \
      X(6653329), X(2387513), X(4768667), X(8111961), X(5199961), X(3747250), X(2296099), X(1239911), X(4541938),      \
      X(3195676), X(2642980), X(1254190), X(8368000), X(2998219), X(141835), X(8291116), X(2513018), X(7025525),       \
      X(613238), X(7070156), X(6161950), X(7921677), X(6458423), X(4040196), X(4908348), X(2039144), X(6500539),       \
      X(7561656), X(6201452), X(6757063), X(2105286), X(6006015), X(6346610), X(586241), X(7200804), X(527981),        \
      X(5637006), X(6903432), X(1994046), X(2491325), X(6987258), X(507927), X(7192532), X(7655613), X(6545891),       \
      X(5346675), X(8041997), X(2647994), X(3009748), X(5767564), X(4148469), X(749577), X(4357667), X(3980599),       \
      X(2569011), X(6764887), X(1723229), X(1665318), X(2028038), X(1163598), X(5011144), X(3994671), X(8368538),      \
      X(7009900), X(3020393), X(3363542), X(214880), X(545376), X(7609976), X(3105558), X(7277073), X(508145),         \
      X(7826699), X(860144), X(3430436), X(140244), X(6866265), X(6195333), X(3123762), X(2358373), X(6187330),        \
      X(5365997), X(6663603), X(2926054), X(7987710), X(8077412), X(3531229), X(4405932), X(4606686), X(1900052),      \
      X(7598542), X(1054478), X(7648983)

static const uint32_t zetas[256] = {ZETAS(VALUE)};
static const uint32_t quotients[256] = {ZETAS(QUOTIENT)};

/* x zeta mod q, below 2q, for every x.  quotient = 2^32 zeta / q - d, 0 <= d < 1.  So k = floor(x quotient / 2^32) is
 * x zeta / q - e with 0 <= e < x d / 2^32 + 1 < 2, and x zeta - k q = e q. */
static inline uint32_t multiply(uint32_t x, uint32_t zeta, uint32_t quotient)
{
  const uint32_t k = (uint32_t)((uint64_t)x * quotient >> 32);
  return x * zeta - k * Q;
}

/* Two layers of Algorithm 41 with 64 / len blocks of 4 len coefficients: butterflies over a distance of 2 len, then of
 * len.  before and after are added to all coefficients. */
static inline void two_layers(uint32_t *f, unsigned len, uint32_t before, uint32_t after)
{
  for (unsigned m = 64 / len; m < 128 / len; m++, f += 4 * len)
  {
    const uint32_t z1 = zetas[m], q1 = quotients[m];
    const uint32_t z2 = zetas[2 * m], q2 = quotients[2 * m], z3 = zetas[2 * m + 1], q3 = quotients[2 * m + 1];
    for (unsigned j = 0; j < len; j++)
    {
      const uint32_t f0 = f[j] + before, f1 = f[j + len] + before;
      const uint32_t u = multiply(f[j + 2 * len] + before, z1, q1), v = multiply(f[j + 3 * len] + before, z1, q1);
      const uint32_t a = f0 + u, b = f1 + v, c = f0 + 2 * Q - u, d = f1 + 2 * Q - v;
      const uint32_t s = multiply(b, z2, q2), t = multiply(d, z3, q3);
      f[j] = a + s + after;
      f[j + len] = a + 2 * Q - s + after;
      f[j + 2 * len] = c + t + after;
      f[j + 3 * len] = c + 2 * Q - t + after;
    }
  }
}

void dilithium_ntt(int32_t f[256])
{
  uint32_t *g = (uint32_t *)f;
  /* f + q is above 0 and below 2q.  Each of the eight layers adds 2q: below 18q in the end. */
  two_layers(g, 64, Q, 0);
  two_layers(g, 16, 0, 0);
  two_layers(g, 4, 0, 0);
  two_layers(g, 1, 0, 0u - 9 * Q);
}

/* Two layers of Algorithm 42: butterflies over a distance of len, then of 2 len.  The algorithm's zetas are -zetas[m],
 * m counting down; here the sign is in the differences.  before is added to all coefficients, and then they are below
 * bound, a multiple of q; in the end below 4 bound. */
static inline void two_inverse_layers(uint32_t *f, unsigned len, uint32_t before, uint32_t bound)
{
  for (unsigned i = 0; i < 64 / len; i++, f += 4 * len)
  {
    const unsigned m = 128 / len - 1 - i;
    const uint32_t z1 = zetas[m], q1 = quotients[m];
    const uint32_t z2 = zetas[2 * m + 1], q2 = quotients[2 * m + 1], z3 = zetas[2 * m], q3 = quotients[2 * m];
    for (unsigned j = 0; j < len; j++)
    {
      const uint32_t f0 = f[j] + before, f1 = f[j + len] + before;
      const uint32_t f2 = f[j + 2 * len] + before, f3 = f[j + 3 * len] + before;
      const uint32_t a = f0 + f1, b = multiply(f1 + bound - f0, z2, q2);
      const uint32_t c = f2 + f3, d = multiply(f3 + bound - f2, z3, q3);
      f[j] = a + c;
      f[j + len] = b + d;
      f[j + 2 * len] = multiply(c + 2 * bound - a, z1, q1);
      f[j + 3 * len] = multiply(d + 2 * bound - b, z1, q1);
    }
  }
}

/* The representative of x in -q/2 .. q/2, for 0 <= x < 2q.  PORTABILITY: a right shift of a negative number rounds
 * down, here to -1; and it is stored as two's complement. */
static inline uint32_t centre(uint32_t x)
{
  const int32_t r = (int32_t)x;
  return (uint32_t)(r - ((Q / 2 - r) >> 31 & Q) - ((Q + Q / 2 - r) >> 31 & Q));
}

/* The last two layers, len = 64, with the division by 256 and the multiplication by 2^32 in their products: 16382 is
 * 2^32 / 256 mod q, 294725 that times 1753^128. */
static inline void last_inverse_layers(uint32_t *f, uint32_t bound)
{
  for (unsigned j = 0; j < 64; j++)
  {
    const uint32_t a = f[j] + f[j + 64], b = multiply(f[j + 64] + bound - f[j], zetas[3], quotients[3]);
    const uint32_t c = f[j + 128] + f[j + 192];
    const uint32_t d = multiply(f[j + 192] + bound - f[j + 128], zetas[2], quotients[2]);
    f[j] = centre(multiply(a + c, 16382, QUOTIENT(16382)));
    f[j + 64] = centre(multiply(b + d, 16382, QUOTIENT(16382)));
    f[j + 128] = centre(multiply(c + 2 * bound - a, 294725, QUOTIENT(294725)));
    f[j + 192] = centre(multiply(d + 2 * bound - b, 294725, QUOTIENT(294725)));
  }
}

void dilithium_invntt(int32_t f[256])
{
  uint32_t *g = (uint32_t *)f;
  two_inverse_layers(g, 1, Q, 2 * Q);
  two_inverse_layers(g, 4, 0, 8 * Q);
  two_inverse_layers(g, 16, 0, 32 * Q);
  last_inverse_layers(g, 128 * Q); /* sums are below 512 q < 2^32 */
}

void dilithium_multiply_row(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l)
{
  uint64_t sum[256] = {0};
  for (unsigned j = 0; j < l; j++, a += 256, b += 256)
  {
    for (unsigned i = 0; i < 256; i++)
    {
      sum[i] += (uint64_t)(uint32_t)(a[i] + Q) * (uint32_t)(b[i] + 10 * Q);
    }
  }
  /* 0 < sum < 8 * 2q * 20q = 320 q^2.  Montgomery reduction (FIPS 204, Algorithm 49): t q = -sum mod 2^32, since
   * 4236238847 = -1 / q, so (sum + t q) / 2^32 is whole, above 0 and below 320 q^2 / 2^32 + q < 1.7 q. */
  for (unsigned i = 0; i < 256; i++)
  {
    const uint32_t t = (uint32_t)sum[i] * 4236238847u;
    w[i] = (int32_t)((sum[i] + (uint64_t)t * Q) >> 32) - Q;
  }
  pq_wipe(sum, sizeof sum);
}
