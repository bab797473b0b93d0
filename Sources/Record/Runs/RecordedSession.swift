/// A session of a folder, as a list of them shows it.
public struct RecordedSession: Sendable, Equatable {
  public enum State: String, Sendable {
    case closed
    /// It ended unexpectedly; `resume` goes on with it.
    case cutOff = "cut off"
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
  public var name: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(SessionFolder.ending) ? String(name.dropLast(SessionFolder.ending.count)) : name
  }

  init(_ listing: SessionFolder.Listing, date: String, seed: UInt64, commands: Int, failed: Int, runs: Int) {
    path = listing.path
    byteCount = listing.byteCount
    (self.date, self.seed, self.commands, self.failed, self.runs) = (date, seed, commands, failed, runs)
    state = listing.isLocked ? .written : listing.isClosed ? .closed : .cutOff
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
