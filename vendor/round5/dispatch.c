#include "../common/dispatch.h"
#include "params.h"
#include "round5.h"

/* Every parameter set, in the order of the specification's section 2. */
#define ROUND5_SETS(X)                                                                                                 \
  X(r5nd_1cpa_0d), X(r5nd_3cpa_0d), X(r5nd_5cpa_0d), X(r5nd_1cca_0d), X(r5nd_3cca_0d), X(r5nd_5cca_0d),                \
      X(r5nd_1cpa_5d), X(r5nd_3cpa_5d), X(r5nd_5cpa_5d), X(r5nd_1cca_5d), X(r5nd_3cca_5d), X(r5nd_5cca_5d),            \
      X(r5n1_1cpa_0d), X(r5n1_3cpa_0d), X(r5n1_5cpa_0d), X(r5n1_1cca_0d), X(r5n1_3cca_0d), X(r5n1_5cca_0d),            \
      X(r5nd_0cpa_2iot), X(r5nd_1cpa_4longkey), X(r5n1_3cca_0smallct)

#define DECLARE(set) set##_portable_impl, set##_avx2_impl, set##_avx512_impl
extern const pq_kem ROUND5_SETS(DECLARE);
#undef DECLARE
#define DECLARE(set) set##_portable_parts, set##_avx2_parts, set##_avx512_parts
extern const round5_parts ROUND5_SETS(DECLARE);
PQ_DECLARE(round5_kernels, round5, kernels);

#define IMPL_ROW(set)  PQ_ROW(set, impl)
#define PARTS_ROW(set) PQ_ROW(set, parts)
static const pq_kem *const table[][PQ_BACKENDS] = {ROUND5_SETS(IMPL_ROW)};
static const round5_parts *const parts_table[][PQ_BACKENDS] = {ROUND5_SETS(PARTS_ROW)};

PQ_FIND(pq_kem, round5_get, table)

/* The parts of what round5_get returned. */
static const round5_parts *find_parts(const pq_kem *kem)
{
  const round5_parts *found = NULL;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
  {
    for (int backend = 0; backend < PQ_BACKENDS; backend++)
    {
      found = table[i][backend] == kem ? parts_table[i][backend] : found;
    }
  }
  return found;
}

int round5_dem_key(const pq_kem *kem, uint8_t *out, const uint8_t *k)
{
  const round5_parts *parts = find_parts(kem);
  parts->dem_key(out, parts->params, k);
  return 0;
}

int round5_decrypt(const pq_kem *kem, uint8_t *m, const uint8_t *ct, const uint8_t *sk)
{
  const round5_parts *parts = find_parts(kem);
  const round5_secret s = {.bits = NULL, .domain = "SGEN", .seed = sk};
  parts->decrypt(m, parts->params, &s, ct);
  return 0;
}

const round5_kernels *round5_get_kernels(int backend)
{
  static const round5_kernels *const row[PQ_BACKENDS] = PQ_ROW(round5, kernels);
  return backend >= 0 && backend < PQ_BACKENDS && pq_supported(backend) ? row[backend] : NULL;
}
