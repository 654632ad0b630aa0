#include <stdint.h>
#include "backend.h"

/* What the backends need, as the flags in build_ffi.py's BACKENDS say it.  Bits are those of Intel's manual, volume 2A,
 * CPUID, and volume 1, 13.3 (XCR0). */

#if defined(__x86_64__) && defined(__GNUC__)

enum
{
  LEAF1_ECX_POPCNT = 1u << 23, /* -mavx2 brings it */
  LEAF1_ECX_OSXSAVE = 1u << 27,
  LEAF1_ECX_AVX = 1u << 28,
  LEAF7_EBX_BMI1 = 1u << 3,
  LEAF7_EBX_AVX2 = 1u << 5,
  LEAF7_EBX_BMI2 = 1u << 8,
  LEAF7_EBX_AVX512F = 1u << 16,
  LEAF7_EBX_AVX512DQ = 1u << 17,
  LEAF7_EBX_AVX512BW = 1u << 30,
  XCR0_YMM = 0x06, /* SSE and AVX state */
  XCR0_ZMM = 0xe6  /* and the three parts of the AVX-512 state */
};
static const uint32_t LEAF7_EBX_AVX512VL = UINT32_C(1) << 31; /* not an int, so not in the enum */
static const uint32_t LEAF7_ECX_AVX512VBMI = UINT32_C(1) << 1;
static const uint32_t LEAF7_ECX_AVX512VBMI2 = UINT32_C(1) << 6;

typedef struct
{
  uint32_t eax, ebx, ecx, edx;
} cpuid_result;

static cpuid_result cpuid(uint32_t leaf, uint32_t subleaf)
{
  cpuid_result r;
  __asm__ __volatile__("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx) : "0"(leaf), "2"(subleaf));
  return r;
}

/* Which register states the operating system saves.  Only valid where OSXSAVE is set. */
static uint32_t xcr0(void)
{
  uint32_t low, high;
  __asm__ __volatile__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static int has(uint32_t value, uint32_t bits)
{
  return (value & bits) == bits;
}

int pq_supported(int backend)
{
#if defined(PQ_EMULATE_AVX512) /* for tests: build_ffi.py */
  backend = backend == PQ_AVX512 ? PQ_AVX2 : backend;
#endif
  if (backend == PQ_PORTABLE)
  {
    return 1;
  }
  if (cpuid(0, 0).eax < 7 || !has(cpuid(1, 0).ecx, LEAF1_ECX_POPCNT | LEAF1_ECX_OSXSAVE | LEAF1_ECX_AVX))
  {
    return 0;
  }
  const cpuid_result leaf7 = cpuid(7, 0);
  const uint32_t avx2 = LEAF7_EBX_AVX2 | LEAF7_EBX_BMI1 | LEAF7_EBX_BMI2;
  const uint32_t avx512 = avx2 | LEAF7_EBX_AVX512F | LEAF7_EBX_AVX512DQ | LEAF7_EBX_AVX512BW | LEAF7_EBX_AVX512VL;
  switch (backend)
  {
    case PQ_AVX2:
      return has(leaf7.ebx, avx2) && has(xcr0(), XCR0_YMM);
    case PQ_AVX512:
      return has(leaf7.ebx, avx512) && has(leaf7.ecx, LEAF7_ECX_AVX512VBMI | LEAF7_ECX_AVX512VBMI2) &&
             has(xcr0(), XCR0_ZMM);
    default:
      return 0;
  }
}

#else

int pq_supported(int backend)
{
  return backend == PQ_PORTABLE;
}

#endif
