#include "../avx2/sort.c"
