#include "../keccak.h"

void pq_keccak_f1600_x4(uint64_t a[25][4])
{
  for (unsigned k = 0; k < 4; k++)
  {
    uint64_t state[25];
    for (unsigned i = 0; i < 25; i++)
    {
      state[i] = a[i][k];
    }
    pq_keccak_f1600(state);
    for (unsigned i = 0; i < 25; i++)
    {
      a[i][k] = state[i];
    }
  }
}
