#include <string.h>
#include "sig.h"

/* cffi calls these directly; a call through a struct's pointer would go by way of libffi. */

int pq_sig_keygen(const pq_sig *scheme, uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  return scheme->keygen(pk, sk, seed);
}

int pq_sig_sign(const pq_sig *scheme, uint8_t *sig, const uint8_t *sk, const uint8_t *data, size_t bytes,
                const uint8_t *context, size_t context_bytes, const uint8_t *oid, const uint8_t *seed)
{
  const pq_message m = {data, bytes, context, context_bytes, oid, NULL};
  return scheme->sign(sig, sk, &m, seed);
}

int pq_sig_sign_mu(const pq_sig *scheme, uint8_t *sig, const uint8_t *sk, const uint8_t *mu, const uint8_t *seed)
{
  const pq_message m = {.mu = mu};
  return scheme->sign(sig, sk, &m, seed);
}

int pq_sig_verify(const pq_sig *scheme, const uint8_t *pk, const uint8_t *data, size_t bytes, const uint8_t *context,
                  size_t context_bytes, const uint8_t *oid, const uint8_t *sig)
{
  const pq_message m = {data, bytes, context, context_bytes, oid, NULL};
  return scheme->verify(pk, &m, sig);
}

int pq_sig_verify_mu(const pq_sig *scheme, const uint8_t *pk, const uint8_t *mu, const uint8_t *sig)
{
  const pq_message m = {.mu = mu};
  return scheme->verify(pk, &m, sig);
}

int pq_sig_seal(const pq_sig *scheme, uint8_t *signed_message, const uint8_t *sk, const uint8_t *message, size_t bytes,
                const uint8_t *context, size_t context_bytes, const uint8_t *seed)
{
  int error = pq_sig_sign(scheme, signed_message, sk, message, bytes, context, context_bytes, NULL, seed);
  uint8_t *copy = signed_message + scheme->signature_bytes;
  if (error)
  {
    memset(copy, 0, bytes);
    return error;
  }
  memcpy(copy, message, bytes);
  return 0;
}

int pq_sig_open(const pq_sig *scheme, uint8_t *message, const uint8_t *pk, const uint8_t *signed_message,
                size_t signed_bytes, const uint8_t *context, size_t context_bytes)
{
  if (signed_bytes < scheme->signature_bytes)
  {
    return PQ_BAD_SIGNATURE;
  }
  const uint8_t *data = signed_message + scheme->signature_bytes;
  const size_t bytes = signed_bytes - scheme->signature_bytes;
  int error = pq_sig_verify(scheme, pk, data, bytes, context, context_bytes, NULL, signed_message);
  if (error)
  {
    memset(message, 0, bytes);
    return error;
  }
  memcpy(message, data, bytes);
  return 0;
}

int pq_sig_load_public(const pq_sig *scheme, void *ctx, const uint8_t *pk)
{
  return scheme->load_public(ctx, pk);
}

int pq_sig_load_secret(const pq_sig *scheme, void *ctx, const uint8_t *sk)
{
  return scheme->load_secret(ctx, sk);
}

int pq_sig_generate(const pq_sig *scheme, void *ctx, const uint8_t *seed)
{
  return scheme->generate(ctx, seed);
}

int pq_sig_store_public(const pq_sig *scheme, uint8_t *pk, const void *ctx)
{
  return scheme->store_public(pk, ctx);
}

int pq_sig_store_secret(const pq_sig *scheme, uint8_t *sk, const void *ctx)
{
  return scheme->store_secret(sk, ctx);
}

int pq_sig_sign_with(const pq_sig *scheme, uint8_t *sig, const void *ctx, const uint8_t *data, size_t bytes,
                     const uint8_t *context, size_t context_bytes, const uint8_t *oid, const uint8_t *seed)
{
  const pq_message m = {data, bytes, context, context_bytes, oid, NULL};
  return scheme->sign_with(sig, ctx, &m, seed);
}

int pq_sig_sign_mu_with(const pq_sig *scheme, uint8_t *sig, const void *ctx, const uint8_t *mu, const uint8_t *seed)
{
  const pq_message m = {.mu = mu};
  return scheme->sign_with(sig, ctx, &m, seed);
}

int pq_sig_verify_with(const pq_sig *scheme, const void *ctx, const uint8_t *data, size_t bytes, const uint8_t *context,
                       size_t context_bytes, const uint8_t *oid, const uint8_t *sig)
{
  const pq_message m = {data, bytes, context, context_bytes, oid, NULL};
  return scheme->verify_with(ctx, &m, sig);
}

int pq_sig_verify_mu_with(const pq_sig *scheme, const void *ctx, const uint8_t *mu, const uint8_t *sig)
{
  const pq_message m = {.mu = mu};
  return scheme->verify_with(ctx, &m, sig);
}

int pq_sig_tr_of_public(const pq_sig *scheme, uint8_t *tr, const uint8_t *pk)
{
  return scheme->tr_of_public(tr, pk);
}

int pq_sig_tr_of_secret(const pq_sig *scheme, uint8_t *tr, const uint8_t *sk)
{
  return scheme->tr_of_secret(tr, sk);
}

int pq_sig_mu_start(const pq_sig *scheme, pq_sponge *mu, const uint8_t *tr, const uint8_t *context,
                    size_t context_bytes)
{
  const pq_message m = {.context = context, .context_bytes = context_bytes};
  return scheme->mu_start(mu, tr, &m);
}

int pq_sig_mu_update(const pq_sig *scheme, pq_sponge *mu, const uint8_t *data, size_t bytes)
{
  return scheme->mu_update(mu, data, bytes);
}

int pq_sig_mu_finish(const pq_sig *scheme, uint8_t *out, pq_sponge *mu)
{
  return scheme->mu_finish(out, mu);
}

/* Batches: those of the scheme, or else one operation after the other. */

static pq_message message(const pq_messages *m, size_t i)
{
  return (pq_message){m->data[i], m->bytes[i], m->context, m->context_bytes, NULL, NULL};
}

/* The seed of signature i; NULL where all are deterministic. */
static const uint8_t *sign_seed(const pq_sig *scheme, const uint8_t *seed, size_t i)
{
  return seed ? seed + i * scheme->sign_seed_bytes : NULL;
}

void pq_sig_keygen_batch(const pq_sig *scheme, uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch)
{
  if (scheme->keygen_batch)
  {
    scheme->keygen_batch(pk, sk, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    scheme->keygen(pk + i * scheme->public_key_bytes, sk + i * scheme->secret_key_bytes,
                   seed + i * scheme->keygen_seed_bytes);
  }
}

void pq_sig_sign_batch(const pq_sig *scheme, uint8_t *sig, int8_t *status, const uint8_t *sk, const pq_messages *m,
                       const uint8_t *seed, size_t n, void *scratch)
{
  if (scheme->sign_batch)
  {
    scheme->sign_batch(sig, status, sk, m, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    const pq_message one = message(m, i);
    status[i] = (int8_t)scheme->sign(sig + i * scheme->signature_bytes, sk + i * scheme->secret_key_bytes, &one,
                                     sign_seed(scheme, seed, i));
  }
}

void pq_sig_verify_batch(const pq_sig *scheme, int8_t *status, const uint8_t *pk, const pq_messages *m,
                         const uint8_t *sig, size_t n, void *scratch)
{
  if (scheme->verify_batch)
  {
    scheme->verify_batch(status, pk, m, sig, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    const pq_message one = message(m, i);
    status[i] = (int8_t)scheme->verify(pk + i * scheme->public_key_bytes, &one, sig + i * scheme->signature_bytes);
  }
}

void pq_sig_sign_batch_with(const pq_sig *scheme, uint8_t *sig, int8_t *status, const void *const *ctx, size_t step,
                            const pq_messages *m, const uint8_t *seed, size_t n, void *scratch)
{
  if (scheme->sign_batch_with)
  {
    scheme->sign_batch_with(sig, status, ctx, step, m, seed, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    const pq_message one = message(m, i);
    status[i] =
        (int8_t)scheme->sign_with(sig + i * scheme->signature_bytes, ctx[i * step], &one, sign_seed(scheme, seed, i));
  }
}

void pq_sig_verify_batch_with(const pq_sig *scheme, int8_t *status, const void *const *ctx, size_t step,
                              const pq_messages *m, const uint8_t *sig, size_t n, void *scratch)
{
  if (scheme->verify_batch_with)
  {
    scheme->verify_batch_with(status, ctx, step, m, sig, n, scratch);
    return;
  }
  for (size_t i = 0; i < n; i++)
  {
    const pq_message one = message(m, i);
    status[i] = (int8_t)scheme->verify_with(ctx[i * step], &one, sig + i * scheme->signature_bytes);
  }
}
