internal import Datasets
internal import Kernels
internal import Tensors

/// Builds a plan layer by layer: forward as the layers come, backward from the last to the first.
final class PlanBuilder {
  enum Mode: Sendable {
    /// Forward only, to learn which layouts the kernels want.
    case discovery
    case training
    case inference
  }

  enum Phase {
    /// Once a step, before the first shard.
    case weights
    case forward
    case backward
  }

  /// Gets the gradient of a layer's output, and whether anyone wants that of its input; gives the latter.
  typealias Backward = (Tensor, Bool) throws(KernelError) -> Tensor?

  let context: KernelContext
  let plan: Plan
  let mode: Mode
  private let blueprint: Blueprint
  private let store: ParameterStore
  private var index = 0
  private var dropoutCount = 0
  private var backwards: [(index: Int, needsInput: Bool, build: Backward)] = []
  /// Copies of gradients into the layout of all plans, to be made after the operation that is being added.
  private var gradientCopies: [Operation] = []
  /// Whether anything up to here learns: before that no gradient is needed.
  private var learns = false
  /// What the next layer gets: (batch, channels, height, width).
  private(set) var value: Tensor

  var isTraining: Bool { mode != .inference }
  var classes: Int { blueprint.classes }

  init(_ blueprint: Blueprint, store: ParameterStore, batch: Int, mode: Mode, context: KernelContext) {
    self.blueprint = blueprint
    self.store = store
    self.mode = mode
    self.context = context
    plan = Plan(batch: batch, shape: blueprint.input, classes: blueprint.classes)
    value = plan.input
  }

  /// Builds the whole plan.
  func build() throws(KernelError) -> Plan {
    while index < blueprint.items.count {
      try blueprint.items[index].layer.build(self)
      index += 1
    }
    plan.logits = try aligned(value, to: .plain([plan.batch, classes, 1, 1]), in: .forward)
    guard mode == .training else { return plan }
    plan.logitGradients = tensor(plan.logits.layout)
    var gradient = plan.logitGradients
    for entry in backwards.reversed() {
      index = entry.index
      guard let next = try entry.build(gradient, entry.needsInput) else { break }
      gradient = next
    }
    return plan
  }

  // MARK: What layers ask for

  /// A tensor of zeros that the plan owns.
  func tensor(_ layout: Layout) -> Tensor { Tensor(layout: layout) }

  func keep(_ tensor: Tensor) { plan.kept.append(tensor) }

  /// Whether the layer after the one that is being built is of this kind.
  func isFollowed<Other: Layer>(by kind: Other.Type) -> Bool {
    index + 1 < blueprint.items.count && blueprint.items[index + 1].layer is Other
  }

  /// Whether a ReLU comes next; then the caller does its work, and it builds nothing itself.
  func takesReLU() -> Bool {
    guard isFollowed(by: ReLULayer.self) else { return false }
    reluTaken = true
    return true
  }
  private var reluTaken = false

  /// Sets what the next layer gets, and how to come back from it.
  ///
  /// - Parameter backward: Called in training only. It traps to leave it out there for a layer that needs one.
  func replaceValue(with result: Tensor, backward: Backward? = nil) {
    let needsInput = learns
    if blueprint.items[index].tensors.contains(where: { !store.declarations[$0].isStatistic }) { learns = true }
    if learns, mode == .training, let backward { backwards.append((index, needsInput, backward)) }
    value = result
    if reluTaken {
      index += 1
      reluTaken = false
    }
  }

  /// A learned tensor of the layer for an operation, bound to it; it is in the layout of all plans.
  func parameter(_ number: Int, for operation: Operation, _ role: Role) throws(KernelError) -> Tensor {
    let wanted = operation.required(role)
    let tensor = master(number, preferring: wanted)
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

  /// A running statistic of the layer, plain.
  func statistic(_ number: Int) -> Tensor { master(number, preferring: store.layout(tensorIndex(number))) }

  private func tensorIndex(_ number: Int) -> Int { blueprint.items[index].tensors.lowerBound + number }

  /// The same numbers in a layout: the tensor itself where it lies so, else a copy made by the plan.
  func aligned(_ tensor: Tensor, to layout: Layout, in phase: Phase) throws(KernelError) -> Tensor {
    guard tensor.layout != layout else { return tensor }
    let copy = self.tensor(layout)
    let operation = try context.reorder(from: tensor.layout, to: layout)
    try operation.bind(.source, tensor)
    try operation.bind(.destination, copy)
    add(operation, in: phase)
    return copy
  }

  /// Appends work. An operation is compiled here, so that the first step doesn't wait for it.
  func add(_ operation: Operation, in phase: Phase) {
    // Reorders are copies: their fall-back costs little.
    if operation.isSlow, operation.layout(.source) != nil, index < blueprint.items.count {
      let text = "\(blueprint.items[index].line.text): \(operation.implementation)"
      if !plan.slowOperations.contains(text) { plan.slowOperations.append(text) }
    }
    switch phase {
    case .weights: plan.refreshing.append(operation)
    case .forward: plan.forward.append { operation.run() }
    case .backward: plan.backward.append { operation.run() }
    }
  }

  func add(in phase: Phase, _ work: @escaping () -> Void) {
    precondition(phase != .weights, "weights are refreshed by operations")
    if phase == .forward { plan.forward.append(work) } else { plan.backward.append(work) }
  }

  /// A stretch of the random stream of dropout that belongs to the layer; counted in numbers, a multiple of 4.
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

  // MARK: Backward

  /// The gradient before a ReLU whose output is known, in the memory of the gradient after it.
  func reluBackward(_ gradient: Tensor, output: Tensor) throws(KernelError) -> Tensor {
    let gradient = try aligned(gradient, to: output.layout, in: .backward)
    let operation = try context.reluBackward(output.layout)
    try operation.bind(.destination, output)
    try operation.bind(.destinationGradient, gradient)
    try operation.bind(.sourceGradient, gradient)
    add(operation, in: .backward)
    return gradient
  }

  /// Lets an operation write the gradient of a learned tensor where the lane collects it. `addLearning` follows.
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

  /// Appends an operation that writes gradients.
  func addLearning(_ operation: Operation) {
    add(operation, in: .backward)
    for copy in gradientCopies { add(copy, in: .backward) }
    gradientCopies = []
  }
}
