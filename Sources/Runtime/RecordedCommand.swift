public import Diagnostics
internal import Syntax

/// The parts of a recorded command, as they are written: for whoever looks into records without running them.
public struct RecordedCommand: Sendable, Equatable {
  /// The whole command.
  public let text: String
  /// What `let` calls its result.
  public let name: String?
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
    case .command(let given): (name, command) = (nil, given)
    case .letCommand(let kept, let given), .letWord(let kept, let given, _):
      (name, command) = (kept.text, given)
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
    self.text = text
    verb = command.verb.text
    self.words = words
    self.prepositions = prepositions
    self.options = options
  }

  /// The same with values in the places of `$name` and `$( … )`. What has no value here stays as it is
  /// written.
  ///
  /// - Parameter environment: The names that the command could use.
  public init?(_ text: String, over environment: Environment) {
    guard case .complete(let script) = Parser.parse(SourceText(name: "record", text: text)) else {
      return nil
    }
    if case .letWord(_, let command, _)? = script.statements.first?.kind,
      environment[command.verb.text] != nil
    {
      return nil
    }
    guard text.contains("$") else {
      self.init(text)
      return
    }
    var filler = ValueSubstituter(source: script.source, environment: environment)
    for statement in script.statements { filler.visit(statement) }
    self.init(script.source.replacing(filler.replacements, in: SourceRange(0, text.utf8.count)))
  }
}

extension RecordedCommand {
  /// All commands of a text, those in loops and conditions too; none where it can't be read.
  public static func all(in source: SourceText) -> [RecordedCommand] {
    guard case .complete(let script) = Parser.parse(source) else { return [] }
    return all(of: script.statements, in: source)
  }

  private static func all(of statements: [Statement], in source: SourceText) -> [RecordedCommand] {
    statements.flatMap { statement -> [RecordedCommand] in
      switch statement.kind {
      case .loop(_, _, let body): all(of: body.statements, in: source)
      case .condition(let branches): branches.flatMap { all(of: $0.body.statements, in: source) }
      default: [RecordedCommand(source.slice(statement.range))].compactMap { $0 }
      }
    }
  }

  /// The number that an option has; nil where it has none, or where only running could tell.
  public func number(_ option: String) -> Double? {
    guard let text = options[option], case .number(let number) = Interpreter.value(ofText: text) else {
      return nil
    }
    return number
  }
}

/// Finds the values in a text, and what is to stand in their places.
private struct ValueSubstituter {
  let source: SourceText
  let environment: Environment
  private(set) var replacements: [(SourceRange, String)] = []

  init(source: SourceText, environment: Environment) {
    self.source = source
    self.environment = environment
  }

  mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .command(let command), .letCommand(_, let command): visit(command)
    default: break
    }
  }

  private mutating func visit(_ command: Command) {
    for argument in command.arguments { visit(argument) }
    for statement in command.blocks.flatMap(\.statements) { visit(statement) }
  }

  private mutating func visit(_ argument: Argument) {
    switch argument.kind {
    case .interpolation(let expression):
      guard let value = value(of: expression) else { return }
      var text = value.literal
      if case .text(let word) = value, Vocabulary.isName(word) { text = word }
      replacements.append((argument.range, text))
    case .word(let text): visit(text, isQuoted: false)
    case .string(let text): visit(text, isQuoted: true)
    case .option(_, let value): visit(value)
    case .list(let items): for item in items { visit(item) }
    default: break
    }
  }

  private mutating func visit(_ text: InterpolatedText, isQuoted: Bool) {
    for case .value(let expression, let range) in text.pieces {
      guard let plain = value(of: expression)?.plainText else { continue }
      replacements.append((range, isQuoted ? String(Spelling.quoted(plain).dropFirst().dropLast()) : plain))
    }
  }

  /// Nil for results too, which can't stand in a text.
  private func value(of expression: Expression) -> Value? {
    let value = (try? Evaluator(source: source, environment: environment).evaluate(expression))?.value
    if case .record = value { return nil }
    return value
  }
}

extension Environment {
  /// Takes over what a recorded `let` or `param` names; any other text changes nothing.
  ///
  /// - Parameter recorded: Its value as the record has it, for one that can't be computed from these names.
  public mutating func define(_ text: String, recorded: Value?) {
    let source = SourceText(name: "record", text: text)
    guard case .complete(let script) = Parser.parse(source), case let statement? = script.statements.first
    else { return }
    switch statement.kind {
    case .letValue(let name, let expression), .param(let name, let expression),
      .letWord(let name, _, let expression):
      let binding = try? Evaluator(source: source, environment: self).evaluate(expression)
      if let found = binding ?? recorded.map({ Binding($0) }) { self[name.text] = found }
    default: break
    }
  }
}
