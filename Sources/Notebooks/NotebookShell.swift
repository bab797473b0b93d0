public import Diagnostics
public import Record
public import Runtime
public import Syntax

/// What a notebook needs of the shell that runs its blocks.
public protocol NotebookShell: AnyObject {
  /// Everything that is wrong with scripts that run one after the other, found without running them.
  func check(_ scripts: [Script]) -> [Diagnostic]

  /// Runs a script that was checked.
  ///
  /// - Parameters:
  ///   - stored: What its commands gave earlier, on a check, so that a training that was stopped stops there again.
  ///   - onCommand: Told of each command when it is done; false ends the run.
  func run(_ script: Script, following stored: [SessionEntry?], onCommand: (NotebookCommand) -> Bool) throws(RunFailure)

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

  public init(
    place: RunPlace, text: String, result: ResultRecord, seconds: Double, isCompared: Bool, tolerance: Double?
  ) {
    self.place = place
    self.text = text
    self.result = result
    self.seconds = seconds
    self.isCompared = isCompared
    self.tolerance = tolerance
  }
}
