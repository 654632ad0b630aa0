#include "../avx2/ntt.c"
