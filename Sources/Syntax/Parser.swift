public import Diagnostics

/// Reads the command language. It knows no command: a verb is any name, and what its arguments mean is asked later.
public enum Parser {
  /// The tree of a text, or everything that is wrong with it.
  ///
  /// - Complexity: O(length of the text).
  public static func parse(_ source: SourceText) -> ParseResult {
    var scanner = Scanner(source: source)
    let statements = scanner.statements(untilBrace: false)
    if !scanner.findings.isEmpty {
      return .wrong((scanner.findings + scanner.open).sorted { $0.range.lower < $1.range.lower })
    }
    if !scanner.open.isEmpty { return .incomplete(scanner.open.sorted { $0.range.lower < $1.range.lower }) }
    return .complete(Script(source: source, statements: statements))
  }
}
