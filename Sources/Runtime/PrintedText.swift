internal import Declarations
internal import Diagnostics
internal import Syntax

/// What a `print` says.
public struct PrintedText: Sendable, Equatable {
  /// The names of its fields in a record.
  public static let textField = "text"
  public static let valueField = "value"

  /// The line as the record has it: numbers as their formats have them, results as `name=value` pairs.
  public let text: String
  /// The numbers that a format rounds, with all digits: one, or a list in the order of the text; nil where
  /// there is none.
  public let value: ResultValue?
  /// What a person reads instead of the line: a result as a table.
  public let table: String?

  public init(text: String, value: ResultValue? = nil, table: String? = nil) {
    self.text = text
    self.value = value
    self.table = table
  }

  /// What a person reads.
  public var shown: String { table ?? text }

  /// What is recorded and compared.
  public var result: ResultRecord {
    ResultRecord([.init(Self.textField, .text(text))] + (value.map { [.init(Self.valueField, $0)] } ?? []))
  }
}

extension Interpreter {
  func print(_ items: [Expression], _ statement: Statement, in source: SourceText) throws(RunFailure) {
    var values: [Value] = []
    var isMeasured = false
    for item in items {
      let binding = try evaluate(item, in: source)
      values.append(binding.value)
      isMeasured = isMeasured || binding.isMeasured
      if case .record(let record) = binding.value {
        isMeasured = isMeasured || record.fields.contains(where: \.isMeasured)
      }
    }
    let exact = items.flatMap { exactValues(in: $0, source) }
    let printed = PrintedText(
      text: values.map(Self.line).joined(separator: " "),
      value: exact.count > 1 ? .list(exact) : exact.first,
      table: values.count == 1 ? host.table(of: values[0], isFull: items[0].isFull) : nil)
    let text = "print " + items.map { flatText(of: $0, in: source) }.joined(separator: ", ")
    if isMeasured {
      try record(statement, in: source) { try $0.comment(text) }
    } else {
      try record(statement, in: source) {
        try $0.willRun(text)
        try $0.didFinish(printed.result)
      }
    }
    onEvent(.printed(place(of: statement, in: source), printed))
  }

  /// What formats round in an expression, texts included. What a condition passed over has no value.
  private func exactValues(in expression: Expression, _ source: SourceText) -> [ResultValue] {
    let evaluator = Evaluator(source: source, environment: environment)
    return expression.roundedParts.compactMap { try? evaluator.evaluate($0).value.resultValue }
  }

  /// A value on one line; of a result, its fields.
  private static func line(_ value: Value) -> String {
    switch value {
    case .record(let record):
      return record.fields.map { "\($0.name)=\(line(Value($0.value)))" }.joined(separator: " ")
    case .list(let items):
      guard items.contains(where: { if case .record = $0 { true } else { false } }) else {
        return value.plainText
      }
      let entries = items.map { item in if case .record = item { line(item) } else { item.literal } }
      return "[" + entries.joined(separator: "; ") + "]"
    default: return value.plainText
    }
  }
}

extension Expression {
  /// Whether all digits are asked for: `r:full`.
  fileprivate var isFull: Bool { if case .formatted(_, let format) = kind { format.isFull } else { false } }

  /// What stands before a format that may leave digits out, in the order of the text.
  fileprivate var roundedParts: [Expression] {
    if case .formatted(let value, let format) = kind, !format.isFull { return [value] }
    return children.flatMap(\.roundedParts)
  }
}
