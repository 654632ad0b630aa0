#ifndef PQ_BASE_H
#define PQ_BASE_H
#include <stddef.h>
#include <stdint.h>

/* What every interface shares.  Like kem.h and sig.h this header is read twice: by the C compiler, and by
 * build_ffi.py, which gives it to cffi's cdef() without the preprocessor lines.  So: plain declarations only. */

/* What functions return besides 0.  All outputs are zero then; a pq_sponge is an empty one. */
enum
{
  PQ_BAD_PUBLIC_KEY = -1, /* the right length, but not the encoding of a public key */
  PQ_BAD_SECRET_KEY = -2, /* the right length, but not the encoding of a secret key */
  PQ_BAD_SIGNATURE = -3,  /* does not fit the message and key */
  PQ_BAD_CONTEXT = -4     /* a context longer than 255 bytes, or given to a scheme that has none */
};

/* Zero n bytes at p in a way that the compiler may not leave out. */
void pq_wipe(void *p, size_t n);

#endif
