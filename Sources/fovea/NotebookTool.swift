import ArgumentParser
import Commands
import Diagnostics
import Foundation
import Notebooks
import Record
import Runtime
import Terminal

/// `fovea notebook run|check|render|export FILE`.
struct NotebookTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Run, check, render and export notebooks: Markdown with commands in it.",
    discussion: """
      A notebook is a Markdown file with blocks marked ```fovea. 'run' executes them and stores their \
      outputs beside the file, \
      'check' runs them again and compares every result, 'render' makes one HTML page, 'export' writes a \
      Jupyter notebook, a \
      script, or a notebook from one of these or from a recorded session.
      """,
    subcommands: [
      NotebookRunTool.self, NotebookCheckTool.self, NotebookRenderTool.self, NotebookExportTool.self,
    ])
}

/// What all tools for notebooks do alike.
struct NotebookToolSupport {
  let reporter: Reporter
  let capabilities: Capabilities

  init(json: Bool) {
    capabilities = Capabilities.current()
    reporter = Reporter(json: json, capabilities)
  }

  /// Ends the program with what is wrong.
  func failure(_ error: NotebookError) -> ExitCode {
    reporter.failure(error.message + ".", hint: error.hint, status: error.isAboutArguments ? 2 : 1)
  }

  /// The notebook in a file.
  func read(_ path: String) throws -> Notebook {
    do throws(NotebookError) { return try Notebook.read(path) } catch { throw failure(error) }
  }

  /// A fresh shell for the notebook, whose commands were checked.
  ///
  /// - Parameters:
  ///   - folder: That of the notebook, where it isn't the current one.
  ///   - record: Gives the shell its recorder.
  func shell(
    _ options: RunOptions, for notebook: Notebook, in folder: String?, isCheck: Bool,
    record: (Shell) throws -> Void = { _ in }
  ) throws -> ShellNotebook {
    var capabilities = capabilities
    // What a page shows doesn't depend on the terminal.
    capabilities.columns = 80
    capabilities.outputIsTerminal = true
    let shell = SessionSetup.shell(options, capabilities)
    shell.resize(columns: 80, rows: 40)
    shell.usePlainText()
    if isCheck { shell.onProgress = { [reporter] in reporter.show($0) } } else { reporter.observe(shell) }
    let findings = notebook.check(with: ShellNotebook(shell, isCheck: isCheck, folder: folder))
    if !findings.isEmpty { throw reporter.failure(findings) }
    Interrupt.install()
    try record(shell)
    return ShellNotebook(shell, isCheck: isCheck, folder: folder)
  }

  /// `NAME=VALUE` as a name and a text.
  static func overrides(_ options: RunOptions) -> [String: String] {
    var values: [String: String] = [:]
    for override in options.overrides {
      guard let equals = override.firstIndex(of: "=") else { continue }
      values[String(override[..<equals])] = String(override[override.index(after: equals)...])
    }
    return values
  }
}

/// `fovea notebook run NOTE.md`.
struct NotebookRunTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a notebook, checked whole before it starts, and store its outputs beside it.",
    discussion: """
      The outputs of NOTE.md go to NOTE.outputs, one file a block. A block that fails ends the run; what was \
      finished stays. The \
      seed is that of the last run, unless another is given.
      """)

  @Argument(help: "The notebook.")
  var file: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Leave the notebook as it is, and run a copy.", valueName: "file")
  )
  var output: String?

  @OptionGroup var options: RunOptions

  func run() throws {
    let desk = NotebookToolSupport(json: options.json)
    let notebook = try desk.read(file)
    do throws(NotebookError) {
      try Notebook.requirePlaceForOutputs(of: output ?? file)
    } catch {
      throw desk.failure(error)
    }
    var options = options
    options.seed =
      options.seed ?? notebook.lastRun(at: output ?? file)?.seed ?? notebook.lastRun(at: file)?.seed
    let folder = WorkingFolder.folder(of: output ?? file)
    // Paths of a copy lead from where the copy is, also those of scripts.
    let copy = output.map { Notebook(SourceText(name: $0, text: notebook.source.text)) }
    let isElsewhere = folder != WorkingFolder.folder(of: file)
    let document = isElsewhere ? copy ?? notebook : notebook
    var recorder: SessionRecorder?
    let shell = try desk.shell(options, for: document, in: folder, isCheck: false) { shell in
      do throws(RecordError) {
        recorder = try SessionSetup.recorder(for: shell, options, startingIn: folder)
      } catch {
        throw desk.reporter.failure(error, status: 1)
      }
    }
    if let output {
      do throws(NotebookError) { try notebook.copy(to: output) } catch { throw desk.failure(error) }
    }
    let ended = run(document, in: shell, desk)
    try desk.reporter.finish(status: SessionSetup.farewell(recorder, desk.reporter, status: ended))
  }

  private func run(_ notebook: Notebook, in shell: ShellNotebook, _ desk: NotebookToolSupport) -> Int32 {
    let run = NotebookRun(notebook, at: output ?? file, overrides: NotebookToolSupport.overrides(options))
    shell.willRun(notebook.script)
    defer {
      shell.didRun()
      if !desk.reporter.json {
        Output.diagnostic(
          "outputs, with the plots, in \(run.outputs); to see the page: fovea notebook render "
            + ShellWord.text(output ?? file))
      }
    }
    do throws(NotebookRunFailure) {
      try JobMode.during { () throws(NotebookRunFailure) in try run.run(in: shell) }
      return 0
    } catch {
      switch error {
      case .run(let failure): return desk.reporter.status(of: failure)
      case .outputs(let problem):
        desk.reporter.show(message: problem.message + ".", hint: problem.hint)
        return 1
      }
    }
  }
}

/// `fovea notebook check NOTE.md`.
struct NotebookCheckTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Run a notebook again and compare every result with its stored outputs.",
    discussion: """
      Exit code 0: every result has the same bits. 1: a result differs, or a block fails. 2: the notebook is \
      wrong. 3: \
      inconclusive, or a block has no stored outputs. With --set differences are shown, and there is no \
      verdict. There is no \
      --cached: a check that takes stored results proves nothing.
      """)

  @Argument(help: "The notebook.")
  var file: String

  @OptionGroup var options: NotebookCheckOptions

  func run() throws {
    let desk = NotebookToolSupport(json: options.json)
    let notebook = try desk.read(file)
    var given = try RunOptions.parse([])
    given.json = options.json
    given.threads = options.threads
    let last = notebook.lastRun(at: file)
    if let header = last?.header { Program.limitKernels(to: header) }
    given.seed = last?.seed
    // As it ran, but for what is asked to be otherwise.
    var parameters = (last?.set ?? [:]).filter { notebook.declaresParameter($0.key) }
    given.overrides = options.overrides
    let whatIf = NotebookToolSupport.overrides(given)
    parameters.merge(whatIf) { $1 }
    given.overrides = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let shell = try desk.shell(given, for: notebook, in: WorkingFolder.folder(of: file), isCheck: true)
    desk.reporter.warn(of: last?.header?.differences(from: shell.header) ?? [])
    var check = NotebookCheck(notebook, at: file, overrides: whatIf)
    check.onStep = { step in
      desk.reporter.show(
        step.command, line: step.line, in: file, step.result, step.comparison, seconds: step.seconds,
        isJudged: whatIf.isEmpty)
    }
    let report: NotebookCheck.Report
    do throws(NotebookError) {
      report = try JobMode.during { () throws(NotebookError) in try check.run(in: shell) }
    } catch {
      throw desk.failure(error)
    }
    desk.reporter.show(nil as Shell.Progress?)
    if let failure = report.failure { _ = desk.reporter.status(of: failure) }
    if let problem = report.problem, !options.json {
      Output.diagnostic("warning: the verdicts can't be kept: \(problem.message).")
    }
    if !options.json { for line in report.lines { Output.plainWords(line) } }
    try desk.reporter.finish(status: report.exitCode, replay: report.replay)
  }
}

/// What a check can be told.
struct NotebookCheckOptions: ParsableArguments {
  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(help: "How many threads compute; results don't depend on it.")
  var threads: Int?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Give a parameter another value.", valueName: "name=value"))
  var overrides: [String] = []

  func validate() throws {
    var options = try RunOptions.parse([])
    options.threads = threads
    options.overrides = overrides
    try options.validate()
  }
}
