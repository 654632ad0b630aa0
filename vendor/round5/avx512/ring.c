#include "../avx2/ring.c"
