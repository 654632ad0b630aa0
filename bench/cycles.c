/* The operations of one parameter set on one backend, without Python.  bench/cycles.py builds and runs it for each, and
 * knows the names of the rows. */
#include "../vendor/common/backend.h"
#include "../vendor/common/kem.h"
#include "../vendor/common/sig.h"
#include "measure.h"

enum
{
  ITEMS = 64, /* of a batch; also keys */
  MESSAGE_BYTES = 256
};

static uint8_t *pk, *sk, *ct, *seed;
static void *public_ctx[ITEMS], *secret_ctx[ITEMS], *scratch;
static int8_t status[INPUTS];

/* Memory, of which what is not written is as good as random. */
static void *memory(size_t bytes)
{
  void *p = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (!p)
  {
    abort();
  }
  fill(p, bytes);
  return p;
}

/* All of n operations must have succeeded. */
static void check(int n)
{
  for (int i = 0; i < n; i++)
  {
    if (status[i])
    {
      abort();
    }
  }
}

#if defined(MEASURE_KEM)

extern const pq_kem PQ_INSTANCE(impl);

int main(void)
{
  const pq_kem *kem = &PQ_INSTANCE(impl);
  const size_t pk_bytes = kem->public_key_bytes, sk_bytes = kem->secret_key_bytes, ct_bytes = kem->ciphertext_bytes;
  const size_t keygen_bytes = kem->keygen_seed_bytes, encaps_bytes = kem->encaps_seed_bytes;
  uint8_t *ss = memory(ITEMS * kem->shared_secret_bytes);
  pk = memory(ITEMS * pk_bytes), sk = memory(ITEMS * sk_bytes), ct = memory(ITEMS * ct_bytes);
  seed = memory(ITEMS * (keygen_bytes + encaps_bytes)), scratch = memory(kem->batch_scratch_bytes);
  MEASURE("keygen", ITEMS, 1, kem->keygen(pk + input * pk_bytes, sk + input * sk_bytes, seed + input * keygen_bytes));
  for (int i = 0; i < ITEMS; i++)
  {
    public_ctx[i] = memory(kem->public_ctx_bytes), secret_ctx[i] = memory(kem->secret_ctx_bytes);
    kem->load_public(public_ctx[i], pk + i * pk_bytes);
    kem->load_secret(secret_ctx[i], sk + i * sk_bytes);
  }
  MEASURE("encaps", ITEMS, 1,
          status[input] = (int8_t)kem->encaps(ct, ss, pk + input * pk_bytes, seed + input * encaps_bytes));
  MEASURE("encaps, key object", ITEMS, 1,
          kem->encaps_with(ct + input * ct_bytes, ss, public_ctx[input], seed + input * encaps_bytes));
  check(ITEMS);
  MEASURE("decaps", ITEMS, 1, status[input] = (int8_t)kem->decaps(ss, ct + input * ct_bytes, sk + input * sk_bytes));
  MEASURE("decaps, key object", ITEMS, 1, kem->decaps_with(ss, ct + input * ct_bytes, secret_ctx[input]));
  check(ITEMS);
  const void *const *one = (const void *const *)public_ctx, *const *other = (const void *const *)secret_ctx;
  MEASURE("batch: keygen", 1, ITEMS, pq_kem_keygen_batch(kem, pk, sk, seed, ITEMS, scratch));
  MEASURE("batch: encaps", 1, ITEMS, pq_kem_encaps_batch(kem, ct, ss, status, pk, seed, ITEMS, scratch));
  MEASURE("batch: encaps, one key", 1, ITEMS, pq_kem_encaps_batch_with(kem, ct, ss, one, 0, seed, ITEMS, scratch));
  MEASURE("batch: decaps", 1, ITEMS, pq_kem_decaps_batch(kem, ss, status, ct, sk, ITEMS, scratch));
  MEASURE("batch: decaps, one key", 1, ITEMS, pq_kem_decaps_batch_with(kem, ss, ct, other, 0, ITEMS, scratch));
  check(ITEMS);
  return 0;
}

#else

extern const pq_sig PQ_INSTANCE(impl);

/* The number of attempts differs from message to message: all of these are signed, singly and in batches. */
enum
{
  MESSAGES = INPUTS,
  BATCHES = MESSAGES / ITEMS
};
static uint8_t text[MESSAGES + MESSAGE_BYTES];
static const uint8_t *data[MESSAGES];
static size_t bytes[MESSAGES];
static pq_message single[MESSAGES];
static pq_messages batch[BATCHES];

static void make_messages(void)
{
  fill(text, sizeof text);
  for (int i = 0; i < MESSAGES; i++)
  {
    data[i] = text + i, bytes[i] = MESSAGE_BYTES;
    single[i] = (pq_message){.data = data[i], .bytes = MESSAGE_BYTES};
    batch[i / ITEMS] = (pq_messages){.data = data + i / ITEMS * ITEMS, .bytes = bytes};
  }
}

int main(void)
{
  const pq_sig *scheme = &PQ_INSTANCE(impl);
  const size_t pk_bytes = scheme->public_key_bytes, sk_bytes = scheme->secret_key_bytes;
  const size_t ct_bytes = scheme->signature_bytes, keygen_bytes = scheme->keygen_seed_bytes;
  const size_t sign_bytes = scheme->sign_seed_bytes;
  make_messages();
  pk = memory(ITEMS * pk_bytes), sk = memory(ITEMS * sk_bytes), ct = memory(ITEMS * ct_bytes);
  seed = memory(MESSAGES * (keygen_bytes + sign_bytes)), scratch = memory(scheme->batch_scratch_bytes);
  MEASURE("keygen", ITEMS, 1,
          scheme->keygen(pk + input * pk_bytes, sk + input * sk_bytes, seed + input * keygen_bytes));
  for (int i = 0; i < ITEMS; i++)
  {
    public_ctx[i] = memory(scheme->public_ctx_bytes), secret_ctx[i] = memory(scheme->secret_ctx_bytes);
    scheme->load_public(public_ctx[i], pk + i * pk_bytes);
    scheme->load_secret(secret_ctx[i], sk + i * sk_bytes);
  }
  MEASURE("sign", MESSAGES, 1,
          status[input] =
              (int8_t)scheme->sign(ct, sk + input % ITEMS * sk_bytes, &single[input], seed + input * sign_bytes));
  MEASURE("sign, key object", MESSAGES, 1,
          scheme->sign_with(ct + input % ITEMS * ct_bytes, secret_ctx[input % ITEMS], &single[input],
                            seed + input * sign_bytes));
  check(MESSAGES);
  pq_message *last = single + MESSAGES - ITEMS;
  MEASURE("verify", ITEMS, 1,
          status[input] = (int8_t)scheme->verify(pk + input * pk_bytes, last + input, ct + input * ct_bytes));
  check(ITEMS);
  MEASURE("verify, key object", ITEMS, 1,
          status[input] = (int8_t)scheme->verify_with(public_ctx[input], last + input, ct + input * ct_bytes));
  check(ITEMS);
  const void *const *one = (const void *const *)public_ctx, *const *other = (const void *const *)secret_ctx;
  MEASURE("batch: keygen", 1, ITEMS, pq_sig_keygen_batch(scheme, pk, sk, seed, ITEMS, scratch));
  MEASURE("batch: sign", BATCHES, ITEMS,
          pq_sig_sign_batch(scheme, ct, status, sk, &batch[input], seed + input * ITEMS * sign_bytes, ITEMS, scratch));
  MEASURE("batch: verify", 1, ITEMS, pq_sig_verify_batch(scheme, status, pk, &batch[BATCHES - 1], ct, ITEMS, scratch));
  check(ITEMS);
  MEASURE("batch: sign, one key", BATCHES, ITEMS,
          pq_sig_sign_batch_with(scheme, ct, status, other, 0, &batch[input], seed + input * ITEMS * sign_bytes, ITEMS,
                                 scratch));
  MEASURE("batch: verify, one key", 1, ITEMS,
          pq_sig_verify_batch_with(scheme, status, one, 0, &batch[BATCHES - 1], ct, ITEMS, scratch));
  check(ITEMS);
  return 0;
}

#endif
