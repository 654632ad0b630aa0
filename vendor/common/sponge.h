#ifndef PQ_SPONGE_H
#define PQ_SPONGE_H
#include <stdint.h>

/* A running FIPS 202 hash.  Plain data: may be copied; wiped by whoever put a secret in.  (cffi reads this header.) */
typedef struct
{
  uint64_t lanes[25];
  unsigned rate;     /* bytes taken or given per permutation: 200 - 2 * security bytes */
  unsigned position; /* bytes of the current block already absorbed or squeezed, <= rate */
} pq_sponge;

#endif
