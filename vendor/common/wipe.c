#include <string.h>
#include "base.h"

void pq_wipe(void *p, size_t n)
{
#if defined(__GNUC__)
  memset(p, 0, n);
  __asm__ __volatile__("" : : "r"(p) : "memory");
#else
  volatile unsigned char *byte = p;
  while (n-- > 0)
  {
    *byte++ = 0;
  }
#endif
}
