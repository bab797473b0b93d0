// Batch normalization and local response normalization. The results and the gradients lie as the source does.
#ifndef FOVEA_ONEDNN_NORMALIZATION_H
#define FOVEA_ONEDNN_NORMALIZATION_H

#include "operation.h"

static inline dnnl_status_t fovea_batch_normalization_forward(
    fovea_operation *operation, dnnl_prop_kind_t pass, float epsilon, unsigned flags) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_batch_normalization_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, fovea_md(operation->source), fovea_md(operation->source),
      epsilon, flags, operation->attributes);
#else
  dnnl_batch_normalization_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_batch_normalization_forward_desc_init(
      &descriptor, pass, fovea_md(operation->source), epsilon, flags);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_batch_normalization_backward(
    fovea_operation *operation, dnnl_prop_kind_t pass, float epsilon, unsigned flags) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_batch_normalization_backward_primitive_desc_create(
      &operation->made, operation->engine, pass, fovea_md(operation->source), fovea_md(operation->source),
      fovea_md(operation->source), epsilon, flags, operation->forward, operation->attributes);
#else
  dnnl_batch_normalization_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_batch_normalization_backward_desc_init(
      &descriptor, pass, fovea_md(operation->source), fovea_md(operation->source), epsilon, flags);
  return fovea_make(operation, status, &descriptor);
#endif
}

// Across neighbouring channels.
typedef struct {
  int64_t size;
  float alpha;
  float beta;
  float k;
} fovea_response;

static inline dnnl_status_t fovea_response_forward(
    fovea_operation *operation, dnnl_prop_kind_t pass, fovea_response response) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_lrn_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, dnnl_lrn_across_channels, fovea_md(operation->source),
      fovea_md(operation->source), response.size, response.alpha, response.beta, response.k,
      operation->attributes);
#else
  dnnl_lrn_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_lrn_forward_desc_init(
      &descriptor, pass, dnnl_lrn_across_channels, fovea_md(operation->source), response.size, response.alpha,
      response.beta, response.k);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_response_backward(fovea_operation *operation, fovea_response response) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_lrn_backward_primitive_desc_create(
      &operation->made, operation->engine, dnnl_lrn_across_channels, fovea_md(operation->source),
      fovea_md(operation->source), fovea_md(operation->source), response.size, response.alpha, response.beta,
      response.k, operation->forward, operation->attributes);
#else
  dnnl_lrn_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_lrn_backward_desc_init(
      &descriptor, dnnl_lrn_across_channels, fovea_md(operation->source), fovea_md(operation->source),
      response.size, response.alpha, response.beta, response.k);
  return fovea_make(operation, status, &descriptor);
#endif
}

#endif
