#ifndef KYBER_CCA_H
#define KYBER_CCA_H
#include "keys.h"

/* Encapsulation and decapsulation of n items side by side, n <= KYBER_GROUP: input after input, output after output. */

/* The secrets of one. */
typedef struct
{
  uint8_t m[32], kr[64]; /* the message; what G makes of it: K and the coins r */
  uint8_t rejected[32];  /* J(z || c) */
  uint8_t h[32];         /* Kyber: H(c) */
  uint64_t state[25];    /* of J or of H(c), after some blocks */
  kpke_noise_bytes noise;
} secrets;

/* Encaps_internal, Algorithm 17, and Decaps_internal, Algorithm 18, with expanded keys.  n of w are needed, and wiped.
 */
#define kyber_encapsulate PQ_INSTANCE(encapsulate)
void kyber_encapsulate(uint8_t *ct, uint8_t *ss, const public_ctx *const *key, const uint8_t *seed, unsigned n,
                       secrets *w);
#define kyber_decapsulate PQ_INSTANCE(decapsulate)
void kyber_decapsulate(uint8_t *ss, const uint8_t *ct, const secret_ctx *const *key, unsigned n, secrets *w);

/* The same with keys that are expanded on the way.  status[i] is 0 or what loading the key gives, and then the outputs
 * are zero.  n of ctx and work are needed; the secret parts are wiped. */
#define kyber_load_and_encapsulate PQ_INSTANCE(load_and_encapsulate)
void kyber_load_and_encapsulate(uint8_t *ct, uint8_t *ss, int8_t *status, const uint8_t *ek, const uint8_t *seed,
                                unsigned n, public_ctx *ctx, expansion *work, secrets *w);
#define kyber_load_and_decapsulate PQ_INSTANCE(load_and_decapsulate)
void kyber_load_and_decapsulate(uint8_t *ss, int8_t *status, const uint8_t *ct, const uint8_t *dk, unsigned n,
                                secret_ctx *ctx, expansion *work, secrets *w);

#endif
