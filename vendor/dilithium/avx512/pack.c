#include "../avx2/pack.c"
