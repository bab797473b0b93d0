internal import Declarations

/// `branch concat { … } { … }`: several ways for the same input, whose results stand side by side along the channels
/// (`concat`) or are added up (`add`). An empty block hands its input on.
struct BranchStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "branch", summary: "several ways for the same input, joined by concat (side by side) or add",
    parameters: [
      .optionalPositional(
        "join", .choice(["concat", "add"]), default: .text("concat"), "how their results become one; an empty block hands on")
    ],
    example: "branch concat { conv 16 1x1 } { conv 16 3x3; relu } { }", blocks: 2...64, structure: BranchStructure())

  func unfold(_ line: LayerLine, into unfolding: inout Unfolding) throws(NetworkError) {
    let start = unfolding.current
    var ends: [Int] = []
    for block in line.blocks {
      unfolding.current = start
      try unfolding.append(block)
      ends.append(unfolding.current)
    }
    let hint = "Each block must come to the same \(line.arguments.text("join") == "add" ? "shape" : "width and height")."
    let layer: any Layer =
      line.arguments.text("join") == "add" ? AddLayer(hint: hint) : ConcatenationLayer(hint: hint)
    try unfolding.add(layer, line, sources: ends)
  }
}
