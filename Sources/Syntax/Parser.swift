public import Diagnostics

/// Reads the command language. It knows no command: a verb is any name, and what its arguments mean is asked
/// later.
public enum Parser {
  /// The tree of a text, or everything that is wrong with it.
  ///
  /// - Parameter isTyped: Whether more lines may come: what is only open isn't told then beside what is
  ///   wrong.
  /// - Complexity: O(length of the text).
  public static func parse(_ source: SourceText, isTyped: Bool = false) -> ParseResult {
    parse(Scanner(source: source), isTyped: isTyped)
  }

  /// The tree of a part of a text, such as a block of commands between prose. Places are those in the whole
  /// text.
  public static func parse(_ source: SourceText, in range: SourceRange) -> ParseResult {
    parse(Scanner(source: source, range: range))
  }

  /// The expression that a part of a text holds, and nothing else.
  public static func expression(_ source: SourceText, in range: SourceRange) throws(Diagnostic) -> Expression
  {
    var scanner = Scanner(source: source, range: range)
    let expression = scanner.expression()
    scanner.skipBlanks(newlines: true)
    if scanner.findings.isEmpty, scanner.open.isEmpty, !scanner.atEnd {
      scanner.report(
        Message.expected("the end of the expression", found: scanner.described()), scanner.describedRange())
    }
    if let finding = (scanner.findings + scanner.open).first { throw finding }
    // Without a finding there is an expression.
    guard let expression else { throw Diagnostic("an expression is expected.", at: range, in: source) }
    return expression
  }

  private static func parse(_ scanner: consuming Scanner, isTyped: Bool = false) -> ParseResult {
    var scanner = scanner
    let source = scanner.source
    let statements = scanner.statements(untilBrace: false)
    func told(_ findings: [Diagnostic]) -> [Diagnostic] {
      Array(findings.sorted { $0.range.lower < $1.range.lower }.prefix(Scanner.findingLimit))
    }
    if !scanner.findings.isEmpty {
      return .wrong(told(isTyped ? scanner.findings : scanner.findings + scanner.open))
    }
    if !scanner.open.isEmpty { return .incomplete(told(scanner.open)) }
    return .complete(Script(source: source, statements: statements))
  }
}
