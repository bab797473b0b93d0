internal import Kernels
internal import Tensors

/// The way back: gradients of values that several layers read, of ReLUs, and of what is learned.
extension PlanBuilder {
  /// Adds what a layer found to what the other readers of its inputs have found. Readers come in a fixed
  /// order, from the last to the first, so the sums do too.
  func deliver(_ results: [Tensor?], to sources: [Int]) throws(KernelError) {
    let found = zip(sources, results).compactMap { source, result in
      needsGradient(source) ? result.map { (source, $0) } : nil
    }
    for (_, result) in found { gradientReaders[ObjectIdentifier(result.buffer), default: 0] += 1 }
    for (source, result) in found {
      guard let before = source == LayerGraph.image ? inputGradient : gradients[source] else {
        setGradient(result, of: source)
        continue
      }
      let addend = try aligned(result, to: before.layout, in: .backward)
      let sum =
        mayOverwriteGradient(before) ? before : mayOverwriteGradient(addend) ? addend : tensor(before.layout)
      let operation = try context.addition(before.layout)
      // The first source may share the memory of the destination.
      let inPlace = sum.buffer === addend.buffer
      try operation.bind(.source, (inPlace ? addend : before).flat)
      try operation.bind(.secondSource, (inPlace ? before : addend).flat)
      try operation.bind(.destination, sum.flat)
      add(operation, in: .backward)
      release(before)
      release(result)
      borrowed?.append(before.buffer)
      gradientReaders[ObjectIdentifier(sum.buffer), default: 0] += 1
      setGradient(sum, of: source)
    }
  }

  private func setGradient(_ gradient: Tensor, of item: Int) {
    if item == LayerGraph.image { inputGradient = gradient } else { gradients[item] = gradient }
  }

  func needsGradient(_ item: Int) -> Bool { item == LayerGraph.image ? wantsInputGradient : learns[item] }

  func release(_ gradient: Tensor) {
    let buffer = ObjectIdentifier(gradient.buffer)
    if let readers = gradientReaders[buffer] { gradientReaders[buffer] = readers - 1 }
  }

  /// Whether the layer that got this gradient may work in its memory.
  func mayOverwriteGradient(_ gradient: Tensor) -> Bool {
    gradientReaders[ObjectIdentifier(gradient.buffer), default: 0] <= 1
  }

  /// The gradient before a ReLU whose output is known; in the memory of the gradient after it where nobody
  /// else reads that.
  ///
  /// Nothing is left to do where `takesReLUBackward` took it.
  func reluBackward(_ gradient: Tensor, output: Tensor) throws(KernelError) -> Tensor {
    if unmasked.contains(ObjectIdentifier(output.buffer)) { return gradient }
    return try masked(gradient, where: output)
  }

  /// The gradient where an output is above zero, and zero elsewhere.
  func masked(_ gradient: Tensor, where output: Tensor) throws(KernelError) -> Tensor {
    let gradient = try aligned(gradient, to: output.layout, in: .backward)
    let result = mayOverwriteGradient(gradient) ? gradient : tensor(output.layout)
    let operation = try context.reluBackward(output.layout)
    try operation.bind(.destination, output)
    try operation.bind(.destinationGradient, gradient)
    try operation.bind(.sourceGradient, result)
    add(operation, in: .backward)
    return result
  }

  /// Lets an operation write the gradient of a learned tensor where the step collects it. `addLearning`
  /// follows.
  func gradient(_ number: Int, from operation: Operation, _ role: Role) throws(KernelError) {
    let tensorIndex = tensorIndex(number)
    let layout = operation.required(role)
    guard layout != store.layout(tensorIndex) else {
      return plan.bindGradient(operation, role, offset: store.offsets[tensorIndex])
    }
    let own = tensor(layout)
    try operation.bind(role, own)
    let copy = try context.reorder(from: layout, to: store.layout(tensorIndex))
    try copy.bind(.source, own)
    plan.bindGradient(copy, .destination, offset: store.offsets[tensorIndex])
    gradientCopies.append(copy)
  }

  /// Lets the gradient of a learned tensor, found by a loop of ours, go where the step collects it.
  func gradient(_ number: Int, from tensor: Tensor) throws(KernelError) {
    guard !isFrozen else { return }
    let tensorIndex = tensorIndex(number)
    let copy = try context.reorder(from: tensor.layout, to: store.layout(tensorIndex))
    try copy.bind(.source, tensor)
    plan.bindGradient(copy, .destination, offset: store.offsets[tensorIndex])
    add(copy, in: .backward)
  }

  /// Appends an operation that writes gradients of learned tensors and nothing else; a frozen layer needs it
  /// not.
  func addLearning(_ operation: Operation) {
    defer { gradientCopies = [] }
    guard !isFrozen else { return }
    add(operation, in: .backward)
    for copy in gradientCopies { add(copy, in: .backward) }
  }

  /// Appends the operation that finds the gradients of weights, and of a bias behind them, from the input and
  /// the gradient of the output.
  func addLearning(_ operation: Operation, source: Tensor, gradient: Tensor, hasBias: Bool)
    throws(KernelError)
  {
    try operation.bind(.source, try aligned(source, to: operation.required(.source), in: .backward))
    try operation.bind(
      .destinationGradient, try aligned(gradient, to: operation.required(.destinationGradient), in: .backward)
    )
    try self.gradient(0, from: operation, .weightsGradient)
    if hasBias { try self.gradient(1, from: operation, .biasGradient) }
    addLearning(operation)
  }

  /// Appends the operation that finds the gradient of the input of a layer with weights, and gives that.
  func addPassingBack(_ operation: Operation, weights: Tensor, gradient: Tensor) throws(KernelError) -> Tensor
  {
    try operation.bind(.weights, try aligned(weights, to: operation.required(.weights), in: .weights))
    try operation.bind(
      .destinationGradient, try aligned(gradient, to: operation.required(.destinationGradient), in: .backward)
    )
    let result = tensor(operation.required(.sourceGradient))
    try operation.bind(.sourceGradient, result)
    add(operation, in: .backward)
    return result
  }
}
