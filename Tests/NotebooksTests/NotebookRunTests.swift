import Diagnostics
import Foundation
import Record
import Syntax
import Testing

@testable import Notebooks
@testable import Runtime

/// A shell in which every `let` gives one number, and which Ctrl-C ends where it is told to.
private final class CountingShell: NotebookShell {
  let header = SessionHeader(
    versions: [.init("fovea", "0.1.0")], instructionSet: "avx2", level2Cache: "1024K",
    date: "2026-11-24T12:00:00Z", seed: 5)
  var names: [String: ResultRecord] = [:]
  let mayHaveFailedOfTheDisk = false
  private let value: Int
  private let interruptedAt: Int?

  init(_ value: Int, interruptedAt line: Int? = nil) {
    self.value = value
    interruptedAt = line
  }

  func check(_ parts: [DocumentPart]) -> [Diagnostic] { [] }

  func run(
    _ script: Script, at index: Int, following stored: ((RunPlace, String) -> SessionEntry?)?,
    onCommand: (NotebookCommand) -> Bool
  ) throws(RunFailure) {
    for statement in script.statements {
      let line = script.source.lineNumber(at: statement.range.lower)
      if line == interruptedAt { throw .interrupted }
      guard case .letValue(let name, _) = statement.kind else { continue }
      let result = ResultRecord([.init("value", .integer(value))])
      names[name.text] = result
      _ = onCommand(
        NotebookCommand(
          place: RunPlace(file: script.source.name, line: line, iteration: nil, sourceLine: nil),
          text: script.source.slice(statement.range), result: result, seconds: 0, isCompared: true,
          tolerance: nil))
    }
  }
}

/// A page tells of one run: where a run ends early, what the run before left below counts only on the same
/// results.
@Suite("Runs of notebooks that end early")
struct NotebookRunTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/fovea-run-\(UUID().uuidString)"
  private var path: String { folder + "/note.md" }
  private var notebook: Notebook {
    Notebook(
      SourceText(
        name: path,
        text:
          "```fovea\nlet a = 0\n```\n```fovea\nlet b = 0\nlet c = 0\n```\n```fovea\nlet d = 0\n```\n`=a` "
          + "`=b` `=c` `=d`\n"
      ))
  }

  private func run(_ value: Int, interruptedAt line: Int? = nil, set: [String: String] = [:]) {
    do throws(NotebookRunFailure) {
      try NotebookRun(notebook, at: path, overrides: set).run(in: CountingShell(value, interruptedAt: line))
      #expect(line == nil)
    } catch {
      #expect(line != nil)
    }
  }

  private func state() throws -> NotebookState {
    NotebookState(notebook, try NotebookState.stored(notebook, OutputFolder(of: path)))
  }

  private func marks() throws -> [String] {
    try state().values.map { value in
      if case .text(let text) = value.shown { text + value.standing.mark } else { "—" }
    }
  }

  private func check(_ value: Int) throws -> NotebookCheck.Report {
    try NotebookCheck(notebook, at: path).run(in: CountingShell(value))
  }

  @Test func theSameResultsGoOnCounting() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    run(1)
    #expect(try check(1).exitCode == 0)
    #expect(try marks() == ["1✓", "1✓", "1✓", "1✓"])
    run(1, interruptedAt: 6)
    #expect(try marks() == ["1✓", "1✓", "1✓", "1✓"], "what was cut off doesn't replace what ran to its end")
    #expect(try check(1).exitCode == 0)
  }

  @Test func otherResultsAboveMakeWhatIsBelowStale() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    run(1)
    #expect(try check(1).exitCode == 0)
    run(2, interruptedAt: 6)
    #expect(try marks() == ["2○", "2○", "—", "1≠"])
    #expect(try state().blocks.map(\.isStale) == [false, false, true])
    #expect(try notebook.page(at: path).stale == [8])
    let checked = try check(2)
    #expect(checked.unstored == [4, 8], "cut off, and of another run")
    #expect(checked.exitCode == 3)
    run(2)
    #expect(try check(2).exitCode == 0)
    #expect(try marks() == ["2✓", "2✓", "2✓", "2✓"])
  }

  @Test func soDoOtherParameters() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    run(1)
    run(1, interruptedAt: 5, set: ["n": "9"])
    #expect(try marks() == ["1○", "—", "—", "1≠"])
    #expect(notebook.lastRun(at: path)?.set == ["n": "9"])
  }

  /// Those of programs that didn't keep what they build on.
  @Test func outputsOfOlderProgramsBelongTogether() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    run(1)
    let outputs = OutputFolder(of: path)
    for block in notebook.blocks {
      var bare = try #require(try outputs.outputs(of: block))
      bare.before = nil
      try outputs.write(bare)
    }
    #expect(try marks() == ["1○", "1○", "1○", "1○"])
    run(1, interruptedAt: 5)
    #expect(
      try state().blocks.map(\.isStale) == [false, true, true], "nobody knows, but nothing whole is lost")
    #expect(try marks() == ["1○", "1≠", "1≠", "1≠"])
  }
}
