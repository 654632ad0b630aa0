#include "../avx2/sample_lanes.c"
