#ifndef KYBER_KEYS_H
#define KYBER_KEYS_H
#include "kpke.h"

/* Expanded keys of ML-KEM and Kyber, and how they come to be: one, or up to KYBER_GROUP side by side. */

typedef struct
{
  kpke_key key;
  uint8_t h[32]; /* H(ek) */
} public_ctx;

typedef struct
{
  kpke_key key;
  int16_t s[KYBER_K][KYBER_N];
  uint8_t dk[KYBER_DK_BYTES]; /* s || ek || H(ek) || z */
} secret_ctx;

/* The parts of dk. */
enum
{
  DK_EK = KYBER_DK_PKE_BYTES,
  DK_H = DK_EK + KYBER_EK_BYTES,
  DK_Z = DK_H + 32
};

/* What an expansion needs besides the key, until it is done. */
typedef struct
{
  kpke_matrix_xof matrix;
  uint8_t h[32];
} expansion;

/* n public keys.  status[i] is 0 or PQ_BAD_PUBLIC_KEY; ctx[i] is zero then. */
#define kyber_load_public PQ_INSTANCE(load_public)
void kyber_load_public(public_ctx *ctx, int8_t *status, const uint8_t *ek, unsigned n, expansion *work);

/* n secret keys, up to the jobs, and when those are done.  Between the two all of ctx[i] but the matrix is there.
 * status[i] is 0 or PQ_BAD_SECRET_KEY; ctx[i] is zero then. */
#define kyber_begin_secret PQ_INSTANCE(begin_secret)
void kyber_begin_secret(kyber_jobs *jobs, secret_ctx *ctx, const uint8_t *dk, unsigned n, expansion *work);
#define kyber_end_secret PQ_INSTANCE(end_secret)
void kyber_end_secret(secret_ctx *ctx, int8_t *status, unsigned n, expansion *work);

/* n key pairs from seeds d || z: KeyGen_internal, Algorithm 16. */
#define kyber_generate PQ_INSTANCE(generate)
void kyber_generate(secret_ctx *ctx, const uint8_t *seed, unsigned n, expansion *work);

/* Wipe what is secret in n contexts. */
#define kyber_wipe_secret PQ_INSTANCE(wipe_secret)
void kyber_wipe_secret(secret_ctx *ctx, unsigned n);

#endif
