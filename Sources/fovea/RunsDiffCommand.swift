import ArgumentParser
import Commands
import Foundation
import Record
import Terminal

/// `fovea runs diff`.
struct RunsDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what differs between two sessions in commands, data and results.",
    discussion: "Exit code 0: shown, whatever differs. 1: a session can't be read. 2: a session isn't there.")

  @Argument(help: "A session.")
  var first: String

  @Argument(help: "Another session.")
  var second: String

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @OptionGroup var table: CommaSeparatedOption

  func run() throws {
    let reporter = Reporter(json: json, Capabilities.current())
    var sessions: [Session] = []
    for path in [first, second] {
      do throws(RecordError) {
        sessions.append(try SessionReader.read(path: path))
      } catch {
        let status: Int32 = FileManager.default.fileExists(atPath: path) ? 1 : 2
        reporter.show(message: error.message + ".", hint: error.hint)
        reporter.end(status: status)
        throw ExitCode(status)
      }
    }
    let difference = SessionDifference(sessions[0], sessions[1])
    let isCut = Capabilities.current().outputIsTerminal
    let lines = json ? difference.json : table.csv ? [difference.csv] : difference.lines(isCut: isCut)
    for line in lines { Output.line(line) }
    reporter.end(status: 0)
  }
}
