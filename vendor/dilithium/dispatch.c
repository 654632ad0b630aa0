#include "../common/dispatch.h"
#include "dilithium.h"

PQ_DECLARE(pq_sig, dilithium2, impl);
PQ_DECLARE(pq_sig, dilithium3, impl);
PQ_DECLARE(pq_sig, dilithium5, impl);
PQ_DECLARE(pq_sig, mldsa44, impl);
PQ_DECLARE(pq_sig, mldsa65, impl);
PQ_DECLARE(pq_sig, mldsa87, impl);
PQ_DECLARE(dilithium_kernels, dilithium, kernels);

static const pq_sig *const table[][PQ_BACKENDS] = {
    PQ_ROW(dilithium2, impl), PQ_ROW(dilithium3, impl), PQ_ROW(dilithium5, impl),
    PQ_ROW(mldsa44, impl),    PQ_ROW(mldsa65, impl),    PQ_ROW(mldsa87, impl),
};

PQ_FIND(pq_sig, dilithium_get, table)

const dilithium_kernels *dilithium_get_kernels(int backend)
{
  static const dilithium_kernels *const row[PQ_BACKENDS] = PQ_ROW(dilithium, kernels);
  return backend >= 0 && backend < PQ_BACKENDS && pq_supported(backend) ? row[backend] : NULL;
}
