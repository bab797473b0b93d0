// The edge to OpenBLAS and to the LAPACK within it.
//
// The library is opened when it is first needed, not linked: it takes its kernels and starts its threads when it is
// loaded, by what the environment says then. So its kernels are those that we ask for, on every processor that has the
// instructions, also on those that it doesn't know; and it starts no thread, which a process with little address space
// would wait for for ever.
#ifndef FOVEA_OPENBLAS_SHIM_H
#define FOVEA_OPENBLAS_SHIM_H

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

// The constants and the function of cblas.h that are needed.
enum { fovea_row_major = 101, fovea_as_it_is = 111, fovea_transposed = 112 };

typedef void (*fovea_dgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha,
                            const double *a, int lda, const double *b, int ldb, double beta, double *c, int ldc);

// Everything by address, lengths of texts at the end, as Fortran has it.
typedef void (*fovea_dsyevr)(const char *job, const char *range, const char *triangle, const int *n, double *a,
                             const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
                             const double *tolerance, int *found, double *values, double *vectors, const int *ldz,
                             int *support, double *work, const int *lwork, int *iwork, const int *liwork, int *info,
                             size_t, size_t, size_t);

typedef struct {
  fovea_dgemm gemm;
  fovea_dsyevr eigen;
  const char *configuration;
  const char *kernels;
} fovea_openblas;

// Opens the library with one thread and these kernels; a name that the person gave in OPENBLAS_CORETYPE goes first.
// Returns null, or what is missing.
static inline const char *fovea_open_openblas(const char *kernels, fovea_openblas *found) {
  setenv("OPENBLAS_CORETYPE", kernels, 0);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  found->gemm = (fovea_dgemm)dlsym(library, "cblas_dgemm");
  found->eigen = (fovea_dsyevr)dlsym(library, "dsyevr_");
  char *(*configuration)(void) = (char *(*)(void))dlsym(library, "openblas_get_config");
  char *(*name)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  if (!found->gemm || !found->eigen || !configuration || !name) return "libopenblas.so.0 lacks dgemm or dsyevr";
  found->configuration = configuration();
  found->kernels = name();
  return NULL;
}

#endif
