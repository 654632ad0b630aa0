#ifndef PQ_BENCH_MEASURE_H
#define PQ_BENCH_MEASURE_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>

/* Core cycles.  The time stamp counter runs at a fixed rate, the core does not: a chain of dependent additions, one
 * cycle each, is timed again and again, and the fastest of them gives the counts per cycle. */

enum
{
  INPUTS = 1024, /* at most */
  IN_A_ROW = 4,  /* so that each has its data near */
  AT_LEAST = 8,  /* passes */
  PASSES = 8192, /* at most; fewer of what takes long */
  CHAIN = 10000
};
static const uint64_t TICKS = UINT64_C(1) << 31; /* about a second */

static uint64_t best[INPUTS], fastest_chain = UINT64_MAX;

/* Time a chain.  Returns how long it took. */
static uint64_t calibrate(void)
{
  uint64_t x = 1;
  const uint64_t start = __rdtsc();
  for (int i = 0; i < CHAIN / 10; i++)
  {
    __asm__ __volatile__("add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n"
                         "add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n add %0, %0\n"
                         : "+r"(x));
  }
  const uint64_t ticks = __rdtsc() - start;
  fastest_chain = ticks < fastest_chain ? ticks : fastest_chain;
  return ticks;
}

/* The mean over the inputs of the least that each of them took, per item. */
static void report(const char *what, int inputs, int items)
{
  double sum = 0;
  for (int i = 0; i < inputs; i++)
  {
    sum += (double)best[i];
  }
  printf("%-26s %9.0f\n", what, sum / inputs / items * CHAIN / (double)fastest_chain);
}

/* The call, which does so many items at once, for each of the inputs, whose number it sees.  All other names end in _
 * since those of the call must not be hidden. */
#define MEASURE(what, inputs, items, call)                                                                             \
  do                                                                                                                   \
  {                                                                                                                    \
    uint64_t spent_ = 0;                                                                                               \
    for (int pass_ = 0; pass_ < PASSES && (spent_ < TICKS || pass_ < AT_LEAST); pass_++)                               \
    {                                                                                                                  \
      for (int input = 0; input < (inputs); input++)                                                                   \
      {                                                                                                                \
        best[input] = pass_ == 0 ? UINT64_MAX : best[input];                                                           \
        spent_ += calibrate();                                                                                         \
        for (int repeat_ = 0; repeat_ < IN_A_ROW; repeat_++)                                                           \
        {                                                                                                              \
          const uint64_t start_ = __rdtsc();                                                                           \
          call;                                                                                                        \
          const uint64_t ticks_ = __rdtsc() - start_;                                                                  \
          best[input] = ticks_ < best[input] ? ticks_ : best[input];                                                   \
          spent_ += ticks_;                                                                                            \
        }                                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    report(what, inputs, items);                                                                                       \
  } while (0)

/* Bytes as good as random ones, the same each time. */
static void fill(uint8_t *p, size_t n)
{
  uint64_t x = 1;
  for (size_t i = 0; i < n; i++)
  {
    x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    p[i] = (uint8_t)(x >> 56);
  }
}

#endif
