public import Datasets
internal import Declarations
public import Models

/// The layers of a network, before input shape and classes are known.
public struct NetworkDefinition: ModelDefinition {
  /// The lines, structures with their blocks.
  public let lines: [LayerLine]
  /// The weight initialization of layers without their own.
  public let initializer: Initializer
  /// The input shape that it was designed for; nil accepts any.
  public let input: SampleShape?
  /// The number of classes that it was designed for; nil accepts any.
  public let classes: Int?
  /// The numbers of frozen lines, from 1, whose layers training doesn't change. A frozen `batchnorm` uses its
  /// running statistics in training too.
  public internal(set) var frozen: Set<Int> = []

  /// - Throws: `.noLayers`, `.unknownLayer`, `.unexpectedBlock`, `.wrongBlocks`, `.misplaced`,
  ///   `.invalidArgument`, `.badName`.
  public init(
    lines: [LayerLine], initializer: Initializer = .fanIn, input: SampleShape? = nil, classes: Int? = nil
  ) throws(NetworkError) {
    guard !lines.isEmpty else { throw .noLayers }
    try Self.check(lines, owner: nil)
    self.lines = lines
    self.initializer = initializer
    self.input = input
    self.classes = classes
  }

  /// The definition in the syntax of the shell, blocks indented.
  public var text: String { LayerLine.text(of: lines, indent: 0) }

  /// The number of layers, with repetitions of `repeat` and joins of branches.
  public var layerCount: Int { Self.count(lines) }

  private static func count(_ lines: [LayerLine]) -> Int {
    lines.reduce(0) { total, line in
      guard case .structure(let structure) = Layers.named(line.name)?.content else { return total + 1 }
      return total &+ structure.layerCount(line, inBlocks: line.blocks.reduce(0) { $0 &+ count($1) })
    }
  }

  private static func check(_ lines: [LayerLine], owner: String?) throws(NetworkError) {
    for line in lines {
      guard let declaration = Layers.named(line.name) else {
        throw .unknownLayer(name: line.name, line: line.line)
      }
      if line.blocks.count > declaration.blocks.upperBound {
        throw .unexpectedBlock(text: line.text, line: line.line)
      }
      if line.blocks.count < declaration.blocks.lowerBound {
        throw .wrongBlocks(text: line.text, line: line.line, count: declaration.blocks.lowerBound)
      }
      if let wanted = declaration.owner, wanted != owner {
        throw .misplaced(text: line.text, line: line.line, owner: wanted)
      }
      for parameter in declaration.parameters {
        let value = line.arguments[parameter.name]
        guard value.map(parameter.accepts) ?? !parameter.isRequired else {
          throw .invalidArgument(
            name: parameter.name, meaning: parameter.summary, text: line.text, line: line.line)
        }
      }
      if let name = line.givenName, !isName(name) { throw .badName(name, text: line.text, line: line.line) }
      for block in line.blocks { try check(block, owner: line.name) }
    }
  }

  /// Checks that each name in `add` and `concat` is the name of a layer.
  ///
  /// - Throws: `.unknownName`.
  public func checkNames() throws(NetworkError) {
    let names = Set(allLines.compactMap(\.givenName))
    for line in allLines where [Add.declaration.name, Concatenation.declaration.name].contains(line.name) {
      for name in line.arguments.texts("layers") where !names.contains(name) {
        throw .unknownName(name, text: line.text, line: line.line, known: names.sorted())
      }
    }
  }

  /// A letter or `_`, then letters, digits and `_`.
  private static func isName(_ text: String) -> Bool {
    text.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
      default: false
      }
    } && !text.isEmpty
  }
}
