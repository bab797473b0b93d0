public import Declarations

/// A line of a network definition, bound to the parameters of its layer.
public struct LayerLine: Sendable, Hashable {
  /// The name of the layer, such as `conv`.
  public let name: String
  /// The bound arguments, with defaults filled in.
  public let arguments: Arguments
  /// The line as typed, without its blocks; for messages.
  public let text: String
  /// Its number in the definition, from 1, nested lines included, in text order.
  public let line: Int
  /// The nested blocks of structures such as `residual`.
  public let blocks: [[LayerLine]]

  /// A line with these values.
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
