#include <string.h>
#include "../common/base.h"
#include "../common/sha3.h"
#include "kernels.h"
#include "scheme.h"

/* The CPA-PKE, section 9. */

enum
{
  ROWS = 32,                                     /* rows of B in work at a time: whole bytes */
  MAX_MATRIX = ROUND5_BLOCK * ROUND5_MAX_D + 16, /* numbers of U, or of a block of B */
  MAX_SYMBOLS = ROUND5_PAD(ROUND5_MAX_MU),       /* 1 to 4 bits each */
  MAX_CODE = ROUND5_MAX_CODE                     /* bytes of the codeword, zero bits behind it */
};

/* round, 8.4, without the reduction mod 2^to, which pack does. */
static void round_to(uint16_t *x, unsigned n, unsigned from, unsigned to, unsigned constant)
{
  const unsigned shift = from - to;
  for (unsigned i = 0; i < n; i++)
  {
    x[i] = (uint16_t)((uint16_t)(x[i] + constant) >> shift);
  }
}

/* What so many vectors take, of which at most ROUND5_BLOCK are in work at a time. */
static size_t vector_bytes(const round5_params *p, unsigned count)
{
  return (count < ROUND5_BLOCK ? count : ROUND5_BLOCK) * ROUND5_PAD(p->d) * sizeof(int16_t);
}

/* Where the offsets are in an expanded A that is a matrix. */
static const uint16_t *row_offsets(const round5_params *p, const uint16_t *a)
{
  return a + ROUND5_MASTER + ROUND5_PAD(p->d);
}

/* Columns first, first + 1, ... of B, section 9.1, line 4; and line 5. */
static PQ_NOINLINE void keygen_block(uint8_t *out, const round5_params *p, const uint16_t *a, const int16_t *s,
                                     unsigned first, unsigned columns)
{
  uint16_t b[MAX_MATRIX];
  if (p->ring)
  {
    round5_ring_product(b, a, s, p->d, 0, p->d, 1);
  }
  else
  {
    round5_times_columns(b, a, row_offsets(p, a), s, p->d, columns);
  }
  round_to(b, p->d * columns, p->q_bits, p->p_bits, p->h2);
  if (columns == p->n_bar)
  {
    round5_pack(out, b, p->d * columns, p->p_bits);
  }
  else
  {
    /* Eight numbers of each row, as many bytes as a number has bits. */
    uint8_t packed[ROUND5_BLOCK * ROUND5_MAX_D * 12 / 8];
    round5_pack(packed, b, p->d * columns, p->p_bits);
    for (unsigned i = 0; i < p->d; i++)
    {
      memcpy(out + (i * p->n_bar + first) * p->p_bits / 8, packed + i * p->p_bits, p->p_bits);
    }
  }
  pq_wipe(b, ROUND5_PAD(p->d * columns) * sizeof *b);
}

void round5_pke_keygen(uint8_t *b, const round5_params *p, const uint16_t *a, const round5_secret *s)
{
  int16_t vectors[ROUND5_BLOCK * ROUND5_MAX_PAD];
  for (unsigned first = 0; first < p->n_bar; first += ROUND5_BLOCK)
  {
    const unsigned columns = p->n_bar - first < ROUND5_BLOCK ? p->n_bar - first : ROUND5_BLOCK;
    round5_vectors(vectors, p, s, first, columns);
    keygen_block(b, p, a, vectors, first, columns);
  }
  pq_wipe(vectors, vector_bytes(p, p->n_bar));
}

/* Section 9.2, line 2, and the first part of line 6. */
static PQ_NOINLINE void encrypt_u(uint8_t *out, const round5_params *p, const uint16_t *a, const int16_t *r)
{
  uint16_t u[MAX_MATRIX];
  if (p->ring)
  {
    round5_ring_product(u, a, r, p->d, 0, p->d, 1);
  }
  else
  {
    round5_times_rows(u, a, row_offsets(p, a), r, p->d, p->m_bar);
  }
  round_to(u, p->d * p->m_bar, p->q_bits, p->p_bits, p->h2);
  round5_pack(out, u, p->d * p->m_bar, p->p_bits);
  pq_wipe(u, ROUND5_PAD(p->d * p->m_bar) * sizeof *u);
}

/* The part of a product of polynomials that masks the message, 8.2. */
static void ring_mask(uint16_t *x, const round5_params *p, const uint16_t *b, const int16_t *s)
{
  round5_ring_product(x, b, s, p->d, p->f ? 1 : 0, p->mu, p->f ? 0 : 1);
}

/* The masks of the symbols, before rounding: B R or B^T R, some rows of B after the other. */
static void encrypt_mask(uint16_t x[MAX_SYMBOLS], const round5_params *p, const uint8_t *b, const int16_t *r)
{
  uint16_t rows[ROWS * 192];
  if (p->ring)
  {
    round5_unpack(rows, b, p->d, p->p_bits);
    ring_mask(x, p, rows, r);
    return;
  }
  memset(x, 0, MAX_SYMBOLS * sizeof *x);
  for (unsigned i = 0; i < p->d; i += ROWS)
  {
    const unsigned count = p->d - i < ROWS ? p->d - i : ROWS;
    round5_unpack(rows, b + i * p->n_bar * p->p_bits / 8, count * p->n_bar, p->p_bits);
    round5_mask(x, rows, p->n_bar, r + i, ROUND5_PAD(p->d), p->m_bar, count);
  }
}

/* Section 9.2, line 4. */
static void encode(uint16_t symbols[MAX_SYMBOLS], const round5_params *p, const uint8_t *m)
{
  uint8_t code[MAX_CODE] = {0};
  if (p->f)
  {
    round5_xe_encode(code, m, p->kappa, p->f);
  }
  else
  {
    memcpy(code, m, p->kappa);
  }
  round5_unpack(symbols, code, p->mu, p->b_bits);
  pq_wipe(code, sizeof code);
}

/* The rest of section 9.2: lines 3 to 5, and the second part of line 6. */
static PQ_NOINLINE void encrypt_v(uint8_t *out, const round5_params *p, const uint8_t *b, const uint8_t *m,
                                  const int16_t *r)
{
  uint16_t x[MAX_SYMBOLS], symbols[MAX_SYMBOLS];
  encrypt_mask(x, p, b, r);
  round_to(x, p->mu, p->p_bits, p->t_bits, p->h2);
  encode(symbols, p, m);
  for (unsigned k = 0; k < p->mu; k++)
  {
    x[k] = (uint16_t)(x[k] + ((unsigned)symbols[k] << (p->t_bits - p->b_bits)));
  }
  round5_pack(out, x, p->mu, p->t_bits);
  pq_wipe(x, sizeof x);
  pq_wipe(symbols, sizeof symbols);
}

void round5_pke_encrypt(uint8_t *ct, const round5_params *p, const uint16_t *a, const uint8_t *b, const uint8_t *m,
                        const uint8_t *rho)
{
  const round5_secret secret = {.bits = NULL, .domain = "RGEN", .seed = rho};
  int16_t r[ROUND5_BLOCK * ROUND5_MAX_PAD];
  round5_vectors(r, p, &secret, 0, p->m_bar);
  encrypt_u(ct, p, a, r);
  encrypt_v(ct + p->u_bytes, p, b, m, r);
  pq_wipe_frames(); /* encrypt_u's and encrypt_v's */
  pq_wipe(r, vector_bytes(p, p->m_bar));
}

/* The masks of the symbols that some columns of S make, U S or S^T U: symbol k is entry (k div m_bar, k mod m_bar).  U
 * is unpacked here, and so is not on the stack while S is made. */
static PQ_NOINLINE void decrypt_block(uint16_t *x, const round5_params *p, const int16_t *s, const uint8_t *ct,
                                      unsigned columns)
{
  uint16_t u[MAX_MATRIX];
  round5_unpack(u, ct, p->d * p->m_bar, p->p_bits);
  memset(u + p->d * p->m_bar, 0, 16 * sizeof *u); /* what the zeros behind a vector are multiplied with */
  if (p->ring)
  {
    ring_mask(x, p, u, s);
    return;
  }
  const unsigned pad = ROUND5_PAD(p->d);
  if (p->m_bar == 1)
  {
    round5_dots(x, (const uint16_t *)s, pad, (const int16_t *)u, pad, columns);
    return;
  }
  for (unsigned i = 0; i < columns; i++)
  {
    round5_dots(x + i * p->m_bar, u, p->d, s + i * pad, pad, p->m_bar);
  }
}

/* The masks as the receiver finds them, some columns of S after the other. */
static void decrypt_mask(uint16_t x[MAX_SYMBOLS], const round5_params *p, const round5_secret *s, const uint8_t *ct)
{
  int16_t vectors[ROUND5_BLOCK * ROUND5_MAX_PAD];
  for (unsigned first = 0; first < p->n_bar; first += ROUND5_BLOCK)
  {
    const unsigned columns = p->n_bar - first < ROUND5_BLOCK ? p->n_bar - first : ROUND5_BLOCK;
    round5_vectors(vectors, p, s, first, columns);
    decrypt_block(x + first * p->m_bar, p, vectors, ct, columns);
  }
  pq_wipe(vectors, vector_bytes(p, p->n_bar));
}

void round5_pke_decrypt(uint8_t *m, const round5_params *p, const round5_secret *s, const uint8_t *ct)
{
  uint16_t x[MAX_SYMBOLS], v[MAX_SYMBOLS];
  uint8_t code[MAX_CODE] = {0};
  round5_unpack(v, ct + p->u_bytes, p->mu, p->t_bits);
  decrypt_mask(x, p, s, ct);
  for (unsigned k = 0; k < p->mu; k++)
  {
    x[k] = (uint16_t)(((unsigned)v[k] << (p->p_bits - p->t_bits)) - x[k]);
  }
  round_to(x, p->mu, p->p_bits, p->b_bits, p->h3);
  round5_pack(code, x, p->mu, p->b_bits);
  if (p->f)
  {
    round5_xe_decode(m, code, p->kappa, p->f);
  }
  else
  {
    memcpy(m, code, p->kappa);
  }
  pq_wipe(x, sizeof x);
  pq_wipe(code, sizeof code);
}
