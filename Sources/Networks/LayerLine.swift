public import Declarations

/// A line of a network as a person wrote it, bound to what its layer takes.
public struct LayerLine: Sendable, Hashable {
  /// The name of the layer, `conv`.
  public let name: String
  public let arguments: Arguments
  /// The line as it was typed, for messages; without its blocks.
  public let text: String
  /// Its place in the definition, from 1: each line counts, whatever block it stands in, in the order of the
  /// text.
  public let line: Int
  /// The blocks behind it, for structures that hold layers.
  public let blocks: [[LayerLine]]

  public init(name: String, arguments: Arguments, text: String, line: Int, blocks: [[LayerLine]] = []) {
    self.name = name
    self.arguments = arguments
    self.text = text
    self.line = line
    self.blocks = blocks
  }

  /// What later lines call its output.
  var givenName: String? { arguments.optionalText("name") }
}
