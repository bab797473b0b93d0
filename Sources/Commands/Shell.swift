public import Diagnostics
public import Models
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
    /// The number of threads unless another one is asked for: the processors that the process may use.
    public static var processors: Int { Processors.available }
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

    /// The keys of the prompt, for help.
    public var keys: [HelpText.Key] = []

    public init(threads: Int, seed: UInt64) {
      self.threads = threads
      self.seed = seed
    }
  }

  /// Asked between steps: whether Ctrl-C was pressed.
  public var interruption: () -> Bool = { false }
  /// Told how a long command gets on; nil when it is over.
  public var onProgress: (Progress?) -> Void = { _ in }
  /// Told of each epoch of a training when it ends: a line of the table that `train` answers, the first with
  /// the head above it.
  public var onEpoch: (String) -> Void = { _ in }
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
  public var checkpoints: CheckpointStore? {
    get { context.checkpoints }
    set { context.checkpoints = newValue }
  }
  /// Results of earlier work, by all that they depend on; nil computes everything. What came from there says
  /// so in its result (`ResultRecord.isCached`, and a line of its text), and leaves the workspace exactly as
  /// computing it would.
  ///
  /// ```swift
  /// shell.cache = ResultCache.standard()
  /// ```
  public var cache: ResultCache? {
    get { context.cache }
    set { context.cache = newValue }
  }
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
  /// How many trainings and cross-validations there were: what `undo` takes back counts.
  var runs = 0
  let interpreter: Interpreter
  private let host: ShellHost
  /// What was typed, for `history`.
  var typed: [String] = []
  /// Trained parameters and settings change by value, so a change is seen by comparing what identifies them.
  var undoStack: [(workspace: Workspace, environment: Environment, statement: String)] = []
  /// Under what commands run.
  var context = RunContext()
  /// The model whose candidates the running statement adds to or chooses from: what is typed for one sweep is
  /// one change.
  var sweptModel: String?
  /// Set while `undo` runs, so that it isn't itself a change to take back.
  var isUndoing = false

  public init(_ configuration: Configuration) {
    self.configuration = configuration
    workspace = Workspace(settings: Settings(threads: configuration.threads, seed: configuration.seed))
    host = ShellHost()
    interpreter = Interpreter(host: host)
    host.shell = self
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
  public func check(_ source: SourceText) -> [Diagnostic] {
    switch Parser.parse(source) {
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
    try run(checked(source), as: kind)
  }

  /// A text that may run: what is checked is what runs.
  ///
  /// - Throws: Everything that is wrong with it.
  public func checked(_ source: SourceText) throws(RunFailure) -> CheckedScript {
    switch Parser.parse(source) {
    case .incomplete(let findings), .wrong(let findings): throw .findings(findings)
    case .complete(let script): return try interpreter.checked(script)
    }
  }

  /// Runs a text that was checked.
  public func run(_ checked: CheckedScript, as kind: TextKind = .entry) throws(RunFailure) {
    // What hasn't begun yet of a text of several commands would be lost with the process.
    let statements = checked.script.statements
    let isOne = statements.count == 1 && !interpreter.isSeveral(statements[0])
    let recorder = recorder as? SessionRecorder
    let keeper = isOne ? nil : recorder
    var file: String?
    var isWhole = false
    if case .script(let path) = kind { (file, isWhole) = (path, true) }
    if isWhole { recorder?.isInterrupted = interruption }
    keeper?.willRun(
      checked.script.source, overrides: interpreter.overrides, file: file, sourced: checked.sourcedTexts)
    do throws(RunFailure) {
      try interpreter.run(checked)
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

  /// Runs what was typed at a prompt. What is wrong before it can start is recorded too, as a command that
  /// failed.
  public func runTyped(_ source: SourceText) throws(RunFailure) {
    var findings: [Diagnostic] = []
    switch Parser.parse(source, isTyped: true) {
    case .incomplete(let found), .wrong(let found): findings = found
    case .complete(let script):
      let document = interpreter.checked([.script(script)])
      if let checked = document.script(at: 0) { return try run(checked) }
      findings = document.findings
    }
    do {
      try recorder?.willRun(source.text)
      try recorder?.didFail(findings.map(\.message).joined(separator: "\n"))
    } catch {
      throw .findings(findings + [RecordingProblem.finding(error, in: source)])
    }
    throw .findings(findings)
  }

  /// Whether a person types commands one after the other.
  var isTyped: Bool { !typed.isEmpty }

  /// Keeps an entry for `history`.
  public func remember(typed text: String) { typed.append(text) }

  /// Puts the commands of a session that goes on here before what was typed so far.
  func recall(_ commands: [String]) { typed = commands + typed }

  /// Whether a text goes on on the next line.
  public static func isIncomplete(_ text: String) -> Bool {
    if case .incomplete = Parser.parse(SourceText(typed: text)) { true } else { false }
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
    runs = 0
    context.recordedTraining = RecordedTraining()
  }
}
