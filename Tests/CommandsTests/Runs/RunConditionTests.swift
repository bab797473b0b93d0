import Testing

@testable import Commands

@Suite("Conditions on runs")
struct RunConditionTests {
  private func message(_ words: String) throws -> String? {
    do throws(RunsReport.Failure) {
      _ = try RunsReport.choose([], filters: [words], order: nil)
      return nil
    } catch {
      return error.message + " " + (error.hint ?? "")
    }
  }

  @Test(arguments: ["accuracy", "test_accuracy", "epochs", "rate", "loss", "validation", "mean_accuracy"])
  func aNumberIsHeldAgainstANumber(field: String) throws {
    #expect(
      try message("\(field)>abc") == "'\(field)' is a number, found 'abc'. For example: '\(field)>0.9'")
    #expect(try message("\(field)>90%") == nil)
  }

  @Test(arguments: ["model>abc", "date>2026-11", "gamma=scale", "optimizer=adam", "data=digits"])
  func aTextIsHeldAgainstAText(condition: String) throws { #expect(try message(condition) == nil) }
}
