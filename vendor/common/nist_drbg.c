#include "nist_drbg.h"

#include <string.h>

enum
{
  BLOCK = 16,
  ROUNDS = 14,
  ROUND_KEYS = ROUNDS + 1
};

/* AES-256 with its key expanded.  The S-box is computed, not typed: no table to trust, no global to initialize. */
typedef struct
{
  uint8_t sbox[256];
  uint8_t round_keys[ROUND_KEYS * BLOCK];
} aes256;

/* Multiply by x in GF(2^8) = GF(2)[x] / (x^8 + x^4 + x^3 + x + 1).                FIPS 197, section 4.3 */
static uint8_t times_x(uint8_t a)
{
  return (uint8_t)((a << 1) ^ ((a >> 7) * 0x1b));
}

static uint8_t rotl8(uint8_t a, unsigned n)
{
  return (uint8_t)((a << n) | (a >> (8 - n)));
}

/* S-box: the inverse in GF(2^8) (0 for 0), then an affine map of its bits.        FIPS 197, section 5.1.1 */
static void fill_sbox(uint8_t sbox[256])
{
  /* x + 1 generates the multiplicative group, of order 255, so the inverse of its power i is its power 255 - i. */
  uint8_t power[256];
  power[0] = 1;
  for (unsigned i = 1; i < 256; i++)
  {
    power[i] = (uint8_t)(power[i - 1] ^ times_x(power[i - 1]));
  }
  sbox[0] = 0x63;
  for (unsigned i = 0; i < 255; i++)
  {
    uint8_t b = power[255 - i];
    sbox[power[i]] = (uint8_t)(b ^ rotl8(b, 1) ^ rotl8(b, 2) ^ rotl8(b, 3) ^ rotl8(b, 4) ^ 0x63);
  }
}

/* Key expansion, in words of 4 bytes.                                            FIPS 197, Algorithm 2 with Nk = 8 */
static void aes256_init(aes256 *aes, const uint8_t key[32])
{
  fill_sbox(aes->sbox);
  uint8_t *w = aes->round_keys;
  memcpy(w, key, 32);
  uint8_t rcon = 1;
  for (size_t i = 8; i < 4 * ROUND_KEYS; i++)
  {
    uint8_t t[4];
    memcpy(t, w + 4 * (i - 1), 4);
    if (i % 8 == 0)
    {
      const uint8_t first = t[0];
      t[0] = aes->sbox[t[1]] ^ rcon;
      t[1] = aes->sbox[t[2]];
      t[2] = aes->sbox[t[3]];
      t[3] = aes->sbox[first];
      rcon = times_x(rcon);
    }
    else if (i % 8 == 4)
    {
      for (size_t j = 0; j < 4; j++)
      {
        t[j] = aes->sbox[t[j]];
      }
    }
    for (size_t j = 0; j < 4; j++)
    {
      w[4 * i + j] = w[4 * (i - 8) + j] ^ t[j];
    }
  }
}

static void xor_block(uint8_t s[BLOCK], const uint8_t t[BLOCK])
{
  for (size_t i = 0; i < BLOCK; i++)
  {
    s[i] ^= t[i];
  }
}

/* SubBytes and ShiftRows at once: byte 4c + r is row r, column c of the state, and row r moves r columns left. */
static void sub_and_shift(const aes256 *aes, uint8_t s[BLOCK])
{
  uint8_t t[BLOCK];
  for (size_t i = 0; i < BLOCK; i++)
  {
    t[i] = aes->sbox[s[(i + 4 * (i % 4)) % BLOCK]];
  }
  memcpy(s, t, BLOCK);
}

/* MixColumns: row r becomes 2 a[r] + 3 a[r+1] + a[r+2] + a[r+3] = a[r] + all four + 2 (a[r] + a[r+1]). */
static void mix_columns(uint8_t s[BLOCK])
{
  for (size_t c = 0; c < BLOCK; c += 4)
  {
    const uint8_t a[4] = {s[c], s[c + 1], s[c + 2], s[c + 3]};
    const uint8_t all = a[0] ^ a[1] ^ a[2] ^ a[3];
    for (size_t r = 0; r < 4; r++)
    {
      s[c + r] = (uint8_t)(a[r] ^ all ^ times_x(a[r] ^ a[(r + 1) % 4]));
    }
  }
}

/* Encrypt one block in place.                                                    FIPS 197, Algorithm 1 */
static void aes256_encrypt(const aes256 *aes, uint8_t s[BLOCK])
{
  xor_block(s, aes->round_keys);
  for (size_t round = 1; round < ROUNDS; round++)
  {
    sub_and_shift(aes, s);
    mix_columns(s);
    xor_block(s, aes->round_keys + round * BLOCK);
  }
  sub_and_shift(aes, s);
  xor_block(s, aes->round_keys + ROUNDS * BLOCK);
}

/* Add one to the counter, then encrypt it: V = 0 is never encrypted. */
static void next_block(pq_nist_drbg *drbg, const aes256 *aes, uint8_t out[BLOCK])
{
  for (size_t i = BLOCK; i-- > 0 && ++drbg->v[i] == 0;)
  {
    /* carry into the next byte */
  }
  memcpy(out, drbg->v, BLOCK);
  aes256_encrypt(aes, out);
}

/* New key and counter from three blocks, xored with the data if there is any.    SP 800-90A, CTR_DRBG_Update */
static void update(pq_nist_drbg *drbg, const aes256 *aes, const uint8_t *data)
{
  uint8_t t[3 * BLOCK];
  for (size_t i = 0; i < sizeof t; i += BLOCK)
  {
    next_block(drbg, aes, t + i);
    if (data != NULL)
    {
      xor_block(t + i, data + i);
    }
  }
  memcpy(drbg->key, t, sizeof drbg->key);
  memcpy(drbg->v, t + sizeof drbg->key, sizeof drbg->v);
}

void pq_nist_drbg_init(pq_nist_drbg *drbg, const uint8_t entropy[48])
{
  aes256 aes;
  memset(drbg, 0, sizeof *drbg);
  aes256_init(&aes, drbg->key);
  update(drbg, &aes, entropy);
}

void pq_nist_drbg_read(pq_nist_drbg *drbg, uint8_t *out, size_t bytes)
{
  aes256 aes;
  aes256_init(&aes, drbg->key);
  while (bytes > 0)
  {
    uint8_t block[BLOCK];
    const size_t n = bytes < BLOCK ? bytes : BLOCK;
    next_block(drbg, &aes, block);
    memcpy(out, block, n);
    out += n;
    bytes -= n;
  }
  update(drbg, &aes, NULL);
}
