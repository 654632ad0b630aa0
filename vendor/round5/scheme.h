#ifndef ROUND5_SCHEME_H
#define ROUND5_SCHEME_H
#include "../common/backend.h"
#include "params.h"

/* The algorithms of the specification, compiled once per backend.  Outputs come first, then the parameter set. */

/* Section 5. */

/* A from sigma.  a  A_WORDS(ring, d): see params.h */
#define round5_expand_a PQ_KERNEL(round5, expand_a)
void round5_expand_a(uint16_t *a, const round5_params *p, const uint8_t *sigma);

/* Section 6. */

/* The bits of vectors first, first + 1, ... of a seed, count <= ROUND5_BLOCK. */
#define round5_sample_bits PQ_KERNEL(round5, sample_bits)
void round5_sample_bits(uint32_t *bits, const round5_params *p, const round5_secret *secret, unsigned first,
                        unsigned count);

/* The same as ternary vectors, PAD(d) numbers each. */
#define round5_vectors PQ_KERNEL(round5, vectors)
void round5_vectors(int16_t *s, const round5_params *p, const round5_secret *secret, unsigned first, unsigned count);

/* Section 9, the CPA-PKE.  b is pack(B), the public key without sigma; a is expanded. */

#define round5_pke_keygen PQ_KERNEL(round5, pke_keygen)
void round5_pke_keygen(uint8_t *b, const round5_params *p, const uint16_t *a, const round5_secret *s);

#define round5_pke_encrypt PQ_KERNEL(round5, pke_encrypt)
void round5_pke_encrypt(uint8_t *ct, const round5_params *p, const uint16_t *a, const uint8_t *b, const uint8_t *m,
                        const uint8_t *rho);

#define round5_pke_decrypt PQ_KERNEL(round5, pke_decrypt)
void round5_pke_decrypt(uint8_t *m, const round5_params *p, const round5_secret *s, const uint8_t *ct);

/* Section 10, the KEMs: the functions of common/kem.h. */

#define round5_kem_keygen PQ_KERNEL(round5, kem_keygen)
int round5_kem_keygen(const round5_params *p, uint8_t *pk, uint8_t *sk, const uint8_t *seed);
#define round5_kem_encaps PQ_KERNEL(round5, kem_encaps)
int round5_kem_encaps(const round5_params *p, uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *seed);
#define round5_kem_decaps PQ_KERNEL(round5, kem_decaps)
int round5_kem_decaps(const round5_params *p, uint8_t *ss, const uint8_t *ct, const uint8_t *sk);
#define round5_kem_load_public PQ_KERNEL(round5, kem_load_public)
int round5_kem_load_public(const round5_params *p, void *ctx, const uint8_t *pk);
#define round5_kem_load_secret PQ_KERNEL(round5, kem_load_secret)
int round5_kem_load_secret(const round5_params *p, void *ctx, const uint8_t *sk);
#define round5_kem_generate PQ_KERNEL(round5, kem_generate)
int round5_kem_generate(const round5_params *p, void *ctx, const uint8_t *seed);
#define round5_kem_store_public PQ_KERNEL(round5, kem_store_public)
int round5_kem_store_public(const round5_params *p, uint8_t *pk, const void *ctx);
#define round5_kem_store_secret PQ_KERNEL(round5, kem_store_secret)
int round5_kem_store_secret(const round5_params *p, uint8_t *sk, const void *ctx);
#define round5_kem_encaps_with PQ_KERNEL(round5, kem_encaps_with)
int round5_kem_encaps_with(const round5_params *p, uint8_t *ct, uint8_t *ss, const void *ctx, const uint8_t *seed);
#define round5_kem_decaps_with PQ_KERNEL(round5, kem_decaps_with)
int round5_kem_decaps_with(const round5_params *p, uint8_t *ss, const uint8_t *ct, const void *ctx);

/* Section 11: key and nonce of the DEM from the shared secret, kappa + 12 bytes. */
#define round5_kem_dem_key PQ_KERNEL(round5, kem_dem_key)
void round5_kem_dem_key(uint8_t *out, const round5_params *p, const uint8_t *k);

#endif
