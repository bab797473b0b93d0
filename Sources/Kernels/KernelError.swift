/// Why an operation can't be created or run.
@nonexhaustive
public enum KernelError: Error, Sendable, Hashable {
  /// A function of oneDNN returned this status.
  case refused(function: String, status: Int)
  /// A worker thread couldn't be started; the code is that of `pthread_create`.
  case noThread(code: Int)
  /// OpenBLAS can't be opened; the reason is that of the system.
  case noLibrary(reason: String)
  /// What a worker computes with can't be read; the words are those of its error.
  case input(message: String, hint: String?)
}
