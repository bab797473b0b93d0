internal import Diagnostics
public import Record
public import Runtime
internal import Syntax

/// Runs a notebook again and holds every result against what is stored beside it, as a replay does with a session.
public struct NotebookCheck {
  /// What happened to one command.
  public struct Step {
    /// The line in the document.
    public let line: Int
    public let command: String
    public let result: ResultRecord?
    public let seconds: Double
    /// Nil where nothing is compared: what hangs on measured times, and what has nothing stored.
    public let comparison: EntryComparison?
  }

  private let notebook: Notebook
  private let folder: OutputFolder
  /// With other parameters differences are shown, not judged, and no verdict is kept.
  private let whatIf: [String: String]
  public var onStep: (Step) -> Void = { _ in }

  /// - Parameter overrides: What `--set` gave, each as it would be typed.
  public init(_ notebook: Notebook, at path: String, overrides: [String: String] = [:]) {
    self.notebook = notebook
    folder = OutputFolder(of: path)
    whatIf = overrides
  }

  /// What a whole check found.
  public struct Report: Sendable {
    public fileprivate(set) var replay: ReplayReport
    /// The lines of blocks whose text isn't that of stored outputs.
    public fileprivate(set) var unstored: [Int] = []
    /// Why the notebook failed, where it failed now as it had failed when it was run.
    public fileprivate(set) var failure: RunFailure?
    /// That the verdicts can't be kept beside the outputs.
    public fileprivate(set) var problem: NotebookError?

    /// 0 same, 1 differs or failed, 3 inconclusive or nothing to compare with, 130 interrupted.
    public var exitCode: Int32 {
      if failure != nil { return 1 }
      if replay.exitCode != 0 { return replay.exitCode }
      return unstored.isEmpty || !replay.whatIf.isEmpty ? 0 : 3
    }

    /// The report for a person.
    public var lines: [String] {
      guard !unstored.isEmpty, replay.whatIf.isEmpty else { return replay.lines }
      var lines = replay.lines
      if let last = lines.indices.last, replay.verdict == .same { lines[last] = "verdict: inconclusive" }
      let places = unstored.map(String.init).joined(separator: ", ")
      lines.insert(
        "\(unstored.count == 1 ? "the block" : "blocks") at line \(places) changed or never ran: nothing is stored to compare "
          + "with. 'fovea notebook run' stores it.", at: max(0, lines.count - 2))
      return lines
    }
  }

  /// The parameters with which the notebook ran, each as it was typed; those of the check come before them.
  public static func parameters(of path: String) -> [String: String] { OutputFolder(of: path).anyOutputs()?.set ?? [:] }

  public func run(in shell: any NotebookShell) throws(NotebookError) -> Report {
    var report = Report(replay: ReplayReport(name: notebook.source.name))
    report.replay.whatIf = whatIf.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let comparison = Comparison(current: shell.header)
    var verdicts = StoredVerdicts(environment: Self.withoutDate(shell.header), blocks: [])
    for block in notebook.blocks {
      guard let script = block.script else { continue }
      let outputs = try folder.outputs(of: block)
      if outputs == nil { report.unstored.append(block.fenceLine) }
      var found = BlockComparison(block, outputs, comparison, isWhatIf: !whatIf.isEmpty)
      var failure: RunFailure?
      do throws(RunFailure) {
        try shell.run(script, following: found.stored) { command in
          let step = found.compare(command)
          if let comparison = step.comparison { report.replay.add(comparison, environment: found.environment) }
          onStep(step)
          return step.comparison?.endsReplay != true
        }
      } catch {
        failure = error
      }
      if report.replay.isEnded { break }
      if let failure {
        end(failure, in: block, found, &report)
        break
      }
      if let missing = found.missing { report.replay.add(missing) }
      if let fingerprint = outputs == nil ? nil : folder.fingerprint(of: block) {
        verdicts.blocks.append(
          .init(block: block.number, outputs: fingerprint, verdicts: found.verdicts.map { $0?.rawValue }))
      }
    }
    if whatIf.isEmpty, !verdicts.blocks.isEmpty {
      do throws(NotebookError) { try folder.write(verdicts) } catch { report.problem = error }
    }
    return report
  }

  /// A command failed, or Ctrl-C was pressed.
  private func end(_ failure: RunFailure, in block: NotebookBlock, _ found: BlockComparison, _ report: inout Report) {
    switch failure {
    case .interrupted: report.replay.ending = .interrupted
    case .findings(let findings):
      let message = findings.map(\.message).joined(separator: " ")
      guard let step = found.failed(message) else {
        report.failure = failure
        let line = StoredFailure(failure, in: block, of: notebook.source).line
        report.replay.ending = .failed(line: line > 0 ? block.firstLine + line - 1 : block.fenceLine)
        return
      }
      if let comparison = step.comparison { report.replay.add(comparison, environment: found.environment) }
      onStep(step)
    }
  }

  private static func withoutDate(_ header: SessionHeader) -> String {
    var header = header
    header.date = "any"
    return header.environmentLine
  }
}

/// The commands of a block beside those that are stored of it.
private struct BlockComparison {
  /// Those stored; nil where one isn't compared or can't be read.
  let stored: [SessionEntry?]
  private(set) var verdicts: [Verdict?] = []
  private(set) var environment: [EnvironmentDifference] = []
  private let block: NotebookBlock
  private let comparison: Comparison
  /// Whether the stored outputs end where the block failed.
  private let failedBefore: Bool
  private let hasOutputs: Bool
  private let isWhatIf: Bool

  init(_ block: NotebookBlock, _ outputs: BlockOutputs?, _ comparison: Comparison, isWhatIf: Bool) {
    self.block = block
    self.comparison = comparison
    self.isWhatIf = isWhatIf
    hasOutputs = outputs != nil
    failedBefore = outputs?.failure != nil
    let header = outputs?.header
    stored =
      outputs?.entries.map { entry in
        entry.compared ? header.flatMap { entry.entry(firstLine: block.firstLine, environment: $0) } : nil
      } ?? []
    if let header { environment = header.differences(from: comparison.current) }
  }

  mutating func compare(_ command: NotebookCommand) -> NotebookCheck.Step {
    let index = verdicts.count
    var compared: EntryComparison?
    if stored.indices.contains(index), let entry = stored[index], command.isCompared {
      compared = comparison.compare(entry, with: command.result, tolerance: command.tolerance)
      if entry.text != command.text, !isWhatIf { compared = Self.other(entry.line, recorded: entry.text, found: command.text) }
    } else if hasOutputs, !isWhatIf, !stored.indices.contains(index), command.isCompared {
      compared = Self.other(command.place.line, recorded: nil, found: command.text)
    }
    verdicts.append(compared?.verdict)
    return NotebookCheck.Step(
      line: command.place.line, command: command.text, result: command.result, seconds: command.seconds, comparison: compared)
  }

  /// A loop or a condition that went another way.
  private static func other(_ line: Int, recorded: String?, found: String?) -> EntryComparison {
    let field = FieldComparison(
      line: line, row: nil, field: "command", recorded: recorded, found: found, verdict: .differs, distance: nil,
      isUnjudged: false)
    return EntryComparison(
      line: line, text: found ?? recorded ?? "", fields: [field], verdict: .differs, endsReplay: false)
  }

  /// The first stored command that didn't run now.
  var missing: EntryComparison? {
    guard !isWhatIf, !failedBefore, stored.count > verdicts.count,
      let entry = stored[verdicts.count...].lazy.compactMap({ $0 }).first
    else { return nil }
    return Self.other(entry.line, recorded: entry.text, found: nil)
  }

  /// A command that succeeded when the notebook was run, and fails now; nil when nothing is stored of it.
  func failed(_ message: String) -> NotebookCheck.Step? {
    let index = verdicts.count
    guard stored.indices.contains(index), let entry = stored[index] else { return nil }
    return NotebookCheck.Step(
      line: entry.line, command: entry.text, result: nil, seconds: 0,
      comparison: comparison.compare(entry, withFailure: message))
  }
}
