#ifndef PQ_JOB_H
#define PQ_JOB_H
#include <stddef.h>
#include <stdint.h>

/* One hash of FIPS 202 to compute: out_bytes of output for the input a || b || nonce.  Rate and suffix say which
 * function, sha3.h has them; two of the three parts may be empty, and then their pointer NULL.
 *
 * A hash can be interrupted.  from is NULL, or the 25 lanes of the state to go on from; to is NULL, or where the last
 * state is left.  Without any output, out_bytes 0, a || b is one or more whole blocks of an input that the next job
 * ends. */
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
  const uint64_t *from;
  uint64_t *to;
} pq_hash_job;

#endif
