#include <string.h>
#include "../common/ct.h"
#include "../common/base.h"
#include "../common/sha3.h"
#include "../common/tuplehash.h"
#include "scheme.h"

/* The KEMs, section 10, and the key of the DEM, section 11. */

/* TupleHash((domain, s1, s2), out_bytes). */
static void hash(uint8_t *out, size_t out_bytes, const round5_params *p, const char *domain, const uint8_t *s1,
                 const uint8_t *s2, size_t s2_bytes)
{
  pq_sponge sponge;
  pq_tuplehash_start(&sponge, p->rate);
  pq_tuplehash_string(&sponge, domain, strlen(domain));
  pq_tuplehash_string(&sponge, s1, p->kappa);
  if (s2)
  {
    pq_tuplehash_string(&sponge, s2, s2_bytes);
  }
  pq_tuplehash_end(&sponge, out_bytes);
  pq_squeeze(&sponge, out, out_bytes);
  pq_sponge_wipe(&sponge);
}

void round5_kem_dem_key(uint8_t *out, const round5_params *p, const uint8_t *k)
{
  hash(out, p->kappa + 12, p, "HR5DEM", k, NULL, 0);
}

/* 10.1 and 10.3 with an expanded A. */
static void encapsulate(uint8_t *ct, uint8_t *ss, const round5_params *p, const uint16_t *a, const uint8_t *pk,
                        const uint8_t *seed)
{
  const uint8_t *const b = pk + p->kappa;
  if (!p->cca)
  {
    round5_pke_encrypt(ct, p, a, b, seed, seed + p->kappa);
    hash(ss, p->kappa, p, "HCPAKEM", seed, ct, p->cpa_ct_bytes);
    return;
  }
  uint8_t lgr[3 * ROUND5_MAX_KAPPA]; /* L || g || rho */
  hash(lgr, 3 * p->kappa, p, "GCCAKEM", seed, pk, p->pk_bytes);
  round5_pke_encrypt(ct, p, a, b, seed, lgr + 2 * p->kappa);
  memcpy(ct + p->cpa_ct_bytes, lgr + p->kappa, p->kappa);
  hash(ss, p->kappa, p, "HCCAKEM", lgr, ct, p->cpa_ct_bytes + p->kappa);
  pq_wipe(lgr, sizeof lgr);
}

/* 10.1, Decaps. */
static void decapsulate_cpa(uint8_t *ss, const round5_params *p, const uint8_t *ct, const round5_secret *s)
{
  uint8_t m[ROUND5_MAX_KAPPA];
  round5_pke_decrypt(m, p, s, ct);
  hash(ss, p->kappa, p, "HCPAKEM", m, ct, p->cpa_ct_bytes);
  pq_wipe(m, sizeof m);
}

/* 10.4 with an expanded A.  key is y || pk. */
static PQ_NOINLINE void decapsulate_cca(uint8_t *ss, const round5_params *p, const uint8_t *ct, const round5_secret *s,
                                        const uint16_t *a, const uint8_t *key)
{
  const uint8_t *const pk = key + p->kappa;
  const size_t ct_bytes = p->cpa_ct_bytes + p->kappa;
  uint8_t m[ROUND5_MAX_KAPPA], lgr[3 * ROUND5_MAX_KAPPA], again[ROUND5_MAX_CT];
  round5_pke_decrypt(m, p, s, ct);
  hash(lgr, 3 * p->kappa, p, "GCCAKEM", m, pk, p->pk_bytes);
  round5_pke_encrypt(again, p, a, pk + p->kappa, m, lgr + 2 * p->kappa);
  memcpy(again + p->cpa_ct_bytes, lgr + p->kappa, p->kappa);
  const uint8_t differ = pq_ct_differ(ct, again, ct_bytes);
  pq_ct_select(lgr, key, lgr, p->kappa, differ); /* y instead of L */
  hash(ss, p->kappa, p, "HCCAKEM", lgr, ct, ct_bytes);
  pq_wipe(m, sizeof m);
  pq_wipe(lgr, sizeof lgr);
  pq_wipe(again, ct_bytes);
}

/* The plain calls.  The keys are used where they are. */

/* Bytes of the secret key before the public one: seed, and y in CCA sets. */
static size_t secret_bytes(const round5_params *p)
{
  return p->cca ? 2 * (size_t)p->kappa : p->kappa;
}

/* pk from sigma, an A that it is expanded to, and S.  9.1 */
static void make_public(uint8_t *pk, const round5_params *p, uint16_t *a, const uint8_t *sigma, const round5_secret *s)
{
  memcpy(pk, sigma, p->kappa);
  PQ_PUBLIC(pk, p->kappa); /* sigma is part of the public key */
  round5_expand_a(a, p, pk);
  round5_pke_keygen(pk + p->kappa, p, a, s);
}

int round5_kem_keygen(const round5_params *p, uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  uint16_t a[ROUND5_MAX_A];
  const round5_secret s = {.bits = NULL, .domain = "SGEN", .seed = seed + p->kappa};
  make_public(pk, p, a, seed, &s);
  memcpy(sk, seed + p->kappa, secret_bytes(p));
  if (p->cca)
  {
    memcpy(sk + secret_bytes(p), pk, p->pk_bytes);
  }
  return 0;
}

int round5_kem_encaps(const round5_params *p, uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed)
{
  uint16_t a[ROUND5_MAX_A];
  round5_expand_a(a, p, pk);
  encapsulate(ct, ss, p, a, pk, seed);
  return 0;
}

/* With an A of its own, which only these sets need. */
static PQ_NOINLINE void expand_and_decapsulate(uint8_t *ss, const round5_params *p, const uint8_t *ct,
                                               const round5_secret *s, const uint8_t *key)
{
  uint16_t a[ROUND5_MAX_A];
  round5_expand_a(a, p, key + p->kappa);
  decapsulate_cca(ss, p, ct, s, a, key);
}

int round5_kem_decaps(const round5_params *p, uint8_t *ss, const uint8_t *ct, const uint8_t *sk)
{
  const round5_secret s = {.bits = NULL, .domain = "SGEN", .seed = sk};
  if (p->cca)
  {
    expand_and_decapsulate(ss, p, ct, &s, sk + p->kappa);
  }
  else
  {
    decapsulate_cpa(ss, p, ct, &s);
  }
  return 0;
}

/* Contexts, whose layout is in params.h. */

int round5_kem_load_public(const round5_params *p, void *ctx, const uint8_t *pk)
{
  round5_expand_a(ctx, p, pk);
  memcpy((uint8_t *)ctx + ROUND5_A_BYTES(p->ring, p->d), pk, p->pk_bytes);
  return 0;
}

int round5_kem_encaps_with(const round5_params *p, uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed)
{
  encapsulate(ct, ss, p, ctx, (const uint8_t *)ctx + ROUND5_A_BYTES(p->ring, p->d), seed);
  return 0;
}

/* The parts of a secret context. */
static uint32_t *has_public(const void *ctx)
{
  return (uint32_t *)ctx;
}

static uint32_t *bits_of(const void *ctx)
{
  return (uint32_t *)ctx + ROUND5_HEADER_BYTES / 4;
}

static uint16_t *a_of(const round5_params *p, const void *ctx)
{
  return (uint16_t *)ctx + ROUND5_CTX_A(p->d, p->n_bar) / 2;
}

static uint8_t *key_of(const round5_params *p, const void *ctx)
{
  return (uint8_t *)ctx + ROUND5_CTX_KEY(p->ring, p->d, p->n_bar, p->cca);
}

/* seed [|| y], and S from the seed. */
static void load_seed(const round5_params *p, void *ctx, const uint8_t *seed)
{
  const round5_secret s = {.bits = NULL, .domain = "SGEN", .seed = seed};
  uint32_t *const bits = bits_of(ctx);
  *has_public(ctx) = 0;
  for (unsigned first = 0; first < p->n_bar; first += ROUND5_BLOCK)
  {
    const unsigned count = p->n_bar - first < ROUND5_BLOCK ? p->n_bar - first : ROUND5_BLOCK;
    round5_sample_bits(bits + first * 2 * ROUND5_WORDS(p->d), p, &s, first, count);
  }
  memcpy(key_of(p, ctx), seed, secret_bytes(p));
}

/* The rest: sigma, A and the public key. */
static void load_sigma(const round5_params *p, void *ctx, const uint8_t *sigma)
{
  uint16_t memory[ROUND5_MAX_A];
  const round5_secret s = {.bits = bits_of(ctx), .domain = NULL, .seed = NULL};
  make_public(key_of(p, ctx) + secret_bytes(p), p, p->cca ? a_of(p, ctx) : memory, sigma, &s);
  *has_public(ctx) = 1;
}

int round5_kem_generate(const round5_params *p, void *ctx, const uint8_t *seed)
{
  load_seed(p, ctx, seed + p->kappa);
  load_sigma(p, ctx, seed);
  return 0;
}

int round5_kem_load_secret(const round5_params *p, void *ctx, const uint8_t *sk)
{
  const uint8_t *const pk = sk + secret_bytes(p);
  load_seed(p, ctx, sk);
  if (!p->cca)
  {
    return 0; /* without sigma, which such a key does not have */
  }
  load_sigma(p, ctx, pk);
  uint8_t differ = pq_ct_differ(key_of(p, ctx) + secret_bytes(p), pk, p->pk_bytes);
  PQ_PUBLIC(&differ, 1); /* whether the key is one is no secret */
  if (differ)
  {
    pq_wipe(ctx, ROUND5_CTX_KEY(p->ring, p->d, p->n_bar, p->cca) + secret_bytes(p) + p->pk_bytes);
    return PQ_BAD_SECRET_KEY;
  }
  return 0;
}

int round5_kem_store_public(const round5_params *p, uint8_t *pk, const void *ctx)
{
  if (!*has_public(ctx))
  {
    memset(pk, 0, p->pk_bytes);
    return PQ_BAD_SECRET_KEY;
  }
  memcpy(pk, key_of(p, ctx) + secret_bytes(p), p->pk_bytes);
  return 0;
}

int round5_kem_store_secret(const round5_params *p, uint8_t *sk, const void *ctx)
{
  memcpy(sk, key_of(p, ctx), secret_bytes(p) + (p->cca ? p->pk_bytes : 0));
  return 0;
}

int round5_kem_decaps_with(const round5_params *p, uint8_t *ss, const uint8_t *ct, const void *ctx)
{
  const round5_secret s = {.bits = bits_of(ctx), .domain = NULL, .seed = NULL};
  if (p->cca)
  {
    decapsulate_cca(ss, p, ct, &s, a_of(p, ctx), key_of(p, ctx) + p->kappa);
  }
  else
  {
    decapsulate_cpa(ss, p, ct, &s);
  }
  return 0;
}
