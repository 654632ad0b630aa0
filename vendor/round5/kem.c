#include "../common/kem.h"
#include "scheme.h"
/* clang-format off */
#include PQ_STR(params/PQ_PARAM.h)
/* clang-format on */

/* One parameter set: its numbers, and the functions of the backend with them. */

enum
{
  BITS = 8 * ROUND5_KAPPA + ROUND5_XE, /* of a codeword */
  MU = (BITS + ROUND5_B_BITS - 1) / ROUND5_B_BITS,
  PK_BYTES = ROUND5_KAPPA + (ROUND5_D * ROUND5_N_BAR * ROUND5_P_BITS + 7) / 8,
  U_BYTES = (ROUND5_D * ROUND5_M_BAR * ROUND5_P_BITS + 7) / 8,
  CPA_CT_BYTES = U_BYTES + (MU * ROUND5_T_BITS + 7) / 8,
  SECRET_BYTES = ROUND5_CCA ? 2 * ROUND5_KAPPA : ROUND5_KAPPA,
  H2 = 1 << (ROUND5_Q_BITS - ROUND5_P_BITS - 1),
  DIV = 65536 / ROUND5_D
};

/* So that h1 = h2 and h4 = 0, section 2.2. */
_Static_assert(ROUND5_P_BITS >= ROUND5_Q_BITS - ROUND5_P_BITS + ROUND5_T_BITS, "z = p");
/* What pke.c takes for granted: a block of columns is whole bytes of a row. */
_Static_assert(ROUND5_N_BAR <= ROUND5_BLOCK || ROUND5_N_BAR % ROUND5_BLOCK == 0, "blocks of columns");
_Static_assert(ROUND5_D <= (int)ROUND5_MAX_D && ROUND5_DRAWS <= (int)ROUND5_MAX_DRAWS && MU <= (int)ROUND5_MAX_MU &&
                   CPA_CT_BYTES + ROUND5_KAPPA <= (int)ROUND5_MAX_CT && ROUND5_N_BAR <= 192 &&
                   ROUND5_M_BAR <= (int)ROUND5_BLOCK,
               "the limits in params.h");

static const round5_params params = {
    .kappa = ROUND5_KAPPA,
    .d = ROUND5_D,
    .h = ROUND5_H,
    .q_bits = ROUND5_Q_BITS,
    .p_bits = ROUND5_P_BITS,
    .t_bits = ROUND5_T_BITS,
    .b_bits = ROUND5_B_BITS,
    .n_bar = ROUND5_N_BAR,
    .m_bar = ROUND5_M_BAR,
    .f = ROUND5_F,
    .mu = MU,
    .h2 = H2,
    .h3 = (1 << (ROUND5_P_BITS - ROUND5_T_BITS - 1)) + (1 << (ROUND5_P_BITS - ROUND5_B_BITS - 1)) - H2,
    .draws = ROUND5_DRAWS,
    .inverse = (1 << 24) / DIV + 1,
    .rate = ROUND5_KAPPA == 16 ? 168 : 136,
    .ring = ROUND5_RING,
    .cca = ROUND5_CCA,
    .pk_bytes = PK_BYTES,
    .u_bytes = U_BYTES,
    .cpa_ct_bytes = CPA_CT_BYTES,
};

static int keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  return round5_kem_keygen(&params, pk, sk, seed);
}

static int encaps(uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed)
{
  return round5_kem_encaps(&params, ct, ss, pk, seed);
}

static int decaps(uint8_t *ss, const uint8_t *ct, const uint8_t *sk)
{
  return round5_kem_decaps(&params, ss, ct, sk);
}

static int load_public(void *ctx, const uint8_t *pk)
{
  return round5_kem_load_public(&params, ctx, pk);
}

static int load_secret(void *ctx, const uint8_t *sk)
{
  return round5_kem_load_secret(&params, ctx, sk);
}

static int generate(void *ctx, const uint8_t *seed)
{
  return round5_kem_generate(&params, ctx, seed);
}

static int store_public(uint8_t *pk, const void *ctx)
{
  return round5_kem_store_public(&params, pk, ctx);
}

static int store_secret(uint8_t *sk, const void *ctx)
{
  return round5_kem_store_secret(&params, sk, ctx);
}

static int encaps_with(uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed)
{
  return round5_kem_encaps_with(&params, ct, ss, ctx, seed);
}

static int decaps_with(uint8_t *ss, const uint8_t *ct, const void *ctx)
{
  return round5_kem_decaps_with(&params, ss, ct, ctx);
}

extern const round5_parts PQ_INSTANCE(parts);
const round5_parts PQ_INSTANCE(parts) = {
    .params = &params,
    .decrypt = round5_pke_decrypt,
    .dem_key = round5_kem_dem_key,
};

extern const pq_kem PQ_INSTANCE(impl);
const pq_kem PQ_INSTANCE(impl) = {
    .name = ROUND5_NAME,
    .backend = PQ_STR(PQ_BACKEND),
    .standard = "Round5 (NIST round 2, April 2020)",
    .status = "experimental",
    .nist_level = ROUND5_NIST_LEVEL,
    .public_key_bytes = PK_BYTES,
    .secret_key_bytes = SECRET_BYTES + (ROUND5_CCA ? PK_BYTES : 0),
    .ciphertext_bytes = CPA_CT_BYTES + (ROUND5_CCA ? ROUND5_KAPPA : 0),
    .shared_secret_bytes = ROUND5_KAPPA,
    .keygen_seed_bytes = ROUND5_KAPPA + SECRET_BYTES,
    .encaps_seed_bytes = ROUND5_CCA ? ROUND5_KAPPA : 2 * ROUND5_KAPPA,
    .public_ctx_bytes = ROUND5_A_BYTES(ROUND5_RING, ROUND5_D) + PK_BYTES,
    .secret_ctx_bytes = ROUND5_CTX_KEY(ROUND5_RING, ROUND5_D, ROUND5_N_BAR, ROUND5_CCA) + SECRET_BYTES + PK_BYTES,
    .keygen = keygen,
    .encaps = encaps,
    .decaps = decaps,
    .load_public = load_public,
    .load_secret = load_secret,
    .generate = generate,
    .store_public = store_public,
    .store_secret = store_secret,
    .encaps_with = encaps_with,
    .decaps_with = decaps_with,
};
