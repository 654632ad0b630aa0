#ifndef ROUND5_PARAMS_H
#define ROUND5_PARAMS_H
#include <stddef.h>
#include <stdint.h>

/* One parameter set as numbers, the specification's section 2.  The algorithms are compiled once per backend and take
 * this as an argument; kem.c makes one for each set from params/<token>.h. */
typedef struct
{
  unsigned kappa; /* seeds, messages and secrets: bytes */
  unsigned d, h;
  unsigned q_bits, p_bits, t_bits, b_bits;
  unsigned n_bar, m_bar; /* columns of S and R */
  unsigned f;            /* errors corrected */
  unsigned mu;           /* symbols of a message */
  unsigned h2, h3;       /* rounding constants; h1 = h2 in all sets, and h4 = 0 */
  unsigned draws;        /* words drawn per secret vector, 6.2 */
  uint32_t inverse;      /* floor(w / div) = w inverse >> 24, 6.2 */
  unsigned rate;         /* of TupleHash, section 3 */
  unsigned ring, cca;    /* 1: n = d, 0: n = 1;   1: CCA, 0: CPA */
  size_t pk_bytes, u_bytes, cpa_ct_bytes;
} round5_params;

/* Where the vectors of S or R come from, section 6: their bits if they are there already, else domain and seed. */
typedef struct
{
  const uint32_t *bits; /* 2 WORDS(d) for each vector; or NULL */
  const char *domain;   /* "SGEN" or "RGEN" */
  const uint8_t *seed;
} round5_secret;

/* What dispatch.c needs of a set besides its pq_kem. */
typedef struct
{
  const round5_params *params;
  void (*decrypt)(uint8_t *m, const round5_params *p, const round5_secret *s, const uint8_t *ct);
  void (*dem_key)(uint8_t *out, const round5_params *p, const uint8_t *k);
} round5_parts;

enum
{
  ROUND5_MAX_D = 1217,
  ROUND5_MAX_DRAWS = 1771,
  ROUND5_MAX_MU = 490,
  ROUND5_MAX_KAPPA = 32,
  ROUND5_MAX_CT = 14708, /* R5N1_5CCA_0d */
  ROUND5_MASTER = 2048,  /* words of the master vector, 5.2 */
  ROUND5_BLOCK = 8,      /* columns of S or R in work at a time: all, except in R5N1_3CCA_0smallCT */
  ROUND5_MAX_CODE = 64   /* bytes of a codeword, of at most 490 bits */
};

/* Vectors are padded to whole blocks of 16 numbers, sets of positions to whole blocks of 256 bits. */
#define ROUND5_PAD(n)   (((n) + 15) / 16 * 16)
#define ROUND5_WORDS(d) (((d) + 255) / 256 * 8)

/* Words of an expanded A: the coefficients; or the master vector, its continuation, and the offsets of the rows. */
#define ROUND5_A_WORDS(ring, d) ((ring) ? ROUND5_PAD(d) : ROUND5_MASTER + 2 * ROUND5_PAD(d))

/* Contexts: A and the public key; and for a secret key a header, the positions of S, A (CCA sets), and seed [|| y] ||
 * pk. The parts start at multiples of 64 bytes except for the last. */
#define ROUND5_ROUND_UP(n)                  (((n) + 63) / 64 * 64)
#define ROUND5_A_BYTES(ring, d)             ROUND5_ROUND_UP(2 * ROUND5_A_WORDS(ring, d))
#define ROUND5_S_BYTES(d, n_bar)            (8 * ROUND5_WORDS(d) * (n_bar))
#define ROUND5_HEADER_BYTES                 64
#define ROUND5_CTX_A(d, n_bar)              (ROUND5_HEADER_BYTES + ROUND5_S_BYTES(d, n_bar))
#define ROUND5_CTX_KEY(ring, d, n_bar, cca) (ROUND5_CTX_A(d, n_bar) + ((cca) ? ROUND5_A_BYTES(ring, d) : 0))

enum
{
  ROUND5_MAX_A = ROUND5_A_WORDS(0, ROUND5_MAX_D),
  ROUND5_MAX_PAD = ROUND5_PAD(ROUND5_MAX_D),
  ROUND5_MAX_WORDS = ROUND5_WORDS(ROUND5_MAX_D)
};

#endif
