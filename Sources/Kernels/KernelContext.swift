internal import COneDNN
internal import Tensors

/// What a worker needs to create and run operations: an oneDNN engine, a stream and a shared scratchpad.
///
/// oneDNN splits sums by the number of OpenMP threads of the thread that creates an operation. So a context
/// is created on a worker of a `WorkerPool`, where that number is one, and used only there.
public final class KernelContext {
  let engine: OpaquePointer
  let stream: OpaquePointer
  private var scratchpad = FloatBuffer(count: 0)
  /// The views of the scratchpad that operations hold; all are moved when it grows.
  private var views: [OpaquePointer] = []

  /// A context for the current thread.
  public init() throws(KernelError) {
    var engine: OpaquePointer?
    try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
    guard let engine else { throw .refused(function: "dnnl_engine_create", status: 1) }
    self.engine = engine
    var stream: OpaquePointer?
    let status = dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
    guard status == dnnl_success, let stream else {
      dnnl_engine_destroy(engine)
      throw .refused(function: "dnnl_stream_create", status: Int(status.rawValue))
    }
    self.stream = stream
  }

  deinit {
    for view in views { dnnl_memory_destroy(view) }
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(engine)
  }

  /// A handle for memory that the caller keeps.
  func memory(_ layout: Layout, _ pointer: UnsafeMutablePointer<Float>) throws(KernelError) -> OpaquePointer {
    var memory: OpaquePointer?
    let status = layout.withDescriptor { fovea_memory_create(&memory, $0, engine, pointer) }
    try check(status, "dnnl_memory_create")
    guard let memory else { throw .refused(function: "dnnl_memory_create", status: 1) }
    return memory
  }

  /// A view of the scratchpad, which the context keeps. Operations run one after the other, so they share it;
  /// its content has no effect on results.
  func scratchpadView(_ layout: Layout) throws(KernelError) -> OpaquePointer {
    if layout.floatCount > scratchpad.count {
      let larger = FloatBuffer(count: layout.floatCount)
      for view in views {
        try check(dnnl_memory_set_data_handle(view, larger.pointer), "dnnl_memory_set_data_handle")
      }
      scratchpad = larger
    }
    let view = try memory(layout, scratchpad.pointer)
    views.append(view)
    return view
  }

  /// An operation of oneDNN.
  ///
  /// A backward pass has the layouts of gradients in the places of the tensors that they belong to.
  ///
  /// - Parameters:
  ///   - function: What an error names: oneDNN's name of the operation.
  ///   - forward: The forward pass of a backward pass.
  ///   - relu: Whether a ReLU follows.
  ///   - make: Makes it, by a function of the shim.
  func operation(
    _ function: String, source: Layout? = nil, weights: Layout? = nil, bias: Layout? = nil,
    destination: Layout? = nil, forward: Operation? = nil, relu: Bool = false,
    _ make: (UnsafeMutablePointer<fovea_operation>) -> dnnl_status_t
  ) throws(KernelError) -> Operation {
    let attributes = try Attributes(relu: relu)
    // The struct has their addresses alone.
    defer { withExtendedLifetime((source, weights, bias, destination, forward)) {} }
    func address(_ layout: Layout?) -> OpaquePointer? { layout?.withDescriptor { $0 } }
    var operation = fovea_operation()
    operation.engine = engine
    operation.attributes = attributes.handle
    operation.forward = forward?.descriptor
    operation.source = address(source)
    operation.weights = address(weights)
    operation.bias = address(bias)
    operation.destination = address(destination)
    try check(make(&operation), function)
    guard let made = operation.made else { throw .refused(function: function, status: 1) }
    return Operation(context: self, descriptor: made)
  }

  /// Converts between layouts; padding becomes zero.
  public func reorder(from source: Layout, to destination: Layout) throws(KernelError) -> Operation {
    try operation("dnnl_reorder", source: source, destination: destination) { fovea_reorder($0) }
  }

  /// Copies a tensor into another one of the same sizes, whatever their layouts.
  public func copy(_ source: Tensor, to destination: Tensor) throws(KernelError) {
    let operation = try reorder(from: source.layout, to: destination.layout)
    try operation.bind(.source, source)
    try operation.bind(.destination, destination)
    operation.run()
  }
}

/// Attributes of an operation: scratchpad memory comes from us, and a ReLU may follow.
private struct Attributes: ~Copyable {
  let handle: OpaquePointer

  init(relu: Bool) throws(KernelError) {
    var created: OpaquePointer?
    try check(dnnl_primitive_attr_create(&created), "dnnl_primitive_attr_create")
    guard let created else { throw .refused(function: "dnnl_primitive_attr_create", status: 1) }
    do throws(KernelError) {
      try Self.fill(created, relu: relu)
    } catch {
      dnnl_primitive_attr_destroy(created)
      throw error
    }
    handle = created
  }

  private static func fill(_ handle: OpaquePointer, relu: Bool) throws(KernelError) {
    try check(
      dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode")
    guard relu else { return }
    var following: OpaquePointer?
    try check(dnnl_post_ops_create(&following), "dnnl_post_ops_create")
    defer { dnnl_post_ops_destroy(following) }
    try check(fovea_append_relu(following), "dnnl_post_ops_append_eltwise")
    try check(dnnl_primitive_attr_set_post_ops(handle, following), "dnnl_primitive_attr_set_post_ops")
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}
