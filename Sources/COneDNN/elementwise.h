// Activations, sums, and leaky ReLUs with learned slopes.
#ifndef FOVEA_ONEDNN_ELEMENTWISE_H
#define FOVEA_ONEDNN_ELEMENTWISE_H

#include "operation.h"

// A function of one number with its parameters, as oneDNN 3 has them. There `hardswish` is x * clip(alpha x +
// beta) and `soft_relu` is log(1 + exp(alpha x)) / alpha; oneDNN 2 has them without parameters.
typedef struct {
  dnnl_alg_kind_t algorithm;
  float alpha;
  float beta;
} fovea_function;

#if DNNL_VERSION_MAJOR < 3
static inline fovea_function fovea_function_given(fovea_function function) {
  if (function.algorithm == dnnl_eltwise_hardswish || function.algorithm == dnnl_eltwise_soft_relu) {
    function.alpha = function.beta = 0;
  }
  return function;
}
#endif

// The destination lies as the source does.
static inline dnnl_status_t fovea_eltwise_forward(fovea_operation *operation, fovea_function function) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_eltwise_forward_primitive_desc_create(
      &operation->made, operation->engine, dnnl_forward_training, function.algorithm,
      fovea_md(operation->source), fovea_md(operation->source), function.alpha, function.beta,
      operation->attributes);
#else
  dnnl_eltwise_desc_t descriptor = {0};
  function = fovea_function_given(function);
  dnnl_status_t status = dnnl_eltwise_forward_desc_init(
      &descriptor, dnnl_forward_training, function.algorithm, fovea_md(operation->source), function.alpha,
      function.beta);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_eltwise_backward(fovea_operation *operation, fovea_function function) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_eltwise_backward_primitive_desc_create(
      &operation->made, operation->engine, function.algorithm, fovea_md(operation->source),
      fovea_md(operation->source), fovea_md(operation->source), function.alpha, function.beta,
      operation->forward, operation->attributes);
#else
  dnnl_eltwise_desc_t descriptor = {0};
  function = fovea_function_given(function);
  dnnl_status_t status = dnnl_eltwise_backward_desc_init(
      &descriptor, function.algorithm, fovea_md(operation->source), fovea_md(operation->source),
      function.alpha, function.beta);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_prelu_forward(fovea_operation *operation) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_prelu_forward_primitive_desc_create(
      &operation->made, operation->engine, dnnl_forward_training, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->source), operation->attributes);
#else
  dnnl_prelu_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_prelu_forward_desc_init(
      &descriptor, dnnl_forward_training, fovea_md(operation->source), fovea_md(operation->weights));
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_prelu_backward(fovea_operation *operation) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_prelu_backward_primitive_desc_create(
      &operation->made, operation->engine, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->source), fovea_md(operation->weights), fovea_md(operation->source),
      operation->forward, operation->attributes);
#else
  dnnl_prelu_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_prelu_backward_desc_init(
      &descriptor, fovea_md(operation->source), fovea_md(operation->weights), fovea_md(operation->source),
      fovea_md(operation->weights));
  return fovea_make(operation, status, &descriptor);
#endif
}

// Both summands and their sum lie as the source does.
static inline dnnl_status_t fovea_addition(fovea_operation *operation) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_binary_primitive_desc_create(
      &operation->made, operation->engine, dnnl_binary_add, fovea_md(operation->source),
      fovea_md(operation->source), fovea_md(operation->source), operation->attributes);
#else
  dnnl_binary_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_binary_desc_init(
      &descriptor, dnnl_binary_add, fovea_md(operation->source), fovea_md(operation->source),
      fovea_md(operation->source));
  return fovea_make(operation, status, &descriptor);
#endif
}

#endif
