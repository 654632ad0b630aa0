#include "../avx2/rounding.c"
