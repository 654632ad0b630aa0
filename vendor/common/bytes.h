#ifndef PQ_BYTES_H
#define PQ_BYTES_H
#include <stdint.h>
#include <string.h>

/* Lanes are little endian in FIPS 202, B.1.  One load or store where the machine is, too. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static inline uint64_t pq_load64(const uint8_t *p)
{
  uint64_t x;
  memcpy(&x, p, 8);
  return x;
}

static inline void pq_store64(uint8_t *p, uint64_t x)
{
  memcpy(p, &x, 8);
}
#else
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

#endif
