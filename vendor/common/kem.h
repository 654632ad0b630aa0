#ifndef PQ_KEM_H
#define PQ_KEM_H
#include "base.h"
#include "job.h" /* for the tables of kernels */

/* A key encapsulation mechanism: one parameter set on one backend.
 *
 * All functions are deterministic; every random byte comes from the caller.  They return 0, or an error of base.h, and
 * then their outputs are zeroed.  Outputs come first.  Sizes are those of the struct, in bytes.  No pointer may be NULL
 * and no two buffers may overlap.  A context is caller-owned memory, 64-byte aligned, that holds one expanded key of
 * this parameter set and backend; it holds no pointers, and a secret one is to be wiped with pq_wipe. */
typedef struct
{
  const char *name;     /* "ML-KEM-768" */
  const char *backend;  /* "avx2" */
  const char *standard; /* "FIPS 203" */
  const char *status;   /* "standard", "superseded" or "experimental" */
  int nist_level;       /* NIST security category, 1 to 5 */
  size_t public_key_bytes, secret_key_bytes, ciphertext_bytes, shared_secret_bytes;
  size_t keygen_seed_bytes, encaps_seed_bytes;
  size_t public_ctx_bytes, secret_ctx_bytes;

  int (*keygen)(uint8_t *pk, uint8_t *sk, const uint8_t *seed);
  int (*encaps)(uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed);
  int (*decaps)(uint8_t *ss, const uint8_t *ct, const uint8_t *sk);

  int (*load_public)(void *ctx, const uint8_t *pk);
  int (*load_secret)(void *ctx, const uint8_t *sk);
  int (*generate)(void *ctx, const uint8_t *seed);
  int (*store_public)(uint8_t *pk, const void *ctx);
  int (*store_secret)(uint8_t *sk, const void *ctx);
  int (*encaps_with)(uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed);
  int (*decaps_with)(uint8_t *ss, const uint8_t *ct, const void *ctx);

  /* Batches; each may be NULL, and then the single operation is repeated. */
  size_t batch_scratch_bytes;
  void (*keygen_batch)(uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch);
  void (*encaps_batch)(uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *pk, const uint8_t *seed, size_t n,
                       void *scratch);
  void (*decaps_batch)(uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *sk, size_t n, void *scratch);
  void (*encaps_batch_with)(uint8_t *ct, uint8_t *ss, const void *const *ctx, size_t step, const uint8_t *seed,
                            size_t n, void *scratch);
  void (*decaps_batch_with)(uint8_t *ss, const uint8_t *ct, const void *const *ctx, size_t step, size_t n,
                            void *scratch);
} pq_kem;

/* A key pair from its seed. */
int pq_kem_keygen(const pq_kem *kem, uint8_t *pk, uint8_t *sk, const uint8_t *seed);

/* A shared secret and its encapsulation.  PQ_BAD_PUBLIC_KEY if pk fails the standard's check. */
int pq_kem_encaps(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed);

/* The shared secret of a ciphertext; an unrelated one if it was forged (implicit rejection, no error).
 * PQ_BAD_SECRET_KEY if sk fails the standard's check. */
int pq_kem_decaps(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const uint8_t *sk);

/* Expand a key once, to use it often: a public key, a secret key (both checked), or the secret key of a seed. */
int pq_kem_load_public(const pq_kem *kem, void *ctx, const uint8_t *pk);
int pq_kem_load_secret(const pq_kem *kem, void *ctx, const uint8_t *sk);
int pq_kem_generate(const pq_kem *kem, void *ctx, const uint8_t *seed);

/* The keys of a secret context, as bytes. */
int pq_kem_store_public(const pq_kem *kem, uint8_t *pk, const void *ctx);
int pq_kem_store_secret(const pq_kem *kem, uint8_t *sk, const void *ctx);

/* As without _with, from a public and a secret context. */
int pq_kem_encaps_with(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed);
int pq_kem_decaps_with(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const void *ctx);

/* n independent operations.
 *
 * Buffers hold item after item.  ctx[i * step] is the key of item i: step 0 is one key for all, 1 a key each.
 * status  0, or what the single operation returns for item i, whose outputs are zero then
 * scratch  batch_scratch_bytes of the struct, 64-byte aligned; may be NULL if that is 0.  What it holds does not matter
 *          before, and is no secret on return */
void pq_kem_keygen_batch(const pq_kem *kem, uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch);
void pq_kem_encaps_batch(const pq_kem *kem, uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *pk,
                         const uint8_t *seed, size_t n, void *scratch);
void pq_kem_decaps_batch(const pq_kem *kem, uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *sk, size_t n,
                         void *scratch);
void pq_kem_encaps_batch_with(const pq_kem *kem, uint8_t *ct, uint8_t *ss, const void *const *ctx, size_t step,
                              const uint8_t *seed, size_t n, void *scratch);
void pq_kem_decaps_batch_with(const pq_kem *kem, uint8_t *ss, const uint8_t *ct, const void *const *ctx, size_t step,
                              size_t n, void *scratch);

#endif
