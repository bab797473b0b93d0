public import Declarations

/// A command, declared once: binding, checks, help and completion come from here.
public struct CommandDeclaration: Sendable {
  /// What may stand in a command's braces.
  public struct BlockDeclaration: Sendable {
    /// What messages and help call an item: "layer", "step".
    public let itemName: String
    public let items: [any ItemDeclaration]
    public let isRequired: Bool
    /// The block is given only when this argument has this value: `model NAME cnn { … }`.
    public let condition: (parameter: String, value: String)?

    public init(
      itemName: String, items: [any ItemDeclaration], required: Bool,
      when condition: (parameter: String, value: String)? = nil
    ) {
      self.itemName = itemName
      self.items = items
      self.isRequired = required
      self.condition = condition
    }
  }

  /// A field of the result, for the check of `r.accuracy` and for help.
  public struct ResultField: Sendable {
    public let name: String
    public let summary: String
    public let isMeasured: Bool
    /// Whether it holds entries with fields of their own, as a history does, and no single value.
    public let isRows: Bool

    /// Of what kind its values are.
    public enum Kind: Sendable {
      case number
      case text
      case list
    }

    /// For the check of `r.accuracy > "a"`; nil where it isn't always the same.
    public let kind: Kind?

    /// That of the warnings of any result that has some.
    static let warnings = ResultField(ResultRecord.warningsField, "", .list, measured: true)

    public init(
      _ name: String, _ summary: String, _ kind: Kind? = nil, measured: Bool = false, rows: Bool = false
    ) {
      self.name = name
      self.summary = summary
      self.kind = rows ? .list : kind
      isMeasured = measured
      isRows = rows
    }
  }

  /// What a command does, for those who run or keep commands whatever their verbs.
  public enum Effect: Sendable {
    /// It asks its own session something, or leaves it.
    case asks
    /// It reads or changes other sessions.
    case reachesOut
    /// It brings data in or says what is to be done with them, and takes no time beside what others take.
    case quick
    /// It computes something.
    case computes
    /// It trains: what it learned would take long to be had again.
    case trains
  }

  public let verb: String
  /// One imperative sentence.
  public let summary: String
  public let parameters: [Parameter]
  public let block: BlockDeclaration?
  /// What a `new` name becomes.
  public let defines: NameRole?
  public let resultFields: [ResultField]
  /// Lines that a person could type.
  public let examples: [String]
  /// More for `help VERB`: one paragraph a string.
  public let notes: [String]
  public let effect: Effect
  /// Whether sessions hold it.
  public var isRecorded: Bool { effect != .asks && effect != .reachesOut }
  /// How `sweep` repeats it; nil for what can't be repeated so.
  public let sweep: SweepRule?
  /// Whether it stands for several other commands: itself a comment in the record, and each of them a command
  /// of its own.
  public let isSweep: Bool
  /// How it is typed, where its parameters don't tell.
  public let usage: String?
  /// Whether `it` names its result: that of what computes something, not of what only shows it.
  public let givesLastResult: Bool

  public init(
    verb: String, summary: String, parameters: [Parameter], block: BlockDeclaration? = nil,
    defines: NameRole? = nil,
    resultFields: [ResultField] = [], examples: [String], notes: [String] = [], effect: Effect = .computes,
    sweep: SweepRule? = nil, isSweep: Bool = false, usage: String? = nil, givesLastResult: Bool = true
  ) {
    self.verb = verb
    self.summary = summary
    self.parameters = parameters
    self.block = block
    self.defines = defines
    self.resultFields = resultFields
    self.examples = examples
    self.notes = notes
    self.effect = effect
    self.sweep = sweep
    self.isSweep = isSweep
    self.usage = usage
    self.givesLastResult = givesLastResult
  }
}

/// The commands that a shell has.
public struct CommandTable: Sendable {
  /// In the order in which help lists them.
  public let declarations: [CommandDeclaration]
  private let byVerb: [String: Int]

  public init(_ declarations: [CommandDeclaration]) {
    self.declarations = declarations
    byVerb = Dictionary(uniqueKeysWithValues: declarations.enumerated().map { ($1.verb, $0) })
  }

  /// The command of a verb, or of a word that is taken for one.
  public subscript(verb: String) -> CommandDeclaration? {
    (byVerb[verb] ?? Aliases.verbs[verb].flatMap { byVerb[$0] }).map { declarations[$0] }
  }

  public var verbs: [String] { declarations.map(\.verb) }
}
