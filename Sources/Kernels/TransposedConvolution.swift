internal import COneDNN

/// The sizes of a transposed convolution: the gradient of the input of a convolution, as a layer of its own.
public struct TransposedConvolutionShape: Sendable, Hashable {
  public var batch: Int
  public var inputs: Int
  public var height: Int
  public var width: Int
  public var outputs: Int
  /// `before` and `after` cut so much off the output.
  public var window: Window
  public var groups: Int
  public var hasBias: Bool

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

  public var sourceSizes: [Int] { [batch, inputs, height, width] }
  public var destinationSizes: [Int] {
    [batch, outputs, window.vertical.spread(of: height), window.horizontal.spread(of: width)]
  }
  /// (outputs, inputs of a group, height, width), with groups in front where there are several.
  public var weightSizes: [Int] {
    let kernel = [window.vertical.size, window.horizontal.size]
    return groups == 1 ? [outputs, inputs] + kernel : [groups, outputs / groups, inputs / groups] + kernel
  }
}

extension WindowSide {
  /// How many elements `count` become when each is spread over a window; less than one where the cut takes
  /// all.
  public func spread(of count: Int) -> Int { (count - 1) * stride + span - before - after }
}

extension KernelContext {
  /// A transposed convolution forward.
  public func transposedConvolution(_ shape: TransposedConvolutionShape, training: Bool = true)
    throws(KernelError) -> Operation
  {
    var descriptor = dnnl_deconvolution_desc_t()
    var source = Layout.any(shape.sourceSizes).raw
    var weights = Layout.any(shape.weightSizes).raw
    var bias = Layout.plain([shape.outputs]).raw
    var destination = Layout.any(shape.destinationSizes).raw
    let window = shape.window
    try check(
      withOptional(&bias, shape.hasBias) { bias in
        dnnl_dilated_deconvolution_forward_desc_init(
          &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, dnnl_deconvolution_direct,
          &source,
          &weights, bias, &destination, window.strides, window.dilations, window.before, window.after)
      }, "dnnl_dilated_deconvolution_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradient of the input.
  public func transposedConvolutionBackwardData(
    _ shape: TransposedConvolutionShape, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_deconvolution_desc_t()
    var source = Layout.any(shape.sourceSizes).raw
    var weights = Layout.any(shape.weightSizes).raw
    var destination = Layout.any(shape.destinationSizes).raw
    let window = shape.window
    try check(
      dnnl_dilated_deconvolution_backward_data_desc_init(
        &descriptor, dnnl_deconvolution_direct, &source, &weights, &destination, window.strides,
        window.dilations,
        window.before, window.after), "dnnl_dilated_deconvolution_backward_data_desc_init")
    return try operation(descriptor, forward: forward)
  }

  /// The gradients of the weights and the bias.
  public func transposedConvolutionBackwardWeights(
    _ shape: TransposedConvolutionShape, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_deconvolution_desc_t()
    var source = Layout.any(shape.sourceSizes).raw
    var weights = Layout.any(shape.weightSizes).raw
    var bias = Layout.plain([shape.outputs]).raw
    var destination = Layout.any(shape.destinationSizes).raw
    let window = shape.window
    try check(
      withOptional(&bias, shape.hasBias) { bias in
        dnnl_dilated_deconvolution_backward_weights_desc_init(
          &descriptor, dnnl_deconvolution_direct, &source, &weights, bias, &destination, window.strides,
          window.dilations,
          window.before, window.after)
      }, "dnnl_dilated_deconvolution_backward_weights_desc_init")
    return try operation(descriptor, forward: forward)
  }
}
