internal import Declarations

/// `add stem`: the sum of the previous output and the outputs of earlier named layers (`conv 32 3x3
/// name=stem`).
public struct Add: NetworkElement, Hashable {
  /// The names of the other layers, at least one.
  public var layers: [String]

  /// The sum of the input and the outputs of named layers.
  ///
  /// - Parameter layers: Their names, at least one.
  public init(_ layers: String...) { self.layers = layers }

  static let declaration = LayerDeclaration(
    name: "add", summary: "Add the outputs of named layers.", parameters: [NamedLayers.parameter],
    example: "add stem", structure: Add.self)

  public var line: LayerLine { Self.declaration.line(NamedLayers.values(layers)) }
}

extension Add: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    try builder.add(AddLayer(hint: nil), line, sources: try NamedLayers.sources(line, builder))
  }
}

/// `concat stem`: concatenates the previous output and the outputs of earlier named layers along the
/// channels.
public struct Concatenation: NetworkElement, Hashable {
  /// The names of the other layers, at least one.
  public var layers: [String]

  /// The channels of the input and of named layers, side by side.
  ///
  /// - Parameter layers: Their names, at least one.
  public init(_ layers: String...) { self.layers = layers }

  static let declaration = LayerDeclaration(
    name: "concat", summary: "Concatenate the channels of named layers.", parameters: [NamedLayers.parameter],
    example: "concat stem", structure: Concatenation.self)

  public var line: LayerLine { Self.declaration.line(NamedLayers.values(layers)) }
}

extension Concatenation: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    try builder.add(ConcatenationLayer(hint: nil), line, sources: try NamedLayers.sources(line, builder))
  }
}

/// What `add` and `concat` share.
private enum NamedLayers {
  static let parameter = Parameter(
    "layers", .text, .variadic, required: true, summary: "the name=… of layers further up, one or more")

  static func values(_ names: [String]) -> [String: ArgumentValue?] {
    ["layers": .list(names.map { .text($0) })]
  }

  /// The item before and those with the names.
  static func sources(_ line: LayerLine, _ builder: GraphBuilder) throws(NetworkError) -> [Int] {
    var sources = [builder.current]
    for name in line.arguments.texts("layers") { sources.append(try builder.item(named: name, for: line)) }
    return sources
  }
}
