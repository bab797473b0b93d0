import Testing

@testable import Plotting

@Suite("Ticks")
struct TicksTests {
  @Test(
    arguments: [
      (0.12, 0.97, 5, ["0.2", "0.4", "0.6", "0.8"]),
      (0, 1, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (-3, 3, 3, ["-2", "0", "2"]),
      (0, 1_000_000, 2, ["0", "500000", "1000000"]),
      (0, 2e7, 2, ["0", "1e7", "2e7"]),
      (0, 5e-5, 5, ["0", "1e-5", "2e-5", "3e-5", "4e-5", "5e-5"]),
      (0, 3e-5, 2, ["0", "2e-5"]),
      (-1e300, 1e300, 2, ["-1e300", "0", "1e300"]),
      (100.0001, 100.0005, 2, ["100.0002", "100.0004"]),
    ] as [(Double, Double, Int, [String])])
  func areRoundNumbers(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(Ticks(from: low, to: high, count: count).labels == labels)
  }

  @Test func countWholeNumbers() {
    #expect(Ticks(from: 1, to: 5, count: 20, wholeNumbers: true).labels == ["1", "2", "3", "4", "5"])
    #expect(Ticks(from: 0.5, to: 1.5, count: 10, wholeNumbers: true).labels == ["1"])
    #expect(Ticks(from: 1, to: 100, count: 5, wholeNumbers: true).labels == ["20", "40", "60", "80", "100"])
  }

  @Test func readAsPowersOfTen() {
    #expect(Ticks(from: -7, to: -0.3, count: 12, exponents: true).labels == (-7 ... -1).map { "1e\($0)" })
    #expect(Ticks(from: -7, to: 1, count: 5, exponents: true).labels == ["1e-6", "1e-4", "1e-2", "1e0"])
  }

  @Test func readAsPercentages() {
    #expect(Ticks(from: 0.88, to: 0.93, count: 4, isPercent: true).labels == ["88%", "90%", "92%"])
    #expect(Ticks(from: 0.99, to: 1, count: 2, isPercent: true).labels == ["99.0%", "99.5%", "100.0%"])
  }

  @Test func standWhereTheirLabelsSay() {
    let ticks = Ticks(from: -0.3, to: 0.7, count: 10)
    #expect(ticks.values == [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    #expect(ticks.labels.compactMap(Double.init) == ticks.values)
  }
}
