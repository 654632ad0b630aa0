/* One parameter set, and what its functions leave on the stack: none of the secrets that went in or came out may be
 * found there afterwards; and, of KEMs, two calls that differ in their secrets alone leave the same, so that nothing
 * derived from those is there either.  And how deep the stack was.  Built by tests/test_residue.py; prints what was
 * found, and exits with 1 if anything was.
 *
 * PQ_PLANT_RESIDUE leaves a seed behind, PQ_PLANT_DERIVED numbers made from one, to show that they would be found. */
#include <stdio.h>
#include <string.h>
#include "../../vendor/common/backend.h"
#include "../../vendor/common/kem.h"
#include "../../vendor/common/sig.h"

enum
{
  STACK = 256 * 1024,
  BATCH = 3,   /* items of a batch */
  WINDOW = 16, /* so many bytes of a secret are one */
  CHANCE = 32  /* so many bytes of two stacks may differ: a number or two that was spilled */
};

/* What a thread may have to get along with. */
#if !defined(PQ_STACK_LIMIT)
#define PQ_STACK_LIMIT (128 * 1024)
#endif

static uint8_t pk[1 << 18], sk[1 << 18], out[1 << 15], seed[128], coins[64];
static uint8_t seeds[2][BATCH * 64];
static int8_t status[BATCH];
static _Alignas(64) uint8_t public_ctx[1 << 18], secret_ctx[1 << 18], scratch[1 << 20];
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

static __attribute__((noinline)) size_t depth(void)
{
  uint8_t area[STACK];
  const uint8_t *p = area;
  __asm__ __volatile__("" : "+r"(p) : : "memory");
  size_t untouched = 1024; /* the frames of this and of paint need not be alike */
  while (untouched < STACK && p[untouched] == 0xa5)
  {
    untouched++;
  }
  return STACK - untouched;
}

static void check_depth(const char *call)
{
  const size_t bytes = depth();
  if (bytes > PQ_STACK_LIMIT)
  {
    printf("%s takes %zu bytes of the stack\n", call, bytes);
    found = 1;
  }
}

#define SHALLOW(call) (paint(), (void)(call), check_depth(#call))

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

static uint8_t other_sk[1 << 18], left[2][STACK], ss[BATCH * 64];

/* Keep what is on the dead stack now. */
static __attribute__((noinline)) void keep(uint8_t to[STACK])
{
  uint8_t area[STACK];
  const uint8_t *p = area;
  __asm__ __volatile__("" : "+r"(p) : : "memory");
  for (size_t i = 0; i < STACK; i++)
  {
    to[i] = p[i];
  }
}

static void compare(const char *operation)
{
  size_t differ = 0;
  for (size_t i = 0; i < STACK; i++)
  {
    differ += left[0][i] != left[1][i];
  }
  if (differ > CHANCE)
  {
    printf("%s leaves %zu bytes that depend on its secrets\n", operation, differ);
    found = 1;
  }
}

#if defined(PQ_PLANT_DERIVED)
static __attribute__((noinline)) void plant_derived(const uint8_t *secret)
{
  uint8_t sums[64] = {0};
  for (int i = 1; i < 64; i++)
  {
    sums[i] = (uint8_t)(sums[i - 1] + 3 * secret[i % 16] + 1);
  }
  __asm__ __volatile__("" : : "r"(sums) : "memory");
}
#endif

/* The secrets of either call are in the same place, so that no address tells which call it was. */
static const uint8_t *here(const uint8_t *secrets, size_t n)
{
  static uint8_t place[1 << 18];
  memcpy(place, secrets, n);
  return place;
}

/* Two calls of each kind, the second with other secrets and the same public key and ciphertext. */
static void run_twice(const pq_kem *kem)
{
  const size_t pk_bytes = kem->public_key_bytes, k = kem->shared_secret_bytes;
  static uint8_t made[sizeof sk];
  uint8_t *const keys[2] = {sk, other_sk};
  uint8_t other[sizeof seed];
  fill(other, sizeof other, 58);
  memcpy(other, seed, k); /* ML-KEM: all but z; Round5: sigma */
  for (int i = 0; i < 2; i++)
  {
    const uint8_t *const drawn = here(i ? other : seed, sizeof seed);
    paint();
    kem->keygen(pk, made, drawn);
    keep(left[i]);
    memcpy(keys[i], made, kem->secret_key_bytes);
  }
  if (pk_bytes < 100000) /* R5N1_3CCA_0smallCT makes its public key, which differs, on the stack */
  {
    compare("keygen");
  }
  if (kem->secret_key_bytes > pk_bytes && memcmp(sk + kem->secret_key_bytes - pk_bytes, pk, k) == 0)
  {
    memcpy(sk + kem->secret_key_bytes - pk_bytes, pk, pk_bytes); /* Round5, CCA sets */
  }
  for (int i = 0; i < 2; i++)
  {
    const uint8_t *const drawn = here(i ? other : coins, sizeof coins);
    paint();
    kem->encaps(out, ss, pk, drawn);
#if defined(PQ_PLANT_DERIVED)
    plant_derived(drawn);
#endif
    keep(left[i]);
  }
  compare("encaps");
  for (int i = 0; i < 2; i++)
  {
    const uint8_t *const key = here(keys[i], kem->secret_key_bytes);
    paint();
    kem->decaps(ss, out, key);
    keep(left[i]);
  }
  compare("decaps");
}

/* A batch twice, with other keys or coins for each item: even what is public is then wiped, or in the caller's memory.
 */
#define BATCH_TWICE(name, call)                                                                                        \
  for (int i = 0; i < 2; i++)                                                                                          \
  {                                                                                                                    \
    paint();                                                                                                           \
    call;                                                                                                              \
    keep(left[i]);                                                                                                     \
  }                                                                                                                    \
  compare(name)

static void run_batches(const pq_kem *kem)
{
  uint8_t *const keys[2] = {sk, other_sk};
  BATCH_TWICE("keygen_batch", kem->keygen_batch(pk, keys[i], seeds[i], BATCH, scratch));
  BATCH_TWICE("encaps_batch", kem->encaps_batch(out, ss, status, pk, seeds[i], BATCH, scratch));
  BATCH_TWICE("decaps_batch", kem->decaps_batch(ss, status, out, keys[i], BATCH, scratch));
}

static void run_shallow(const pq_kem *kem)
{
  SHALLOW(kem->keygen(pk, sk, seed));
  SHALLOW(kem->encaps(out, ss, pk, coins));
  SHALLOW(kem->decaps(ss, out, sk));
  SHALLOW(kem->generate(secret_ctx, seed));
  SHALLOW(kem->load_secret(secret_ctx, sk));
  SHALLOW(kem->load_public(public_ctx, pk));
  SHALLOW(kem->encaps_with(out, ss, public_ctx, coins));
  SHALLOW(kem->decaps_with(ss, out, secret_ctx));
  if (kem->keygen_batch)
  {
    SHALLOW(kem->keygen_batch(pk, sk, seeds[0], BATCH, scratch));
    SHALLOW(kem->encaps_batch(out, ss, status, pk, seeds[1], BATCH, scratch));
    SHALLOW(kem->decaps_batch(ss, status, out, sk, BATCH, scratch));
  }
}

static void run(void)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  run_shallow(kem);
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
  run_twice(kem);
  if (kem->keygen_batch)
  {
    run_batches(kem);
  }
}

#else

extern const pq_sig PQ_INSTANCE(impl);

static void run_shallow(const pq_sig *scheme, const pq_message *m)
{
  SHALLOW(scheme->keygen(pk, sk, seed));
  SHALLOW(scheme->sign(out, sk, m, coins));
  SHALLOW(scheme->verify(pk, m, out));
  SHALLOW(scheme->generate(secret_ctx, seed));
  SHALLOW(scheme->load_secret(secret_ctx, sk));
  SHALLOW(scheme->load_public(public_ctx, pk));
  SHALLOW(scheme->sign_with(out, secret_ctx, m, coins));
  SHALLOW(scheme->verify_with(public_ctx, m, out));
}

/* As run, of the last item. */
static void run_batches(const pq_sig *scheme, const pq_message *one)
{
  const size_t last = BATCH - 1;
  const uint8_t *const data[BATCH] = {one->data, one->data, one->data};
  const uint8_t *const k = sk + last * scheme->secret_key_bytes + 32, *const s1 = k + 32 + scheme->tr_bytes;
  const size_t bytes[BATCH] = {one->bytes, one->bytes, one->bytes};
  const pq_messages m = {.data = data, .bytes = bytes};
  SHALLOW(scheme->keygen_batch(pk, sk, seeds[0], BATCH, scratch));
  paint();
  scheme->keygen_batch(pk, sk, seeds[0], BATCH, scratch);
  check("keygen_batch", "a seed", seeds[0] + last * scheme->keygen_seed_bytes);
  check("keygen_batch", "K", k);
  check("keygen_batch", "s1", s1);
  SHALLOW(scheme->sign_batch(out, status, sk, &m, seeds[1], BATCH, scratch));
  paint();
  scheme->sign_batch(out, status, sk, &m, seeds[1], BATCH, scratch);
  check("sign_batch", "K", k);
  check("sign_batch", "s1", s1);
  check("sign_batch", "its randomness", seeds[1] + last * scheme->sign_seed_bytes);
  SHALLOW(scheme->verify_batch(status, pk, &m, out, BATCH, scratch));
}

static void run(void)
{
  static const uint8_t message[100] = {1, 2, 3};
  const pq_message m = {.data = message, .bytes = sizeof message};
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  run_shallow(scheme, &m);
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
  run_batches(scheme, &m);
}

#endif

int main(void)
{
  fill(seed, sizeof seed, 3);
  fill(coins, sizeof coins, 101);
  fill(seeds[0], sizeof seeds[0], 7);
  fill(seeds[1], sizeof seeds[1], 205);
  run();
  return found;
}
