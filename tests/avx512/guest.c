/* What runs on the emulated CPU of machine.py: one parameter set on avx512, its Keccak, and cpu.c, called function by
 * function, with neither an operating system nor a C library. */
#include <stddef.h>
#include <stdint.h>
#include "../../vendor/common/backend.h"
#include "../../vendor/common/keccak.h"
#include "../../vendor/common/kem.h"
#include "../../vendor/common/sig.h"

/* What the compiler expects of a C library. */
void *memset(void *to, int value, size_t n)
{
  for (size_t i = 0; i < n; i++)
  {
    ((volatile uint8_t *)to)[i] = (uint8_t)value;
  }
  return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
  for (size_t i = 0; i < n; i++)
  {
    ((volatile uint8_t *)to)[i] = ((const uint8_t *)from)[i];
  }
  return to;
}

void *memmove(void *to, const void *from, size_t n)
{
  for (size_t i = 0; i < n; i++)
  {
    const size_t k = (uintptr_t)to < (uintptr_t)from ? i : n - 1 - i;
    ((volatile uint8_t *)to)[k] = ((const uint8_t *)from)[k];
  }
  return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
  {
    if (((const uint8_t *)a)[i] != ((const uint8_t *)b)[i])
    {
      return ((const uint8_t *)a)[i] < ((const uint8_t *)b)[i] ? -1 : 1;
    }
  }
  return 0;
}

size_t strlen(const char *s)
{
  size_t n = 0;
  while (((const volatile char *)s)[n] != 0)
  {
    n++;
  }
  return n;
}

/* Every function returns to here. */
__asm__(".globl _start\n_start: hlt\n");

void guest_keccak(uint64_t *a, unsigned states);
void guest_keccak(uint64_t *a, unsigned states)
{
  switch (states)
  {
    case 1:
      pq_keccak_f1600(a);
      break;
    case 4:
      pq_keccak_f1600_x4((uint64_t (*)[4])(void *)a);
      break;
    default:
      pq_keccak_f1600_x8((uint64_t (*)[8])(void *)a);
  }
}

/* Every operation with one key: public key, secret key, and then what it yields, one after the other.  Returns what
 * went wrong. */
int guest_operations(uint8_t *out, const uint8_t *seed, const uint8_t *coins);

#if defined(GUEST_KEM)

extern const pq_kem PQ_INSTANCE(impl);

/* Ciphertext and shared secret, that of the receiver, and that of the receiver of a damaged ciphertext. */
int guest_operations(uint8_t *out, const uint8_t *seed, const uint8_t *coins)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  uint8_t *pk = out, *sk = pk + kem->public_key_bytes, *ct = sk + kem->secret_key_bytes;
  uint8_t *ss = ct + kem->ciphertext_bytes;
  int wrong = kem->keygen(pk, sk, seed) | kem->encaps(ct, ss, pk, coins);
  wrong |= kem->decaps(ss + kem->shared_secret_bytes, ct, sk);
  ct[0] ^= 1;
  wrong |= kem->decaps(ss + 2 * kem->shared_secret_bytes, ct, sk);
  ct[0] ^= 1;
  return wrong;
}

/* The operations one by one. */
int guest_keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed);
int guest_keygen(uint8_t *pk, uint8_t *sk, const uint8_t *seed)
{
  return PQ_INSTANCE(impl).keygen(pk, sk, seed);
}

int guest_encaps(uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *coins);
int guest_encaps(uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *coins)
{
  return PQ_INSTANCE(impl).encaps(ct, ss, pk, coins);
}

int guest_decaps(uint8_t *ss, const uint8_t *ct, const uint8_t *sk);
int guest_decaps(uint8_t *ss, const uint8_t *ct, const uint8_t *sk)
{
  return PQ_INSTANCE(impl).decaps(ss, ct, sk);
}

#else

extern const pq_sig PQ_INSTANCE(impl);

/* A signature of the seed, which verifies. */
int guest_operations(uint8_t *out, const uint8_t *seed, const uint8_t *coins)
{
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  const pq_message m = {.data = seed, .bytes = scheme->keygen_seed_bytes};
  uint8_t *pk = out, *sk = pk + scheme->public_key_bytes, *sig = sk + scheme->secret_key_bytes;
  return scheme->keygen(pk, sk, seed) | scheme->sign(sig, sk, &m, coins) | scheme->verify(pk, &m, sig);
}

#endif
