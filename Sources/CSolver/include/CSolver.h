// The vector loops of the support vector solvers: two thirds of the time of a fit are spent here, and Swift's
// vectors are four floats wide on x86-64. Each loop is compiled for several instruction sets; without
// contraction of a multiplication and an addition all of them give the same bits. SolverLoopTests holds them
// against plain loops in Swift.
#ifndef FOVEA_CSOLVER_H
#define FOVEA_CSOLVER_H

#include <stddef.h>
#include <stdint.h>

// Takes the loops of an instruction set: 1 the baseline, 2 AVX2, 3 AVX-512, or the widest below that the
// processor has; the one taken is returned. At first the widest. For tests: no other thread may run a loop
// meanwhile.
int fovea_solver_use(int widest);

// Counts of the solver's loops are multiples of this; whoever calls fills up with entries that can't be
// chosen.
enum { fovea_solver_block = 16 };

// An element and its value.
typedef struct {
  long index;
  double value;
} fovea_choice;

// The largest f + up and where it is; of equal ones the first. up is 0 or -infinity.
fovea_choice fovea_solver_first(const double *f, const double *up, size_t count);

// The second index of a pair by second-order information (Fan, Chen and Lin, 2005): of the k with b = first -
// f[k] > 0, the one with the largest b * b / a, a = max(diagonal[i] + diagonal[k] - 2 row[k], 1e-12). down is
// 0 or +infinity. The value is the smallest f + down over all; the index is -1 where there is none.
//
// diagonal: NULL where all of it is 1.
fovea_choice fovea_solver_second(const float *row, const double *f, const double *down,
                                 const double *diagonal, double own, double first, size_t count);

// f -= step * (row - other), and then fovea_solver_first.
fovea_choice fovea_solver_update(double *f, const double *up, const float *row, const float *other,
                                 double step, size_t count);

// Kernels of a row from its dot products with `count` others.

// exp(-scale * (own + squares - 2 (dots + shift))), all but the exponential in whole numbers.
void fovea_rbf_integers(const int32_t *dots, const int32_t *squares, int32_t own, int32_t shift,
                        float scale, float *out, size_t count);
// exp(-scale * max(own + squares - 2 dots, 0)).
void fovea_rbf_floats(const float *dots, const float *squares, float own, float scale, float *out,
                      size_t count);

// out = scale * (dots + shift) + own + offsets, and of that, by kind, itself (0), its power `degree` (1) or
// its hyperbolic tangent (2). Worked out in doubles; offsets may be NULL.
void fovea_inner_integers(const int32_t *dots, int32_t shift, const double *offsets, double own,
                          double scale, int kind, int degree, float *out, size_t count);
void fovea_inner_floats(const float *dots, const double *offsets, double own, double scale, int kind,
                        int degree, float *out, size_t count);

// sums[c] += the sum over i of values[i] * weights[c * stride + i], for each c below `columns`, in eight
// strands that are added in order.
void fovea_weighted_sums(const float *values, const double *weights, size_t stride, size_t columns,
                         size_t count, double *sums);

// The sum of x * y in 16 strands that are added in order, and y += a * x.
double fovea_dot(const float *x, const double *y, size_t count);
void fovea_add_scaled(double *y, const float *x, double a, size_t count);

#endif
