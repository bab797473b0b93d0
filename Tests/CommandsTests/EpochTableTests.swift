import Diagnostics
import Foundation
import Models
import Record
import Runtime
import Testing

@testable import Commands

@Suite("Epochs as they end")
struct EpochTableTests {
  private static let beginning = """
    load digits as d limit=200
    split d validation=20%
    model m cnn { dense classes }

    """

  /// What was told when each epoch ended, and how many results there were by then.
  private func told(_ text: String) -> (session: TestShell, lines: [String], results: [Int]) {
    let session = TestShell()
    var lines: [String] = []
    var results: [Int] = []
    session.shell.onEpoch = { line in
      lines.append(line)
      results.append(session.results.count)
    }
    #expect(session.run(Self.beginning + text) == [])
    return (session, lines, results)
  }

  @Test func eachEpochIsToldBeforeTheTrainingEnds() throws {
    let (session, lines, results) = told("train m on d epochs=3 batch=40")
    #expect(results == [3, 3, 3], "after load, split and model, before train")
    let result = try #require(session.result("train"))
    let display = try #require(result.display)
    // Line by line it is the table that stands above all else.
    #expect(result.toldOnTheWay == lines.joined(separator: "\n"))
    #expect(display.hasPrefix(lines.joined(separator: "\n") + "\nm trained on d.train, "), "\(display)")
    #expect(lines[0].hasPrefix("  epoch    loss  accuracy  validation loss  validation accuracy\n      1  "))
  }

  @Test func aLongTrainingIsToldWhole() throws {
    let (session, lines, _) = told("train m on d epochs=30 batch=160 schedule=cosine")
    #expect(lines.count == 30)
    let table = try #require(session.result("train")?.toldOnTheWay)
    #expect(table.split(separator: "\n").count < 30, "the table that stays has not every epoch")
    #expect(lines[29].hasPrefix("     30  "), "\(lines[29])")
  }

  /// What a replay brings back is judged, and not told.
  @Test func aReplayTellsNoEpochs() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-epochs-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = SessionRecorder(SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    try shell.run(SourceText(name: "test", text: Self.beginning + "train m on d epochs=2"))
    try recorder.close()
    let session = try SessionReader.read(path: try #require(recorder.path))
    let other = Shell(.init(threads: 2, seed: 7))
    var count = 0
    other.onEpoch = { _ in count += 1 }
    #expect(Replay(session).run(in: other).verdict == .same)
    #expect(count == 0)
    try other.run(SourceText(name: "test", text: "train m on d epochs=2"))
    #expect(count == 2, "what follows is told again")
  }
}
