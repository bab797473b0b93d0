internal import Glibc

/// The terminal while a job runs: keys aren't shown, or what is typed ahead would land in the progress line;
/// they wait for the next prompt instead. Ctrl-C and Ctrl-Z work.
///
/// ```swift
/// let outcome = try JobMode.during { try network.train(…) }
/// ```
public enum JobMode {
  /// Runs a job and gives the terminal back as it was on every way out: return, error, end of the process,
  /// and those signals that can be caught. Without a terminal on standard input, or in the background, it
  /// only runs the job. A job within a job changes nothing.
  public static func during<Result, Failure: Error>(_ job: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    TerminalGuard.arm()
    let isSet = TerminalGuard.beginJob()
    defer { if isSet { TerminalGuard.endJob() } }
    return try job()
  }
}
