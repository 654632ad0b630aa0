#include "../fields.h"

void round5_pack(uint8_t *out, const uint16_t *x, unsigned count, unsigned bits)
{
  for (; count >= 8; count -= 8, x += 8, out += bits)
  {
    pack8(out, x, bits);
  }
  pack_rest(out, x, count, bits);
}

void round5_unpack(uint16_t *x, const uint8_t *in, unsigned count, unsigned bits)
{
  for (; count >= 8; count -= 8, x += 8, in += bits)
  {
    unpack8(x, in, bits);
  }
  unpack_rest(x, in, count, bits);
}
