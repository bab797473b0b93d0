import Testing

@testable import Evaluation

@Suite("McNemar's test")
struct McNemarTests {
  private struct Case: Decodable {
    let first: Int
    let second: Int
    let exact: Double
    let statistic: Double?
    let corrected: Double?
  }

  /// Relative: p-values are as small as 1e-45.
  private func close(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-11 * expected
  }

  @Test func valuesAreThoseOfStatsmodels() throws {
    for expected in try Fixtures.read("mcnemar.json", as: Case.self) {
      let test = try McNemar(onlyFirst: expected.first, onlySecond: expected.second)
      #expect(close(test.exact, expected.exact))
      #expect(close(test.statistic, expected.statistic ?? 0))
      #expect(close(test.corrected, expected.corrected ?? 1))
    }
  }

  @Test func onlySamplesThatDivideTheModelsCount() throws {
    let test = try McNemar(truth: [0, 0, 1, 1, 2], first: [0, 1, 1, 0, 0], second: [0, 0, 0, 0, 1])
    #expect(try test == McNemar(onlyFirst: 1, onlySecond: 1))
  }

  @Test func aMillionSamplesAreFine() throws {
    #expect(try McNemar(onlyFirst: 500_000, onlySecond: 500_000).exact == 1)
    #expect(try McNemar(onlyFirst: 1_000_000, onlySecond: 0).exact == 0)
    #expect(try McNemar(onlyFirst: 1_000_000, onlySecond: 0).corrected == 0)
  }
}

@Suite("Wilson's interval")
struct WilsonIntervalTests {
  private struct Case: Decodable {
    let successes: Int
    let count: Int
    let lower: Double
    let upper: Double
  }

  @Test func endsAreThoseOfStatsmodels() throws {
    for expected in try Fixtures.read("wilson.json", as: Case.self) {
      let interval = try WilsonInterval(successes: expected.successes, count: expected.count)
      #expect(agree([interval.lower, interval.upper], [expected.lower, expected.upper]))
    }
  }
}
