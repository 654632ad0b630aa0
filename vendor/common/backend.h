#ifndef PQ_BACKEND_H
#define PQ_BACKEND_H

/* Backends, slowest first.  The number is the column in every dispatch table and the position in
 * pqpy._backend.BACKENDS. */
enum
{
  PQ_PORTABLE,
  PQ_AVX2,
  PQ_AVX512,
  PQ_BACKENDS
};

/* 1 if this CPU and operating system run what the flags of the backend let the compiler use, else 0. */
int pq_supported(int backend);

/* Names.  build_ffi.py defines PQ_BACKEND (portable, avx2, avx512) for every kernel, and PQ_PARAM (a parameter set,
 * mlkem768) as well for every scheme file. */
#define PQ_KERNEL(scheme, f) PQ_CAT(scheme, PQ_BACKEND, f)   /* kyber_avx2_ntt */
#define PQ_INSTANCE(f)       PQ_CAT(PQ_PARAM, PQ_BACKEND, f) /* mlkem768_avx2_kpke_encrypt */
#define PQ_CAT(a, b, c)      PQ_CAT_(a, b, c)
#define PQ_CAT_(a, b, c)     a##_##b##_##c
#define PQ_STR(x)            PQ_STR_(x)
#define PQ_STR_(x)           #x

/* Before a function whose frame is to be its own: it may be large, and not always there; or what it spills is to lie
 * below the frame of its caller, who overwrites it. */
#if defined(__GNUC__)
#define PQ_NOINLINE __attribute__((noinline))
#else
#define PQ_NOINLINE
#endif

#endif
