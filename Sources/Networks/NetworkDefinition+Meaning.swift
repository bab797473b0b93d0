internal import Declarations
internal import Tensors

extension NetworkDefinition {
  /// All that it says, however it was typed: networks with the same text have the same layers, and begin alike.
  public var meaning: String {
    "{" + lines.map(\.meaning).joined(separator: "; ") + "} "
      + Meaning.text(of: (initializer: initializer, input: input, classes: classes, frozen: frozen))
  }
}

extension LayerLine {
  /// The layer with all its arguments, those by default included, and the layers of its blocks.
  fileprivate var meaning: String {
    name + " " + Meaning.text(of: arguments.values)
      + blocks.map { " {" + $0.map(\.meaning).joined(separator: "; ") + "}" }.joined()
  }
}
