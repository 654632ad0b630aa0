#include <string.h>
#include "../common/base.h"
#include "../common/sha3.h"
#include "../common/tuplehash.h"
#include "kernels.h"
#include "scheme.h"

/* What is made from seeds: A (section 5) and the secret vectors (section 6). */

static void load_words(uint16_t *words, const uint8_t *in, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
  {
    words[i] = (uint16_t)(in[2 * i] | (unsigned)in[2 * i + 1] << 8);
  }
}

/* The blocks of A, one after the other. */
static void expand_blocks(uint16_t *a, const round5_params *p, const uint8_t *sigma, unsigned count)
{
  uint8_t stream[2 * ROUND5_MASTER];
  const pq_tuple_family blocks = {.domain = "AGEN", .key = sigma, .key_bytes = p->kappa, .rate = p->rate, .xof = 0};
  pq_tuplehash_family(stream, 2 * (size_t)((count + 7) / 8), &blocks, 0, 8);
  load_words(a, stream, count);
}

/* The offsets of the rows, 5.2, all different.  sigma is public, and so are they. */
static void expand_offsets(uint16_t *offsets, const round5_params *p, const uint8_t *sigma)
{
  static const char domain[] = "APermutation";
  pq_sponge xof;
  uint8_t used[ROUND5_MASTER] = {0}, block[PQ_SHAKE128_RATE];
  pq_tuplehash_start(&xof, p->rate);
  pq_tuplehash_string(&xof, domain, sizeof domain - 1);
  pq_tuplehash_string(&xof, sigma, p->kappa);
  pq_tuplehash_end(&xof, 0);
  for (unsigned i = 0; i < p->d;)
  {
    pq_squeeze(&xof, block, p->rate);
    for (unsigned k = 0; k < p->rate && i < p->d; k += 2)
    {
      const unsigned offset = (block[k] | (unsigned)block[k + 1] << 8) & (ROUND5_MASTER - 1);
      offsets[i] = (uint16_t)offset; /* written always, counted if new */
      i += !used[offset];
      used[offset] = 1;
    }
  }
}

void round5_expand_a(uint16_t *a, const round5_params *p, const uint8_t *sigma)
{
  const unsigned pad = ROUND5_PAD(p->d);
  if (p->ring)
  {
    expand_blocks(a, p, sigma, p->d);
    memset(a + p->d, 0, (pad - p->d) * sizeof *a);
    return;
  }
  expand_blocks(a, p, sigma, ROUND5_MASTER);
  memcpy(a + ROUND5_MASTER, a, pad * sizeof *a);
  expand_offsets(a + ROUND5_MASTER + pad, p, sigma);
}

void round5_sample_bits(uint32_t *bits, const round5_params *p, const round5_secret *secret, unsigned first,
                        unsigned count)
{
  uint8_t draws[ROUND5_BLOCK * 2 * ROUND5_MAX_DRAWS];
  const pq_tuple_family vectors = {
      .domain = secret->domain, .key = secret->seed, .key_bytes = p->kappa, .rate = p->rate, .xof = 1};
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
