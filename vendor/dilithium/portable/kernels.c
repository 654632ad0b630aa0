#include "../kernels.h"

extern const dilithium_kernels PQ_KERNEL(dilithium, kernels);
const dilithium_kernels PQ_KERNEL(dilithium, kernels) = {
    .ntt = dilithium_ntt,
    .invntt = dilithium_invntt,
    .multiply_row = dilithium_multiply_row,
    .short_product = dilithium_short_product,
    .add = dilithium_add,
    .sub = dilithium_sub,
    .reduce = dilithium_reduce,
    .canonical = dilithium_canonical,
    .norm_reaches = dilithium_norm_reaches,
    .rej_uniform = dilithium_rej_uniform,
    .rej_bounded = dilithium_rej_bounded,
    .sample_in_ball = dilithium_sample_in_ball,
    .power2round = dilithium_power2round,
    .decompose = dilithium_decompose,
    .make_hint = dilithium_make_hint,
    .use_hint = dilithium_use_hint,
    .simple_bit_pack = dilithium_simple_bit_pack,
    .simple_bit_unpack = dilithium_simple_bit_unpack,
    .bit_pack = dilithium_bit_pack,
    .bit_unpack = dilithium_bit_unpack,
};
