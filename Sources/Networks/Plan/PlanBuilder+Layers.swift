internal import Kernels
internal import Tensors

/// What layers ask for while they are built.
extension PlanBuilder {
  func keep(_ tensor: Tensor) { plan.kept.append(tensor) }

  /// Whether the layer after the one that is being built is of this kind, and alone gets its output.
  func isFollowed<Other: Layer>(by kind: Other.Type) -> Bool {
    index + 1 < graph.items.count && graph.items[index + 1].layer is Other
      && graph.items[index + 1].sources == [index] && graph.consumers[index] == 1
  }

  /// Whether a ReLU comes next; then the caller does its work, and it builds nothing itself.
  ///
  /// - Parameter backward: Whether the caller's own way back does the ReLU's too; else it calls
  ///   `reluBackward`.
  func takesReLU(backward: Bool = false) -> Bool {
    guard isFollowed(by: ReLU.self) else { return false }
    reluTaken = true
    reluMasksItself = backward
    return true
  }

  /// Whether the value is a ReLU's, whose way back is still to be done, and which nobody else reads. A
  /// maximum over several of its numbers can then be masked in their place: it is above zero where the number
  /// that it took is, so the gradient is the same, and there are fewer numbers to mask.
  func takesReLUBackward(of value: Tensor) -> Bool {
    let buffer = ObjectIdentifier(value.buffer)
    guard mode == .training, signed.contains(buffer), !preserved.contains(buffer) else { return false }
    return unmasked.insert(buffer).inserted
  }

  /// Whether a layer may write its output over this one of its inputs.
  ///
  /// - Parameter keepingSigns: Numbers become zero at most, and none changes its sign.
  func mayOverwrite(_ value: Tensor, keepingSigns: Bool) -> Bool {
    let buffer = ObjectIdentifier(value.buffer)
    return !preserved.contains(buffer) && (keepingSigns || !signed.contains(buffer))
  }

  /// Keeps later layers from writing over an output that backward needs.
  func preserve(_ value: Tensor) { preserved.insert(ObjectIdentifier(value.buffer)) }

  /// Sets what the layer gives, and how to come back from it.
  ///
  /// - Parameter backward: Called in training only. It traps to leave it out there for a layer that needs
  ///   one.
  func replaceValue(with result: Tensor, backward: @escaping Backward) {
    replaceValue(with: result) { (gradient: Tensor, needed: [Bool]) throws(KernelError) -> [Tensor?] in
      [try backward(gradient, needed[0])]
    }
  }

  /// The same for a layer with several inputs; without `backward`, for inference alone.
  func replaceValue(with result: Tensor, backward: JoinBackward? = nil) {
    let item = graph.items[index]
    let needed = item.sources.map(needsGradient)
    let hasParameters = graph.items[index].tensors.contains {
      !store.declarations[$0].isStatistic && !graph.isFrozen($0)
    }
    let own = index
    if reluTaken && !reluMasksItself || item.layer is ReLU {
      signed.insert(ObjectIdentifier(result.buffer))
    }
    if reluTaken {
      outputs[index] = result
      index += 1
      reluTaken = false
    }
    outputs[index] = result
    learns[index] = hasParameters || needed.contains(true)
    if graph.consumers[index] > 1 { preserve(result) }
    if learns[index], mode == .training, let backward {
      backwards.append(
        BackwardEntry(index: own, output: index, sources: item.sources, needed: needed, build: backward))
    }
  }

  /// The same numbers in a layout: the tensor itself where it lies so, else a copy made by the plan.
  func aligned(_ tensor: Tensor, to layout: Layout, in phase: Phase) throws(KernelError) -> Tensor {
    guard tensor.layout != layout else { return tensor }
    // Copies of weights are made once a step, and read by every shard.
    let copy = phase == .weights ? lasting(layout) : self.tensor(layout)
    let operation = try context.reorder(from: tensor.layout, to: layout)
    try operation.bind(.source, tensor)
    try operation.bind(.destination, copy)
    add(operation, in: phase)
    return copy
  }

  /// Appends work. An operation is compiled here, so that the first step doesn't wait for it.
  func add(_ operation: Operation, in phase: Phase) {
    plan.scratchpadBytes = max(plan.scratchpadBytes, operation.scratchpadBytes)
    // Reorders are copies: their fall-back costs little.
    if operation.isSlow, operation.layout(.source) != nil, index < graph.items.count {
      let text = "\(graph.items[index].line.text): \(operation.implementation)"
      if !plan.slowOperations.contains(text) { plan.slowOperations.append(text) }
    }
    switch phase {
    case .weights: plan.refreshing.append((index, operation))
    case .forward: plan.forward.append(Plan.Work(item: index) { operation.run() })
    case .backward: plan.backward.append(Plan.Work(item: index) { operation.run() })
    }
  }

  func add(in phase: Phase, _ work: @escaping () -> Void) {
    precondition(phase != .weights, "weights are refreshed by operations")
    let work = Plan.Work(item: index, run: work)
    if phase == .forward { plan.forward.append(work) } else { plan.backward.append(work) }
  }

  /// Cuts the work here: all shards of a batch come to this place before any goes on.
  func meet(in phase: Phase) {
    precondition(phase != .weights, "weights are refreshed by operations")
    if phase == .forward {
      plan.forwardCuts.append(plan.forward.count)
    } else {
      plan.backwardCuts.append(plan.backward.count)
    }
  }

  /// The place of so many numbers that a shard tells the others.
  func exchanged(_ count: Int) -> Int {
    defer { plan.exchangeLength += count }
    return plan.exchangeLength
  }

  /// A range of the random stream of dropout that belongs to the layer; counted in numbers, a multiple of 4.
  func dropoutIndices(_ count: Int) -> Int {
    defer { dropoutCount += (count + 3) / 4 * 4 }
    return dropoutCount
  }

  /// Lets the shard's statistic, times a factor, go where the step collects it.
  func addStatistic(_ number: Int, from tensor: Tensor, factor: Float) {
    guard mode == .training else { return }
    let offset = store.offsets[tensorIndex(number)]
    let count = store.declarations[tensorIndex(number)].count
    let plan = plan
    add(in: .forward) { [unowned plan] in
      guard let target = plan.job.statistics else { return }
      for index in 0..<count { target[offset + index] = tensor.pointer[index] * factor }
    }
  }
}
