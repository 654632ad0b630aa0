#include "../portable/poly.c"
