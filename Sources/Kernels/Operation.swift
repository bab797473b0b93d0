internal import COneDNN
internal import Tensors

/// The role of a tensor in an operation.
public enum Role: Sendable, Hashable {
  /// One of several inputs of a concatenation or sum, from 0.
  case part(Int)
  /// The input.
  case source
  /// The second input of a binary operation.
  case secondSource
  /// The output.
  case destination
  /// Learned weights, or slopes of a PReLU.
  case weights
  /// Learned bias per output channel.
  case bias
  /// Mean per channel.
  case mean
  /// Variance per channel.
  case variance
  /// Learned scale per channel.
  case scale
  /// Learned shift per channel.
  case shift
  /// What the forward pass keeps for the backward pass.
  case workspace
  /// Gradient of the input.
  case sourceGradient
  /// Gradient of the output.
  case destinationGradient
  /// Gradient of the weights.
  case weightsGradient
  /// Gradient of the bias.
  case biasGradient
  /// Gradient of the scale.
  case scaleGradient
  /// Gradient of the shift.
  case shiftGradient

  var argument: Int32 {
    let code =
      switch self {
      case .part(let index): fovea_arg_part + index
      case .source: fovea_arg_source
      case .secondSource: fovea_arg_second_source
      case .destination: fovea_arg_destination
      case .weights: fovea_arg_weights
      case .bias: fovea_arg_bias
      case .mean: fovea_arg_mean
      case .variance: fovea_arg_variance
      case .scale: fovea_arg_scale
      case .shift: fovea_arg_shift
      case .workspace: fovea_arg_workspace
      case .sourceGradient: fovea_arg_diff_source
      case .destinationGradient: fovea_arg_diff_destination
      case .weightsGradient: fovea_arg_diff_weights
      case .biasGradient: fovea_arg_diff_bias
      case .scaleGradient: fovea_arg_diff_scale
      case .shiftGradient: fovea_arg_diff_shift
      }
    return Int32(code)
  }
}

/// A oneDNN primitive with its tensors; bound to the worker of its context.
///
/// ```swift
/// let relu = try context.relu(layout)
/// try relu.bind(.source, x)
/// try relu.bind(.destination, y)
/// relu.run()
/// ```
public final class Operation {
  let descriptor: OpaquePointer
  private let context: KernelContext
  private var primitive: OpaquePointer?
  private var arguments: [dnnl_exec_arg_t] = []
  /// The buffers that the bound memory handles point into.
  private var kept: [Int32: FloatBuffer] = [:]

  init(context: KernelContext, descriptor: OpaquePointer) {
    self.context = context
    self.descriptor = descriptor
  }

  deinit {
    for argument in arguments where argument.arg != Int32(fovea_arg_scratchpad) {
      dnnl_memory_destroy(argument.memory)
    }
    if let primitive { dnnl_primitive_destroy(primitive) }
    dnnl_primitive_desc_destroy(descriptor)
  }

  /// The layout that the operation expects of a tensor; nil if it has no such tensor.
  public func layout(_ role: Role) -> Layout? { layout(argument: role.argument) }

  private func layout(argument: Int32) -> Layout? {
    Layout(fovea_layout_of(descriptor, argument))
  }

  /// The layout of a tensor that the operation must have; traps otherwise.
  public func required(_ role: Role) -> Layout {
    guard let layout = layout(role) else { preconditionFailure("'\(implementation)' takes no \(role)") }
    return layout
  }

  /// oneDNN's name of the implementation, such as `jit:avx512_core`.
  public var implementation: String {
    var text: UnsafePointer<CChar>?
    guard dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &text) == dnnl_success, let text
    else {
      return "unknown"
    }
    return String(cString: text)
  }

  /// Whether the implementation is one of oneDNN's slow fallbacks. Matrix products count as slow for
  /// convolutions only.
  public var isSlow: Bool {
    var kind = dnnl_undefined_primitive
    dnnl_primitive_desc_query(descriptor, dnnl_query_primitive_kind, 0, &kind)
    let slow = kind == dnnl_inner_product ? ["ref", "simple"] : ["ref", "simple", "ncsp", "gemm"]
    let words = implementation.split { ":_".contains($0) }
    return slow.contains { words.contains(Substring($0)) }
  }

  /// The size of the scratchpad in bytes.
  public var scratchpadBytes: Int { layout(argument: Int32(fovea_arg_scratchpad))?.byteCount ?? 0 }

  /// Sets a tensor, whose buffer is retained.
  public func bind(_ role: Role, _ tensor: Tensor) throws(KernelError) {
    let wanted = required(role)
    precondition(wanted == tensor.layout, "\(role) lies otherwise than '\(implementation)' reads it")
    kept[role.argument] = tensor.buffer
    try bind(argument: role.argument, layout: wanted, pointer: tensor.pointer)
  }

  /// Sets a tensor if there is one and the operation takes it: a workspace, which forward code may fill and
  /// backward code not read.
  public func bind(_ role: Role, ifTaken tensor: Tensor?) throws(KernelError) {
    if let tensor, layout(role) != nil { try bind(role, tensor) }
  }

  /// Sets memory in the layout that the operation expects; the caller keeps it alive.
  public func bind(_ role: Role, _ pointer: UnsafeMutablePointer<Float>) throws(KernelError) {
    try bind(argument: role.argument, layout: required(role), pointer: pointer)
  }

  private func bind(argument: Int32, layout: Layout, pointer: UnsafeMutablePointer<Float>) throws(KernelError)
  {
    if let index = arguments.firstIndex(where: { $0.arg == argument }) {
      try check(dnnl_memory_set_data_handle(arguments[index].memory, pointer), "dnnl_memory_set_data_handle")
    } else {
      arguments.append(dnnl_exec_arg_t(arg: argument, memory: try context.memory(layout, pointer)))
    }
  }

  /// Generates the code and takes scratchpad; `run` does it when it wasn't done before.
  public func prepare() throws(KernelError) {
    guard primitive == nil else { return }
    var created: OpaquePointer?
    try check(dnnl_primitive_create(&created, descriptor), "dnnl_primitive_create")
    if let layout = layout(argument: Int32(fovea_arg_scratchpad)) {
      let view = try context.scratchpadView(layout)
      arguments.append(dnnl_exec_arg_t(arg: Int32(fovea_arg_scratchpad), memory: view))
    }
    primitive = created
  }

  /// Executes the operation.
  ///
  /// It traps if oneDNN refuses: sizes are checked when the operation is created, so only a missing tensor is
  /// left, which is a programming error.
  public func run() {
    do throws(KernelError) {
      try prepare()
      let status = arguments.withUnsafeBufferPointer {
        dnnl_primitive_execute(primitive, context.stream, Int32($0.count), $0.baseAddress)
      }
      try check(status, "dnnl_primitive_execute")
    } catch {
      preconditionFailure("\(implementation): \(error.message)")
    }
  }
}
