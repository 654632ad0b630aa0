#include <string.h>
#include "base.h"
#include "bytes.h"
#include "keccak.h"
#include "sha3.h"

void pq_sponge_init(pq_sponge *sponge, unsigned rate)
{
  memset(sponge, 0, sizeof *sponge);
  sponge->rate = rate;
}

/* How many whole lanes there are from byte p of a block on, of n bytes. */
static unsigned whole_lanes(unsigned p, unsigned rate, size_t n)
{
  const unsigned left = (rate - p) / 8;
  return p % 8 != 0 ? 0 : n / 8 < left ? (unsigned)(n / 8) : left;
}

void pq_absorb(pq_sponge *sponge, const uint8_t *in, size_t n)
{
  while (n > 0)
  {
    if (sponge->position == sponge->rate)
    {
      pq_keccak_f1600(sponge->lanes);
      sponge->position = 0;
    }
    unsigned p = sponge->position;
    const unsigned whole = whole_lanes(p, sponge->rate, n);
    uint64_t *const lanes = sponge->lanes + p / 8;
    for (unsigned i = 0; i < whole; i++)
    {
      lanes[i] ^= pq_load64(in + 8 * i);
    }
    p += 8 * whole;
    in += 8 * whole;
    n -= 8 * whole;
    /* What is left of the input, or of a lane: a byte at a time up to the next lane. */
    for (; p < sponge->rate && n > 0 && (p % 8 != 0 || n < 8); p++, in++, n--)
    {
      sponge->lanes[p / 8] ^= (uint64_t)*in << (8 * (p % 8));
    }
    sponge->position = p;
  }
}

void pq_absorb_end(pq_sponge *sponge, uint8_t suffix)
{
  if (sponge->position == sponge->rate)
  {
    pq_keccak_f1600(sponge->lanes);
    sponge->position = 0;
  }
  sponge->lanes[sponge->position / 8] ^= (uint64_t)suffix << (8 * (sponge->position % 8));
  sponge->lanes[sponge->rate / 8 - 1] ^= UINT64_C(1) << 63;
  sponge->position = sponge->rate;
}

void pq_squeeze(pq_sponge *sponge, uint8_t *out, size_t n)
{
  while (n > 0)
  {
    if (sponge->position == sponge->rate)
    {
      pq_keccak_f1600(sponge->lanes);
      sponge->position = 0;
    }
    unsigned p = sponge->position;
    for (; p % 8 == 0 && p < sponge->rate && n >= 8; p += 8, out += 8, n -= 8)
    {
      pq_store64(out, sponge->lanes[p / 8]);
    }
    for (; p < sponge->rate && n > 0 && (p % 8 != 0 || n < 8); p++, out++, n--)
    {
      *out = (uint8_t)(sponge->lanes[p / 8] >> (8 * (p % 8)));
    }
    sponge->position = p;
  }
}

PQ_NOINLINE void pq_wipe_frames(void)
{
  uint8_t frames[2][1280]; /* the largest frame, with AVX-512, has 2.3 KB; more than 2 KB at once glibc zeroes slower */
  pq_wipe(frames[0], sizeof frames[0]);
  pq_wipe(frames[1], sizeof frames[1]);
}

void pq_sponge_wipe(pq_sponge *sponge)
{
  pq_wipe(sponge, sizeof *sponge);
  pq_wipe_frames(); /* Keccak's */
}

static void start(pq_sponge *sponge, unsigned rate, uint8_t suffix, const uint8_t *in, size_t n)
{
  pq_sponge_init(sponge, rate);
  pq_absorb(sponge, in, n);
  pq_absorb_end(sponge, suffix);
}

static void hash(uint8_t *out, size_t out_bytes, unsigned rate, uint8_t suffix, const uint8_t *in, size_t n)
{
  pq_sponge sponge;
  start(&sponge, rate, suffix, in, n);
  pq_squeeze(&sponge, out, out_bytes);
  pq_sponge_wipe(&sponge);
}

void pq_shake128_start(pq_sponge *sponge, const uint8_t *in, size_t n)
{
  start(sponge, PQ_SHAKE128_RATE, PQ_SHAKE_SUFFIX, in, n);
}

void pq_shake256_start(pq_sponge *sponge, const uint8_t *in, size_t n)
{
  start(sponge, PQ_SHAKE256_RATE, PQ_SHAKE_SUFFIX, in, n);
}

void pq_shake256(uint8_t *out, size_t out_bytes, const uint8_t *in, size_t n)
{
  hash(out, out_bytes, PQ_SHAKE256_RATE, PQ_SHAKE_SUFFIX, in, n);
}

void pq_sha3_256(uint8_t out[32], const uint8_t *in, size_t n)
{
  hash(out, 32, PQ_SHA3_256_RATE, PQ_SHA3_SUFFIX, in, n);
}

void pq_sha3_512(uint8_t out[64], const uint8_t *in, size_t n)
{
  hash(out, 64, PQ_SHA3_512_RATE, PQ_SHA3_SUFFIX, in, n);
}
