#ifndef KYBER_AVX512_ZETAS_H
#define KYBER_AVX512_ZETAS_H
#include "../avx2/zetas.h"
#include "vectors.h"

/* The zetas within blocks, of which two neighbours are in a vector: for each layer a row of 16 for each block. */
typedef struct
{
  _Alignas(64) int16_t len16[8][16];
  int16_t len8[8][16], len4[8][16], len2[8][16];
} zeta_rows;

/* clang-format off */
#define ROWS(q, i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) \
  .len16[i] = LEN16(q, a), .len8[i] = LEN8(q, b, c), .len4[i] = LEN4(q, d, e, f, g), .len2[i] = LEN2(q, h, j, k, l, m, n, o, p),
#define BACK_ROWS(q, i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) \
  ROWS(q, 7 - i, a, c, b, g, f, e, d, p, o, n, m, l, k, j, h)
#define ROWS_Z(...) ROWS(AS_IS, __VA_ARGS__)
#define ROWS_ZQ(...) ROWS(Q_INVERSE, __VA_ARGS__)
#define BACK_ROWS_Z(...) BACK_ROWS(AS_IS, __VA_ARGS__)
#define BACK_ROWS_ZQ(...) BACK_ROWS(Q_INVERSE, __VA_ARGS__)
static const zeta_rows forward_rows[2] = {{BLOCKS(ROWS_Z)}, {BLOCKS(ROWS_ZQ)}};
static const zeta_rows inverse_rows[2] = {{BLOCKS(BACK_ROWS_Z)}, {BLOCKS(BACK_ROWS_ZQ)}};

/* gamma_i at the odd places, as in ../avx2/zetas.h. */
#define GAMMA_ROWS(q, i, a, b, c, d, e, f, g, h, j, k, l, m, n, o, p) SIGNED(q, h, j, k, l), SIGNED(q, m, n, o, p),
#define GAMMAS_Z(...) GAMMA_ROWS(AS_IS, __VA_ARGS__)
#define GAMMAS_ZQ(...) GAMMA_ROWS(Q_INVERSE, __VA_ARGS__)
static const _Alignas(64) int16_t gamma_rows[2][16][16] = {{BLOCKS(GAMMAS_Z)}, {BLOCKS(GAMMAS_ZQ)}};
/* clang-format on */

/* Two rows: those of a vector. */
static inline __m512i rows(const int16_t row[16])
{
  return _mm512_load_si512(row);
}

#endif
