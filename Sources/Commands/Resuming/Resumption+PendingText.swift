internal import Diagnostics
internal import Record
internal import Runtime

/// The text that was still to run when the session was cut off.
extension Resumption {
  /// What came of a text that was still to run.
  enum Continuation {
    case ended(Outcome)
    /// Its commands are to be brought back one by one; the failure is what to say of a script that failed.
    case cannotGoOn(RunFailure?)
  }

  /// Brings back what ran of a text and runs the rest.
  func goOn(
    with given: PendingText, in shell: Shell, _ recorder: SessionRecorder, isStopped: () -> Bool
  ) -> Continuation {
    var text = mended(given)
    if let report = restore(in: shell, first: text.entries) {
      return .ended(isStopped() ? stop(recorder) : .refused(report))
    }
    for (name, value) in text.overrides { shell.override(name, with: value) }
    let source = SourceText(name: text.name, text: text.text)
    shell.context.keptScripts = text.sourced ?? [:]
    defer { shell.context.keptScripts = [:] }
    let checked: CheckedScript
    do throws(RunFailure) {
      checked = try shell.checked(source)
    } catch {
      let findings: [Diagnostic] = if case .findings(let found) = error { found } else { [] }
      return .ended(.unfit(findings))
    }
    if !checked.sourcedTexts.isEmpty { text.sourced = checked.sourcedTexts }
    let verifier = ResumeVerifier(text, of: session, in: shell, then: recorder)
    let failure = run(checked, of: text, in: shell, watchedBy: verifier, recorder)
    if failure != nil, isStopped() { return .ended(stop(recorder)) }
    guard let reason = divergence(of: verifier, failure) else {
      return .ended(.wentOn(recorder, failure: failure))
    }
    if given.hasFailed == true {
      let finding = Self.finding(
        "the script can't go on where it failed: \(reason)", hint: text.wayOut, like: failure, in: source)
      recorder.leaveOpen(with: given)
      return .cannotGoOn(.findings([finding]))
    }
    onRemark(
      "'\(text.name)' can't be run on from where it was cut off: \(reason) Its commands so far are "
        + "brought back one by one; type the others.")
    return .cannotGoOn(nil)
  }

  private func run(
    _ checked: CheckedScript, of text: PendingText, in shell: Shell, watchedBy verifier: ResumeVerifier,
    _ recorder: SessionRecorder
  ) -> RunFailure? {
    recorder.willGoOn(with: text, isKept: text == pending)
    shell.recorder = verifier
    defer { shell.recorder = recorder }
    do throws(RunFailure) {
      try shell.run(checked)
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
    // Those that it sources may have been mended as well.
    text.sourced = nil
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
