/* One parameter set under valgrind, with every secret undefined: valgrind reports each branch and each address that
 * depends on one.  Built by tests/test_constant_time.py with PQ_VALGRIND; exits with 0 if the results are right.
 *
 * PQ_PLANT_BRANCH and PQ_PLANT_INDEX add the two faults, to show that they would be found; PQ_PLANT_IN_BATCH a branch
 * on what a batch of signatures works with. */
#include <string.h>
#include "../../vendor/common/backend.h"
#include "../../vendor/common/ct.h"
#include "../../vendor/common/kem.h"
#include "../../vendor/common/sig.h"

static uint8_t pk[1 << 18], sk[1 << 18], ct[1 << 14], received[4096], seed[128], coins[64];
static _Alignas(64) uint8_t public_ctx[1 << 18], secret_ctx[1 << 18];
volatile uint8_t planted;

/* What valgrind must find if asked to. */
static void plant(void)
{
#if defined(PQ_PLANT_BRANCH)
  if (seed[0] & 1)
  {
    planted = 1;
  }
#elif defined(PQ_PLANT_INDEX)
  planted = pk[seed[0]];
#endif
}

static void fill(uint8_t *p, size_t n, uint8_t first)
{
  for (size_t i = 0; i < n; i++)
  {
    p[i] = (uint8_t)(first + 7 * i);
  }
  PQ_SECRET(p, n);
}

enum
{
  BATCH = 5
};

static uint8_t pks[BATCH << 12], sks[BATCH << 13], seeds[BATCH * 64];
static _Alignas(64) uint8_t scratch[1 << 20];

#if defined(CT_KEM)

static uint8_t ss[64];

extern const pq_kem PQ_INSTANCE(impl);

/* 1 if both sides have the same secret, or another one if the ciphertext was forged. */
static int agrees(const pq_kem *kem, int forged)
{
  PQ_PUBLIC(ss, kem->shared_secret_bytes);
  PQ_PUBLIC(received, kem->shared_secret_bytes);
  return (memcmp(ss, received, kem->shared_secret_bytes) != 0) == forged;
}

/* The public key inside a secret key is no secret. */
static void publish(const pq_kem *kem)
{
  const size_t pk_bytes = kem->public_key_bytes, sk_bytes = kem->secret_key_bytes;
  if (sk_bytes > pk_bytes + 64) /* ML-KEM: s || ek || H(ek) || z */
  {
    PQ_PUBLIC(sk + sk_bytes - pk_bytes - 64, pk_bytes + 32);
  }
  else if (sk_bytes > pk_bytes) /* Round5, CCA sets: seed || y || pk; CPA sets: seed */
  {
    PQ_PUBLIC(sk + sk_bytes - pk_bytes, pk_bytes);
  }
}

static uint8_t cts[BATCH << 12], sent[BATCH * 32], got[BATCH * 32];

/* A scheme's own batches: as many keys as items, then one key for all. */
static int run_batch(const pq_kem *kem, uint8_t first)
{
  int8_t status[2][BATCH];
  const void *public_keys[1] = {public_ctx}, *secret_keys[1] = {secret_ctx};
  fill(seeds, sizeof seeds, first);
  kem->keygen_batch(pks, sks, seeds, BATCH, scratch);
  PQ_PUBLIC(pks, sizeof pks);
  for (size_t i = 0; i < BATCH; i++) /* as in publish() */
  {
    PQ_PUBLIC(sks + (i + 1) * kem->secret_key_bytes - kem->public_key_bytes - 64, kem->public_key_bytes + 32);
  }
  kem->encaps_batch(cts, sent, status[0], pks, seeds, BATCH, scratch);
  PQ_PUBLIC(cts, sizeof cts);
  kem->decaps_batch(got, status[1], cts, sks, BATCH, scratch);
  PQ_PUBLIC(sent, sizeof sent);
  PQ_PUBLIC(got, sizeof got);
  int good = memcmp(sent, got, sizeof sent) == 0;
  for (size_t i = 0; i < BATCH; i++)
  {
    good &= status[0][i] == 0 && status[1][i] == 0;
  }
  good &= kem->load_public(public_ctx, pk) == 0 && kem->load_secret(secret_ctx, sk) == 0;
  kem->encaps_batch_with(cts, sent, public_keys, 0, seeds, BATCH, scratch);
  PQ_PUBLIC(cts, sizeof cts);
  kem->decaps_batch_with(got, cts, secret_keys, 0, BATCH, scratch);
  PQ_PUBLIC(sent, sizeof sent);
  PQ_PUBLIC(got, sizeof got);
  return good & (memcmp(sent, got, sizeof sent) == 0);
}

static int run(uint8_t first)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  fill(seed, kem->keygen_seed_bytes, first);
  fill(coins, kem->encaps_seed_bytes, (uint8_t)(first + 1));
  plant();
  int good = kem->keygen(pk, sk, seed) == 0;
  PQ_PUBLIC(pk, kem->public_key_bytes);
  publish(kem);
  good &= kem->encaps(ct, ss, pk, coins) == 0;
  PQ_PUBLIC(ct, kem->ciphertext_bytes);
  good &= kem->decaps(received, ct, sk) == 0 && agrees(kem, 0);
  good &= kem->load_public(public_ctx, pk) == 0 && kem->load_secret(secret_ctx, sk) == 0;
  good &= kem->encaps_with(ct, ss, public_ctx, coins) == 0;
  PQ_PUBLIC(ct, kem->ciphertext_bytes);
  good &= kem->decaps_with(received, ct, secret_ctx) == 0 && agrees(kem, 0);
  ct[first] ^= 1;
  good &= kem->decaps(received, ct, sk) == 0 && agrees(kem, 1);
  good &= kem->generate(secret_ctx, seed) == 0 && kem->decaps_with(received, ct, secret_ctx) == 0 && agrees(kem, 1);
  return good & (!kem->keygen_batch || run_batch(kem, first));
}

#else

extern const pq_sig PQ_INSTANCE(impl);

static uint8_t sigs[BATCH << 13];

/* 1 if all signatures fit, to as many keys. */
static int all_fit(const pq_sig *scheme, const pq_messages *m, const int8_t status[BATCH])
{
  int8_t fits[BATCH];
  int good = 1;
  PQ_PUBLIC(sigs, sizeof sigs);
  scheme->verify_batch(fits, pks, m, sigs, BATCH, scratch);
  for (size_t i = 0; i < BATCH; i++)
  {
    good &= status[i] == 0 && fits[i] == 0;
  }
  return good;
}

/* As many keys as messages: from bytes, then expanded; deterministic, then with randomness. */
static int run_batch(const pq_sig *scheme, uint8_t first)
{
  static const uint8_t text[BATCH] = "text";
  const uint8_t *data[BATCH];
  const size_t bytes[BATCH] = {0, 1, 2, 3, 4};
  const void *keys[1] = {secret_ctx};
  int8_t status[BATCH];
  const pq_messages m = {.data = data, .bytes = bytes};
  for (size_t i = 0; i < BATCH; i++)
  {
    data[i] = text;
  }
  fill(seeds, sizeof seeds, first);
  scheme->keygen_batch(pks, sks, seeds, BATCH, scratch);
  PQ_PUBLIC(pks, sizeof pks);
#if defined(PQ_PLANT_IN_BATCH)
  if (sks[32] & 1) /* K */
  {
    planted = 1;
  }
#endif
  scheme->sign_batch(sigs, status, sks, &m, NULL, BATCH, scratch);
  int good = all_fit(scheme, &m, status);
  scheme->sign_batch(sigs, status, sks, &m, seeds, BATCH, scratch);
  good &= all_fit(scheme, &m, status);
  good &= scheme->load_secret(secret_ctx, sks) == 0;
  scheme->sign_batch_with(sigs, status, keys, 0, &m, seeds, BATCH, scratch);
  for (size_t i = 1; i < BATCH; i++) /* all by the first key */
  {
    memcpy(pks + i * scheme->public_key_bytes, pks, scheme->public_key_bytes);
  }
  return good & all_fit(scheme, &m, status);
}

static int run(uint8_t first)
{
  static const uint8_t message[100] = {1, 2, 3};
  const pq_message m = {.data = message, .bytes = sizeof message};
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  fill(seed, scheme->keygen_seed_bytes, first);
  fill(coins, scheme->sign_seed_bytes, (uint8_t)(first + 1));
  plant();
  int good = scheme->keygen(pk, sk, seed) == 0;
  PQ_PUBLIC(pk, scheme->public_key_bytes);
  for (int hedged = 0; hedged < 2; hedged++)
  {
    good &= scheme->sign(ct, sk, &m, hedged ? coins : NULL) == 0;
    PQ_PUBLIC(ct, scheme->signature_bytes);
    good &= scheme->verify(pk, &m, ct) == 0;
  }
  good &= scheme->load_public(public_ctx, pk) == 0 && scheme->generate(secret_ctx, seed) == 0;
  good &= scheme->store_public(received, secret_ctx) == 0 && scheme->load_secret(secret_ctx, sk) == 0;
  good &= scheme->sign_with(ct, secret_ctx, &m, coins) == 0;
  PQ_PUBLIC(ct, scheme->signature_bytes);
  good &= scheme->verify_with(public_ctx, &m, ct) == 0;
  return good & (first > 0 || run_batch(scheme, first)); /* once: there are five keys */
}

#endif

int main(void)
{
  int good = 1;
  for (uint8_t first = 0; first < 3; first++)
  {
    good &= run(first);
  }
  return !good;
}
