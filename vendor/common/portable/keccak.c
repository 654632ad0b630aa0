#include "../keccak.h"

typedef uint64_t lane;
#define LOAD(i)      state[i]
#define STORE(i, x)  (state[i] = (x))
#define CONSTANT(c)  (c)
#define XOR(x, y)    ((x) ^ (y))
#define CHI(x, y, z) ((x) ^ (~(y) & (z)))
#define ROTL(x, n)   ((x) << (n) | (x) >> (64 - (n)))
#include "../keccak_rounds.h"

void pq_keccak_f1600(uint64_t state[25])
{
  KECCAK_F1600();
}
