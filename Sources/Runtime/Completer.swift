public import Declarations
internal import Syntax

/// What Tab offers, made from the declarations.
public struct Completer {
  /// One thing that could be typed.
  public struct Candidate: Sendable, Hashable {
    public let text: String
    /// One line about it; may be empty.
    public let summary: String
    /// False for what only says what is expected: `KERNEL`, where any size may stand.
    public let isInsertable: Bool
    /// Whether the word may go on behind it, so that it gets no blank.
    public let goesOn: Bool
    /// The candidate whole, in the ways that it could be typed: `top=1`. By these is seen whether it may
    /// stand there; empty where that can't be told so.
    let trials: [String]

    public init(_ text: String, _ summary: String) {
      self.init(text, summary, isInsertable: true, trials: [])
    }

    init(
      _ text: String, _ summary: String, isInsertable: Bool = true, goesOn: Bool = false, trials: [String]
    ) {
      self.text = text
      self.summary = summary
      self.isInsertable = isInsertable
      self.goesOn = goesOn || text.last.map { "=/.([".contains($0) } ?? false
      self.trials = trials
    }
  }

  /// What Tab offers at a place.
  public struct Offer: Sendable, Hashable {
    /// Where the typed beginning starts, in UTF-8 from the start of the text.
    public let start: Int
    /// In the order in which they are shown; each begins with what was typed, or with a quote before it.
    public let candidates: [Candidate]
  }

  public let commands: CommandTable
  /// Data sets and models.
  public let names: [String: NameRole]
  public let environment: Environment
  /// What there is help on besides commands.
  public let topics: [Candidate]
  /// The files of a role, and the folders, whose path begins so.
  public let paths: (String, FileRole) -> [String]
  /// All values of an option that takes texts, where the words of the command tell them: the classes of the
  /// data that it names. Empty where nothing is known.
  public let texts: (_ verb: String, _ option: String, _ words: [String]) -> [String]
  /// Whether a text has no finding between two places (in UTF-8).
  public let accepts: (_ text: String, Range<Int>) -> Bool

  public init(
    commands: CommandTable, names: [String: NameRole], environment: Environment, topics: [Candidate],
    paths: @escaping (String, FileRole) -> [String],
    texts: @escaping (_ verb: String, _ option: String, _ words: [String]) -> [String] = { _, _, _ in [] },
    accepts: @escaping (String, Range<Int>) -> Bool
  ) {
    self.commands = commands
    self.names = names
    self.environment = environment
    self.topics = topics
    self.paths = paths
    self.texts = texts
    self.accepts = accepts
  }

  /// What could stand at `cursor` (in UTF-8) of `text`.
  public func offer(text: String, cursor: Int) -> Offer {
    let context = CompletionContext(text: text, cursor: cursor)
    let (head, candidates) =
      valueInString(context, text)
      ?? (context.isInString ? ("", strings(context, text)) : candidates(context, text))
    let typed = String(context.prefix.dropFirst(head.count))
    let start = context.start + head.utf8.count
    // What needs quotes gets them in place of what was typed.
    let fitting = candidates.filter {
      $0.isInsertable ? $0.text.hasPrefix(typed) || $0.text.hasPrefix("\"" + typed) : typed.isEmpty
    }
    let trial = CompletionTrial(
      context, text: text, start: start, commands: commands, rests: rests(context), accepts: accepts)
    let passing = trial.passing(fitting)
    return Offer(
      start: start, candidates: passing.isEmpty && typed.isEmpty ? missing(context) : passing)
  }

  /// The candidates, and how much of the prefix stays before them (`optimizer=`).
  private func candidates(_ context: CompletionContext, _ text: String) -> (head: String, [Candidate]) {
    if let dollar = context.prefix.lastIndex(of: "$") {
      return (String(context.prefix[...dollar]), values(goesOn: false))
    }
    if context.isInExpression { return expression(context, text) }
    guard var verb = context.words.first else {
      if context.start == 0, context.prefix.hasPrefix("?") { return ("?", helpTopics()) }
      return ("", context.isNamed ? namedBeginnings() : beginnings(context))
    }
    if verb == commands["help"]?.verb || verb == "?" {
      return ("", context.words.count > 1 ? [] : helpTopics())
    }
    if verb == "source" { return ("", context.words.count > 1 ? [] : scripts(context.prefix)) }
    if commands[verb] == nil, context.holdsValue { return expression(context, text) }
    var words = Array(context.words.dropFirst())
    if commands[verb]?.isSweep == true {
      guard let repeated = words.firstIndex(where: { commands[$0]?.sweep != nil }) else {
        return ("", context.list.map { varied($0) } ?? swept(words))
      }
      (verb, words) = (words[repeated], Array(words[(repeated + 1)...]))
    }
    guard let parameters = parameters(of: verb, context) else { return ("", []) }
    words = words.map { Self.canonical($0, parameters) }
    if let list = context.list {
      let name = Self.canonical(list.option, parameters)
      let option = parameters.first { $0.placement == .option && $0.name == name }
      return ("", option.map { items(of: $0, $0.kind.items, without: list.items) } ?? [])
    }
    if let equals = context.prefix.firstIndex(of: "=") {
      let name = Self.canonical(String(context.prefix[..<equals]), parameters)
      let option = parameters.first { $0.placement == .option && $0.name == name }
      let texts = texts(verb, name, words)
      return (
        String(context.prefix[...equals]),
        texts.isEmpty ? option.map { values(of: $0, prefix: "") } ?? [] : quoted(texts)
      )
    }
    if let last = words.last, Vocabulary.prepositions.contains(last) {
      return (
        "", parameters.first { $0.preposition == last }.map { values(of: $0, prefix: context.prefix) } ?? []
      )
    }
    return ("", arguments(parameters, words, context.prefix))
  }

  /// What may begin a line here: a command, or an item of the block.
  private func beginnings(_ context: CompletionContext) -> [Candidate] {
    if let block = block(around: context) {
      let owner = context.blocks.last?.first
      return block.items.filter { $0.owner == nil || $0.owner == owner }.map {
        Candidate($0.name, $0.summary)
      }
    }
    let words =
      commands.declarations.map { Candidate($0.verb, $0.summary) }
      + Self.keywords.map { Candidate($0.0, $0.1) }
    return (words + values(beginning: context.prefix, besides: words)).sorted { $0.text < $1.text }
  }

  func parameters(of verb: String, _ context: CompletionContext) -> [Parameter]? {
    if let block = block(around: context) { return block.items.first { $0.name == verb }?.parameters }
    return commands[verb]?.parameters
  }

  /// What may stand in the block at the cursor; blocks inside a command's block hold what that one holds.
  private func block(around context: CompletionContext) -> CommandDeclaration.BlockDeclaration? {
    for owner in context.blocks.reversed() {
      if let verb = owner.first, let block = commands[verb]?.block { return block }
    }
    return nil
  }

  /// An option, or its name, with the name that it has here: `rate=0.1` for `lr=0.1`.
  private static func canonical(_ word: String, _ parameters: [Parameter]) -> String {
    let name = String(word.prefix { $0 != "=" })
    let options = parameters.filter { $0.placement == .option }.map(\.name)
    guard !options.contains(name), let own = Aliases.accepted(name, among: options) else { return word }
    return own + word.dropFirst(name.count)
  }

  /// How many words are positional: those behind a preposition that takes one value aren't.
  static func positional(_ words: [String]) -> Int {
    var count = 0
    var skipped = false
    for word in words {
      if skipped {
        skipped = false
      } else if Vocabulary.prepositions.contains(word) {
        skipped = true
      } else if !word.contains("=") {
        count += 1
      }
    }
    return count
  }

  private func arguments(_ parameters: [Parameter], _ words: [String], _ prefix: String) -> [Candidate] {
    var result: [Candidate] = []
    let positional = Self.positional(words)
    let own = parameters.filter { $0.placement == .positional }
    let waiting = own.dropFirst(positional)
    if let next = waiting.first { result += values(of: next, prefix: prefix) }
    if waiting.first?.isRequired != true {
      for parameter in parameters where parameter.placement == .variadic {
        let isFirst = positional <= own.count
        // Some words need more behind them, such as an id or two.
        let more = CompletionTrial.isOpen(parameter.kind) ? ["", " 1", " 1 1"] : [""]
        if isFirst {
          result += parameter.words.map { word in Candidate(word, "", trials: more.map { word + $0 }) }
        }
        result += values(of: parameter, prefix: prefix).filter { !words.contains($0.text) }
        if isFirst, parameter.isRequired { return result }
      }
      for parameter in parameters {
        if let word = parameter.preposition, !words.contains(word) {
          result.append(
            Candidate(word, parameter.summary, trials: names(for: parameter).map { word + " " + $0 }))
        }
      }
      let given = Self.options(words, among: parameters)
      for parameter in parameters where parameter.placement == .option {
        if !given.contains(parameter.name) {
          result.append(
            Candidate(
              parameter.name + "=", Help.describe(parameter),
              trials: CompletionTrial.values(of: parameter).map { parameter.name + "=" + $0 }))
        }
      }
    }
    return result
  }

  /// The option of this name, or the one that it is another word for.
  static func option(_ name: String, among parameters: [Parameter]) -> Parameter? {
    let options = parameters.filter { $0.placement == .option }
    let own = Aliases.canonical(name, among: options.map(\.name))
    return options.first { $0.name == own }
  }

  /// The names of the options that words give.
  static func options(_ words: [String], among parameters: [Parameter]) -> Set<String> {
    Set(
      words.compactMap { word in
        word.firstIndex(of: "=").flatMap { option(String(word[..<$0]), among: parameters)?.name }
      })
  }

  private static let keywords = [
    ("assert", "Fail the script when a condition doesn't hold."),
    ("for", "Repeat a block for each value of a list."),
    ("if", "Run a block when a condition holds."), ("let", "Keep a result or a value under a name."),
    ("note", "Write prose into the record."), ("param", "A value that --set overrides."),
    ("print", "Show values."),
    ("source", "Run another script."),
  ]
}
