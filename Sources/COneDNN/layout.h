// Memory descriptors: a struct that anybody may look into in oneDNN 2, a handle in oneDNN 3. Here they are
// handles in both, never changed once made, and given back by `fovea_layout_destroy`.
#ifndef FOVEA_ONEDNN_LAYOUT_H
#define FOVEA_ONEDNN_LAYOUT_H

#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

typedef struct fovea_layout_storage *fovea_layout;

// What a layout looks like. Strides and blocks are those of layouts that `is_blocked`, which plain ones are
// too, with no blocks; the others are layouts that only oneDNN knows, or that it shall choose.
typedef struct {
  dnnl_data_type_t type;
  int rank;
  int is_blocked;
  int block_count;
  int64_t sizes[DNNL_MAX_NDIMS];
  int64_t padded_sizes[DNNL_MAX_NDIMS];
  int64_t strides[DNNL_MAX_NDIMS];
  int64_t block_sizes[DNNL_MAX_NDIMS];
  int64_t block_dimensions[DNNL_MAX_NDIMS];
} fovea_layout_form;

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t fovea_descriptor;
#else
typedef const dnnl_memory_desc_t *fovea_descriptor;
#endif

// The descriptor as oneDNN takes it.
static inline fovea_descriptor fovea_md(fovea_layout layout) { return (fovea_descriptor)layout; }

#if DNNL_VERSION_MAJOR >= 3

// Each of these is NULL where oneDNN refuses.
static inline fovea_layout fovea_layout_kept(dnnl_status_t status, dnnl_memory_desc_t made) {
  return status == dnnl_success ? (fovea_layout)made : NULL;
}

static inline void fovea_layout_destroy(fovea_layout layout) { dnnl_memory_desc_destroy(fovea_md(layout)); }

static inline fovea_layout fovea_layout_strided(
    int rank, const int64_t *sizes, dnnl_data_type_t type, const int64_t *strides) {
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = dnnl_memory_desc_create_with_strides(&made, rank, sizes, type, strides);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_tagged(
    int rank, const int64_t *sizes, dnnl_data_type_t type, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = dnnl_memory_desc_create_with_tag(&made, rank, sizes, type, tag);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_reshaped(fovea_layout layout, int rank, const int64_t *sizes) {
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = dnnl_memory_desc_reshape(&made, fovea_md(layout), rank, sizes);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_part(
    fovea_layout layout, const int64_t *sizes, const int64_t *offsets) {
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = dnnl_memory_desc_create_submemory(&made, fovea_md(layout), sizes, offsets);
  return fovea_layout_kept(status, made);
}

// Whether oneDNN tells the layout of a tensor, and refuses the tensor: the shift of a batch normalization that
// goes back.
static inline int fovea_is_unwanted(const_dnnl_primitive_desc_t operation, int argument) {
  dnnl_primitive_kind_t kind = dnnl_undefined_primitive;
  dnnl_prop_kind_t pass = dnnl_prop_kind_undef;
  if (argument != DNNL_ARG_SHIFT) return 0;
  dnnl_primitive_desc_query(operation, dnnl_query_primitive_kind, 0, &kind);
  dnnl_primitive_desc_query(operation, dnnl_query_prop_kind, 0, &pass);
  return kind == dnnl_batch_normalization && (pass == dnnl_backward || pass == dnnl_backward_data);
}

// The layout of a tensor of an operation; NULL where it has none.
static inline fovea_layout fovea_layout_of(const_dnnl_primitive_desc_t operation, int argument) {
  if (fovea_is_unwanted(operation, argument)) return NULL;
  const_dnnl_memory_desc_t found = dnnl_primitive_desc_query_md(operation, dnnl_query_exec_arg_md, argument);
  int rank = 0;
  if (!found || dnnl_memory_desc_query(found, dnnl_query_ndims_s32, &rank) != dnnl_success) return NULL;
  if (rank == 0) return NULL;
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = dnnl_memory_desc_clone(&made, found);
  return fovea_layout_kept(status, made);
}

static inline void fovea_layout_numbers(
    fovea_layout layout, dnnl_query_t query, int count, int64_t *numbers) {
  const dnnl_dims_t *found = NULL;
  if (dnnl_memory_desc_query(fovea_md(layout), query, &found) != dnnl_success || !found) return;
  for (int index = 0; index < count; index++) numbers[index] = (*found)[index];
}

static inline fovea_layout_form fovea_layout_look(fovea_layout layout) {
  fovea_layout_form form = {0};
  dnnl_format_kind_t kind = dnnl_format_kind_undef;
  dnnl_memory_desc_query(fovea_md(layout), dnnl_query_data_type, &form.type);
  dnnl_memory_desc_query(fovea_md(layout), dnnl_query_ndims_s32, &form.rank);
  dnnl_memory_desc_query(fovea_md(layout), dnnl_query_format_kind, &kind);
  fovea_layout_numbers(layout, dnnl_query_dims, form.rank, form.sizes);
  fovea_layout_numbers(layout, dnnl_query_padded_dims, form.rank, form.padded_sizes);
  form.is_blocked = kind == dnnl_blocked;
  if (!form.is_blocked) return form;
  dnnl_memory_desc_query(fovea_md(layout), dnnl_query_inner_nblks_s32, &form.block_count);
  fovea_layout_numbers(layout, dnnl_query_strides, form.rank, form.strides);
  fovea_layout_numbers(layout, dnnl_query_inner_blks, form.block_count, form.block_sizes);
  fovea_layout_numbers(layout, dnnl_query_inner_idxs, form.block_count, form.block_dimensions);
  return form;
}

// The layout with other sizes or another type in the same order. No function takes an order but by a tag, and
// none tells the tag of a layout: so all tags are tried. NULL where no tag is like it.
static inline fovea_layout fovea_layout_alike(
    fovea_layout layout, const int64_t *sizes, dnnl_data_type_t type) {
  fovea_layout_form form = fovea_layout_look(layout);
  for (int tag = dnnl_format_tag_any; tag < dnnl_format_tag_last; tag++) {
    fovea_layout like = fovea_layout_tagged(form.rank, form.sizes, form.type, (dnnl_format_tag_t)tag);
    if (!like) continue;
    int isFound = dnnl_memory_desc_equal(fovea_md(like), fovea_md(layout));
    fovea_layout_destroy(like);
    if (isFound) return fovea_layout_tagged(form.rank, sizes, type, (dnnl_format_tag_t)tag);
  }
  return NULL;
}

// The same order of elements of another type.
static inline fovea_layout fovea_layout_typed(fovea_layout layout, dnnl_data_type_t type) {
  fovea_layout_form form = fovea_layout_look(layout);
  return fovea_layout_alike(layout, form.sizes, type);
}

// The same memory with another number of channels, up to what its blocks hold.
static inline fovea_layout fovea_layout_with_channels(fovea_layout layout, int64_t count) {
  fovea_layout_form form = fovea_layout_look(layout);
  form.sizes[1] = count;
  return fovea_layout_alike(layout, form.sizes, form.type);
}

#else

static inline fovea_layout fovea_layout_kept(dnnl_status_t status, dnnl_memory_desc_t found) {
  dnnl_memory_desc_t *made = status == dnnl_success ? (dnnl_memory_desc_t *)malloc(sizeof found) : NULL;
  if (made) *made = found;
  return (fovea_layout)made;
}

static inline void fovea_layout_destroy(fovea_layout layout) { free(layout); }

static inline fovea_layout fovea_layout_strided(
    int rank, const int64_t *sizes, dnnl_data_type_t type, const int64_t *strides) {
  dnnl_memory_desc_t made = {0};
  dnnl_status_t status = dnnl_memory_desc_init_by_strides(&made, rank, sizes, type, strides);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_tagged(
    int rank, const int64_t *sizes, dnnl_data_type_t type, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t made = {0};
  dnnl_status_t status = dnnl_memory_desc_init_by_tag(&made, rank, sizes, type, tag);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_reshaped(fovea_layout layout, int rank, const int64_t *sizes) {
  dnnl_memory_desc_t made = {0};
  dnnl_status_t status = dnnl_memory_desc_reshape(&made, fovea_md(layout), rank, sizes);
  return fovea_layout_kept(status, made);
}

static inline fovea_layout fovea_layout_part(
    fovea_layout layout, const int64_t *sizes, const int64_t *offsets) {
  dnnl_memory_desc_t made = {0};
  dnnl_status_t status = dnnl_memory_desc_init_submemory(&made, fovea_md(layout), sizes, offsets);
  return fovea_layout_kept(status, made);
}

// The layout of a tensor of an operation; NULL where it has none.
static inline fovea_layout fovea_layout_of(const_dnnl_primitive_desc_t operation, int argument) {
  const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(operation, dnnl_query_exec_arg_md, argument);
  return found && found->ndims > 0 ? fovea_layout_kept(dnnl_success, *found) : NULL;
}

static inline fovea_layout_form fovea_layout_look(fovea_layout layout) {
  const dnnl_memory_desc_t *found = fovea_md(layout);
  fovea_layout_form form = {0};
  form.type = found->data_type;
  form.rank = found->ndims;
  form.is_blocked = found->format_kind == dnnl_blocked;
  for (int index = 0; index < form.rank; index++) {
    form.sizes[index] = found->dims[index];
    form.padded_sizes[index] = found->padded_dims[index];
  }
  if (!form.is_blocked) return form;
  const dnnl_blocking_desc_t *blocking = &found->format_desc.blocking;
  form.block_count = blocking->inner_nblks;
  for (int index = 0; index < form.rank; index++) form.strides[index] = blocking->strides[index];
  for (int index = 0; index < form.block_count; index++) {
    form.block_sizes[index] = blocking->inner_blks[index];
    form.block_dimensions[index] = blocking->inner_idxs[index];
  }
  return form;
}

// The same order of elements of another type.
static inline fovea_layout fovea_layout_typed(fovea_layout layout, dnnl_data_type_t type) {
  dnnl_memory_desc_t made = *fovea_md(layout);
  made.data_type = type;
  return fovea_layout_kept(dnnl_success, made);
}

// The same memory with another number of channels, up to what its blocks hold.
static inline fovea_layout fovea_layout_with_channels(fovea_layout layout, int64_t count) {
  dnnl_memory_desc_t made = *fovea_md(layout);
  made.dims[1] = count;
  return fovea_layout_kept(dnnl_success, made);
}

#endif

static inline int fovea_layout_equal(fovea_layout first, fovea_layout second) {
  return dnnl_memory_desc_equal(fovea_md(first), fovea_md(second));
}

static inline size_t fovea_layout_bytes(fovea_layout layout) {
  return dnnl_memory_desc_get_size(fovea_md(layout));
}

// A handle for memory that lies so; the caller keeps the memory.
static inline dnnl_status_t fovea_memory_create(
    dnnl_memory_t *memory, fovea_layout layout, dnnl_engine_t engine, void *start) {
  return dnnl_memory_create(memory, fovea_md(layout), engine, start);
}

#endif
