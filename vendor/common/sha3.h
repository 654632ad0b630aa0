#ifndef PQ_SHA3_H
#define PQ_SHA3_H
#include <stddef.h>
#include <stdint.h>
#include "backend.h"
#include "sponge.h"

/* FIPS 202.  Constant time in what is hashed; lengths are public.  Compiled per backend. */

enum
{
  PQ_SHAKE128_RATE = 168,
  PQ_SHAKE256_RATE = 136,
  PQ_SHA3_256_RATE = 136,
  PQ_SHA3_512_RATE = 72
};

/* Domain-separation bits of FIPS 202, 6.1 and 6.2, followed by the first bit of the padding. */
enum
{
  PQ_SHA3_SUFFIX = 0x06,
  PQ_SHAKE_SUFFIX = 0x1f
};

#define pq_sponge_init PQ_KERNEL(pq, sponge_init)
void pq_sponge_init(pq_sponge *sponge, unsigned rate);

#define pq_absorb PQ_KERNEL(pq, absorb)
void pq_absorb(pq_sponge *sponge, const uint8_t *in, size_t n);

/* End the input; squeezing may begin. */
#define pq_absorb_end PQ_KERNEL(pq, absorb_end)
void pq_absorb_end(pq_sponge *sponge, uint8_t suffix);

/* The next n bytes of output. */
#define pq_squeeze PQ_KERNEL(pq, squeeze)
void pq_squeeze(pq_sponge *sponge, uint8_t *out, size_t n);

/* Overwrite 2.5 KB of the stack below the caller's frame, where those of the functions that it called were: compilers
 * spill what no function can wipe by name.  As the last thing a function does this could become a jump, and begin above
 * its frame: where that is large, wipe something of it behind this. */
#define pq_wipe_frames PQ_KERNEL(pq, wipe_frames)
void pq_wipe_frames(void);

/* Wipe a sponge that held a secret, and what Keccak left of its lanes on the stack. */
#define pq_sponge_wipe PQ_KERNEL(pq, sponge_wipe)
void pq_sponge_wipe(pq_sponge *sponge);

/* A sponge that has absorbed n bytes, and is ready to give output. */
#define pq_shake128_start PQ_KERNEL(pq, shake128_start)
void pq_shake128_start(pq_sponge *sponge, const uint8_t *in, size_t n);
#define pq_shake256_start PQ_KERNEL(pq, shake256_start)
void pq_shake256_start(pq_sponge *sponge, const uint8_t *in, size_t n);

/* One input, one output; the state is wiped.  out may be in. */
#define pq_shake256 PQ_KERNEL(pq, shake256)
void pq_shake256(uint8_t *out, size_t out_bytes, const uint8_t *in, size_t n);
#define pq_sha3_256 PQ_KERNEL(pq, sha3_256)
void pq_sha3_256(uint8_t out[32], const uint8_t *in, size_t n);
#define pq_sha3_512 PQ_KERNEL(pq, sha3_512)
void pq_sha3_512(uint8_t out[64], const uint8_t *in, size_t n);

#endif
