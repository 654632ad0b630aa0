#ifndef DILITHIUM_H
#define DILITHIUM_H
#include "../common/sig.h"

/* "ML-DSA-44", "Dilithium2", ... on a backend (common/backend.h); NULL if there is none of that name, or the backend
 * was not compiled in or cannot run here. */
const pq_sig *dilithium_get(const char *name, int backend);

/* The kernels of a backend, for the tests that compare backends and for the known answers that print inner values;
 * contracts in kernels.h. */
typedef struct
{
  void (*ntt)(int32_t f[256]);
  void (*invntt)(int32_t f[256]);
  void (*multiply_row)(int32_t w[256], const int32_t *a, const int32_t *b, unsigned l);
  void (*short_product)(int32_t w[256], const uint8_t s[768], const uint16_t *at, unsigned tau);
  void (*add)(int32_t f[256], const int32_t g[256]);
  void (*sub)(int32_t f[256], const int32_t g[256]);
  void (*reduce)(int32_t f[256]);
  void (*canonical)(int32_t f[256]);
  unsigned (*norm_reaches)(const int32_t f[256], int32_t bound);
  unsigned (*rej_uniform)(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes);
  unsigned (*rej_bounded)(int32_t *a, unsigned count, const uint8_t *buf, size_t bytes, unsigned eta);
  unsigned (*sample_in_ball)(int32_t c[256], unsigned i, uint64_t signs, const uint8_t *buf, size_t bytes);
  void (*power2round)(int32_t r1[256], int32_t r0[256], const int32_t r[256]);
  void (*decompose)(int32_t r1[256], int32_t r0[256], const int32_t r[256], int32_t gamma2);
  unsigned (*make_hint)(int32_t h[256], const int32_t r0[256], const int32_t r1[256], int32_t gamma2);
  void (*use_hint)(int32_t r1[256], const int32_t h[256], const int32_t r[256], int32_t gamma2);
  void (*simple_bit_pack)(uint8_t *out, const int32_t w[256], unsigned bits);
  void (*simple_bit_unpack)(int32_t w[256], const uint8_t *in, unsigned bits);
  void (*bit_pack)(uint8_t *out, const int32_t w[256], int32_t b, unsigned bits);
  void (*bit_unpack)(int32_t w[256], const uint8_t *in, int32_t b, unsigned bits);
} dilithium_kernels;

const dilithium_kernels *dilithium_get_kernels(int backend);

#endif
