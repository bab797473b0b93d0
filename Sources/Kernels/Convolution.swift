internal import COneDNN

/// The sizes of a two-dimensional convolution.
public struct ConvolutionShape: Sendable, Hashable {
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
  /// Kernel size, stride, dilation and padding.
  public var window: Window
  /// The number of groups; it divides `inputs` and `outputs`.
  public var groups: Int
  /// Whether a bias per output channel is added.
  public var hasBias: Bool
  /// The precision of activations, their gradients and weights; gradients of weights and bias are always
  /// float32.
  public var precision: Precision

  /// A convolution of these sizes.
  public init(
    batch: Int, inputs: Int, height: Int, width: Int, outputs: Int, window: Window, groups: Int = 1,
    hasBias: Bool = true,
    precision: Precision = .float32
  ) {
    self.batch = batch
    self.inputs = inputs
    self.height = height
    self.width = width
    self.outputs = outputs
    self.window = window
    self.groups = groups
    self.hasBias = hasBias
    self.precision = precision
  }

  /// The input sizes (batch, inputs, height, width).
  public var sourceSizes: [Int] { [batch, inputs, height, width] }
  /// The output sizes (batch, outputs, height, width).
  public var destinationSizes: [Int] {
    [batch, outputs, window.vertical.outputs(of: height), window.horizontal.outputs(of: width)]
  }
  /// The weight sizes (outputs, inputs per group, height, width); with several groups (groups, outputs per
  /// group, inputs per group, height, width).
  public var weightSizes: [Int] {
    let kernel = [window.vertical.size, window.horizontal.size]
    return groups == 1
      ? [outputs, inputs] + kernel : [groups, outputs / groups, inputs / groups] + kernel
  }
}

/// The algorithm of a convolution.
public enum ConvolutionAlgorithm: Sendable, Hashable {
  /// Direct convolution.
  case direct
  /// Winograd convolution: Lavin and Gray, "Fast algorithms for convolutional neural networks"
  /// (doi:10.1109/CVPR.2016.435).
  case winograd

  var raw: dnnl_alg_kind_t { self == .direct ? dnnl_convolution_direct : dnnl_convolution_winograd }

  /// The largest scratchpad with which Winograd is chosen: it can need hundreds of megabytes per worker.
  static let largestScratchpad = 64 << 20

  /// Whether Winograd may be chosen. The rule depends on sizes and never on timings, because the choice
  /// affects results.
  static func allowsWinograd(_ shape: ConvolutionShape) -> Bool {
    let window = shape.window
    return KernelLibrary.hasWinograd && shape.precision == .float32 && shape.groups == 1 && shape.inputs >= 32
      && shape.outputs >= 32 && shape.height >= 14 && shape.width >= 14
      && [window.vertical, window.horizontal].allSatisfy {
        $0.size == 3 && $0.stride == 1 && $0.dilation == 1
      }
  }
}

extension KernelContext {
  /// The forward pass of a convolution.
  ///
  /// - Parameters:
  ///   - shape: The sizes.
  ///   - source: The layout of the input; nil lets oneDNN choose.
  ///   - relu: Whether a ReLU follows.
  ///   - training: Whether a backward pass may follow.
  ///   - algorithm: The algorithm; nil chooses by size.
  public func convolution(
    _ shape: ConvolutionShape, source: Layout? = nil, relu: Bool = false, training: Bool = true,
    algorithm: ConvolutionAlgorithm? = nil
  ) throws(KernelError) -> Operation {
    try chosen(shape, algorithm: algorithm) { algorithm throws(KernelError) in
      try operation(
        "dnnl_convolution_forward", source: source ?? .any(shape.sourceSizes, shape.precision),
        weights: .any(shape.weightSizes, shape.precision),
        bias: shape.hasBias ? .plain([shape.outputs]) : nil,
        destination: .any(shape.destinationSizes, shape.precision), relu: relu
      ) {
        fovea_convolution_forward(
          $0, training ? dnnl_forward_training : dnnl_forward_inference, algorithm.raw, shape.window.raw)
      }
    }
  }

  /// The gradient of a convolution with respect to its input.
  public func convolutionBackwardData(
    _ shape: ConvolutionShape, forward: Operation, algorithm: ConvolutionAlgorithm? = nil
  ) throws(KernelError) -> Operation {
    try chosen(shape, algorithm: algorithm) { algorithm throws(KernelError) in
      try operation(
        "dnnl_convolution_backward_data", source: .any(shape.sourceSizes, shape.precision),
        weights: .any(shape.weightSizes, shape.precision),
        destination: .any(shape.destinationSizes, shape.precision), forward: forward
      ) { fovea_convolution_backward_data($0, algorithm.raw, shape.window.raw) }
    }
  }

  /// The gradients of a convolution with respect to weights and bias; always direct, as Winograd is slower.
  ///
  /// - Parameters:
  ///   - shape: The sizes.
  ///   - source: The preferred layout of the input; the operation may use another if oneDNN has only slow
  ///     code for it.
  ///   - forward: The forward operation.
  public func convolutionBackwardWeights(
    _ shape: ConvolutionShape, source: Layout, forward: Operation
  ) throws(KernelError) -> Operation {
    func make(_ source: Layout, _ destination: Layout) throws(KernelError) -> Operation {
      try operation(
        "dnnl_convolution_backward_weights", source: source, weights: .any(shape.weightSizes),
        bias: shape.hasBias ? .plain([shape.outputs]) : nil, destination: destination, forward: forward
      ) { fovea_convolution_backward_weights($0, shape.window.raw) }
    }
    let any = Layout.any(shape.destinationSizes, shape.precision)
    let found: Operation
    do throws(KernelError) {
      found = try make(source, any)
    } catch {
      // No code for the layout that forward took.
      found = try make(.any(shape.sourceSizes, shape.precision), any)
    }
    // A few channels that don't fill a block: with the channels last oneDNN is three times as fast as by
    // matrix products.
    if found.isSlow, shape.precision == .float32,
      let other = try? make(.channelsLast(shape.sourceSizes), .channelsLast(shape.destinationSizes)),
      !other.isSlow
    {
      return other
    }
    return found
  }

  private func chosen(
    _ shape: ConvolutionShape, algorithm: ConvolutionAlgorithm?,
    make: (ConvolutionAlgorithm) throws(KernelError) -> Operation
  ) throws(KernelError) -> Operation {
    if let algorithm { return try make(algorithm) }
    if ConvolutionAlgorithm.allowsWinograd(shape), let fast = try? make(.winograd),
      fast.scratchpadBytes <= ConvolutionAlgorithm.largestScratchpad
    {
      return fast
    }
    return try make(.direct)
  }
}
