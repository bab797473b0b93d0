internal import Diagnostics
internal import Kernels
internal import Networks
public import Record
public import Runtime

/// Runs a session again and holds every result against the recorded one.
public struct Replay {
  /// What happened to one command.
  public struct Step {
    public let entry: SessionEntry
    public let comparison: EntryComparison
    public let result: ResultRecord?
    public let seconds: Double
  }

  public let session: Session
  /// Ends after the command that stands at or before this line.
  public var until: Int?
  /// Brings back what stands above this line instead of judging it: from the cache where it is known, else by
  /// running it.
  public var from: Int?
  /// Where results may come from instead of being computed; nil computes everything.
  public var cache: ResultCache?
  /// Where results above `from` may come from.
  public var earlier: ResultCache?
  /// Values for parameters of the session, as they would be typed: a what-if run.
  public var overrides: [(name: String, text: String)] = []
  public var onStep: (Step) -> Void = { _ in }
  public var onProgress: (Shell.Progress?) -> Void = { _ in }
  public var interruption: () -> Bool = { false }

  public init(_ session: Session) { self.session = session }

  /// Runs the whole session in a fresh workspace.
  ///
  /// - Parameter threads: How many; results don't depend on it.
  public func run(threads: Int) -> ReplayReport {
    let shell = Shell(.init(threads: threads, seed: session.header.seed))
    shell.interruption = interruption
    shell.onProgress = onProgress
    return run(in: shell)
  }

  /// In what the environment of this program isn't that of the session; known before anything runs.
  public var environmentDifferences: [EnvironmentDifference] {
    let comparison = Comparison(current: Program.header(seed: session.header.seed))
    var found: [EnvironmentDifference] = []
    for difference in session.commands.flatMap({ comparison.environmentDifferences($0) })
    where !found.contains(difference) {
      found.append(difference)
    }
    return found
  }

  /// Runs the session, or its first commands, in a workspace that is empty.
  ///
  /// - Parameter count: How many of the commands, failed ones counted.
  func run(in shell: Shell, first count: Int = .max) -> ReplayReport {
    // A notebook's session has the paths of the notebook.
    WorkingFolder.during(session.startFolder) { () -> ReplayReport in runHere(in: shell, first: count) }
  }

  private func runHere(in shell: Shell, first count: Int) -> ReplayReport {
    var report = ReplayReport(session)
    report.whatIf = overrides.map { "\($0.name)=\($0.text)" }
    guard session.fault == nil else { return report }
    if let foreign = foreignCommand(first: count) {
      report.ending = .foreignCommand(line: foreign.line, word: foreign.word)
      return report
    }
    let comparison = Comparison(current: Program.header(seed: session.header.seed))
    if let other = otherData(comparison, first: count) {
      report.add(other)
      return report
    }
    let (onEvent, onEpoch) = (shell.onEvent, shell.onEpoch)
    // Only verdicts are shown of what comes back.
    shell.onEpoch = { _ in }
    let outer = shell.context
    shell.context.replayFiles = ReplayFiles()
    shell.context.allowsOldNames = session.header.format == 1
    defer {
      shell.context = outer
      (shell.onEvent, shell.onEpoch) = (onEvent, onEpoch)
    }
    for entry in session.attempts.prefix(count) where entry.kind == .succeeded {
      if let until, entry.line > until {
        report.ending = .until(line: until)
        break
      }
      shell.expect(entry)
      shell.checkpoints?.begin(entry.text, at: session.chain(before: entry))
      let isEarlier = from.map { entry.line < $0 } ?? false
      if cache != nil || from != nil { shell.cache = isEarlier ? earlier ?? cache : cache }
      let step = run(entry, in: shell, comparison)
      if interruption() {
        report.ending = .interrupted
        break
      }
      report.add(
        step.comparison, environment: comparison.environmentDifferences(entry, for: step.result),
        isCached: step.result?.isCached == true, isEarlier: isEarlier)
      onStep(step)
      if step.comparison.endsReplay { break }
    }
    return report
  }

  private func run(_ entry: SessionEntry, in shell: Shell, _ comparison: Comparison) -> Step {
    var found: ResultRecord?
    var seconds = 0.0
    shell.onEvent = { event in
      switch event {
      case .result(_, _, _, let result, let spent): (found, seconds) = (result, spent)
      case .printed(_, let printed): found = printed.result
      case .started, .stopped: break
      }
    }
    // What is wrong is shown where it stands in the session.
    let source = SourceText(name: session.name, text: entry.text, firstLine: entry.line)
    if let name = Self.parameter(of: entry), let override = overrides.last(where: { $0.name == name }) {
      shell.override(name, with: override.text)
    }
    defer { shell.interpreter.overrides = [:] }
    shell.context.replayFiles?.begin()
    do throws(RunFailure) {
      try shell.run(source)
      let result = found ?? ResultRecord()
      let tolerance = RecordedCommand(entry.text, over: shell.interpreter.environment)?.number(
        "tolerance")
      let evaluated = comparison.compare(
        entry, with: result, tolerance: tolerance,
        tookOwnFile: shell.context.replayFiles?.wasRead == true)
      return Step(entry: entry, comparison: evaluated, result: result, seconds: seconds)
    } catch {
      var message = "interrupted"
      if case .findings(let findings) = error { message = findings.map(\.message).joined(separator: " ") }
      let evaluated = comparison.compare(
        entry, withFailure: message, mayBeOfTheDisk: shell.context.replayFiles?.wasAsked == true,
        tookOwnFile: shell.context.replayFiles?.wasRead == true)
      return Step(entry: entry, comparison: evaluated, result: nil, seconds: seconds)
    }
  }

  /// The parameters that `overrides` may give.
  public var parameters: [String] { session.commands.compactMap(Self.parameter) }

  /// What `param NAME = …` declares.
  private static func parameter(of entry: SessionEntry) -> String? {
    let words = entry.text.split { $0 == " " || $0 == "=" }
    return words.count > 2 && words[0] == "param" ? String(words[1]) : nil
  }
}
