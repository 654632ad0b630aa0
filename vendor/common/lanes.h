#ifndef PQ_LANES_H
#define PQ_LANES_H
#include "backend.h"
#include "job.h"

/* Many hashes at once.  Each is one chain of permutations; the chains run side by side in the lanes of the backend's
 * widest Keccak, and a lane takes the next job when it has done one.
 *
 * jobs  n of them, none of which needs another's output; the longest first is best
 *
 * Constant time in what is hashed; the sizes are public.  States are wiped, inputs and outputs are the caller's. */
#define pq_hash_many PQ_KERNEL(pq, hash_many)
void pq_hash_many(const pq_hash_job *jobs, unsigned n);

#endif
