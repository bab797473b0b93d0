internal import COneDNN

/// The kind of pooling.
public enum PoolingKind: Sendable, Hashable {
  /// The maximum of the window.
  case maximum
  /// The mean of the window, excluding padding.
  case average

  var raw: dnnl_alg_kind_t { self == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding }
}

extension KernelContext {
  /// The forward pass of pooling; oneDNN chooses the output layout. Dilation must be 1.
  public func pooling(
    _ kind: PoolingKind, source: Layout, window: Window, training: Bool = true
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_pooling_desc_t()
    var sourceRaw = source.raw
    var destination = Layout.any(Self.outputSizes(source, window), source.precision).raw
    try check(
      dnnl_pooling_forward_desc_init(
        &descriptor, training ? dnnl_forward_training : dnnl_forward_inference, kind.raw, &sourceRaw,
        &destination,
        window.strides, window.sizes, window.before, window.after), "dnnl_pooling_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradient of pooling with respect to its input, in the layout of the input.
  public func poolingBackward(
    _ kind: PoolingKind, source: Layout, window: Window, forward: Operation
  ) throws(KernelError) -> Operation {
    var descriptor = dnnl_pooling_desc_t()
    var sourceRaw = source.raw
    var destination = forward.required(.destination).raw
    try check(
      dnnl_pooling_backward_desc_init(
        &descriptor, kind.raw, &sourceRaw, &destination, window.strides, window.sizes, window.before,
        window.after),
      "dnnl_pooling_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }

  private static func outputSizes(_ source: Layout, _ window: Window) -> [Int] {
    let sizes = source.sizes
    return [
      sizes[0], sizes[1], window.vertical.outputs(of: sizes[2]), window.horizontal.outputs(of: sizes[3]),
    ]
  }
}
