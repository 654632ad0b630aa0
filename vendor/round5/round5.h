#ifndef ROUND5_H
#define ROUND5_H
#include "../common/kem.h"

/* "R5ND_1CPA_0d", ... on a backend (common/backend.h); NULL if there is none of that name, or the backend was not
 * compiled in or cannot run here. */
const pq_kem *round5_get(const char *name, int backend);

/* What the CCA-PKE and the tests need besides; kem is what round5_get returned.  Both return 0. */

/* Key and nonce of the CCA-PKE's AES-GCM: TupleHash("HR5DEM", k).                   specification, section 11
 * out  shared_secret_bytes + 12 bytes;   k  the shared secret.  Constant time in k. */
int round5_dem_key(const pq_kem *kem, uint8_t *out, const uint8_t *k);

/* The message that a ciphertext carries, without the check of the CCA KEM, whose implicit rejection hides it: for the
 * tests.                                                                            specification, section 9.3
 * m  shared_secret_bytes;   ct  ciphertext_bytes, g is not looked at;   sk  secret_key_bytes, only the seed is looked
 * at.  Constant time in sk and m. */
int round5_decrypt(const pq_kem *kem, uint8_t *m, const uint8_t *ct, const uint8_t *sk);

/* The kernels of a backend, for the tests that compare backends; contracts in kernels.h and common/keccak.h. */
typedef struct
{
  void (*keccak_f1600)(uint64_t a[25]);
  void (*keccak_f1600_x4)(uint64_t (*a)[4]);
  void (*keccak_f1600_x8)(uint64_t (*a)[8]);
  void (*sample)(uint32_t *bits, const uint8_t *draws, unsigned vectors, unsigned count, unsigned d, unsigned h,
                 uint32_t inverse);
  void (*ternary)(int16_t *s, const uint32_t *bits, unsigned d);
  void (*ring_product)(uint16_t *r, const uint16_t *a, const int16_t *s, unsigned n, unsigned first, unsigned count,
                       unsigned phi);
  void (*times_columns)(uint16_t *b, const uint16_t *v, const uint16_t *offsets, const int16_t *s, unsigned d,
                        unsigned columns);
  void (*times_rows)(uint16_t *u, const uint16_t *v, const uint16_t *offsets, const int16_t *r, unsigned d,
                     unsigned columns);
  void (*mask)(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
               unsigned rows);
  void (*dots)(uint16_t *x, const uint16_t *a, size_t stride, const int16_t *s, unsigned n, unsigned count);
  void (*pack)(uint8_t *out, const uint16_t *x, unsigned count, unsigned bits);
  void (*unpack)(uint16_t *x, const uint8_t *in, unsigned count, unsigned bits);
  void (*xe_encode)(uint8_t *code, const uint8_t *m, unsigned kappa, unsigned f);
  void (*xe_decode)(uint8_t *m, const uint8_t *code, unsigned kappa, unsigned f);
  /* TupleHash("domain", key, i) for i = first, first + 1, ...: common/tuplehash.h */
  void (*tuplehash)(uint8_t *out, size_t out_bytes, const char *domain, const uint8_t *key, size_t key_bytes,
                    unsigned rate, int xof, unsigned first, unsigned count);
} round5_kernels;

const round5_kernels *round5_get_kernels(int backend);

#endif
