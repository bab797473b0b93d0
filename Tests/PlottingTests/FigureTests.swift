import Testing

@testable import Plotting

@Suite("Figures")
struct FigureTests {
  private func bounds(_ chart: Figure) throws -> Figure.Bounds {
    try #require(try chart.checkedBounds().first)
  }

  @Test func axesHoldAllFinitePoints() throws {
    let bounds = try bounds(
      Examples.chart([.init(1, 5), .init(2, .nan), .init(.infinity, 1), .init(3, -2), .init(4, 1e301)]))
    #expect(bounds.x == Interval(low: 1, high: 3))
    #expect(bounds.y == Interval(low: -2, high: 5))
  }

  @Test func flatCurvesGetRoom() throws {
    #expect(try bounds(Examples.chart([.init(1, 0)])).y == Interval(low: -1, high: 1))
    #expect(try bounds(Examples.chart([.init(1, 0)])).x == Interval(low: 0.5, high: 1.5))
    // Shares stay shares.
    #expect(
      try bounds(Examples.chart([.init(1, 1), .init(2, 1)], isPercent: true)).y == Interval(low: 0.9, high: 1)
    )
    #expect(try bounds(Examples.chart([.init(1, 0)], isPercent: true)).y == Interval(low: 0, high: 1))
    // What differs in the last bit only is flat.
    let close = try bounds(Examples.chart([.init(1, 1), .init(2, 1.0.nextUp)])).y
    #expect(close.span > 0.1)
    let huge = try bounds(Examples.chart([.init(1e18, 1e299)]))
    #expect(huge.x.span > 0 && huge.y.span > 0)
  }

  @Test func panelsShareTheXAxis() throws {
    var figure = Examples.training
    figure.panels[1].series[0].points.append(.init(20, 0.9))
    #expect(try figure.checkedBounds().map(\.x) == [Interval(low: 1, high: 20), Interval(low: 1, high: 20)])
  }

  @Test func oneLegendIsEnoughForTheSameCurves() {
    var figure = Examples.training
    #expect(figure.sharesLegend)
    figure.panels[1].series.removeLast()
    #expect(figure.sharesLegend)
    // Another name at the same place would have the sign of the first panel's curve.
    figure.panels[1].series[0].name = "small validation"
    #expect(!figure.sharesLegend)
  }

  @Test func chartsAreStacked() {
    let charts = Examples.training.panels.map {
      Figure(title: "", xLabel: "epoch", yLabel: $0.yLabel, isPercent: $0.isPercent, series: $0.series)
    }
    #expect(Figure(title: "Training of small", panels: charts) == Examples.training)
  }

  @Test func whatCannotBeDrawnIsSaid() {
    #expect(throws: PlotError.empty(title: "t")) {
      try Figure(title: "t", xLabel: "", panels: []).checkedBounds()
    }
    #expect(throws: PlotError.emptySeries(name: "b")) { try Examples.chart([], name: "b").checkedBounds() }
    #expect(throws: PlotError.nothingFinite(panel: "y")) {
      try Examples.chart([.init(1, .nan)]).checkedBounds()
    }
    #expect(throws: PlotError.empty(title: "y")) {
      try Figure(title: "", xLabel: "", panels: [.init(yLabel: "y", series: [])]).checkedBounds()
    }
  }
}
