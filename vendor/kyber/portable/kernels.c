#include "../../common/lanes.h"
#include "../kernels.h"

extern const kyber_kernels PQ_KERNEL(kyber, kernels);
const kyber_kernels PQ_KERNEL(kyber, kernels) = {
    .hash_many = pq_hash_many,
    .ntt = kyber_ntt,
    .invntt = kyber_invntt,
    .factor = kyber_factor,
    .multiply_row = kyber_multiply_row,
    .to_mont = kyber_to_mont,
    .add = kyber_add,
    .sub = kyber_sub,
    .reduce = kyber_reduce,
    .rej_uniform = kyber_rej_uniform,
    .cbd = kyber_cbd,
    .encode12 = kyber_encode12,
    .decode12 = kyber_decode12,
    .compress = kyber_compress,
    .decompress = kyber_decompress,
};
