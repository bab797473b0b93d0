internal import Glibc
internal import Kernels
public import Record
public import Runtime

/// Keeps the record of a session: every statement that the interpreter runs, before it runs and after.
public final class SessionRecorder: RunObserver {
  private let writer: SessionWriter

  public init(_ writer: SessionWriter) { self.writer = writer }

  /// The session's file; nil until the first recorded command.
  public var path: String? { writer.path }
  /// The last value of the chain.
  public var lastChain: String? { writer.lastChain }

  public func comment(_ text: String) throws { try writer.comment(text) }
  public func note(_ text: String) throws { try writer.note(text) }
  public func willRun(_ text: String) throws { try writer.begin(text) }
  public func didFinish(_ result: ResultRecord) throws { try writer.finish(result) }
  public func didFail(_ message: String) throws { try writer.fail(message) }

  /// Closes the session, so that it counts as left and not as cut off.
  public func close() throws(RecordError) { try writer.close() }
}

/// What a record says about where it was made.
public enum Program {
  public static let version = "0.1.0"
  /// Raised when a change of ours changes results.
  public static let numerics = 1

  /// The header of a session that begins now.
  public static func header(seed: UInt64, now: SessionTime = .now) -> SessionHeader {
    SessionHeader(
      versions: [
        .init("fovea", version), .init("numerics", String(numerics)), .init("oneDNN", KernelLibrary.version),
      ],
      instructionSet: KernelLibrary.instructionSet, level2Cache: level2Cache, date: now.text, seed: seed)
  }

  /// The size of the second-level cache, which oneDNN may look at when it cuts its work into blocks.
  static var level2Cache: String {
    let bytes = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
    return bytes > 0 ? "\(bytes / 1024)K" : "unknown"
  }
}
