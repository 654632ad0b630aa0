#ifndef PQ_BYTES_H
#define PQ_BYTES_H
#include <stdint.h>

/* Lanes are little endian in FIPS 202, B.1.  Compilers make one load of this, or a load and a byte swap. */
static inline uint64_t pq_load64(const uint8_t *p)
{
  uint64_t x = 0;
  for (unsigned i = 0; i < 8; i++)
  {
    x |= (uint64_t)p[i] << (8 * i);
  }
  return x;
}

static inline void pq_store64(uint8_t *p, uint64_t x)
{
  for (unsigned i = 0; i < 8; i++)
  {
    p[i] = (uint8_t)(x >> (8 * i));
  }
}

#endif
