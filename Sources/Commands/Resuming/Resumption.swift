public import Diagnostics
internal import Files
internal import Foundation
public import Record
public import Runtime

/// Goes on with a session that was cut off: brings its commands back by running them again, each held against
/// the record, and ends what was cut off. The session is locked as long as this lives.
public final class Resumption {
  public enum Outcome {
    /// The record goes on; `failure` is what went wrong with a command behind the cut.
    case wentOn(SessionRecorder, failure: RunFailure?)
    /// The text that was cut off or mended is wrong before it can run; the session stays as it was.
    case unfit([Diagnostic])
    /// What was recorded doesn't come back, so the session stays as it was.
    case refused(ReplayReport)
  }

  public let session: Session
  private let writer: SessionWriter
  let pending: PendingText?
  private let hasDamagedText: Bool
  /// Whether anything is kept for it beside the record.
  private let hasState: Bool
  /// The folder that the session was started in, where that isn't the current one.
  private let start: String?
  private let folder: StateFolder?
  /// The session that this one is a copy of, where the rest of a script is kept for that.
  private let original: String?
  /// Whether Ctrl-C leaves the session as one that was cut off, because the process ends with it. Without
  /// that a prompt goes on with what is there.
  public var staysOpenWhenStopped = false
  /// Told of each command that came back.
  public var onStep: (Replay.Step) -> Void = { _ in }
  /// Told what a person should know besides results.
  public var onRemark: (String) -> Void = { _ in }

  /// Opens and locks a session.
  ///
  /// - Parameter path: Nil is the newest one that was cut off.
  /// - Throws: What the session is instead: closed, changed, written by another process.
  public init(path: String?) throws(RecordError) {
    var path = if let path { path } else { try SessionFolder.standard().newestUnfinished().path }
    // What the session calls ./images was meant from where it was started.
    let here = FileManager.default.currentDirectoryPath
    var folder = StateFolder(ofSession: path)
    var (kept, original): (StateFolder?, String?) = (folder, nil)
    switch folder?.elsewhere {
    case .moved(let old): kept = old
    case .original(let other): original = PendingText.read(from: other).map { _ in other.session }
    case nil: break
    }
    if let start = kept?.start, start != here {
      if !path.isAbsolutePath { path = here + "/" + path }
      self.start = start
    } else {
      start = nil
    }
    (writer, session) = try SessionWriter.resume(path: path, header: Program.header(seed: 0))
    // Only now that the session is locked: nobody else takes over the same.
    if let own = folder, let kept, kept != own {
      // Where it can't be moved it is used where it lies.
      do throws(FileFailure) { try own.adopt(kept) } catch { folder = kept }
    }
    self.folder = folder
    self.original = original
    pending = folder.flatMap(PendingText.read)
    hasState = folder?.owner != nil
    hasDamagedText = folder.map(PendingText.isDamaged) ?? false
  }

  /// Whether commands that were still to run can't be known any more.
  public var hasLostCommands: Bool {
    hasDamagedText || (!hasState && original == nil && session.attempts.isEmpty && session.tail == nil)
  }

  /// What was cut off, for a person.
  public static func outline(of session: Session) -> String {
    let what = session.tail.map(\.message) ?? whole(session.commands.count)
    return "the session '\(session.name)' \(session.openEnd); \(what)"
  }

  private static func whole(_ commands: Int) -> String {
    "\(Spelling.counted(commands, "command")) \(commands == 1 ? "is" : "are") whole"
  }

  /// Brings everything back in an empty shell, and goes on. Where it went on, `history` has its commands.
  public func run(in shell: Shell) -> Outcome {
    let outcome = bringBack(in: shell)
    if case .wentOn = outcome { shell.recall(ranCommands.map(\.text)) }
    return outcome
  }

  /// The commands that the record holds now, also those behind the cut.
  private var ranCommands: [SessionEntry] {
    guard let path = writer.path, let now = try? SessionReader.read(path: path) else {
      return session.attempts
    }
    return now.attempts
  }

  private func bringBack(in shell: Shell) -> Outcome {
    if let start, FileManager.default.changeCurrentDirectoryPath(start) {
      onRemark("the session was started in '\(start)', and goes on there")
    }
    let store = CheckpointStore(folder: folder)
    let recorder = SessionRecorder(writer, checkpoints: store, after: session)
    shell.checkpoints = store
    shell.context.allowsOldNames = session.header.format == 1
    shell.context.writesAgain = true
    shell.context.bringsBack = true
    let isStopped = { [staysOpenWhenStopped] in staysOpenWhenStopped && shell.interruption() }
    recorder.isInterrupted = isStopped
    defer {
      // What a person types afterwards Ctrl-C ends for itself.
      recorder.isInterrupted = { false }
      shell.context.writesAgain = false
      shell.context.bringsBack = false
      shell.expect(nil)
      shell.interpreter.overrides = [:]
    }
    var failure: RunFailure?
    if let given = pending, given.entries <= session.attempts.count,
      given.remarkLines <= session.proseLineCount
    {
      switch goOn(with: given, in: shell, recorder, isStopped: isStopped) {
      case .ended(let outcome): return outcome
      case .cannotGoOn(let reason): failure = reason
      }
    }
    remarkOnLosses()
    if let report = restore(in: shell, first: .max) {
      return isStopped() ? stop(recorder) : .refused(report)
    }
    shell.recorder = recorder
    if let failure { return .wentOn(recorder, failure: failure) }
    recorder.didRun()
    return runTail(in: shell, recorder, isStopped: isStopped)
  }

  /// Says which commands that were still to run aren't known.
  private func remarkOnLosses() {
    if let original {
      onRemark(
        "this session is a copy of '\(original)', and what was still to run of the script belongs to that "
          + "one; type the commands behind the last one.")
    }
    if !hasState, original == nil {
      onRemark(
        "this machine has nothing but the record of this session: it was recorded elsewhere, or its state "
          + "was removed. What the record holds comes back; commands of a script that were still to run "
          + "aren't known: type them behind the last one.")
    }
    if hasDamagedText {
      onRemark(
        "what was still to run of its script can't be read any more; type the commands behind the last one.")
    }
  }

  /// Runs the command that the cut left half done.
  private func runTail(in shell: Shell, _ recorder: SessionRecorder, isStopped: () -> Bool) -> Outcome {
    guard let tail = session.tail, tail.kind != .fragment else { return .wentOn(recorder, failure: nil) }
    guard tail.isWhole, ForeignCommand.word(in: tail.text) == nil else {
      onRemark(tail.isWhole ? "\(tail.message), and isn't run: sessions don't record it" : tail.message)
      return .wentOn(recorder, failure: nil)
    }
    do throws(RunFailure) {
      // Also what was wrong before it could start is in the record, as a command that failed.
      try shell.runTyped(SourceText(name: session.name, text: tail.text))
      return .wentOn(recorder, failure: nil)
    } catch {
      return isStopped() ? stop(recorder) : .wentOn(recorder, failure: error)
    }
  }

  func stop(_ recorder: SessionRecorder) -> Outcome {
    recorder.stop()
    return .wentOn(recorder, failure: .interrupted)
  }

  /// Runs the first commands again; a report when they don't give what was recorded.
  func restore(in shell: Shell, first count: Int) -> ReplayReport? {
    shell.recorder = nil
    shell.reset(seed: session.header.seed)
    var replay = Replay(session)
    replay.interruption = shell.interruption
    replay.onStep = onStep
    let report = replay.run(in: shell, first: count)
    // A session that was cut off before its first command has nothing that could differ.
    return report.count(.same) == report.compared && report.ending == .complete ? nil : report
  }
}
