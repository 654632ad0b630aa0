#ifndef PQ_DISPATCH_H
#define PQ_DISPATCH_H
#include <string.h>
#include "backend.h"

/* PQ_DECLARE(pq_kem, mlkem768, impl) makes mlkem768_portable_impl, ... known; PQ_ROW(mlkem768, impl) is their row, NULL
 * where the scheme has no such backend (build_ffi.py defines a PQ_HAVE_ for each that it compiles). */
#define PQ_DECLARE(type, a, b) extern const type a##_portable_##b, a##_avx2_##b, a##_avx512_##b
#define PQ_ROW(a, b)           {&a##_portable_##b, PQ_IF_AVX2(&a##_avx2_##b), PQ_IF_AVX512(&a##_avx512_##b)}
#if defined(PQ_HAVE_avx2)
#define PQ_IF_AVX2(x) x
#else
#define PQ_IF_AVX2(x) NULL
#endif
#if defined(PQ_HAVE_avx512)
#define PQ_IF_AVX512(x) x
#else
#define PQ_IF_AVX512(x) NULL
#endif

/* A scheme's table has one row per parameter set, one column per backend.  PQ_FIND defines
 *
 *   const TYPE *FUNCTION(const char *name, int backend)
 *
 * which returns the entry of that name on that backend; NULL if the table has none, or if the backend was not compiled
 * in or cannot run here. */
#define PQ_FIND(type, function, table)                                                                                 \
  const type *function(const char *name, int backend)                                                                  \
  {                                                                                                                    \
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)                                                          \
    {                                                                                                                  \
      if (strcmp(table[i][PQ_PORTABLE]->name, name) == 0)                                                              \
      {                                                                                                                \
        return backend >= 0 && backend < PQ_BACKENDS && pq_supported(backend) ? table[i][backend] : NULL;              \
      }                                                                                                                \
    }                                                                                                                  \
    return NULL;                                                                                                       \
  }

#endif
