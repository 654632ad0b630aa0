#include <string.h>
#include "cca.h"

/* The operations of ML-KEM and Kyber as kem.h wants them: the algorithms of cca.h and keys.h, with memory to work in.
 */

/* ek and dk of n expanded keys. */
static void store_pairs(uint8_t *ek, uint8_t *dk, const secret_ctx *ctx, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
  {
    memcpy(ek + i * KYBER_EK_BYTES, ctx[i].dk + DK_EK, KYBER_EK_BYTES);
    memcpy(dk + i * KYBER_DK_BYTES, ctx[i].dk, KYBER_DK_BYTES);
  }
}

/* Single operations. */

static int load_public(void *ctx, const uint8_t *ek)
{
  expansion work;
  int8_t status;
  kyber_load_public(ctx, &status, ek, 1, &work);
  return status;
}

static int load_secret(void *ctx, const uint8_t *dk)
{
  expansion work;
  kyber_jobs jobs;
  jobs.n = 0;
  int8_t status;
  kyber_begin_secret(&jobs, ctx, dk, 1, &work);
  run(&jobs);
  kyber_end_secret(ctx, &status, 1, &work);
  return status;
}

static int generate(void *ctx, const uint8_t *seed)
{
  expansion work;
  kyber_generate(ctx, seed, 1, &work);
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

static int encaps_with(uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed)
{
  const public_ctx *key = ctx;
  secrets w;
  kyber_encapsulate(ct, ss, &key, seed, 1, &w);
  return 0;
}

static int decaps_with(uint8_t *ss, const uint8_t *ct, const void *ctx)
{
  const secret_ctx *key = ctx;
  secrets w;
  kyber_decapsulate(ss, ct, &key, 1, &w);
  return 0;
}

static int keygen(uint8_t *ek, uint8_t *dk, const uint8_t *seed)
{
  secret_ctx ctx;
  generate(&ctx, seed);
  store_pairs(ek, dk, &ctx, 1);
  kyber_wipe_secret(&ctx, 1);
  return 0;
}

static int encaps(uint8_t *ct, uint8_t *ss, const uint8_t *ek, const uint8_t *seed)
{
  public_ctx ctx;
  expansion work;
  secrets w;
  int8_t status;
  kyber_load_and_encapsulate(ct, ss, &status, ek, seed, 1, &ctx, &work, &w);
  return status;
}

static int decaps(uint8_t *ss, const uint8_t *ct, const uint8_t *dk)
{
  secret_ctx ctx;
  expansion work;
  secrets w;
  int8_t status;
  kyber_load_and_decapsulate(ss, &status, ct, dk, 1, &ctx, &work, &w);
  return status;
}

/* Batches, KYBER_GROUP items at a time. */

typedef struct
{
  union
  {
    public_ctx public_keys[KYBER_GROUP];
    secret_ctx secret_keys[KYBER_GROUP];
  } expanded;
  expansion work[KYBER_GROUP];
  secrets w[KYBER_GROUP];
} batch;

static unsigned next_group(size_t left)
{
  return left < KYBER_GROUP ? (unsigned)left : KYBER_GROUP;
}

/* Zero what keys from bytes left: that of the first group, which is the largest. */
static void wipe_expanded(batch *b, size_t n, size_t ctx_bytes)
{
  const unsigned used = next_group(n);
  pq_wipe(&b->expanded, used * ctx_bytes);
  pq_wipe(b->work, used * sizeof b->work[0]);
}

static void keygen_batch(uint8_t *ek, uint8_t *dk, const uint8_t *seed, size_t n, void *scratch)
{
  batch *b = scratch;
  for (size_t i = 0; i < n; i += KYBER_GROUP)
  {
    const unsigned some = next_group(n - i);
    kyber_generate(b->expanded.secret_keys, seed + i * 64, some, b->work);
    store_pairs(ek + i * KYBER_EK_BYTES, dk + i * KYBER_DK_BYTES, b->expanded.secret_keys, some);
  }
  wipe_expanded(b, n, sizeof(secret_ctx));
}

static void encaps_batch(uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *ek, const uint8_t *seed, size_t n,
                         void *scratch)
{
  batch *b = scratch;
  for (size_t i = 0; i < n; i += KYBER_GROUP)
  {
    kyber_load_and_encapsulate(ct + i * KYBER_CT_BYTES, ss + i * 32, status + i, ek + i * KYBER_EK_BYTES, seed + i * 32,
                               next_group(n - i), b->expanded.public_keys, b->work, b->w);
  }
  wipe_expanded(b, n, sizeof(public_ctx));
}

static void decaps_batch(uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *dk, size_t n, void *scratch)
{
  batch *b = scratch;
  for (size_t i = 0; i < n; i += KYBER_GROUP)
  {
    kyber_load_and_decapsulate(ss + i * 32, status + i, ct + i * KYBER_CT_BYTES, dk + i * KYBER_DK_BYTES,
                               next_group(n - i), b->expanded.secret_keys, b->work, b->w);
  }
  wipe_expanded(b, n, sizeof(secret_ctx));
}

static void encaps_batch_with(uint8_t *ct, uint8_t *ss, const void *const *ctx, size_t step, const uint8_t *seed,
                              size_t n, void *scratch)
{
  batch *b = scratch;
  for (size_t i = 0; i < n; i += KYBER_GROUP)
  {
    const public_ctx *key[KYBER_GROUP] = {NULL};
    const unsigned some = next_group(n - i);
    for (unsigned j = 0; j < some; j++)
    {
      key[j] = ctx[(i + j) * step];
    }
    kyber_encapsulate(ct + i * KYBER_CT_BYTES, ss + i * 32, key, seed + i * 32, some, b->w);
  }
}

static void decaps_batch_with(uint8_t *ss, const uint8_t *ct, const void *const *ctx, size_t step, size_t n,
                              void *scratch)
{
  batch *b = scratch;
  for (size_t i = 0; i < n; i += KYBER_GROUP)
  {
    const secret_ctx *key[KYBER_GROUP] = {NULL};
    const unsigned some = next_group(n - i);
    for (unsigned j = 0; j < some; j++)
    {
      key[j] = ctx[(i + j) * step];
    }
    kyber_decapsulate(ss + i * 32, ct + i * KYBER_CT_BYTES, key, some, b->w);
  }
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
    .batch_scratch_bytes = sizeof(batch),
    .keygen_batch = keygen_batch,
    .encaps_batch = encaps_batch,
    .decaps_batch = decaps_batch,
    .encaps_batch_with = encaps_batch_with,
    .decaps_batch_with = decaps_batch_with,
};
