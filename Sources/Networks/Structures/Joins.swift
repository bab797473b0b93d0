internal import Declarations

/// `add stem`: the sum of the previous output and the outputs of earlier named layers (`conv 32 3x3
/// name=stem`).
public struct Add: NamedJoin, Hashable {
  public let layers: [String]

  public init(layers: [String]) { self.layers = layers }

  public var line: LayerLine { joinLine }

  static let declaration = LayerDeclaration(
    name: "add", summary: "Add the outputs of named layers.", parameters: [NamedLayers.parameter],
    example: "add stem", structure: Add.self)
}

extension Add: JoinStructure {
  static let layer: any Layer = AddLayer(hint: nil)
}

/// `concat stem`: concatenates the previous output and the outputs of earlier named layers along the
/// channels.
public struct Concatenation: NamedJoin, Hashable {
  public let layers: [String]

  public init(layers: [String]) { self.layers = layers }

  public var line: LayerLine { joinLine }

  static let declaration = LayerDeclaration(
    name: "concat", summary: "Concatenate the channels of named layers.", parameters: [NamedLayers.parameter],
    example: "concat stem", structure: Concatenation.self)
}

extension Concatenation: JoinStructure {
  static let layer: any Layer = ConcatenationLayer(hint: nil)
}

/// A layer that joins the previous output with those of earlier named layers.
public protocol NamedJoin: NetworkElement {
  /// The names of the other layers, at least one.
  var layers: [String] { get }
  /// A join with these layers.
  ///
  /// - Parameter layers: Their names, at least one.
  init(layers: [String])
}

extension NamedJoin {
  /// A join with these layers.
  ///
  /// - Parameter layers: Their names, at least one.
  public init(_ layers: String...) { self.init(layers: layers) }
}

/// What becomes of the line of a join.
protocol JoinStructure: NamedJoin, Structure {
  static var declaration: LayerDeclaration { get }
  static var layer: any Layer { get }
}

extension JoinStructure {
  var joinLine: LayerLine { Self.declaration.line(["layers": .list(layers.map { .text($0) })]) }

  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    // The item before and those with the names.
    var sources = [builder.current]
    for name in line.arguments.texts("layers") { sources.append(try builder.item(named: name, for: line)) }
    try builder.add(layer, line, sources: sources)
  }
}

private enum NamedLayers {
  static let parameter = Parameter(
    "layers", .text, .variadic, required: true, summary: "the name=… of layers further up, one or more")
}
