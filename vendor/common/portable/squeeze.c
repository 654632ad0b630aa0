#include "../bytes.h"
#include "../keccak.h"

void pq_squeeze_4(uint8_t *const out[4], const uint64_t *lanes, size_t stride, size_t words)
{
  for (size_t i = 0; i < words; i++)
  {
    for (unsigned k = 0; k < 4; k++)
    {
      pq_store64(out[k] + 8 * i, lanes[i * stride + k]);
    }
  }
}
