#include <string.h>
#include "scheme.h"

/* What is signed of a message: mu = H(tr || M', 64), Algorithm 7, line 6.  M' is the prefix of Algorithm 2 or 4, then
 * the message or its digest; in Dilithium 3.1 just the message. */

/* tr and M' up to the message.  Returns how many bytes, or PQ_BAD_CONTEXT. */
static int put_prefix(uint8_t prefix[DILITHIUM_PREFIX_BYTES], const uint8_t *tr, const pq_message *m)
{
  if (DILITHIUM_FIPS204 ? m->context_bytes > 255 : m->context_bytes > 0 || m->oid != NULL)
  {
    return PQ_BAD_CONTEXT;
  }
  memcpy(prefix, tr, DILITHIUM_TR_BYTES);
  if (!DILITHIUM_FIPS204)
  {
    return DILITHIUM_TR_BYTES;
  }
  uint8_t *next = prefix + DILITHIUM_TR_BYTES;
  *next++ = m->oid != NULL;
  *next++ = (uint8_t)m->context_bytes;
  if (m->context_bytes > 0)
  {
    memcpy(next, m->context, m->context_bytes);
    next += m->context_bytes;
  }
  if (m->oid != NULL)
  {
    memcpy(next, m->oid, 11);
    next += 11;
  }
  return (int)(next - prefix);
}

int dilithium_mu_job(pq_hash_job **next, uint8_t mu[64], uint8_t prefix[DILITHIUM_PREFIX_BYTES], const uint8_t *tr,
                     const pq_message *m)
{
  if (m->mu != NULL)
  {
    memcpy(mu, m->mu, 64);
    return 0;
  }
  const int bytes = put_prefix(prefix, tr, m);
  if (bytes < 0)
  {
    return bytes;
  }
  *(*next)++ = dilithium_h(mu, 64, prefix, (size_t)bytes, m->data, m->bytes);
  return 0;
}

int dilithium_mu_start(pq_sponge *mu, const uint8_t *tr, const pq_message *m)
{
  uint8_t prefix[DILITHIUM_PREFIX_BYTES];
  const int bytes = put_prefix(prefix, tr, m);
  pq_sponge_init(mu, PQ_SHAKE256_RATE); /* also if refused: a sponge of rate 0 would never end */
  if (bytes < 0)
  {
    return bytes;
  }
  pq_absorb(mu, prefix, (size_t)bytes);
  return 0;
}

int dilithium_mu_update(pq_sponge *mu, const uint8_t *data, size_t bytes)
{
  pq_absorb(mu, data, bytes);
  return 0;
}

int dilithium_mu_finish(uint8_t *out, pq_sponge *mu)
{
  pq_absorb_end(mu, PQ_SHAKE_SUFFIX);
  pq_squeeze(mu, out, 64);
  return 0;
}
