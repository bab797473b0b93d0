import ArgumentParser
import Commands
import Diagnostics
import Files
import Glibc
import Record
import Runtime
import Terminal

/// `fovea run FILE`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script, or standard input (-), checked whole before it starts.")

  @Argument(help: "The script, or - for standard input.")
  var file: String

  @OptionGroup var options: RunOptions

  func run() throws { try ScriptRunner(options, .current()).run(path: file) }
}

/// Runs a script from its check to its exit code.
struct ScriptRunner {
  let options: RunOptions
  let capabilities: Capabilities

  init(_ options: RunOptions, _ capabilities: Capabilities) {
    self.options = options
    self.capabilities = capabilities
  }

  func run(path: String) throws {
    let reporter = Reporter(json: options.json, capabilities)
    if path == "-" {
      let bytes: [UInt8]
      do throws(BoundedFile.Problem) {
        bytes = try BoundedFile.bytes(of: STDIN_FILENO, limit: Scripts.sizeLimit)
      } catch {
        throw reporter.failure(
          "standard input can't be read: \(error.text(limit: Scripts.sizeLimit)).",
          hint: "Name a script: fovea run FILE", status: 2)
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw reporter.failure("standard input isn't UTF-8 text.", status: 2)
      }
      return try run(text: text, name: path, reporter)
    }
    switch Scripts.read(path) {
    case .success(let text): try run(text: text, name: path, file: path, reporter)
    case .failure(let reason):
      throw reporter.failure("the script '\(path)' can't be read: \(reason.reason).", status: 2)
    }
  }

  func run(text: String, name: String) throws {
    try run(text: text, name: name, Reporter(json: options.json, capabilities))
  }

  private func run(text: String, name: String, file: String? = nil, _ reporter: Reporter) throws {
    let shell = SessionSetup.shell(options, capabilities)
    reporter.observe(shell)
    let source = SourceText(name: name, text: text)
    let checked: CheckedScript
    do throws(RunFailure) {
      checked = try shell.checked(source)
    } catch {
      let findings: [Diagnostic] = if case .findings(let found) = error { found } else { [] }
      if let file, let other = OtherText(text, path: file, findings) {
        throw reporter.failure(other.message, hint: other.hint, status: 2)
      }
      throw reporter.failure(findings)
    }
    Interrupt.install()
    var recorder: SessionRecorder?
    do throws(RecordError) {
      recorder = try SessionSetup.recorder(for: shell, options)
    } catch {
      throw reporter.failure(error, status: 1)
    }
    let ended = run(checked, as: .script(file: file), in: shell, reporter)
    try reporter.finish(status: SessionSetup.farewell(recorder, reporter, status: ended))
  }

  private func run(_ checked: CheckedScript, as kind: Shell.TextKind, in shell: Shell, _ reporter: Reporter)
    -> Int32
  {
    do throws(RunFailure) {
      try JobMode.during { () throws(RunFailure) in try shell.run(checked, as: kind) }
      return 0
    } catch {
      return reporter.status(of: error, wayOn: (shell.recorder as? SessionRecorder)?.wayOn)
    }
  }
}
