/* One state: the portable code, kept out of the vector registers, through which gcc moves lanes when it may use AVX2.
 */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("general-regs-only,bmi,bmi2")
#endif
#include "../portable/keccak.c"
