#include <string.h>
#include "base.h"
#include "bytes.h"
#include "keccak.h"
#include "lanes.h"
#include "sha3.h"

/* From how many busy lanes on the permutation of four, or of eight, is faster than one narrow one for each.  That of
 * eight is one of its own with AVX-512 only. */
enum
{
  pq_portable_worth = 4 + 1, /* never: there it is a loop */
  pq_avx2_worth = 2,
  pq_avx512_worth = 1,
  WORTH4 = PQ_KERNEL(pq, worth),
  WORTH8 = 2
};
#define pq_avx512_has_eight 1

/* How far a job has come. */
typedef struct
{
  const pq_hash_job *job; /* NULL: none, or done */
  size_t taken, given;    /* bytes of the input, of the output */
  int padded;             /* the input has ended */
} progress;

/* The next bytes of the input, at most n of them.  Returns how many there were. */
static size_t take(uint8_t *block, progress *p, size_t n)
{
  const pq_hash_job *job = p->job;
  const uint8_t *const part[3] = {job->a, job->b, job->nonce};
  const size_t bytes[3] = {job->a_bytes, job->b_bytes, job->nonce_bytes};
  size_t have = 0, skip = p->taken;
  for (unsigned i = 0; i < 3 && have < n; i++)
  {
    const size_t rest = bytes[i] > skip ? bytes[i] - skip : 0;
    const size_t some = rest < n - have ? rest : n - have;
    if (some > 0)
    {
      memcpy(block + have, part[i] + skip, some);
    }
    skip = bytes[i] > skip ? 0 : skip - bytes[i];
    have += some;
  }
  p->taken += have;
  return have;
}

/* The next block of the input if it is all in a or all in b, else NULL. */
static const uint8_t *whole_block(const progress *p)
{
  const pq_hash_job *job = p->job;
  if (p->taken + job->rate <= job->a_bytes)
  {
    return job->a + p->taken;
  }
  if (p->taken >= job->a_bytes && p->taken - job->a_bytes + job->rate <= job->b_bytes)
  {
    return job->b + (p->taken - job->a_bytes);
  }
  return NULL;
}

/* XOR n words into a state, of which number i is at lanes[i * stride]. */
static inline void xor_words(uint64_t *lanes, size_t stride, const uint8_t *block, size_t n)
{
  for (; n >= 4; n -= 4, lanes += 4 * stride, block += 32)
  {
    lanes[0] ^= pq_load64(block);
    lanes[stride] ^= pq_load64(block + 8);
    lanes[2 * stride] ^= pq_load64(block + 16);
    lanes[3 * stride] ^= pq_load64(block + 24);
  }
  for (; n > 0; n--, lanes += stride, block += 8)
  {
    *lanes ^= pq_load64(block);
  }
}

/* The first n bytes of a state. */
static inline void copy_out(uint8_t *out, const uint64_t *lanes, size_t stride, size_t n)
{
  for (; n >= 32; n -= 32, lanes += 4 * stride, out += 32)
  {
    pq_store64(out, lanes[0]);
    pq_store64(out + 8, lanes[stride]);
    pq_store64(out + 16, lanes[2 * stride]);
    pq_store64(out + 24, lanes[3 * stride]);
  }
  for (; n >= 8; n -= 8, lanes += stride, out += 8)
  {
    pq_store64(out, *lanes);
  }
  for (size_t i = 0; i < n; i++)
  {
    out[i] = (uint8_t)(*lanes >> (8 * i));
  }
}

/* Absorb the next block of the input, or its end with the padding. */
static inline void absorb(uint64_t *lanes, size_t stride, progress *p)
{
  const size_t rate = p->job->rate;
  const uint8_t *whole = whole_block(p);
  if (whole)
  {
    xor_words(lanes, stride, whole, rate / 8);
    p->taken += rate;
    return;
  }
  uint8_t block[PQ_SHAKE128_RATE + 8];
  const size_t n = take(block, p, rate);
  if (n == rate)
  {
    xor_words(lanes, stride, block, rate / 8);
    return;
  }
  memset(block + n, 0, 8);
  block[n] = p->job->suffix;
  xor_words(lanes, stride, block, n / 8 + 1);
  lanes[(rate / 8 - 1) * stride] ^= UINT64_C(1) << 63;
  p->padded = 1;
}

/* How long the next block of output is, which may be the last. */
static inline size_t next_bytes(const progress *p)
{
  const size_t rest = p->job->out_bytes - p->given;
  return rest < p->job->rate ? rest : p->job->rate;
}

static inline void squeeze(const uint64_t *lanes, size_t stride, progress *p)
{
  copy_out(p->job->out + p->given, lanes, stride, next_bytes(p));
}

/* Absorb the input of most jobs, some words and a nonce, into a state that is zero.  Returns 0 if it is no such job. */
static inline int absorb_seed(uint64_t *lanes, size_t stride, progress *p)
{
  const pq_hash_job *job = p->job;
  const size_t words = job->a_bytes / 8, last = job->rate / 8 - 1;
  if (job->from || job->b_bytes > 0 || job->a_bytes % 8 > 0 || words >= last)
  {
    return 0;
  }
  uint64_t end = job->suffix;
  for (unsigned i = job->nonce_bytes; i > 0; i--)
  {
    end = end << 8 | job->nonce[i - 1];
  }
  for (size_t i = 0; i < words; i++)
  {
    lanes[i * stride] = pq_load64(job->a + 8 * i);
  }
  lanes[words * stride] = end;
  lanes[last * stride] = UINT64_C(1) << 63;
  p->padded = 1;
  return 1;
}

/* Begin a job in a state that is zero. */
static inline void begin(uint64_t *lanes, size_t stride, progress *p)
{
  const uint64_t *state = p->job->from;
  if (absorb_seed(lanes, stride, p))
  {
    return;
  }
  for (size_t i = 0; state && i < 25; i++)
  {
    lanes[i * stride] = state[i];
  }
  absorb(lanes, stride, p);
}

/* 1 if the job is a piece of a longer input, and has been absorbed. */
static inline int piece_ends(const progress *p)
{
  return p->job->out_bytes == 0 && p->taken == p->job->a_bytes + p->job->b_bytes;
}

/* What follows a permutation; squeezed is 1 if the output was given out.  Returns 1 if the job goes on, 0 if it is
 * done. */
static inline int go_on(uint64_t *lanes, size_t stride, progress *p, int squeezed)
{
  int more = 1;
  if (p->padded)
  {
    if (!squeezed)
    {
      squeeze(lanes, stride, p);
    }
    p->given += next_bytes(p);
    more = p->given < p->job->out_bytes;
  }
  else if (piece_ends(p))
  {
    more = 0;
  }
  else
  {
    absorb(lanes, stride, p);
  }
  uint64_t *to = more ? NULL : p->job->to;
  for (size_t i = 0; to && i < 25; i++)
  {
    to[i] = lanes[i * stride];
  }
  return more;
}

static void finish_alone(uint64_t lanes[25], progress *p)
{
  do
  {
    pq_keccak_f1600(lanes);
  } while (go_on(lanes, 1, p, 0));
}

#define LANES  4
#define KECCAK pq_keccak_f1600_x4
#define WORTH  WORTH4
#include "lanes_wide.h"

#if PQ_KERNEL(pq, has_eight)
#define LANES  8
#define KECCAK pq_keccak_f1600_x8
#define WORTH  WORTH8
#include "lanes_wide.h"

/* The permutations of a job, in about 130ths. */
static inline size_t work(const pq_hash_job *job)
{
  const size_t bytes = job->a_bytes + job->b_bytes + job->out_bytes;
  return job->rate == PQ_SHAKE128_RATE ? bytes * 3 / 4 : bytes;
}

/* The jobs in eight lanes if they keep seven of those busy, else in four: as far as one can tell from the first job,
 * the longest, which takes so long whatever the others do.  Returns how many have been done. */
static unsigned run_wider(const pq_hash_job *jobs, unsigned n)
{
  size_t all = 0;
  for (unsigned i = 0; i < n; i++)
  {
    all += work(jobs + i);
  }
  return all >= 7 * work(jobs) ? run_8_lanes(jobs, n) : run_4_lanes(jobs, n);
}
#else
#define run_wider run_4_lanes
#endif

static void run_alone(const pq_hash_job *jobs, unsigned n)
{
  uint64_t lanes[25];
  for (unsigned i = 0; i < n; i++)
  {
    progress p = {.job = jobs + i};
    memset(lanes, 0, sizeof lanes);
    begin(lanes, 1, &p);
    finish_alone(lanes, &p);
  }
  pq_wipe(lanes, sizeof lanes);
}

void pq_hash_many(const pq_hash_job *jobs, unsigned n)
{
  const unsigned done = WORTH4 <= 4 && n >= WORTH4 ? run_wider(jobs, n) : 0;
  if (done < n)
  {
    run_alone(jobs + done, n - done);
  }
  pq_wipe_frames(); /* blocks of input, and Keccak's */
}
