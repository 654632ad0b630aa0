#include <string.h>
#include "../common/base.h"
#include "../common/bytes.h"
#include "scheme.h"

/* So many bytes are hashed for a polynomial before anybody looks how many it needs.  With eta = 4 one in a hundred
 * thousand needs more; the others as good as never. */
enum
{
  UNIFORM_BYTES = 5 * PQ_SHAKE128_RATE,
  BOUNDED_BYTES = 2 * PQ_SHAKE256_RATE
};

/* A sponge that has absorbed the input of a job. */
static void restart(pq_sponge *xof, const pq_hash_job *job)
{
  pq_sponge_init(xof, job->rate);
  pq_absorb(xof, job->a, job->a_bytes);
  pq_absorb(xof, job->b, job->b_bytes);
  pq_absorb(xof, job->nonce, job->nonce_bytes);
  pq_absorb_end(xof, job->suffix);
}

/* As many of count coefficients as there are in the bytes: uniform ones if eta is 0, else short ones. */
static unsigned take(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta)
{
  return eta == 0 ? dilithium_rej_uniform(a, count, buf, bytes) : dilithium_rej_bounded(a, count, buf, bytes, eta);
}

/* Algorithm 30 or 31: the polynomial of a job that was done; from more bytes than it asked for if there must be. */
static void sample(int32_t a[DILITHIUM_N], const pq_hash_job *job, unsigned eta)
{
  uint8_t block[PQ_SHAKE128_RATE];
  pq_sponge xof;
  if (take(a, DILITHIUM_N, job->out, job->out_bytes, eta) == DILITHIUM_N)
  {
    return;
  }
  restart(&xof, job);
  for (unsigned n = 0; n < DILITHIUM_N;)
  {
    pq_squeeze(&xof, block, job->rate);
    n += take(a + n, DILITHIUM_N - n, block, job->rate, eta);
  }
  pq_wipe(block, sizeof block);
  pq_sponge_wipe(&xof);
}

/* Polynomial i of A, counted row by row. */
static pq_hash_job uniform_job(uint8_t out[UNIFORM_BYTES], const uint8_t rho[32], unsigned i)
{
  return (pq_hash_job){.a = rho,
                       .a_bytes = 32,
                       .nonce = {(uint8_t)(i % DILITHIUM_L), (uint8_t)(i / DILITHIUM_L)},
                       .nonce_bytes = 2,
                       .suffix = PQ_SHAKE_SUFFIX,
                       .rate = PQ_SHAKE128_RATE,
                       .out = out,
                       .out_bytes = UNIFORM_BYTES};
}

/* One of those that come from a seed and a nonce of two bytes. */
static pq_hash_job nonce_job(uint8_t *out, size_t out_bytes, const uint8_t rho[64], uint16_t nonce)
{
  pq_hash_job job = dilithium_h(out, out_bytes, rho, 64, NULL, 0);
  job.nonce[0] = (uint8_t)nonce;
  job.nonce[1] = (uint8_t)(nonce >> 8);
  job.nonce_bytes = 2;
  return job;
}

/* Append those jobs of beside that take longer than a polynomial of A, or those that do not. */
static unsigned append(pq_hash_job *jobs, unsigned n, const pq_hash_job *beside, unsigned n_beside, int longer)
{
  for (unsigned i = 0; i < n_beside; i++)
  {
    if ((beside[i].a_bytes + beside[i].b_bytes >= UNIFORM_BYTES) == longer)
    {
      jobs[n++] = beside[i];
    }
  }
  return n;
}

void dilithium_expand_a(int32_t *a, size_t row_polys, const uint8_t rho[32], unsigned first, unsigned end,
                        const pq_hash_job *beside, unsigned n_beside)
{
  enum
  {
    SOME = 3 * DILITHIUM_LANES
  };
  uint8_t bytes[SOME][UNIFORM_BYTES];
  pq_hash_job jobs[SOME + DILITHIUM_BESIDE];
  while (first < end)
  {
    const unsigned some = end - first < SOME ? end - first : SOME;
    const unsigned with = end - first == some ? n_beside : 0; /* the last lot fills the lanes least */
    const unsigned before = append(jobs, 0, beside, with, 1);
    for (unsigned i = 0; i < some; i++)
    {
      jobs[before + i] = uniform_job(bytes[i], rho, first + i);
    }
    pq_hash_many(jobs, append(jobs, before + some, beside, with, 0));
    for (unsigned i = 0; i < some; i++, first++)
    {
      const size_t poly = first / DILITHIUM_L * row_polys + first % DILITHIUM_L;
      sample(a + poly * DILITHIUM_N, jobs + before + i, 0);
    }
  }
}

void dilithium_expand_a_s(int32_t *a, unsigned end, int32_t *s1, int32_t *s2, const uint8_t rho[32],
                          const uint8_t rho_prime[64])
{
  uint8_t bytes[DILITHIUM_L + DILITHIUM_K][BOUNDED_BYTES];
  pq_hash_job jobs[DILITHIUM_L + DILITHIUM_K];
  for (unsigned r = 0; r < DILITHIUM_L + DILITHIUM_K; r++)
  {
    jobs[r] = nonce_job(bytes[r], BOUNDED_BYTES, rho_prime, (uint16_t)r);
  }
  dilithium_expand_a(a, DILITHIUM_L, rho, 0, end, jobs, DILITHIUM_L + DILITHIUM_K);
  for (unsigned r = 0; r < DILITHIUM_L + DILITHIUM_K; r++)
  {
    sample(r < DILITHIUM_L ? s1 + r * DILITHIUM_N : s2 + (r - DILITHIUM_L) * DILITHIUM_N, jobs + r, DILITHIUM_ETA);
  }
  pq_wipe(bytes, sizeof bytes);
}

pq_hash_job dilithium_mask_job(uint8_t out[DILITHIUM_Z_BYTES], const uint8_t rho[64], uint16_t nonce)
{
  return nonce_job(out, DILITHIUM_Z_BYTES, rho, nonce);
}

void dilithium_challenge(int32_t c[DILITHIUM_N], const pq_hash_job *job)
{
  const unsigned first = DILITHIUM_N - DILITHIUM_TAU;
  const uint64_t signs = pq_load64(job->out);
  memset(c, 0, DILITHIUM_N * sizeof *c);
  unsigned i = dilithium_sample_in_ball(c, first, signs, job->out + 8, job->out_bytes - 8);
  if (i < DILITHIUM_N)
  {
    uint8_t block[PQ_SHAKE256_RATE];
    pq_sponge xof;
    restart(&xof, job);
    pq_squeeze(&xof, block, sizeof block); /* these were used */
    while (i < DILITHIUM_N)
    {
      pq_squeeze(&xof, block, sizeof block);
      i = dilithium_sample_in_ball(c, i, signs >> (i - first), block, sizeof block);
    }
  }
}
