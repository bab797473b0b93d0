internal import Declarations
public import Diagnostics
internal import Foundation
public import Models
internal import Networks
public import Record
public import Runtime
internal import Syntax
internal import Tensors

/// A session: the workspace, the language and the record. What shows it (a prompt, a pipe, a test) only gives
/// it text and receives events.
public final class Shell {
  /// How a session begins.
  public struct Configuration: Sendable {
    public var threads: Int
    public var seed: UInt64
    /// The columns and rows that pictures in the terminal may take, and whether it shows colours and Unicode.
    public var columns = 80
    public var rows = 24
    /// Whether tables and lists must fit into the columns: what isn't read in a terminal has lines of any
    /// length.
    public var fitsTables = false
    public var usesColour = false
    public var usesUnicode = true
    /// The name of the protocol by which the terminal shows pictures of pixels: sixel, kitty or iterm; nil
    /// where it doesn't.
    public var inlinePictures: String?

    public init(threads: Int, seed: UInt64) {
      self.threads = threads
      self.seed = seed
    }
  }

  /// Asked between steps: whether Ctrl-C was pressed.
  public var interruption: () -> Bool = { false }
  /// Told how a long command gets on; nil when it is over.
  public var onProgress: (Progress?) -> Void = { _ in }
  public var onEvent: (RunEvent) -> Void {
    get { interpreter.onEvent }
    set { interpreter.onEvent = newValue }
  }
  /// Who keeps the record; nil keeps none.
  public var recorder: (any RunObserver)? {
    get { interpreter.observer }
    set { interpreter.observer = newValue }
  }
  /// Who keeps trainings, so that they can go on when the session is cut off; nil keeps none.
  public var checkpoints: CheckpointStore?
  /// Results of earlier work, by all that they depend on; nil computes everything. What came from there says
  /// so in its result (`ResultRecord.isCached`, and a line of its text), and leaves the workspace exactly as
  /// computing it would.
  ///
  /// ```swift
  /// shell.cache = ResultCache.standard()
  /// ```
  public var cache: ResultCache?
  /// What came from the cache while the running command ran.
  var cacheUse = CacheUse()
  /// Set by `quit`: nothing runs any more.
  public internal(set) var wantsToQuit = false
  /// Hashes of what models had learned when they were written to a file or came from one.
  var savedWeights: Set<String> = []
  /// Models whose last training is in no file, by name.
  public var unsavedModels: [String] {
    workspace.models.filter { entry in
      entry.value.model.map { !savedWeights.contains($0.weightsHash) } ?? false
    }.keys.sorted()
  }
  public internal(set) var configuration: Configuration

  var workspace: Workspace
  let interpreter: Interpreter
  private let bridge: ShellHost
  /// What was typed, for `history`.
  var typed: [String] = []
  /// Trained parameters and settings change by value, so a change is seen by comparing what identifies them.
  fileprivate var undoStack: [(workspace: Workspace, environment: Environment)] = []
  /// Where the next training stops, on a replay of one that was stopped.
  var stopAtStep: Int?
  /// The steps that a training of limited time had when it was recorded, on a replay.
  var plan: StepPlan?
  /// How many epochs the history of the recorded training has.
  var recordedEpochs: Int?
  /// Where files go while a session is replayed.
  var replayFiles: ReplayFiles?
  /// Whether a session that was cut off is brought back: its files are its own to write again.
  var writesAgain = false
  /// Where relative names of scripts lead, while the current folder is another; nil where it isn't.
  var scriptFolder: String?
  /// Whether pictures are kept as SVG for a page, instead of being drawn in the terminal.
  var keepsDrawings = false
  /// Whether what runs are the blocks of a notebook.
  var isNotebook = false
  /// The model whose candidates the running statement adds to or chooses from: what is typed for one sweep is
  /// one change.
  var sweptModel: String?
  /// Set while `undo` runs, so that it isn't itself a change to take back.
  var isUndoing = false

  public init(_ configuration: Configuration) {
    self.configuration = configuration
    workspace = Workspace(settings: Settings(threads: configuration.threads, seed: configuration.seed))
    bridge = ShellHost()
    interpreter = Interpreter(host: bridge)
    bridge.shell = self
  }

  /// How far a long command is.
  public indirect enum Progress: Sendable {
    case fitting(model: String, FittingProgress)
    case evaluating(model: String, done: Int, of: Int)
    /// One of several rounds, from 1, and how far that is.
    case round(Int, of: Int, Progress)
  }

  /// Tells how large the terminal is now.
  public func resize(columns: Int, rows: Int) {
    (configuration.columns, configuration.rows) = (columns, rows)
  }

  /// Shows without colours, in characters and Unicode: for what is read elsewhere than in this terminal.
  public func usePlainText() {
    configuration.usesColour = false
    configuration.usesUnicode = true
    configuration.inlinePictures = nil
    configuration.fitsTables = false
  }

  // MARK: Running

  /// What `--set` gives.
  public func override(_ name: String, with text: String) {
    interpreter.overrides[name] = Interpreter.override(ofText: text)
  }

  /// Whether `--set NAME=TEXT` can take a text.
  public static func canOverride(with text: String) -> Bool { Interpreter.override(ofText: text) != nil }

  /// Everything that is wrong with a text, without running it; empty when it may run.
  public func check(_ source: SourceText) -> [Diagnostic] { check(source, isTyped: false) }

  private func check(_ source: SourceText, isTyped: Bool) -> [Diagnostic] {
    switch Parser.parse(source, isTyped: isTyped) {
    case .complete(let script): interpreter.check(script)
    case .incomplete(let findings), .wrong(let findings): findings
    }
  }

  /// What a text is to the session.
  public enum TextKind {
    /// Something typed, after which more may come.
    case entry
    /// All that is to run, perhaps from a file. When Ctrl-C stops it, or when it fails after something was
    /// trained, its session is left open.
    case script(file: String?)
  }

  /// Checks a text whole and runs it.
  public func run(_ source: SourceText, as kind: TextKind = .entry) throws(RunFailure) {
    switch Parser.parse(source) {
    case .incomplete(let findings), .wrong(let findings): throw .findings(findings)
    case .complete(let script):
      let findings = interpreter.check(script).filter { $0.severity == .error }
      if !findings.isEmpty { throw .findings(findings) }
      // What hasn't begun yet of a text of several commands would be lost with the process.
      let isOne = script.statements.count == 1 && !interpreter.isSeveral(script.statements[0])
      let recorder = recorder as? SessionRecorder
      let keeper = isOne ? nil : recorder
      var file: String?
      var isWhole = false
      if case .script(let path) = kind { (file, isWhole) = (path, true) }
      if isWhole { recorder?.isInterrupted = interruption }
      keeper?.willRun(source, overrides: interpreter.overrides, file: file)
      do throws(RunFailure) {
        try interpreter.run(script)
        keeper?.didRun()
      } catch {
        if isWhole, interruption() {
          recorder?.stop()
        } else if isWhole, case .findings = error {
          keeper?.gaveUp()
        } else {
          keeper?.didRun()
        }
        throw error
      }
    }
  }

  /// Runs what was typed at a prompt. What is wrong before it can start is recorded too, as a command that
  /// failed.
  public func runTyped(_ source: SourceText) throws(RunFailure) {
    let findings = check(source, isTyped: true)
    guard findings.isEmpty else {
      do {
        try recorder?.willRun(source.text)
        try recorder?.didFail(findings.map(\.message).joined(separator: "\n"))
      } catch {
        throw .findings(findings + [RecordingProblem.finding(error, in: source)])
      }
      throw .findings(findings)
    }
    try run(source)
  }

  /// Whether a person types commands one after the other.
  var isTyped: Bool { !typed.isEmpty }

  /// Keeps an entry for `history`.
  public func remember(typed text: String) { typed.append(text) }

  /// Whether a text goes on on the next line.
  public static func isIncomplete(_ text: String) -> Bool {
    if case .incomplete = Parser.parse(SourceText(name: "prompt", text: text)) { true } else { false }
  }

  /// Begins anew, as a session with this seed does; threads and the way of showing stay.
  func reset(seed: UInt64) {
    configuration.seed = seed
    var settings = Settings(threads: configuration.threads, seed: seed)
    settings.plot = workspace.settings.plot
    workspace = Workspace(settings: settings)
    interpreter.environment = Environment()
    interpreter.overrides = [:]
    undoStack = []
    (stopAtStep, plan, recordedEpochs) = (nil, nil, nil)
  }

  // MARK: Undo

  fileprivate func remember() -> (Workspace, Environment) {
    sweptModel = nil
    return (workspace, interpreter.environment)
  }

  fileprivate func keepIfChanged(_ before: (Workspace, Environment)) {
    guard !isUndoing else {
      isUndoing = false
      return
    }
    // A recorded sweep is several commands, and undone like the one that was typed.
    if let sweptModel, before.0.models[sweptModel]?.candidates.isEmpty == false { return }
    guard before.0.isDifferent(from: workspace) || before.1 != interpreter.environment else { return }
    undoStack.append((before.0, before.1))
    if undoStack.count > Environment.undoDepth { undoStack.removeFirst() }
  }

  /// Brings back what there was before the last change; false when there is none.
  func undo() -> Bool {
    guard let last = undoStack.popLast() else { return false }
    workspace = last.workspace
    interpreter.environment = last.environment
    isUndoing = true
    return true
  }

  /// Stands between the interpreter and the shell, which own each other otherwise.
  private final class ShellHost: Runtime.Host {
    unowned var shell: Shell!  // set right after the shell is made, and lives as long as it

    var commands: CommandTable { Verbs.table }
    var names: [String: NameRole] { shell.workspace.roles }
    var isInterrupted: Bool { shell.interruption() }
    var isLeaving: Bool { shell.wantsToQuit }

    func readScript(_ path: String) throws(ScriptUnreadable) -> String {
      try ScriptFile.read(path.hasPrefix("/") ? path : (shell.scriptFolder.map { $0 + "/" } ?? "") + path)
    }

    func problem(writingTo path: String) -> String? {
      shell.replayFiles == nil ? FileNames.problem(writingTo: path) : nil
    }

    var knowledge: any Knowledge { KnownWorkspace(shell) }

    func check(_ command: BoundCommand, results: [String: [String]], knowledge: any Knowledge) -> Diagnostic?
    {
      guard let verb = Verbs.byName[command.verb], var known = knowledge as? KnownWorkspace else {
        return nil
      }
      known.results = results.mapValues(Set.init)
      do {
        try verb.check(command, in: known)
        try known.requireFreePlace(command)
        return nil
      } catch {
        return Self.diagnostic(error, command)
      }
    }

    func apply(_ command: BoundCommand, result: String?, to knowledge: inout any Knowledge) {
      guard let verb = Verbs.byName[command.verb], var known = knowledge as? KnownWorkspace else { return }
      verb.apply(command, to: &known)
      if let result { known.resultClasses[result] = known.model(command)?.model.classes }
      knowledge = known
    }

    func loseTrack(of names: [String], in knowledge: inout any Knowledge) {
      guard var known = knowledge as? KnownWorkspace else { return }
      known.loseTrack(of: names)
      knowledge = known
    }

    func resultFields(of command: BoundCommand, knowledge: any Knowledge)
      -> [CommandDeclaration.ResultField]
    {
      guard let verb = Verbs.byName[command.verb], let known = knowledge as? KnownWorkspace else { return [] }
      return verb.possibleFields(of: command, in: known)
    }

    func change(by command: BoundCommand, knowledge: any Knowledge) -> WorkspaceChange {
      guard let verb = Verbs.byName[command.verb], let known = knowledge as? KnownWorkspace else {
        return .perhaps
      }
      return verb.change(by: command, in: known)
    }

    var undoableChanges: Int { shell.undoStack.count }

    func statementWillRun() { before = shell.remember() }
    func statementDidRun() { if let before { shell.keepIfChanged(before) } }
    private var before: (Workspace, Environment)?

    func execute(_ command: BoundCommand) throws(Diagnostic) -> ResultRecord {
      guard let verb = Verbs.byName[command.verb] else {
        throw command.finding("there is no command '\(command.verb)'.")
      }
      if shell.replayFiles != nil, ForeignCommand.reachesOut(verb.declaration) {
        return ResultRecord(display: "'\(command.verb)' isn't run by a check: it looks into other sessions")
      }
      let before = shell.workspace
      shell.cacheUse = CacheUse()
      do {
        let known = shell.known
        try verb.check(command, in: known)
        try known.requireFreePlace(command)
        let columns = shell.configuration.fitsTables ? shell.configuration.columns : nil
        var result = try Table.fitted(to: columns) { try verb.run(command, in: shell) }
        shell.cacheUse.mark(&result)
        return result
      } catch {
        shell.workspace = before
        shell.onProgress(nil)
        throw Self.diagnostic(error, command)
      }
    }

    private static func diagnostic(_ error: any Error, _ command: BoundCommand) -> Diagnostic {
      switch error {
      case let error as Diagnostic: error
      case let error as CommandFailure: command.finding(error.message, hint: error.hint, at: error.argument)
      case let error as any ExplainedError: command.finding(error.message, hint: error.hint)
      default: command.finding("\(error)")
      }
    }
  }
}

/// That a record can't be written, shown like any finding.
enum RecordingProblem {
  static func finding(_ error: any Error, in source: SourceText) -> Diagnostic {
    let failure = error as? any RecordingFailure
    return Diagnostic(
      failure.map { $0.message + "." } ?? "the session can't be recorded: \(error)", hint: failure?.hint,
      at: SourceRange(0, source.text.utf8.count), in: source)
  }
}
