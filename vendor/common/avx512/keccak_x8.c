#include <immintrin.h>
#include "../keccak.h"

typedef __m512i lane;
#define LOAD(i)       _mm512_loadu_si512(state[i])
#define STORE(i, x)   _mm512_storeu_si512(state[i], x)
#define CONSTANT(c)   _mm512_set1_epi64((long long)(c))
#define XOR(x, y)     _mm512_xor_si512(x, y)
#define XOR3(x, y, z) _mm512_ternarylogic_epi64(x, y, z, 0x96)
#define CHI(x, y, z)  _mm512_ternarylogic_epi64(x, y, z, 0xd2)
#define ROTL(x, n)    _mm512_rol_epi64(x, n)
#include "../keccak_rounds.h"

void pq_keccak_f1600_x8(uint64_t state[25][8])
{
  KECCAK_F1600();
}
