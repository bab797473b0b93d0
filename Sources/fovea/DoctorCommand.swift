import ArgumentParser
import Commands
import Terminal

/// `fovea doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Show what is installed, what is missing and which kernels the CPU gets."
  )

  func run() throws {
    for line in DoctorReport.lines { Output.plainWords(line) }
    if !DoctorReport.isWell { throw ExitCode(1) }
  }
}
