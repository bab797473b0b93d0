internal import Declarations

/// `residual { … }`: what its layers make of the input, added to the input itself (He et al., "Deep residual
/// learning for image recognition", doi:10.1109/CVPR.2016.90).
///
/// Where the layers change the shape, `skip { … }` inside the block says what brings the input to it.
struct ResidualStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "residual", summary: "adds its input to what its layers make of it",
    example: "residual { conv 32 3x3 stride=2; relu; conv 32 3x3; skip { conv 32 1x1 stride=2 } }",
    blocks: 1...1,
    structure: ResidualStructure())

  func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
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

  private func hint(_ skip: LayerLine?) -> String {
    skip == nil
      ? "Bring its input to that shape: skip { conv FILTERS 1x1 stride=N } inside the block."
      : "The layers and the skip must come to the same shape."
  }
}

/// `skip { … }` in a residual block: what the input goes through on its way around the layers.
struct SkipStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "skip", summary: "in residual: what its input goes through on the way around", parameters: [],
    example: "skip { conv 64 1x1 stride=2; batchnorm }", blocks: 1...1, owner: "residual",
    content: .structure(SkipStructure()))

  /// Never asked: `residual` takes its block out.
  func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    throw .misplaced(text: line.text, line: line.line, owner: "residual")
  }

  func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { count }
}
