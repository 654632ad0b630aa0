#include "../portable/challenge.c"
