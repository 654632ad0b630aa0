/* The kernels of one family on one backend.  bench/cycles.py --kernels builds and runs it. */
#include <string.h>
#include "../vendor/common/backend.h"
#include "../vendor/common/keccak.h"
#include "measure.h"

/* The counter is too coarse for a single call. */
#define REPEATED(what, call) MEASURE(what, 1, CALLS, for (int call_ = 0; call_ < CALLS; call_++) { call; })

enum
{
  CALLS = 32
};

static _Alignas(64) uint64_t lanes[25 * 8];
static _Alignas(64) uint8_t bytes[4096];

static void measure_keccak(void)
{
  REPEATED("Keccak-f[1600]", pq_keccak_f1600(lanes));
  REPEATED("Keccak-f[1600] x4", pq_keccak_f1600_x4((uint64_t (*)[4])lanes));
  REPEATED("Keccak-f[1600] x8", pq_keccak_f1600_x8((uint64_t (*)[8])lanes));
}

#if defined(MEASURE_KYBER)
#include "../vendor/kyber/kernels.h"

extern const kyber_kernels PQ_KERNEL(kyber, kernels);

static _Alignas(64) int16_t f[KYBER_N], g[KYBER_N], a[4 * KYBER_N], b[4 * 2 * KYBER_N];

int main(void)
{
  const kyber_kernels *k = &PQ_KERNEL(kyber, kernels);
  const unsigned widths[] = {1, 4, 5, 10, 11};
  fill(bytes, sizeof bytes);
  measure_keccak();
  REPEATED("ntt, of zeros", k->ntt(f));
  REPEATED("invntt, of zeros", k->invntt(f));
  REPEATED("factor", k->factor(b, g));
  REPEATED("multiply_row, 3 products", k->multiply_row(f, a, KYBER_N, b, 3));
  REPEATED("to_mont", k->to_mont(g));
  REPEATED("add, of zeros", k->add(f, a));
  REPEATED("reduce", k->reduce(g));
  REPEATED("rej_uniform, 504 bytes", k->rej_uniform(a, 0, bytes, 504));
  REPEATED("cbd, eta 2", k->cbd(f, bytes, 2));
  REPEATED("cbd, eta 3", k->cbd(f, bytes, 3));
  REPEATED("encode12", k->encode12(bytes, a));
  REPEATED("decode12", k->decode12(f, bytes));
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
  {
    char what[32];
    snprintf(what, sizeof what, "compress, %u bits", widths[i]);
    REPEATED(what, k->compress(bytes, a, widths[i]));
    snprintf(what, sizeof what, "decompress, %u bits", widths[i]);
    REPEATED(what, k->decompress(f, bytes, widths[i]));
  }
  return 0;
}

#else
#include "../vendor/dilithium/kernels.h"

extern const dilithium_kernels PQ_KERNEL(dilithium, kernels);

static _Alignas(64) int32_t f[DILITHIUM_N], g[DILITHIUM_N], h[DILITHIUM_N], a[5 * DILITHIUM_N], b[5 * DILITHIUM_N];

int main(void)
{
  const dilithium_kernels *k = &PQ_KERNEL(dilithium, kernels);
  const int32_t gamma2 = (DILITHIUM_Q - 1) / 32;
  const unsigned simple[] = {4, 6, 10}, around[] = {3, 4, 13, 18, 20};
  fill(bytes, sizeof bytes);
  measure_keccak();
  REPEATED("ntt, of zeros", k->ntt(f));
  REPEATED("invntt, of zeros", k->invntt(f));
  REPEATED("multiply_row, 5 products", k->multiply_row(f, a, b, 5));
  REPEATED("reduce", k->reduce(f));
  REPEATED("canonical", k->canonical(f));
  REPEATED("norm_reaches", k->norm_reaches(f, 1 << 17));
  REPEATED("rej_uniform, 840 bytes", k->rej_uniform(a, DILITHIUM_N, bytes, 840));
  REPEATED("rej_bounded, eta 2", k->rej_bounded(f, DILITHIUM_N, bytes, 272, 2));
  REPEATED("rej_bounded, eta 4", k->rej_bounded(f, DILITHIUM_N, bytes, 272, 4));
  memset(f, 0, sizeof f);
  REPEATED("power2round", k->power2round(g, h, a));
  REPEATED("decompose", k->decompose(g, h, a, gamma2));
  REPEATED("make_hint", k->make_hint(h, f, g, gamma2));
  memset(h, 0, sizeof h);
  REPEATED("use_hint", k->use_hint(g, h, a, gamma2));
  memset(f, 0, sizeof f);
  for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
  {
    char what[32];
    snprintf(what, sizeof what, "simple_bit_pack, %u bits", simple[i]);
    REPEATED(what, k->simple_bit_pack(bytes, f, simple[i]));
    snprintf(what, sizeof what, "simple_bit_unpack, %u bits", simple[i]);
    REPEATED(what, k->simple_bit_unpack(g, bytes, simple[i]));
  }
  for (size_t i = 0; i < sizeof around / sizeof *around; i++)
  {
    char what[32];
    snprintf(what, sizeof what, "bit_pack, %u bits", around[i]);
    REPEATED(what, k->bit_pack(bytes, f, 1 << (around[i] - 1), around[i]));
    snprintf(what, sizeof what, "bit_unpack, %u bits", around[i]);
    REPEATED(what, k->bit_unpack(g, bytes, 1 << (around[i] - 1), around[i]));
  }
  return 0;
}

#endif
