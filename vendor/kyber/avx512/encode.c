#include "../avx2/encode.c"
