internal import Diagnostics
internal import Syntax

/// The parts of a recorded command, as they are written: for whoever looks into records without running them.
public struct CommandOutline: Sendable, Equatable {
  public let verb: String
  /// What stands before any preposition.
  public let words: [String]
  /// What follows each preposition: `on` → `digits8`.
  public let prepositions: [String: [String]]
  public let options: [String: String]

  /// Nil for what isn't one command, with or without `let`.
  public init?(_ text: String) {
    let source = SourceText(name: "record", text: text)
    guard case .complete(let script) = Parser.parse(source), let statement = script.statements.first,
      script.statements.count == 1
    else { return nil }
    let command: Command
    switch statement.kind {
    case .command(let given), .letCommand(_, let given), .letWord(_, let given, _): command = given
    default: return nil
    }
    var words: [String] = []
    var prepositions: [String: [String]] = [:]
    var options: [String: String] = [:]
    var current: String?
    for argument in command.arguments {
      switch argument.kind {
      case .preposition(let word): current = word
      case .option(let name, let value): options[name.text] = source.slice(value.range)
      default:
        var word = source.slice(argument.range)
        if case .string = argument.kind { word = Interpreter.value(ofText: word).plainText }
        if let current { prepositions[current, default: []].append(word) } else { words.append(word) }
      }
    }
    verb = command.verb.text
    self.words = words
    self.prepositions = prepositions
    self.options = options
  }
}
