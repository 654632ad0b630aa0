#ifndef KYBER_PARAMS_H
#define KYBER_PARAMS_H
#include "../common/backend.h"
#include "kernels.h"
/* clang-format off */
#include PQ_STR(params/PQ_PARAM.h)
/* clang-format on */

/* Of one parameter set: what follows from its numbers.  KYBER_FIPS203 is 1 for ML-KEM, 0 for Kyber 3.02. */
enum
{
  KYBER_POLY_BYTES = 384, /* 256 fields of 12 bits */
  KYBER_DK_PKE_BYTES = KYBER_K * KYBER_POLY_BYTES,
  KYBER_EK_BYTES = KYBER_K * KYBER_POLY_BYTES + 32,
  KYBER_DK_BYTES = KYBER_DK_PKE_BYTES + KYBER_EK_BYTES + 64,
  KYBER_U_BYTES = KYBER_K * KYBER_DU * 32,
  KYBER_CT_BYTES = KYBER_U_BYTES + KYBER_DV * 32
};

#endif
