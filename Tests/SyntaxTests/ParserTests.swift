import Diagnostics
import Testing

@testable import Syntax

@Suite("The parser")
struct ParserTests {
  private func statements(_ text: String) throws -> [Statement] {
    guard case .complete(let script) = Parser.parse(SourceText(name: "test", text: text)) else {
      throw Failure()
    }
    return script.statements
  }

  private struct Failure: Error {}

  @Test func commandsEndAtNewlinesAndSemicolons() throws {
    #expect(try statements("load digits as d; describe d\ntrain m on d").count == 3)
  }

  @Test func anOpenBlockIsIncomplete() {
    guard case .incomplete = Parser.parse(SourceText(name: "test", text: "model m cnn {\n  conv 8 3x3\n"))
    else {
      Issue.record("expected incomplete")
      return
    }
    #expect(throws: Failure.self) { try statements("model m cnn {") }
  }

  @Test func letTellsCommandsFromValues() throws {
    guard case .letCommand = try statements("let r = evaluate small")[0].kind else { throw Failure() }
    guard case .letValue = try statements("let r = small - 1")[0].kind else { throw Failure() }
    guard case .letWord = try statements("let r = small")[0].kind else { throw Failure() }
    guard case .letValue = try statements("let r = s.accuracy * 2")[0].kind else { throw Failure() }
    #expect(try statements("let rate = 1e-3").count == 1)
  }

  @Test func aStringEndsOnItsLine() {
    guard
      case .wrong(let findings) = Parser.parse(SourceText(name: "test", text: "save a to \"x\ndescribe b"))
    else {
      Issue.record("expected a finding")
      return
    }
    #expect(findings.map(\.message) == ["the string isn't closed on its line."])
  }
}
