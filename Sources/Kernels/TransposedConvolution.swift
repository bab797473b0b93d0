internal import COneDNN

/// The sizes of a transposed convolution: the input gradient of a convolution as a layer of its own.
public struct TransposedConvolutionShape: Sendable, Hashable {
  /// The number of images.
  public var batch: Int
  /// The number of input channels.
  public var inputs: Int
  /// The input height.
  public var height: Int
  /// The input width.
  public var width: Int
  /// The number of output channels.
  public var outputs: Int
  /// Kernel size, stride and dilation; `before` and `after` are cropped from the output.
  public var window: Window
  /// The number of groups; it divides `inputs` and `outputs`.
  public var groups: Int
  /// Whether a bias per output channel is added.
  public var hasBias: Bool

  /// A transposed convolution of these sizes.
  public init(
    batch: Int, inputs: Int, height: Int, width: Int, outputs: Int, window: Window, groups: Int = 1,
    hasBias: Bool = true
  ) {
    self.batch = batch
    self.inputs = inputs
    self.height = height
    self.width = width
    self.outputs = outputs
    self.window = window
    self.groups = groups
    self.hasBias = hasBias
  }

  /// The input sizes (batch, inputs, height, width).
  public var sourceSizes: [Int] { [batch, inputs, height, width] }
  /// The output sizes (batch, outputs, height, width).
  public var destinationSizes: [Int] {
    [batch, outputs, window.vertical.spread(of: height), window.horizontal.spread(of: width)]
  }
  /// The weight sizes (outputs, inputs per group, height, width); with several groups (groups, outputs per
  /// group, inputs per group, height, width).
  public var weightSizes: [Int] {
    let kernel = [window.vertical.size, window.horizontal.size]
    return groups == 1 ? [outputs, inputs] + kernel : [groups, outputs / groups, inputs / groups] + kernel
  }
}

extension WindowSide {
  /// The output size of a transposed convolution for `count` inputs; below 1 if cropping leaves nothing.
  public func spread(of count: Int) -> Int { (count - 1) * stride + span - before - after }
}

extension KernelContext {
  /// The forward pass of a transposed convolution.
  public func transposedConvolution(_ shape: TransposedConvolutionShape, training: Bool = true)
    throws(KernelError) -> Operation
  {
    try operation(
      "dnnl_deconvolution_forward", source: .any(shape.sourceSizes), weights: .any(shape.weightSizes),
      bias: shape.hasBias ? .plain([shape.outputs]) : nil, destination: .any(shape.destinationSizes)
    ) {
      fovea_transposed_convolution_forward(
        $0, training ? dnnl_forward_training : dnnl_forward_inference, shape.window.raw)
    }
  }

  /// The gradient of a transposed convolution with respect to its input.
  public func transposedConvolutionBackwardData(
    _ shape: TransposedConvolutionShape, forward: Operation
  ) throws(KernelError) -> Operation {
    try operation(
      "dnnl_deconvolution_backward_data", source: .any(shape.sourceSizes), weights: .any(shape.weightSizes),
      destination: .any(shape.destinationSizes), forward: forward
    ) { fovea_transposed_convolution_backward_data($0, shape.window.raw) }
  }

  /// The gradients of the weights and the bias.
  public func transposedConvolutionBackwardWeights(
    _ shape: TransposedConvolutionShape, forward: Operation
  ) throws(KernelError) -> Operation {
    try operation(
      "dnnl_deconvolution_backward_weights", source: .any(shape.sourceSizes),
      weights: .any(shape.weightSizes),
      bias: shape.hasBias ? .plain([shape.outputs]) : nil, destination: .any(shape.destinationSizes),
      forward: forward
    ) { fovea_transposed_convolution_backward_weights($0, shape.window.raw) }
  }
}
