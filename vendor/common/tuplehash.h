#ifndef PQ_TUPLEHASH_H
#define PQ_TUPLEHASH_H
#include <stddef.h>
#include <stdint.h>
#include "backend.h"
#include "job.h"
#include "sponge.h"

/* TupleHash and TupleHashXOF of SP 800-185, section 5, without customisation string.  Constant time in the strings;
 * their lengths are public.  Compiled per backend.
 *
 * rate  168 for TupleHash128, 136 for TupleHash256 */

/* Begin, add the strings of the tuple one by one, end; then pq_squeeze gives the output.  n  < 2^29
 * out_bytes  the length of the output, which is hashed too; 0 for the XOF, whose output may have any length */
#define pq_tuplehash_start PQ_KERNEL(pq, tuplehash_start)
void pq_tuplehash_start(pq_sponge *sponge, unsigned rate);
#define pq_tuplehash_string PQ_KERNEL(pq, tuplehash_string)
void pq_tuplehash_string(pq_sponge *sponge, const void *string, size_t n);
#define pq_tuplehash_end PQ_KERNEL(pq, tuplehash_end)
void pq_tuplehash_end(pq_sponge *sponge, size_t out_bytes);

enum
{
  PQ_TUPLE_BYTES = 96
};

/* What differs from the tuple (domain, key, one byte) only in the byte: many outputs at once, in lanes.
 * domain, key  at most 64 bytes together, so that a tuple fits into a block */
typedef struct
{
  const char *domain;
  const uint8_t *key;
  size_t key_bytes;
  unsigned rate;
  int xof;     /* 1: TupleHashXOF, 0: TupleHash */
  int indexed; /* 0: without the byte, (domain, key) only */
} pq_tuple_family;

/* out[i * out_bytes ...] from the tuple with the byte first + i, for i < count. */
#define pq_tuplehash_family PQ_KERNEL(pq, tuplehash_family)
void pq_tuplehash_family(uint8_t *out, size_t out_bytes, const pq_tuple_family *family, unsigned first, unsigned count);

/* The same as jobs for pq_hash_many, which may be done with others.  If the key is secret, so are the tuples. */
#define pq_tuplehash_jobs PQ_KERNEL(pq, tuplehash_jobs)
void pq_tuplehash_jobs(pq_hash_job *jobs, uint8_t tuples[][PQ_TUPLE_BYTES], uint8_t *out, size_t out_bytes,
                       const pq_tuple_family *family, unsigned first, unsigned count);

#endif
