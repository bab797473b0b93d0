internal import Datasets

/// A definition with input and classes: every layer with its shapes, its tensors and what it gets.
struct LayerGraph: Sendable {
  struct Item: Sendable {
    let layer: any Layer
    let line: LayerLine
    /// Unique in the network: the name that a person gave, or `3.conv`; in a `repeat` the round follows,
    /// `3.conv.2`.
    let label: String
    /// The items whose outputs it gets; `image` is the input of the network. All are before it.
    let sources: [Int]
    let input: LayerInput
    let output: SampleShape
    /// Which of `tensors` are its own.
    let tensors: Range<Int>
  }

  /// Stands for the input of the network among the sources of an item.
  static let image = -1

  let input: SampleShape
  let classes: Int
  /// In the order in which they are computed; the last one gives the output of the network.
  let items: [Item]
  /// All tensors in the order of the layers; names are unique: `3.conv.weights`.
  let tensors: [TensorDeclaration]
  /// How many items get the output of each item.
  let consumers: [Int]
  /// For each tensor, whether training leaves it as it is.
  private let frozen: [Bool]

  func isFrozen(_ tensor: Int) -> Bool { frozen[tensor] }

  /// Bounds that keep all arithmetic on sizes far from overflow; what fits below them may still not fit in
  /// memory.
  static let largestCount = 1 << 31
  static let largestSide = 1 << 20

  init(_ definition: NetworkDefinition, input: SampleShape, classes: Int) throws(NetworkError) {
    guard classes >= 2 else { throw .tooFewClasses(classes) }
    var builder = GraphBuilder(input: input, classes: classes, initializer: definition.initializer)
    try builder.append(definition.lines)
    guard let last = builder.items.last else { throw .noLayers }
    guard last.output == SampleShape(channels: classes, height: 1, width: 1) else {
      throw .lastLayer(text: last.line.text, line: last.line.line, found: last.output, classes: classes)
    }
    let items = builder.items
    self.init(
      input: input, classes: classes, items: items, tensors: builder.tensors,
      frozen: items.flatMap { item in item.tensors.map { _ in definition.frozen.contains(item.line.line) } })
  }

  /// - Parameter frozen: For each tensor, whether training leaves it as it is; nil for none.
  init(
    input: SampleShape, classes: Int, items: [Item], tensors: [TensorDeclaration], frozen: [Bool]? = nil
  ) {
    self.input = input
    self.classes = classes
    self.items = items
    self.tensors = tensors
    self.frozen = frozen ?? tensors.map { _ in false }
    var consumers = Array(repeating: 0, count: items.count)
    for source in items.flatMap(\.sources) where source != Self.image { consumers[source] += 1 }
    self.consumers = consumers
  }

  /// The product, or nil above `largestCount`.
  static func product(_ sizes: [Int]) -> Int? {
    var result = 1
    for size in sizes {
      let (next, overflow) = result.multipliedReportingOverflow(by: size)
      if overflow || next > largestCount { return nil }
      result = next
    }
    return result
  }
}
