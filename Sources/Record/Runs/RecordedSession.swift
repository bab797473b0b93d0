internal import Files

/// A session of a folder, as a list of them shows it.
public struct RecordedSession: Sendable, Equatable {
  public enum State: String, Sendable {
    case closed
    /// It ended unexpectedly; `resume` goes on with it.
    case cutOff = "cut off"
    /// The same for one that a script left open when it failed.
    case failed = "cut off, command failed"
    /// A program has it open.
    case written = "being written"
    /// Its file isn't what was recorded, or no session at all.
    case broken
  }

  public let path: String
  public let byteCount: Int
  public let date: String
  public let seed: UInt64
  /// Commands that succeeded.
  public let commands: Int
  public let failed: Int
  /// Trainings and cross-validations.
  public let runs: Int
  public let state: State

  /// The name of its file without the ending.
  public var name: String { Self.name(of: path) }

  static func name(of path: String) -> String {
    let name = path.pathParts.last ?? path
    return name.hasSuffix(SessionFolder.ending) ? String(name.dropLast(SessionFolder.ending.count)) : name
  }

  /// Whether a text names a session: its path, its name, the end of that as the ids of runs have it, each as
  /// far as it is typed, or the id of a run in it.
  static func isNamed(_ text: String, _ path: String) -> Bool {
    let name = name(of: path)
    let stems = [name] + (name.split(separator: "-").last.map { [String($0)] } ?? [])
    if ([path, name + SessionFolder.ending] + stems).contains(where: { $0.hasPrefix(text) }) { return true }
    guard let dot = text.lastIndex(of: "."), Int(text[dot...].dropFirst()) != nil else { return false }
    return stems.contains(String(text[..<dot]))
  }

  /// What a condition on a column of the list of sessions is compared with; nil for other fields.
  func values(_ field: String) -> [RunValue]? {
    switch field {
    case "session": [.text(path)]
    case "date": [.text(date)]
    case "commands": [.number(Double(commands))]
    case "failed": [.number(Double(failed))]
    case "runs": [.number(Double(runs))]
    case "state": [.text(state.rawValue)]
    default: nil
    }
  }

  init(_ listing: SessionFolder.Listing, date: String, seed: UInt64, commands: Int, failed: Int, runs: Int) {
    path = listing.path
    byteCount = listing.byteCount
    (self.date, self.seed, self.commands, self.failed, self.runs) = (date, seed, commands, failed, runs)
    state = listing.isLocked ? .written : listing.isClosed ? .closed : listing.isFailed ? .failed : .cutOff
  }

  init(_ listing: SessionFolder.Listing, _ session: Session) {
    self.init(
      listing, date: session.header.date, seed: session.header.seed, commands: session.commands.count,
      failed: session.attempts.count - session.commands.count, runs: 0)
  }

  /// One that can't be used; nothing that stands below a fault counts.
  init(_ listing: SessionFolder.Listing, unusable session: Session?) {
    path = listing.path
    byteCount = listing.byteCount
    (date, seed) = (session?.header.date ?? "", session?.header.seed ?? 0)
    (commands, failed, runs) = (0, 0, 0)
    state = .broken
  }
}
