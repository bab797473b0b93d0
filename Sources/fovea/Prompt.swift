import ArgumentParser
import Commands
import Diagnostics
import Files
import Foundation
import Record
import Runtime
import Terminal

/// The prompt: reads an entry, runs it, shows what came of it.
struct Prompt {
  let options: RunOptions
  let capabilities: Capabilities

  init(_ options: RunOptions, _ capabilities: Capabilities) {
    self.options = options
    self.capabilities = capabilities
  }

  func run() throws {
    let reporter = Reporter(json: options.json, capabilities)
    let shell = SessionSetup.shell(options, capabilities)
    reporter.observe(shell)
    Interrupt.install()
    let recorder: SessionRecorder?
    do throws(RecordError) {
      recorder = try SessionSetup.recorder(for: shell, options)
    } catch {
      reporter.show(message: error.message + ".", hint: error.hint)
      throw ExitCode(1)
    }
    greet(shell)
    offerToResume()
    talk(to: shell, reporter)
    sayWhatIsLost(shell)
    let status = SessionSetup.farewell(shell.recorder as? SessionRecorder ?? recorder, reporter)
    if status != 0 { throw ExitCode(status) }
  }

  /// Reads entries and runs them until the person leaves.
  func talk(to shell: Shell, _ reporter: Reporter) {
    reporter.isAtPrompt = true
    let editor = LineEditor(
      history: HistoryFile(path: historyPath), prompt: "fovea> ", capabilities: capabilities,
      isIncomplete: { !$0.hasPrefix("?") && Shell.isIncomplete($0) },
      complete: { text, cursor in
        let offer = shell.completions(text: text, cursor: cursor)
        return (
          offer.start,
          offer.candidates.map {
            Completion($0.text, summary: $0.summary, isInsertable: $0.isInsertable, goesOn: $0.goesOn)
          }
        )
      })
    loop: while !shell.wantsToQuit {
      switch editor.read() {
      case .end:
        Output.line("")
        break loop
      case .interrupt: continue
      case .text(let text): execute(text, in: shell, reporter)
      }
    }
  }

  /// Says which trained models end with the process.
  func sayWhatIsLost(_ shell: Shell) {
    if let wayOn = (shell.recorder as? SessionRecorder)?.wayOn { return Output.diagnostic(wayOn) }
    let names = shell.unsavedModels
    guard let first = names.first else { return }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    guard shell.recorder != nil else {
      return Output.diagnostic(
        "not saved, and nothing was recorded: \(list). "
          + "'save \(first) to \"\(first).safetensors\"' keeps a model.")
    }
    Output.diagnostic(
      "not saved: \(list). A replay of the session trains \(names.count == 1 ? "it" : "them") again; "
        + "'save \(first) to \"\(first).safetensors\"' would have kept "
        + "\(names.count == 1 ? "it" : "'\(first)'")."
    )
  }

  /// Says when the last session didn't end as it should.
  private func offerToResume() {
    guard !options.noRecord, let last = try? SessionFolder.standard().newest(), !last.isClosed,
      let session = try? SessionReader.read(path: last.path), session.fault == nil
    else { return }
    Output.words(SafeText.text("\(Resumption.outline(of: session)). 'resume' goes on with it."))
  }

  private func execute(_ typed: String, in shell: Shell, _ reporter: Reporter) {
    var text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { return }
    shell.remember(typed: text)
    if text.hasPrefix("?") {
      let topic = text.dropFirst().trimmingCharacters(in: .whitespaces)
      if let finding = Self.unknown(topic, in: text) { return reporter.show([finding]) }
      text = HelpText.question(topic)
    }
    let source = SourceText(typed: text)
    let window = Capabilities.windowSize()
    shell.resize(columns: window.columns, rows: window.rows)
    Interrupt.clear()
    do throws(RunFailure) {
      try JobMode.during { () throws(RunFailure) in try shell.runTyped(source) }
    } catch {
      switch error {
      case .findings(let findings): reporter.show(findings)
      case .interrupted: reporter.show(nil as Shell.Progress?)
      }
    }
    Interrupt.clear()
  }

  /// What is wrong with `?TOPIC`, shown as it was typed; nil where there is help on it.
  private static func unknown(_ topic: String, in text: String) -> Diagnostic? {
    guard !topic.isEmpty, HelpText.about(topic, columns: 80) == nil else { return nil }
    let length = text.utf8.count
    return Diagnostic(
      "there is no help on '\(topic)'.", hint: HelpText.suggestion(topic),
      at: SourceRange(length - topic.utf8.count, length), in: SourceText(typed: text))
  }

  private func greet(_ shell: Shell) {
    let style = Style(usesColour: capabilities.colours(on: .output))
    let recording =
      options.noRecord
      ? "Nothing is recorded, as you asked." : "What you type is recorded and replays to the same bits."
    Output.words(
      """
      \(style.bold("Fovea \(Program.version)")), a shell for image-recognition research. Tab completes.
      \(recording)
      Type help for the commands; Ctrl-D leaves. Begin with:
        \(style.cyan("load digits as d; model m cnn { dense classes }; train m on d"))
      """)
  }

  /// `$XDG_STATE_HOME/fovea/history`.
  private var historyPath: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.isAbsolutePath { return state + "/fovea/history" }
    return environment["HOME"].map { $0 + "/.local/state/fovea/history" }
  }
}
