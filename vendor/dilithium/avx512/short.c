#include "../avx2/short.c"
