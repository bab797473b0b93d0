import Testing

@testable import Plotting

@Suite("Series")
struct SeriesTests {
  @Test func pointsWithoutNeighboursAreFound() {
    let values: [Double] = [1, .nan, 2, 3, .infinity, 4]
    let series = Series("a", points: values.enumerated().map { .init(Double($0), $1) }, hue: 0)
    #expect(series.lonePoints.map(\.y) == [1, 4])
    #expect(Series("a", points: [.init(1, 1)], hue: 0).lonePoints.count == 1)
  }

  @Test func thinningKeepsEnds() {
    // One peak and one dip among 100,000 points must not be lost.
    var points = (0..<100_000).map { Series.Point(Double($0), 0) }
    points[31_415] = .init(31_415, 9)
    points[31_416] = .init(31_416, -9)
    let range = Interval(low: 0, high: 99_999)
    let thin = Series("a", points: points, hue: 0).thinned(to: 100, over: range)
    #expect(thin.count <= 404)
    #expect(thin.first == points.first)
    #expect(thin.last == points.last)
    #expect(thin.contains(points[31_415]))
    #expect(thin.contains(points[31_416]))
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  @Test func thinningKeepsGapsAndUnorderedCurves() {
    let range = Interval(low: 0, high: 999)
    let gap = (0..<1000).map { Series.Point(Double($0), (400...600).contains($0) ? .nan : 1) }
    let thin = Series("a", points: gap, hue: 0).thinned(to: 10, over: range)
    #expect(thin.filter { !$0.isDrawable }.count == 1)
    let back = (0..<1000).map { Series.Point(Double(1000 - $0), 1) }
    #expect(Series("a", points: back, hue: 0).thinned(to: 10, over: range) == back)
  }

  @Test func everyHueHasAColour() {
    #expect(Palette.file(0) == Palette.file(2 * Series.hues))
    #expect(Palette.file(-1) == Palette.file(2 * Series.hues - 1))
    for colours in [
      Set((0..<Series.hues).map(Palette.file)).count, Set((0..<Series.hues).map(Palette.terminal)).count,
    ] {
      #expect(colours == Series.hues && Series.hues == 12)
    }
    #expect(!(0..<Series.hues).map(Palette.file).contains(Palette.file(Series.background)))
  }

  /// Dashes alone are lost where curves run close together, and sixel draws none.
  @Test(arguments: 1...12) func trainingAndValidationHaveTwoColours(models: Int) {
    let hues = (0..<models).flatMap { model in
      [false, true].map { Series.hue(of: model, isHeldOut: $0, among: models) }
    }
    #expect(Set(hues.map(Palette.file)).count == 2 * models)
    #expect(Set(hues.map(Palette.terminal)).count == 2 * models)
  }

  @Test func moreModelsThanHuesBeginAnew() {
    #expect(Series.hue(of: 12, isHeldOut: false, among: 13) == Series.hue(of: 0, isHeldOut: false, among: 13))
    #expect(Palette.file(24) == Palette.file(0) && Palette.file(-1) == Palette.file(23))
  }
}
