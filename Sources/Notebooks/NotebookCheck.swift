internal import Diagnostics
public import Record
public import Runtime
internal import Syntax

/// Runs a notebook again and holds every result against what is stored beside it, as a replay does with a
/// session.
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
  /// With other parameters differences are shown without a verdict, and none is kept.
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
    /// The lines of blocks of which nothing whole is stored that belongs to their text and to the last run.
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
        "what is stored of the \(unstored.count == 1 ? "block" : "blocks") at line "
          + "\(places) isn't whole, or not of this text and "
          + "of the last run, so that there is nothing to compare with. 'fovea notebook run' stores it.",
        at: max(0, lines.count - 2))
      return lines
    }
  }

  public func run(in shell: any NotebookShell) throws(NotebookError) -> Report {
    var report = Report(replay: ReplayReport(name: notebook.source.name))
    report.replay.whatIf = whatIf.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let comparison = Comparison(current: shell.header)
    var verdicts = StoredVerdicts(environment: shell.header.undatedLine, blocks: [])
    for known in try NotebookState.stored(notebook, folder) {
      let block = known.block
      guard let script = block.script else { continue }
      let outputs = known.isStale ? nil : known.outputs
      if outputs == nil || outputs?.failure == .interrupted { report.unstored.append(block.fenceLine) }
      let found = BlockComparison(block, outputs, comparison, isWhatIf: !whatIf.isEmpty)
      var failure: RunFailure?
      do throws(RunFailure) {
        try shell.run(script, at: block.number - 1, following: found.stored(of:_:)) { command in
          let step = found.compare(command)
          if let comparison = step.comparison {
            report.replay.add(comparison, environment: found.environment)
          }
          onStep(step)
          return step.comparison?.endsReplay != true
        }
      } catch {
        failure = error
      }
      if report.replay.isEnded { break }
      if let failure {
        end(failure, in: block, found, mayBeOfTheDisk: shell.mayHaveFailedOfTheDisk, &report)
        break
      }
      for missing in found.missing { report.replay.add(missing) }
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
  private func end(
    _ failure: RunFailure, in block: NotebookBlock, _ found: BlockComparison, mayBeOfTheDisk: Bool,
    _ report: inout Report
  ) {
    switch failure {
    case .interrupted: report.replay.ending = .interrupted
    case .findings(let findings):
      let message = findings.map(\.message).joined(separator: " ")
      let line = StoredFailure(failure, in: block, of: notebook.source).line
      guard let step = found.failed(message, line: line, mayBeOfTheDisk: mayBeOfTheDisk) else {
        report.failure = failure
        report.replay.ending = .failed(line: line > 0 ? block.firstLine + line - 1 : block.fenceLine)
        return
      }
      if let comparison = step.comparison { report.replay.add(comparison, environment: found.environment) }
      onStep(step)
    }
  }
}
