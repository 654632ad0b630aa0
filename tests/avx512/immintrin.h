/* The compiler's immintrin.h, with functions of SIMDe (PyPI: cmeel-simde) for the intrinsics of AVX-512: so that tests
 * of the avx512 backend run on a CPU without it.  PQPY_EMULATE_AVX512=1 puts this folder before the compiler's. */
#ifndef PQ_TESTS_AVX512_IMMINTRIN_H
#define PQ_TESTS_AVX512_IMMINTRIN_H
#include_next <immintrin.h>
#if !__has_include(<simde/x86/avx512.h>)
#error "the emulation of AVX-512 needs: pip install --no-deps cmeel-simde"
#endif
#define SIMDE_ENABLE_NATIVE_ALIASES
#define __mmask64 __mmask64 /* the compiler has it: clang minds another definition */
#include <simde/x86/avx512.h>
#include "lacking.h"

#endif
