internal import Files

extension HistoryError {
  /// What was found, in one sentence.
  public var message: String {
    switch self {
    case .system(let call, let path, let code):
      "the history file '\(path)' can't be used: \(call): \(FileFailure(code: code).reason)."
    case .notAFile(let path):
      "the history file '\(path)' can't be used: it isn't a regular file."
    }
  }

  /// What to do.
  public var hint: String {
    "What you type is kept until you leave. Make the file readable and writable to keep it longer."
  }
}
