#include <string.h>
#include "../common/base.h"
#include "scheme.h"

void dilithium_encode_eta(uint8_t *out, const int32_t *s, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
  {
    dilithium_bit_pack(out + i * DILITHIUM_ETA_BYTES, s + i * DILITHIUM_N, DILITHIUM_ETA, DILITHIUM_ETA_BITS);
  }
}

/* The inverse, in the form of a key; 1 if a field is above 2 eta, so that the coefficient is below -eta. */
static unsigned decode_eta(uint8_t s[][3 * DILITHIUM_N], const uint8_t *in, unsigned count)
{
  int32_t f[DILITHIUM_N];
  unsigned bad = 0;
  for (unsigned i = 0; i < count; i++)
  {
    dilithium_bit_unpack(f, in + i * DILITHIUM_ETA_BYTES, DILITHIUM_ETA, DILITHIUM_ETA_BITS);
    bad |= dilithium_norm_reaches(f, DILITHIUM_ETA + 1);
    for (unsigned j = 0; j < DILITHIUM_N; j++)
    {
      s[i][j] = s[i][j + 2 * DILITHIUM_N] = (uint8_t)(4 - f[j]);
      s[i][j + DILITHIUM_N] = (uint8_t)(4 + f[j]);
    }
  }
  pq_wipe(f, sizeof f);
  return bad;
}

unsigned dilithium_sk_decode(dilithium_secret_key *key, const uint8_t sk[DILITHIUM_SK_BYTES])
{
  unsigned bad = decode_eta(key->s1, sk + DILITHIUM_SK_S1, DILITHIUM_L);
  bad |= decode_eta(key->s2, sk + DILITHIUM_SK_S2, DILITHIUM_K);
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    dilithium_bit_unpack(key->t0 + i * DILITHIUM_N, sk + DILITHIUM_SK_T0 + i * DILITHIUM_T0_BYTES,
                         1 << (DILITHIUM_D - 1), DILITHIUM_T0_BITS);
  }
  return bad;
}

/* Algorithm 20: the indices of the ones, polynomial after polynomial, in omega bytes; then where each one's end. */
static void hint_bit_pack(uint8_t y[DILITHIUM_OMEGA + DILITHIUM_K], const int32_t *h)
{
  uint8_t indices[DILITHIUM_OMEGA + 1]; /* one more: what is not 1 is overwritten */
  unsigned index = 0;
  for (unsigned i = 0; i < DILITHIUM_K; i++, h += DILITHIUM_N)
  {
    for (unsigned j = 0; j < DILITHIUM_N; j++)
    {
      indices[index] = (uint8_t)j;
      index += (unsigned)h[j];
    }
    y[DILITHIUM_OMEGA + i] = (uint8_t)index;
  }
  memcpy(y, indices, DILITHIUM_OMEGA);
  memset(y + index, 0, DILITHIUM_OMEGA - index);
}

/* Where the indices of polynomial i begin. */
static unsigned hint_begin(const uint8_t y[DILITHIUM_OMEGA + DILITHIUM_K], unsigned i)
{
  return i == 0 ? 0 : y[DILITHIUM_OMEGA + i - 1];
}

/* Algorithm 21, in round 3 as strict as in FIPS 204, but for the polynomials themselves: the ends may not decrease nor
 * exceed omega, indices of one polynomial have to increase, and what is left over is zero. */
static int hint_check(const uint8_t y[DILITHIUM_OMEGA + DILITHIUM_K])
{
  unsigned end = 0;
  for (unsigned i = 0; i < DILITHIUM_K; i++)
  {
    const unsigned begin = end;
    end = y[DILITHIUM_OMEGA + i];
    if (end < begin || end > DILITHIUM_OMEGA)
    {
      return PQ_BAD_SIGNATURE;
    }
    for (unsigned index = begin + 1; index < end; index++)
    {
      if (y[index - 1] >= y[index])
      {
        return PQ_BAD_SIGNATURE;
      }
    }
  }
  for (; end < DILITHIUM_OMEGA; end++)
  {
    if (y[end])
    {
      return PQ_BAD_SIGNATURE;
    }
  }
  return 0;
}

void dilithium_hint_row(int32_t h[DILITHIUM_N], const uint8_t sig[DILITHIUM_SIG_BYTES], unsigned i)
{
  const uint8_t *y = sig + DILITHIUM_SIG_H;
  memset(h, 0, DILITHIUM_N * sizeof *h);
  for (unsigned index = hint_begin(y, i); index < y[DILITHIUM_OMEGA + i]; index++)
  {
    h[y[index]] = 1;
  }
}

void dilithium_sig_encode(uint8_t sig[DILITHIUM_SIG_BYTES], const uint8_t c_tilde[DILITHIUM_C_TILDE_BYTES],
                          const int32_t *z, const int32_t *h)
{
  memcpy(sig, c_tilde, DILITHIUM_C_TILDE_BYTES);
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    dilithium_bit_pack(sig + DILITHIUM_SIG_Z + i * DILITHIUM_Z_BYTES, z + i * DILITHIUM_N, DILITHIUM_GAMMA1,
                       DILITHIUM_Z_BITS);
  }
  hint_bit_pack(sig + DILITHIUM_SIG_H, h);
}

int dilithium_sig_decode(int32_t *z, const uint8_t sig[DILITHIUM_SIG_BYTES])
{
  for (unsigned i = 0; i < DILITHIUM_L; i++)
  {
    dilithium_bit_unpack(z + i * DILITHIUM_N, sig + DILITHIUM_SIG_Z + i * DILITHIUM_Z_BYTES, DILITHIUM_GAMMA1,
                         DILITHIUM_Z_BITS);
  }
  return hint_check(sig + DILITHIUM_SIG_H);
}
