#include "../avx2/kernels.c"
