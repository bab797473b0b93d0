// The edge to OpenBLAS and to the LAPACK within it.
//
// Its header of LAPACK comes with another package than the library, so the one function that is needed is
// declared here, as Fortran has it: everything by address, lengths of texts at the end.
#ifndef FOVEA_OPENBLAS_SHIM_H
#define FOVEA_OPENBLAS_SHIM_H

#include <cblas.h>
#include <stddef.h>

void dsyevr_(const char *job, const char *range, const char *triangle, const int *n, double *a,
             const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
             const double *tolerance, int *found, double *values, double *vectors, const int *ldz,
             int *support, double *work, const int *lwork, int *iwork, const int *liwork, int *info,
             size_t, size_t, size_t);

// Only builds with threads of their own have it.
int blas_thread_shutdown_(void) __attribute__((weak));

// Makes OpenBLAS single-threaded for good, and ends the threads that it started when it was loaded: each
// would spin for some hundredths of a second. Setting the number of threads again would start them anew.
static inline void fovea_openblas_use_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

#endif
