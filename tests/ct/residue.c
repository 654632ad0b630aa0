/* One parameter set, and what its functions leave on the stack: none of the secrets that went in or came out may be
 * found there afterwards.  Built by tests/test_residue.py; prints what was found, and exits with 1 if anything was.
 *
 * PQ_PLANT_RESIDUE leaves a seed behind, to show that it would be found. */
#include <stdio.h>
#include <string.h>
#include "../../vendor/common/backend.h"
#include "../../vendor/common/kem.h"
#include "../../vendor/common/sig.h"

enum
{
  STACK = 256 * 1024,
  WINDOW = 16 /* so many bytes of a secret are one */
};

static uint8_t pk[1 << 18], sk[1 << 18], out[1 << 15], ss[64], seed[128], coins[64];
static int found;

/* The stack below the caller's frame, as far as a call may have used it. */
static __attribute__((noinline)) void paint(void)
{
  uint8_t area[STACK];
  memset(area, 0xa5, sizeof area);
  __asm__ __volatile__("" : : "r"(area) : "memory");
}

static __attribute__((noinline)) int holds(const uint8_t *secret)
{
  uint8_t area[STACK];
  const uint8_t *p = area;
  __asm__ __volatile__("" : "+r"(p) : : "memory"); /* from here on the compiler takes it for written */
  for (size_t i = 0; i + WINDOW <= STACK; i++)
  {
    if (memcmp(p + i, secret, WINDOW) == 0)
    {
      return 1;
    }
  }
  return 0;
}

static void check(const char *operation, const char *name, const uint8_t *secret)
{
  if (holds(secret))
  {
    printf("%s leaves %s\n", operation, name);
    found = 1;
  }
}

static void fill(uint8_t *p, size_t n, unsigned first)
{
  for (size_t i = 0; i < n; i++)
  {
    p[i] = (uint8_t)(first + 37 * i * i + 11 * i);
  }
}

#if defined(PQ_PLANT_RESIDUE)
static __attribute__((noinline)) void plant(void)
{
  uint8_t copy[64];
  memcpy(copy, seed, sizeof copy);
  __asm__ __volatile__("" : : "r"(copy) : "memory");
}
#endif

#if defined(CT_KEM)

extern const pq_kem PQ_INSTANCE(impl);

static void run(void)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  paint();
  kem->keygen(pk, sk, seed);
#if defined(PQ_PLANT_RESIDUE)
  plant();
#endif
  const uint8_t *end = seed + kem->keygen_seed_bytes - WINDOW; /* of z; of Round5's y or secret seed */
  if (memcmp(pk, seed, WINDOW) != 0)                           /* Round5's begins with the public sigma */
  {
    check("keygen", "its seed", seed);
  }
  check("keygen", "the end of its seed", end);
  check("keygen", "the secret key", sk);
  paint();
  kem->encaps(out, ss, pk, coins);
  check("encaps", "its coins", coins);
  check("encaps", "the shared secret", ss);
  paint();
  kem->decaps(ss, out, sk);
  check("decaps", "the secret key", sk);
  check("decaps", "the end of the seed", end);
  check("decaps", "the message", coins);
  check("decaps", "the shared secret", ss);
}

#else

extern const pq_sig PQ_INSTANCE(impl);

static void run(void)
{
  static const uint8_t message[100] = {1, 2, 3};
  const pq_message m = {.data = message, .bytes = sizeof message};
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  paint();
  scheme->keygen(pk, sk, seed);
#if defined(PQ_PLANT_RESIDUE)
  plant();
#endif
  check("keygen", "its seed", seed);
  check("keygen", "K", sk + 32);
  check("keygen", "s1", sk + 64 + scheme->tr_bytes);
  for (int hedged = 0; hedged < 2; hedged++)
  {
    paint();
    scheme->sign(out, sk, &m, hedged ? coins : NULL);
    check("sign", "K", sk + 32);
    check("sign", "s1", sk + 64 + scheme->tr_bytes);
    check("sign", "its randomness", coins);
  }
}

#endif

int main(void)
{
  fill(seed, sizeof seed, 3);
  fill(coins, sizeof coins, 101);
  run();
  return found;
}
