#include "../avx2/poly.c"
