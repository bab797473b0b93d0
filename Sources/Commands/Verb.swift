internal import Declarations
internal import Diagnostics
internal import Runtime
internal import Tensors

/// A command of the shell: its declaration and what it does. A new verb is one file with such a type, and its
/// name in `Verbs.all`.
protocol Verb: Sendable {
  static var declaration: CommandDeclaration { get }
  /// Throws what is wrong with a command, as far as its arguments and what is known of its names tell. It is
  /// asked when a script is checked, before any of it runs, and again before `run`, with everything known.
  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws
  /// What a command will change when it succeeds, as far as its text tells.
  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace)
  /// The fields that the result of a command may have: those of the declaration, or fewer where more is
  /// known.
  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  /// What a command will change of what `undo` brings back, as far as its text tells.
  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange
  /// For completion: all values of an option that takes texts, where the words of the command tell them; else
  /// empty.
  static func texts(for option: String, behind words: [String], in shell: Shell) -> [String]
  /// Does the work. On an error the workspace must be as it was.
  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord
}

extension Verb {
  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {}
  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {}
  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    declaration.resultFields
  }
}

extension Verb {
  static func texts(for option: String, behind words: [String], in shell: Shell) -> [String] { [] }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange { .none }

  /// The fields that a command's result may have, those of every verb among them.
  static func possibleFields(of command: BoundCommand, in known: KnownWorkspace)
    -> [CommandDeclaration.ResultField]
  {
    // A picture that goes to the terminal is in no file.
    let drawsHere = declaration.parameters.contains {
      $0.name == "file" && $0.placement == .preposition("to") && !$0.isRequired
        && !command.arguments.given.contains($0.name)
    }
    return resultFields(of: command, in: known).filter { !(drawsHere && $0.name == "file") } + [
      .init(ResultRecord.warningsField, "", .list, measured: true)
    ]
  }
}

/// All commands, in the order in which help lists them.
enum Verbs {
  static let all: [any Verb.Type] = [
    LoadVerb.self, SplitVerb.self, DescribeVerb.self, PrepareVerb.self, AugmentVerb.self,
    ModelVerb.self, SummaryVerb.self, FindVerb.self, TrainVerb.self, SweepVerb.self, ChooseVerb.self,
    FreezeVerb.self,
    UnfreezeVerb.self,
    EvaluateVerb.self, CrossvalidateVerb.self, CompareVerb.self, ReportVerb.self, PredictVerb.self,
    PlotVerb.self,
    ShowVerb.self,
    SaveVerb.self, RestoreVerb.self, ExportVerb.self,
    ListVerb.self, ForgetVerb.self, SetVerb.self, UndoVerb.self, HistoryVerb.self, ReplayVerb.self,
    ResumeVerb.self,
    RunsVerb.self, RecordVerb.self,
    OpenVerb.self,
    HelpVerb.self, QuitVerb.self, ExitVerb.self,
  ]

  static let table = CommandTable(all.map { $0.declaration })

  static let byName: [String: any Verb.Type] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.declaration.verb, $0) })
}

/// What a verb can't do, in words for a person; the place is the command, or the argument named.
struct CommandFailure: Error {
  let message: String
  var hint: String?
  /// The parameter at fault.
  var argument: String?

  init(_ message: String, hint: String? = nil, argument: String? = nil) {
    self.message = message
    self.hint = hint
    self.argument = argument
  }
}
