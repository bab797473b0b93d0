internal import Datasets

/// A definition with input and classes: every layer with its shapes and its tensors.
struct Blueprint: Sendable {
  struct Item: Sendable {
    let layer: any Layer
    let line: LayerLine
    let input: LayerInput
    let output: SampleShape
    /// Which of `tensors` are its own.
    let tensors: Range<Int>
  }

  let input: SampleShape
  let classes: Int
  let items: [Item]
  /// All tensors in the order of the layers; names are unique: `3.conv.weights`.
  let tensors: [TensorDeclaration]

  /// Bounds that keep all arithmetic on sizes far from overflow; what fits below them may still not fit in memory.
  static let largestCount = 1 << 31
  static let largestSide = 1 << 20

  init(_ definition: NetworkDefinition, input: SampleShape, classes: Int) throws(NetworkError) {
    guard classes >= 2 else { throw .tooFewClasses(classes) }
    var items: [Item] = []
    var tensors: [TensorDeclaration] = []
    var shape = input
    for line in definition.lines {
      guard let declaration = Layers.named(line.name) else { throw .unknownLayer(name: line.name, line: line.line) }
      let layer = declaration.make(line.arguments)
      let given = LayerInput(shape: shape, classes: classes)
      do throws(LayerProblem) {
        shape = try layer.output(for: given)
      } catch {
        throw .layer(text: line.text, line: line.line, found: error.found, expected: error.expected, hint: error.hint)
      }
      guard shape.height <= Self.largestSide, shape.width <= Self.largestSide,
        let values = Self.product([shape.channels, shape.height, shape.width])
      else { throw .tooLarge(text: line.text, line: line.line, what: "it gives \(shape) values an image") }
      _ = values
      let own = layer.tensors(for: given)
      for tensor in own where Self.product(tensor.shape) == nil {
        throw .tooLarge(
          text: line.text, line: line.line,
          what: "its \(tensor.name) have \(tensor.shape.map(String.init).joined(separator: "x")) numbers")
      }
      let first = tensors.count
      tensors += own.map {
        TensorDeclaration(name: "\(line.line).\(line.name).\($0.name)", shape: $0.shape, role: $0.role)
      }
      items.append(Item(layer: layer, line: line, input: given, output: shape, tensors: first..<tensors.count))
    }
    guard let last = definition.lines.last else { throw .noLayers }
    guard shape == SampleShape(channels: classes, height: 1, width: 1) else {
      throw .lastLayer(text: last.text, line: last.line, found: shape, classes: classes)
    }
    self.input = input
    self.classes = classes
    self.items = items
    self.tensors = tensors
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
