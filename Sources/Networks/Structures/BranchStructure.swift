internal import Declarations

/// `branch concat { … } { … }`: several ways for the same input, whose results stand side by side along the
/// channels (`concat`) or are added up (`add`). An empty block hands its input on.
struct BranchStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "branch", summary: "several ways for the same input, joined by concat (side by side) or add",
    parameters: [
      .optionalPositional(
        "join", .choice(["concat", "add"]), default: .text("concat"),
        "how their results become one; an empty block hands on")
    ],
    example: "branch concat { conv 16 1x1 } { conv 16 3x3; relu } { }", blocks: 2...64,
    structure: BranchStructure())

  func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    let start = builder.current
    var ends: [Int] = []
    for block in line.blocks {
      builder.current = start
      try builder.append(block)
      ends.append(builder.current)
    }
    let hint =
      "Each block must come to the same "
      + "\(line.arguments.text("join") == "add" ? "shape" : "width and height")."
    let layer: any Layer =
      line.arguments.text("join") == "add" ? AddLayer(hint: hint) : ConcatenationLayer(hint: hint)
    try builder.add(layer, line, sources: ends)
  }
}
