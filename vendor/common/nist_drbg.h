#ifndef PQ_NIST_DRBG_H
#define PQ_NIST_DRBG_H

#include <stddef.h>
#include <stdint.h>

/* The generator of NIST's known-answer programs: AES-256 CTR_DRBG of SP 800-90A, section 10.2.1, without derivation
 * function, personalization, additional input and reseeding.
 *
 * For known answers only.  It is NOT a source of randomness: nothing here is constant time, nothing is wiped, and
 * whoever knows the entropy knows every byte.  No scheme links it; it is the module pqpy._kat.
 *
 * This header, less its lines that begin with '#', is also what cffi reads. */

/* The state, owned by the caller: the AES key, and the block that was encrypted last, a big-endian counter. */
typedef struct
{
  uint8_t key[32], v[16];
} pq_nist_drbg;

/* Start from 48 bytes of entropy.                            SP 800-90A, CTR_DRBG_Instantiate */
void pq_nist_drbg_init(pq_nist_drbg *drbg, const uint8_t entropy[48]);

/* The next bytes; any number.  Each call re-keys, so two calls of 32 bytes are not one of 64.
 *                                                            SP 800-90A, CTR_DRBG_Generate */
void pq_nist_drbg_read(pq_nist_drbg *drbg, uint8_t *out, size_t bytes);

#endif
