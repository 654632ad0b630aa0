#ifndef PQ_JOB_H
#define PQ_JOB_H
#include <stddef.h>
#include <stdint.h>

/* One hash of FIPS 202 to compute: out_bytes of output for the input a || b || nonce.  Rate and suffix say which
 * function, sha3.h has them; two of the three parts may be empty, and then their pointer NULL.
 *
 * A long input may come in pieces.  state is NULL, or 25 lanes, all 0 at first, that the hash goes on from.  A job
 * whose out_bytes is 0 is a piece: a || b, one or more whole blocks, is absorbed, and state is what the next job goes
 * on from.
 */
typedef struct
{
  const uint8_t *a, *b;
  size_t a_bytes, b_bytes;
  uint8_t nonce[2];
  uint8_t nonce_bytes;
  uint8_t suffix;
  unsigned rate;
  uint8_t *out;
  size_t out_bytes;
  uint64_t *state;
} pq_hash_job;

#endif
