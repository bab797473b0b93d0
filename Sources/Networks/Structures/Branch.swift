internal import Declarations

/// `branch concat { … } { … }`: parallel branches on the same input, whose outputs are concatenated along
/// the channels (`concat`) or summed (`add`). An empty branch is the identity.
public struct Branch: NetworkElement {
  /// How the results of the branches become one.
  public enum Join: String, Sendable, Hashable {
    /// Side by side along the channels.
    case concat
    /// Added up.
    case add
  }

  /// How the results become one.
  public var join: Join
  /// The layers of each branch, at least two branches; an empty one hands its input on.
  public var branches: [[any NetworkElement]]

  /// Branches of the same input.
  ///
  /// - Parameters:
  ///   - branches: 2 to 64; an empty one hands its input on.
  ///   - join: How their results become one.
  public init(_ branches: [[any NetworkElement]], join: Join = .concat) {
    self.join = join
    self.branches = branches
  }

  static let declaration = LayerDeclaration(
    name: "branch", summary: "Run several blocks on the same input and join them by concat or add.",
    parameters: [
      .optionalPositional(
        "join", .choice(["concat", "add"]), default: .text("concat"),
        "how their results become one; an empty block hands on")
    ],
    example: "branch concat { conv 16 1x1 } { conv 16 3x3; relu } { }", blocks: 2...64,
    structure: Branch.self)

  public var line: LayerLine {
    Self.declaration.line(["join": .text(join.rawValue)], blocks: branches)
  }
}

extension Branch: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
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
