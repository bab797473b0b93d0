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
    try operation(
      "dnnl_inner_product_forward", source: source ?? .any(shape.sourceSizes, shape.precision),
      weights: .any(shape.weightSizes, shape.precision), bias: shape.hasBias ? .plain([shape.outputs]) : nil,
      destination: .plain(shape.destinationSizes), relu: relu
    ) { fovea_inner_product_forward($0, training ? dnnl_forward_training : dnnl_forward_inference) }
  }

  /// The gradient of a fully connected layer with respect to its input.
  public func denseBackwardData(_ shape: DenseShape, forward: Operation) throws(KernelError) -> Operation {
    try operation(
      "dnnl_inner_product_backward_data", source: .any(shape.sourceSizes, shape.precision),
      weights: .any(shape.weightSizes, shape.precision),
      destination: .plain(shape.destinationSizes).converted(to: shape.precision), forward: forward
    ) { fovea_inner_product_backward_data($0) }
  }

  /// The gradients of a fully connected layer with respect to weights and bias.
  public func denseBackwardWeights(_ shape: DenseShape, source: Layout, forward: Operation)
    throws(KernelError) -> Operation
  {
    func make(_ source: Layout) throws(KernelError) -> Operation {
      try operation(
        "dnnl_inner_product_backward_weights", source: source, weights: .any(shape.weightSizes),
        bias: shape.hasBias ? .plain([shape.outputs]) : nil,
        destination: .plain(shape.destinationSizes).converted(to: shape.precision), forward: forward
      ) { fovea_inner_product_backward_weights($0) }
    }
    do throws(KernelError) {
      return try make(source)
    } catch {
      // No code for the layout that forward took.
      return try make(.any(shape.sourceSizes, shape.precision))
    }
  }
}
