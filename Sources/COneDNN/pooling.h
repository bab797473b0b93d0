// The maximum or the mean of a sliding window.
#ifndef FOVEA_ONEDNN_POOLING_H
#define FOVEA_ONEDNN_POOLING_H

#include "operation.h"

static inline dnnl_status_t fovea_pooling_forward(
    fovea_operation *operation, dnnl_prop_kind_t pass, dnnl_alg_kind_t algorithm, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_pooling_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, algorithm, fovea_md(operation->source),
      fovea_md(operation->destination), window.strides, window.sizes, window.gaps, window.before,
      window.after, operation->attributes);
#else
  dnnl_pooling_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_pooling_forward_desc_init(
      &descriptor, pass, algorithm, fovea_md(operation->source), fovea_md(operation->destination),
      window.strides, window.sizes, window.before, window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_pooling_backward(
    fovea_operation *operation, dnnl_alg_kind_t algorithm, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_pooling_backward_primitive_desc_create(
      &operation->made, operation->engine, algorithm, fovea_md(operation->source),
      fovea_md(operation->destination), window.strides, window.sizes, window.gaps, window.before,
      window.after, operation->forward, operation->attributes);
#else
  dnnl_pooling_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_pooling_backward_desc_init(
      &descriptor, algorithm, fovea_md(operation->source), fovea_md(operation->destination), window.strides,
      window.sizes, window.before, window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

#endif
