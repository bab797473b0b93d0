internal import COneDNN

/// The sizes of a dense layer: each of `outputs` numbers is a weighted sum of a whole image.
public struct DenseShape: Sendable, Hashable {
  /// (batch, channels, height, width), or (batch, inputs).
  public var sourceSizes: [Int]
  public var outputs: Int
  public var hasBias: Bool
  /// Of the input, its gradient, the weights and the gradient of the output; the output and the gradients of
  /// weights and bias are of 32 bits.
  public var precision: Precision

  public init(sourceSizes: [Int], outputs: Int, hasBias: Bool = true, precision: Precision = .float32) {
    self.sourceSizes = sourceSizes
    self.outputs = outputs
    self.hasBias = hasBias
    self.precision = precision
  }

  public var weightSizes: [Int] { [outputs] + sourceSizes.dropFirst() }
  public var destinationSizes: [Int] { [sourceSizes[0], outputs] }
}

extension KernelContext {
  /// A dense layer forward; its output is plain.
  ///
  /// - Parameter source: How the input lies; nil lets oneDNN choose.
  public func dense(
    _ shape: DenseShape, source: Layout? = nil, relu: Bool = false, training: Bool = true
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_inner_product_desc_t()
    var sourceRaw = (source ?? .any(shape.sourceSizes, shape.precision)).raw
    var weights = Layout.any(shape.weightSizes, shape.precision).raw
    var bias = Layout.plain([shape.outputs]).raw
    var destination = Layout.plain(shape.destinationSizes).raw
    try check(
      withOptional(&bias, shape.hasBias) { bias in
        dnnl_inner_product_forward_desc_init(
          &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, &sourceRaw, &weights, bias,
          &destination)
      }, "dnnl_inner_product_forward_desc_init")
    return try operation(descriptor, relu: relu)
  }

  /// The gradient of the input of a dense layer.
  public func denseBackwardData(_ shape: DenseShape, forward: Operation) throws(KernelError) -> Operation {
    var descriptor = dnnl_inner_product_desc_t()
    var source = Layout.any(shape.sourceSizes, shape.precision).raw
    var weights = Layout.any(shape.weightSizes, shape.precision).raw
    var destination = Layout.plain(shape.destinationSizes).converted(to: shape.precision).raw
    try check(
      dnnl_inner_product_backward_data_desc_init(&descriptor, &source, &weights, &destination),
      "dnnl_inner_product_backward_data_desc_init")
    return try operation(descriptor, forward: forward)
  }

  /// The gradients of the weights and the bias of a dense layer.
  public func denseBackwardWeights(_ shape: DenseShape, source: Layout, forward: Operation)
    throws(KernelError) -> Operation
  {
    func make(_ source: Layout) throws(KernelError) -> Operation {
      var descriptor = dnnl_inner_product_desc_t()
      var sourceRaw = source.raw
      var weights = Layout.any(shape.weightSizes).raw
      var bias = Layout.plain([shape.outputs]).raw
      var destination = Layout.plain(shape.destinationSizes).converted(to: shape.precision).raw
      try check(
        withOptional(&bias, shape.hasBias) { bias in
          dnnl_inner_product_backward_weights_desc_init(&descriptor, &sourceRaw, &weights, bias, &destination)
        }, "dnnl_inner_product_backward_weights_desc_init")
      return try operation(descriptor, forward: forward)
    }
    do throws(KernelError) {
      return try make(source)
    } catch {
      // No code for the layout that forward took.
      return try make(.any(shape.sourceSizes, shape.precision))
    }
  }
}
