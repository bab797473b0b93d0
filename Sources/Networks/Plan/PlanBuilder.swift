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
  let graph: LayerGraph
  let store: ParameterStore
  /// The item that is being built.
  var index = 0
  var dropoutCount = 0
  var backwards: [BackwardEntry] = []
  /// Copies of gradients into the layout of all plans, to be made after the operation that is being added.
  var gradientCopies: [Operation] = []
  /// What each item gives, once it is built.
  var outputs: [Tensor?]
  /// Whether anything up to an item learns: before that no gradient is needed.
  var learns: [Bool]
  /// Outputs that must stay as they are: several layers read them, or a layer goes backward from its own.
  var preserved: Set<ObjectIdentifier> = []
  /// Outputs whose signs must stay: a ReLU goes backward by them.
  var signed: Set<ObjectIdentifier> = []
  /// The gradients of the items' outputs that were found so far, in backward.
  var gradients: [Tensor?]
  /// Outputs of ReLUs whose way back a layer behind them does.
  var unmasked: Set<ObjectIdentifier> = []
  /// Memory of what is read within a part of the plan alone.
  var pool = BufferPool()
  /// What the item that is being built got from it; nil while all memory is to stay.
  var borrowed: [FloatBuffer]?
  /// Whether the item that is being built does the work of the ReLU behind it, and its way back too.
  var reluTaken = false
  var reluMasksItself = false
  /// How many layers still read a gradient that went to several.
  var gradientReaders: [ObjectIdentifier: Int] = [:]

  struct BackwardEntry {
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
  var values: [Tensor] { graph.items[index].sources.map(output) }

  var isTraining: Bool { mode != .inference }

  /// Whether the layer gets the image: it stays at 32 bits.
  var isFirst: Bool { graph.items[index].sources.contains(LayerGraph.image) }

  /// What the layer gets, in 32 bits, for loops of ours.
  func floats(_ value: Tensor) throws(KernelError) -> Tensor {
    try aligned(value, to: value.layout.converted(to: .float32), in: .forward)
  }

  /// Whether the layer that is being built keeps what it learned; statistics included.
  var isFrozen: Bool { graph.items[index].tensors.contains(where: graph.isFrozen) }
  var classes: Int { graph.classes }

  /// Whether the gradient of the network's input is wanted too; `Plan.inputGradient` has it then.
  let wantsInputGradient: Bool
  var inputGradient: Tensor?

  init(
    _ graph: LayerGraph, store: ParameterStore, batch: Int, mode: Mode, precision: Precision = .float32,
    context: KernelContext, wantsInputGradient: Bool = false
  ) {
    self.wantsInputGradient = wantsInputGradient
    self.graph = graph
    self.store = store
    self.mode = mode
    self.precision = precision
    self.context = context
    plan = Plan(batch: batch, shape: graph.input, classes: graph.classes)
    outputs = Array(repeating: nil, count: graph.items.count)
    gradients = outputs
    learns = Array(repeating: false, count: graph.items.count)
    if graph.items.count(where: { $0.sources.contains(LayerGraph.image) }) > 1 {
      preserved.insert(ObjectIdentifier(plan.input.buffer))
    }
  }

  /// Builds the whole plan.
  func build() throws(KernelError) -> Plan {
    // The closures for the backward pass hold this builder: without this, neither would ever be freed.
    defer { backwards = [] }
    /// How many items still read each output.
    var readers = graph.consumers
    while index < graph.items.count {
      let first = index
      if mode == .inference { borrowed = [] }
      try buildItem()
      if mode == .inference { recycleActivations(after: first..<index, &readers) }
    }
    borrowed = nil
    plan.logits = try aligned(
      output(graph.items.count - 1), to: .plain([plan.batch, classes, 1, 1]), in: .forward)
    guard mode == .training else { return plan }
    plan.logitGradients = tensor(plan.logits.layout)
    gradients[graph.items.count - 1] = plan.logitGradients
    for entry in backwards.reversed() {
      guard let gradient = gradients[entry.output] else { continue }
      index = entry.index
      borrowed = []
      let results = try entry.build(gradient, entry.needed)
      release(gradient)
      try deliver(results, to: entry.sources)
      gradients[entry.output] = nil
      recycle(
        [gradient.buffer],
        unless: gradients.compactMap { $0?.buffer } + [inputGradient?.buffer].compactMap(\.self))
    }
    borrowed = nil
    if let inputGradient {
      plan.inputGradient = try aligned(inputGradient, to: plan.input.layout, in: .backward)
    }
    return plan
  }

  /// The forward work of the first layers alone, and what the last of them yields. A ReLU that it does the
  /// work of comes with it.
  func buildForward(layers: Int) throws(KernelError) -> (plan: Plan, output: Tensor) {
    defer { backwards = [] }
    while index < layers { try buildItem() }
    return (plan, layers == 0 ? plan.input : output(layers - 1))
  }

  /// Builds the next item, and those whose work it takes.
  private func buildItem() throws(KernelError) {
    try graph.items[index].layer.build(self)
    if outputs[index] == nil { replaceValue(with: value) { (gradient: Tensor, _: Bool) in gradient } }
    index += 1
  }

  func output(_ item: Int) -> Tensor {
    guard item != LayerGraph.image else { return plan.input }
    guard let output = outputs[item] else { preconditionFailure("an item comes after those that it gets") }
    return output
  }
}
