/* Core cycles of the operations of one parameter set on one backend, without Python.  bench/cycles.py builds and runs
 * it for each.  The time stamp counter runs at a fixed rate, the core does not: a chain of dependent additions, one
 * cycle each, is timed beside every sample, and the fastest of them gives the counts per cycle. */
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>
#include "../vendor/common/backend.h"
#include "../vendor/common/keccak.h"
#include "../vendor/common/kem.h"
#include "../vendor/common/sig.h"

enum
{
  SAMPLES = 2000, /* at most; fewer of what takes long, but at least 20 */
  CHAIN = 2000
};
static const uint64_t TICKS = UINT64_C(1) << 31; /* about a second */

static uint8_t pk[1 << 18], sk[1 << 18], ct[1 << 14], seed[128];
static _Alignas(64) uint8_t public_ctx[1 << 18], secret_ctx[1 << 18];

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

/* Signing takes a different number of attempts each time: there the mean counts, elsewhere the minimum. */
static void report(const char *what, uint64_t fastest_chain, int count)
{
  const double cycles = (double)CHAIN / (double)fastest_chain;
  double sum = 0;
  qsort(samples, (size_t)count, sizeof *samples, compare);
  for (int i = 0; i < count; i++)
  {
    sum += (double)samples[i];
  }
  printf("  %-24s min %8.0f   median %8.0f   mean %8.0f\n", what, cycles * (double)samples[0],
         cycles * (double)samples[count / 2], cycles * sum / count);
}

#define MEASURE(what, call)                                                                                            \
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
    report(what, fastest, i);                                                                                          \
  } while (0)

#if defined(MEASURE_KEM)

static uint8_t ss[64];

extern const pq_kem PQ_INSTANCE(impl);

int main(void)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  uint64_t lanes[25] = {0};
  printf("%s on %s\n", kem->name, kem->backend);
  MEASURE("Keccak-f[1600]", pq_keccak_f1600(lanes));
  MEASURE("keygen", kem->keygen(pk, sk, seed));
  MEASURE("encaps", kem->encaps(ct, ss, pk, seed));
  MEASURE("decaps", kem->decaps(ss, ct, sk));
  kem->load_public(public_ctx, pk);
  kem->load_secret(secret_ctx, sk);
  MEASURE("encaps, prepared key", kem->encaps_with(ct, ss, public_ctx, seed));
  MEASURE("decaps, prepared key", kem->decaps_with(ss, ct, secret_ctx));
  return 0;
}

#else

extern const pq_sig PQ_INSTANCE(impl);

int main(void)
{
  static const uint8_t message[256];
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  const pq_message m = {.data = message, .bytes = sizeof message};
  printf("%s on %s\n", scheme->name, scheme->backend);
  MEASURE("keygen", scheme->keygen(pk, sk, seed));
  MEASURE("sign", scheme->sign(ct, sk, &m, seed));
  MEASURE("verify", scheme->verify(pk, &m, ct));
  scheme->load_public(public_ctx, pk);
  scheme->load_secret(secret_ctx, sk);
  MEASURE("sign, prepared key", scheme->sign_with(ct, secret_ctx, &m, seed));
  MEASURE("verify, prepared key", scheme->verify_with(public_ctx, &m, ct));
  return 0;
}

#endif
