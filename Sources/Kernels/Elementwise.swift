internal import COneDNN

extension KernelContext {
  /// `max(x, 0)`; source and destination may be the same memory.
  public func relu(_ layout: Layout) throws(KernelError) -> Operation {
    var descriptor = dnnl_eltwise_desc_t()
    var raw = layout.raw
    try check(
      dnnl_eltwise_forward_desc_init(&descriptor, dnnl_forward_training, dnnl_eltwise_relu_use_dst_for_bwd, &raw, 0, 0),
      "dnnl_eltwise_forward_desc_init")
    return try operation(descriptor)
  }

  /// The gradient of a ReLU from its output; both gradients may be the same memory.
  public func reluBackward(_ layout: Layout) throws(KernelError) -> Operation {
    let forward = try relu(layout)
    var descriptor = dnnl_eltwise_desc_t()
    var raw = layout.raw
    var gradient = layout.raw
    try check(
      dnnl_eltwise_backward_desc_init(&descriptor, dnnl_eltwise_relu_use_dst_for_bwd, &gradient, &raw, 0, 0),
      "dnnl_eltwise_backward_desc_init")
    return try operation(descriptor, forward: forward)
  }
}
