extension Figure {
  public var size: (width: Int, height: Int) {
    (720, panels.indices.reduce(Layout.title + Layout.xLabel) { $0 + legend(of: $1).height + Layout.panel })
  }

  /// Distances in points.
  private enum Layout {
    static let title = 40
    static let panel = 240
    /// Between the base line of a panel and what is below it.
    static let gap = 28
    static let xLabel = 42
    static let legendLine = 21
    /// Characters that fit across.
    static let line = 90
  }

  /// How the legend above a panel is set: nothing where the first panel has said it all.
  private func legend(of panel: Int) -> (columns: Int, rows: Int, height: Int) {
    if panel > 0, sharesLegend { return (0, 0, 0) }
    let widths = panels[panel].series.filter { !$0.name.isEmpty }.map {
      PlainText.width(PlainText.oneLine($0.name))
    }
    guard !widths.isEmpty else { return (0, 0, 0) }
    // About 100 characters fit; a sample of the line and the distance take nine.
    let columns = max(1, min(widths.count, 4, 100 / ((widths.max() ?? 0) + 9)))
    var rows = (widths.count + columns - 1) / columns
    // Columns are filled one after the other: training and validation of a model stay together.
    if rows > 1, !rows.isMultiple(of: 2) { rows += 1 }
    return ((widths.count + rows - 1) / rows, rows, rows * Layout.legendLine + 10)
  }

  public func gnuplotCommands() throws(PlotError) -> [String] {
    let all = try checkedBounds()
    let height = Double(size.height)
    var lines: [String] = []
    // Panels draw the same x range: their data comes first, then a plot each.
    for (index, panel) in panels.enumerated() {
      for (number, series) in panel.series.enumerated() {
        lines += data(series, name(index, number), over: all[index].x)
      }
    }
    lines += [
      "set border 3 linecolor rgb '#555555'",
      "set tics nomirror out textcolor rgb '#333333'",
      "set grid linecolor rgb '#dddddd' linetype 1 linewidth 0.5",
      "set lmargin at screen 0.11; set rmargin at screen 0.97",
      "set multiplot",
      "set label 1 \(GnuplotText.quoted(title, limit: Layout.line)) at screen "
        + "0.5,\(1 - 20 / height) center noenhanced font ',14'",
    ]
    var top = Double(Layout.title)
    for (index, panel) in panels.enumerated() {
      let bounds = all[index]
      let isLast = index == panels.count - 1
      let legend = legend(of: index)
      if index > 0 { lines.append("unset label 1") }
      let names = PlainText.apart(panel.series.map(\.name), to: Layout.line)
      lines.append(
        legend.rows == 0
          ? "unset key"
          : "set key at screen 0.54,\(1 - top / height) center top horizontal maxcols \(legend.columns) "
            + "maxrows \(legend.rows) samplen 3 spacing 1.1 width 1 reverse Left")
      top += Double(legend.height)
      let margin = bounds.y.span * 0.04
      let xMargin = bounds.x.span * 0.01
      let xTicks = Ticks(
        from: bounds.x.low, to: bounds.x.high, count: 12, wholeNumbers: isXWhole, exponents: isXExponent)
      let yTicks = Ticks(from: bounds.y.low, to: bounds.y.high, count: 6, isPercent: panel.isPercent)
      lines += [
        "set tmargin at screen \(1 - top / height)",
        "set bmargin at screen \(1 - (top + Double(Layout.panel - Layout.gap)) / height)",
        "set xrange [\(bounds.x.low - xMargin):\(bounds.x.high + xMargin)]",
        "set yrange [\(bounds.y.low - margin):\(bounds.y.high + margin)]",
        "set xtics (\(GnuplotText.marks(xTicks, labelled: isLast)))",
        "set ytics (\(GnuplotText.marks(yTicks)))",
        "set ylabel \(GnuplotText.quoted(panel.yLabel)) noenhanced",
        isLast ? "set xlabel \(GnuplotText.quoted(xLabel)) noenhanced" : "unset xlabel",
        "plot "
          + (panel.series.enumerated().flatMap { band($1, name(index, $0)) }
          + panel.series.enumerated().flatMap { curves($1, name(index, $0), called: names[$0]) }).joined(
            separator: ", \\\n  "),
      ]
      top += Double(Layout.panel)
    }
    return lines + ["unset multiplot"]
  }

  private func name(_ panel: Int, _ series: Int) -> String { "$panel\(panel)_series\(series)" }

  /// The points as blocks of data; an empty line is a gap. gnuplot would fail on a block without points.
  private func data(_ series: Series, _ name: String, over range: Interval) -> [String] {
    // More columns than the widest picture has pixels.
    let points = series.thinned(to: 4096, over: range)
    func block(_ name: String, _ points: [Series.Point]) -> [String] {
      ["\(name) << EOD"] + points.map { $0.isDrawable ? "\($0.x) \($0.y)" : "" } + ["EOD"]
    }
    let band = series.band.filter(\.isDrawable)
    let bandBlock =
      band.isEmpty ? [] : ["\(name)_band << EOD"] + band.map { "\($0.x) \($0.low) \($0.high)" } + ["EOD"]
    guard points.contains(where: \.isDrawable) else { return bandBlock }
    let lone = series.lonePoints
    return bandBlock + block(name, points) + (lone.isEmpty ? [] : block(name + "_lone", lone))
  }

  /// Below the curves: a pale strip without a name of its own.
  private func band(_ series: Series, _ name: String) -> [String] {
    guard series.band.contains(where: \.isDrawable) else { return [] }
    let colour = "fillcolor rgb '\(Palette.file(series.hue))'"
    return [
      "\(name)_band using 1:2:3 with filledcurves fillstyle transparent solid 0.18 noborder \(colour) notitle"
    ]
  }

  private func curves(_ series: Series, _ name: String, called legend: String) -> [String] {
    let colour = "linecolor rgb '\(Palette.file(series.hue))'"
    let title = series.name.isEmpty ? "notitle" : "title \(GnuplotText.quoted(legend)) noenhanced"
    let line =
      "linewidth \(series.hue == Series.background ? 1 : 2) dashtype \(series.isDashed ? "(6,4)" : "solid")"
    // A curve of nothing but gaps is still named in the legend.
    guard series.points.contains(where: \.isDrawable) else {
      return ["NaN with lines \(line) \(colour) \(title)"]
    }
    let lone = series.lonePoints
    let dot = "pointtype \(series.isDashed ? 6 : 7) pointsize 0.6"
    if lone.count == series.points.filter(\.isDrawable).count {
      return ["\(name)_lone using 1:2 with points \(dot) \(colour) \(title)"]
    }
    let style = series.showsPoints ? "linespoints \(line) \(dot)" : "lines \(line)"
    return ["\(name) using 1:2 with \(style) \(colour) \(title)"]
      + (lone.isEmpty ? [] : ["\(name)_lone using 1:2 with points \(dot) \(colour) notitle"])
  }
}
