internal import Record
internal import Runtime

/// What a block gave when it ran, as it lies beside the document.
struct BlockOutputs: Codable, Sendable, Equatable {
  /// Raised when older programs can't read the file any more.
  static let currentFormat = 2

  var format = Self.currentFormat
  var block: Int
  /// Of the block and all before it: another hash is stale.
  var hash: String
  /// Of the block alone, by which a block that moved is known again.
  var text: String
  /// Under what it ran: the header of a session.
  var environment: String
  var seed: UInt64
  /// What `--set` gave, each as it would be typed.
  var set: [String: String]
  var entries: [StoredEntry]
  /// What all blocks before gave in the same run, as `after` has it; nil in outputs of programs that didn't
  /// keep it.
  var before: String?
  /// All values and results behind the block, where its commands alone don't tell: `undo` brings back what
  /// others had changed.
  var names: [String: StoredResult]?
  /// Why the block didn't come to its end.
  var failure: StoredFailure?
  /// The SHA-256 of all the rest as it lies in the file, so that what a reader sees is what was stored.
  var seal = ""
}

extension BlockOutputs {
  /// Lines, rounds and steps beyond this are in no file that a notebook or a training makes, and can be added
  /// to without care.
  private static let largestNumber = 1 << 40

  /// Whether all numbers are such as a run stores: a file may say anything.
  var hasPossibleNumbers: Bool {
    let counts = 1...Self.largestNumber
    return counts.contains(block)
      && entries.allSatisfy { entry in
        counts.contains(entry.line) && entry.iteration.map(counts.contains) != false
          && entry.result.stopped.map((0...Self.largestNumber).contains) != false
      }
      && names?.values.allSatisfy { $0.stopped.map((0...Self.largestNumber).contains) != false } != false
      && failure.map {
        (0...Self.largestNumber).contains($0.line) && (0...Self.largestNumber).contains($0.column)
      } != false
  }
}

/// A command of a block and what it found out.
struct StoredEntry: Codable, Sendable, Equatable {
  /// In the block, from 1.
  var line: Int
  /// Which round of a loop, from 1.
  var iteration: Int?
  var command: String
  var result: StoredResult
  /// Whether a check compares it; what hangs on measured times isn't compared.
  var compared: Bool
  /// What the shell showed.
  var display: String?
  var picture: StoredPicture?
}

struct StoredPicture: Codable, Sendable, Equatable {
  var svg: String
  /// Whether it shows images, and no chart.
  var images: Bool
}

/// Why a block ended early.
struct StoredFailure: Codable, Sendable, Equatable {
  /// In the block, from 1; with the column 0 where the failure has no place.
  var line: Int
  var column: Int
  var message: String
  var hint: String?

  static let interrupted = StoredFailure(line: 0, column: 0, message: "stopped by Ctrl-C.")
}

extension StoredEntry {
  /// As an entry that a check compares with; nil when what was stored can't be read.
  ///
  /// - Parameter firstLine: That of the block in the document.
  func entry(firstLine: Int, environment: SessionHeader) -> SessionEntry? {
    result.entry(line: firstLine + line - 1, text: command, environment: environment)
  }
}

extension BlockOutputs {
  /// Nil when the stored line has not the form of one.
  var header: SessionHeader? { SessionHeader(environmentLine: environment, seed: seed) }

  /// A hash over `before`, what the block gave, times left out, and under what it ran: the next block's
  /// `before`.
  var after: String? {
    guard let before else { return nil }
    var lines = [undatedEnvironment, "seed \(seed)"]
    lines += set.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    for entry in entries where entry.compared {
      lines += [entry.command] + entry.result.results + (entry.result.stopped.map { ["stopped \($0)"] } ?? [])
    }
    if failure != nil { lines.append("failed") }
    return Chain.next(after: before, lines.joined(separator: "\n").utf8)
  }

  /// The line of versions as if no time had passed: as it is written, whatever format it is of.
  private var undatedEnvironment: String {
    guard let header, environment.hasSuffix(header.date) else { return environment }
    return environment.dropLast(header.date.count) + "any"
  }
}

extension SessionHeader {
  /// The line of versions as if no time had passed.
  var undatedLine: String {
    var header = self
    header.date = "any"
    return header.environmentLine
  }
}

/// What the last check found, as it lies beside the outputs. It says nothing of when: the same check leaves
/// the same bytes.
struct StoredVerdicts: Codable, Sendable, Equatable {
  struct Block: Codable, Sendable, Equatable {
    var block: Int
    /// Of the file that was compared: other outputs have no verdict.
    var outputs: String
    /// Of each entry; nil where nothing is compared.
    var verdicts: [String?]
  }

  /// Under what it was checked, without the date.
  var environment: String
  var blocks: [Block]
}
