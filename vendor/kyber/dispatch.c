#include "../common/dispatch.h"
#include "kyber.h"

PQ_DECLARE(pq_kem, kyber512, impl);
PQ_DECLARE(pq_kem, kyber768, impl);
PQ_DECLARE(pq_kem, kyber1024, impl);
PQ_DECLARE(pq_kem, mlkem512, impl);
PQ_DECLARE(pq_kem, mlkem768, impl);
PQ_DECLARE(pq_kem, mlkem1024, impl);
PQ_DECLARE(kyber_kernels, kyber, kernels);

static const pq_kem *const table[][PQ_BACKENDS] = {
    PQ_ROW(kyber512, impl), PQ_ROW(kyber768, impl), PQ_ROW(kyber1024, impl),
    PQ_ROW(mlkem512, impl), PQ_ROW(mlkem768, impl), PQ_ROW(mlkem1024, impl),
};

PQ_FIND(pq_kem, kyber_get, table)

const kyber_kernels *kyber_get_kernels(int backend)
{
  static const kyber_kernels *const row[PQ_BACKENDS] = PQ_ROW(kyber, kernels);
  return backend >= 0 && backend < PQ_BACKENDS && pq_supported(backend) ? row[backend] : NULL;
}
