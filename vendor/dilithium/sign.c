#include <string.h>
#include "../common/base.h"
#include "scheme.h"

/* Signing: FIPS 204, Algorithms 2, 4 and 7; Dilithium 3.1 where DILITHIUM_FIPS204 is 0. */

static void start(dilithium_signing *s, uint8_t *sig, const dilithium_secret_key *key, const dilithium_order *order)
{
  s->sig = sig;
  s->key = key;
  s->order = *order;
  s->nonce = 0;
  s->masks = 0;
}

/* The seed of all masks: rho'' of Algorithm 7, line 7 (rho' of Dilithium 3.1). */
static void mask_seed_job(pq_hash_job **next, dilithium_order *order, uint8_t input[64], const uint8_t k[32],
                          const uint8_t *seed)
{
  if (!DILITHIUM_FIPS204 && seed != NULL)
  {
    memcpy(order->rho, seed, 64);
    return;
  }
  memset(input, 0, 64);
  memcpy(input, k, 32);
  if (seed != NULL)
  {
    memcpy(input + 32, seed, 32);
  }
  *(*next)++ = dilithium_h(order->rho, 64, input, DILITHIUM_FIPS204 ? 64 : 32, order->mu, 64);
}

/* The orders of n messages, at most DILITHIUM_GROUP, from secret keys as bytes.  status[i]: 0 or PQ_BAD_CONTEXT. */
static void take_orders(dilithium_order *order, int8_t *status, const uint8_t *const *sk, const pq_message *m,
                        const uint8_t *const *seed, unsigned n)
{
  uint8_t prefix[DILITHIUM_GROUP][DILITHIUM_PREFIX_BYTES], input[DILITHIUM_GROUP][64];
  pq_hash_job jobs[DILITHIUM_GROUP], *next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    status[i] = (int8_t)dilithium_mu_job(&next, order[i].mu, prefix[i], sk[i] + DILITHIUM_SK_TR, m + i);
  }
  dilithium_hash(jobs, next);
  next = jobs;
  for (unsigned i = 0; i < n; i++)
  {
    if (!status[i])
    {
      mask_seed_job(&next, order + i, input[i], sk[i] + DILITHIUM_SK_K, seed[i]);
    }
  }
  dilithium_hash(jobs, next);
  pq_wipe(input, sizeof input);
}

int dilithium_sign_with(uint8_t *sig, const void *ctx, const pq_message *m, const uint8_t *seed)
{
  const dilithium_secret_key *key = ctx;
  dilithium_signing s;
  dilithium_vectors v;
  dilithium_order order;
  int8_t error;
  const uint8_t *const sk = key->sk;
  take_orders(&order, &error, &sk, m, &seed, 1);
  if (error)
  {
    memset(sig, 0, DILITHIUM_SIG_BYTES);
    return error;
  }
  start(&s, sig, key, &order);
  while (s.key != NULL)
  {
    dilithium_attempt(&s, &v, 1);
  }
  pq_wipe(&s, sizeof s);
  pq_wipe(&v, sizeof v);
  pq_wipe(&order, sizeof order);
  return 0;
}

int dilithium_sign(uint8_t *sig, const uint8_t *sk, const pq_message *m, const uint8_t *seed)
{
  dilithium_secret_key key;
  int error = dilithium_load_secret(&key, sk);
  if (error)
  {
    memset(sig, 0, DILITHIUM_SIG_BYTES);
    return error;
  }
  error = dilithium_sign_with(sig, &key, m, seed);
  pq_wipe(&key, sizeof key);
  return error;
}

/* A batch, and how far it has come. */
typedef struct
{
  uint8_t *sig;
  int8_t *status;
  const uint8_t *sk; /* a key for each message; else NULL */
  const void *const *ctx;
  size_t step;
  const pq_messages *m;
  const uint8_t *seed;
  size_t n, next;    /* messages; the next whose order is to be taken */
  unsigned have, at; /* orders that were taken, and the next to be begun */
} batch;

/* The secret key of message i, as bytes. */
static const uint8_t *secret_key(const batch *b, size_t i)
{
  return b->sk != NULL ? b->sk + i * DILITHIUM_SK_BYTES : ((const dilithium_secret_key *)b->ctx[i * b->step])->sk;
}

/* Take the next orders. */
static void look_ahead(batch *b, dilithium_order orders[DILITHIUM_GROUP])
{
  const uint8_t *sk[DILITHIUM_GROUP], *seed[DILITHIUM_GROUP];
  pq_message m[DILITHIUM_GROUP];
  unsigned some = 0;
  for (; some < DILITHIUM_GROUP && b->next < b->n; some++, b->next++)
  {
    sk[some] = secret_key(b, b->next);
    seed[some] = b->seed != NULL ? b->seed + b->next * DILITHIUM_SIGN_SEED_BYTES : NULL;
    m[some] = dilithium_message(b->m, b->next);
  }
  take_orders(orders, b->status + b->next - some, sk, m, seed, some);
  b->have = some;
  b->at = 0;
}

/* Begin the next signature that can be made, if there is one, with a key that is expanded to own if it has to be.
 * Returns 1 if so. */
static int refill(dilithium_signing *s, batch *b, dilithium_order orders[DILITHIUM_GROUP], dilithium_secret_key *own)
{
  while (b->at < b->have || b->next < b->n)
  {
    if (b->at == b->have)
    {
      look_ahead(b, orders);
    }
    const size_t i = b->next - b->have + b->at;
    const dilithium_order *order = orders + b->at++;
    uint8_t *sig = b->sig + i * DILITHIUM_SIG_BYTES;
    if (b->sk != NULL && dilithium_load_secret(own, secret_key(b, i)))
    {
      b->status[i] = PQ_BAD_SECRET_KEY;
    }
    if (!b->status[i])
    {
      start(s, sig, b->sk != NULL ? own : b->ctx[i * b->step], order);
      return 1;
    }
    memset(sig, 0, DILITHIUM_SIG_BYTES);
  }
  return 0;
}

/* All of a batch; where a signature is done, the next takes its place. */
static void work_off(batch *b, dilithium_scratch *w)
{
  dilithium_signing *s = w->sign.s;
  unsigned busy;
  for (unsigned i = 0; i < DILITHIUM_GROUP; i++)
  {
    s[i].key = NULL;
  }
  do
  {
    busy = 0;
    for (unsigned i = 0; i < DILITHIUM_GROUP; i++)
    {
      busy += s[i].key != NULL || refill(s + i, b, w->sign.orders, w->sign.key + i);
    }
    dilithium_attempt(s, &w->sign.vectors, DILITHIUM_GROUP);
  } while (busy);
  pq_wipe(s, sizeof w->sign.s);
  pq_wipe(&w->sign.vectors, sizeof w->sign.vectors);
  pq_wipe(w->sign.orders, sizeof w->sign.orders);
}

void dilithium_sign_batch_with(uint8_t *sig, int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                               const uint8_t *seed, size_t n, void *scratch)
{
  batch b = {.sig = sig, .status = status, .ctx = ctx, .step = step, .m = m, .seed = seed, .n = n};
  work_off(&b, scratch);
}

void dilithium_sign_batch(uint8_t *sig, int8_t *status, const uint8_t *sk, const pq_messages *m, const uint8_t *seed,
                          size_t n, void *scratch)
{
  batch b = {.sig = sig, .status = status, .sk = sk, .m = m, .seed = seed, .n = n};
  dilithium_scratch *w = scratch;
  work_off(&b, w);
  pq_wipe(w->sign.key, sizeof w->sign.key);
}
