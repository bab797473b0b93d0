import ArgumentParser
import Commands
import Record
import Terminal

/// `fovea runs diff`.
struct RunsDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what differs between two sessions in commands, data and results.",
    discussion:
      "Exit code 0: shown, whatever differs. 1: a session is damaged. 2: a session isn't there, or is none.")

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
        throw reporter.failure(error)
      }
    }
    let difference = SessionDifference(sessions[0], sessions[1])
    let isCut = Capabilities.current().outputIsTerminal
    let lines = json ? difference.json : table.csv ? [difference.csv] : difference.lines(isCut: isCut)
    for line in lines { json || table.csv ? Output.line(line) : Output.plainWords(line) }
    try reporter.finish(status: 0)
  }
}
