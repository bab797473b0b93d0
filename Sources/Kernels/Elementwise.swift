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

  fileprivate var function: fovea_function {
    switch self {
    case .relu: fovea_function(algorithm: dnnl_eltwise_relu_use_dst_for_bwd, alpha: 0, beta: 0)
    case .leakyReLU(let slope):
      fovea_function(algorithm: dnnl_eltwise_relu_use_dst_for_bwd, alpha: slope, beta: 0)
    case .elu(let alpha): fovea_function(algorithm: dnnl_eltwise_elu_use_dst_for_bwd, alpha: alpha, beta: 0)
    case .gelu: fovea_function(algorithm: dnnl_eltwise_gelu_erf, alpha: 0, beta: 0)
    case .swish: fovea_function(algorithm: dnnl_eltwise_swish, alpha: 1, beta: 0)
    case .hardSwish: fovea_function(algorithm: dnnl_eltwise_hardswish, alpha: 1 / 6, beta: 0.5)
    case .sigmoid: fovea_function(algorithm: dnnl_eltwise_logistic_use_dst_for_bwd, alpha: 0, beta: 0)
    case .tanh: fovea_function(algorithm: dnnl_eltwise_tanh_use_dst_for_bwd, alpha: 0, beta: 0)
    case .softplus: fovea_function(algorithm: dnnl_eltwise_soft_relu, alpha: 1, beta: 0)
    case .clipped(let ceiling):
      fovea_function(algorithm: dnnl_eltwise_clip_v2_use_dst_for_bwd, alpha: 0, beta: ceiling)
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
    try operation("dnnl_eltwise_forward", source: layout) { fovea_eltwise_forward($0, activation.function) }
  }

  /// The gradient of an activation, from its output (bound as `destination`) if `goesBackByOutput`, otherwise
  /// from its input (`source`). May work in place.
  public func activationBackward(_ activation: Activation, on layout: Layout) throws(KernelError) -> Operation
  {
    let forward = try self.activation(activation, on: layout)
    return try operation("dnnl_eltwise_backward", source: layout, forward: forward) {
      fovea_eltwise_backward($0, activation.function)
    }
  }

  /// A leaky ReLU with learned slopes: `weights` has the sizes (1, channels, 1, 1), or (1, 1, 1, 1) for a
  /// shared slope.
  public func prelu(_ layout: Layout, slopes: Int) throws(KernelError) -> Operation {
    try operation("dnnl_prelu_forward", source: layout, weights: .any([1, slopes, 1, 1])) {
      fovea_prelu_forward($0)
    }
  }

  /// The gradients of a PReLU with respect to input and slopes.
  public func preluBackward(_ layout: Layout, slopes: Int, forward: Operation) throws(KernelError)
    -> Operation
  {
    try operation("dnnl_prelu_backward", source: layout, weights: .any([1, slopes, 1, 1]), forward: forward) {
      fovea_prelu_backward($0)
    }
  }
}
