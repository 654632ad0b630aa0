#include <immintrin.h>
#include "../keccak.h"

typedef __m256i lane;
#define LOAD(i)       _mm256_loadu_si256((const __m256i *)state[i])
#define STORE(i, x)   _mm256_storeu_si256((__m256i *)state[i], x)
#define CONSTANT(c)   _mm256_set1_epi64x((long long)(c))
#define XOR(x, y)     _mm256_xor_si256(x, y)
#define XOR3(x, y, z) _mm256_ternarylogic_epi64(x, y, z, 0x96)
#define CHI(x, y, z)  _mm256_ternarylogic_epi64(x, y, z, 0xd2)
#define ROTL(x, n)    _mm256_rol_epi64(x, n)
#include "../keccak_rounds.h"

void pq_keccak_f1600_x4(uint64_t state[25][4])
{
  KECCAK_F1600();
}
