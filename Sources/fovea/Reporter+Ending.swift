import ArgumentParser
import Diagnostics
import Record

/// The ends of a command of the program: each says what there is to say, and gives the exit code to throw.
extension Reporter {
  /// - Parameter replay: What was compared before it failed.
  func failure(_ message: String, hint: String? = nil, status: Int32, replay: ReplayReport? = nil) -> ExitCode
  {
    show(message: message, hint: hint)
    end(status: status, replay: replay)
    return ExitCode(status)
  }

  /// - Parameter status: Without it the one that goes with the error.
  func failure(_ error: RecordError, status: Int32? = nil) -> ExitCode {
    failure("\(error.message).", hint: error.hint, status: status ?? error.exitCode)
  }

  /// What is wrong with a text before it runs.
  func failure(_ findings: [Diagnostic], nothingWasRun: Bool = true) -> ExitCode {
    show(findings, nothingWasRun: nothingWasRun)
    end(status: 2)
    return ExitCode(2)
  }

  /// The end of a command that ran: throws its exit code unless that is 0.
  func finish(status: Int32, replay: ReplayReport? = nil) throws {
    end(status: status, replay: replay)
    if status != 0 { throw ExitCode(status) }
  }
}
