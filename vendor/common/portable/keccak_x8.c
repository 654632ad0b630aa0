#include <string.h>
#include "../keccak.h"

void pq_keccak_f1600_x8(uint64_t a[25][8])
{
  for (unsigned k = 0; k < 8; k += 4)
  {
    uint64_t half[25][4];
    for (unsigned i = 0; i < 25; i++)
    {
      memcpy(half[i], a[i] + k, sizeof half[i]);
    }
    pq_keccak_f1600_x4(half);
    for (unsigned i = 0; i < 25; i++)
    {
      memcpy(a[i] + k, half[i], sizeof half[i]);
    }
  }
}
