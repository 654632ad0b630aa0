#include <string.h>
#include "../kernels.h"

static uint16_t dot(const uint16_t *a, const int16_t *s, unsigned n)
{
  uint16_t sum = 0;
  for (unsigned i = 0; i < n / 16 * 16; i++)
  {
    sum = (uint16_t)(sum + a[i] * (uint32_t)s[i]);
  }
  return sum;
}

void round5_dots(uint16_t *x, const uint16_t *a, size_t stride, const int16_t *s, unsigned n, unsigned count)
{
  for (unsigned j = 0; j < count; j++)
  {
    x[j] = dot(a + j * stride, s, n);
  }
}

void round5_times_columns(uint16_t *b, const uint16_t *v, const uint16_t *offsets, const int16_t *s, unsigned d,
                          unsigned columns)
{
  for (unsigned i = 0; i < d; i++)
  {
    for (unsigned c = 0; c < columns; c++)
    {
      b[i * columns + c] = dot(v + offsets[i], s + c * ROUND5_PAD(d), ROUND5_PAD(d));
    }
  }
}

/* u[j] += sum over i < 4 of v[offsets[i] + j] r[i], j < d */
static void four_rows(uint16_t *u, const uint16_t *v, const uint16_t offsets[4], const int16_t r[4], unsigned d)
{
  const uint16_t *const row0 = v + offsets[0], *const row1 = v + offsets[1];
  const uint16_t *const row2 = v + offsets[2], *const row3 = v + offsets[3];
  const uint32_t r0 = (uint32_t)r[0], r1 = (uint32_t)r[1], r2 = (uint32_t)r[2], r3 = (uint32_t)r[3];
  for (unsigned j = 0; j < d; j++)
  {
    u[j] = (uint16_t)(u[j] + row0[j] * r0 + row1[j] * r1 + row2[j] * r2 + row3[j] * r3);
  }
}

void round5_times_rows(uint16_t *u, const uint16_t *v, const uint16_t *offsets, const int16_t *r, unsigned d,
                       unsigned columns)
{
  memset(u, 0, columns * d * sizeof *u);
  for (unsigned i = 0; i < d; i += 4)
  {
    /* r is 0 from d on: any row will do there. */
    uint16_t o[4] = {0};
    memcpy(o, offsets + i, (d - i < 4 ? d - i : 4) * sizeof *o);
    for (unsigned c = 0; c < columns; c++)
    {
      four_rows(u + c * d, v, o, r + c * ROUND5_PAD(d) + i, d);
    }
  }
}

void round5_mask(uint16_t *x, const uint16_t *b, unsigned n_bar, const int16_t *r, size_t stride, unsigned m_bar,
                 unsigned rows)
{
  for (unsigned c = 0; c < m_bar; c++)
  {
    uint16_t sum[192] = {0};
    for (unsigned i = 0; i < rows; i++)
    {
      const uint32_t factor = (uint32_t)r[c * stride + i];
      for (unsigned k = 0; k < n_bar; k++)
      {
        sum[k] = (uint16_t)(sum[k] + b[i * n_bar + k] * factor);
      }
    }
    for (unsigned k = 0; k < n_bar; k++)
    {
      x[k * m_bar + c] = (uint16_t)(x[k * m_bar + c] + sum[k]);
    }
    pq_wipe(sum, sizeof sum);
  }
}
