public import Diagnostics
public import Record
public import Runtime
public import Syntax

/// What a notebook needs of the shell that runs its blocks.
public protocol NotebookShell: AnyObject {
  /// Everything that is wrong with the parts of a document, found without running them.
  func check(_ parts: [DocumentPart]) -> [Diagnostic]

  /// Runs a script that was checked.
  ///
  /// - Parameters:
  ///   - index: Which of the scripts of the document it is, from 0.
  ///   - stored: On a check, what the command that begins gave earlier, so that a training that was stopped
  ///     stops there again.
  ///   - onCommand: Told of each command when it is done; false ends the run.
  func run(
    _ script: Script, at index: Int, following stored: ((RunPlace, String) -> SessionEntry?)?,
    onCommand: (NotebookCommand) -> Bool
  ) throws(RunFailure)

  /// Whether the command that ran last was to write a file: when it failed on a check, that may be the fault
  /// of the folder that takes such files then, and says nothing about results.
  var mayHaveFailedOfTheDisk: Bool { get }

  /// What all names stand for now: results, and values as the one field `value`.
  var names: [String: ResultRecord] { get }

  /// Under what it runs, and the seed of its random numbers.
  var header: SessionHeader { get }
}

/// A command of a block that ran.
public struct NotebookCommand: Sendable {
  public let place: RunPlace
  public let text: String
  public let result: ResultRecord
  public let seconds: Double
  /// Whether it can be compared: what hangs on measured times, and what isn't recorded, can't.
  public let isCompared: Bool
  /// The `tolerance=` that it was given.
  public let tolerance: Double?
  /// Whether it read a file that the check wrote before.
  public let tookOwnFile: Bool

  /// Its line in the document: for a command of a file that a block sources, the line of the `source`.
  var line: Int { place.sourceLine ?? place.line }

  public init(
    place: RunPlace, text: String, result: ResultRecord, seconds: Double, isCompared: Bool,
    tolerance: Double?, tookOwnFile: Bool = false
  ) {
    self.place = place
    self.text = text
    self.result = result
    self.seconds = seconds
    self.isCompared = isCompared
    self.tolerance = tolerance
    self.tookOwnFile = tookOwnFile
  }
}
