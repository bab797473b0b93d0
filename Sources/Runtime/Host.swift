public import Declarations
public import Diagnostics

/// What the language needs from the shell around it: its commands, its names, its files.
public protocol Host: AnyObject {
  var commands: CommandTable { get }
  /// Whether names may be words that became words of the language later: in a session of format 1.
  var allowsOldNames: Bool { get }
  /// Data sets and models by name.
  var names: [String: NameRole] { get }
  /// Whether Ctrl-C was pressed: a script ends after the command that runs.
  var isInterrupted: Bool { get }
  /// Whether a command asked to leave: nothing that stands behind it runs.
  var isLeaving: Bool { get }
  /// Whether a text is the record of a session, in which `it` names the last result as it does at the
  /// prompt.
  func isSession(_ source: SourceText) -> Bool
  /// A result, or a list of entries, as a person reads it; nil for any other value, which is printed on a
  /// line.
  ///
  /// - Parameter isFull: Whether all digits and items are asked for.
  func table(of value: Value, isFull: Bool) -> String?
  /// The text of a script.
  func readScript(_ path: String) throws(ScriptUnreadable) -> String
  /// Why nothing can be written to a path (its folder is missing, say), or nil.
  func problem(writingTo path: String) -> String?
  /// What is known of the names that there are now; the check of a script carries it from command to command.
  var knowledge: any Knowledge { get }
  /// What is wrong with a command, as far as it can be told before it runs.
  ///
  /// - Parameter results: The fields of each result that has a name here.
  func check(_ command: BoundCommand, results: [String: [String]], knowledge: any Knowledge) -> Diagnostic?
  /// Notes in `knowledge` what a command will change. Of one that was found wrong, arguments and block may be
  /// missing.
  ///
  /// - Parameter result: The name that `let` gives what it answers.
  func apply(_ command: BoundCommand, result: String?, to knowledge: inout any Knowledge)
  /// Forgets in `knowledge` all but that there are these names: what a wrong command was meant to do to them
  /// nobody knows.
  func loseTrack(of names: [String], in knowledge: inout any Knowledge)
  /// The fields that a command's result may have.
  func resultFields(of command: BoundCommand, knowledge: any Knowledge) -> [CommandDeclaration.ResultField]
  /// What a command will change of what `undo` brings back.
  func change(by command: BoundCommand, knowledge: any Knowledge) -> WorkspaceChange
  /// How many changes `undo` could take back now.
  var undoableChanges: Int { get }
  /// Called around each statement that can change something: what `undo` takes back is one statement.
  func statementWillRun()
  /// - Parameter text: The statement, as it was typed.
  func statementDidRun(_ text: String)
  /// Runs a command. On an error the workspace is as it was before.
  func execute(_ command: BoundCommand) throws(Diagnostic) -> ResultRecord
}

/// What a host knows of its names before a command runs: a value of its own, which the language only carries.
public protocol Knowledge {
  /// What holds whichever of two ways the script took.
  func merged(with other: any Knowledge) -> any Knowledge
  /// What is known after an `undo` that leads to what was known earlier: files that were written stay.
  func undone(to earlier: any Knowledge) -> any Knowledge
}

/// Why a script can't be read, as the end of a sentence.
public struct ScriptUnreadable: Error, Sendable {
  public let reason: String

  public init(reason: String) { self.reason = reason }
}

/// Who keeps the record. Each call may fail when the record can't be written; the command doesn't run then.
public protocol RunObserver: AnyObject {
  /// A statement that is only shown: a loop, a condition.
  func comment(_ text: String) throws
  func note(_ text: String) throws
  /// A command is about to run.
  func willRun(_ text: String) throws
  func didFinish(_ result: ResultRecord) throws
  func didFail(_ message: String) throws
}

/// Something that a person or a program may want to see.
public enum RunEvent: Sendable {
  case started(RunPlace, text: String)
  case result(RunPlace, verb: String, text: String, ResultRecord, seconds: Double)
  case printed(RunPlace, PrintedText)
  /// Ctrl-C stopped a command of a script: the record keeps it as not run, and this is how far it came.
  case stopped(RunPlace, ResultRecord)
}

/// Where in the scripts the run is.
public struct RunPlace: Sendable, Hashable {
  public let file: String
  public let line: Int
  /// Which round of the innermost loop, from 1.
  public let iteration: Int?
  /// In the script that was run, the line of the `source` that led here; nil where the statement is its own.
  public let sourceLine: Int?
}

/// Why a run ended early.
public enum RunFailure: Error, Sendable {
  /// What is wrong with a command or an assertion.
  case findings([Diagnostic])
  /// Ctrl-C.
  case interrupted
}
