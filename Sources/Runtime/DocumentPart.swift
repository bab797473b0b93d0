public import Diagnostics
public import Syntax

/// A part of a document: commands, or a value that stands in its prose.
public enum DocumentPart: Sendable {
  case script(Script)
  case value(Expression, in: SourceText)

  var source: SourceText {
    switch self {
    case .script(let script): script.source
    case .value(_, let source): source
    }
  }
}

extension Checker {
  mutating func check(_ part: DocumentPart) {
    switch part {
    case .script(let script): check(script)
    case .value(let expression, let source): checkProse(expression, in: source)
    }
  }

  /// Prose takes one value, and neither a whole result nor the entries of one.
  private mutating func checkProse(_ expression: Expression, in source: SourceText) {
    let value = check(expression, in: source)
    switch expression.kind {
    case .name(let name):
      guard case .record = value else { return }
      let fields = (scope.fields[name] ?? []).map(\.name)
      findings.append(Findings.resultInProse(name, fields: fields, at: expression.range, in: source))
    case .field(let base, let field):
      guard case .name(let name) = base.kind, case .result(let verb) = scope.names[name],
        let fields = host.commands[verb]?.resultFields,
        fields.contains(where: { $0.name == field.text && $0.isRows })
      else { return }
      findings.append(
        Findings.rowsInProse(
          source.slice(expression.range), of: name, fields: fields.filter { !$0.isRows }.map(\.name),
          at: expression.range,
          in: source))
    default: return
    }
  }
}

extension Interpreter {
  /// The value of an expression in a document's prose, over given names.
  ///
  /// - Throws: What is wrong with it; also where it is no single value.
  public static func proseValue(
    of expression: Expression, in source: SourceText, over environment: Environment
  ) throws(Diagnostic) -> Binding {
    let binding = try value(of: expression, in: source, over: environment)
    switch binding.value {
    case .record(let record):
      throw Findings.resultInProse(
        source.slice(expression.range), fields: record.fields.map(\.name), at: expression.range, in: source)
    case .list(let items) where items.contains(where: { if case .record = $0 { true } else { false } }):
      throw Findings.rowsInProse(
        source.slice(expression.range), of: nil, fields: [], at: expression.range, in: source)
    default: return binding
    }
  }
}
