import ArgumentParser
import Commands
import Foundation
import Record
import Runtime
import Terminal

/// `fovea replay FILE`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a recorded session again and compare every result.",
    discussion: "Exit code 0: every result has the same bits. 1: a result differs, or the record was changed. 3: inconclusive.")

  @Argument(help: "The session.")
  var file: String

  @Option(help: "How many threads compute; results don't depend on it.")
  var threads: Int?

  @Option(help: "End after the command in this line.")
  var until: Int?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(help: ArgumentHelp("Write the report to a file as well.", valueName: "file"))
  var report: String?

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be a whole number from 1 to 256, found \(threads).")
    }
  }

  func run() throws {
    let capabilities = Capabilities.current()
    let reporter = Reporter(json: json, capabilities)
    let session: Session
    do throws(RecordError) {
      session = try SessionReader.read(path: file)
    } catch {
      reporter.show(message: error.message + ".", hint: error.hint)
      reporter.end(status: 1)
      throw ExitCode(1)
    }
    Interrupt.install()
    var replay = Replay(session)
    replay.until = until
    replay.interruption = { Interrupt.isRaised }
    replay.onProgress = { reporter.show($0) }
    replay.onStep = { step in
      reporter.show(step, in: file)
    }
    let found = JobMode.during { replay.run(threads: threads ?? SessionSetup.processors) }
    reporter.show(nil as Shell.Progress?)
    if !json { for line in found.lines { Output.line(line) } }
    if let report {
      guard FileManager.default.createFile(atPath: report, contents: Data((found.lines.joined(separator: "\n") + "\n").utf8))
      else {
        reporter.show(message: "the report '\(report)' can't be written.", hint: nil)
        throw ExitCode(1)
      }
    }
    reporter.end(status: found.exitCode, replay: found)
    if found.exitCode != 0 { throw ExitCode(found.exitCode) }
  }
}

extension Reporter {
  /// A command that was run again, and what came of it.
  func show(_ step: Replay.Step, in file: String) {
    show(nil as Shell.Progress?)
    guard !json else {
      let place = JSONEvents.Place(file: file, line: step.entry.line)
      return Output.line(
        JSONEvents.result(
          place, command: step.entry.text, seconds: step.seconds, step.result ?? ResultRecord(), comparison: step.comparison))
    }
    let first = step.entry.text.split(separator: "\n").first.map(String.init) ?? ""
    let verdict = step.comparison.verdict.rawValue
    Output.line(
      "line \(step.entry.line): \(verdict)" + String(repeating: " ", count: max(1, 14 - verdict.count)) + first)
  }
}

/// `fovea open FILE`.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Show a recorded session with its results; nothing runs.")

  @Argument(help: "The session.")
  var file: String

  func run() throws {
    do throws(RecordError) {
      for line in SessionOutline(try SessionReader.read(path: file)).lines { Output.line(line) }
    } catch {
      Output.diagnostic("error: \(error.message)." + (error.hint.map { "\nhint: \($0)" } ?? ""))
      throw ExitCode(1)
    }
  }
}
