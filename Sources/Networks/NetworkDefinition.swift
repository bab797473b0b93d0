public import Models

/// The layers of a network as they were written. What they do to shapes is known when input and classes are.
public struct NetworkDefinition: ModelDefinition {
  public let lines: [LayerLine]

  /// - Throws: `.noLayers`, `.unknownLayer`, `.unexpectedBlock`.
  public init(lines: [LayerLine]) throws(NetworkError) {
    guard !lines.isEmpty else { throw .noLayers }
    for line in lines {
      guard Layers.named(line.name) != nil else { throw .unknownLayer(name: line.name, line: line.line) }
      guard line.blocks.isEmpty else { throw .unexpectedBlock(text: line.text, line: line.line) }
    }
    self.lines = lines
  }
}
