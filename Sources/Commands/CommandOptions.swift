internal import Diagnostics
internal import Runtime
internal import Syntax

/// Looks into the text of a recorded command.
enum CommandOptions {
  /// The number that an option of the command has, or nil.
  ///
  /// - Parameter environment: The names that the command may use.
  static func number(_ name: String, in source: SourceText, over environment: Environment) -> Double? {
    guard case .complete(let script) = Parser.parse(source), let statement = script.statements.first else {
      return nil
    }
    let command: Command
    switch statement.kind {
    case .command(let given), .letCommand(_, let given): command = given
    default: return nil
    }
    for argument in command.arguments {
      guard case .option(let option, let value) = argument.kind, option.text == name else { continue }
      if case .number(let number) = value.kind { return number }
      if case .percent(let share) = value.kind { return share }
      if case .interpolation(let expression) = value.kind,
        case .number(let number)? = try? Interpreter.value(of: expression, in: source, over: environment)
          .value
      {
        return number
      }
    }
    return nil
  }
}
