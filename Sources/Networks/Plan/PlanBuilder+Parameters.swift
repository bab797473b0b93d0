internal import Kernels
internal import Tensors

/// What layers learn and keep, where all plans have it.
extension PlanBuilder {
  /// A learned tensor of the layer for an operation, bound to it; it is in the layout of all plans, and of 32
  /// bits.
  ///
  /// - Parameter layout: What it lies like best; nil is what the operation wants.
  func parameter(
    _ number: Int, for operation: Operation, _ role: Role, preferring layout: Layout? = nil
  ) throws(KernelError) -> Tensor {
    let wanted = operation.required(role)
    let tensor = master(number, preferring: (layout ?? wanted).converted(to: .float32))
    try operation.bind(role, try aligned(tensor, to: wanted, in: .weights))
    return tensor
  }

  private func master(_ number: Int, preferring layout: Layout) -> Tensor {
    let tensorIndex = tensorIndex(number)
    guard store.isFixed else {
      store.propose(layout, for: tensorIndex)
      return tensor(layout)
    }
    return store.tensor(tensorIndex)
  }

  /// A learned tensor of the layer for a loop of ours, plain.
  func plainParameter(_ number: Int) throws(KernelError) -> Tensor {
    let plain = Layout.plain(store.declarations[tensorIndex(number)].shape)
    return try aligned(master(number, preferring: plain), to: plain, in: .weights)
  }

  /// A running statistic of the layer, plain.
  func statistic(_ number: Int) -> Tensor { master(number, preferring: store.layout(tensorIndex(number))) }

  func tensorIndex(_ number: Int) -> Int { graph.items[index].tensors.lowerBound + number }
}
