internal import Glibc

/// Why a session can't be written, read or continued.
public enum RecordError: Error, Sendable, Equatable {
  /// Neither `XDG_DATA_HOME` nor `HOME` says where sessions belong.
  case noHome
  /// The folder of the sessions can't be made or opened.
  case folder(path: String, Failure)
  /// A new session can't be created in its folder.
  case creation(path: String, Failure)
  /// Bytes of the record couldn't be written; the file holds what it held before.
  case writing(path: String, Failure)
  /// The file was taken away, or another one put in its place, while its session ran.
  case removed(path: String)
  /// Somebody else wrote to the file, or cut it, while its session ran.
  case altered(path: String)
  case reading(path: String, Failure)
  /// Another process writes this session.
  case inUse(path: String)
  /// The path leads to something that isn't a file: a folder, a pipe.
  case notAFile(path: String)
  /// More bytes than any session has.
  case tooLarge(path: String)
  case notASession(name: String, firstLine: String)
  /// The session has a version that this program doesn't know.
  case version(name: String, found: String)
  /// A line of the header has not the form of one.
  case header(name: String, line: Int, found: String)
  /// The file ends before its first command.
  case nothingRecorded(name: String)
  /// The chain doesn't hold.
  case chain(name: String, ChainFault)
  /// A session that was closed can't be continued.
  case closed(name: String)
  /// The name of the file says nothing before its ending.
  case oddName(path: String)
  /// No session in the folder was cut off.
  case nothingToResume(folder: String)

  /// The system's number for what went wrong.
  public struct Failure: Sendable, Equatable {
    public let code: Int32

    public init(code: Int32) { self.code = code }

    /// Whether it says nothing of the file, but that too many are open.
    var isShortage: Bool { code == EMFILE || code == ENFILE }

    /// What the last failed call of the C library left behind.
    static var last: Failure { Failure(code: errno) }
  }
}
