#ifndef KYBER_AVX2_ZETAS_H
#define KYBER_AVX2_ZETAS_H
#include "vectors.h"

/* The zetas of portable/ntt.c in the order in which vectors use them, each as z and Q_INVERSE(z).
 *
 * BLOCK(i, z of len 16, two of len 8, four of len 4, eight of len 2): those of the coefficients 32i .. 32i + 31.  The
 * inverse takes the zetas of a layer from the last to the first: its block 7 - i has those of block i, backwards. */
/* clang-format off */
#define BLOCKS(BLOCK)                                                                                                  \
  BLOCK(0, -171, 573, -1325, 1223, 652, -552, 1015, -1103, 430, 555, 843, -1251, 871, 1550, 105)                       \
  BLOCK(1, 622, 264, 383, -1293, 1491, -282, -1544, 422, 587, 177, -235, -291, -460, 1574, 1653)                       \
  BLOCK(2, 1577, -829, 1458, 516, -8, -320, -666, -246, 778, 1159, -147, -777, 1483, -602, 1119)                       \
  BLOCK(3, 182, -1602, -130, -1618, -1162, 126, 1469, -1590, 644, -872, 349, 418, 329, -156, -75)                      \
  BLOCK(4, 962, -681, 1017, -853, -90, -271, 830, 817, 1097, 603, 610, 1322, -1285, -1465, 384)                        \
  BLOCK(5, -1202, 732, 608, 107, -1421, -247, -951, -1215, -136, 1218, -1335, -874, 220, -1187, -1659)                 \
  BLOCK(6, -1474, -1542, 411, -398, 961, -1508, -725, -1185, -1530, -1278, 794, -1510, -854, -870, 478)                \
  BLOCK(7, 1468, -205, -1571, 448, -1065, 677, -1275, -108, -308, 996, 991, 958, -1460, 1522, 1628)
/* clang-format on */

typedef struct
{
  _Alignas(32) int16_t len8[2][16];
  int16_t len4[2][16], len2[2][16], len16[2][16];
} zeta_block;

/* clang-format off */
#define AS_IS(z) (z)
#define BOTH(shape, ...) {shape(AS_IS, __VA_ARGS__), shape(Q_INVERSE, __VA_ARGS__)}
#define LEN16(q, a) {X8(q(a)), X8(q(a))}
#define LEN8(q, a, b) {X8(q(a)), X8(q(b))}
#define LEN4(q, a, b, c, d) {X4(q(a)), X4(q(b)), X4(q(c)), X4(q(d))}
#define LEN2(q, a, b, c, d, e, f, g, h) {X2(q(a)), X2(q(b)), X2(q(c)), X2(q(d)), X2(q(e)), X2(q(f)), X2(q(g)), X2(q(h))}
#define X2(x) x, x
#define X4(x) X2(x), X2(x)
#define X8(x) X4(x), X4(x)

#define FORWARD(i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) [i] = {.len16 = BOTH(LEN16, a), .len8 = BOTH(LEN8, b, c), \
  .len4 = BOTH(LEN4, d, e, f, g), .len2 = BOTH(LEN2, h, j, k, l, m, n, o, p)},
#define BACKWARD(i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) [7 - i] = {.len16 = BOTH(LEN16, a), \
  .len8 = BOTH(LEN8, c, b), .len4 = BOTH(LEN4, g, f, e, d), .len2 = BOTH(LEN2, p, o, n, m, l, k, j, h)},
static const zeta_block zeta_blocks[8] = {BLOCKS(FORWARD)};
static const zeta_block inverse_zeta_blocks[8] = {BLOCKS(BACKWARD)};

/* gamma_i of Algorithm 12 at the odd places: the zetas of len 2 and their negatives. */
#define SIGNED(q, a, b, c, d) {0, q(a), 0, q(-(a)), 0, q(b), 0, q(-(b)), 0, q(c), 0, q(-(c)), 0, q(d), 0, q(-(d))}
#define GAMMAS(i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) BOTH(SIGNED, h, j, k, l), BOTH(SIGNED, m, n, o, p),
static const _Alignas(32) int16_t gammas[16][2][16] = {BLOCKS(GAMMAS)};

/* Of the layers across vectors; the inverse has that of len 128 in its last step. */
typedef struct
{
  _Alignas(32) int16_t len128[1][2][16];
  int16_t len64[2][2][16], len32[4][2][16];
} column_zetas;

static const column_zetas zeta_columns = {
  .len128 = {BOTH(LEN16, -758)},
  .len64 = {BOTH(LEN16, -359), BOTH(LEN16, -1517)},
  .len32 = {BOTH(LEN16, 1493), BOTH(LEN16, 1422), BOTH(LEN16, 287), BOTH(LEN16, 202)},
};
static const column_zetas inverse_zeta_columns = {
  .len64 = {BOTH(LEN16, -1517), BOTH(LEN16, -359)},
  .len32 = {BOTH(LEN16, 202), BOTH(LEN16, 287), BOTH(LEN16, 1422), BOTH(LEN16, 1493)},
};
/* clang-format on */

#endif
