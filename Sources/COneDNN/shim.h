// The edge to oneDNN 2.6 and 3 (C API), and to the OpenMP runtime that it shares its work with. What differs
// between the releases ends here: nothing in Swift looks into a struct of oneDNN, or knows how it makes its
// operations.
//
// oneDNN has no pkg-config file, so the module map links it by name.
#ifndef FOVEA_ONEDNN_SHIM_H
#define FOVEA_ONEDNN_SHIM_H

#include "convolution.h"
#include "elementwise.h"
#include "layout.h"
#include "machine.h"
#include "normalization.h"
#include "operation.h"
#include "pooling.h"

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
