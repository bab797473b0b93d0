import Testing

@testable import Evaluation

@Suite("Holm's adjustment")
struct HolmTests {
  /// multipletests(…, method="holm") of statsmodels.
  @Test func valuesAreThoseOfStatsmodels() {
    #expect(agree(Holm.adjusted([0.01, 0.04, 0.03, 0.005, 0.8, 0.04]), [0.05, 0.12, 0.12, 0.03, 0.8, 0.12]))
    #expect(Holm.adjusted([0.7, 0.6]) == [1, 1])
    #expect(Holm.adjusted([]) == [])
  }
}
