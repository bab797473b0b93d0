internal import COneDNN

/// An elementwise activation function.
public enum Activation: Sendable, Hashable {
  /// `max(x, 0)`
  case relu
  /// `x` above zero, `slope * x` below.
  case leakyReLU(slope: Float)
  /// `x` above zero, `alpha * (exp(x) - 1)` below.
  case elu(alpha: Float)
  /// `0.5 * x * (1 + erf(x / √2))`
  case gelu
  /// `x * sigmoid(x)`, also called SiLU.
  case swish
  /// `x * min(max(x / 6 + 0.5, 0), 1)`
  case hardSwish
  /// `1 / (1 + exp(-x))`
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// `log(1 + exp(x))`
  case softplus
  /// `min(max(x, 0), ceiling)`
  case clipped(ceiling: Float)

  /// Whether the backward pass uses the output; otherwise it uses the input.
  public var goesBackByOutput: Bool {
    switch self {
    case .relu, .leakyReLU, .elu, .sigmoid, .tanh, .clipped: true
    case .gelu, .swish, .hardSwish, .softplus: false
    }
  }

  /// Whether it maps 0 to 0, so that block padding stays zero.
  public var keepsZero: Bool { self != .sigmoid && self != .softplus }

  /// Whether each value keeps its sign or becomes zero.
  public var keepsSigns: Bool {
    switch self {
    case .relu, .clipped: true
    default: false
    }
  }

  fileprivate var algorithm: (forward: dnnl_alg_kind_t, alpha: Float, beta: Float) {
    switch self {
    case .relu: (dnnl_eltwise_relu_use_dst_for_bwd, 0, 0)
    case .leakyReLU(let slope): (dnnl_eltwise_relu_use_dst_for_bwd, slope, 0)
    case .elu(let alpha): (dnnl_eltwise_elu_use_dst_for_bwd, alpha, 0)
    case .gelu: (dnnl_eltwise_gelu_erf, 0, 0)
    case .swish: (dnnl_eltwise_swish, 1, 0)
    case .hardSwish: (dnnl_eltwise_hardswish, 0, 0)
    case .sigmoid: (dnnl_eltwise_logistic_use_dst_for_bwd, 0, 0)
    case .tanh: (dnnl_eltwise_tanh_use_dst_for_bwd, 0, 0)
    case .softplus: (dnnl_eltwise_soft_relu, 0, 0)
    case .clipped(let ceiling): (dnnl_eltwise_clip_v2_use_dst_for_bwd, 0, ceiling)
    }
  }
}

extension KernelContext {
  /// `max(x, 0)`; may work in place.
  public func relu(_ layout: Layout) throws(KernelError) -> Operation { try activation(.relu, on: layout) }

  /// The gradient of a ReLU, from its output; may work in place.
  public func reluBackward(_ layout: Layout) throws(KernelError) -> Operation {
    try activationBackward(.relu, on: layout)
  }

  /// An activation; may work in place. For functions that don't map 0 to 0, use the layout of `Tensor.flat`,
  /// since oneDNN has only slow code for partially filled blocks, and clear the padding afterwards.
  public func activation(_ activation: Activation, on layout: Layout) throws(KernelError) -> Operation {
    var descriptor = dnnl_eltwise_desc_t()
    var raw = layout.raw
    let (algorithm, alpha, beta) = activation.algorithm
    try check(
      dnnl_eltwise_forward_desc_init(&descriptor, dnnl_forward_training, algorithm, &raw, alpha, beta),
      "dnnl_eltwise_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradient of an activation, from its output (bound as `destination`) if `goesBackByOutput`, otherwise
  /// from its input (`source`). May work in place.
  public func activationBackward(_ activation: Activation, on layout: Layout) throws(KernelError) -> Operation
  {
    let forward = try self.activation(activation, on: layout)
    var descriptor = dnnl_eltwise_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    let (algorithm, alpha, beta) = activation.algorithm
    try check(
      dnnl_eltwise_backward_desc_init(&descriptor, algorithm, &gradient, &raw, alpha, beta),
      "dnnl_eltwise_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }

  /// A leaky ReLU with learned slopes: `weights` has the sizes (1, channels, 1, 1), or (1, 1, 1, 1) for a
  /// shared slope.
  public func prelu(_ layout: Layout, slopes: Int) throws(KernelError) -> Operation {
    var descriptor = dnnl_prelu_desc_t()
    var raw = layout.raw
    var weights = Layout.any([1, slopes, 1, 1]).raw
    try check(
      dnnl_prelu_forward_desc_init(&descriptor, dnnl_forward_training, &raw, &weights),
      "dnnl_prelu_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradients of a PReLU with respect to input and slopes.
  public func preluBackward(_ layout: Layout, slopes: Int, forward: Operation) throws(KernelError)
    -> Operation
  {
    var descriptor = dnnl_prelu_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    var weights = Layout.any([1, slopes, 1, 1]).raw
    var weightsGradient = weights
    try check(
      dnnl_prelu_backward_desc_init(&descriptor, &raw, &weights, &gradient, &weightsGradient),
      "dnnl_prelu_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }
}

extension Tensor {
  /// Zeroes the padding of channel blocks, after a function that doesn't map 0 to 0.
  public func clearPadding() {
    guard let steps = layout.activationSteps, steps.block > 1 else { return }
    let sizes = layout.sizes
    let used = sizes[1] % steps.block
    guard used > 0 else { return }
    for image in 0..<sizes[0] {
      let block = pointer + image * steps.image + sizes[1] / steps.block * steps.channelBlock
      for row in 0..<sizes[2] {
        for column in 0..<sizes[3] {
          let place = block + row * steps.row + column * steps.column
          for lane in used..<steps.block { place[lane] = 0 }
        }
      }
    }
  }
}
