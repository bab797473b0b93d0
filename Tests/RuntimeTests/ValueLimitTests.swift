import Diagnostics
import Foundation
import Testing

@testable import Runtime
@testable import Syntax

/// Slips of loops end with a message instead of taking all memory or stack.
@Suite("Limits of values and findings")
struct ValueLimitTests {
  private func evaluate(_ texts: [String]) throws -> Value? {
    var environment = Environment()
    for text in texts {
      let source = SourceText(name: "test", text: text)
      let expression = try Parser.expression(source, in: SourceRange(0, text.utf8.count))
      environment["a"] = try Evaluator(source: source, environment: environment).evaluate(expression)
    }
    return environment["a"]?.value
  }

  private func failure(_ texts: [String]) -> String? {
    do { return try evaluate(texts) == nil ? "nothing" : nil } catch {
      return (error as? Diagnostic)?.message
    }
  }

  @Test func aTextThatDoublesIsRefused() throws {
    let doubling = ["\"ab\""] + Array(repeating: #""$a$a""#, count: 18)
    #expect(try evaluate(doubling) != nil)
    #expect(failure(doubling + [#""$a$a""#]) == "this value has more than 1,000,000 items and characters.")
    #expect(failure(doubling + ["a + a"]) == "this value has more than 1,000,000 items and characters.")
  }

  @Test func aListThatDoublesIsRefused() {
    #expect(
      failure(["[1]"] + Array(repeating: "[a, a]", count: 30))
        == "this value has more than 1,000,000 items and characters.")
  }

  @Test func aListThatDeepensIsRefused() throws {
    #expect(try evaluate(["1"] + Array(repeating: "[a]", count: 100)) != nil)
    #expect(
      failure(["1"] + Array(repeating: "[a]", count: 40_000))
        == "these lists are nested deeper than 100 levels.")
  }

  @Test func ofMoreThanAHundredFindingsTheFirstAreTold() {
    let text = String(repeating: "]; ", count: 50_000)
    guard case .wrong(let findings) = Parser.parse(SourceText(name: "test", text: text)) else {
      Issue.record("the text is wrong")
      return
    }
    #expect(findings.count == 100)
    #expect(findings.first?.range.lower == 0 && findings.last?.range.lower == 99 * 3)
  }
}
