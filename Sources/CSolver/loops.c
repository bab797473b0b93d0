#include "CSolver.h"

#include <math.h>
#include <string.h>

// Never a fused multiplication and addition: the sets must agree.
#pragma STDC FP_CONTRACT OFF
// Vectors are passed between inlined functions only.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define JOINED(name, set) name##_##set
#define JOIN(name, set) JOINED(name, set)
#define NAMED(name) JOIN(name, SET)

typedef double doubles __attribute__((vector_size(64), aligned(8)));
typedef int64_t longs __attribute__((vector_size(64), aligned(8)));
typedef float floats8 __attribute__((vector_size(32), aligned(4)));
typedef float floats __attribute__((vector_size(64), aligned(4)));
typedef int32_t ints __attribute__((vector_size(64), aligned(4)));

#define ALL(x) ((doubles){x, x, x, x, x, x, x, x})
#define ALL16(x) ((floats){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
#define ALL16I(x) ((ints){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})

typedef struct {
  __typeof__(&fovea_solver_first) solver_first;
  __typeof__(&fovea_solver_second) solver_second;
  __typeof__(&fovea_solver_update) solver_update;
  __typeof__(&fovea_rbf_integers) rbf_integers;
  __typeof__(&fovea_rbf_floats) rbf_floats;
  __typeof__(&fovea_inner_integers) inner_integers;
  __typeof__(&fovea_inner_floats) inner_floats;
  __typeof__(&fovea_weighted_sums) weighted_sums;
  __typeof__(&fovea_dot) dot;
  __typeof__(&fovea_add_scaled) add_scaled;
} fovea_loops;

#define SET baseline
#include "loops_body.h"
#undef SET

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define SET avx2
#include "loops_body.h"
#undef SET
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#define SET avx512
#include "loops_body.h"
#undef SET
#pragma clang attribute pop
#endif

static const fovea_loops *loops = &loops_baseline;

// Before main, so that no thread sees it change.
__attribute__((constructor)) static void choose(void) { fovea_solver_use(3); }

int fovea_solver_use(int widest) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (widest >= 3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    loops = &loops_avx512;
    return 3;
  }
  if (widest >= 2 && __builtin_cpu_supports("avx2")) {
    loops = &loops_avx2;
    return 2;
  }
#endif
  loops = &loops_baseline;
  return 1;
}

fovea_choice fovea_solver_first(const double *f, const double *up, size_t count) {
  return loops->solver_first(f, up, count);
}
fovea_choice fovea_solver_second(const float *row, const double *f, const double *down,
                                 const double *diagonal, double own, double first, size_t count) {
  return loops->solver_second(row, f, down, diagonal, own, first, count);
}
fovea_choice fovea_solver_update(double *f, const double *up, const float *row, const float *other,
                                 double step, size_t count) {
  return loops->solver_update(f, up, row, other, step, count);
}
void fovea_rbf_integers(const int32_t *dots, const int32_t *squares, int32_t own, int32_t shift,
                        float scale, float *out, size_t count) {
  loops->rbf_integers(dots, squares, own, shift, scale, out, count);
}
void fovea_rbf_floats(const float *dots, const float *squares, float own, float scale, float *out,
                      size_t count) {
  loops->rbf_floats(dots, squares, own, scale, out, count);
}
void fovea_inner_integers(const int32_t *dots, int32_t shift, const double *offsets, double own,
                          double scale, int kind, int degree, float *out, size_t count) {
  loops->inner_integers(dots, shift, offsets, own, scale, kind, degree, out, count);
}
void fovea_inner_floats(const float *dots, const double *offsets, double own, double scale, int kind,
                        int degree, float *out, size_t count) {
  loops->inner_floats(dots, offsets, own, scale, kind, degree, out, count);
}
void fovea_weighted_sums(const float *values, const double *weights, size_t stride, size_t columns,
                         size_t count, double *sums) {
  loops->weighted_sums(values, weights, stride, columns, count, sums);
}
double fovea_dot(const float *x, const double *y, size_t count) { return loops->dot(x, y, count); }
void fovea_add_scaled(double *y, const float *x, double a, size_t count) {
  loops->add_scaled(y, x, a, count);
}
