#include "../portable/kernels.c"
