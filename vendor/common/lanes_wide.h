/* Hashes in a number of lanes.  lanes.c includes this for each number, with
 *
 * LANES   that number
 * KECCAK  the permutation of so many states
 * WORTH   from how many busy lanes on it is faster than a permutation for each */
#define IN_LANES(f) PQ_CAT(f, LANES, lanes) /* run_4_lanes */

/* The states of the lanes that begin become zero: keep is 0 for those, all ones for the others.  Row by row, as the
 * wide permutation reads them. */
static void IN_LANES(reset)(uint64_t lanes[25][LANES], const uint64_t keep[LANES])
{
  for (unsigned i = 0; i < 25; i++)
  {
    for (unsigned k = 0; k < LANES; k++)
    {
      lanes[i][k] &= keep[k];
    }
  }
}

/* Give lanes that have none the next of n jobs, from number next on, as long as there are some.  Returns the number of
 * the next. */
static unsigned IN_LANES(fill)(uint64_t lanes[25][LANES], progress p[LANES], const pq_hash_job *jobs, unsigned next,
                               unsigned n)
{
  uint64_t keep[LANES];
  const unsigned first = next;
  for (unsigned k = 0; k < LANES; k++)
  {
    keep[k] = ~UINT64_C(0);
    if (!p[k].job && next < n)
    {
      p[k] = (progress){.job = jobs + next++};
      keep[k] = 0;
    }
  }
  if (next > first)
  {
    IN_LANES(reset)(lanes, keep);
    for (unsigned k = 0; k < LANES; k++)
    {
      if (!keep[k])
      {
        begin(&lanes[0][k], LANES, &p[k]);
      }
    }
  }
  return next;
}

/* Give out the next blocks of all lanes at once if most of them have some, equally long.  Returns 1 if so. */
static int IN_LANES(squeeze)(uint64_t lanes[25][LANES], const progress p[LANES])
{
  uint8_t *out[LANES], unused[PQ_SHAKE128_RATE];
  size_t bytes = 0;
  unsigned giving = 0;
  for (unsigned k = 0; k < LANES; k++)
  {
    out[k] = unused;
    if (p[k].job && p[k].padded)
    {
      if (giving++ > 0 && next_bytes(p + k) != bytes)
      {
        return 0;
      }
      bytes = next_bytes(p + k);
      out[k] = p[k].job->out + p[k].given;
    }
  }
  if (giving <= LANES / 2 || bytes % 8 > 0)
  {
    return 0;
  }
  for (unsigned k = 0; k < LANES; k += 4)
  {
    pq_squeeze_4(out + k, lanes[0] + k, LANES, bytes / 8);
  }
  if (giving < LANES)
  {
    pq_wipe(unused, sizeof unused);
  }
  return 1;
}

/* Those that are left in lanes, one after the other. */
static void IN_LANES(finish)(uint64_t lanes[25][LANES], progress p[LANES])
{
  uint64_t alone[25];
  for (unsigned k = 0; k < LANES; k++)
  {
    if (p[k].job)
    {
      for (unsigned i = 0; i < 25; i++)
      {
        alone[i] = lanes[i][k];
      }
      finish_alone(alone, &p[k]);
    }
  }
  pq_wipe(alone, sizeof alone);
}

/* The jobs in lanes, as long as enough are busy for that, and the end of those that have begun.  Returns how many. */
static unsigned IN_LANES(run)(const pq_hash_job *jobs, unsigned n)
{
  _Alignas(64) uint64_t lanes[25][LANES] = {{0}};
  progress p[LANES] = {{0}};
  unsigned next = IN_LANES(fill)(lanes, p, jobs, 0, n), busy = next;
  while (busy >= WORTH)
  {
    KECCAK(lanes);
    const unsigned begun = next;
    const int squeezed = IN_LANES(squeeze)(lanes, p);
    for (unsigned k = 0; k < LANES; k++)
    {
      if (p[k].job && !go_on(&lanes[0][k], LANES, &p[k], squeezed))
      {
        p[k].job = NULL;
        busy--;
      }
    }
    next = IN_LANES(fill)(lanes, p, jobs, next, n);
    busy += next - begun;
  }
  IN_LANES(finish)(lanes, p);
  pq_wipe(lanes, sizeof lanes);
  pq_wipe_frames(); /* Keccak's, from here: behind this frame, which is large, the caller would not reach all of it */
  return next;
}

#undef LANES
#undef KECCAK
#undef WORTH
#undef IN_LANES
