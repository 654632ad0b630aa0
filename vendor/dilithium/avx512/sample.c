#include "../avx2/sample.c"
