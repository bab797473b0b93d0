import ArgumentParser
import Commands
import Files
import Foundation
import Record
import Runtime
import Terminal

/// `fovea replay FILE`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a recorded session again and compare every result.",
    discussion:
      "Exit code 0: every result has the same bits. 1: a result differs, or the record was changed. 2: there "
      + "is no such session. 3: it can't be told: other or missing data, other libraries or another "
      + "processor.")

  @Argument(help: "The session.")
  var file: String

  @Option(help: "How many threads compute; results don't depend on it.")
  var threads: Int?

  @Option(help: "End after the command in this line.")
  var until: Int?

  @Option(
    help: "Bring back what stands above this line, from the cache where it is known, and run from there.")
  var from: Int?

  @Flag(help: "Take results from the cache where they were computed before from the same inputs.")
  var cached = false

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Give a parameter of the session another value: differences are shown, without a verdict.",
      valueName: "name=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write the report to a file as well, as a page when its name ends with .html.", valueName: "file"))
  var report: String?

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be a whole number from 1 to 256, found \(threads).")
    }
    try RunOptions.check(overrides: overrides)
    if let from, from < 1 { throw ValidationError("--from must be the number of a line, found \(from).") }
    if let from, let until, from > until {
      throw ValidationError("--from \(from) is behind --until \(until).")
    }
    if let until, until < 1 { throw ValidationError("--until must be the number of a line, found \(until).") }
  }

  func run() throws {
    let reporter = Reporter(json: json, Capabilities.current())
    let session: Session
    do throws(RecordError) {
      session = try SessionReader.read(path: file)
    } catch {
      throw reporter.failure(error)
    }
    Program.limitKernels(to: session.header)
    Interrupt.install()
    let replay = try replay(of: session, reporter)
    try checkReport(reporter)
    if session.fault == nil { reporter.warn(of: replay.environmentDifferences) }
    let found = JobMode.during { replay.run(threads: threads ?? Shell.Configuration.processors) }
    reporter.show(nil as Shell.Progress?)
    if !json { for line in found.lines { Output.plainWords(line) } }
    try write(found, reporter)
    try reporter.finish(status: found.exitCode, replay: found)
  }

  /// The replay as the command line asks for it; nothing ran yet.
  private func replay(of session: Session, _ reporter: Reporter) throws -> Replay {
    var replay = Replay(session)
    replay.until = until
    replay.from = from
    if cached { replay.cache = ResultCache.standard() }
    if let from {
      replay.earlier = ResultCache.standard()
      guard session.commands.contains(where: { $0.line >= from }) || session.fault != nil else {
        throw reporter.failure(
          "the session has no command in line \(from) or below.",
          hint: session.commands.last.map { "Its last one stands in line \($0.line)." }, status: 2)
      }
    }
    if let until, let last = session.commands.last?.line, until > last {
      throw reporter.failure(
        "the session has no command in line \(until); its last one stands in line \(last).", status: 2)
    }
    replay.overrides = overrides.compactMap { override in
      override.firstIndex(of: "=").map {
        let name = String(override[..<$0])
        let own = replay.parameters.contains(name) ? name : Aliases.accepted(name, among: replay.parameters)
        return (own ?? name, String(override[override.index(after: $0)...]))
      }
    }
    for (name, _) in replay.overrides where !replay.parameters.contains(name) {
      let known =
        replay.parameters.isEmpty
        ? "It declares none; a session does by: param rate = 0.1, then rate=$rate"
        : "It has: \(replay.parameters.joined(separator: " "))."
      throw reporter.failure("the session has no parameter '\(name)'.", hint: known, status: 2)
    }
    replay.interruption = { Interrupt.isRaised }
    replay.onProgress = { reporter.show($0) }
    replay.onStep = { step in
      reporter.show(step, in: file, isJudged: overrides.isEmpty)
    }
    return replay
  }

  /// That the report has a place, before anything runs.
  private func checkReport(_ reporter: Reporter) throws {
    guard let report else { return }
    if SessionReader.isSession(report) {
      throw reporter.failure(
        "the report would be written over the recorded session '\(report)'.", hint: "Name another file.",
        status: 2)
    }
    if let problem = FileNames.problem(writingTo: report) {
      throw reporter.failure("the report can't be written: \(problem)", status: 2)
    }
  }

  private func write(_ found: ReplayReport, _ reporter: Reporter) throws {
    guard let report else { return }
    let text = report.hasSuffix(".html") ? found.page : found.lines.joined(separator: "\n") + "\n"
    do throws(FileFailure) { try WholeFile.write(text, to: report) } catch {
      throw reporter.failure(
        "the report '\(report)' can't be written: \(error.reason).", status: 1, replay: found)
    }
  }
}

extension Reporter {
  /// A command that was run again, and what came of it.
  ///
  /// - Parameter isJudged: False for a what-if run, which only shows what changes.
  func show(_ step: Replay.Step, in file: String, isJudged: Bool = true) {
    show(
      step.entry.text, line: step.entry.line, in: file, step.result, step.comparison, seconds: step.seconds,
      isJudged: isJudged)
  }

  /// - Parameter comparison: Nil where nothing was compared.
  func show(
    _ command: String, line: Int, in file: String, _ result: ResultRecord?, _ comparison: EntryComparison?,
    seconds: Double,
    isJudged: Bool
  ) {
    show(nil as Shell.Progress?)
    guard !json else {
      let place = JSONEvents.Place(file: file, line: line)
      for warning in result?.warnings ?? [] { Output.json(JSONEvents.warning(place, message: warning)) }
      return Output.line(
        JSONEvents.result(
          place, command: command, seconds: seconds, result ?? ResultRecord(), comparison: comparison,
          isJudged: isJudged))
    }
    let first = command.split(separator: "\n").first.map(String.init) ?? ""
    let verdict = comparison?.verdict
    let word =
      verdict == nil ? "not compared" : isJudged || verdict == .same ? verdict?.rawValue ?? "" : "changes"
    Output.plainWords(
      "line \(line): \(word)" + String(repeating: " ", count: max(1, 14 - word.count)) + first)
  }
}
