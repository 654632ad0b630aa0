#ifndef PQ_SIG_H
#define PQ_SIG_H
#include "base.h"
#include "sponge.h"

/* What is signed or verified: a message, or the message representative mu that was computed elsewhere. */
typedef struct
{
  const uint8_t *data;    /* the message; its digest if there is an oid */
  size_t bytes;           /* of data */
  const uint8_t *context; /* FIPS 204, 5.2; may be NULL if context_bytes is 0 */
  size_t context_bytes;   /* at most 255 */
  const uint8_t *oid;     /* 11 bytes, DER, of the hash function that made the digest (FIPS 204, 5.4); else NULL */
  const uint8_t *mu;      /* 64 bytes (external mu); else NULL.  If given, nothing above is read */
} pq_message;

/* What a batch signs or verifies: messages under one context. */
typedef struct
{
  const uint8_t *const *data; /* message i */
  const size_t *bytes;        /* of message i */
  const uint8_t *context;     /* as in pq_message */
  size_t context_bytes;       /* at most 255 */
} pq_messages;

/* A signature scheme: one parameter set on one backend.
 *
 * All functions are deterministic; every random byte comes from the caller.  They return 0, or an error of base.h, and
 * then their outputs are zeroed.  Outputs come first.  Sizes are those of the struct, in bytes.  Where a seed for
 * signing may be NULL the signature is deterministic; otherwise no pointer may be NULL.  No two buffers may overlap.
 * A context is caller-owned memory, 64-byte aligned, that holds one expanded key of this parameter set and backend; it
 * holds no pointers, and a secret one is to be wiped with pq_wipe.  It begins with the tr_bytes of the key's hash. */
typedef struct
{
  const char *name;     /* "ML-DSA-65" */
  const char *backend;  /* "avx2" */
  const char *standard; /* "FIPS 204" */
  const char *status;   /* "standard" or "superseded" */
  int nist_level;       /* NIST security category, 1 to 5 */
  int has_context;      /* 1: messages carry a context and may be hashed first; 0: neither exists */
  int hedged;           /* 1: randomized signing is the default; 0: deterministic */
  size_t public_key_bytes, secret_key_bytes, signature_bytes, tr_bytes;
  size_t keygen_seed_bytes, sign_seed_bytes;
  size_t public_ctx_bytes, secret_ctx_bytes;

  int (*keygen)(uint8_t *pk, uint8_t *sk, const uint8_t *seed);
  int (*sign)(uint8_t *sig, const uint8_t *sk, const pq_message *m, const uint8_t *seed);
  int (*verify)(const uint8_t *pk, const pq_message *m, const uint8_t *sig);

  int (*load_public)(void *ctx, const uint8_t *pk);
  int (*load_secret)(void *ctx, const uint8_t *sk);
  int (*generate)(void *ctx, const uint8_t *seed);
  int (*store_public)(uint8_t *pk, const void *ctx);
  int (*store_secret)(uint8_t *sk, const void *ctx);
  int (*sign_with)(uint8_t *sig, const void *ctx, const pq_message *m, const uint8_t *seed);
  int (*verify_with)(const void *ctx, const pq_message *m, const uint8_t *sig);

  int (*tr_of_public)(uint8_t *tr, const uint8_t *pk);
  int (*tr_of_secret)(uint8_t *tr, const uint8_t *sk);
  int (*mu_start)(pq_sponge *mu, const uint8_t *tr, const pq_message *m);
  int (*mu_update)(pq_sponge *mu, const uint8_t *data, size_t bytes);
  int (*mu_finish)(uint8_t *out, pq_sponge *mu);

  /* Batches; each may be NULL, and then the single operation is repeated. */
  size_t batch_scratch_bytes;
  void (*keygen_batch)(uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch);
  void (*sign_batch)(uint8_t *sig, int8_t *status, const uint8_t *sk, const pq_messages *m, const uint8_t *seed,
                     size_t n, void *scratch);
  void (*verify_batch)(int8_t *status, const uint8_t *pk, const pq_messages *m, const uint8_t *sig, size_t n,
                       void *scratch);
  void (*sign_batch_with)(uint8_t *sig, int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                          const uint8_t *seed, size_t n, void *scratch);
  void (*verify_batch_with)(int8_t *status, const void *const *ctx, size_t step, const pq_messages *m,
                            const uint8_t *sig, size_t n, void *scratch);
} pq_sig;

/* A key pair from its seed. */
int pq_sig_keygen(const pq_sig *scheme, uint8_t *pk, uint8_t *sk, const uint8_t *seed);

/* The signature of a message; of a digest, if there is an oid.  PQ_BAD_SECRET_KEY if sk is malformed,
 * PQ_BAD_CONTEXT. */
int pq_sig_sign(const pq_sig *scheme, uint8_t *sig, const uint8_t *sk, const uint8_t *data, size_t bytes,
                const uint8_t *context, size_t context_bytes, const uint8_t *oid, const uint8_t *seed);
int pq_sig_sign_mu(const pq_sig *scheme, uint8_t *sig, const uint8_t *sk, const uint8_t *mu, const uint8_t *seed);

/* 0 if the signature fits; else PQ_BAD_SIGNATURE, PQ_BAD_CONTEXT. */
int pq_sig_verify(const pq_sig *scheme, const uint8_t *pk, const uint8_t *data, size_t bytes, const uint8_t *context,
                  size_t context_bytes, const uint8_t *oid, const uint8_t *sig);
int pq_sig_verify_mu(const pq_sig *scheme, const uint8_t *pk, const uint8_t *mu, const uint8_t *sig);

/* crypto_sign and crypto_sign_open of the NIST API, exact about lengths.
 *
 * pq_sig_seal  signed_message = signature || message: signature_bytes + bytes are written
 * pq_sig_open  message: signed_bytes - signature_bytes are written: the message if the signature fits, else zeros;
 *              PQ_BAD_SIGNATURE, nothing written, for anything shorter than a signature */
int pq_sig_seal(const pq_sig *scheme, uint8_t *signed_message, const uint8_t *sk, const uint8_t *message, size_t bytes,
                const uint8_t *context, size_t context_bytes, const uint8_t *seed);
int pq_sig_open(const pq_sig *scheme, uint8_t *message, const uint8_t *pk, const uint8_t *signed_message,
                size_t signed_bytes, const uint8_t *context, size_t context_bytes);

/* Expand a key once, to use it often: a public key, a secret key (malformed: PQ_BAD_SECRET_KEY), or the secret key of a
 * seed. */
int pq_sig_load_public(const pq_sig *scheme, void *ctx, const uint8_t *pk);
int pq_sig_load_secret(const pq_sig *scheme, void *ctx, const uint8_t *sk);
int pq_sig_generate(const pq_sig *scheme, void *ctx, const uint8_t *seed);

/* The keys of a secret context, as bytes.  The public key is computed anew, and PQ_BAD_SECRET_KEY says that the secret
 * key holds other values (t0, tr) than follow from it. */
int pq_sig_store_public(const pq_sig *scheme, uint8_t *pk, const void *ctx);
int pq_sig_store_secret(const pq_sig *scheme, uint8_t *sk, const void *ctx);

/* As without _with, from a secret and a public context. */
int pq_sig_sign_with(const pq_sig *scheme, uint8_t *sig, const void *ctx, const uint8_t *data, size_t bytes,
                     const uint8_t *context, size_t context_bytes, const uint8_t *oid, const uint8_t *seed);
int pq_sig_sign_mu_with(const pq_sig *scheme, uint8_t *sig, const void *ctx, const uint8_t *mu, const uint8_t *seed);
int pq_sig_verify_with(const pq_sig *scheme, const void *ctx, const uint8_t *data, size_t bytes, const uint8_t *context,
                       size_t context_bytes, const uint8_t *oid, const uint8_t *sig);
int pq_sig_verify_mu_with(const pq_sig *scheme, const void *ctx, const uint8_t *mu, const uint8_t *sig);

/* mu of a message that comes in pieces: start with the key's tr, update any number of times, finish once (64 bytes). */
int pq_sig_tr_of_public(const pq_sig *scheme, uint8_t *tr, const uint8_t *pk);
int pq_sig_tr_of_secret(const pq_sig *scheme, uint8_t *tr, const uint8_t *sk);
int pq_sig_mu_start(const pq_sig *scheme, pq_sponge *mu, const uint8_t *tr, const uint8_t *context,
                    size_t context_bytes);
int pq_sig_mu_update(const pq_sig *scheme, pq_sponge *mu, const uint8_t *data, size_t bytes);
int pq_sig_mu_finish(const pq_sig *scheme, uint8_t *out, pq_sponge *mu);

/* n independent operations.
 *
 * Buffers hold item after item.  ctx[i * step] is the key of item i: step 0 is one key for all, 1 a key each.
 * status  0, or what the single operation returns for item i, whose signature is zero then
 * seed  sign_seed_bytes for each item; NULL: deterministic
 * scratch  batch_scratch_bytes of the struct, 64-byte aligned; may be NULL if that is 0.  What it holds does not matter
 *          before, and is no secret on return */
void pq_sig_keygen_batch(const pq_sig *scheme, uint8_t *pk, uint8_t *sk, const uint8_t *seed, size_t n, void *scratch);
void pq_sig_sign_batch(const pq_sig *scheme, uint8_t *sig, int8_t *status, const uint8_t *sk, const pq_messages *m,
                       const uint8_t *seed, size_t n, void *scratch);
void pq_sig_verify_batch(const pq_sig *scheme, int8_t *status, const uint8_t *pk, const pq_messages *m,
                         const uint8_t *sig, size_t n, void *scratch);
void pq_sig_sign_batch_with(const pq_sig *scheme, uint8_t *sig, int8_t *status, const void *const *ctx, size_t step,
                            const pq_messages *m, const uint8_t *seed, size_t n, void *scratch);
void pq_sig_verify_batch_with(const pq_sig *scheme, int8_t *status, const void *const *ctx, size_t step,
                              const pq_messages *m, const uint8_t *sig, size_t n, void *scratch);

#endif
