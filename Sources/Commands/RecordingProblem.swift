internal import Diagnostics
internal import Runtime

/// That a record can't be written, shown like any finding.
enum RecordingProblem {
  static func finding(_ error: any Error, in source: SourceText) -> Diagnostic {
    let failure = error as? any RecordingFailure
    return Diagnostic(
      failure.map { $0.message + "." } ?? "the session can't be recorded: \(error)", hint: failure?.hint,
      at: SourceRange(0, source.text.utf8.count), in: source)
  }
}
