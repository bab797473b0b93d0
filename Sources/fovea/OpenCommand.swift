import ArgumentParser
import Commands
import Record
import Terminal

/// `fovea open FILE`.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Show a recorded session with its results; nothing runs.")

  @Argument(help: "The session.")
  var file: String

  func run() throws {
    do throws(RecordError) {
      let session = try SessionReader.read(path: file)
      for line in SessionOutline(session, columns: Output.columns(of: .output)).lines {
        Output.plainWords(line)
      }
    } catch {
      throw Reporter(json: false, Capabilities.current()).failure(error)
    }
  }
}
