#ifndef ROUND5_AVX2_SAMPLE_LANES_H
#define ROUND5_AVX2_SAMPLE_LANES_H
#include "../kernels.h"

/* round5_sample of up to eight vectors at once, one in each lane of 32 bits.  count  at most LANES_DRAWS */

enum
{
  SAMPLE_LANES = 8,
  LANES_DRAWS = 2048
};

#define sample_lanes PQ_KERNEL(round5, sample_lanes)
void sample_lanes(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                  uint32_t inverse);

#endif
