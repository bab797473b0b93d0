public import Diagnostics
public import Notebooks
public import Record
public import Runtime
public import Syntax

/// A shell that runs the blocks of a notebook, and tells what each command found out.
public final class ShellNotebook: NotebookShell {
  private let shell: Shell
  private let tee: ForwardingObserver
  private let show: (RunEvent) -> Void
  /// The folder of the notebook, where that isn't the current one.
  private let folder: String?

  /// - Parameters:
  ///   - shell: A fresh one. What observes and records it goes on doing so.
  ///   - folder: Where relative paths in blocks lead from: the folder of the notebook. Nil is the current
  ///     one.
  ///   - isCheck: Whether files that blocks write go to a folder that goes away, since the person's own are
  ///     there already.
  public init(_ shell: Shell, isCheck: Bool, folder: String? = nil) {
    self.shell = shell
    self.folder = folder
    // Scripts are named as the notebook is: from the folder in which the program was started.
    if folder != nil { shell.context.scriptFolder = WorkingFolder.current }
    tee = ForwardingObserver(shell.recorder)
    show = shell.onEvent
    shell.recorder = tee
    shell.context.keepsDrawings = true
    shell.context.isNotebook = true
    if isCheck { shell.context.replayFiles = ReplayFiles() }
  }

  public var header: SessionHeader { Program.header(seed: shell.configuration.seed) }

  public var mayHaveFailedOfTheDisk: Bool { shell.context.replayFiles?.wasAsked == true }

  public func check(_ parts: [DocumentPart]) -> [Diagnostic] {
    let document = WorkingFolder.during(folder) { () -> CheckedDocument in shell.interpreter.checked(parts) }
    shell.context.document = document
    return document.findings
  }

  public var names: [String: ResultRecord] {
    let environment = shell.interpreter.environment
    var names: [String: ResultRecord] = [:]
    for name in environment.names {
      guard let binding = environment[name] else { continue }
      if case .record(let result) = binding.value {
        names[name] = result
      } else {
        names[name] = ResultRecord([.init("value", binding.value.resultValue, measured: binding.isMeasured)])
      }
    }
    return names
  }

  /// Tells the record that a text of several commands is about to run, so that what is left of it isn't lost
  /// with the process.
  public func willRun(_ script: SourceText) {
    // 'resume' starts in the notebook's folder.
    let named =
      folder == nil ? script : SourceText(name: WorkingFolder.absolute(script.name), text: script.text)
    var sourced = shell.context.document?.sourcedTexts ?? [:]
    if folder != nil {
      let here = WorkingFolder.absolute(".") + "/"
      sourced = Dictionary(sourced.map { (SourcedPath.resolve($0.key, from: here), $0.value) }) { $1 }
    }
    (tee.inner as? SessionRecorder)?.willRun(
      named, overrides: shell.interpreter.overrides, sourced: sourced)
  }

  /// The text is done, or gave up.
  public func didRun() { (tee.inner as? SessionRecorder)?.didRun() }

  public func run(
    _ script: Script, at index: Int, following stored: ((RunPlace, String) -> SessionEntry?)?,
    onCommand: (NotebookCommand) -> Bool
  ) throws(RunFailure) {
    let failure = withoutActuallyEscaping(onCommand) {
      run(script, at: index, stored, onCommand: $0)
    }
    if let failure { throw failure }
  }

  private func run(
    _ script: Script, at index: Int, _ stored: ((RunPlace, String) -> SessionEntry?)?,
    onCommand: @escaping (NotebookCommand) -> Bool
  ) -> RunFailure? {
    var wantsMore = true
    let interruption = shell.interruption
    shell.interruption = { interruption() || !wantsMore }
    shell.onEvent = { [shell, show] event in
      show(event)
      if case .started(let place, let text) = event {
        shell.context.replayFiles?.begin()
        if let stored { shell.expect(stored(place, text)) }
      }
      // What was cut off by Ctrl-C has only begun.
      if let command = self.command(event, in: shell), wantsMore { wantsMore = onCommand(command) }
    }
    defer {
      shell.onEvent = show
      shell.interruption = interruption
      shell.expect(nil)
    }
    do throws(RunFailure) {
      let interpreter = shell.interpreter
      let checked = shell.context.document?.script(at: index)
      try WorkingFolder.during(folder) { () throws(RunFailure) in
        if let checked {
          try interpreter.run(checked)
        } else {
          try interpreter.run(interpreter.checked(script))
        }
      }
      return nil
    } catch {
      return error
    }
  }

  /// What an event tells of a command that is done.
  private func command(_ event: RunEvent, in shell: Shell) -> NotebookCommand? {
    let recorded = tee.takeFinished()
    switch event {
    case .started, .stopped: return nil
    case .printed(let place, let printed):
      var result = printed.result
      result.display = printed.shown
      return NotebookCommand(
        place: place, text: recorded ?? "print", result: result, seconds: 0,
        isCompared: recorded != nil,
        tolerance: nil)
    case .result(let place, let verb, let text, let result, let seconds):
      var isCompared = recorded != nil
      if verb == "let" || verb == "param" {
        let name = text.split(maxSplits: 2) { $0 == " " }.dropFirst().first.map(String.init) ?? ""
        if shell.interpreter.environment[name]?.isMeasured == true { isCompared = false }
      }
      return NotebookCommand(
        place: place, text: recorded ?? text, result: result, seconds: seconds, isCompared: isCompared,
        tolerance: RecordedCommand(text, over: shell.interpreter.environment)?.number("tolerance"),
        tookOwnFile: shell.context.replayFiles?.wasRead == true)
    }
  }

  /// Listens to what is recorded, and passes it on.
  private final class ForwardingObserver: RunObserver {
    let inner: (any RunObserver)?
    private var begun: String?
    private var finished: String?

    init(_ inner: (any RunObserver)?) { self.inner = inner }

    /// The text of the command that was just recorded; nil for what isn't recorded.
    func takeFinished() -> String? {
      guard let text = finished else { return nil }
      finished = nil
      return text
    }

    func comment(_ text: String) throws { try inner?.comment(text) }
    func note(_ text: String) throws { try inner?.note(text) }

    func willRun(_ text: String) throws {
      begun = text
      try inner?.willRun(text)
    }

    func didFinish(_ result: ResultRecord) throws {
      try inner?.didFinish(result)
      finished = begun
    }

    func didFail(_ message: String) throws { try inner?.didFail(message) }
  }
}
