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
  /// The same for a layer with several inputs: one answer for each.
  typealias JoinBackward = (Tensor, [Bool]) throws(KernelError) -> [Tensor?]

  let context: KernelContext
  let plan: Plan
  let mode: Mode
  /// Of the work of layers whose input isn't the image itself, where oneDNN has fast code for it.
  let precision: Precision
  private let blueprint: Blueprint
  private let store: ParameterStore
  /// The item that is being built.
  private var index = 0
  private var dropoutCount = 0
  private var backwards: [BackwardEntry] = []
  /// Copies of gradients into the layout of all plans, to be made after the operation that is being added.
  private var gradientCopies: [Operation] = []
  /// What each item gives, once it is built.
  private var outputs: [Tensor?]
  /// Whether anything up to an item learns: before that no gradient is needed.
  private var learns: [Bool]
  /// Outputs that must stay as they are: several layers read them, or a layer goes backward from its own.
  private var preserved: Set<ObjectIdentifier> = []
  /// Outputs whose signs must stay: a ReLU goes backward by them.
  private var signed: Set<ObjectIdentifier> = []
  /// The gradients of the items' outputs that were found so far, in backward.
  private var gradients: [Tensor?]
  /// Outputs of ReLUs whose way back a layer behind them does.
  private var unmasked: Set<ObjectIdentifier> = []
  /// Memory of what is read within a stretch of the plan alone.
  private var pool = BufferPool()
  /// What the item that is being built got from it; nil while all memory is to stay.
  private var borrowed: [FloatBuffer]?
  /// How many layers still read a gradient that went to several.
  private var gradientReaders: [ObjectIdentifier: Int] = [:]

  private struct BackwardEntry {
    /// Whose parameters it is about.
    let index: Int
    /// Whose output's gradient it begins from: the item itself, or the ReLU after it whose work it does.
    let output: Int
    let sources: [Int]
    let needed: [Bool]
    let build: JoinBackward
  }

  /// What the layer gets: (batch, channels, height, width).
  var value: Tensor { values[0] }

  /// What a layer with several inputs gets.
  var values: [Tensor] { blueprint.items[index].sources.map(output) }

  var isTraining: Bool { mode != .inference }

  /// Whether the layer gets the image: it stays at 32 bits.
  var isFirst: Bool { blueprint.items[index].sources.contains(Blueprint.image) }

  /// What the layer gets, in 32 bits, for loops of ours.
  func floats(_ value: Tensor) throws(KernelError) -> Tensor {
    try aligned(value, to: value.layout.converted(to: .float32), in: .forward)
  }
  /// Whether the layer that is being built keeps what it learned; statistics included.
  var isFrozen: Bool { blueprint.items[index].tensors.contains(where: blueprint.isFrozen) }
  var classes: Int { blueprint.classes }

  /// Whether the gradient of the network's input is wanted too; `Plan.inputGradient` has it then.
  private let wantsInputGradient: Bool
  private var inputGradient: Tensor?

  init(
    _ blueprint: Blueprint, store: ParameterStore, batch: Int, mode: Mode, precision: Precision = .float32,
    context: KernelContext, wantsInputGradient: Bool = false
  ) {
    self.wantsInputGradient = wantsInputGradient
    self.blueprint = blueprint
    self.store = store
    self.mode = mode
    self.precision = precision
    self.context = context
    plan = Plan(batch: batch, shape: blueprint.input, classes: blueprint.classes)
    outputs = Array(repeating: nil, count: blueprint.items.count)
    gradients = outputs
    learns = Array(repeating: false, count: blueprint.items.count)
    if blueprint.items.count(where: { $0.sources.contains(Blueprint.image) }) > 1 {
      preserved.insert(ObjectIdentifier(plan.input.buffer))
    }
  }

  /// Builds the whole plan.
  func build() throws(KernelError) -> Plan {
    /// How many items still read each output.
    var readers = blueprint.consumers
    while index < blueprint.items.count {
      let first = index
      if mode == .inference { borrowed = [] }
      try buildItem()
      if mode == .inference { recycleActivations(after: first..<index, &readers) }
    }
    borrowed = nil
    plan.logits = try aligned(
      output(blueprint.items.count - 1), to: .plain([plan.batch, classes, 1, 1]), in: .forward)
    guard mode == .training else { return plan }
    plan.logitGradients = tensor(plan.logits.layout)
    gradients[blueprint.items.count - 1] = plan.logitGradients
    for entry in backwards.reversed() {
      guard let gradient = gradients[entry.output] else { continue }
      index = entry.index
      borrowed = []
      let results = try entry.build(gradient, entry.needed)
      release(gradient)
      try deliver(results, to: entry.sources)
      gradients[entry.output] = nil
      recycle([gradient.buffer], unless: gradients.compactMap { $0?.buffer } + [inputGradient?.buffer].compactMap(\.self))
    }
    borrowed = nil
    if let inputGradient { plan.inputGradient = try aligned(inputGradient, to: plan.input.layout, in: .backward) }
    return plan
  }

  /// The forward work of the first layers alone, and what the last of them yields. A ReLU that it does the work of comes with it.
  func buildForward(layers: Int) throws(KernelError) -> (plan: Plan, output: Tensor) {
    while index < layers { try buildItem() }
    return (plan, layers == 0 ? plan.input : output(layers - 1))
  }

  /// Builds the next item, and those whose work it takes.
  private func buildItem() throws(KernelError) {
    try blueprint.items[index].layer.build(self)
    if outputs[index] == nil { replaceValue(with: value) { (gradient: Tensor, _: Bool) in gradient } }
    index += 1
  }

  // MARK: Memory

  /// Lets go of activations that no item after these reads.
  private func recycleActivations(after built: Range<Int>, _ readers: inout [Int]) {
    var done: [FloatBuffer] = []
    for source in blueprint.items[built].flatMap(\.sources) where source != Blueprint.image {
      readers[source] -= 1
      if readers[source] == 0, let output = outputs[source] { done.append(output.buffer) }
    }
    let live = outputs.indices.filter { readers[$0] > 0 || $0 == outputs.count - 1 }
    recycle(done, unless: live.compactMap { outputs[$0]?.buffer })
  }

  /// Gives memory back that the item borrowed, or that was read for the last time, unless somebody else will read it.
  private func recycle(_ read: [FloatBuffer], unless live: [FloatBuffer]) {
    let live = Set(live.map { ObjectIdentifier($0) })
    for buffer in read + (borrowed ?? []) {
      let identity = ObjectIdentifier(buffer)
      guard !live.contains(identity), pool.give(buffer) else { continue }
      // What was known of it was about its content.
      preserved.remove(identity)
      signed.remove(identity)
      gradientReaders[identity] = nil
    }
    borrowed = nil
  }

  private func output(_ item: Int) -> Tensor {
    guard item != Blueprint.image else { return plan.input }
    guard let output = outputs[item] else { preconditionFailure("an item comes after those that it gets") }
    return output
  }

  // MARK: Gradients of values that several layers read

  /// Adds what a layer found to what the other readers of its inputs have found. Readers come in a fixed order, from the last
  /// to the first, so the sums do too.
  private func deliver(_ results: [Tensor?], to sources: [Int]) throws(KernelError) {
    let found = zip(sources, results).compactMap { source, result in
      needsGradient(source) ? result.map { (source, $0) } : nil
    }
    for (_, result) in found { gradientReaders[ObjectIdentifier(result.buffer), default: 0] += 1 }
    for (source, result) in found {
      guard let before = source == Blueprint.image ? inputGradient : gradients[source] else {
        setGradient(result, of: source)
        continue
      }
      let addend = try aligned(result, to: before.layout, in: .backward)
      let sum = mayOverwriteGradient(before) ? before : mayOverwriteGradient(addend) ? addend : tensor(before.layout)
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
    if item == Blueprint.image { inputGradient = gradient } else { gradients[item] = gradient }
  }

  private func needsGradient(_ item: Int) -> Bool { item == Blueprint.image ? wantsInputGradient : learns[item] }

  private func release(_ gradient: Tensor) {
    let buffer = ObjectIdentifier(gradient.buffer)
    if let readers = gradientReaders[buffer] { gradientReaders[buffer] = readers - 1 }
  }

  /// Whether the layer that got this gradient may work in its memory.
  func mayOverwriteGradient(_ gradient: Tensor) -> Bool {
    gradientReaders[ObjectIdentifier(gradient.buffer), default: 0] <= 1
  }

  // MARK: What layers ask for

  /// A tensor that the plan owns. Padding is zero; what else it holds at first is not to be read.
  func tensor(_ layout: Layout) -> Tensor {
    guard borrowed != nil, !layout.isPadded else { return lasting(layout) }
    let (buffer, isNew) = pool.take(count: layout.floatCount)
    if isNew { plan.byteCount += layout.byteCount }
    borrowed?.append(buffer)
    return Tensor(layout: layout, buffer: buffer)
  }

  /// A tensor of zeros whose memory nothing else uses.
  private func lasting(_ layout: Layout) -> Tensor {
    plan.byteCount += layout.byteCount
    return Tensor(layout: layout)
  }

  func keep(_ tensor: Tensor) { plan.kept.append(tensor) }

  /// Whether the layer after the one that is being built is of this kind, and alone gets its output.
  func isFollowed<Other: Layer>(by kind: Other.Type) -> Bool {
    index + 1 < blueprint.items.count && blueprint.items[index + 1].layer is Other
      && blueprint.items[index + 1].sources == [index] && blueprint.consumers[index] == 1
  }

  /// Whether a ReLU comes next; then the caller does its work, and it builds nothing itself.
  ///
  /// - Parameter backward: Whether the caller's own way back does the ReLU's too; else it calls `reluBackward`.
  func takesReLU(backward: Bool = false) -> Bool {
    guard isFollowed(by: ReLULayer.self) else { return false }
    reluTaken = true
    reluMasksItself = backward
    return true
  }
  private var reluTaken = false
  private var reluMasksItself = false

  /// Whether the value is a ReLU's, whose way back is still to be done, and which nobody else reads. A maximum over several of
  /// its numbers can then be masked in their place: it is above zero where the number that it took is, so the gradient is the
  /// same, and there are fewer numbers to mask.
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
  /// - Parameter backward: Called in training only. It traps to leave it out there for a layer that needs one.
  func replaceValue(with result: Tensor, backward: @escaping Backward) {
    replaceValue(with: result) { (gradient: Tensor, needed: [Bool]) throws(KernelError) -> [Tensor?] in
      [try backward(gradient, needed[0])]
    }
  }

  /// The same for a layer with several inputs; without `backward`, for inference alone.
  func replaceValue(with result: Tensor, backward: JoinBackward? = nil) {
    let item = blueprint.items[index]
    let needed = item.sources.map(needsGradient)
    let hasParameters = blueprint.items[index].tensors.contains {
      !store.declarations[$0].isStatistic && !blueprint.isFrozen($0)
    }
    let own = index
    if reluTaken && !reluMasksItself || item.layer is ReLULayer { signed.insert(ObjectIdentifier(result.buffer)) }
    if reluTaken {
      outputs[index] = result
      index += 1
      reluTaken = false
    }
    outputs[index] = result
    learns[index] = hasParameters || needed.contains(true)
    if blueprint.consumers[index] > 1 { preserve(result) }
    if learns[index], mode == .training, let backward {
      backwards.append(
        BackwardEntry(index: own, output: index, sources: item.sources, needed: needed, build: backward))
    }
  }

  /// A learned tensor of the layer for an operation, bound to it; it is in the layout of all plans, and of 32 bits.
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

  private func tensorIndex(_ number: Int) -> Int { blueprint.items[index].tensors.lowerBound + number }

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
    if operation.isSlow, operation.layout(.source) != nil, index < blueprint.items.count {
      let text = "\(blueprint.items[index].line.text): \(operation.implementation)"
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

  /// The gradient before a ReLU whose output is known; in the memory of the gradient after it where nobody else reads that.
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

  /// Lets the gradient of a learned tensor, found by a loop of ours, go where the lane collects it.
  func gradient(_ number: Int, from tensor: Tensor) throws(KernelError) {
    guard !isFrozen else { return }
    let tensorIndex = tensorIndex(number)
    let copy = try context.reorder(from: tensor.layout, to: store.layout(tensorIndex))
    try copy.bind(.source, tensor)
    plan.bindGradient(copy, .destination, offset: store.offsets[tensorIndex])
    add(copy, in: .backward)
  }

  /// Appends an operation that writes gradients of learned tensors and nothing else; a frozen layer needs it not.
  func addLearning(_ operation: Operation) {
    defer { gradientCopies = [] }
    guard !isFrozen else { return }
    add(operation, in: .backward)
    for copy in gradientCopies { add(copy, in: .backward) }
  }
}
