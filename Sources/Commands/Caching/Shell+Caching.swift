internal import Datasets
internal import Declarations
internal import Foundation
internal import Models
internal import Record
internal import Runtime

/// What came from the cache while a command ran.
struct CacheUse {
  var hits = 0
  var misses = 0
  /// When the oldest of the results that were found was computed.
  var date: String?
  var warnings: [String] = []

  /// Says in a result where it came from.
  func mark(_ result: inout ResultRecord) {
    result.isCached = hits > 0 && misses == 0
    var lines: [String] = []
    if hits > 0 {
      let when = date.map { ", computed " + String($0.prefix(16)).replacing("T", with: " ") } ?? ""
      lines.append(misses == 0 ? "from the cache\(when)" : "\(hits) of \(hits + misses) parts from the cache")
    }
    if !lines.isEmpty {
      result.display = ([result.display].compactMap { $0 } + lines).joined(separator: "\n")
    }
    if !warnings.isEmpty { result.tell(warnings) }
  }
}

/// Pieces of work that are found again: by the cache, and in a session that was cut off.
extension Shell {
  /// All that a piece of work depends on, part by part; what every one depends on is added.
  typealias Parts = [(name: String, text: String)]

  /// The result of a piece of work that was done before; nil where it has to be done.
  ///
  /// - Parameters:
  ///   - isInSession: Whether a session that was cut off keeps such work beside its checkpoints.
  ///   - read: What an entry holds; nil where it makes no sense, which counts as damaged.
  func found<Work>(_ parts: Parts, inSession isInSession: Bool = false, read: (Safetensors) throws -> Work?)
    -> Work?
  {
    // What this very session did isn't brought back from elsewhere, so it counts as computed.
    if isInSession, let session = checkpoints?.parts, case .found(let bytes, _) = session.lookUp(key(parts)),
      let file = try? Safetensors(decoding: bytes), let found = try? read(file)
    {
      return found
    }
    guard let cache else { return nil }
    switch cache.lookUp(key(parts)) {
    case .found(let bytes, let entry):
      if let file = try? Safetensors(decoding: bytes), let found = try? read(file) {
        cacheUse.hits += 1
        cacheUse.date = min(cacheUse.date ?? entry.date, entry.date)
        return found
      }
      cacheUse.warnings.append("the cache's entry \(entry.key.prefix(12)) can't be read; it is computed anew")
    case .damaged(let path):
      cacheUse.warnings.append("the cache's entry '\(path)' was damaged; it is computed anew")
    case .missing: break
    }
    return nil
  }

  /// Keeps what a piece of work gave.
  ///
  /// - Parameters:
  ///   - seconds: How long it took, where a session that is cut off should find it again.
  ///   - isPart: Whether it is a part of work that the cache keeps whole.
  func keep(
    _ file: Safetensors, under parts: Parts, _ command: BoundCommand, seconds: Double? = nil,
    isPart: Bool = false
  ) {
    let bytes = file.encoded()
    // At a gigabyte a second, writing takes a hundredth of the time at most; what is small takes none.
    if let seconds, let session = checkpoints?.parts,
      Double(bytes.count) <= max(seconds * 10_000_000, 250_000)
    {
      _ = session.keep(bytes, under: key(parts), what: command.text)
    }
    guard !isPart, let cache else { return }
    cacheUse.misses += 1
    let problem = cache.keep(bytes, under: key(parts), what: command.text)
    if let problem, !cacheUse.warnings.contains("the cache: " + problem) {
      cacheUse.warnings.append("the cache: " + problem)
    }
  }

  private func key(_ parts: Parts) -> CacheKey { CacheKey(parts + surroundings) }

  /// What every result depends on: the program, its libraries, the machine's kernels, and settings. How many
  /// threads compute and how pictures are drawn changes no result.
  private var surroundings: Parts {
    var settings = workspace.settings
    settings.threads = 0
    settings.plot = .automatic
    // The seed of a piece of work stands among its own parts.
    settings.seed = 0
    return [
      ("program", Program.version + " " + Program.build), ("environment", Program.environment),
      ("settings", CanonicalText.text(of: settings)),
    ]
  }
}

extension Program {
  /// Which build of the program this is: its size and when it was made. Between two releases results may
  /// change before the version does.
  static let build: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "unknown" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }()
}
