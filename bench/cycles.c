/* The operations of one parameter set on one backend, without Python.  bench/cycles.py builds and runs it for each. */
#include <string.h>
#include "../vendor/common/backend.h"
#include "../vendor/common/keccak.h"
#include "../vendor/common/kem.h"
#include "../vendor/common/sig.h"

/* Another seed each time. */
#define BEFORE(i) (seed[0] = (uint8_t)(i), seed[1] = (uint8_t)((i) >> 8))
#include "measure.h"

enum
{
  BATCH = 64 /* items */
};

static uint8_t *pk, *sk, *ct, *seed;
static void *public_ctx, *secret_ctx, *scratch;
static int8_t status[BATCH];

/* Memory for a batch of items of so many bytes. */
static void *items(size_t bytes)
{
  void *p = aligned_alloc(64, (BATCH * bytes + 127) / 64 * 64);
  if (!p)
  {
    abort();
  }
  memset(p, 0, BATCH * bytes);
  return p;
}

#if defined(MEASURE_KEM)

extern const pq_kem PQ_INSTANCE(impl);

static void measure_batches(const pq_kem *kem, uint8_t *ss)
{
  const void *const one[1] = {public_ctx}, *const other[1] = {secret_ctx};
  MEASURE_ITEMS("batch: keygen", BATCH, pq_kem_keygen_batch(kem, pk, sk, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: encaps", BATCH, pq_kem_encaps_batch(kem, ct, ss, status, pk, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: decaps", BATCH, pq_kem_decaps_batch(kem, ss, status, ct, sk, BATCH, scratch));
  MEASURE_ITEMS("batch: encaps, one key", BATCH, pq_kem_encaps_batch_with(kem, ct, ss, one, 0, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: decaps, one key", BATCH, pq_kem_decaps_batch_with(kem, ss, ct, other, 0, BATCH, scratch));
}

int main(void)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  uint64_t lanes[25] = {0};
  _Alignas(64) uint64_t lanes4[25][4] = {{0}}, lanes8[25][8] = {{0}};
  uint8_t *ss = items(kem->shared_secret_bytes);
  pk = items(kem->public_key_bytes), sk = items(kem->secret_key_bytes), ct = items(kem->ciphertext_bytes);
  seed = items(kem->keygen_seed_bytes + kem->encaps_seed_bytes);
  public_ctx = items(kem->public_ctx_bytes / BATCH + 1), secret_ctx = items(kem->secret_ctx_bytes / BATCH + 1);
  scratch = items(kem->batch_scratch_bytes / BATCH + 1);
  printf("%s on %s\n", kem->name, kem->backend);
  MEASURE("Keccak-f[1600]", pq_keccak_f1600(lanes));
  MEASURE("Keccak-f[1600] x4", pq_keccak_f1600_x4(lanes4));
  MEASURE("Keccak-f[1600] x8", pq_keccak_f1600_x8(lanes8));
  MEASURE("keygen", kem->keygen(pk, sk, seed));
  MEASURE("encaps", kem->encaps(ct, ss, pk, seed));
  MEASURE("decaps", kem->decaps(ss, ct, sk));
  kem->load_public(public_ctx, pk);
  kem->load_secret(secret_ctx, sk);
  MEASURE("encaps, prepared key", kem->encaps_with(ct, ss, public_ctx, seed));
  MEASURE("decaps, prepared key", kem->decaps_with(ss, ct, secret_ctx));
  measure_batches(kem, ss);
  return 0;
}

#else

extern const pq_sig PQ_INSTANCE(impl);

static void measure_batches(const pq_sig *scheme, const pq_messages *m)
{
  const void *const one[1] = {public_ctx}, *const other[1] = {secret_ctx};
  MEASURE_ITEMS("batch: keygen", BATCH, pq_sig_keygen_batch(scheme, pk, sk, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: sign", BATCH, pq_sig_sign_batch(scheme, ct, status, sk, m, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: verify", BATCH, pq_sig_verify_batch(scheme, status, pk, m, ct, BATCH, scratch));
  MEASURE_ITEMS("batch: sign, one key", BATCH,
                pq_sig_sign_batch_with(scheme, ct, status, other, 0, m, seed, BATCH, scratch));
  MEASURE_ITEMS("batch: verify, one key", BATCH,
                pq_sig_verify_batch_with(scheme, status, one, 0, m, ct, BATCH, scratch));
}

int main(void)
{
  static const uint8_t message[256];
  const uint8_t *data[BATCH];
  size_t bytes[BATCH];
  for (int i = 0; i < BATCH; i++)
  {
    data[i] = message, bytes[i] = sizeof message;
  }
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  const pq_message m = {.data = message, .bytes = sizeof message};
  const pq_messages many = {.data = data, .bytes = bytes};
  pk = items(scheme->public_key_bytes), sk = items(scheme->secret_key_bytes), ct = items(scheme->signature_bytes);
  seed = items(scheme->keygen_seed_bytes + scheme->sign_seed_bytes);
  public_ctx = items(scheme->public_ctx_bytes / BATCH + 1), secret_ctx = items(scheme->secret_ctx_bytes / BATCH + 1);
  scratch = items(scheme->batch_scratch_bytes / BATCH + 1);
  printf("%s on %s\n", scheme->name, scheme->backend);
  MEASURE("keygen", scheme->keygen(pk, sk, seed));
  MEASURE("sign", scheme->sign(ct, sk, &m, seed));
  MEASURE("verify", scheme->verify(pk, &m, ct));
  scheme->load_public(public_ctx, pk);
  scheme->load_secret(secret_ctx, sk);
  MEASURE("sign, prepared key", scheme->sign_with(ct, secret_ctx, &m, seed));
  MEASURE("verify, prepared key", scheme->verify_with(public_ctx, &m, ct));
  measure_batches(scheme, &many);
  return 0;
}

#endif
