import Commands
import Diagnostics
import Models
import Record
import Runtime
import Terminal

/// Shows what a session does: as text, or as JSON.
final class Reporter {
  let json: Bool
  /// Whether a person reads along, so that long help comes a window at a time.
  var isAtPrompt = false
  private let progress: ProgressLine
  private let usesColour: Bool
  private var place: RunPlace?
  private var lastProgress: ContinuousClock.Instant?
  /// Whether each epoch is shown when it ends: where no line of progress is seen beside the results, as in a
  /// pipe or a log.
  private let tellsEpochs: Bool
  /// How many epochs of the running command were shown.
  private(set) var toldEpochs = 0

  init(json: Bool, _ capabilities: Capabilities) {
    self.json = json
    progress = ProgressLine(capabilities: capabilities)
    usesColour = capabilities.colours(on: .error)
    tellsEpochs = !json && !(capabilities.outputIsTerminal && capabilities.errorIsTerminal)
  }

  /// Connects to a shell.
  func observe(_ shell: Shell) {
    shell.onEvent = { [self] in show($0) }
    shell.onProgress = { [self] in show($0) }
    if tellsEpochs { shell.onEpoch = { [self] in tell(epoch: $0) } }
  }

  private func tell(epoch line: String) {
    progress.clear()
    Output.words(line)
    toldEpochs += 1
  }

  private func show(_ event: RunEvent) {
    switch event {
    case .started(let place, _):
      self.place = place
      toldEpochs = 0
    case .printed(let place, let printed):
      progress.clear()
      json ? Output.json(JSONEvents.print(.init(place), printed)) : Output.plainWords(printed.shown)
    case .stopped(_, let result):
      progress.clear()
      if !json, !tellsEpochs, let table = result.toldOnTheWay { Output.words(table) }
    case .result(let place, let verb, let text, let result, let seconds):
      progress.clear()
      if json {
        for warning in result.warnings { Output.json(JSONEvents.warning(.init(place), message: warning)) }
        Output.json(JSONEvents.result(.init(place), command: text, seconds: seconds, result))
      } else if let display = shown(of: result, text), !display.isEmpty {
        isAtPrompt && verb == "help" ? Output.paged(display) : Output.words(display)
      } else if verb != "let", verb != "param", verb != "assert", !result.fields.isEmpty {
        Output.line(result.fields.map { "\($0.name)=\(RecordedText.value($0.value))" }.joined(separator: " "))
      }
    }
  }

  func show(_ update: Shell.Progress?) {
    guard let update else { return progress.clear() }
    if json { return showJSON(update) }
    progress.update(Self.progress(update))
  }

  private static func progress(_ update: Shell.Progress) -> Terminal.Progress {
    switch update {
    case .fitting(_, .epochs(let training)):
      let isTraining = training.phase == .training
      return Terminal.Progress(
        label: "epoch \(training.epoch)/\(training.epochs)" + (isTraining ? "" : " validating"),
        fraction: Double(training.step) / Double(max(training.steps, 1)),
        facts: [
          "loss \(Spelling.rounded(training.loss))", "\(Spelling.count(training.imagesPerSecond)) images/s",
          "accuracy \(Spelling.percent(training.accuracy))",
        ], secondsLeft: training.secondsLeft)
    case .fitting(_, .problems(let solver)):
      let isOpen = solver.violation.isFinite
      return Terminal.Progress(
        label: "pair \(solver.done)/\(solver.problems)", fraction: solver.share,
        facts: ["\(Spelling.count(solver.iterations)) iterations"]
          + (isOpen ? ["gap \(Spelling.rounded(solver.violation))"] : []),
        secondsLeft: solver.secondsLeft)
    case .round(let number, let count, let inner):
      var whole = Self.progress(inner)
      whole.label = "fold \(number)/\(count) \(whole.label)"
      // The time left is that of the round.
      whole.fraction = whole.fraction.map { (Double(number - 1) + $0) / Double(count) }
      whole.secondsLeft = nil
      return whole
    case .evaluating(let model, let done, let count):
      return Terminal.Progress(label: "judging with \(model)", fraction: Double(done) / Double(max(count, 1)))
    }
  }

  /// One object a second at most: a log is read by people too.
  private func showJSON(_ update: Shell.Progress) {
    let now = ContinuousClock.now
    if let lastProgress, now - lastProgress < .seconds(1) { return }
    lastProgress = now
    var rounds: [ResultRecord.Field] = []
    var update = update
    if case .round(let number, let count, let inner) = update {
      rounds = [.init("fold", .integer(number)), .init("folds", .integer(count))]
      update = inner
    }
    guard let place, case .fitting(let model, let fitting) = update else { return }
    Output.json(
      JSONEvents.progress(.init(place), [.init("model", .text(model))] + rounds + Self.fields(fitting)))
  }

  private static func fields(_ progress: FittingProgress) -> [ResultRecord.Field] {
    switch progress {
    case .epochs(let training):
      [
        .init("epoch", .integer(training.epoch)), .init("epochs", .integer(training.epochs)),
        .init("step", .integer(training.step)), .init("steps", .integer(training.steps)),
        .init("loss", .number(training.loss)), .init("accuracy", .number(training.accuracy)),
        .init("images_per_second", .number(training.imagesPerSecond)),
      ]
    case .problems(let solver):
      [
        .init("done", .integer(solver.done)), .init("problems", .integer(solver.problems)),
        .init("iterations", .integer(solver.iterations)), .init("gap", .number(solver.violation)),
      ]
    }
  }

  /// How many findings a person is shown.
  private static let most = 20

  func show(_ findings: [Diagnostic], nothingWasRun: Bool = false) {
    progress.clear()
    if json {
      for finding in findings {
        let place = finding.place
        Output.line(
          JSONEvents.error(
            .init(file: finding.source.name, line: place.line), column: place.column,
            message: ConfusableCharacters.named(finding.message),
            hint: finding.hint.map(ConfusableCharacters.named)))
      }
    } else {
      // As wide as the terminal is now.
      let formatter = DiagnosticFormatter(usesColour: usesColour, columns: Output.columns(of: .error))
      Output.painted(
        findings.prefix(Self.most).map { formatter.text($0) }.joined(separator: "\n"), isDiagnostic: true)
      if findings.count > Self.most { Output.diagnostic("and \(findings.count - Self.most) more") }
      if nothingWasRun, findings.count > 1 {
        Output.diagnostic("\(findings.count) errors; nothing was run.")
      }
    }
  }

  /// A failure without a place.
  func show(message: String, hint: String?) {
    progress.clear()
    if json {
      Output.json(
        JSONEvents.error(
          nil, message: ConfusableCharacters.named(message), hint: hint.map(ConfusableCharacters.named)))
    } else {
      Output.failure(message, hint: hint)
    }
  }

  /// Says beforehand that what is to be compared was computed elsewhere; JSON has it in its last event.
  func warn(of differences: [EnvironmentDifference]) {
    guard !json, !differences.isEmpty else { return }
    let text = differences.map(\.message).joined(separator: "; ")
    Output.diagnostic("warning: recorded in another environment (\(text)): other bits prove nothing then.")
  }

  /// Says why a run ended early, and gives its exit code.
  ///
  /// - Parameter wayOn: What to type to go on all the same.
  func status(of failure: RunFailure, wayOn: String? = nil) -> Int32 {
    switch failure {
    case .findings(var findings):
      if let wayOn, let last = findings.indices.last {
        findings[last].hint = [findings[last].hint, wayOn].compactMap { $0 }.joined(separator: "\n")
      }
      show(findings)
      // What Ctrl-C ended says so itself.
      return Interrupt.isRaised ? 130 : 1
    case .interrupted:
      show(message: "stopped by Ctrl-C.", hint: wayOn)
      return 130
    }
  }

  func end(status: Int32, replay: ReplayReport? = nil) {
    progress.clear()
    if json { Output.json(JSONEvents.end(status: status, replay: replay)) }
  }
}
