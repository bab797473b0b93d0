internal import Declarations

/// `repeat 3 { … }`: the layers of the block several times in sequence, each time with separate weights.
public struct Repeat: NetworkElement {
  /// How many times, 1 to 1,000.
  public var count: Int
  /// The repeated layers.
  public var layers: [any NetworkElement]

  /// Repeated layers with separate weights.
  ///
  /// - Parameters:
  ///   - count: How many times, 1 to 1,000.
  ///   - layers: The repeated layers.
  public init(_ count: Int, _ layers: [any NetworkElement]) {
    self.count = count
    self.layers = layers
  }

  static let declaration = LayerDeclaration(
    name: "repeat", summary: "Repeat the layers of the block, each time with weights of their own.",
    parameters: [.positional("count", .integer(1...1_000), "how many times")],
    example: "repeat 3 { conv 32 3x3; relu }",
    blocks: 1...1, structure: Repeat.self)

  public var line: LayerLine {
    Self.declaration.line(["count": .number(Double(count))], blocks: [layers])
  }
}

extension Repeat: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    guard !line.blocks[0].isEmpty else { throw .wrongBlocks(text: line.text, line: line.line, count: 1) }
    for round in 1...line.arguments.integer("count") {
      builder.rounds.append(round)
      try builder.append(line.blocks[0])
      builder.rounds.removeLast()
    }
  }

  static func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int {
    count.multipliedReportingOverflow(by: line.arguments.integer("count")).partialValue
  }
}
