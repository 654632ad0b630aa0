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

void pq_kem_keygen_batch(const pq_kem *kem, uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch)
{
  if (kem->keygen_batch)
  {
    kem->keygen_batch(pk, sk, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    kem->keygen(pk + i * kem->public_key_bytes, sk + i * kem->secret_key_bytes, seed + i * kem->keygen_seed_bytes);
  }
}

void pq_kem_encaps_batch(const pq_kem *kem, uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *pk,
                         const uint8_t *seed, size_t n, void *scratch)
{
  if (kem->encaps_batch)
  {
    kem->encaps_batch(ct, ss, status, pk, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    status[i] = (int8_t)kem->encaps(ct + i * kem->ciphertext_bytes, ss + i * kem->shared_secret_bytes,
                                    pk + i * kem->public_key_bytes, seed + i * kem->encaps_seed_bytes);
  }
}

void pq_kem_decaps_batch(const pq_kem *kem, uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *sk, size_t n,
                         void *scratch)
{
  if (kem->decaps_batch)
  {
    kem->decaps_batch(ss, status, ct, sk, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    status[i] = (int8_t)kem->decaps(ss + i * kem->shared_secret_bytes, ct + i * kem->ciphertext_bytes,
                                    sk + i * kem->secret_key_bytes);
  }
}

void pq_kem_encaps_batch_with(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const void *const *ctx, size_t step,
                              const uint8_t *seed, size_t n, void *scratch)
{
  if (kem->encaps_batch_with)
  {
    kem->encaps_batch_with(ct, ss, ctx, step, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    kem->encaps_with(ct + i * kem->ciphertext_bytes, ss + i * kem->shared_secret_bytes, ctx[i * step],
                     seed + i * kem->encaps_seed_bytes);
  }
}

void pq_kem_decaps_batch_with(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const void *const *ctx, size_t step,
                              size_t n, void *scratch)
{
  if (kem->decaps_batch_with)
  {
    kem->decaps_batch_with(ss, ct, ctx, step, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    kem->decaps_with(ss + i * kem->shared_secret_bytes, ct + i * kem->ciphertext_bytes, ctx[i * step]);
  }
}
