#include "keccak_four.h"

void pq_keccak_f1600_x8(uint64_t a[25][8])
{
  four_states(*a, 8);
  four_states(*a + 4, 8);
}
