#ifndef PQ_CT_H
#define PQ_CT_H
#include <stddef.h>
#include <stdint.h>

/* Constant-time building blocks, and the marks by which valgrind checks what was built (tests/ct).
 *
 * PQ_SECRET(p, n)  from here on nothing may branch on these bytes or use them as an index
 * PQ_PUBLIC(p, n)  derived from a secret, but public by the standard; every use says why
 *
 * They cost nothing unless PQ_VALGRIND is defined. */
#if defined(PQ_VALGRIND)
#include <valgrind/memcheck.h>
#define PQ_SECRET(p, n) VALGRIND_MAKE_MEM_UNDEFINED((p), (n))
#define PQ_PUBLIC(p, n) VALGRIND_MAKE_MEM_DEFINED((p), (n))
#else
#define PQ_SECRET(p, n) ((void)(p), (void)(n))
#define PQ_PUBLIC(p, n) ((void)(p), (void)(n))
#endif

/* x, of which the compiler knows nothing any more: it cannot turn a mask back into a branch. */
static inline uint32_t pq_barrier(uint32_t x)
{
#if defined(__GNUC__)
  __asm__("" : "+r"(x));
  return x;
#else
  volatile uint32_t y = x;
  return y;
#endif
}

/* 0xff if the n bytes at a and b differ anywhere, else 0. */
static inline uint8_t pq_ct_differ(const uint8_t *a, const uint8_t *b, size_t n)
{
  uint8_t bits = 0;
  for (size_t i = 0; i < n; i++)
  {
    bits |= (uint8_t)(a[i] ^ b[i]);
  }
  /* bits < 256, so the upper bytes of -bits are all ones or all zeros */
  return (uint8_t)(pq_barrier(0 - (uint32_t)bits) >> 24);
}

/* r = a where mask is 0xff, b where it is 0.  r may be a or b. */
static inline void pq_ct_select(uint8_t *r, const uint8_t *a, const uint8_t *b, size_t n, uint8_t mask)
{
  const uint8_t m = (uint8_t)pq_barrier(mask);
  for (size_t i = 0; i < n; i++)
  {
    r[i] = (uint8_t)(b[i] ^ (m & (a[i] ^ b[i])));
  }
}

#endif
