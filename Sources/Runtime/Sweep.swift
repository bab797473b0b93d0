internal import Declarations
internal import Diagnostics
internal import Syntax

/// How `sweep` repeats a command, as that command declares it.
public struct SweepRule: Sendable, Hashable {
  /// The flag that marks each repetition as one of several to choose from.
  public let mark: String
  /// The verb that ends the sweep; it is given the command's first argument.
  public let closing: String
  /// Options whose values nobody chooses among, besides the mark: completion offers none of them to vary.
  public let fixed: [String]

  public init(mark: String, closing: String, fixed: [String] = []) {
    self.mark = mark
    self.closing = closing
    self.fixed = fixed
  }
}

/// A command that is repeated once for each combination of values:
/// `sweep rate=[0.1, 0.01] train small on fashion`.
///
/// The options before the repeated verb vary, the last one fastest; all behind it is the same each time.
struct Sweep {
  /// More repetitions than this are taken for a mistake.
  static let limit = 1000

  /// An option and the values that it takes.
  struct Axis {
    let name: Name
    let values: [Argument]
  }

  let axes: [Axis]
  /// The command as it is repeated, without what varies.
  let inner: Command
  let rule: SweepRule
  /// Whether the values of all axes are known; before running they may not be.
  let isKnown: Bool

  /// - Parameter value: The value of an expression; nil where only running can tell.
  /// - Throws: What is wrong with the sweep itself; the repeated commands are checked by whoever binds them.
  init(
    _ command: Command, commands: CommandTable, in source: SourceText,
    value: (Expression) throws(Diagnostic) -> Value?
  ) throws(Diagnostic) {
    var axes: [Axis] = []
    var isKnown = true
    var rest = command.arguments[...]
    while case .option(let name, let argument)? = rest.first?.kind {
      if axes.contains(where: { $0.name.text == name.text }) {
        throw Findings.repeated(name.text, at: name.range, in: source)
      }
      if let values = try Self.values(argument, of: name.text, in: source, value: value) {
        axes.append(Axis(name: name, values: values))
      } else {
        isKnown = false
      }
      rest.removeFirst()
    }
    guard !axes.isEmpty || !isKnown, let first = rest.first, case .word(let text) = first.kind,
      let verb = text.literal
    else {
      throw Findings.sweepEmpty(at: command.range, in: source)
    }
    guard let declaration = commands[verb] else {
      throw Findings.unknownCommand(verb, known: commands.verbs, at: first.range, in: source)
    }
    guard let rule = declaration.sweep else {
      let known = commands.declarations.filter { $0.sweep != nil }.map(\.verb)
      throw Findings.sweepOther(verb, known: known, at: first.range, in: source)
    }
    let count = axes.reduce(1) {
      $0.multipliedReportingOverflow(by: $1.values.count).overflow ? Int.max : $0 * $1.values.count
    }
    guard count <= Self.limit else {
      throw Findings.sweepTooLarge(count, limit: Self.limit, at: command.range, in: source)
    }
    self.axes = axes
    self.rule = rule
    self.isKnown = isKnown
    inner = Command(
      verb: Name(verb, range: first.range), arguments: Array(rest.dropFirst()), blocks: command.blocks,
      range: SourceRange(first.range.lower, command.range.upper))
  }

  private static func values(
    _ argument: Argument, of name: String, in source: SourceText,
    value: (Expression) throws(Diagnostic) -> Value?
  ) throws(Diagnostic) -> [Argument]? {
    let items: [Argument]
    switch argument.kind {
    case .list(let list): items = list
    case .interpolation(let expression):
      guard let value = try value(expression) else { return nil }
      guard case .list(let list) = value else {
        throw Findings.sweepValue(name, at: argument.range, in: source)
      }
      items = list.map { Self.argument($0, range: argument.range) }
    default: throw Findings.sweepValue(name, at: argument.range, in: source)
    }
    guard !items.isEmpty else { throw Findings.sweepValue(name, at: argument.range, in: source) }
    var seen: [String: Argument] = [:]
    for item in items {
      guard let key = key(item, in: source), seen.updateValue(item, forKey: key) != nil else { continue }
      throw Findings.sweepRepeated(name, key, at: item.range, in: source)
    }
    return items
  }

  /// What tells values apart: equal numbers are one value however they are written. Nil for what holds a
  /// name.
  private static func key(_ item: Argument, in source: SourceText) -> String? {
    switch item.kind {
    case .number(let number), .percent(let number): Spelling.number(number)
    case .word(let text), .string(let text): text.literal
    case .interpolation, .option, .preposition: nil
    default: source.slice(item.range)
    }
  }

  /// A value as if it stood in the text.
  private static func argument(_ value: Value, range: SourceRange) -> Argument {
    switch value {
    case .number(let number): Argument(.number(number), range: range)
    case .seconds(let seconds): Argument(.duration(seconds), range: range)
    case .degrees(let degrees): Argument(.angle(degrees), range: range)
    case .size(let size): Argument(.size(size), range: range)
    case .range(let lower, let upper): Argument(.range(lower, upper), range: range)
    case .list(let items): Argument(.list(items.map { argument($0, range: range) }), range: range)
    case .boolean, .text, .record:
      Argument(.word(InterpolatedText(pieces: [.text(value.plainText)], range: range)), range: range)
    }
  }

  /// The commands that it stands for, in order.
  var commands: [(command: Command, varied: [(name: String, value: Argument)])] {
    var combinations: [[(Name, Argument)]] = [[]]
    for axis in axes {
      combinations = combinations.flatMap { head in axis.values.map { head + [(axis.name, $0)] } }
    }
    return combinations.map { combination in
      let options = combination.map { Argument(.option($0.0, $0.1), range: $0.1.range) }
      return (
        Command(
          verb: inner.verb, arguments: inner.arguments + options + [mark], blocks: inner.blocks,
          range: inner.range),
        combination.map { ($0.0.text, $0.1) }
      )
    }
  }

  private var mark: Argument {
    let range = inner.verb.range
    let yes = Argument(.word(InterpolatedText(pieces: [.text("yes")], range: range)), range: range)
    return Argument(.option(Name(rule.mark, range: range), yes), range: range)
  }

  /// The command that ends it, nil where the first argument is missing: then the others were wrong already.
  var closing: Command? {
    guard let first = inner.arguments.first else { return nil }
    return Command(
      verb: Name(rule.closing, range: inner.verb.range), arguments: [first], blocks: [], range: inner.range)
  }
}
