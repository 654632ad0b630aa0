#ifndef KYBER_JOBS_H
#define KYBER_JOBS_H
#include "../common/lanes.h"
#include "../common/sha3.h"
#include "params.h"

/* The hash functions of FIPS 203, 4.1, as jobs: a step of an algorithm adds what it needs to have hashed, for each of
 * up to KYBER_GROUP keys or ciphertexts that go side by side, and then all is done at once.  Inputs and outputs must
 * stay where they are until then.  The longest first is best. */
enum
{
  KYBER_GROUP = 4,
  KYBER_XOF_BYTES = 3 * PQ_SHAKE128_RATE, /* enough for 99 in 100 polynomials */
  KYBER_JOBS = KYBER_GROUP * (KYBER_K * KYBER_K + 2 * KYBER_K + 1)
};

typedef struct
{
  pq_hash_job list[KYBER_JOBS];
  unsigned n;
} kyber_jobs;

static inline void run(kyber_jobs *jobs)
{
  if (jobs->n > 0)
  {
    pq_hash_many(jobs->list, jobs->n);
  }
  jobs->n = 0;
}

#define ADD(jobs, rate_, suffix_, ...)                                                                                 \
  ((jobs)->list[(jobs)->n++] = (pq_hash_job){.rate = (rate_), .suffix = (suffix_), __VA_ARGS__})

static inline void add_h(kyber_jobs *jobs, uint8_t out[32], const uint8_t *in, size_t n)
{
  ADD(jobs, PQ_SHA3_256_RATE, PQ_SHA3_SUFFIX, .out = out, .out_bytes = 32, .a = in, .a_bytes = n);
}

/* H of an input that comes in pieces: one or more whole blocks, and the last piece. */
static inline void add_h_piece(kyber_jobs *jobs, uint64_t state[25], const uint8_t *in, size_t n)
{
  ADD(jobs, PQ_SHA3_256_RATE, PQ_SHA3_SUFFIX, .a = in, .a_bytes = n, .from = state, .to = state);
}

static inline void add_h_end(kyber_jobs *jobs, uint8_t out[32], uint64_t state[25], const uint8_t *in, size_t n)
{
  ADD(jobs, PQ_SHA3_256_RATE, PQ_SHA3_SUFFIX, .out = out, .out_bytes = 32, .a = in, .a_bytes = n, .from = state);
}

/* G(m || h). */
static inline void add_g(kyber_jobs *jobs, uint8_t out[64], const uint8_t m[32], const uint8_t h[32])
{
  ADD(jobs, PQ_SHA3_512_RATE, PQ_SHA3_SUFFIX, .out = out, .out_bytes = 64, .a = m, .a_bytes = 32, .b = h,
      .b_bytes = 32);
}

/* G(d || k), which is G(d) in Kyber. */
static inline void add_g_of_seed(kyber_jobs *jobs, uint8_t out[64], const uint8_t d[32])
{
  ADD(jobs, PQ_SHA3_512_RATE, PQ_SHA3_SUFFIX, .out = out, .out_bytes = 64, .a = d, .a_bytes = 32, .nonce = {KYBER_K},
      .nonce_bytes = KYBER_FIPS203);
}

/* J(x || y), which is also Kyber's KDF. */
static inline void add_j(kyber_jobs *jobs, uint8_t out[32], const uint8_t x[32], const uint8_t *y, size_t n)
{
  ADD(jobs, PQ_SHAKE256_RATE, PQ_SHAKE_SUFFIX, .out = out, .out_bytes = 32, .a = x, .a_bytes = 32, .b = y,
      .b_bytes = n);
}

static inline void add_prf(kyber_jobs *jobs, uint8_t *out, unsigned eta, const uint8_t seed[32], unsigned nonce)
{
  ADD(jobs, PQ_SHAKE256_RATE, PQ_SHAKE_SUFFIX, .out = out, .out_bytes = 64 * eta, .a = seed, .a_bytes = 32,
      .nonce = {(uint8_t)nonce}, .nonce_bytes = 1);
}

/* The beginning of XOF(rho || j || i), and the state to go on from. */
typedef struct
{
  uint8_t bytes[KYBER_XOF_BYTES];
  uint64_t state[25];
} kyber_xof;

static inline void add_xof(kyber_jobs *jobs, kyber_xof *xof, const uint8_t rho[32], unsigned j, unsigned i)
{
  ADD(jobs, PQ_SHAKE128_RATE, PQ_SHAKE_SUFFIX, .out = xof->bytes, .out_bytes = KYBER_XOF_BYTES, .to = xof->state,
      .a = rho, .a_bytes = 32, .nonce = {(uint8_t)j, (uint8_t)i}, .nonce_bytes = 2);
}

#endif
