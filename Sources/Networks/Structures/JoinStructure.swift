internal import Declarations

/// `add stem`, `concat stem`: what comes from the line before, joined with the outputs of layers that were
/// named further up (`conv 32 3x3 name=stem`).
struct JoinStructure: Structure {
  let isSum: Bool

  static let add = LayerDeclaration(
    name: "add", summary: "adds the outputs of named layers", parameters: [layers], example: "add stem",
    structure: JoinStructure(isSum: true))

  static let concat = LayerDeclaration(
    name: "concat", summary: "puts the channels of named layers beside", parameters: [layers],
    example: "concat stem",
    structure: JoinStructure(isSum: false))

  private static let layers = Parameter(
    "layers", .text, .variadic, required: true, summary: "the name=… of layers further up, one or more")

  func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    var sources = [builder.current]
    for name in line.arguments.texts("layers") { sources.append(try builder.item(named: name, for: line)) }
    let layer: any Layer = isSum ? AddLayer(hint: nil) : ConcatenationLayer(hint: nil)
    try builder.add(layer, line, sources: sources)
  }
}
