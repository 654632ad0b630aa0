#include "../portable/keccak_x8.c"
