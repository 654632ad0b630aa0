#include <string.h>
#include "kpke.h"

enum
{
  ETA2 = 2
};

/* NTT of each polynomial, and the factor of products that it is. */
static void vector_ntt(int16_t f[KYBER_K][KYBER_N], int16_t factor[KYBER_K][2 * KYBER_N])
{
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_ntt(f[i]);
    kyber_factor(factor[i], f[i]);
  }
}

/* The bytes of count polynomials PRF(seed, nonce), PRF(seed, nonce + 1), ...; where the next ones go. */
static uint8_t *add_noise(kyber_jobs *jobs, uint8_t *bytes, unsigned count, const uint8_t seed[32], unsigned nonce,
                          unsigned eta)
{
  for (unsigned i = 0; i < count; i++, bytes += 64 * eta)
  {
    add_prf(jobs, bytes, eta, seed, nonce + i);
  }
  return bytes;
}

/* SamplePolyCBD of those; where the next ones are. */
static const uint8_t *sample_noise(int16_t f[][KYBER_N], const uint8_t *bytes, unsigned count, unsigned eta)
{
  for (unsigned i = 0; i < count; i++, bytes += 64 * eta)
  {
    kyber_cbd(f[i], bytes, eta);
  }
  return bytes;
}

void kpke_add_secrets(kyber_jobs *jobs, kpke_secrets *w, const uint8_t sigma[32])
{
  add_noise(jobs, w->noise, 2 * KYBER_K, sigma, 0, KYBER_ETA1);
}

void kpke_sample_secrets(int16_t s[KYBER_K][KYBER_N], kpke_secrets *w)
{
  sample_noise(w->e, sample_noise(s, w->noise, KYBER_K, KYBER_ETA1), KYBER_K, KYBER_ETA1);
  vector_ntt(s, w->factor);
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_reduce(s[i]);
    kyber_ntt(w->e[i]);
  }
  pq_wipe_frames();
}

void kpke_public_rows(kpke_key *key, uint8_t ek[KYBER_EK_BYTES], kpke_secrets *w, unsigned first, unsigned end)
{
  for (unsigned i = first; i < end; i++)
  {
    kyber_multiply_row(key->t[i], key->a[i][0], KYBER_N, w->factor[0], KYBER_K);
    kyber_to_mont(key->t[i]);
    kyber_add(key->t[i], w->e[i]); /* < q + 8q < 2^15 */
    kyber_reduce(key->t[i]);
    kyber_encode12(ek + i * KYBER_POLY_BYTES, key->t[i]);
  }
  pq_wipe_frames();
}

unsigned kpke_decode_t(kpke_key *key, const uint8_t ek[KYBER_EK_BYTES])
{
  unsigned bad = 0;
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    bad |= kyber_decode12(key->t[i], ek + i * KYBER_POLY_BYTES);
  }
  return bad;
}

void kpke_add_encrypt(kyber_jobs *jobs, kpke_noise_bytes noise, const uint8_t r[32])
{
  add_noise(jobs, add_noise(jobs, noise, KYBER_K, r, 0, KYBER_ETA1), KYBER_K + 1, r, KYBER_K, ETA2);
}

void kpke_encrypt(uint8_t c[KYBER_CT_BYTES], const kpke_key *key, const uint8_t m[32], kpke_noise_bytes noise)
{
  _Alignas(64) int16_t y[KYBER_K][KYBER_N], e[KYBER_K + 1][KYBER_N]; /* e1 and e2 */
  _Alignas(64) int16_t factor[KYBER_K][2 * KYBER_N], f[KYBER_N], mu[KYBER_N];
  sample_noise(e, sample_noise(y, noise, KYBER_K, KYBER_ETA1), KYBER_K + 1, ETA2);
  vector_ntt(y, factor);
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_multiply_row(f, key->a[0][i], KYBER_K * KYBER_N, factor[0], KYBER_K); /* column i: A transposed */
    kyber_invntt(f);
    kyber_add(f, e[i]);
    kyber_compress(c + i * KYBER_DU * 32, f, KYBER_DU);
  }
  kyber_multiply_row(f, key->t[0], KYBER_N, factor[0], KYBER_K);
  kyber_invntt(f);
  kyber_decompress(mu, m, 1);
  kyber_add(f, e[KYBER_K]);
  kyber_add(f, mu);
  kyber_compress(c + KYBER_U_BYTES, f, KYBER_DV);

  pq_wipe(y, sizeof y);
  pq_wipe(e, sizeof e);
  pq_wipe(factor, sizeof factor);
  pq_wipe(f, sizeof f);
  pq_wipe(mu, sizeof mu);
  pq_wipe_frames(); /* of kernels, which spill vectors */
}

void kpke_decrypt(uint8_t m[32], const int16_t s[KYBER_K][KYBER_N], const uint8_t c[KYBER_CT_BYTES])
{
  _Alignas(64) int16_t u[KYBER_K][KYBER_N], factor[KYBER_K][2 * KYBER_N], f[KYBER_N], w[KYBER_N];
  for (unsigned i = 0; i < KYBER_K; i++)
  {
    kyber_decompress(u[i], c + i * KYBER_DU * 32, KYBER_DU);
  }
  vector_ntt(u, factor);
  kyber_multiply_row(f, s[0], KYBER_N, factor[0], KYBER_K);
  kyber_invntt(f);
  kyber_decompress(w, c + KYBER_U_BYTES, KYBER_DV);
  kyber_sub(w, f);
  kyber_compress(m, w, 1);

  /* u is a part of the ciphertext, and so is what is made of it. */
  pq_wipe(f, sizeof f);
  pq_wipe(w, sizeof w);
  pq_wipe_frames();
}
