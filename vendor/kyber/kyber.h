#ifndef KYBER_H
#define KYBER_H
#include "../common/kem.h"

/* "ML-KEM-512", "Kyber768", ... on a backend (common/backend.h); NULL if there is none of that name, or the backend
 * was not compiled in or cannot run here. */
const pq_kem *kyber_get(const char *name, int backend);

/* The kernels of a backend, for the tests that compare backends; contracts in kernels.h, lanes.h. */
typedef struct
{
  void (*hash_many)(const pq_hash_job *jobs, unsigned n);
  void (*ntt)(int16_t f[256]);
  void (*invntt)(int16_t f[256]);
  void (*factor)(int16_t b[512], const int16_t f[256]);
  void (*multiply_row)(int16_t r[256], const int16_t *a, size_t stride, const int16_t *b, unsigned k);
  void (*to_mont)(int16_t f[256]);
  void (*add)(int16_t f[256], const int16_t g[256]);
  void (*sub)(int16_t f[256], const int16_t g[256]);
  void (*reduce)(int16_t f[256]);
  unsigned (*rej_uniform)(int16_t a[256], unsigned count, const uint8_t *buf, size_t bytes);
  void (*cbd)(int16_t f[256], const uint8_t *buf, unsigned eta);
  void (*encode12)(uint8_t out[384], const int16_t f[256]);
  unsigned (*decode12)(int16_t f[256], const uint8_t in[384]);
  void (*compress)(uint8_t *out, const int16_t f[256], unsigned d);
  void (*decompress)(int16_t f[256], const uint8_t *in, unsigned d);
} kyber_kernels;

const kyber_kernels *kyber_get_kernels(int backend);

#endif
