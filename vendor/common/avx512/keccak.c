#include <immintrin.h>
#include "../keccak.h"

typedef __m128i lane;
#define LOAD(i)       _mm_loadl_epi64((const __m128i *)(state + (i)))
#define STORE(i, x)   _mm_storel_epi64((__m128i *)(state + (i)), x)
#define CONSTANT(c)   _mm_set1_epi64x((long long)(c))
#define XOR(x, y)     _mm_xor_si128(x, y)
#define XOR3(x, y, z) _mm_ternarylogic_epi64(x, y, z, 0x96)
#define CHI(x, y, z)  _mm_ternarylogic_epi64(x, y, z, 0xd2)
#define ROTL(x, n)    _mm_rol_epi64(x, n)
#include "../keccak_rounds.h"

/* One state, a lane in the low half of a register: three-operand logic and rotation are worth it. */
void pq_keccak_f1600(uint64_t state[25])
{
  KECCAK_F1600();
}
