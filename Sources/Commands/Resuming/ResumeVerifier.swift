internal import Diagnostics
internal import Record
internal import Runtime

/// Watches a text being run anew up to the place where its session was cut off: each command must be the
/// recorded one and give what was recorded. From there on the record goes on.
final class ResumeVerifier: RunObserver {
  private let session: Session
  private let recorder: SessionRecorder
  private unowned let shell: Shell
  private let comparison: Comparison
  private var expected: ArraySlice<SessionEntry>
  private var current: SessionEntry?
  private var proseLines: Int
  /// The same as text, for a script that was mended: what isn't known word by word is new.
  private var knownProse: [String]?
  /// New prose of a mended script, written when it is certain that the script goes on.
  private var newProse: [() throws -> Void] = []
  /// Whether the next command beyond the record is the one that was cut off.
  private var isAtCut = true
  /// Whether the text went another way than it was recorded to go.
  private(set) var divergence: Divergence?

  struct Divergence: RecordingFailure {
    let message: String
    let hint: String?
  }

  init(_ text: PendingText, of session: Session, in shell: Shell, then recorder: SessionRecorder) {
    self.session = session
    self.shell = shell
    self.recorder = recorder
    comparison = Comparison(current: Program.header(seed: session.header.seed))
    let leftOut = Set(text.leftOut ?? [])
    expected =
      session.attempts.enumerated().dropFirst(text.entries).filter { !leftOut.contains($0.offset) }.map(
        \.element)[...]
    proseLines = session.proseLineCount - text.remarkLines
    if text.leftOut != nil { knownProse = session.proseLines.dropFirst(text.remarkLines).map { $0 } }
  }

  /// The first recorded command that didn't come again.
  var missing: SessionEntry? { current ?? expected.first }

  func willRun(_ text: String) throws {
    guard let entry = expected.popFirst() else {
      shell.expect(nil)
      // What was cut off may have written its file before.
      shell.context.writesAgain = isAtCut && session.tail?.isWhole == true
      isAtCut = false
      try writeNewProse()
      return try recorder.willRun(text)
    }
    guard entry.text == SessionWriter.recorded(text) else {
      throw depart(
        "line \(entry.line): the record has '\(Self.first(entry.text))', and now came '\(Self.first(text))'.")
    }
    current = entry
    shell.context.writesAgain = entry.kind == .succeeded
    shell.expect(entry)
    shell.checkpoints?.begin(entry.text, at: session.chain(before: entry))
  }

  func didFinish(_ result: ResultRecord) throws {
    guard let entry = current else { return try recorder.didFinish(result) }
    current = nil
    shell.expect(nil)
    guard entry.kind == .succeeded else { throw depart("line \(entry.line): what had failed now succeeds.") }
    let tolerance = RecordedCommand(entry.text, over: shell.interpreter.environment)?.number("tolerance")
    let found = comparison.compare(entry, with: result, tolerance: tolerance)
    if found.verdict != .same {
      throw depart((found.first?.message ?? "line \(entry.line): another result") + ".")
    }
  }

  func didFail(_ message: String) throws {
    guard let entry = current else { return try recorder.didFail(message) }
    current = nil
    if entry.kind != .failed { throw depart("line \(entry.line): it succeeded, and fails now: \(message)") }
  }

  func comment(_ text: String) throws { try prose(text, recorder.comment) }
  func note(_ text: String) throws { try prose(text, recorder.note) }

  /// Prose that stands in the record already isn't written again.
  private func prose(_ text: String, _ write: @escaping (String) throws -> Void) throws {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    if let start = knownProse.flatMap({ Self.place(of: lines, in: $0) }) {
      knownProse?.removeSubrange(start..<start + lines.count)
      return
    }
    guard knownProse == nil else {
      newProse.append { try write(text) }
      if missing == nil { try writeNewProse() }
      return
    }
    let known = min(proseLines, lines.count)
    proseLines -= known
    if known < lines.count { try write(lines.dropFirst(known).joined(separator: "\n")) }
  }

  private func writeNewProse() throws {
    defer { newProse = [] }
    for write in newProse { try write() }
  }

  private static func place(of lines: [Substring], in known: [String]) -> Int? {
    known.indices.first { start in
      known[start...].count >= lines.count && zip(known[start...], lines).allSatisfy { $0 == $1 }
    }
  }

  private func depart(_ message: String) -> Divergence {
    let divergence = Divergence(message: message, hint: nil)
    self.divergence = divergence
    return divergence
  }

  private static func first(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? text
  }
}
