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
  private let pending: PendingText?
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
      if !path.hasPrefix("/") { path = here + "/" + path }
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
    let what = session.tail.map(\.message) ?? "\(session.commands.count) commands are whole"
    return "the session '\(session.name)' \(session.openEnd); \(what)"
  }

  /// Brings everything back in an empty shell, and goes on.
  public func run(in shell: Shell) -> Outcome {
    if let start, FileManager.default.changeCurrentDirectoryPath(start) {
      onRemark("the session was started in '\(start)', and goes on there")
    }
    let store = CheckpointStore(folder: folder)
    let recorder = SessionRecorder(writer, checkpoints: store, after: session)
    shell.checkpoints = store
    shell.writesAgain = true
    let isStopped = { [staysOpenWhenStopped] in staysOpenWhenStopped && shell.interruption() }
    recorder.isInterrupted = isStopped
    defer {
      // What a person types afterwards Ctrl-C ends for itself.
      recorder.isInterrupted = { false }
      shell.writesAgain = false
      shell.expect(nil)
      shell.interpreter.overrides = [:]
    }
    var failure: RunFailure?
    if let given = pending, given.entries <= session.attempts.count,
      given.remarkLines <= session.proseLineCount
    {
      let text = mended(given)
      if let report = restore(in: shell, first: text.entries) {
        return isStopped() ? stop(recorder) : .refused(report)
      }
      for (name, value) in text.overrides { shell.override(name, with: value) }
      let source = SourceText(name: text.name, text: text.text)
      let findings = shell.check(source).filter { $0.severity == .error }
      guard findings.isEmpty else { return .unfit(findings) }
      let verifier = ResumeVerifier(text, of: session, in: shell, then: recorder)
      failure = run(source, of: text, in: shell, watchedBy: verifier, recorder)
      if failure != nil, isStopped() { return stop(recorder) }
      guard let reason = divergence(of: verifier, failure) else { return .wentOn(recorder, failure: failure) }
      if given.hasFailed == true {
        failure = .findings([
          Self.finding(
            "the script can't go on where it failed: \(reason)", hint: text.wayOut, like: failure, in: source)
        ])
        recorder.leaveOpen(with: given)
      } else {
        failure = nil
        onRemark(
          "'\(text.name)' can't be run on from where it was cut off: \(reason) Its commands so far are "
            + "brought back one by one; type the others.")
      }
    }
    if let original {
      onRemark(
        "this session is a copy of '\(original)', and what was still to run of the script belongs to that "
          + "one; type the commands behind the last one.")
    }
    if !hasState, original == nil {
      onRemark(
        "this machine has nothing but the record of this session: it was recorded elsewhere, or its state was "
          + "removed. What the record holds comes back; commands of a script that were still to run aren't "
          + "known: type them behind the last one.")
    }
    if hasDamagedText {
      onRemark(
        "what was still to run of its script can't be read any more; type the commands behind the last one.")
    }
    if let report = restore(in: shell, first: .max) {
      return isStopped() ? stop(recorder) : .refused(report)
    }
    shell.recorder = recorder
    if let failure { return .wentOn(recorder, failure: failure) }
    recorder.didRun()
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

  private func stop(_ recorder: SessionRecorder) -> Outcome {
    recorder.stop()
    return .wentOn(recorder, failure: .interrupted)
  }

  /// Runs the first commands again; a report when they don't give what was recorded.
  private func restore(in shell: Shell, first count: Int) -> ReplayReport? {
    shell.recorder = nil
    shell.reset(seed: session.header.seed)
    var replay = Replay(session)
    replay.interruption = shell.interruption
    replay.onStep = onStep
    let report = replay.run(in: shell, first: count)
    // A session that was cut off before its first command has nothing that could differ.
    return report.count(.same) == report.compared && report.ending == .complete ? nil : report
  }

  private func run(
    _ source: SourceText, of text: PendingText, in shell: Shell, watchedBy verifier: ResumeVerifier,
    _ recorder: SessionRecorder
  ) -> RunFailure? {
    recorder.willGoOn(with: text, isKept: text == pending)
    shell.recorder = verifier
    defer { shell.recorder = recorder }
    do throws(RunFailure) {
      try shell.run(source)
      if verifier.missing == nil { recorder.didRun() }
      return nil
    } catch {
      if !(staysOpenWhenStopped && shell.interruption()), divergence(of: verifier, error) == nil {
        if case .findings = error, !shell.interruption() {
          recorder.gaveUp()
        } else if verifier.missing != nil {
          recorder.leaveOpen(with: pending ?? text)
        } else {
          recorder.didRun()
        }
      }
      return error
    }
  }

  /// The text as it goes on: of one that failed, the script as it is now, without the commands that failed.
  private func mended(_ text: PendingText) -> PendingText {
    guard text.hasFailed == true else { return text }
    var text = text
    text.hasFailed = nil
    let attempts = session.attempts
    let failed = attempts.indices.reversed().prefix { $0 >= text.entries && attempts[$0].kind == .failed }
    text.leftOut = Set((text.leftOut ?? []) + failed).sorted()
    guard let file = text.file else { return text }
    do throws(ScriptUnreadable) { text.text = try ScriptFile.read(file) } catch {
      onRemark("the script '\(text.name)' can't be read any more: \(error.reason). It goes on as it was.")
    }
    return text
  }

  /// In what the text that ran isn't the one that was recorded; nil where it is.
  private func divergence(of verifier: ResumeVerifier, _ failure: RunFailure?) -> String? {
    if let divergence = verifier.divergence { return divergence.message }
    guard pending?.hasFailed == true, let missing = verifier.missing else { return nil }
    let line =
      "line \(missing.line): the record has '\(missing.text.split(separator: "\n").first ?? "")', and "
    guard let failure else { return line + "the script ends before that." }
    guard case .findings(let findings) = failure else { return nil }
    return line + "before that the script failed: " + findings.map(\.message).joined(separator: " ")
  }

  /// A finding at the place of another one.
  private static func finding(
    _ message: String, hint: String, like failure: RunFailure?, in source: SourceText
  ) -> Diagnostic {
    guard case .findings(let findings) = failure, let first = findings.first else {
      return Diagnostic(message, hint: hint, at: SourceRange(0, 0), in: source)
    }
    return Diagnostic(message, hint: hint, at: first.range, in: first.source)
  }
}
