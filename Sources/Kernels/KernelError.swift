/// What oneDNN refuses.
@nonexhaustive
public enum KernelError: Error, Sendable, Hashable {
  /// A function of oneDNN gave a status that isn't success.
  case refused(function: String, status: Int)
  /// A worker thread couldn't be started.
  case noThread(code: Int)
}
