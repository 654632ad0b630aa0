#include "../avx2/squeeze.c"
