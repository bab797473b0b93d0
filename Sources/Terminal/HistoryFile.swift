internal import Glibc

/// What was typed at the prompt, across sessions: an entry a line, written the moment it is typed.
///
/// Several sessions may write to one file; each sees what the others wrote when it starts. A line that isn't
/// an entry (torn, or no UTF-8) is skipped. When the file can't be read or written, the prompt goes on with
/// what is in memory.
///
/// ```swift
/// let history = HistoryFile(path: state + "/fovea/history")
/// if let problem = history.problem { print(problem.message) }
/// ```
public final class HistoryFile {
  /// The oldest go when there are more.
  public static let defaultLimit = 100_000
  /// Longer entries are kept for this session only.
  static let longestEntry = 1 << 20
  /// Of a longer file only the end is read.
  static let longestFile = 64 << 20

  /// The oldest first.
  public private(set) var entries: [String] = []
  /// What went wrong the first time that the file couldn't be read or written; nil when all is well.
  public private(set) var problem: HistoryError?

  private let path: String?
  private let limit: Int

  /// - Parameters:
  ///   - path: the file; its folder is made (0700) when the first entry is written, the file has mode 0600.
  ///     Nil keeps the entries in memory only.
  ///   - limit: how many entries are kept, at least 1.
  /// - Complexity: O(size of the file): 15 ms for 100,000 entries.
  public init(path: String?, limit: Int = HistoryFile.defaultLimit) {
    self.path = path
    self.limit = max(1, limit)
    guard let path else { return }
    do throws(HistoryError) {
      guard let bytes = try HistoryStorage.read(path, atMost: Self.longestFile) else { return }
      entries = HistoryStorage.entries(of: bytes)
      // The file may grow a tenth above the limit, so that not every start writes it anew.
      if entries.count > self.limit + self.limit / 10 { try HistoryStorage.shorten(path, to: self.limit) }
      if entries.count > self.limit { entries.removeFirst(entries.count - self.limit) }
    } catch { problem = error }
  }

  /// Adds an entry and writes it. Blank entries and repetitions of the last one are dropped.
  ///
  /// - Returns: what went wrong, the first time only: a person is told once.
  @discardableResult
  public func append(_ entry: String) -> HistoryError? {
    let entry = Self.trimmed(entry)
    guard !entry.isEmpty, entry != entries.last else { return nil }
    entries.append(entry)
    if entries.count > limit + limit / 10 { entries.removeFirst(entries.count - limit) }
    guard let path, problem == nil, entry.utf8.count <= Self.longestEntry else { return nil }
    do throws(HistoryError) {
      try HistoryStorage.append(HistoryStorage.line(of: entry), to: path)
      return nil
    } catch {
      problem = error
      return error
    }
  }

  /// Without newlines and blanks at the end, and without empty lines at the start.
  static func trimmed(_ entry: String) -> String {
    var text = Substring(entry)
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text.unicodeScalars.removeLast()
    }
    while let first = text.unicodeScalars.first, first == "\n" || first == "\r" {
      text.unicodeScalars.removeFirst()
    }
    return String(text)
  }
}

/// Why the history can't be kept in its file.
public enum HistoryError: Error, Sendable, Hashable {
  /// A system call failed: its name, the path and `errno`.
  case system(call: String, path: String, code: Int32)
  /// There is something else of that name: a folder, a pipe.
  case notAFile(path: String)
}
