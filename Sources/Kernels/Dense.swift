internal import COneDNN

/// The sizes of a fully connected layer, which sees each sample as one vector.
public struct DenseShape: Sendable, Hashable {
  /// The input sizes (batch, channels, height, width) or (batch, inputs).
  public var sourceSizes: [Int]
  /// The number of outputs.
  public var outputs: Int
  /// Whether a bias per output is added.
  public var hasBias: Bool
  /// The precision of the input, its gradient, the weights and the gradient of the output; the output and the
  /// gradients of weights and bias are always float32.
  public var precision: Precision

  /// A layer of these sizes.
  public init(sourceSizes: [Int], outputs: Int, hasBias: Bool = true, precision: Precision = .float32) {
    self.sourceSizes = sourceSizes
    self.outputs = outputs
    self.hasBias = hasBias
    self.precision = precision
  }

  /// The weight sizes: outputs, then the input sizes of one sample.
  public var weightSizes: [Int] { [outputs] + sourceSizes.dropFirst() }
  /// The output sizes (batch, outputs).
  public var destinationSizes: [Int] { [sourceSizes[0], outputs] }
}

extension KernelContext {
  /// The forward pass of a fully connected layer, with a plain output.
  ///
  /// - Parameters:
  ///   - shape: The sizes.
  ///   - source: The layout of the input; nil lets oneDNN choose.
  ///   - relu: Whether a ReLU follows.
  ///   - training: Whether a backward pass may follow.
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

  /// The gradient of a fully connected layer with respect to its input.
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

  /// The gradients of a fully connected layer with respect to weights and bias.
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
