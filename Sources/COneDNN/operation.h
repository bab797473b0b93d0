// How operations are made. oneDNN 2 describes an operation in a struct first, oneDNN 3 has a function for
// each.
#ifndef FOVEA_ONEDNN_OPERATION_H
#define FOVEA_ONEDNN_OPERATION_H

#include "layout.h"

// What an operation is made from, and where it then stands. A backward pass has the gradients' layouts in the
// places of the tensors that they belong to, and its forward pass.
typedef struct {
  dnnl_engine_t engine;
  dnnl_primitive_attr_t attributes;
  dnnl_primitive_desc_t forward;
  fovea_layout source;
  fovea_layout weights;
  fovea_layout bias;
  fovea_layout destination;
  dnnl_primitive_desc_t made;
} fovea_operation;

#if DNNL_VERSION_MAJOR < 3
static inline dnnl_status_t fovea_make(
    fovea_operation *operation, dnnl_status_t status, const void *descriptor) {
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(
      &operation->made, descriptor, operation->attributes, operation->engine, operation->forward);
}
#endif

// How a window slides, height first. `gaps` is 0 for a window without.
typedef struct {
  int64_t sizes[2];
  int64_t strides[2];
  int64_t gaps[2];
  int64_t before[2];
  int64_t after[2];
} fovea_window;

// A ReLU after an operation.
static inline dnnl_status_t fovea_append_relu(dnnl_post_ops_t following) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_post_ops_append_eltwise(following, dnnl_eltwise_relu, 0, 0);
#else
  return dnnl_post_ops_append_eltwise(following, 1, dnnl_eltwise_relu, 0, 0);
#endif
}

static inline dnnl_status_t fovea_reorder(fovea_operation *operation) {
  return dnnl_reorder_primitive_desc_create(
      &operation->made, fovea_md(operation->source), operation->engine, fovea_md(operation->destination),
      operation->engine, operation->attributes);
}

// Along the channels; without a destination oneDNN chooses it.
static inline dnnl_status_t fovea_concatenation(
    fovea_operation *operation, const fovea_layout *parts, int count) {
#if DNNL_VERSION_MAJOR >= 3
  const_dnnl_memory_desc_t *sources = (const_dnnl_memory_desc_t *)calloc(count, sizeof *sources);
  if (!sources) return dnnl_out_of_memory;
  for (int index = 0; index < count; index++) sources[index] = fovea_md(parts[index]);
  dnnl_status_t status = dnnl_concat_primitive_desc_create(
      &operation->made, operation->engine, fovea_md(operation->destination), count, 1, sources,
      operation->attributes);
#else
  dnnl_memory_desc_t *sources = (dnnl_memory_desc_t *)calloc(count, sizeof *sources);
  if (!sources) return dnnl_out_of_memory;
  for (int index = 0; index < count; index++) sources[index] = *fovea_md(parts[index]);
  dnnl_status_t status = dnnl_concat_primitive_desc_create(
      &operation->made, fovea_md(operation->destination), count, 1, sources, operation->attributes,
      operation->engine);
#endif
  free(sources);
  return status;
}

#endif
