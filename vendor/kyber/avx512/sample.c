#include "fields.h"

/* A coefficient is looked up in a table of registers: the field of 2 eta bits says where.  Of the words that hold the
 * fields, the instructions heed the lowest five bits, of which one means nothing if eta is 2, or the lowest six. */
#define BIT(x, i)    ((x) >> (i) & 1)
#define VALUE2(_, x) (BIT(x, 0) + BIT(x, 1) - BIT(x, 2) - BIT(x, 3))
#define VALUE3(_, x) (BIT(x, 0) + BIT(x, 1) + BIT(x, 2) - BIT(x, 3) - BIT(x, 4) - BIT(x, 5))

static void cbd2(int16_t f[256], const uint8_t buf[128])
{
  static const field_places places4 = FIELD_PLACES(4);
  static const int16_t values[32] = {LIST32(VALUE2, 4, 0)};
  for (int i = 0; i < 256; i += 32, buf += 16)
  {
    const __m512i x = words_of_fields(load_bytes(buf, 16), &places4);
    store32(f + i, _mm512_permutexvar_epi16(x, load32(values)));
  }
}

static void cbd3(int16_t f[256], const uint8_t buf[192])
{
  static const field_places places6 = FIELD_PLACES(6);
  static const int16_t values[64] = {LIST32(VALUE3, 6, 0), LIST32(VALUE3, 6, 32)};
  for (int i = 0; i < 256; i += 32, buf += 24)
  {
    const __m512i x = words_of_fields(load_bytes(buf, 24), &places6);
    store32(f + i, _mm512_permutex2var_epi16(load32(values), x, load32(values + 32)));
  }
}

void kyber_cbd(int16_t f[256], const uint8_t *buf, unsigned eta)
{
  if (eta == 2)
  {
    cbd2(f, buf);
  }
  else
  {
    cbd3(f, buf);
  }
}
