internal import Crypto
internal import Files
internal import Foundation

/// Results of earlier work, each in a file named by the hash of everything that it depends on.
///
/// ```
/// fovea cache 1
/// key 4c2f…
/// date 2026-11-24T12:00:00Z
/// what train small on digits epochs=5
/// bytes 51200
/// sha256 90cc…                the hash of the five lines above and of all bytes below
/// …
/// ```
/// An entry that isn't whole, or lies under another name than its own, is none. Files are written aside and
/// moved to their place, so that any number of processes may use a folder.
public final class ResultCache: Sendable {
  /// More than this isn't kept; what wasn't used for the longest time goes first.
  public static let standardLimit = 4 << 30

  public let folder: String
  public let limit: Int

  public init(folder: String, limit: Int = ResultCache.standardLimit) {
    self.folder = folder
    self.limit = limit
  }

  /// `$XDG_CACHE_HOME/fovea/results`; nil where no home is known.
  public static func standard() -> ResultCache? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.isAbsolutePath {
      return ResultCache(folder: cache + "/fovea/results")
    }
    guard let home = environment["HOME"], home.isAbsolutePath else { return nil }
    return ResultCache(folder: home + "/.cache/fovea/results")
  }

  /// What is known of an entry without its content.
  public struct Entry: Sendable, Hashable {
    public let key: String
    /// When it was computed, such as `2026-11-24T12:00:00Z`.
    public let date: String
    /// What was computed, a line for a person.
    public let what: String
    /// Of the whole file.
    public let bytes: Int
  }

  public enum Lookup: Sendable {
    case found([UInt8], Entry)
    case missing
    /// There was an entry that isn't what was written; it is taken away.
    case damaged(path: String)
  }

  // MARK: Looking up

  public func lookUp(_ key: CacheKey) -> Lookup {
    let path = path(key.digest)
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    // What isn't a file, or is larger than anything that is kept, isn't read at all.
    let isPossible = status.st_mode & S_IFMT == S_IFREG && status.st_size <= limit + Self.longestHead
    guard isPossible, let bytes = FileManager.default.contents(atPath: path).map(Array.init),
      let (entry, payload) = Self.read(bytes), entry.key == key.digest
    else {
      unlink(path)
      return .damaged(path: path)
    }
    // The order of use is the order of the files' times.
    utimes(path, nil)
    return .found(Array(payload), entry)
  }

  /// All entries, those used last first.
  public func entries() -> [Entry] {
    files().reversed().compactMap { file in
      guard let handle = FileHandle(forReadingAtPath: file.path),
        let head = try? handle.read(upToCount: Self.longestHead),
        let entry = Self.head(Array(head))?.entry
      else { return nil }
      return Entry(key: entry.key, date: entry.date, what: entry.what, bytes: file.bytes)
    }
  }

  // MARK: Keeping

  /// Keeps what was computed. What is larger than the limit isn't kept.
  ///
  /// - Returns: Why it couldn't be kept, as the end of a sentence; nil when all went well.
  public func keep(_ payload: [UInt8], under key: CacheKey, what: String, now: SessionTime = .now) -> String?
  {
    guard payload.count < limit else { return nil }
    var head =
      "\(Self.firstLine)\nkey \(key.digest)\ndate "
      + "\(now.text)\nwhat \(Self.oneLine(what))\nbytes \(payload.count)\n"
    head += "sha256 \(Self.digest(Array(head.utf8)[...], payload[...]))\n"
    let bytes = Array(head.utf8) + payload
    let path = path(key.digest)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      return "'\(folder)' can't be made"
    }
    do throws(FileFailure) { try WholeFile.write(bytes, to: path, isLasting: false) } catch {
      return "'\(path)' can't be written: \(error.reason)"
    }
    makeRoom(keeping: path)
    return nil
  }

  /// Takes all entries away.
  public func clear() -> (entries: Int, bytes: Int) {
    let files = files()
    for file in files { unlink(file.path) }
    return (files.count, files.reduce(0) { $0 + $1.bytes })
  }

  // MARK: Files

  private static let ending = ".result"
  private static let firstLine = "fovea cache 1"
  private static let longestHead = 4096

  private func path(_ digest: String) -> String { folder + "/" + digest + Self.ending }

  /// The files of entries and what killed processes left, those used longest ago first.
  private func files() -> [(path: String, bytes: Int)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var files: [(path: String, bytes: Int, seconds: Double)] = []
    for name in names where name.hasSuffix(Self.ending) || name.hasSuffix(".new") {
      var status = stat()
      guard stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      // A young one is being written by somebody.
      if name.hasSuffix(".new"), time(nil) - status.st_mtim.tv_sec < 3600 { continue }
      let seconds = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
      files.append((folder + "/" + name, Int(status.st_size), seconds))
    }
    return files.sorted { ($0.seconds, $0.path) < ($1.seconds, $1.path) }.map { ($0.path, $0.bytes) }
  }

  private func makeRoom(keeping kept: String) {
    let files = files()
    var total = files.reduce(0) { $0 + $1.bytes }
    for file in files where total > limit && file.path != kept {
      unlink(file.path)
      total -= file.bytes
    }
  }

  /// An entry and its payload; nil when anything isn't as it was written.
  private static func read(_ bytes: [UInt8]) -> (entry: Entry, payload: ArraySlice<UInt8>)? {
    guard let (entry, sealed, digest, end) = head(bytes) else { return nil }
    let payload = bytes[end...]
    guard payload.count == entry.bytes, Self.digest(bytes[..<sealed], payload) == digest else { return nil }
    return (entry, payload)
  }

  /// The head of a file: where what the hash covers ends, the hash, and where the payload begins.
  private static func head(_ bytes: [UInt8]) -> (entry: Entry, sealed: Int, digest: String, end: Int)? {
    var position = 0
    func line(_ name: String) -> String? {
      let rest = bytes[position...].prefix(longestHead)
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let text = String(decoding: bytes[position..<end], as: UTF8.self)
      position = end + 1
      guard !name.isEmpty else { return text }
      return text.hasPrefix(name + " ") ? String(text.dropFirst(name.count + 1)) : nil
    }
    guard line("") == firstLine, let key = line("key"), let date = line("date"), let what = line("what"),
      let count = line("bytes").flatMap({ Int($0) })
    else { return nil }
    let sealed = position
    guard let digest = line("sha256") else { return nil }
    return (Entry(key: key, date: date, what: what, bytes: count), sealed, digest, position)
  }

  private static func digest(_ head: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>) -> String {
    var hash = SHA256()
    head.withUnsafeBytes { hash.update(bufferPointer: $0) }
    payload.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Chain.hexadecimal(hash.finalize())
  }

  private static func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    // Far below `longestHead` in bytes, however many a character has.
    guard line.utf8.count > 1000 else { return line }
    return String(decoding: line.utf8.prefix(997), as: UTF8.self) + "…"
  }
}
