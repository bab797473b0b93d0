internal import COneDNN

extension KernelContext {
  /// The forward pass of batch normalization: `scale * (x - mean) / sqrt(variance + epsilon) + shift`,
  /// optionally followed by a ReLU.
  ///
  /// In training, mean and (biased) variance are outputs, otherwise inputs.
  ///
  /// - Parameters:
  ///   - layout: The layout of input and output.
  ///   - epsilon: Added to the variance.
  ///   - relu: Whether a ReLU follows.
  ///   - training: Whether a backward pass may follow.
  ///   - frozen: Whether mean and variance are inputs in training too.
  ///   - hasScale: Whether there is a scale per channel.
  ///   - hasShift: Whether there is a shift per channel.
  public func batchNormalization(
    _ layout: Layout, epsilon: Float, relu: Bool, training: Bool = true, frozen: Bool = false,
    hasScale: Bool = true,
    hasShift: Bool = true
  ) throws(KernelError) -> Operation {
    try operation("dnnl_batch_normalization_forward", source: layout) {
      fovea_batch_normalization_forward(
        $0, training ? dnnl_forward_training : dnnl_forward_inference, epsilon,
        Self.flags(relu: relu, hasScale, hasShift, global: frozen || !training))
    }
  }

  /// The gradients of batch normalization in training with respect to input, scale and shift; with `frozen`,
  /// mean and variance are constants. The other parameters are those of the forward pass.
  public func batchNormalizationBackward(
    _ layout: Layout, epsilon: Float, relu: Bool, frozen: Bool = false, forward: Operation,
    hasScale: Bool = true,
    hasShift: Bool = true
  ) throws(KernelError) -> Operation {
    try operation("dnnl_batch_normalization_backward", source: layout, forward: forward) {
      fovea_batch_normalization_backward(
        $0, hasScale || hasShift ? dnnl_backward : dnnl_backward_data, epsilon,
        Self.flags(relu: relu, hasScale, hasShift, global: frozen))
    }
  }

  private static func flags(relu: Bool, _ hasScale: Bool, _ hasShift: Bool, global: Bool = false) -> UInt32 {
    UInt32(
      (hasScale ? dnnl_use_scale.rawValue : 0) | (hasShift ? dnnl_use_shift.rawValue : 0)
        | (relu ? dnnl_fuse_norm_relu.rawValue : 0) | (global ? dnnl_use_global_stats.rawValue : 0))
  }

  // MARK: Over neighbouring channels

  /// Local response normalization across channels: `x / (k + alpha / size * Σ x²)^beta`, summed over `size`
  /// channels around each. Use blocked layouts: oneDNN's backward pass for plain ones is a hundred times
  /// slower.
  public func localResponse(_ layout: Layout, _ response: LocalResponse, training: Bool = true)
    throws(KernelError) -> Operation
  {
    try operation("dnnl_lrn_forward", source: layout) {
      fovea_response_forward(
        $0, training ? dnnl_forward_training : dnnl_forward_inference, response.raw)
    }
  }

  /// The gradient of local response normalization with respect to its input.
  public func localResponseBackward(
    _ layout: Layout, _ response: LocalResponse, forward: Operation
  ) throws(KernelError) -> Operation {
    try operation("dnnl_lrn_backward", source: layout, forward: forward) {
      fovea_response_backward($0, response.raw)
    }
  }
}

/// The parameters of local response normalization.
public struct LocalResponse: Sendable, Hashable {
  /// The number of channels summed over; odd.
  public var size: Int
  /// The factor of the mean square.
  public var alpha: Float
  /// The exponent.
  public var beta: Float
  /// The additive constant.
  public var k: Float

  /// These parameters.
  public init(size: Int, alpha: Float, beta: Float, k: Float) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }

  fileprivate var raw: fovea_response {
    fovea_response(size: Int64(size), alpha: alpha, beta: beta, k: k)
  }
}
