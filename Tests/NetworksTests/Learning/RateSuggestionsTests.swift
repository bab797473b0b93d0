import Tensors
import Testing

@testable import Networks

@Suite struct RateSuggestionsTests {
  @Test(arguments: Expected.values.searches.curves.keys.sorted()) func readsCurvesAsFastai(name: String)
    throws
  {
    let curve = try #require(Expected.values.searches.curves[name])
    let found = RateSuggestions(
      rates: Array(Expected.values.searches.rates.prefix(curve.losses.count)), losses: curve.losses,
      iterations: 100)
    let pairs = [
      ("valley", found.valley), ("slide", found.slide), ("minimum", found.minimum), ("steep", found.steepest),
    ]
    for (name, rate) in pairs {
      let expected = try #require(curve.suggestions[name])
      let rate = try #require(rate)
      // fastai's readings of a curve with a dip may lie beyond its lowest loss; ours never do.
      let lowest = 10 * (curve.suggestions["minimum"] ?? .nan)
      guard expected < lowest * 0.999 else {
        #expect(rate < lowest * 0.999, "\(name)")
        continue
      }
      // fastai's rates are 32-bit numbers; the next rate of the curve is 20% away.
      #expect(abs(rate / expected - 1) < 1e-6, "\(name)")
    }
  }

  /// The loss falls, explodes, and falls back from where it was thrown: faster than it ever fell before.
  @Test func liesLeftOfTheLowestLoss() throws {
    let rates = (0..<100).map { 1e-7 * ElementaryFunctions.exp(Double($0) * 0.18) }
    var losses: [Double] = (0..<50).map { 2 - Double($0) * 0.02 }
    losses += (50..<60).map { 1 + Double($0 - 49) * 0.25 }
    losses += (60..<100).map { 3.5 - Double($0 - 60) * 0.06 }
    let found = RateSuggestions(rates: rates, losses: losses, iterations: 100)
    for rate in [found.valley, found.slide, found.steepest] { #expect(try #require(rate) < rates[49]) }
    let rising = RateSuggestions(rates: rates, losses: rates.map { 1 + $0 }, iterations: 100)
    #expect(rising.steepest == nil && rising.slide == nil && rising.valley == rising.minimum)
    #expect(try #require(rising.minimum) < rates[10])
  }

  @Test func saysNothingOfTooShortACurve() {
    let found = RateSuggestions(rates: [1e-7, 1e-6], losses: [2, 9], iterations: 100)
    #expect(found.valley == nil && found.slide == nil && found.minimum == nil && found.steepest == nil)
  }

  @Test func theValleyOfALineIsTwoThirdsDown() {
    let rates = (0..<100).map { 1e-7 * Double($0 + 1) }
    let found = RateSuggestions(rates: rates, losses: rates.map { 1 - $0 }, iterations: 100)
    // 85 points from the tenth on: 84 / 3 + 84 / 6 behind the first, whose place is taken one too low.
    #expect(found.valley == rates[10 + 28 + 14 - 1])
    #expect(found.slide == rates[10 + 84 - 15])
  }

  /// Smoothed as a search does it.
  private func smoothed(_ losses: [Double]) -> [Double] {
    var (sum, weight) = (0.0, 1.0)
    return losses.map { loss in
      sum = RateSearch.smoothing * sum + (1 - RateSearch.smoothing) * loss
      weight *= RateSearch.smoothing
      return sum / (1 - weight)
    }
  }

  @Test func onlyWhatFallsByMoreThanChanceFalls() {
    // Batches that differ, in a fixed order.
    let noise = (0..<100).map { Double(($0 * 8) % 19) / 19 - 0.5 }
    let flat = noise.map { 0.02 + 0.02 * $0 }
    #expect(!RateSearch.falls(smoothed(flat)))
    #expect(!RateSearch.falls(smoothed(flat.enumerated().map { $1 + ($0 > 70 ? Double($0 - 70) : 0) })))
    let learning = noise.enumerated().map { index, noise in
      2.3 + 0.1 * noise - (index > 50 ? 0.03 * Double(min(index, 80) - 50) : 0)
    }
    #expect(RateSearch.falls(smoothed(learning)))
    #expect(!RateSearch.falls([]))
  }

  @Test func allLiesWithinTheCurve() throws {
    let rates = (0..<100).map { 1e-7 * ElementaryFunctions.exp(Double($0) * 0.18) }
    let found = RateSuggestions(rates: rates, losses: rates.map { 1 + $0 }, iterations: 100)
    #expect(found.minimum == rates[0] && found.valley == rates[0])
    let late = RateSuggestions(
      rates: rates, losses: rates.indices.map { abs(Double($0) - 60) }, iterations: 100)
    #expect(late.minimum == rates[60] / 10)
  }
}
