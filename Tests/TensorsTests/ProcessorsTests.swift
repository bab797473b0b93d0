import Foundation
import Testing

@testable import Tensors

@Suite("Processors")
struct ProcessorsTests {
  @Test func thoseThatTheProcessMayNotUseDoNotCount() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/nproc")
    process.environment = [:]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(
      Processors.available == Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).map { min($0, 256) })
  }
}
