#include "kem.h"

/* cffi calls these directly; a call through a struct's pointer would go by way of libffi. */

int pq_kem_keygen(const pq_kem *kem, uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  return kem->keygen(pk, sk, seed);
}

int pq_kem_encaps(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed)
{
  return kem->encaps(ct, ss, pk, seed);
}

int pq_kem_decaps(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const uint8_t *sk)
{
  return kem->decaps(ss, ct, sk);
}

int pq_kem_load_public(const pq_kem *kem, void *ctx, const uint8_t *pk)
{
  return kem->load_public(ctx, pk);
}

int pq_kem_load_secret(const pq_kem *kem, void *ctx, const uint8_t *sk)
{
  return kem->load_secret(ctx, sk);
}

int pq_kem_generate(const pq_kem *kem, void *ctx, const uint8_t *seed)
{
  return kem->generate(ctx, seed);
}

int pq_kem_store_public(const pq_kem *kem, uint8_t *pk, const void *ctx)
{
  return kem->store_public(pk, ctx);
}

int pq_kem_store_secret(const pq_kem *kem, uint8_t *sk, const void *ctx)
{
  return kem->store_secret(sk, ctx);
}

int pq_kem_encaps_with(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed)
{
  return kem->encaps_with(ct, ss, ctx, seed);
}

int pq_kem_decaps_with(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const void *ctx)
{
  return kem->decaps_with(ss, ct, ctx);
}
