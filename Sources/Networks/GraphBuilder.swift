internal import Datasets

/// Goes through the lines of a definition and lays their layers out: structures become the layers that they
/// hold, and every layer learns what it gets.
struct GraphBuilder {
  private(set) var items: [LayerGraph.Item] = []
  private(set) var tensors: [TensorDeclaration] = []
  /// The item whose output the next line gets; a structure moves it to where a branch begins.
  var current = LayerGraph.image
  /// The rounds of the `repeat`s around, from 1, outermost first.
  var rounds: [Int] = []
  private var names: [String: Int] = [:]
  private var labels: Set<String> = []
  private let input: SampleShape
  private let classes: Int
  private let initializer: Initializer

  /// More are no network but a slip of a `repeat`.
  static let mostItems = 20_000

  /// - Parameter initializer: For weights whose layer names none.
  init(input: SampleShape, classes: Int, initializer: Initializer) {
    self.initializer = initializer
    self.input = input
    self.classes = classes
  }

  /// Lays out lines one after the other.
  mutating func append(_ lines: [LayerLine]) throws(NetworkError) {
    for line in lines {
      guard let declaration = Layers.named(line.name) else {
        throw .unknownLayer(name: line.name, line: line.line)
      }
      switch declaration.content {
      case .layer(let make): try add(make(line.arguments), line, sources: [current])
      case .structure(let structure):
        let before = items.count
        try structure.expand(line, into: &self)
        if let name = line.givenName, items.count > before { names[name] = current }
      }
    }
  }

  /// Lays out a layer; what follows gets its output.
  ///
  /// - Parameter part: What it is in a line that becomes several layers; nil for the last, which bears the
  ///   line's own name.
  mutating func add(_ layer: any Layer, _ line: LayerLine, sources: [Int], part: String? = nil)
    throws(NetworkError)
  {
    guard items.count < Self.mostItems else {
      throw .tooLarge(
        text: line.text, line: line.line, what: "the network has more than \(Self.mostItems) layers")
    }
    let given = LayerInput(shapes: sources.map(shape(of:)), classes: classes)
    let output: SampleShape
    do throws(LayerProblem) {
      output = try layer.output(for: given)
    } catch {
      throw .layer(
        text: line.text, line: line.line, found: error.found, expected: error.expected, hint: error.hint)
    }
    guard output.height <= LayerGraph.largestSide, output.width <= LayerGraph.largestSide,
      LayerGraph.product([output.channels, output.height, output.width]) != nil
    else { throw .tooLarge(text: line.text, line: line.line, what: "it gives \(output) values an image") }
    let own = layer.tensors(for: given)
    for tensor in own where LayerGraph.product(tensor.shape) == nil {
      throw .tooLarge(
        text: line.text, line: line.line,
        what: "its \(tensor.name) have \(tensor.shape.map(String.init).joined(separator: "x")) numbers")
    }
    let label = try label(line, part)
    let first = tensors.count
    tensors += own.map {
      TensorDeclaration(name: "\(label).\($0.name)", shape: $0.shape, role: $0.role.filled(initializer))
    }
    items.append(
      LayerGraph.Item(
        layer: layer, line: line, label: label, sources: sources, input: given, output: output,
        tensors: first..<tensors.count))
    current = items.count - 1
    if part == nil, let name = line.givenName { names[name] = current }
  }

  /// The item that a person gave this name; of several rounds of a `repeat`, the last.
  func item(named name: String, for line: LayerLine) throws(NetworkError) -> Int {
    guard let item = names[name] else {
      throw .unknownName(name, text: line.text, line: line.line, known: names.keys.sorted())
    }
    return item
  }

  func shape(of item: Int) -> SampleShape { item == LayerGraph.image ? input : items[item].output }

  private mutating func label(_ line: LayerLine, _ part: String?) throws(NetworkError) -> String {
    let words =
      [line.givenName ?? "\(line.line).\(line.name)"] + rounds.map(String.init) + [part].compactMap { $0 }
    let label = words.joined(separator: ".")
    guard labels.insert(label).inserted else {
      throw .repeatedName(line.givenName ?? label, text: line.text, line: line.line)
    }
    return label
  }
}
