/* Core cycles of the operations of one parameter set on one backend, without Python.  bench/cycles.py builds and runs
 * it for each.  The time stamp counter runs at a fixed rate, the core does not: a chain of dependent additions, one
 * cycle each, is timed beside every sample, and the fastest of them gives the counts per cycle. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <x86intrin.h>
#include "../vendor/common/backend.h"
#include "../vendor/common/keccak.h"
#include "../vendor/common/kem.h"
#include "../vendor/common/sig.h"

enum
{
  SAMPLES = 2000, /* at most; fewer of what takes long, but at least 20 */
  CHAIN = 2000,
  BATCH = 64 /* items */
};
static const uint64_t TICKS = UINT64_C(1) << 31; /* about a second */

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

static uint64_t chain(void)
{
  uint64_t x = 1;
  const uint64_t start = __rdtsc();
  for (int i = 0; i < CHAIN / 10; i++)
  {
    __asm__ __volatile__("add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n"
                         "add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n"
                         : "+r"(x));
  }
  return __rdtsc() - start;
}

static uint64_t samples[SAMPLES];

static int compare(const void *a, const void *b)
{
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Per item.  Signing takes a different number of attempts each time: there the mean counts, elsewhere the minimum. */
static void report(const char *what, int n, uint64_t fastest_chain, int count)
{
  const double cycles = (double)CHAIN / (double)fastest_chain / n;
  double sum = 0;
  qsort(samples, (size_t)count, sizeof *samples, compare);
  for (int i = 0; i < count; i++)
  {
    sum += (double)samples[i];
  }
  printf("  %-26s min %8.0f   median %8.0f   mean %8.0f\n", what, cycles * (double)samples[0],
         cycles * (double)samples[count / 2], cycles * sum / count);
}

#define MEASURE(what, call) MEASURE_ITEMS(what, 1, call)
#define MEASURE_ITEMS(what, n, call)                                                                                   \
  do                                                                                                                   \
  {                                                                                                                    \
    uint64_t fastest = UINT64_MAX, total = 0;                                                                          \
    int i = 0;                                                                                                         \
    for (; i < SAMPLES && (i < 20 || total < TICKS); i++)                                                              \
    {                                                                                                                  \
      seed[0] = (uint8_t)i;                                                                                            \
      seed[1] = (uint8_t)(i >> 8);                                                                                     \
      const uint64_t ticks = chain();                                                                                  \
      fastest = ticks < fastest ? ticks : fastest;                                                                     \
      const uint64_t start = __rdtsc();                                                                                \
      call;                                                                                                            \
      samples[i] = __rdtsc() - start;                                                                                  \
      total += samples[i];                                                                                             \
    }                                                                                                                  \
    report(what, n, fastest, i);                                                                                       \
  } while (0)

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
