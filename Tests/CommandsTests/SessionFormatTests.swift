import Foundation
import Record
import Testing

@testable import Commands

/// The page that specifies sessions, held against what reads them.
@Suite("The page of the session format")
struct SessionFormatTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "Documentation/session-format.md")

  private func session() throws -> Session {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let example = try #require(text.firstMatch(of: /```fovea\n(.*?)```/.dotMatchesNewlines()))
    return try SessionReader.read(Array(example.1.utf8), name: "the example")
  }

  @Test func itsExampleIsASessionWhoseChainHolds() throws {
    let session = try session()
    #expect(session.fault == nil && session.isClosed)
    #expect(session.header.format == SessionHeader.formatVersion)
    #expect(session.commands.count == 6)
    let run = try #require(RecordedRun.runs(of: session).first)
    #expect(run.model == "m" && run.settings == ["epochs": "1"] && run.source == "digits")
  }

  @Test func itsExampleReplays() throws {
    let report = Replay(try session()).run(threads: 2)
    #expect(report.verdict != .differs && report.compared == 6, "\(report.lines)")
  }

  /// Every mark that a line of a session may have, and every name of a line of provenance.
  @Test func itNamesWhatASessionHolds() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    for mark in ["#! fovea session 2", "#@ ", "#= ", "#? ", "#% ", "#~ ", "#! ", "#> ", "## ", "#. end"] {
      #expect(text.contains("| `\(mark)` |"), "\(mark)")
    }
    let entries = try session().commands
    let names = Set(entries.flatMap(\.provenance).map(\.name)).filter { !$0.hasPrefix("set_") }
    #expect(names.count > 8)
    for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
    for circumstance in RecordedRun.circumstanceNames { #expect(text.contains("`\(circumstance)`")) }
  }
}
