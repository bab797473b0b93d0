internal import Glibc

/// Why a file isn't written or read: what the system said, as the end of a sentence.
public struct FileFailure: Error, Sendable, Hashable {
  /// `errno`.
  public let code: Int32
  public let reason: String

  public init(code: Int32, reason: String) { (self.code, self.reason) = (code, reason) }

  /// - Parameters:
  ///   - code: `errno` as a call on the file left it.
  ///   - folder: Where the file was to be made; what doesn't exist is that.
  public init(code: Int32, folder: String = "") {
    self.code = code
    reason = Self.text(code, folder: folder)
  }

  private static func text(_ code: Int32, folder: String) -> String {
    switch code {
    case ENOENT where !folder.isEmpty, ENOTDIR where !folder.isEmpty: return "there is no folder '\(folder)'"
    case ENOENT: return "it doesn't exist"
    case ENOTDIR: return "a part of the path is not a folder"
    case EISDIR: return "it is a folder"
    case EIO: return "the disk reports an error"
    case ENOSPC: return "the disk is full"
    case EDQUOT: return "the quota of the disk is used up"
    case EFBIG: return "it gets larger than files may be here ('ulimit -f')"
    case EROFS: return "the file system is read-only"
    case EACCES, EPERM: return "permission is denied"
    case EMFILE, ENFILE: return "too many files are open ('ulimit -n')"
    case ELOOP: return "its symbolic links lead nowhere"
    case ENAMETOOLONG: return "its name is too long"
    case ENXIO: return "no process reads the pipe"
    default:
      let text = String(cString: strerror(code))
      return text.prefix(1).lowercased() + text.dropFirst()
    }
  }
}
