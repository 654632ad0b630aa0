#include "../portable/xe.c"
