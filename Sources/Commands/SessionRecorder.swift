internal import Diagnostics
internal import Files
internal import Foundation
public import Record
public import Runtime

/// Keeps the record of a session: every statement that the interpreter runs, before it runs and after; and
/// beside it what the session needs to go on when it is cut off.
public final class SessionRecorder: RunObserver {
  private let writer: SessionWriter
  private let checkpoints: CheckpointStore
  /// Where what the session needs to go on is kept; nil until it has a file, or without a home.
  private var folder: StateFolder?
  /// Keeps others from tidying that away before there is a session that it belongs to.
  private var hold: StateFolder.Hold?
  /// What the record holds: commands, and lines of prose.
  private var entries = 0
  private var remarkLines = 0
  /// The text that is being run, and whether it lies on the disk.
  private var pending: PendingText?
  private var isKept = false
  /// The text that failed, while nothing came after it.
  private var failed: PendingText?
  private var isTraining = false
  private var hasTrained = false
  /// Asked when a command has ended: whether Ctrl-C ends all that is to run. Then the command stays one that
  /// was cut off, so that `resume` ends it with the bits that it would have had.
  var isInterrupted: () -> Bool = { false }
  /// Whether Ctrl-C ended a text that is to go on.
  private var wasStopped = false

  public init(_ writer: SessionWriter, checkpoints: CheckpointStore = CheckpointStore()) {
    self.writer = writer
    self.checkpoints = checkpoints
  }

  /// Goes on with a session.
  init(_ writer: SessionWriter, checkpoints: CheckpointStore, after session: Session) {
    self.writer = writer
    self.checkpoints = checkpoints
    folder = checkpoints.folder
    entries = session.attempts.count
    remarkLines = session.proseLineCount
    hasTrained = session.commands.contains { Self.trains($0.text) }
  }

  /// The session's file; nil until the first recorded command.
  public var path: String? { writer.path }
  /// Whether somebody else deleted or changed that file.
  public var isLost: Bool { writer.isLost }
  /// The last value of the chain.
  public var lastChain: String? { writer.lastChain }

  public func comment(_ text: String) throws {
    try writer.comment(text)
    remarkLines += SessionWriter.lineCount(text)
  }

  public func note(_ text: String) throws {
    try writer.note(text)
    remarkLines += SessionWriter.lineCount(text)
  }

  public func willRun(_ text: String) throws {
    if failed != nil { didRun() }
    try keepPending()
    isTraining = Self.trains(text)
    let position = writer.position
    try writer.begin(text)
    keepStart()
    checkpoints.begin(text, at: position, in: folder)
  }

  public func didFinish(_ result: ResultRecord) throws {
    if isInterrupted() { throw RunFailure.interrupted }
    entries += 1
    hasTrained = hasTrained || isTraining
    try writer.finish(result)
  }

  public func didFail(_ message: String) throws {
    if isInterrupted() { throw RunFailure.interrupted }
    entries += 1
    try writer.fail(message)
  }

  /// Closes the session, so that it counts as left and not as cut off. After a text that failed or was
  /// stopped it stays open.
  public func close() throws(RecordError) {
    if writer.isLost {
      // Nothing of it can go on.
      checkpoints.discard()
      folder?.remove()
      return try writer.close()
    }
    guard failed == nil, !wasStopped else {
      checkpoints.finish()
      return try writer.leave()
    }
    let isWhole = !writer.isRunning
    try writer.close()
    guard isWhole else { return }
    checkpoints.discard()
    folder?.remove()
  }

  /// Whether it was kept where the session was started.
  private var hasKeptStart = false

  private func keepStart() {
    guard !hasKeptStart, let path else { return }
    hasKeptStart = true
    if folder == nil { folder = StateFolder(ofSession: path, beginning: writer.beginning) }
    if let folder, folder.start == nil { folder.keepStart(FileManager.default.currentDirectoryPath) }
  }

  // MARK: Texts of several commands

  /// A text of several commands is about to run.
  ///
  /// - Parameters:
  ///   - file: Where it stands, if it is a script.
  ///   - sourced: What the scripts that it sources say, by their paths.
  func willRun(
    _ source: SourceText, overrides: [String: Value], file: String? = nil, sourced: [String: String] = [:]
  ) {
    guard pending == nil else { return }
    if failed != nil { didRun() }
    pending = PendingText(
      name: source.name, text: source.text, overrides: overrides.mapValues(\.literal), entries: entries,
      remarkLines: remarkLines, file: file.map(WorkingFolder.absolute),
      sourced: sourced.isEmpty ? nil : sourced)
  }

  /// Goes on with a text.
  ///
  /// - Parameter isKept: Whether it lies on the disk already. If not, it gets there when the record goes on.
  func willGoOn(with text: PendingText, isKept: Bool) {
    pending = text
    self.isKept = isKept
    failed = nil
  }

  /// The text is done, or gave up.
  func didRun() {
    (pending, failed, isKept) = (nil, nil, false)
    if let folder { PendingText.remove(from: folder) }
  }

  /// A command of the text failed. What was trained so far would be lost when the process ends: then the
  /// session is left open, and `resume` goes on with the text. Whatever comes after it makes that void.
  func gaveUp() {
    guard var text = pending, hasTrained, path != nil, folder != nil, !writer.isLost else { return didRun() }
    text.hasFailed = true
    leaveOpen(with: text)
  }

  /// Ctrl-C ended what ran: its session stays as if the process had been killed, text and state with it.
  func stop() { wasStopped = path != nil && !writer.isLost }

  /// The text is still to go on.
  func leaveOpen(with text: PendingText) {
    (pending, failed, isKept) = (nil, text, false)
    // Where it can't be written, the record alone brings back what was trained.
    do throws(FileFailure) { if let folder { try text.write(to: folder) } } catch {}
  }

  /// What to type to go on after a text that failed or was stopped; nil where nothing would be lost.
  public var wayOn: String? {
    guard let path else { return nil }
    let command = "fovea resume " + ShellWord.text(WorkingFolder.shown(path))
    if wasStopped { return "To go on: \(command)" }
    guard let failed else { return nil }
    return failed.file == nil
      ? "What was trained isn't lost: at a terminal, '\(command)' brings it back."
      : "What was trained isn't lost: mend the script, then: \(command)"
  }

  private static func trains(_ command: String) -> Bool {
    RecordedCommand(command).flatMap { Verbs.table[$0.verb] }?.effect == .trains
  }

  /// Brings the text to the disk before its first command. Where that can't be, the record itself still holds
  /// every command that began.
  private func keepPending() throws(RecordError) {
    // A file that a full disk refused gets another name.
    guard let pending, !isKept || path == nil else { return }
    func keep(_ path: String) {
      if self.path == nil { folder?.remove() }
      if self.path == nil || folder == nil {
        folder = StateFolder(ofSession: path, beginning: writer.beginning)
      }
      guard let folder else { return }
      do throws(FileFailure) {
        hold = try folder.hold()
        try pending.write(to: folder)
        isKept = true
      } catch {
        self.pending = nil
      }
    }
    defer { hold = nil }
    if let path { keep(path) } else { try writer.create(preparing: keep) }
  }
}
