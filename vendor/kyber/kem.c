#include <string.h>
#include "../common/ct.h"
#include "../common/sha3.h"
#include "kpke.h"

/* ML-KEM (FIPS 203, sections 6 and 7) and Kyber 3.02's CCAKEM, which differ where KYBER_FIPS203 is asked for. */

typedef struct
{
  kpke_key key;
  uint8_t h[32]; /* H(ek) */
} public_ctx;

typedef struct
{
  kpke_key key;
  int16_t s[KYBER_K][KYBER_N];
  uint8_t dk[KYBER_DK_BYTES]; /* s || ek || H(ek) || z */
} secret_ctx;

/* The parts of dk. */
enum
{
  DK_EK = KYBER_DK_PKE_BYTES,
  DK_H = DK_EK + KYBER_EK_BYTES,
  DK_Z = DK_H + 32
};

static int load_public(void *ctx, const uint8_t *ek)
{
  public_ctx *p = ctx;
  const unsigned bad = kpke_decode_t(&p->key, ek);
  if (KYBER_FIPS203 && bad) /* 7.2, modulus check */
  {
    memset(p, 0, sizeof *p);
    return PQ_BAD_PUBLIC_KEY;
  }
  kpke_expand_a(&p->key, ek);
  pq_sha3_256(p->h, ek, KYBER_EK_BYTES);
  return 0;
}

static int load_secret(void *ctx, const uint8_t *dk)
{
  secret_ctx *s = ctx;
  if (KYBER_FIPS203) /* 7.3, hash check */
  {
    uint8_t h[32];
    pq_sha3_256(h, dk + DK_EK, KYBER_EK_BYTES);
    uint8_t differ = pq_ct_differ(h, dk + DK_H, 32);
    PQ_PUBLIC(&differ, 1); /* whether the key is one is no secret */
    if (differ)
    {
      memset(s, 0, sizeof *s);
      return PQ_BAD_SECRET_KEY;
    }
  }
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_decode12(s->s[i], dk + i * KYBER_POLY_BYTES);
  }
  kpke_decode_t(&s->key, dk + DK_EK); /* 7.3 does not ask for the modulus check */
  kpke_expand_a(&s->key, dk + DK_EK);
  memcpy(s->dk, dk, KYBER_DK_BYTES);
  return 0;
}

/* KeyGen_internal, Algorithm 16.  seed is d || z. */
static int generate(void *ctx, const uint8_t *seed)
{
  secret_ctx *s = ctx;
  kpke_keygen(&s->key, s->s, s->dk + DK_EK, seed);
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_encode12(s->dk + i * KYBER_POLY_BYTES, s->s[i]);
  }
  pq_sha3_256(s->dk + DK_H, s->dk + DK_EK, KYBER_EK_BYTES);
  memcpy(s->dk + DK_Z, seed + 32, 32);
  return 0;
}

static int store_public(uint8_t *ek, const void *ctx)
{
  memcpy(ek, ((const secret_ctx *)ctx)->dk + DK_EK, KYBER_EK_BYTES);
  return 0;
}

static int store_secret(uint8_t *dk, const void *ctx)
{
  memcpy(dk, ((const secret_ctx *)ctx)->dk, KYBER_DK_BYTES);
  return 0;
}

/* (K, r) = G(m || H(ek)); Kyber's first half is not yet the secret. */
static void derive(uint8_t kr[64], const uint8_t m[32], const uint8_t h[32])
{
  uint8_t input[64];
  memcpy(input, m, 32);
  memcpy(input + 32, h, 32);
  pq_sha3_512(kr, input, sizeof input);
  pq_wipe(input, sizeof input);
}

/* KDF(k || H(c)), how Kyber 3.02 ends encapsulation and decapsulation. */
static void kdf(uint8_t ss[32], const uint8_t k[32], const uint8_t c[KYBER_CT_BYTES])
{
  uint8_t input[64];
  memcpy(input, k, 32);
  pq_sha3_256(input + 32, c, KYBER_CT_BYTES);
  pq_shake256(ss, 32, input, sizeof input);
  pq_wipe(input, sizeof input);
}

/* J(z || c), the secret of a ciphertext that FIPS 203 rejects. */
static void reject(uint8_t ss[32], const uint8_t z[32], const uint8_t c[KYBER_CT_BYTES])
{
  pq_sponge j;
  pq_sponge_init(&j, PQ_SHAKE256_RATE);
  pq_absorb(&j, z, 32);
  pq_absorb(&j, c, KYBER_CT_BYTES);
  pq_absorb_end(&j, PQ_SHAKE_SUFFIX);
  pq_squeeze(&j, ss, 32);
  pq_sponge_wipe(&j);
}

/* Encaps_internal, Algorithm 17. */
static int encaps_with(uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed)
{
  const public_ctx *p = ctx;
  uint8_t m[32], kr[64];
  memcpy(m, seed, 32);
  if (!KYBER_FIPS203)
  {
    pq_sha3_256(m, m, 32);
  }
  derive(kr, m, p->h);
  kpke_encrypt(ct, &p->key, m, kr + 32);
  if (KYBER_FIPS203)
  {
    memcpy(ss, kr, 32);
  }
  else
  {
    kdf(ss, kr, ct);
  }
  pq_wipe(m, sizeof m);
  pq_wipe(kr, sizeof kr);
  return 0;
}

/* Decaps_internal, Algorithm 18. */
static int decaps_with(uint8_t *ss, const uint8_t *ct, const void *ctx)
{
  const secret_ctx *s = ctx;
  uint8_t m[32], kr[64], again[KYBER_CT_BYTES];
  kpke_decrypt(m, s->s, ct);
  derive(kr, m, s->dk + DK_H);
  kpke_encrypt(again, &s->key, m, kr + 32);
  const uint8_t differ = pq_ct_differ(ct, again, KYBER_CT_BYTES);
  if (KYBER_FIPS203)
  {
    uint8_t rejected[32];
    reject(rejected, s->dk + DK_Z, ct);
    pq_ct_select(ss, rejected, kr, 32, differ);
    pq_wipe(rejected, sizeof rejected);
  }
  else
  {
    pq_ct_select(kr, s->dk + DK_Z, kr, 32, differ);
    kdf(ss, kr, ct);
  }
  pq_wipe(m, sizeof m);
  pq_wipe(kr, sizeof kr);
  pq_wipe(again, sizeof again);
  return 0;
}

/* The plain calls: load and use. */

static int keygen(uint8_t *ek, uint8_t *dk, const uint8_t *seed)
{
  secret_ctx ctx;
  generate(&ctx, seed);
  store_public(ek, &ctx);
  store_secret(dk, &ctx);
  pq_wipe(&ctx, sizeof ctx);
  return 0;
}

static int encaps(uint8_t *ct, uint8_t *ss, const uint8_t *ek, const uint8_t *seed)
{
  public_ctx ctx;
  const int error = load_public(&ctx, ek);
  if (error)
  {
    memset(ct, 0, KYBER_CT_BYTES);
    memset(ss, 0, 32);
    return error;
  }
  return encaps_with(ct, ss, &ctx, seed);
}

static int decaps(uint8_t *ss, const uint8_t *ct, const uint8_t *dk)
{
  secret_ctx ctx;
  const int error = load_secret(&ctx, dk);
  if (error)
  {
    memset(ss, 0, 32);
    return error;
  }
  decaps_with(ss, ct, &ctx);
  pq_wipe(&ctx, sizeof ctx);
  return 0;
}

extern const pq_kem PQ_INSTANCE(impl);
const pq_kem PQ_INSTANCE(impl) = {
    .name = KYBER_NAME,
    .backend = PQ_STR(PQ_BACKEND),
    .standard = KYBER_FIPS203 ? "FIPS 203" : "Kyber 3.02 (NIST round 3)",
    .status = KYBER_FIPS203 ? "standard" : "superseded",
    .nist_level = KYBER_NIST_LEVEL,
    .public_key_bytes = KYBER_EK_BYTES,
    .secret_key_bytes = KYBER_DK_BYTES,
    .ciphertext_bytes = KYBER_CT_BYTES,
    .shared_secret_bytes = 32,
    .keygen_seed_bytes = 64,
    .encaps_seed_bytes = 32,
    .public_ctx_bytes = sizeof(public_ctx),
    .secret_ctx_bytes = sizeof(secret_ctx),
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
