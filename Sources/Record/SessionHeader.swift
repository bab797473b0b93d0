internal import Files
internal import Foundation
public import Runtime

/// Under what a session was recorded: the lines on top of its file.
///
/// ```
/// #! fovea session 2
/// #@ fovea 0.1.0 · numerics.data 1 · numerics.networks 4 · numerics.svm 1 · oneDNN 2.6.3 · avx2 · …
/// #@ seed 8842191
/// ```
public struct SessionHeader: Sendable, Hashable {
  /// The name and the version of a part of the program.
  public struct Version: Sendable, Hashable {
    public let name: String
    public let version: String

    public init(_ name: String, _ version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The format of the file, from 1: which lines it may hold.
  public var format = SessionHeader.formatVersion
  /// `fovea`, the numerics of each area, then the libraries and the number of threads.
  public var versions: [Version]
  /// The instruction set that the kernels use, such as `avx512_core`.
  public var instructionSet: String
  /// The size of the second-level cache, such as `1024K`: it decides how kernels cut their work into blocks.
  public var level2Cache: String
  /// When the recording began, such as `2026-11-23T14:05:11Z`.
  public var date: String
  public var seed: UInt64

  public init(versions: [Version], instructionSet: String, level2Cache: String, date: String, seed: UInt64) {
    self.versions = versions
    self.instructionSet = instructionSet
    self.level2Cache = level2Cache
    self.date = date
    self.seed = seed
  }

  /// The name under which the number of threads is told; results don't hang on it.
  public static let threads = "threads"
  /// The name under which a session tells the folder that its relative paths lead from, where that isn't the
  /// one in which the program was started: a notebook's paths follow the notebook. Seen from the folder of
  /// the session.
  static let folder = "folder"
  /// The name under which a session tells that its end line counts its entries; older ones don't.
  public static let ending = "ending"
  /// The format of sessions that begin now.
  public static let formatVersion = 2
  /// The first line of sessions that begin now.
  static let firstLine = firstLinePrefix + String(formatVersion)
  /// The first lines of all formats that are read, that of format 1 first.
  static let firstLines = (1...formatVersion).map { firstLinePrefix + String($0) }
  /// What every record begins with.
  static let mark = "#! fovea session"
  static let firstLinePrefix = mark + " "

  /// Whether a text is meant to be a session: whether it begins as one.
  public static func begins(_ text: String) -> Bool { text.hasPrefix(firstLinePrefix) }

  private static let separator = " · "

  /// The line of versions, without its newline.
  public var environmentLine: String {
    let parts = versions.map {
      Self.plain($0.name, joining: "_") + " " + Self.plain($0.version, joining: "_")
    }
    let machine = [
      Self.plain(instructionSet, joining: "_"), "L2 " + Self.plain(level2Cache, joining: "_"),
      Self.plain(date, joining: "_"),
    ]
    return "#@ " + (parts + machine).joined(separator: Self.separator)
  }

  var seedLine: String { "#@ seed \(seed)" }

  /// The three lines on top of a file, each with its newline.
  public var text: String {
    Self.firstLinePrefix + String(format) + "\n" + environmentLine + "\n" + seedLine + "\n"
  }

  /// Reads a line of versions; nil when it isn't one.
  ///
  /// - Parameter format: That of the session; nil is told by the line itself.
  public init?(environmentLine: String, seed: UInt64, format: Int? = nil) {
    guard environmentLine.hasPrefix("#@ ") else { return nil }
    var parts = Self.split(environmentLine.dropFirst(3))
    guard parts.count >= 3, let date = parts.popLast(), let cache = parts.popLast(), cache.hasPrefix("L2 "),
      let instructionSet = parts.popLast(), parts.allSatisfy({ $0.contains(" ") })
    else { return nil }
    let written = parts.compactMap { part in
      part.firstIndex(of: " ").map { Version(String(part[..<$0]), String(part[part.index(after: $0)...])) }
    }
    versions = written.flatMap(Self.expanded)
    self.format = format ?? (written == versions ? Self.formatVersion : 1)
    self.instructionSet = instructionSet
    level2Cache = String(cache.dropFirst(3))
    self.date = date
    self.seed = seed
  }

  /// The header that a resuming writes into a session of this one; nil where the line isn't one.
  func resumed(environmentLine: String) -> SessionHeader? {
    SessionHeader(environmentLine: environmentLine, seed: seed, format: format)
  }

  /// Reads `#@ seed N`; nil when the line isn't that.
  static func seed(inLine line: String) -> UInt64? {
    let prefix = "#@ seed "
    guard line.hasPrefix(prefix) else { return nil }
    return UInt64(line.dropFirst(prefix.count))
  }

  private static func split(_ text: Substring) -> [String] {
    var parts = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if word == "·" {
        parts.append("")
      } else {
        parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
      }
    }
    return parts
  }

  /// A text without blanks and separators, so that the line reads back.
  private static func plain(_ text: String, joining joiner: String) -> String {
    let words = text.split { $0.isWhitespace || $0.isNewline || $0 == "·" }
    return words.isEmpty ? "?" : words.joined(separator: joiner)
  }
}

/// Something about the machine or the libraries that isn't what it was.
public struct EnvironmentDifference: Sendable, Hashable {
  /// `numerics.networks` and the like, the name of a library, `instruction set` or `L2 cache`.
  public let name: String
  /// Nil where the recorded session didn't have it.
  public let recorded: String?
  public let current: String?

  /// `oneDNN 2.6.3, now 3.1.0`
  public var message: String { "\(name) \(recorded ?? "none"), now \(current ?? "none")" }
}

extension SessionHeader {
  /// What may explain other bits: all but the date, the seed, the threads, the folder and the version of the
  /// program itself, whose `numerics` are raised when a change of ours changes results.
  ///
  /// - Parameter areas: The areas of numerics that count; nil lets all count.
  public func differences(from current: SessionHeader, areas: Set<NumericsArea>? = nil)
    -> [EnvironmentDifference]
  {
    var found: [EnvironmentDifference] = []
    func compare(_ name: String, _ recorded: String?, _ now: String?) {
      if recorded != now { found.append(EnvironmentDifference(name: name, recorded: recorded, current: now)) }
    }
    func version(_ name: String, _ header: SessionHeader) -> String? {
      header.versions.first { $0.name == name }?.version
    }
    let names = versions.map(\.name) + current.versions.map(\.name).filter { version($0, self) == nil }
    for name in names where !["fovea", Self.threads, Self.folder, Self.ending].contains(name) {
      if let areas, let area = Self.area(ofVersion: name), !areas.contains(area) { continue }
      compare(name, version(name, self), version(name, current))
    }
    compare("instruction set", instructionSet, current.instructionSet)
    compare("L2 cache", level2Cache, current.level2Cache)
    return found
  }
}

extension SessionHeader {
  /// The version of the program itself.
  var programVersion: String? { versions.first { $0.name == "fovea" }?.version }

  /// Whether the end line must count the entries.
  var hasCountedEnding: Bool { versions.contains { $0.name == Self.ending } }

  /// Tells that relative paths lead from a folder.
  ///
  /// - Parameter sessions: The folder that the session is written to.
  public mutating func startFolder(_ folder: String, seenFrom sessions: String) {
    // The line of versions has no spaces inside a value.
    let allowed = CharacterSet(charactersIn: "a"..."z").union(CharacterSet(charactersIn: "A"..."Z"))
      .union(CharacterSet(charactersIn: "0"..."9")).union(CharacterSet(charactersIn: "-._~/"))
    guard let path = WorkingFolder.relative(folder, from: sessions),
      let text = path.addingPercentEncoding(withAllowedCharacters: allowed)
    else { return }
    versions.append(Version(Self.folder, text))
  }
}

extension Session {
  /// The folder that relative paths of the commands lead from, where the session tells one.
  public var startFolder: String? {
    guard
      let text = header.versions.first(where: { $0.name == SessionHeader.folder })?.version
        .removingPercentEncoding,
      !text.isEmpty
    else { return nil }
    return text.isAbsolutePath ? text : name.pathFolder + text
  }
}
