#ifndef PQ_BENCH_MEASURE_H
#define PQ_BENCH_MEASURE_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>

/* Core cycles.  The time stamp counter runs at a fixed rate, the core does not: a chain of dependent additions, one
 * cycle each, is timed beside every sample, and the fastest of them gives the counts per cycle. */

enum
{
  SAMPLES = 2000, /* at most; fewer of what takes long, but at least 20 */
  CHAIN = 2000
};
static const uint64_t TICKS = UINT64_C(1) << 31; /* about a second */

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

/* Names end in _ since those of the call must not be hidden.  BEFORE(i) of the file that includes this is done before
 * sample i. */
#define MEASURE(what, call) MEASURE_ITEMS(what, 1, call)
#define MEASURE_ITEMS(what, n, call)                                                                                   \
  do                                                                                                                   \
  {                                                                                                                    \
    uint64_t fastest_ = UINT64_MAX, total_ = 0;                                                                        \
    int sample_ = 0;                                                                                                   \
    for (; sample_ < SAMPLES && (sample_ < 20 || total_ < TICKS); sample_++)                                           \
    {                                                                                                                  \
      BEFORE(sample_);                                                                                                 \
      const uint64_t ticks_ = chain();                                                                                 \
      fastest_ = ticks_ < fastest_ ? ticks_ : fastest_;                                                                \
      const uint64_t start_ = __rdtsc();                                                                               \
      call;                                                                                                            \
      samples[sample_] = __rdtsc() - start_;                                                                           \
      total_ += samples[sample_];                                                                                      \
    }                                                                                                                  \
    report(what, n, fastest_, sample_);                                                                                \
  } while (0)

#endif
