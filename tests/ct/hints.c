/* sigDecode's strictness about hints, which no valid signature can show: 0 if each malformed encoding is refused. Built
 * by tests/test_residue.py. */
#include <string.h>
#include "../../vendor/dilithium/scheme.h"

static uint8_t sig[DILITHIUM_SIG_BYTES];
static int32_t z[DILITHIUM_L * DILITHIUM_N], h[DILITHIUM_N];

/* What decoding says of these indices, and of these ends of the polynomials' parts; the last end is repeated. */
static int decoded(const uint8_t *indices, size_t n, const uint8_t *ends, size_t n_ends)
{
  uint8_t *y = sig + DILITHIUM_SIG_H;
  memset(sig, 0, sizeof sig);
  memcpy(y, indices, n);
  for (size_t i = 0; i < DILITHIUM_K; i++)
  {
    y[DILITHIUM_OMEGA + i] = ends[i < n_ends ? i : n_ends - 1];
  }
  return dilithium_sig_decode(z, sig);
}

#define DECODED(ends, ...)                                                                                             \
  decoded((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}), ends, sizeof ends)

/* Whether polynomial i has ones at these two places, if there are any, and nowhere else. */
static int has(unsigned i, int first, int second)
{
  int right = 1;
  dilithium_hint_row(h, sig, i);
  for (int j = 0; j < DILITHIUM_N; j++)
  {
    right &= h[j] == (j == first || j == second);
  }
  return right;
}

int main(void)
{
  static const uint8_t good[] = {2, 2, 4}, decreasing[] = {2, 1, 3}, one[] = {3}, none[] = {0};
  int wrong = DECODED(good, 5, 9, 9, 200) != 0 || !has(0, 5, 9) || !has(1, -1, -1) || !has(2, 9, 200);
  wrong |= DECODED(one, 0, 1, 255) != 0 || DECODED(none, 0) != 0;
  /* Without the check of ends this would be another encoding of {5, 9}, {}, {9, 200}. */
  wrong |= DECODED(decreasing, 5, 9, 200) != PQ_BAD_SIGNATURE;
  wrong |= DECODED(one, 7, 7, 8) != PQ_BAD_SIGNATURE; /* repeated */
  wrong |= DECODED(one, 7, 8, 8) != PQ_BAD_SIGNATURE;
  wrong |= DECODED(one, 8, 7, 9) != PQ_BAD_SIGNATURE;    /* not sorted */
  wrong |= DECODED(one, 7, 8, 9, 1) != PQ_BAD_SIGNATURE; /* padding */
  wrong |= DECODED(none, 1) != PQ_BAD_SIGNATURE;
  static const uint8_t too_many[] = {DILITHIUM_OMEGA + 1};
  uint8_t all[DILITHIUM_OMEGA];
  for (unsigned i = 0; i < DILITHIUM_OMEGA; i++)
  {
    all[i] = (uint8_t)i;
  }
  static const uint8_t full[] = {DILITHIUM_OMEGA};
  wrong |= decoded(all, sizeof all, full, 1) != 0;
  wrong |= decoded(all, sizeof all, too_many, 1) != PQ_BAD_SIGNATURE;
  return wrong;
}
