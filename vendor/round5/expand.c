#include <string.h>
#include "../common/base.h"
#include "../common/lanes.h"
#include "../common/sha3.h"
#include "../common/tuplehash.h"
#include "kernels.h"
#include "scheme.h"

/* What is made from seeds: A (section 5) and the secret vectors (section 6). */

enum
{
  BLOCKS = 8 /* of A */
};

static void load_words(uint16_t *words, const uint8_t *in, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
  {
    words[i] = (uint16_t)(in[2 * i] | (unsigned)in[2 * i + 1] << 8);
  }
}

/* A is made of eight blocks, 5.1 and 5.2: as one family. */
static pq_tuple_family blocks_of(const round5_params *p, const uint8_t *sigma)
{
  return (pq_tuple_family){.domain = "AGEN", .key = sigma, .key_bytes = p->kappa, .rate = p->rate, .indexed = 1};
}

static void expand_ring(uint16_t *a, const round5_params *p, const uint8_t *sigma)
{
  uint8_t stream[2 * ROUND5_PAD(ROUND5_MAX_D)];
  const pq_tuple_family blocks = blocks_of(p, sigma);
  pq_tuplehash_family(stream, 2 * (size_t)((p->d + 7) / 8), &blocks, 0, BLOCKS);
  load_words(a, stream, p->d);
  memset(a + p->d, 0, (ROUND5_PAD(p->d) - p->d) * sizeof *a);
}

/* Offsets from some words of their stream: those that are not used yet.  sigma is public, and so are they.  Returns
 * how many there are then, at most d. */
static unsigned find_offsets(uint16_t *offsets, unsigned have, unsigned d, uint8_t used[ROUND5_MASTER],
                             const uint8_t *words, unsigned bytes)
{
  for (unsigned k = 0; k < bytes && have < d; k += 2)
  {
    const unsigned offset = (words[k] | (unsigned)words[k + 1] << 8) & (ROUND5_MASTER - 1);
    offsets[have] = (uint16_t)offset; /* written always, counted if new */
    have += !used[offset];
    used[offset] = 1;
  }
  return have;
}

/* The offsets of the rows, 5.2, all different, from the first blocks of their stream and the sponge behind those. */
static void expand_offsets(uint16_t *offsets, const round5_params *p, const uint8_t *words, unsigned bytes,
                           pq_sponge *xof)
{
  uint8_t used[ROUND5_MASTER] = {0}, block[PQ_SHAKE128_RATE];
  for (unsigned have = find_offsets(offsets, 0, p->d, used, words, bytes); have < p->d;)
  {
    pq_squeeze(xof, block, p->rate);
    have = find_offsets(offsets, have, p->d, used, block, p->rate);
  }
}

/* n rounded up to blocks of one of the two rates, by constants: nothing in this library divides. */
static unsigned whole_blocks(unsigned n, unsigned rate)
{
  return rate == PQ_SHAKE256_RATE ? (n + PQ_SHAKE256_RATE - 1) / PQ_SHAKE256_RATE * PQ_SHAKE256_RATE
                                  : (n + PQ_SHAKE128_RATE - 1) / PQ_SHAKE128_RATE * PQ_SHAKE128_RATE;
}

/* The master vector, and the offsets.  Words for a quarter more offsets than d, which are enough if d is small, come
 * with the blocks; when those are done, others are as fast from the sponge. */
static void expand_matrix(uint16_t *a, const round5_params *p, const uint8_t *sigma)
{
  enum
  {
    MAX_WORDS = ROUND5_MAX_D * 5 / 4 + PQ_SHAKE128_RATE / 2
  };
  uint8_t stream[2 * ROUND5_MASTER], words[2 * MAX_WORDS], tuples[1 + BLOCKS][PQ_TUPLE_BYTES];
  const unsigned pad = ROUND5_PAD(p->d), bytes = whole_blocks(p->d * 5 / 2, p->rate);
  const pq_tuple_family blocks = blocks_of(p, sigma);
  pq_tuple_family order = blocks;
  order.domain = "APermutation";
  order.xof = 1;
  order.indexed = 0;
  pq_sponge xof = {.rate = p->rate, .position = p->rate};
  pq_hash_job jobs[1 + BLOCKS];
  pq_tuplehash_jobs(jobs, tuples, words, bytes, &order, 0, 1);
  jobs[0].to = xof.lanes;
  pq_tuplehash_jobs(jobs + 1, tuples + 1, stream, sizeof stream / BLOCKS, &blocks, 0, BLOCKS);
  pq_hash_many(jobs, 1 + BLOCKS);
  load_words(a, stream, ROUND5_MASTER);
  memcpy(a + ROUND5_MASTER, a, pad * sizeof *a);
  expand_offsets(a + ROUND5_MASTER + pad, p, words, bytes, &xof);
}

void round5_expand_a(uint16_t *a, const round5_params *p, const uint8_t *sigma)
{
  if (p->ring)
  {
    expand_ring(a, p, sigma);
  }
  else
  {
    expand_matrix(a, p, sigma);
  }
}

void round5_sample_bits(uint32_t *bits, const round5_params *p, const round5_secret *secret, unsigned first,
                        unsigned count)
{
  uint8_t draws[ROUND5_BLOCK * 2 * ROUND5_MAX_DRAWS];
  const pq_tuple_family vectors = {
      .domain = secret->domain, .key = secret->seed, .key_bytes = p->kappa, .rate = p->rate, .xof = 1, .indexed = 1};
  pq_tuplehash_family(draws, 2 * (size_t)p->draws, &vectors, first, count);
  round5_sample(bits, draws, count, p->draws, p->d, p->h, p->inverse);
  pq_wipe_frames(); /* round5_sample's */
  pq_wipe(draws, count * 2 * (size_t)p->draws);
}

void round5_vectors(int16_t *s, const round5_params *p, const round5_secret *secret, unsigned first, unsigned count)
{
  const size_t size = 2 * ROUND5_WORDS(p->d);
  uint32_t fresh[ROUND5_BLOCK * 2 * ROUND5_MAX_WORDS];
  const uint32_t *bits = fresh;
  if (secret->bits)
  {
    bits = secret->bits + first * size;
  }
  else
  {
    round5_sample_bits(fresh, p, secret, first, count);
  }
  for (unsigned i = 0; i < count; i++)
  {
    round5_ternary(s + i * ROUND5_PAD(p->d), bits + i * size, p->d);
  }
  pq_wipe(fresh, secret->bits ? 0 : count * size * sizeof *fresh);
}
