#include <string.h>
#include "base.h"
#include "keccak.h"
#include "lanes.h"
#include "sha3.h"
#include "tuplehash.h"

enum
{
  CSHAKE_SUFFIX = 0x04 /* two zero bits, and the first bit of the padding: SP 800-185, 3.3 */
};

/* The state after bytepad(encode_string("TupleHash") || encode_string(""), rate), which is one block, for the rates 168
 * and 136.  tests/test_kernels_round5.py computes it. */
static const uint64_t after_prefix[2][25] = {
    {0xede2bc799226ee19, 0xaf84f84b9ef80eeb, 0xacc4c60062f9addd, 0xd1b7cf11bd9fd76d, 0x059b358ada0d275f,
     0x33fcd657a764be48, 0xc4944bdefd3cbc29, 0x0f01c9289f9ce347, 0x101f3f61bab56917, 0x487ec51140adc6aa,
     0x6cc64e27f9749309, 0x66126150d20d13c0, 0xe921893646f8f89b, 0xf5068e134153ce5d, 0x7cf08c52f5ab3f10,
     0xd0b4d4d9e88dcedf, 0x905771179e2468ee, 0x62bc5cc95211d3eb, 0x201a1ad295e4b0d6, 0xbe45bd58d31f4247,
     0xd3b94b7d3bdd7262, 0xb3fe649fc68a02a6, 0x6a5fc4d478d31b43, 0xfffe94f62a58435a, 0x9ef03e5cb96844ca},
    {0x43ddf4897fe253b4, 0xcf151fa97e470211, 0x05b726419083acc8, 0xb55f6641dad14d1a, 0x2363b48f5fb54122,
     0xeca6c2ad86748894, 0xaaf07a0a585a6d49, 0x1c2e67353e40b576, 0xac7b69e6d778a7bc, 0x2ce6e79a77259dcd,
     0x561f48a864faad41, 0x0caa2a325aea1981, 0x99bb60425775ebf6, 0xc2f5d4ac67e2a367, 0x9ac4fdb95430b428,
     0xa2e64dcd5b2c5906, 0x9a9c72dc30c60944, 0xa9e6d5d21f056571, 0xe951de69994fe7c5, 0xd8e108da8e481650,
     0xd96757c033521896, 0x0e7671a7e3e7d015, 0x22a8ee5f2d01027a, 0x9c4c747e0ad28e57, 0xb466b0a82631015b},
};

void pq_tuplehash_start(pq_sponge *sponge, unsigned rate)
{
  memcpy(sponge->lanes, after_prefix[rate == PQ_SHAKE256_RATE], sizeof sponge->lanes);
  sponge->rate = rate;
  sponge->position = 0;
}

/* The shortest big-endian encoding of value, between out[1] and out[n] where n is its length. */
static unsigned big_endian(uint8_t out[6], uint32_t value)
{
  unsigned n = 1;
  while (n < 4 && value >> (8 * n) != 0)
  {
    n++;
  }
  for (unsigned i = 1; i <= n; i++)
  {
    out[i] = (uint8_t)(value >> (8 * (n - i)));
  }
  return n;
}

/* What encode_string, 2.3.2, has before the string: the length in bits, its own length before it (left_encode, 2.3.1).
 * Returns how many bytes. */
static unsigned left_encode(uint8_t out[6], size_t n)
{
  out[0] = (uint8_t)big_endian(out, (uint32_t)n * 8);
  return out[0] + 1u;
}

/* right_encode, 2.3.1, of a length in bits, from out[1] on.  Returns how many bytes. */
static unsigned right_encode(uint8_t out[6], size_t n)
{
  const unsigned bytes = big_endian(out, (uint32_t)n * 8);
  out[bytes + 1] = (uint8_t)bytes;
  return bytes + 1;
}

void pq_tuplehash_string(pq_sponge *sponge, const void *string, size_t n)
{
  uint8_t length[6];
  pq_absorb(sponge, length, left_encode(length, n));
  pq_absorb(sponge, string, n);
}

void pq_tuplehash_end(pq_sponge *sponge, size_t out_bytes)
{
  uint8_t length[6];
  pq_absorb(sponge, length + 1, right_encode(length, out_bytes));
  pq_absorb_end(sponge, CSHAKE_SUFFIX);
}

static uint8_t *put(uint8_t *out, const void *string, size_t n)
{
  memcpy(out, string, n);
  return out + n;
}

static uint8_t *put_string(uint8_t *out, const void *string, size_t n)
{
  uint8_t length[6];
  return put(put(out, length, left_encode(length, n)), string, n);
}

/* The tuple as it is absorbed, to its end, and where in it its index is, which is 0 so far.  Returns how many bytes. */
static size_t put_tuple(uint8_t tuple[PQ_TUPLE_BYTES], size_t *place, const pq_tuple_family *family, size_t out_bytes)
{
  uint8_t length[6], index = 0;
  uint8_t *end = put_string(tuple, family->domain, strlen(family->domain));
  end = put_string(end, family->key, family->key_bytes);
  end = family->indexed ? put_string(end, &index, 1) : end;
  *place = (size_t)(end - tuple) - 1;
  end = put(end, length + 1, right_encode(length, family->xof ? 0 : out_bytes));
  return (size_t)(end - tuple);
}

void pq_tuplehash_jobs(pq_hash_job *jobs, uint8_t tuples[][PQ_TUPLE_BYTES], uint8_t *out, size_t out_bytes,
                       const pq_tuple_family *family, unsigned first, unsigned count)
{
  size_t place;
  const size_t bytes = put_tuple(tuples[0], &place, family, out_bytes);
  for (unsigned i = 0; i < count; i++)
  {
    if (i > 0)
    {
      memcpy(tuples[i], tuples[0], bytes);
    }
    if (family->indexed)
    {
      tuples[i][place] = (uint8_t)(first + i);
    }
    jobs[i] = (pq_hash_job){.a = tuples[i],
                            .a_bytes = bytes,
                            .suffix = CSHAKE_SUFFIX,
                            .rate = family->rate,
                            .out = out + i * out_bytes,
                            .out_bytes = out_bytes,
                            .from = after_prefix[family->rate == PQ_SHAKE256_RATE]};
  }
}

/* The states that at most four tuples leave, before the permutation: that of the first one, with other index bytes. */
static void start_four(uint64_t lanes[25][4], const pq_tuple_family *family, unsigned first, size_t out_bytes)
{
  uint8_t tuple[PQ_TUPLE_BYTES];
  size_t place;
  const size_t bytes = put_tuple(tuple, &place, family, out_bytes);
  pq_sponge sponge;
  pq_tuplehash_start(&sponge, family->rate);
  pq_absorb(&sponge, tuple, bytes);
  pq_absorb_end(&sponge, CSHAKE_SUFFIX);
  for (unsigned i = 0; i < 25; i++)
  {
    for (unsigned k = 0; k < 4; k++)
    {
      lanes[i][k] = sponge.lanes[i];
    }
  }
  for (unsigned k = 0; k < 4; k++)
  {
    lanes[place / 8][k] ^= (uint64_t)(uint8_t)(first + k) << (8 * (place % 8));
  }
  pq_wipe(tuple, sizeof tuple);
  pq_wipe(&sponge, sizeof sponge);
}

/* The first n bytes of four states. */
static void give_four(uint8_t *const out[4], uint64_t lanes[25][4], size_t n)
{
  pq_squeeze_4(out, lanes[0], 4, n / 8);
  for (size_t i = n / 8 * 8; i < n; i++)
  {
    for (unsigned k = 0; k < 4; k++)
    {
      out[k][i] = (uint8_t)(lanes[i / 8][k] >> (8 * (i % 8)));
    }
  }
}

/* At most four outputs. */
static void four(uint8_t *out, size_t out_bytes, const pq_tuple_family *family, unsigned first, unsigned count)
{
  uint64_t lanes[25][4];
  uint8_t unused[PQ_SHAKE128_RATE];
  start_four(lanes, family, first, out_bytes);
  for (size_t done = 0; done < out_bytes; done += family->rate)
  {
    uint8_t *to[4];
    for (unsigned k = 0; k < 4; k++)
    {
      to[k] = k < count ? out + k * out_bytes + done : unused;
    }
    pq_keccak_f1600_x4(lanes);
    give_four(to, lanes, out_bytes - done < family->rate ? out_bytes - done : family->rate);
  }
  pq_wipe_frames(); /* Keccak's */
  pq_wipe(unused, sizeof unused);
  pq_wipe(lanes, sizeof lanes);
}

void pq_tuplehash_family(uint8_t *out, size_t out_bytes, const pq_tuple_family *family, unsigned first, unsigned count)
{
  for (; count > 1; out += 4 * out_bytes, first += 4, count -= count < 4 ? count : 4)
  {
    four(out, out_bytes, family, first, count < 4 ? count : 4);
  }
  if (count == 1)
  {
    pq_hash_job job;
    uint8_t tuple[1][PQ_TUPLE_BYTES];
    pq_tuplehash_jobs(&job, tuple, out, out_bytes, family, first, 1);
    pq_hash_many(&job, 1);
    pq_wipe(tuple, sizeof tuple);
  }
}
