import ArgumentParser
import Commands
import Record

/// `fovea open FILE`.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Show a recorded session with its results; nothing runs.")

  @Argument(help: "The session.")
  var file: String

  func run() throws {
    do throws(RecordError) {
      for line in SessionOutline(try SessionReader.read(path: file)).lines { Output.plainWords(line) }
    } catch {
      Output.failure("\(error.message).", hint: error.hint)
      throw ExitCode(error.exitCode)
    }
  }
}
