#include "../avx2/matrix.c"
