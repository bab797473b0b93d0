// Convolutions, transposed ones ("deconvolutions") and matrix products ("inner products").
#ifndef FOVEA_ONEDNN_CONVOLUTION_H
#define FOVEA_ONEDNN_CONVOLUTION_H

#include "operation.h"

static inline dnnl_status_t fovea_convolution_forward(
    fovea_operation *operation, dnnl_prop_kind_t pass, dnnl_alg_kind_t algorithm, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, algorithm, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->bias), fovea_md(operation->destination),
      window.strides, window.gaps, window.before, window.after, operation->attributes);
#else
  dnnl_convolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
      &descriptor, pass, algorithm, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), window.strides, window.gaps, window.before,
      window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_convolution_backward_data(
    fovea_operation *operation, dnnl_alg_kind_t algorithm, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_backward_data_primitive_desc_create(
      &operation->made, operation->engine, algorithm, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->destination), window.strides, window.gaps,
      window.before, window.after, operation->forward, operation->attributes);
#else
  dnnl_convolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_convolution_backward_data_desc_init(
      &descriptor, algorithm, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->destination), window.strides, window.gaps, window.before, window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_convolution_backward_weights(
    fovea_operation *operation, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_backward_weights_primitive_desc_create(
      &operation->made, operation->engine, dnnl_convolution_direct, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->bias), fovea_md(operation->destination),
      window.strides, window.gaps, window.before, window.after, operation->forward, operation->attributes);
#else
  dnnl_convolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_convolution_backward_weights_desc_init(
      &descriptor, dnnl_convolution_direct, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), window.strides, window.gaps, window.before,
      window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_transposed_convolution_forward(
    fovea_operation *operation, dnnl_prop_kind_t pass, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_deconvolution_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, dnnl_deconvolution_direct, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->bias), fovea_md(operation->destination),
      window.strides, window.gaps, window.before, window.after, operation->attributes);
#else
  dnnl_deconvolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_deconvolution_forward_desc_init(
      &descriptor, pass, dnnl_deconvolution_direct, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), window.strides, window.gaps, window.before,
      window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_transposed_convolution_backward_data(
    fovea_operation *operation, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_deconvolution_backward_data_primitive_desc_create(
      &operation->made, operation->engine, dnnl_deconvolution_direct, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->destination), window.strides, window.gaps,
      window.before, window.after, operation->forward, operation->attributes);
#else
  dnnl_deconvolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_deconvolution_backward_data_desc_init(
      &descriptor, dnnl_deconvolution_direct, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->destination), window.strides, window.gaps, window.before, window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_transposed_convolution_backward_weights(
    fovea_operation *operation, fovea_window window) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_deconvolution_backward_weights_primitive_desc_create(
      &operation->made, operation->engine, dnnl_deconvolution_direct, fovea_md(operation->source),
      fovea_md(operation->weights), fovea_md(operation->bias), fovea_md(operation->destination),
      window.strides, window.gaps, window.before, window.after, operation->forward, operation->attributes);
#else
  dnnl_deconvolution_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_dilated_deconvolution_backward_weights_desc_init(
      &descriptor, dnnl_deconvolution_direct, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), window.strides, window.gaps, window.before,
      window.after);
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_inner_product_forward(fovea_operation *operation, dnnl_prop_kind_t pass) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_inner_product_forward_primitive_desc_create(
      &operation->made, operation->engine, pass, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), operation->attributes);
#else
  dnnl_inner_product_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_inner_product_forward_desc_init(
      &descriptor, pass, fovea_md(operation->source), fovea_md(operation->weights), fovea_md(operation->bias),
      fovea_md(operation->destination));
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_inner_product_backward_data(fovea_operation *operation) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_inner_product_backward_data_primitive_desc_create(
      &operation->made, operation->engine, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->destination), operation->forward, operation->attributes);
#else
  dnnl_inner_product_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_inner_product_backward_data_desc_init(
      &descriptor, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->destination));
  return fovea_make(operation, status, &descriptor);
#endif
}

static inline dnnl_status_t fovea_inner_product_backward_weights(fovea_operation *operation) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_inner_product_backward_weights_primitive_desc_create(
      &operation->made, operation->engine, fovea_md(operation->source), fovea_md(operation->weights),
      fovea_md(operation->bias), fovea_md(operation->destination), operation->forward, operation->attributes);
#else
  dnnl_inner_product_desc_t descriptor = {0};
  dnnl_status_t status = dnnl_inner_product_backward_weights_desc_init(
      &descriptor, fovea_md(operation->source), fovea_md(operation->weights), fovea_md(operation->bias),
      fovea_md(operation->destination));
  return fovea_make(operation, status, &descriptor);
#endif
}

#endif
