#include <string.h>
#include "../../common/base.h"
#include "../../common/ct.h"
#include "../../common/keccak.h"
#include "../../common/sha3.h"
#include "../kernels.h"

/* The rejection samplers take the output of SHAKE from the lanes of the state, block by block and as many as it takes.
 * Byte i of a block is the bits 8 (i mod 8) ... of lane i / 8. */

/* The eight fields of three bytes in three lanes, without their top bits.  Nonzero if one of them is not below q.
 *                                                                                  Algorithm 14, CoeffFromThreeBytes */
static inline uint32_t eight_fields(int32_t x[8], const uint64_t lanes[3])
{
  const uint64_t fields[8] = {lanes[0],       lanes[0] >> 24, lanes[0] >> 48 | lanes[1] << 16,
                              lanes[1] >> 8,  lanes[1] >> 32, lanes[1] >> 56 | lanes[2] << 8,
                              lanes[2] >> 16, lanes[2] >> 40};
  uint32_t carry = 0; /* bit 23 */
  for (unsigned i = 0; i < 8; i++)
  {
    x[i] = fields[i] & ((1 << 23) - 1);
    carry |= (uint32_t)x[i] + ((1 << 23) - DILITHIUM_Q);
  }
  return carry >> 23;
}

void dilithium_rej_ntt_poly(int32_t a[256], const uint8_t seed[34])
{
  pq_sponge xof;
  int32_t rest[8];
  pq_shake128_start(&xof, seed, 34);
  unsigned count = 0;
  while (count < 256)
  {
    pq_keccak_f1600(xof.lanes);
    for (unsigned lane = 0; lane < PQ_SHAKE128_RATE / 8 && count < 256; lane += 3)
    {
      /* Into their place, where there is room for eight; and in one of 130 cases gaps have to be closed. */
      int32_t *x = count <= 256 - 8 ? a + count : rest;
      if (eight_fields(x, xof.lanes + lane) == 0 && x != rest)
      {
        count += 8;
        continue;
      }
      for (unsigned i = 0; i < 8 && count < 256; i++)
      {
        a[count] = x[i];
        count += x[i] < DILITHIUM_Q;
      }
    }
  }
}

/* Append the coefficient that the half byte t stands for, if it does; returns the new count.  Needs count < 256: it is
 * stored in any case.                                                                Algorithm 15, CoeffFromHalfByte */
static inline unsigned append_bounded(int32_t a[256], unsigned count, uint32_t t, unsigned eta)
{
  uint32_t accepted = (t - (eta == 2 ? 15 : 9)) >> 31;
  const uint32_t fifth = t * 205 >> 10; /* floor(t / 5) for t < 15 */
  a[count] = (int32_t)eta - (int32_t)(eta == 2 ? t - 5 * fifth : t);
  /* Candidates are independent: those that are rejected say nothing about the coefficients. */
  PQ_PUBLIC(&accepted, sizeof accepted);
  return count + accepted;
}

static inline void rej_bounded(int32_t a[256], pq_sponge *xof, unsigned eta)
{
  unsigned count = 0;
  while (count < 256)
  {
    pq_keccak_f1600(xof->lanes);
    for (unsigned i = 0; i < PQ_SHAKE256_RATE / 8; i++)
    {
      const uint64_t lane = xof->lanes[i];
      for (unsigned j = 0; j < 64 && count < 256; j += 4)
      {
        count = append_bounded(a, count, lane >> j & 15, eta);
      }
    }
  }
}

void dilithium_rej_bounded_poly(int32_t a[256], const uint8_t seed[66], unsigned eta)
{
  pq_sponge xof;
  pq_shake256_start(&xof, seed, 66);
  if (eta == 2)
  {
    rej_bounded(a, &xof, 2);
  }
  else
  {
    rej_bounded(a, &xof, 4);
  }
  pq_sponge_wipe(&xof);
}

void dilithium_expand_mask_poly(int32_t y[256], const uint8_t seed[66], unsigned gamma1_bits)
{
  uint8_t v[32 * 20];
  const unsigned bits = gamma1_bits + 1;
  pq_shake256(v, 32 * bits, seed, 66);
  dilithium_bit_unpack(y, v, 1 << gamma1_bits, bits);
  pq_wipe(v, sizeof v);
}

void dilithium_sample_in_ball(int32_t c[256], const uint8_t *seed, size_t seed_bytes, unsigned tau)
{
  pq_sponge xof;
  pq_shake256_start(&xof, seed, seed_bytes);
  pq_keccak_f1600(xof.lanes);
  uint64_t signs = xof.lanes[0];
  unsigned next = 8; /* byte of the block */
  memset(c, 0, 256 * sizeof *c);
  for (unsigned i = 256 - tau; i < 256; i++)
  {
    unsigned j;
    do
    {
      if (next == PQ_SHAKE256_RATE)
      {
        pq_keccak_f1600(xof.lanes);
        next = 0;
      }
      j = xof.lanes[next / 8] >> (8 * (next % 8)) & 255;
      next++;
    } while (j > i);
    c[i] = c[j];
    c[j] = 1 - 2 * (int32_t)(signs & 1);
    signs >>= 1;
  }
}
