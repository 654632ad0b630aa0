#include "../../common/keccak.h"
#include "../../common/tuplehash.h"
#include "../kernels.h"

static void tuplehash(uint8_t *out, size_t out_bytes, const char *domain, const uint8_t *key, size_t key_bytes,
                      unsigned rate, int xof, unsigned first, unsigned count)
{
  const pq_tuple_family family = {
      .domain = domain, .key = key, .key_bytes = key_bytes, .rate = rate, .xof = xof, .indexed = 1};
  pq_tuplehash_family(out, out_bytes, &family, first, count);
}

extern const round5_kernels PQ_KERNEL(round5, kernels);
const round5_kernels PQ_KERNEL(round5, kernels) = {
    .keccak_f1600 = pq_keccak_f1600,
    .keccak_f1600_x4 = pq_keccak_f1600_x4,
    .keccak_f1600_x8 = pq_keccak_f1600_x8,
    .sample = round5_sample,
    .ternary = round5_ternary,
    .ring_product = round5_ring_product,
    .times_columns = round5_times_columns,
    .times_rows = round5_times_rows,
    .mask = round5_mask,
    .dots = round5_dots,
    .pack = round5_pack,
    .unpack = round5_unpack,
    .xe_encode = round5_xe_encode,
    .xe_decode = round5_xe_decode,
    .tuplehash = tuplehash,
};
