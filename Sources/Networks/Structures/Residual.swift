internal import Declarations

/// `residual { … }`: a residual block, which adds the output of its layers to their input (He et al., "Deep
/// residual learning for image recognition", doi:10.1109/CVPR.2016.90).
///
/// If the layers change the shape, `skip { … }` in the block must convert the input to it.
public struct Residual: NetworkElement {
  /// The layers of the residual path.
  public var layers: [any NetworkElement]
  /// The layers of the shortcut; empty is the identity.
  public var skip: [any NetworkElement]

  /// A residual block.
  ///
  /// - Parameters:
  ///   - layers: The layers of the residual path.
  ///   - skip: The layers of the shortcut; empty is the identity.
  public init(_ layers: [any NetworkElement], skip: [any NetworkElement] = []) {
    self.layers = layers
    self.skip = skip
  }

  static let declaration = LayerDeclaration(
    name: "residual", summary: "Add the input to the output of the block.",
    example: "residual { conv 32 3x3 stride=2; relu; conv 32 3x3; skip { conv 32 1x1 stride=2 } }",
    blocks: 1...1,
    structure: Residual.self)

  public var line: LayerLine {
    Self.declaration.line(blocks: [layers + (skip.isEmpty ? [] : [Skip(layers: skip)])])
  }
}

/// The line of a skip in the block of its residual.
private struct Skip: NetworkElement {
  let layers: [any NetworkElement]

  var line: LayerLine { SkipStructure.declaration.line(blocks: [layers]) }
}

extension Residual: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    let skips = line.blocks[0].filter { $0.name == SkipStructure.declaration.name }
    let layers = line.blocks[0].filter { $0.name != SkipStructure.declaration.name }
    guard !layers.isEmpty else { throw .wrongBlocks(text: line.text, line: line.line, count: 1) }
    if skips.count > 1 { throw .secondSkip(text: skips[1].text, line: skips[1].line) }
    let start = builder.current
    try builder.append(layers)
    let main = builder.current
    builder.current = start
    if let skip = skips.first { try builder.append(skip.blocks[0]) }
    try builder.add(AddLayer(hint: hint(skips.first)), line, sources: [main, builder.current])
  }

  private static func hint(_ skip: LayerLine?) -> String {
    skip == nil
      ? "Bring its input to that shape: skip { conv FILTERS 1x1 stride=N } inside the block."
      : "The layers and the skip must come to the same shape."
  }
}

/// `skip { … }` in a residual block: what the input goes through on its way around the layers.
enum SkipStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "skip", summary: "Define the shortcut of a residual block.", parameters: [],
    example: "skip { conv 64 1x1 stride=2; batchnorm }", blocks: 1...1, owner: "residual",
    content: .structure(SkipStructure.self))

  /// Never asked: `residual` takes its block out.
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    throw .misplaced(text: line.text, line: line.line, owner: "residual")
  }

  static func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { count }
}
