public import Diagnostics
public import Syntax

extension Interpreter {
  /// The value of an expression over given names.
  public static func value(
    of expression: Expression, in source: SourceText, over environment: Environment
  ) throws(Diagnostic) -> Binding {
    try Evaluator(source: source, environment: environment).evaluate(expression)
  }

  /// The value of a text such as `0.1` or `"a"`, for `--set`. A text that is no expression stands for itself.
  public static func value(ofText text: String) -> Value {
    if case .complete(let script) = Parser.parse(SourceText(name: "--set", text: "let value = \(text)")),
      case .letValue(_, let expression) = script.statements.first?.kind,
      let binding = try? Evaluator(source: script.source, environment: Environment()).evaluate(expression)
    {
      return binding.value
    }
    return .text(text)
  }

  /// What `--set NAME=TEXT` means: a value, or a plain word for itself; nil for what is neither.
  public static func override(ofText text: String) -> Value? {
    guard case .complete(let script) = Parser.parse(SourceText(name: "--set", text: "let value = \(text)")),
      script.statements.count == 1, let statement = script.statements.first
    else { return isPlain(text) ? .text(text) : nil }
    switch statement.kind {
    case .letValue(_, let expression):
      return (try? Evaluator(source: script.source, environment: Environment()).evaluate(expression))?.value
    case .letWord, .letCommand: return isPlain(text) ? .text(text) : nil
    default: return nil
    }
  }

  /// Whether a text could stand bare in a command: a word or a path, no number that was mistyped.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first,
      first.properties.isAlphabetic || "_./".unicodeScalars.contains(first)
    else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_./-".unicodeScalars.contains($0)
    }
  }
}
