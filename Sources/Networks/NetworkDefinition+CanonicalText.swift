internal import Declarations

extension NetworkDefinition {
  /// A text in normalized form: definitions of equal text have the same layers and initialization.
  public var canonicalText: String {
    "{" + lines.map(\.canonicalText).joined(separator: "; ") + "} "
      + CanonicalText.text(of: (initializer: initializer, input: input, classes: classes, frozen: frozen))
  }
}

extension LayerLine {
  /// The layer with all its arguments, those by default included, and the layers of its blocks.
  fileprivate var canonicalText: String {
    name + " " + CanonicalText.text(of: arguments.values)
      + blocks.map { " {" + $0.map(\.canonicalText).joined(separator: "; ") + "}" }.joined()
  }
}
