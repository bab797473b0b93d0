internal import Diagnostics
internal import Files
internal import Foundation
public import Record
public import Runtime

/// Keeps the record of a session: every statement that the interpreter runs, before it runs and after; and beside it what the
/// session needs to go on when it is cut off.
public final class SessionRecorder: RunObserver {
  private let writer: SessionWriter
  private let checkpoints: CheckpointStore
  /// Where what the session needs to go on is kept; nil until it has a file, or without a home.
  private var folder: StateFolder?
  /// What the record holds: commands, and lines of prose.
  private var entries = 0
  private var remarkLines = 0
  /// The text that is being run, and whether it lies on the disk.
  private var pending: PendingText?
  private var pendingFolder: StateFolder?

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
  }

  /// The session's file; nil until the first recorded command.
  public var path: String? { writer.path }
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
    try keepPending()
    let position = writer.position
    try writer.begin(text)
    keepStart()
    checkpoints.begin(text, at: position, in: folder)
  }

  public func didFinish(_ result: ResultRecord) throws {
    entries += 1
    try writer.finish(result)
  }

  public func didFail(_ message: String) throws {
    entries += 1
    try writer.fail(message)
  }

  /// Closes the session, so that it counts as left and not as cut off.
  public func close() throws(RecordError) {
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
  func willRun(_ source: SourceText, overrides: [String: Value]) {
    guard pending == nil else { return }
    pending = PendingText(
      name: source.name, text: source.text, overrides: overrides.mapValues(\.literal), entries: entries,
      remarkLines: remarkLines)
  }

  /// Goes on with a text that lies on the disk already.
  func willGoOn(with text: PendingText) {
    pending = text
    pendingFolder = folder
  }

  /// The text is done, or gave up.
  func didRun() {
    pending = nil
    if let folder = pendingFolder { PendingText.remove(from: folder) }
    pendingFolder = nil
  }

  /// Brings the text to the disk before its first command. Where that can't be, the record itself still holds every command
  /// that began.
  private func keepPending() throws(RecordError) {
    // A file that a full disk refused gets another name.
    guard let pending, pendingFolder == nil || path == nil else { return }
    func keep(_ path: String) {
      pendingFolder?.remove()
      pendingFolder = nil
      folder = StateFolder(ofSession: path, beginning: writer.beginning)
      guard let folder else { return }
      do throws(FileFailure) {
        try pending.write(to: folder)
        pendingFolder = folder
      } catch {
        self.pending = nil
      }
    }
    if let path { keep(path) } else { try writer.create(preparing: keep) }
  }
}
