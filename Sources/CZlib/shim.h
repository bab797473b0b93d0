// inflateInit2 is a macro, which Swift doesn't see.
#pragma once
#include <zlib.h>

// Begins to inflate a gzip or zlib stream, whichever the header says.
static inline int fovea_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
