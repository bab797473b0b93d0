import Diagnostics

@testable import Syntax

/// Trees as short texts, so that a table can hold them: `(+ 1 (* 2 x))`.
enum Outline {
  static func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let number), .percent(let number): "\(number)"
    case .duration(let seconds): "\(seconds)s"
    case .angle(let degrees): "\(degrees)deg"
    case .size(let size): size.map(String.init).joined(separator: "x")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    case .boolean(let flag): flag ? "yes" : "no"
    case .string(let string): "\"" + text(string) + "\""
    case .list(let items): "[" + items.map(text).joined(separator: " ") + "]"
    case .name(let name): name
    case .field(let base, let name): "(. \(text(base)) \(name.text))"
    case .index(let base, let place): "(at \(text(base)) \(text(place)))"
    case .formatted(let value, let format): "(format \(text(value)) \(format.digits.map(String.init) ?? ""))"
    case .negate(let operand): "(- \(text(operand)))"
    case .not(let operand): "(not \(text(operand)))"
    case .binary(let symbol, let left, let right): "(\(symbol.rawValue) \(text(left)) \(text(right)))"
    case .call(let function, let arguments):
      "(call \(([function.text] + arguments.map(text)).joined(separator: " ")))"
    }
  }

  static func text(_ string: InterpolatedText) -> String {
    string.pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .value(let expression, _): "<\(self.text(expression))>"
      }
    }.joined()
  }

  static func text(_ argument: Argument) -> String {
    switch argument.kind {
    case .word(let word): text(word)
    case .string(let string): "\"" + text(string) + "\""
    case .number(let number): "\(number)"
    case .percent(let number): "percent \(number)"
    case .duration(let seconds): "\(seconds)s"
    case .angle(let degrees): "\(degrees)deg"
    case .size(let size): "size " + size.map(String.init).joined(separator: "x")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .option(let name, let value): "\(name.text)=\(text(value))"
    case .preposition(let word): "-\(word)-"
    case .interpolation(let expression): "<\(text(expression))>"
    }
  }

  static func text(_ command: Command) -> String {
    ([command.verb.text] + command.arguments.map(text) + command.blocks.map(text)).joined(separator: " | ")
  }

  static func text(_ block: Block) -> String { "{ \(text(block.statements)) }" }

  static func text(_ statements: [Statement]) -> String { statements.map(text).joined(separator: "; ") }

  static func text(_ statement: Statement) -> String {
    switch statement.kind {
    case .command(let command): text(command)
    case .letCommand(let name, let command): "let \(name.text) := \(text(command))"
    case .letValue(let name, let value): "let \(name.text) = \(text(value))"
    case .letWord(let name, let command, _): "let \(name.text) ?= \(text(command))"
    case .param(let name, let value): "param \(name.text) = \(text(value))"
    case .loop(let variable, let values, let body): "for \(variable.text) \(text(values)) \(text(body))"
    case .condition(let branches):
      branches.map { "if \($0.condition.map(text) ?? "else") \(text($0.body))" }.joined(separator: " ")
    case .assert(let condition): "assert \(text(condition))"
    case .print(let items): "print " + items.map(text).joined(separator: ", ")
    case .source(let path, _): "source '\(path)'"
    case .note(let words): "note '\(text(words))'"
    }
  }

  /// The outline of a whole text, or what is wrong with it: `2:5: message`.
  static func of(_ text: String) -> [String] {
    switch Parser.parse(SourceText(name: "test", text: text)) {
    case .complete(let script): script.statements.map(self.text)
    case .incomplete(let found): ["open"] + found.map(told)
    case .wrong(let found): ["wrong"] + found.map(told)
    }
  }

  private static func told(_ finding: Diagnostic) -> String {
    "\(finding.place.line):\(finding.place.column): \(finding.message)"
  }
}
