internal import COneDNN

extension KernelContext {
  /// Batch normalisation forward: `scale * (x - mean) / sqrt(variance + epsilon) + shift`, with a ReLU after it if wanted.
  ///
  /// In training, mean and variance (of all values, not n - 1) are outputs; else they are inputs.
  public func batchNormalization(
    _ layout: Layout, epsilon: Float, relu: Bool, training: Bool = true
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    let global = training ? 0 : dnnl_use_global_stats.rawValue
    try check(
      dnnl_batch_normalization_forward_desc_init(
        &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, &raw, epsilon,
        UInt32(Self.flags(relu: relu) | global)), "dnnl_batch_normalization_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradients of input, scale and shift of a batch normalisation in training.
  public func batchNormalizationBackward(
    _ layout: Layout, epsilon: Float, relu: Bool, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    try check(
      dnnl_batch_normalization_backward_desc_init(
        &descriptor, dnnl_backward, &gradient, &raw, epsilon, UInt32(Self.flags(relu: relu))),
      "dnnl_batch_normalization_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }

  private static func flags(relu: Bool) -> UInt32 {
    dnnl_use_scale.rawValue | dnnl_use_shift.rawValue | (relu ? dnnl_fuse_norm_relu.rawValue : 0)
  }
}
