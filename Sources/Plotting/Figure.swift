/// Curves over a common axis, in panels one above the other: loss above, accuracy below.
///
/// ```swift
/// let figure = Figure(title: "Training of small", xLabel: "epoch", panels: [
///   .init(yLabel: "loss", series: [.init("training", points: losses, hue: 0)]),
///   .init(yLabel: "accuracy", isPercent: true, series: [.init("training", points: accuracies, hue: 0)]),
/// ])
/// try figure.draw(to: "curves.png")
/// ```
public struct Figure: Plot, Hashable {
  public var title: String
  public var xLabel: String
  /// Whether the x axis counts, such as epochs do: its marks are whole numbers then.
  public var isXWhole: Bool
  /// Whether x is the exponent of a power of ten: its marks read `1e-3` then.
  public var isXExponent = false
  public var panels: [Panel]

  public init(title: String, xLabel: String, isXWhole: Bool = true, panels: [Panel]) {
    self.title = title
    self.xLabel = xLabel
    self.isXWhole = isXWhole
    self.panels = panels
  }

  /// One pair of axes.
  public init(
    title: String, xLabel: String, yLabel: String, isXWhole: Bool = true, isPercent: Bool = false,
    series: [Series]
  ) {
    self.init(
      title: title, xLabel: xLabel, isXWhole: isXWhole,
      panels: [Panel(yLabel: yLabel, isPercent: isPercent, series: series)])
  }

  /// Charts one above the other, over the x axis of the first.
  public init(title: String, panels: [Figure]) {
    self.init(
      title: title, xLabel: panels.first?.xLabel ?? "", isXWhole: panels.first?.isXWhole ?? true,
      panels: panels.flatMap(\.panels))
  }

  public typealias Series = Plotting.Series

  /// One pair of axes.
  public struct Panel: Sendable, Hashable {
    public var yLabel: String
    /// Whether the numbers are shares, shown as percentages.
    public var isPercent: Bool
    public var series: [Series]

    public init(yLabel: String, isPercent: Bool = false, series: [Series]) {
      self.yLabel = yLabel
      self.isPercent = isPercent
      self.series = series
    }
  }
}

extension Figure {
  /// Whether the legend of the first panel says all about the others: their curves are its first ones.
  var sharesLegend: Bool {
    let looks = panels.map { $0.series.map(\.look) }
    return looks.allSatisfy { $0.elementsEqual(looks[0].prefix($0.count)) }
  }

  /// What every way of drawing needs, found before anything is drawn.
  func checkedBounds() throws(PlotError) -> [Bounds] {
    guard !panels.isEmpty else { throw .empty(title: title) }
    for panel in panels {
      guard !panel.series.isEmpty else { throw .empty(title: panel.yLabel) }
      if let empty = panel.series.first(where: { $0.points.isEmpty }) { throw .emptySeries(name: empty.name) }
    }
    var x = Interval()
    var y: [Interval] = []
    for panel in panels {
      var own = Interval()
      for series in panel.series {
        for point in series.points where point.isDrawable {
          x.include(point.x)
          own.include(point.y)
        }
        for point in series.band where point.isDrawable {
          x.include(point.x)
          own.include(point.low)
          own.include(point.high)
        }
      }
      guard !own.isEmpty else { throw .nothingFinite(panel: panel.yLabel) }
      y.append(own)
    }
    x.widen(by: 0.5)
    return zip(panels, y).map { panel, y in
      var y = y
      let isShare = panel.isPercent && y.low >= 0 && y.high <= 1
      y.widen(by: y.low == 0 ? 1 : abs(y.low) * 0.1)
      // No axis of shares goes beyond 100% only because a curve is flat.
      if isShare { y = Interval(low: max(y.low, 0), high: min(y.high, 1)) }
      return Bounds(x: x, y: y)
    }
  }

  struct Bounds: Hashable {
    var x: Interval
    var y: Interval
  }
}

/// A range of an axis.
struct Interval: Hashable {
  var low = Double.infinity
  var high = -Double.infinity

  var isEmpty: Bool { low > high }
  var span: Double { high - low }

  mutating func include(_ value: Double) {
    low = min(low, value)
    high = max(high, value)
  }

  /// Makes a flat interval one that can be drawn; flat is what differs by less than ten digits show.
  mutating func widen(by amount: Double) {
    let largest = max(abs(low), abs(high))
    // Below 1e-290 steps between marks would be no numbers any more.
    guard !isEmpty, span <= max(largest * 1e-9, 1e-290) else { return }
    let amount = max(amount, largest * 1e-6, 1e-280)
    low -= amount
    high += amount
  }

  /// 0 at the lower end, 1 at the upper.
  func share(of value: Double) -> Double {
    // Halves, since the way from one end of all numbers to the other is none.
    span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}
