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
    try operation(
      "dnnl_pooling_forward", source: source,
      destination: .any(Self.outputSizes(source, window), source.precision)
    ) {
      fovea_pooling_forward(
        $0, training ? dnnl_forward_training : dnnl_forward_inference, kind.raw, window.raw)
    }
  }

  /// The gradient of pooling with respect to its input, in the layout of the input.
  public func poolingBackward(
    _ kind: PoolingKind, source: Layout, window: Window, forward: Operation
  ) throws(KernelError) -> Operation {
    try operation(
      "dnnl_pooling_backward", source: source, destination: forward.required(.destination), forward: forward
    ) { fovea_pooling_backward($0, kind.raw, window.raw) }
  }

  private static func outputSizes(_ source: Layout, _ window: Window) -> [Int] {
    let sizes = source.sizes
    return [
      sizes[0], sizes[1], window.vertical.outputs(of: sizes[2]), window.horizontal.outputs(of: sizes[3]),
    ]
  }
}
