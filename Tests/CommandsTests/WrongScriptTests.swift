import Diagnostics
import Runtime
import Testing

@testable import Commands

/// A script with something wrong, the places marked by `⟦` and `⟧`, and what is said of them in order.
struct WrongScript: Sendable, CustomTestStringConvertible {
  struct Finding: Sendable {
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
      self.message = message
      self.hint = hint
    }
  }

  let marked: String
  /// Whether only running finds it out.
  let runs: Bool
  let findings: [Finding]

  init(_ marked: String, runs: Bool = false, _ findings: [Finding]) {
    self.marked = marked
    self.runs = runs
    self.findings = findings
  }

  var testDescription: String { marked }

  /// The script without its marks, and the marked ranges in UTF-8.
  var unmarked: (source: SourceText, ranges: [SourceRange]) {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    var ranges: [SourceRange] = []
    for character in marked {
      switch character {
      case "⟦": starts.append(bytes.count)
      case "⟧": ranges.append(SourceRange(starts.removeLast(), bytes.count))
      default: bytes += Array(String(character).utf8)
      }
    }
    return (SourceText(name: "test", text: String(decoding: bytes, as: UTF8.self)), ranges)
  }
}

@Suite("Wrong scripts")
struct WrongScriptTests {
  @Test(
    arguments: WrongScript.grammar + WrongScript.check + WrongScript.known + WrongScript.consequences
      + WrongScript.otherNames + WrongScript.habits)
  func areFoundBeforeTheyRun(script: WrongScript) {
    let (source, ranges) = script.unmarked
    expect(Shell(.init(threads: 1, seed: 1)).check(source), script, at: ranges)
  }

  @Test(arguments: WrongScript.running)
  func areFoundByRunning(script: WrongScript) {
    let (source, ranges) = script.unmarked
    let shell = Shell(.init(threads: 1, seed: 1))
    #expect(shell.check(source) == [])
    var found: [Diagnostic] = []
    do throws(RunFailure) { try shell.run(source) } catch {
      if case .findings(let findings) = error { found = findings }
    }
    expect(found, script, at: ranges)
  }

  /// What is found is what is expected, no more and no less, each at its place.
  private func expect(_ found: [Diagnostic], _ script: WrongScript, at ranges: [SourceRange]) {
    #expect(found.map(\.message) == script.findings.map(\.message))
    #expect(found.map(\.hint) == script.findings.map(\.hint))
    for (finding, range) in zip(found, ranges) {
      #expect(finding.range.lower == range.lower)
      #expect(finding.source.slice(finding.range).prefix { !$0.isNewline } == finding.source.slice(range))
    }
    #expect(found.count == ranges.count)
  }
}
