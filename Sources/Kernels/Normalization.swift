internal import COneDNN

extension KernelContext {
  /// Batch normalisation forward: `scale * (x - mean) / sqrt(variance + epsilon) + shift`, with a ReLU after
  /// it if wanted.
  ///
  /// In training, mean and variance (of all values, not n - 1) are outputs; else they are inputs.
  ///
  /// - Parameter frozen: In training too, mean and variance are inputs.
  public func batchNormalization(
    _ layout: Layout, epsilon: Float, relu: Bool, training: Bool = true, frozen: Bool = false,
    hasScale: Bool = true,
    hasShift: Bool = true
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    try check(
      dnnl_batch_normalization_forward_desc_init(
        &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, &raw, epsilon,
        Self.flags(relu: relu, hasScale, hasShift, global: frozen || !training)),
      "dnnl_batch_normalization_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradients of input, scale and shift of a batch normalisation in training.
  ///
  /// - Parameter frozen: As forward had it; then mean and variance count as constants.
  public func batchNormalizationBackward(
    _ layout: Layout, epsilon: Float, relu: Bool, frozen: Bool = false, forward: Operation,
    hasScale: Bool = true,
    hasShift: Bool = true
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_batch_normalization_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    try check(
      dnnl_batch_normalization_backward_desc_init(
        &descriptor, hasScale || hasShift ? dnnl_backward : dnnl_backward_data, &gradient, &raw, epsilon,
        Self.flags(relu: relu, hasScale, hasShift, global: frozen)),
      "dnnl_batch_normalization_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }

  private static func flags(relu: Bool, _ hasScale: Bool, _ hasShift: Bool, global: Bool = false) -> UInt32 {
    UInt32(
      (hasScale ? dnnl_use_scale.rawValue : 0) | (hasShift ? dnnl_use_shift.rawValue : 0)
        | (relu ? dnnl_fuse_norm_relu.rawValue : 0) | (global ? dnnl_use_global_stats.rawValue : 0))
  }

  // MARK: Over neighbouring channels

  /// Local response normalisation across channels: `x / (k + alpha / size * Σ x²)^beta`, the sum over `size`
  /// channels around each. It asks for blocks of channels: for plain layouts oneDNN's way back is a hundred
  /// times slower.
  public func localResponse(_ layout: Layout, _ response: LocalResponse, training: Bool = true)
    throws(KernelError) -> Operation
  {
    var descriptor = dnnl_lrn_desc_t()
    var raw = layout.raw
    try check(
      dnnl_lrn_forward_desc_init(
        &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, dnnl_lrn_across_channels,
        &raw,
        Int64(response.size), response.alpha, response.beta, response.k), "dnnl_lrn_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradient of the input.
  public func localResponseBackward(
    _ layout: Layout, _ response: LocalResponse, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_lrn_desc_t()
    var raw = layout.raw
    var gradient = raw
    try check(
      dnnl_lrn_backward_desc_init(
        &descriptor, dnnl_lrn_across_channels, &gradient, &raw, Int64(response.size), response.alpha,
        response.beta,
        response.k), "dnnl_lrn_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }
}

/// The constants of a local response normalisation.
public struct LocalResponse: Sendable, Hashable {
  /// Channels that count; odd.
  public var size: Int
  public var alpha: Float
  public var beta: Float
  public var k: Float

  public init(size: Int, alpha: Float, beta: Float, k: Float) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }
}
