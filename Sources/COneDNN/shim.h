// The edge to oneDNN 2.6 (C API) and to the OpenMP runtime that it shares its work with.
//
// oneDNN has no pkg-config file, so the module map links it by name.
#ifndef FOVEA_ONEDNN_SHIM_H
#define FOVEA_ONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// omp.h lies in gcc's own folder, which clang doesn't search. The count that this sets belongs to the calling
// thread alone.
void omp_set_num_threads(int count);

// Swift has no intrinsics. Flush-to-zero and denormals-are-zero for the calling thread; returns whether the
// processor has them.
static inline int fovea_flush_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040u);
  return 1;
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (1ul << 24)));
  return 1;
#else
  return 0;
#endif
}

// Tells the processor that the thread spins.
static inline void fovea_relax(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// The macros are defined by other macros, which Swift doesn't import.
enum {
  fovea_arg_source = DNNL_ARG_SRC,
  fovea_arg_second_source = DNNL_ARG_SRC_1,
  fovea_arg_part = DNNL_ARG_MULTIPLE_SRC,
  fovea_arg_destination = DNNL_ARG_DST,
  fovea_arg_weights = DNNL_ARG_WEIGHTS,
  fovea_arg_bias = DNNL_ARG_BIAS,
  fovea_arg_mean = DNNL_ARG_MEAN,
  fovea_arg_variance = DNNL_ARG_VARIANCE,
  fovea_arg_scale = DNNL_ARG_SCALE,
  fovea_arg_shift = DNNL_ARG_SHIFT,
  fovea_arg_workspace = DNNL_ARG_WORKSPACE,
  fovea_arg_scratchpad = DNNL_ARG_SCRATCHPAD,
  fovea_arg_diff_source = DNNL_ARG_DIFF_SRC,
  fovea_arg_diff_destination = DNNL_ARG_DIFF_DST,
  fovea_arg_diff_weights = DNNL_ARG_DIFF_WEIGHTS,
  fovea_arg_diff_bias = DNNL_ARG_DIFF_BIAS,
  fovea_arg_diff_scale = DNNL_ARG_DIFF_SCALE,
  fovea_arg_diff_shift = DNNL_ARG_DIFF_SHIFT
};

#endif
