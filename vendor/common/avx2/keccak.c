/* One state: the portable code, kept out of the vector registers, through which gcc moves lanes when it may use AVX2.
 * gcc's other levels of optimization put the instructions into a slower order (3 %). */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("general-regs-only,bmi,bmi2")
#pragma GCC optimize("O1")
#endif
#include "../portable/keccak.c"
