/// A session as its file holds it.
public struct Session: Sendable {
  /// What messages call it: its path as given.
  public let name: String
  public internal(set) var header: SessionHeader
  /// What ran, in order. Everything here is sealed by a value of the chain.
  public internal(set) var entries: [SessionEntry] = []
  /// Whether `#. end` stands at the end. Without it the session was cut off; the chain can't show that the
  /// line was taken away.
  public internal(set) var isClosed = false
  /// What stands below the last value of a session that was cut off and can't be kept.
  public internal(set) var tail: SessionTail?
  /// The first place at which the file isn't what was recorded.
  public internal(set) var fault: ChainFault?
  /// Up to which byte the file can be kept when the session goes on: the sealed entries and whole notes below
  /// them.
  public internal(set) var keptBytes = 0
  /// Up to which byte the chain reaches: the end of the last value's line.
  var sealedBytes = 0
  /// Notes and comments behind the last entry.
  public internal(set) var lastRemarks: [SessionRemark] = []

  /// The last value of the chain; nil when nothing was sealed.
  public var lastChain: String? { entries.last?.chain }
  /// Whether nothing speaks against the file: every value of the chain verifies, and every line has its form.
  public var isIntact: Bool { fault == nil }
  /// The commands, whether they succeeded or failed, without notes that stand alone.
  public var attempts: [SessionEntry] { entries.filter { $0.kind != .remarks } }
  /// How many lines of notes and shown statements there are.
  public var proseLineCount: Int { proseLines.count }
  /// The same lines, without their marks.
  public var proseLines: [String] {
    (entries.flatMap(\.remarks) + lastRemarks).filter { $0.kind != .comment }.map(\.text)
  }
  /// The value of the chain before an entry: it stands for all that ran before it.
  ///
  /// - Complexity: O(log entries).
  public func chain(before entry: SessionEntry) -> String {
    // Entries stand in the order of their lines.
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].chainLine < entry.chainLine { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? entries[low - 1].chain : Chain.start
  }
  /// How a session that wasn't closed ended. A script that fails leaves it open; at the prompt the end of
  /// the program does, and the failure may have nothing to do with it.
  public var openEnd: String {
    isFailed ? "wasn't closed, and its last command failed" : "was cut off"
  }
  /// Whether the last that the file holds is a command that failed.
  var isFailed: Bool { !isClosed && tail == nil && attempts.last?.kind == .failed }
  /// The commands that succeeded: what a replay runs.
  public var commands: [SessionEntry] { entries.filter { $0.kind == .succeeded } }
}

/// A command with its results, or notes alone, sealed by a value of the chain.
public struct SessionEntry: Sendable {
  public enum Kind: Sendable, Equatable {
    case succeeded
    case failed
    /// Notes without a command, sealed when the session was closed.
    case remarks
  }

  public let kind: Kind
  /// The number of the first line of the command, from 1.
  public let line: Int
  /// The command as it would be typed, without a newline at its end.
  public let text: String
  /// Why the command failed, a line each.
  public let errors: [String]
  /// What was found out, line by line in the order of the file: rows of a history first, then all else.
  public let results: [RecordedLine]
  /// Times and rates, never compared.
  public let measured: [RecordedLine]
  /// What it was made from; empty in sessions of format 1.
  public let provenance: [RecordedField]
  public let stopped: RecordedStop?
  /// Notes and comments before the command.
  public let remarks: [SessionRemark]
  /// Under what the command ran: the session's header, or that of the resuming.
  public let environment: SessionHeader
  public let chain: String
  /// The line of `chain`.
  public let chainLine: Int
  /// Whether `chain` is the value that the entry and the value before it give.
  public let isVerified: Bool
}

/// A line of results.
public struct RecordedLine: Sendable, Equatable {
  /// The number of the line, from 1.
  public let line: Int
  public let fields: [RecordedField]
}

/// That a training was stopped.
public struct RecordedStop: Sendable, Equatable {
  public let line: Int
  public let step: Int
}

/// A line of prose in a session.
public struct SessionRemark: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// `## `, what a person noted.
    case note
    /// `#> `, a statement that was only shown.
    case shown
    /// Any other comment.
    case comment
  }

  public let kind: Kind
  public let line: Int
  public let text: String
}

/// What a session that was cut off holds below its last whole entry.
public struct SessionTail: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// A command that began and of which no result was sealed.
    case command
    /// A command that was being marked as failed.
    case failure
    /// Bytes that are no whole line.
    case fragment
  }

  public let kind: Kind
  /// The first line of what is cut.
  public let line: Int
  /// The text of the command, or what the fragment says.
  public let text: String
  /// Whether all lines of the command are whole. A command that isn't whole never started.
  public let isWhole: Bool
  public let byteCount: Int

  /// What is cut, as a sentence.
  public var message: String {
    let first = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    let shown = first.count > 60 ? first.prefix(59) + "…" : first
    switch kind {
    case .command where isWhole:
      return "line \(line): '\(shown)' had not finished when the session was cut off"
    case .command: return "line \(line): '\(shown)' was cut off while it was written, and never started"
    case .failure: return "line \(line): '\(shown)' had failed when the session was cut off"
    case .fragment: return "line \(line): \(byteCount) bytes that are no whole line"
    }
  }
}
