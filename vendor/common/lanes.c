#include <string.h>
#include "base.h"
#include "bytes.h"
#include "keccak.h"
#include "lanes.h"
#include "sha3.h"

/* From how many busy lanes on the wide permutation is faster than one narrow one for each. */
enum
{
  LANES = 4,
  pq_portable_worth = LANES + 1, /* never: there it is a loop */
  pq_avx2_worth = 2,
  pq_avx512_worth = 1,
  WORTH = PQ_KERNEL(pq, worth)
};

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
  for (size_t i = 0; i < n; i++)
  {
    lanes[i * stride] ^= pq_load64(block + 8 * i);
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

/* Give out the next block of output, or what is left of it. */
static inline void squeeze(const uint64_t *lanes, size_t stride, progress *p)
{
  const size_t rest = p->job->out_bytes - p->given, n = rest < p->job->rate ? rest : p->job->rate;
  uint8_t *out = p->job->out + p->given;
  for (size_t i = 0; i < n / 8; i++)
  {
    pq_store64(out + 8 * i, lanes[i * stride]);
  }
  for (size_t i = n / 8 * 8; i < n; i++)
  {
    out[i] = (uint8_t)(lanes[i / 8 * stride] >> (8 * (i % 8)));
  }
  p->given += n;
}

static inline void begin(uint64_t *lanes, size_t stride, progress *p, const pq_hash_job *job)
{
  *p = (progress){.job = job};
  for (size_t i = 0; i < 25; i++)
  {
    lanes[i * stride] = 0;
  }
  absorb(lanes, stride, p);
}

/* What follows a permutation.  Returns 1 if the job goes on, 0 if it is done. */
static inline int go_on(uint64_t *lanes, size_t stride, progress *p)
{
  if (!p->padded)
  {
    absorb(lanes, stride, p);
    return 1;
  }
  squeeze(lanes, stride, p);
  return p->given < p->job->out_bytes;
}

static void finish_alone(uint64_t lanes[25], progress *p)
{
  do
  {
    pq_keccak_f1600(lanes);
  } while (go_on(lanes, 1, p));
}

/* The jobs in lanes, until too few are left.  Returns how many have begun; those in p that have a job are not done. */
static unsigned run_wide(uint64_t lanes[25][LANES], progress p[LANES], const pq_hash_job *jobs, unsigned n)
{
  unsigned next = 0, busy = 0;
  for (; next < LANES && next < n; next++, busy++)
  {
    begin(&lanes[0][next], LANES, &p[next], jobs + next);
  }
  while (busy >= WORTH)
  {
    pq_keccak_f1600_x4(lanes);
    for (unsigned k = 0; k < LANES; k++)
    {
      if (!p[k].job || go_on(&lanes[0][k], LANES, &p[k]))
      {
        continue;
      }
      if (next < n)
      {
        begin(&lanes[0][k], LANES, &p[k], jobs + next++);
      }
      else
      {
        p[k].job = NULL;
        busy--;
      }
    }
  }
  return next;
}

void pq_hash_many(const pq_hash_job *jobs, unsigned n)
{
  _Alignas(64) uint64_t lanes[25][LANES] = {{0}};
  uint64_t alone[25];
  progress p[LANES] = {{0}};
  unsigned begun = 0;
  if (n >= WORTH)
  {
    begun = run_wide(lanes, p, jobs, n);
    for (unsigned k = 0; k < LANES; k++)
    {
      if (p[k].job)
      {
        for (unsigned i = 0; i < 25; i++)
        {
          alone[i] = lanes[i][k];
        }
        finish_alone(alone, &p[k]);
      }
    }
  }
  for (; begun < n; begun++)
  {
    begin(alone, 1, &p[0], jobs + begun);
    finish_alone(alone, &p[0]);
  }
  pq_wipe(lanes, sizeof lanes);
  pq_wipe(alone, sizeof alone);
  pq_wipe_frames(); /* Keccak's */
}
