internal import COneDNN

extension KernelContext {
  /// Batch normalisation forward: `scale * (x - mean) / sqrt(variance + epsilon) + shift`, with a ReLU after it if wanted.
  ///
  /// In training, mean and variance (of all values, not n - 1) are outputs; else they are inputs.
  ///
  /// - Parameter frozen: In training too, mean and variance are inputs.
  public func batchNormalization(
    _ layout: Layout, epsilon: Float, relu: Bool, training: Bool = true, frozen: Bool = false
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    try check(
      dnnl_batch_normalization_forward_desc_init(
        &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, &raw, epsilon,
        UInt32(Self.flags(relu: relu, global: frozen || !training))), "dnnl_batch_normalization_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradients of input, scale and shift of a batch normalisation in training.
  ///
  /// - Parameter frozen: As forward had it; then mean and variance count as constants.
  public func batchNormalizationBackward(
    _ layout: Layout, epsilon: Float, relu: Bool, frozen: Bool = false, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    try check(
      dnnl_batch_normalization_backward_desc_init(
        &descriptor, dnnl_backward, &gradient, &raw, epsilon, UInt32(Self.flags(relu: relu, global: frozen))),
      "dnnl_batch_normalization_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }

  private static func flags(relu: Bool, global: Bool) -> UInt32 {
    dnnl_use_scale.rawValue | dnnl_use_shift.rawValue | (relu ? dnnl_fuse_norm_relu.rawValue : 0)
      | (global ? dnnl_use_global_stats.rawValue : 0)
  }
}
